"""Upload a file that goes on where it was cut off: python resumable_upload.py recording.wav [address-of-the-upload].

Needs `pip install requests`. Prints the address under which the upload can be continued, and then the `audio_url`.
"""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import requests

SERVER = os.environ.get("SCRIBA_BASE_URL", "http://127.0.0.1:8000")
HEADERS = {"authorization": os.environ["SCRIBA_API_KEY"], "tus-resumable": "1.0.0"}
ATTEMPTS = 10


def rest_of(path: Path, offset: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(offset)
        while block := file.read(1 << 20):
            yield block


def begin(path: Path) -> str:
    headers = HEADERS | {"upload-length": str(path.stat().st_size)}
    response = requests.post(f"{SERVER}/v2/files", headers=headers, timeout=60)
    response.raise_for_status()
    return str(response.headers["location"])


def send_the_rest(address: str, path: Path) -> None:
    head = requests.head(address, headers=HEADERS, timeout=60)
    head.raise_for_status()
    offset = int(head.headers["upload-offset"])
    headers = HEADERS | {"content-type": "application/offset+octet-stream", "upload-offset": str(offset)}
    requests.patch(address, data=rest_of(path, offset), headers=headers, timeout=60).raise_for_status()


def upload(path: Path, address: str) -> str:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            send_the_rest(address, path)
            break
        except requests.RequestException as error:
            if attempt == ATTEMPTS:
                raise
            print(f"{error}; going on in a moment", file=sys.stderr)
            time.sleep(min(30, 2**attempt / 4))
    return str(requests.get(address, headers=HEADERS, timeout=60).json()["upload_url"])


if __name__ == "__main__":
    recording = Path(sys.argv[1])
    place = sys.argv[2] if urlsplit(sys.argv[-1]).scheme else begin(recording)
    print(f"Upload: {place}", flush=True)
    print(f"audio_url: {upload(recording, place)}")

"""Print what is said while a transcript is made: python follow.py TRANSCRIPT_ID. Needs `pip install requests`."""

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import requests

SERVER = os.environ.get("SCRIBA_BASE_URL", "http://127.0.0.1:8000")
HEADERS = {"authorization": os.environ["SCRIBA_API_KEY"]}


def events(transcript_id: str) -> Iterator[tuple[str, Any]]:
    """Name and content of each event; goes on where a lost connection left off."""
    last = ""
    while True:
        try:
            address = f"{SERVER}/v2/transcript/{transcript_id}/events"
            headers = HEADERS | {"last-event-id": last}
            with requests.get(address, headers=headers, stream=True, timeout=60) as response:
                response.raise_for_status()
                name = ""
                for line in response.iter_lines(decode_unicode=True):
                    field, _, value = line.partition(": ")
                    if field == "event":
                        name = value
                    elif field == "id":
                        last = value
                    elif field == "data":
                        yield name, json.loads(value)
                        if name == "done":
                            return
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
            print(f"connection lost, going on: {error}", file=sys.stderr)


def main(transcript_id: str) -> None:
    for name, content in events(transcript_id):
        if name == "progress":
            print(f"{content['fraction']:.0%}", file=sys.stderr)
        elif name == "text":
            print(content["text"])
        elif name == "done" and content["error"]:
            sys.exit(content["error"])


if __name__ == "__main__":
    main(sys.argv[1])

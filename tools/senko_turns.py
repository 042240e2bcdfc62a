"""Print senko's turns of one recording as JSON: [[start ms, end ms, number], ...]. Runs in the environment of senko.sh."""

from __future__ import annotations

import json
import sys
import tempfile
import wave
from pathlib import Path

import senko


def main() -> None:
    """Diarize the recording named on the command line; raw samples (.pcm) are wrapped as WAV first."""
    source = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        if source.suffix == ".pcm":
            target = Path(folder) / "recording.wav"
            with wave.open(str(target), "wb") as recording:
                recording.setnchannels(1)
                recording.setsampwidth(2)
                recording.setframerate(16_000)
                recording.writeframes(source.read_bytes())
            source = target
        found = senko.Diarizer(device="cpu", warmup=False, quiet=True).diarize(str(source))
    segments = found["raw_segments"] if found else []
    names = {name: number for number, name in enumerate(sorted({one["speaker"] for one in segments}))}
    turns = [[round(one["start"] * 1000), round(one["end"] * 1000), names[one["speaker"]]] for one in segments]
    print(json.dumps(turns))


if __name__ == "__main__":
    main()

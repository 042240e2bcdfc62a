"""Personal data end to end: sentences spoken by a voice, recognized, redacted, and listened to again.

`python -m benchmarks.privacy_spoken [MANIFEST...] [--limit N] [--voices slt,rms] [--details]`

Every sentence with personal data is read out by flite (Debian package `flite`, one voice asks, another answers),
transcribed by a server of its own with all policies and `redact_pii_audio`, and the redacted recording is transcribed
again. An entity is left in the text where a part of it that tells something can still be read: three digits in a row of a
number (or all of a shorter one), a letter-perfect or nearly equal word of a name. It is left in the sound where that is
so in the second transcript. Entities of which nothing was recognized in the first place are counted apart.
"""

from __future__ import annotations

import argparse
import difflib
import re
import shutil
import subprocess
import tempfile
import wave
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.privacy import SETS, STRUCTURED, Case, cases
from scriba.core.transcript import Word
from scriba.pipeline.privacy.numerals import groups
from scriba.pipeline.privacy.policies import ALL_POLICIES, UNDETECTED
from scriba.pipeline.privacy.speech import tokens_of
from tests.crash.server import Server

PAUSE_MS: Final = 400
ALIKE: Final = 0.8
"""Likeness of words from which one is taken for the other."""
TELLING: Final = 3
"""Digits in a row that tell something."""
SHORTEST_WORD: Final = 4
LISTENED: Final = frozenset([*STRUCTURED, "person_name", "drivers_license", "passport_number", "healthcare_number"]) - {
    "money_amount"
}
"""Kinds that are looked for: digits of an amount or an age turn up elsewhere by chance."""
_PLAIN: Final = frozenset(
    (
        "plus underscore dash hyphen dot com slash double triple zero zeros hundred thousand then sorry wait street road "
        "lane avenue extension code area the fourth first second third gmail yahoo outlook hotmail icloud comcast "
        "january february march april june july august september october november december from like boy apple"
    ).split()
)


@dataclass
class Outcome:
    """What became of entities."""

    spoken: int = 0
    unheard: int = 0
    read: int = 0
    audible: int = 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("manifests", nargs="*", type=Path, default=[SETS / "phrasings_two.txt"])
    made.add_argument("--limit", type=int, help="use the first so many sentences of each manifest only")
    made.add_argument("--voices", default="slt,rms", help="who asks, and who answers")
    made.add_argument("--details", action="store_true", help="also print what was heard where something is left")
    return made


def say(case: Case, voices: Sequence[str], folder: Path) -> bytes:
    """The sentence, and the question before it, as a WAV file."""
    target = folder / "sentence.wav"
    parts = [(text, voice) for text, voice in zip((case.question, case.text), voices, strict=True) if text]
    frames, parameters = [], None
    for number, (text, voice) in enumerate(parts):
        part = folder / f"{number}.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(part)], check=True)  # noqa: S607  # from the PATH
        with wave.open(str(part)) as file:
            parameters = file.getparams()
            frames.append(file.readframes(file.getnframes()))
    if parameters is None:
        return b""
    pause = bytes(parameters.framerate * PAUSE_MS // 1000 * 2)
    with wave.open(str(target), "wb") as whole:
        whole.setparams(parameters)
        whole.writeframes(pause + pause.join(frames) + pause)
    return target.read_bytes()


def digits_of(text: str) -> list[str]:
    """Runs of digits, however they are written."""
    tokens = tokens_of([Word(text=part, start=0, end=0, confidence=1.0) for part in text.split()])
    runs: list[str] = []
    last = -2
    for group in groups(tokens):
        between = {token.low for token in tokens[last + 1 : group.first]} if runs else {"word"}
        if between <= {"-", ",", ".", "(", ")", "/", " "}:
            runs[-1] += group.digits
        else:
            runs.append(group.digits)
        last = group.last
    return runs


def is_left(value: str, text: str) -> bool:
    """Whether a part of the value that tells something stands in the text."""
    left = digits_of(text)
    for run in digits_of(value):
        size = min(TELLING, len(run))
        pieces = {run[start : start + size] for start in range(len(run) - size + 1)} if size > 1 else set()
        if any(piece in other for piece in pieces for other in left):
            return True
    words = [word for word in re.findall(r"[a-z]+", value.lower()) if len(word) >= SHORTEST_WORD and word not in _PLAIN]
    words = [word for word in words if not digits_of(word)]
    return any(difflib.get_close_matches(word, re.findall(r"[a-z]+", text.lower()), 1, ALIKE) for word in words)


def transcribe(server: Server, sound: bytes, **options: Any) -> dict[str, Any]:
    """The finished transcript."""
    job = server.wait_done(server.submit(sound, **options))
    if job["status"] != "completed":
        raise SystemExit(job["error"])
    return job


def measure(server: Server, case: Case, sound: bytes, tallies: dict[str, Outcome]) -> list[str]:
    """Count one sentence; returns what to tell about it."""
    told = []
    policies = sorted(ALL_POLICIES - UNDETECTED)
    job = transcribe(
        server,
        sound,
        language_code="en",
        redact_pii=True,
        redact_pii_policies=policies,
        redact_pii_sub="entity_name",
        redact_pii_audio=True,
        redact_pii_audio_quality="wav",
        redact_pii_return_unredacted=True,
    )
    address = f"/v2/transcript/{job['id']}/redacted-audio"
    answer = server.client.get(address).json()
    again = ""
    if "redacted_audio_url" in answer:
        copy = server.client.get(answer["redacted_audio_url"]).content
        again = transcribe(server, copy, language_code="en")["text"] or ""
    heard, text = job["unredacted_text"] or "", job["text"] or ""
    for start, end, kind in case.entities:
        if kind not in LISTENED:
            continue
        value, tally = case.text[start:end], tallies.setdefault(kind, Outcome())
        tally.spoken += 1
        if not is_left(value, heard):
            tally.unheard += 1
            continue
        read, audible = is_left(value, text), is_left(value, again)
        tally.read += read
        tally.audible += audible
        if read or audible:
            told.append(f"{kind} {value!r}\n    heard    {heard}\n    redacted {text}\n    again    {again}")
    return told


def report(manifest: Path, tallies: dict[str, Outcome]) -> None:
    """One line a kind, and the sum."""
    totals: Counter[str] = Counter()
    print(f"{manifest.stem}: entities spoken, of them recognizable, left in the text, still audible")
    for kind, tally in sorted(tallies.items()):
        print(_line(kind, tally.spoken, tally.spoken - tally.unheard, tally.read, tally.audible))
        totals.update(spoken=tally.spoken, heard=tally.spoken - tally.unheard, read=tally.read, audible=tally.audible)
    print(_line("all", totals["spoken"], totals["heard"], totals["read"], totals["audible"]))


def _line(name: str, spoken: int, heard: int, read: int, audible: int) -> str:
    share = 100 / max(1, heard)
    return f"  {name:28s} {spoken:4d} {heard:4d}   text {read:3d} ({read * share:.0f} %)   sound {audible:3d} ({audible * share:.0f} %)"


def main() -> None:
    """Speak, recognize, redact, listen again, print."""
    arguments = parser().parse_args()
    if shutil.which("flite") is None:
        raise SystemExit("There is no flite. Install it: make bench-voice, or apt-get install flite")
    voices = arguments.voices.split(",")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        server = Server(folder / "data")
        try:
            server.wait_for("/ready", 240)
            for manifest in arguments.manifests:
                tallies: dict[str, Outcome] = {}
                chosen = [case for case in cases(manifest, "spoken") if any(e[2] in LISTENED for e in case.entities)]
                for case in chosen[: arguments.limit]:
                    told = measure(server, case, say(case, voices, folder), tallies)
                    if arguments.details and told:
                        print("\n".join(told))
                report(manifest, tallies)
        finally:
            server.stop()


if __name__ == "__main__":
    main()

"""Score made-up conversations with pyannote.metrics: what the test of benchmarks/speaker_scoring.py compares with.

python -m venv FOLDER && FOLDER/bin/python -m pip install pyannote.metrics==4.2.0    (no torch comes with it)
FOLDER/bin/python tools/pyannote_scores.py tests/unit/benchmarks/pyannote_scores.json
"""

from __future__ import annotations

import json
import random
import sys
import warnings
from pathlib import Path

from pyannote.core import Annotation, Segment, Timeline
from pyannote.metrics.diarization import DiarizationErrorRate

Turn = tuple[int, int, str]

CONVERSATIONS = 24
COLLARS = (0, 250)
PARTS = {
    "missed": "missed detection",
    "false_alarm": "false alarm",
    "confusion": "confusion",
    "speech": "total",
}


def talk(rng: random.Random, turns: int, names: str) -> list[Turn]:
    """Turns at any time within a minute, many of them at once."""
    starts = [rng.randrange(60_000) for _ in range(turns)]
    return [(start, start + rng.choice((300, 900, 4000, 9000)), rng.choice(names)) for start in starts]


def heard(rng: random.Random, turns: list[Turn]) -> list[Turn]:
    """The same turns a little displaced, some missing, some given to another speaker."""
    same = dict(zip("abcd", "wxyz", strict=True))
    found = []
    for start, end, name in turns:
        moved = max(0, start + rng.randrange(-400, 400))
        who = rng.choice("wxyz") if rng.random() < 0.2 else same[name]  # noqa: PLR2004 - a fifth
        if rng.random() > 0.1:  # noqa: PLR2004 - a tenth
            found.append((moved, max(moved + 50, end + rng.randrange(-400, 400)), who))
    return found


def merged(turns: list[Turn]) -> list[Turn]:
    """Without overlaps of a speaker with themselves, which scorers count in different ways."""
    found: list[Turn] = []
    for start, end, name in sorted(turns, key=lambda turn: (turn[2], turn)):
        if found and found[-1][2] == name and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end), name)
        else:
            found.append((start, end, name))
    return sorted(found)


def annotation(turns: list[Turn]) -> Annotation:
    """Turns as pyannote.core has them."""
    made = Annotation()
    for number, (start, end, name) in enumerate(turns):
        made[Segment(start / 1000, end / 1000), number] = name
    return made


def scores(reference: list[Turn], found: list[Turn], collar: int) -> dict[str, int]:
    """Milliseconds of each kind; pyannote's collar is the width of both sides together."""
    metric = DiarizationErrorRate(collar=2 * collar / 1000, skip_overlap=False)
    whole = Timeline([Segment(-1, 200)])
    parts = metric.compute_components(annotation(reference), annotation(found), uem=whole)
    return {name: round(1000 * parts[theirs]) for name, theirs in PARTS.items()}


def main() -> None:
    """Write the conversations and their scores."""
    warnings.simplefilter("ignore")
    rng = random.Random(5)  # noqa: S311 - no secret
    rows = []
    for number in range(CONVERSATIONS):
        reference = merged(talk(rng, rng.randrange(1, 14), "abcd"[: rng.randrange(1, 5)]))
        found = merged(heard(rng, reference) if number % 3 else talk(rng, rng.randrange(14), "wxyz"))
        errors = {str(collar): scores(reference, found, collar) for collar in COLLARS}
        rows.append(json.dumps({"reference": reference, "found": found, "errors": errors}))
    Path(sys.argv[1]).write_text("[\n" + ",\n".join(rows) + "\n]\n")


if __name__ == "__main__":
    main()

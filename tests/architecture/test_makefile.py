"""The Makefile says everything once."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_make_warns_of_nothing_when_it_reads_the_makefile():
    told = subprocess.run(
        ["env", "-u", "MAKEFLAGS", "make", "--dry-run", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stderr == ""

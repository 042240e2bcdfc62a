"""Days of birth in any wording: "seven four sixty eight", "Christmas Day 1970", "back in '73", and the question before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from scriba.pipeline.privacy.date_runs import DateRun, run_at
from scriba.pipeline.privacy.findings import Finding, Trust
from scriba.pipeline.privacy.speech import Phrases, Speech

_CUES: Final = Phrases(
    (
        "born, born on, born in, date of birth, birthday, birth date, birthdate, dob, d o b, d . o . b, d . o . b ., "
        "day of birth, year of birth, year of your birth, birth year, month and year you were born, came into the world"
    ).split(", ")
)
_FILLERS: Final = frozenset(
    (
        "is was on in the at my it it's 's , ? : . ! uh um er so okay yes yeah sure that that's be back year of for his "
        "her their your our file and or falls date would will please - one me thank thanks you like i his hers mine day"
    ).split()
)
_REACH: Final = 20
"""Tokens after a cue in which its dates begin."""
_STRANGERS: Final = 4
"""Words between the cue and a date that say nothing about dates: "what year were you born, sir?"."""
_FULL_DATE: Final = 3
"""Digits from which a run without a month's name is a date."""
_YEAR_CUES: Final = frozenset({"in", "back", "year", "'"})
_SHORT_YEAR: Final = 2


def find(speech: Speech) -> Iterable[Finding]:
    """What is said as a date after "born", "birthday", "date of birth"."""
    for _, end in _CUES.all(speech):
        yield from _after(speech, end)


def _after(speech: Speech, cue: int) -> Iterable[Finding]:
    strangers, index = 0, cue + 1
    while index < min(len(speech.tokens), cue + _REACH) and strangers <= _STRANGERS:
        run = run_at(speech, index)
        if run is None:
            strangers += speech.lows[index] not in _FILLERS
            index += 1
            continue
        if _is_birth(speech, run):
            yield Finding("date_of_birth", run.first, run.last, Trust.CUED)
        index = run.last + 1


def _is_birth(speech: Speech, run: DateRun) -> bool:
    """Whether the run says a day or a year: not "born 2 weeks early"."""
    if run.counts_something:
        return False
    if run.has_name or run.has_year:
        return run.has_name or len(run.digits) <= _MOST_DIGITS
    if len(run.digits) == _SHORT_YEAR and len(run.numbers) == 1:
        return speech.low(run.first - 1) in _YEAR_CUES or speech.low(run.first) == "'"
    return _FULL_DATE <= len(run.digits) <= _MOST_DIGITS and len(run.numbers) > 1


_MOST_DIGITS: Final = 8

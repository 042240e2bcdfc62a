"""Recordings in two languages: in which one each window is spoken."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from scriba.core.audio import Window
from scriba.pipeline.language import SpokenLanguage
from scriba.pipeline.windows import DEFAULT_WINDOWS, WindowOptions

ENGLISH: Final = "en"

SWITCHING_WINDOWS: Final = WindowOptions(longest=6_000, shortest_cut=2_000, max_pause=250, pad=100)
"""Short windows, that end at pauses: where somebody changes the language there often is one."""

SURE_MS: Final = 3_000
"""Below this much speech a window says less about its language."""

LEAST: Final = 0.02
"""No window is surer than this that a language is not spoken in it."""

CHANGE: Final = 1.2
"""Log odds that a change of language between neighbouring windows costs."""

FAR_MS: Final = 4_000
"""After such a pause a change costs half as much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchingLanguage:
    """A language of a recording in two languages, and how surely it is heard where it is heard best, 0..1."""

    code: str
    confidence: float


def switching_pair(spoken: SpokenLanguage, threshold: float) -> tuple[SwitchingLanguage, ...]:
    """The language of most of the speech, and the one that goes with it if it is heard that surely: one is English."""
    others = [code for code in spoken.strongest if code != spoken.code and ENGLISH in {code, spoken.code}]
    second = max(others, key=lambda code: spoken.strongest[code], default=None)
    is_one = second is None or spoken.strongest[second] < threshold
    pair = [spoken.code] if is_one or second is None else [spoken.code, second]
    return tuple(SwitchingLanguage(code=code, confidence=round(spoken.strongest[code], 4)) for code in pair)


def spoken_languages(
    windows: Sequence[Window], heard: Sequence[Mapping[str, float]], languages: Sequence[str]
) -> list[str]:
    """The language of each window, of two or more: what it sounds like, and few changes (Viterbi)."""
    if not windows:
        return []
    scores = [_scores(window, found, languages) for window, found in zip(windows, heard, strict=True)]
    best = scores[0]
    sources: list[list[int]] = []
    for (before, window), score in zip(pairwise(windows), scores[1:], strict=True):
        change = CHANGE / 2 if window.start - before.end >= FAR_MS else CHANGE
        top = max(range(len(languages)), key=lambda index: best[index])
        changes = [best[top] - change > kept for kept in best]
        sources.append([top if is_change else index for index, is_change in enumerate(changes)])
        best = [max(kept, best[top] - change) + new for kept, new in zip(best, score, strict=True)]
    path = [max(range(len(languages)), key=lambda index: best[index])]
    for source in reversed(sources):
        path.append(source[path[-1]])
    return [languages[index] for index in reversed(path)]


def joined(windows: Sequence[Window], languages: Sequence[str]) -> list[tuple[str, Window]]:
    """Neighbouring windows of one language as one, as long as a recognizer takes it; each with its language."""
    found: list[tuple[str, Window]] = []
    for window, language in zip(windows, languages, strict=True):
        if found and found[-1][0] == language and _fits(found[-1][1], window):
            last = found[-1][1]
            regions = (*last.regions, *window.regions)
            found[-1] = (language, Window(start=last.start, end=window.end, regions=regions))
        else:
            found.append((language, window))
    return found


def _fits(before: Window, window: Window) -> bool:
    options = DEFAULT_WINDOWS
    return window.end - before.start <= options.longest and window.start - before.end <= options.max_pause


def _scores(window: Window, found: Mapping[str, float], languages: Sequence[str]) -> list[float]:
    """By language, the log of its share among the languages, less where the window has little speech."""
    total = sum(found.get(language, 0.0) for language in languages)
    weight = min(1.0, window.speech / SURE_MS)
    shares = [found.get(language, 0.0) / total if total > 0 else 1 / len(languages) for language in languages]
    return [weight * math.log(max(LEAST, share)) for share in shares]

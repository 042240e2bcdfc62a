"""How well numbers, money, dates, times and addresses are written and said: pairs of spoken and written text.

python -m benchmarks.formatting [--errors] [--peers]

Written: the share of spoken texts that `format_text` writes as people do; a share of them must not change at all.
Said: the share of those that `format_text: false` turns back into the spoken text.
Most pairs are `held`: written before the rules were tried on them; a pair that a rule is changed for becomes `dev`.
`--peers` prints text2num and, where they are installed, wetext and nemo_text_processing beside, case left out.
"""

from __future__ import annotations

import argparse
import importlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scriba.core.options import TranscriptOptions
from scriba.core.transcript import Transcript, Word
from scriba.pipeline.passes.formatting import format_text

FOLDER = Path(__file__).parent / "formatting_pairs"
Writer = Callable[[str, str], str]
"""Spoken text and its language to written text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A text as it is said and as people write it; `half` is `dev` or `held`."""

    half: str
    language: str
    spoken: str
    written: str


def pairs() -> Iterator[Pair]:
    """All pairs."""
    for row in _rows("en.tsv"):
        yield Pair(half=row[0], language="en", spoken=row[1], written=row[2])
    for row in _rows("others.tsv"):
        yield Pair(half=row[0], language=row[1], spoken=row[2], written=row[3])


def _rows(name: str) -> Iterator[list[str]]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def transcript(text: str, language: str) -> Transcript:
    """The text, evenly spoken."""
    words = tuple(
        Word(text=token, start=400 * index, end=400 * index + 300, confidence=1.0)
        for index, token in enumerate(text.split())
    )
    return Transcript(language=language, duration=400 * len(words), words=words)


def scriba_writes(text: str, language: str) -> str:
    """`format_text: true`."""
    return format_text(transcript(text, language), TranscriptOptions()).text


def scriba_says(text: str, language: str) -> str:
    """`format_text: false`."""
    return format_text(transcript(text, language), TranscriptOptions(format_text=False)).text


def peers() -> Iterator[tuple[str, Writer]]:
    """Other ways to write numbers, as far as they are installed."""
    text2num: Any = importlib.import_module("text_to_num")
    yield "text2num", lambda text, language: str(text2num.alpha2digit(text, language))
    wetext = _optional("wetext")
    if wetext:
        normalizer = wetext.Normalizer(lang="en", operator="itn")
        yield "wetext (English)", lambda text, _language: str(normalizer.normalize(text))
    nemo = _optional("nemo_text_processing.inverse_text_normalization.inverse_normalize")
    if nemo:
        inverse = nemo.InverseNormalizer(lang="en")
        yield (
            "nemo_text_processing (English)",
            lambda text, _language: str(inverse.inverse_normalize(text, verbose=False)),
        )


def _optional(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def plain(text: str) -> str:
    """Case, grouping, and the ways to write a time or an ordinal of a date left out, for a fair look at peers."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text.lower()).replace(",", "")
    text = re.sub(r"\b([ap])\.m\.", r"\1m", text)
    return re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)


def said(text: str) -> str:
    """Spoken text without what can be said in two ways: "and", "oh" and "zero", "a hundred", commas."""
    text = re.sub(r"\band\b ?|,", "", text.lower())
    return re.sub(r"\ba(?= hundred| million)", "one", re.sub(r"\boh\b", "zero", text))


def report(name: str, wanted: Iterable[Pair], right: Callable[[Pair], bool]) -> list[Pair]:
    """Print the shares of both halves; the pairs that are wrong."""
    wrong: list[Pair] = []
    shares = []
    listed = list(wanted)
    for half in ("dev", "held"):
        mine = [pair for pair in listed if pair.half == half]
        bad = [pair for pair in mine if not right(pair)]
        wrong += bad
        shares.append(f"{half} {len(mine) - len(bad):3}/{len(mine):3} {100 * (1 - len(bad) / len(mine)):5.1f}%")
    print(f"{name:44} {'   '.join(shares)}")
    return wrong


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print what is wrong")
    parser.add_argument("--peers", action="store_true", help="print other programs beside")
    arguments = parser.parse_args()
    everything = list(pairs())
    english = [pair for pair in everything if pair.language == "en"]
    others = [pair for pair in everything if pair.language != "en"]
    wrong: list[tuple[str, str, str]] = []
    for name, mine in (("written, English", english), ("written, six other languages", others)):
        bad = report(f"Scriba: {name}", mine, lambda pair: scriba_writes(pair.spoken, pair.language) == pair.written)
        wrong += [(pair.spoken, pair.written, scriba_writes(pair.spoken, pair.language)) for pair in bad]
    back = [pair for pair in english if pair.spoken != pair.written]
    bad = report("Scriba: said, English", back, lambda pair: said(scriba_says(pair.written, "en")) == said(pair.spoken))
    wrong += [(pair.written, pair.spoken, scriba_says(pair.written, "en")) for pair in bad]
    if arguments.peers:
        _beside(english, others)
    if arguments.errors:
        for given, expected, got in wrong:
            print(f"{given!r}: {got!r}, not {expected!r}")


def _beside(english: list[Pair], others: list[Pair]) -> None:
    print("Case, grouping, commas, a.m. and ordinal endings left out:")
    for name, writes in (("Scriba", scriba_writes), *peers()):
        report(f"{name}: English", english, lambda pair, writes=writes: _same(writes, pair))  # type: ignore[misc]  # bound early
        if "English" not in name:
            report(f"{name}: others", others, lambda pair, writes=writes: _same(writes, pair))  # type: ignore[misc]  # bound early


def _same(writes: Writer, pair: Pair) -> bool:
    return plain(writes(pair.spoken, pair.language)) == plain(pair.written)


if __name__ == "__main__":
    main()

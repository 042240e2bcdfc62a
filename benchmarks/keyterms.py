"""What key terms bring: recall of listed words, false insertions, and the errors of all other words.

python -m benchmarks.keyterms FOLDER [--terms 200] [--limit N] [--domain medical-v1] [--strength high] [--details]

The terms are the rare words of all references, those that Whisper's tokenizer needs three pieces or more for, and made-up
names up to `--terms`; every recording gets the whole list. With `--domain` the field's vocabulary takes their place.
Only recordings with such a word are measured, and as many without (`--others`). The systems take turns.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from faster_whisper import WhisperModel
from tokenizers import Tokenizer

from benchmarks.manifest import Item
from benchmarks.recognition import duration, measurable
from benchmarks.report import save, table
from benchmarks.scoring import normalized
from benchmarks.systems import BEAM_SIZE, Machine, add_machine, machine_of
from benchmarks.term_scoring import TermScore, term_score, total
from scriba import backends
from scriba.core.engines import EngineOptions
from scriba.core.options import TranscriptOptions
from scriba.pipeline.transcribe import Models, transcribe
from scriba.pipeline.vocabulary import vocabulary

SYLLABLES: Final = ("ba", "ke", "lin", "tor", "mas", "ven", "dri", "po", "shu", "ga", "nel", "rio", "qua", "zem", "fi")

RARE_PIECES: Final = 3
SHORTEST: Final = 5

System = Callable[[Path, str], str]


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.keyterms", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with a manifest.jsonl")
    parser.add_argument("--terms", type=int, default=200, help="length of the list of terms")
    parser.add_argument("--limit", type=int, help="measure so many recordings with terms only")
    parser.add_argument(
        "--others", type=int, help="so many recordings without terms; as many as with terms if left out"
    )
    parser.add_argument("--domain", help="measure a field's vocabulary instead of terms")
    parser.add_argument("--strength", choices=["standard", "high"], default="standard")
    add_machine(parser)
    parser.add_argument("--details", action="store_true", help="every recording that the terms changed")
    return parser.parse_args()


def rare_words(items: Sequence[Item], tokenizer: Tokenizer) -> list[str]:
    """Words of the references that are rare, as they are written there."""
    found: dict[str, str] = {}
    for item in items:
        for word in re.findall(r"[^\W\d_]+", item.text or ""):
            if len(word) >= SHORTEST and _pieces(word, tokenizer) >= RARE_PIECES:
                found.setdefault(normalized(word, item.language or ""), word)
    return [word for name, word in found.items() if name and " " not in name]


def _pieces(word: str, tokenizer: Tokenizer) -> int:
    forms = (word, word.lower(), word.capitalize())
    return min(len(tokenizer.encode(f" {form}", add_special_tokens=False).ids) for form in forms)


def made_up(count: int) -> list[str]:
    """Names that nobody says, the same each time."""
    draw = random.Random(1)  # noqa: S311 - names for a benchmark, the same each time
    return ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))).capitalize() for _ in range(count)]


def systems(machine: Machine, options: argparse.Namespace, terms: Sequence[str]) -> dict[str, System]:
    """This project and the peer, each without terms and with them."""
    engine = EngineOptions(threads=machine.threads)
    recognizer = backends.load_recognizer(backends.card(machine.recognizer), machine.folder, engine)
    models = Models(detector=backends.load_detector(engine), recognizer=recognizer)
    plain = TranscriptOptions(format_text=False)
    asked = {"domain": options.domain} if options.domain else {"keyterms_prompt": list(terms)}
    strength = {"keyterms_match_strength": options.strength}
    guided = TranscriptOptions.model_validate({"format_text": False, "keyterms_prompt_options": strength, **asked})
    peer = WhisperModel(str(machine.folder), device="cpu", compute_type="int8", cpu_threads=machine.threads)

    def scriba(wanted: TranscriptOptions) -> System:
        return lambda path, language: transcribe(path, models, language=language, options=wanted).transcript.text

    def faster_whisper(hotwords: str | None) -> System:
        def run(path: Path, language: str) -> str:
            # Many hotwords and the text carried over do not fit into the context together: the peer raises ValueError.
            segments, _ = peer.transcribe(
                str(path),
                language=language,
                beam_size=BEAM_SIZE,
                vad_filter=True,
                hotwords=hotwords,
                condition_on_previous_text=hotwords is None,
            )
            return "".join(segment.text for segment in segments)

        return run

    return {
        "scriba": scriba(plain),
        "scriba with terms": scriba(guided),
        "faster-whisper": faster_whisper(None),
        "faster-whisper with hotwords": faster_whisper(", ".join(terms)),
    }


def chosen(items: Sequence[Item], terms: Sequence[str], options: argparse.Namespace) -> list[Item]:
    """Recordings with terms, and others for what must not change."""
    having: list[Item] = []
    others: list[Item] = []
    for item in items:
        language = item.language or ""
        found = term_score(item.text or "", "", terms, language)
        (having if found.said else others).append(item)
    having = having[: options.limit]
    return [*having, *others[: len(having) if options.others is None else options.others]]


def main() -> None:
    """Measure and print."""
    options = arguments()
    machine = machine_of(options, word_times=False)
    items = measurable(options.folder, None)
    if options.domain:
        terms = list(vocabulary(options.domain, items[0].language or ""))
        items = [item for item in items if item.language == items[0].language]
    else:
        rare = rare_words(items, Tokenizer.from_file(str(machine.folder / "tokenizer.json")))
        terms = [*rare, *made_up(options.terms)][: options.terms]
    items = chosen(items, terms, options)
    seconds = sum(duration(item.audio) for item in items)
    print(
        f"{len(items)} recordings, {seconds / 60:.1f} minutes, {len(terms)} terms; {options.recognizer}, int8, "
        f"{options.threads} threads; load of this machine {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    runs = systems(machine, options, terms)
    scores: dict[str, list[TermScore]] = {name: [] for name in runs}
    spent = dict.fromkeys(runs, 0.0)
    for number, item in enumerate(items, start=1):
        texts = {}
        for name, run in runs.items():
            began = time.perf_counter()
            texts[name] = run(item.audio, item.language or "")
            spent[name] += time.perf_counter() - began
            scores[name].append(term_score(item.text or "", texts[name], terms, item.language or ""))
        if number % 10 == 0:
            print(f"  {number} of {len(items)} recordings", flush=True)
        if options.details and texts["scriba"] != texts["scriba with terms"]:
            print(
                f"{item.id}\n  said:    {item.text}", *(f"  {name}: {text}" for name, text in texts.items()), sep="\n"
            )
    rows, figures = [], {}
    for name, found in ((name, total(listed)) for name, listed in scores.items()):
        recall = f"{found.found} of {found.said} ({100 * found.recall:.0f} %)"
        rows.append([name, recall, str(found.false), f"{100 * found.rate:.2f}", f"{seconds / spent[name]:.1f}"])
        figures[name] = {"said": found.said, "found": found.found, "false": found.false, "other_wer": found.rate}
    print("\n" + table(["system", "terms found", "false", "WER % of the rest", "RTFx"], rows))
    name = f"keyterms-{options.folder.resolve().name}"
    print(f"\nWritten to {save(name, {'terms': len(terms), 'recordings': len(items), 'systems': figures})}")


if __name__ == "__main__":
    main()

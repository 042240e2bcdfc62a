"""Precision and recall of personal data in text: `python -m benchmarks.privacy [MANIFEST...]`.

A manifest has one sentence a line, entities as `{kind|as written|as spoken}`; lines without braces hold none. What the
other speaker said before stands in front of `>>` and is not counted. A Python
file with strings PII and NEG of such lines works too. Each sentence is measured as written and as spoken, which is in
lower case and without punctuation. An entity counts as found when the right kind covers half of its characters; as
covered when any kinds cover three quarters. With `--peer PYTHON` Presidio answers the same sentences in its own
environment, its kinds mapped to ours.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from scriba.backends import load_tagger
from scriba.pipeline.privacy.lines import redact_line
from scriba.pipeline.privacy.policies import ALL_POLICIES

SETS: Final = Path(__file__).parent / "privacy_sets"
FORMS: Final = ("written", "spoken")
FOUND_SHARE: Final = 0.5
COVERED_SHARE: Final = 0.75
STRUCTURED: Final = frozenset(
    [
        "phone_number",
        "credit_card_number",
        "credit_card_cvv",
        "credit_card_expiration",
        "us_social_security_number",
        "email_address",
        "date_of_birth",
        "banking_information",
        "account_number",
        "money_amount",
    ]
)
NAMES: Final = frozenset({"person_name", "organization", "location"})

_MARK: Final = re.compile(r"\{([a-z_]+)\|([^|}]*)\|([^}]*)\}")
_TURN: Final = " >> "
_PUNCTUATION: Final = re.compile(r"[.,?!;:]")

Span = tuple[int, int, str]
"""First character, end, kind."""


@dataclass(frozen=True)
class Case:
    """A sentence and what is personal in it."""

    text: str
    entities: tuple[Span, ...]
    question: str = ""
    """What the other speaker said before."""


System = Callable[[Sequence[Case]], list[list[Span]]]


@dataclass
class Tally:
    """Found, missed and wrong, by kind."""

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    covered: int = 0
    clean_hits: int = 0
    errors: list[str] = field(default_factory=list)

    def rates(self, kinds: frozenset[str] | None = None) -> tuple[float, float]:
        """Precision and recall over the kinds, over all without any."""
        found, missed, wrong = (
            sum(number for kind, number in counter.items() if kinds is None or kind in kinds)
            for counter in (self.found, self.missed, self.wrong)
        )
        return found / max(1, found + wrong), found / max(1, found + missed)


def cases(manifest: Path, form: str) -> list[Case]:
    """Every sentence of a manifest in one of the forms."""
    return [_case(line, form) for line in _lines(manifest) if line.strip() and not line.startswith("#")]


def _lines(manifest: Path) -> list[str]:
    source = manifest.read_text("utf-8")
    if manifest.suffix != ".py":
        return source.splitlines()
    strings = {
        node.targets[0].id: child.value
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        for child in ast.walk(node.value)
        if isinstance(child, ast.Constant) and isinstance(child.value, str) and "\n" in child.value
    }
    return [line for name in ("PII", "NEG") for line in strings[name].strip().splitlines()]


def _case(line: str, form: str) -> Case:
    question, _, line = line.rpartition(_TURN)
    text, position, entities = "", 0, []
    for mark in _MARK.finditer(line):
        text += _plain(line[position : mark.start()], form)
        value = mark[2] if form == "written" else mark[3]
        entities.append((len(text), len(text) + len(value), mark[1]))
        text += value
        position = mark.end()
    asked = _plain(question.replace(_TURN.strip(), ""), form)
    return Case(text + _plain(line[position:], form), tuple(entities), asked)


def _plain(text: str, form: str) -> str:
    return text if form == "written" else _PUNCTUATION.sub("", text).lower()


def score(cases: Sequence[Case], predictions: Sequence[Sequence[Span]]) -> Tally:
    """Compare; a wrong kind on the right characters is both missed and wrong."""
    tally = Tally()
    for case, predicted in zip(cases, predictions, strict=True):
        if not case.entities:
            tally.clean_hits += bool(predicted)
        used = {
            index for entity in case.entities for index in [_match(case, entity, predicted, tally)] if index is not None
        }
        for index, (start, end, kind) in enumerate(predicted):
            beside = any(kind == other and start < last and end > first for first, last, other in case.entities)
            if index not in used and not beside:
                tally.wrong[kind] += 1
                tally.errors.append(f"wrong {kind}: {case.text[start:end]!r} in {case.text!r}")
    return tally


def _match(case: Case, entity: Span, predicted: Sequence[Span], tally: Tally) -> int | None:
    start, end, kind = entity
    letters = {index for index in range(start, end) if case.text[index] != " "}
    hit = None
    covered: set[int] = set()
    for index, (first, last, other) in enumerate(predicted):
        shared = letters.intersection(range(first, last))
        covered |= shared
        if other == kind and len(shared) >= FOUND_SHARE * len(letters):
            hit = index
    tally.covered += len(covered) >= COVERED_SHARE * len(letters)
    (tally.found if hit is not None else tally.missed)[kind] += 1
    if hit is None:
        tally.errors.append(f"missed {kind}: {case.text[start:end]!r} in {case.text!r}")
    return hit


def scriba(sentences: Sequence[Case]) -> list[list[Span]]:
    """Our engine."""
    tagger = load_tagger()
    lines = [redact_line(case.text, tagger, ALL_POLICIES, question=case.question) for case in sentences]
    return [[(entity.start, entity.end, entity.entity_type) for entity in line.entities] for line in lines]


def presidio(python: Path) -> System:
    """The peer, in its own environment."""
    script = Path(__file__).parent / "presidio_peer.py"

    def answer(sentences: Sequence[Case]) -> list[list[Span]]:
        texts = [case.text for case in sentences]
        done = subprocess.run([python, script], input=json.dumps(texts), capture_output=True, text=True, check=True)
        return [[(start, end, kind) for start, end, kind in spans] for spans in json.loads(done.stdout)]

    return answer


def report(name: str, manifest: Path, form: str, system: System, *, details: bool) -> None:
    """Measure one system on one form of a manifest, and print."""
    sentences = cases(manifest, form)
    started = time.perf_counter()
    tally = score(sentences, system(sentences))
    seconds = time.perf_counter() - started
    total = sum(len(case.entities) for case in sentences)
    words = sum(len(case.text.split()) for case in sentences)
    shown = {"all": None, "structured": STRUCTURED, "names, places, organisations": NAMES}
    print(
        f"{name}, {manifest.stem}, {form}: {total} entities, {seconds * 1000 / words:.2f} s per 1000 words with loading"
    )
    for group, kinds in shown.items():
        precision, recall = tally.rates(kinds)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"  {group:30s} precision {precision:.2f}  recall {recall:.2f}  F1 {f1:.2f}")
    print(f"  covered by any kind {tally.covered / total:.2f}; clean sentences with a hit {tally.clean_hits}")
    _print_kinds(tally)
    if details:
        for error in tally.errors:
            print(f"    {error}")


def _print_kinds(tally: Tally) -> None:
    for kind in sorted({*tally.found, *tally.missed, *tally.wrong}):
        precision, recall = tally.rates(frozenset({kind}))
        print(
            f"    {kind:28s} precision {precision:.2f}  recall {recall:.2f}  of {tally.found[kind] + tally.missed[kind]}"
        )


def main() -> None:
    """Measure on our own sets, or on the manifests named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("manifests", nargs="*", type=Path, default=sorted(SETS.glob("*.txt")))
    parser.add_argument("--peer", type=Path, help="python of an environment with presidio-analyzer in it")
    parser.add_argument("--details", action="store_true", help="also print each error")
    arguments = parser.parse_args()
    systems: dict[str, System] = {"scriba": scriba}
    if arguments.peer:
        systems["presidio"] = presidio(arguments.peer)
    for manifest in arguments.manifests:
        for form in FORMS:
            for name, system in systems.items():
                report(name, manifest, form, system, details=arguments.details)


if __name__ == "__main__":
    main()

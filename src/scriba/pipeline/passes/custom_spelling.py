"""`custom_spelling`: words to write the way the request wants them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from scriba.core.option_objects import CustomSpelling
from scriba.core.options import TranscriptOptions
from scriba.core.transcript import UNSPACED_LANGUAGES, Transcript, Word
from scriba.pipeline.text.words import Shell, merged, same_voice, shell

_POSSESSIVE: Final = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class _Rule:
    """The words to look for, as they compare, and the word to write."""

    parts: tuple[str, ...]
    to: str


def spell(transcript: Transcript, options: TranscriptOptions) -> Transcript:
    """Replace what is listed; the longest match wins, then the first of the list. Marks and possessives stay."""
    if not options.custom_spelling:
        return transcript
    unspaced = transcript.language in UNSPACED_LANGUAGES
    rules = _rules(options.custom_spelling, unspaced=unspaced)
    shells = [shell(word.text) for word in transcript.words]
    keys = [_key(found.core) for found in shells]
    written: list[Word] = []
    index = 0
    while index < len(keys):
        found = _found(rules.get(keys[index][:1], ()), transcript.words, shells, index, unspaced=unspaced)
        if found is None:
            written.append(transcript.words[index])
            index += 1
            continue
        text, count = found
        written.append(merged(transcript.words[index : index + count], text))
        index += count
    return transcript.with_words(written)


def _key(text: str) -> str:
    """How words are compared: without case, with one kind of apostrophe."""
    return text.casefold().replace("’", "'")


def _rules(wanted: Iterable[CustomSpelling], *, unspaced: bool) -> dict[str, list[_Rule]]:
    """Rules by their first character, longest first."""
    rules: dict[str, list[_Rule]] = {}
    for entry in wanted:
        for source in entry.from_:
            bare = [part for part in (_key(shell(token).core) for token in source.split()) if part]
            parts = tuple("".join(bare)) if unspaced else tuple(bare)
            if parts:
                rules.setdefault(parts[0][:1], []).append(_Rule(parts, entry.to))
    for listed in rules.values():
        listed.sort(key=lambda rule: -len(rule.parts))
    return rules


def _found(
    rules: Sequence[_Rule], words: Sequence[Word], shells: Sequence[Shell], index: int, *, unspaced: bool
) -> tuple[str, int] | None:
    """The text to write and how many words it replaces, if a rule matches here."""
    for rule in rules:
        count = _run_together(rule, shells, index) if unspaced else len(rule.parts)
        if not count or index + count > len(words) or not _together(words, shells, index, count):
            continue
        last = shells[index + count - 1]
        ending = "" if unspaced else _ending(rule, [found.core for found in shells[index : index + count]])
        if ending is not None:
            return f"{shells[index].lead}{rule.to}{ending}{last.tail}", count
    return None


def _ending(rule: _Rule, cores: Sequence[str]) -> str | None:
    """The possessive that the last word has beyond the rule, "" where it matches exactly, None where it does not."""
    if tuple(map(_key, cores)) == rule.parts:
        return ""
    possessive = _POSSESSIVE.search(cores[-1])
    if possessive and (*map(_key, cores[:-1]), _key(cores[-1][: possessive.start()])) == rule.parts:
        return possessive.group()
    return None


def _run_together(rule: _Rule, shells: Sequence[Shell], index: int) -> int:
    """How many words from here make up exactly the rule's characters, in a script without spaces; 0 if none do."""
    wanted, text = "".join(rule.parts), ""
    for count, found in enumerate(shells[index:], start=1):
        text += _key(found.core)
        if text == wanted:
            return count
        if not wanted.startswith(text):
            return 0
    return 0


def _together(words: Sequence[Word], shells: Sequence[Shell], index: int, count: int) -> bool:
    """Whether the words are one speaker's, with no mark between them."""
    return all(
        same_voice(words[place], words[place + 1]) and not shells[place].tail and not shells[place + 1].lead
        for place in range(index, index + count - 1)
    )

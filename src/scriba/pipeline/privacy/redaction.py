"""What stands in for personal data: signs of the same length, or the name of its kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from scriba.core.entities import EntityType
from scriba.core.transcript import Word, mean_confidence
from scriba.pipeline.privacy.engine import Found
from scriba.pipeline.privacy.policies import covering
from scriba.pipeline.privacy.speech import Phrases, Speech, tokens_of

Substitution = Literal["hash", "entity_name"]


@dataclass(frozen=True, slots=True)
class Secret:
    """Characters to hide: from `start` in the first word to `end` in the last, and the name of what they are."""

    label: str
    first: int
    last: int
    start: int
    end: int


def secrets(
    words: Sequence[Word],
    found: Sequence[Found],
    policies: Collection[EntityType],
    terms: Mapping[str, Sequence[str]] | None = None,
) -> list[Secret]:
    """What to hide: findings that a policy covers, and a request's own terms by label; in order, without overlap."""
    covered = [(covering(each, policies), each) for each in found]
    hidden = [Secret(policy, f.first, f.last, f.start, f.end) for policy, f in covered if policy is not None]
    own = _terms(words, terms or {})
    kept = [secret for secret in hidden if not any(_overlap(secret, each) for each in own)]
    return sorted([*kept, *own], key=lambda secret: (secret.first, secret.start))


def _terms(words: Sequence[Word], terms: Mapping[str, Sequence[str]]) -> list[Secret]:
    speech = Speech(tuple(tokens_of(words)))
    chosen: list[Secret] = []
    for label, phrases in terms.items():
        known = [phrase for phrase in phrases if any(character.isalnum() for character in phrase)]
        for first, last in Phrases(known).all(speech):
            begin, end = speech.tokens[first], speech.tokens[last]
            secret = Secret(label, begin.word, end.word, begin.start, end.end)
            if not any(_overlap(secret, each) for each in chosen):
                chosen.append(secret)
    return chosen


def _overlap(one: Secret, other: Secret) -> bool:
    return (one.first, one.start) < (other.last, other.end) and (other.first, other.start) < (one.last, one.end)


def hide(text: str, start: int, end: int) -> str:
    """The text with every letter and digit from `start` to `end` as "#"; its length tells nothing more."""
    masked = "".join("#" if character.isalnum() else character for character in text[start:end])
    return text[:start] + masked + text[end:]


def redacted(words: Sequence[Word], hidden: Sequence[Secret], substitution: Substitution) -> tuple[Word, ...]:
    """The words with secrets replaced; names of kinds take one word for each speaker who said a part."""
    return _hashed(words, hidden) if substitution == "hash" else _named(words, hidden)


def _hashed(words: Sequence[Word], hidden: Sequence[Secret]) -> tuple[Word, ...]:
    texts = [word.text for word in words]
    for secret in hidden:
        for index in range(secret.first, secret.last + 1):
            start = secret.start if index == secret.first else 0
            end = secret.end if index == secret.last else len(texts[index])
            texts[index] = hide(texts[index], start, end)
    return tuple(
        word if text == word.text else replace(word, text=text) for word, text in zip(words, texts, strict=True)
    )


def _named(words: Sequence[Word], hidden: Sequence[Secret]) -> tuple[Word, ...]:
    result: list[Word] = []
    position = 0
    for cluster in _clusters(hidden):
        first, last = cluster[0].first, cluster[-1].last
        result += words[position:first]
        runs = _by_voice(words[first : last + 1]) if len(cluster) == 1 else [list(words[first : last + 1])]
        texts = [_label(cluster[0])] * len(runs) if len(cluster) == 1 else [_labels(words, cluster)]
        texts[0] = words[first].text[: cluster[0].start] + texts[0]
        texts[-1] += words[last].text[cluster[-1].end :]
        result += [_one(run, text) for run, text in zip(runs, texts, strict=True)]
        position = last + 1
    return (*result, *words[position:])


def _clusters(hidden: Sequence[Secret]) -> list[list[Secret]]:
    """Secrets that share a word belong together."""
    clusters: list[list[Secret]] = []
    for secret in hidden:
        if clusters and clusters[-1][-1].last == secret.first:
            clusters[-1].append(secret)
        else:
            clusters.append([secret])
    return clusters


def _label(secret: Secret) -> str:
    return f"[{secret.label.upper()}]"


def _labels(words: Sequence[Word], cluster: Sequence[Secret]) -> str:
    """The names of secrets in one word, with what stands between them."""
    text = _label(cluster[0])
    for before, after in pairwise(cluster):
        text += words[after.first].text[before.end : after.start] + _label(after)
    return text


def _by_voice(words: Sequence[Word]) -> list[list[Word]]:
    runs: list[list[Word]] = []
    for word in words:
        if not runs or (runs[-1][0].speaker, runs[-1][0].channel) != (word.speaker, word.channel):
            runs.append([])
        runs[-1].append(word)
    return runs


def _one(words: Sequence[Word], text: str) -> Word:
    return replace(words[0], text=text, end=words[-1].end, confidence=mean_confidence(words))

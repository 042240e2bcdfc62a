"""Words of several channels as one transcript: in their place of the recording, and in an order that reads well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from scriba.core.audio import Channel, Region
from scriba.core.speakers import SpeakerTurn
from scriba.core.transcript import Word
from scriba.pipeline.speakers import assign

SENTENCE_ENDS: Final = (".", "?", "!", "…", "。", "？", "！", "।", "؟")
CLOSERS: Final = "\"'”’»›)]}」』"

LONG_PAUSE_MS: Final = 1_000
"""A pause in which somebody else may have the word, also inside a sentence."""

LONG_PIECE_MS: Final = 10_000
SHORT_PAUSE_MS: Final = 300
"""After so long without a full stop, so short a pause is enough."""


def placed(words: Iterable[Sequence[Word]], channel: Channel) -> list[tuple[Word, ...]]:
    """Words of each window with times of the recording, and with the channel that they come from as the speaker too."""
    return [
        tuple(
            replace(
                word,
                start=word.start + channel.start,
                end=word.end + channel.start,
                channel=channel.name,
                speaker=channel.name,
            )
            for word in window
        )
        for window in words
    ]


def by_channel(words: Iterable[Word]) -> dict[str | None, list[Word]]:
    """The words of each channel, in the order given; channels in the order of their numbers."""
    found: dict[str | None, list[Word]] = {}
    for word in words:
        found.setdefault(word.channel, []).append(word)
    return dict(sorted(found.items(), key=lambda item: int(item[0] or 0)))


Speakers = dict[tuple[str | None, int], str]
"""The label of each speaker, by channel and by number among the channel's turns."""


def label(
    words: Sequence[Word], channels: Sequence[Channel], turns_of: Callable[[Channel], Iterable[SpeakerTurn]]
) -> tuple[Word, ...]:
    """The words with their speakers: see `labelled`."""
    return labelled(words, channels, turns_of)[0]


def labelled(
    words: Sequence[Word], channels: Sequence[Channel], turns_of: Callable[[Channel], Iterable[SpeakerTurn]]
) -> tuple[tuple[Word, ...], Speakers]:
    """The words with their speakers: "A" and "B", on the channel "2" "2A" and "2B"; and whom these labels stand for.

    `turns_of` tells a channel's turns, in times of its audio; it is asked for channels that have words.
    """
    named = {channel.name: channel for channel in channels}
    found: dict[str | None, Iterator[Word]] = {}
    speakers: Speakers = {}
    for name, mine in by_channel(words).items():
        channel = named[name]
        turns = [
            replace(turn, start=turn.start + channel.start, end=turn.end + channel.start) for turn in turns_of(channel)
        ]
        spoken, letters = assign(mine, turns)
        found[name] = iter([replace(word, speaker=f"{name or ''}{word.speaker}") for word in spoken])
        speakers |= {(name, number): f"{name or ''}{letter}" for number, letter in letters.items()}
    return tuple(next(found[word.channel]) for word in words), speakers


def merged(channels: Iterable[Sequence[Word]]) -> tuple[Word, ...]:
    """The words of all channels by time, whole sentences of each: nobody is cut short where two speak at once.

    So a word may begin before the one in front of it, if that is of another channel.
    """
    pieces = [piece for words in channels for piece in _pieces(words)]
    return tuple(word for piece in sorted(pieces, key=lambda piece: piece[0].start) for word in piece)


def speech_share(channels: Iterable[Sequence[Region]], length: int) -> float:
    """The share of so many ms in which somebody speaks on any channel."""
    speech = end = 0
    for region in sorted((region for regions in channels for region in regions), key=lambda region: region.start):
        speech += max(0, region.end - max(end, region.start))
        end = max(end, region.end)
    return speech / max(1, length)


def _pieces(words: Sequence[Word]) -> Iterator[list[Word]]:
    """One channel's words, cut where sentences end and where the speaker pauses."""
    piece: list[Word] = []
    for word in words:
        if piece and _ends(piece, word):
            yield piece
            piece = []
        piece.append(word)
    if piece:
        yield piece


def _ends(piece: Sequence[Word], following: Word) -> bool:
    last = piece[-1]
    pause = following.start - last.end
    if last.text.rstrip(CLOSERS).endswith(SENTENCE_ENDS) or pause >= LONG_PAUSE_MS:
        return True
    return pause >= SHORT_PAUSE_MS and last.end - piece[0].start >= LONG_PIECE_MS

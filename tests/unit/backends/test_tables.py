"""The tables of recognizers, backends and detectors."""

import re

import numpy as np
import pytest

from scriba import backends
from scriba.core.engines import EngineOptions
from scriba.core.errors import UnknownModelError
from scriba.core.languages import LANGUAGES
from scriba.core.registry import resolve


def test_every_name_in_the_tables_resolves():
    for table in (backends.BACKENDS, backends.COMPANIONED, backends.JOINERS, backends.DETECTORS):
        assert all(callable(resolve(table, name)) for name in table)


def test_every_recognizer_has_a_backend():
    known = {*backends.BACKENDS, *backends.COMPANIONED, *backends.JOINERS}
    assert {card.backend for card in backends.RECOGNIZERS.values()} <= known


def test_members_and_aligners_are_recognizers_of_their_own():
    for card in backends.RECOGNIZERS.values():
        for name in (*card.members, *filter(None, [card.aligner])):
            assert card.languages <= backends.card(name).languages


def test_cards_are_pinned_in_full():
    for name, card in backends.RECOGNIZERS.items():
        assert card.name == name
        assert re.fullmatch(r"[0-9a-f]{40}", card.source.revision)
        assert card.languages <= set(LANGUAGES)
        assert not (card.weights and card.members)
        assert card.backend != "whisper" or {"model.bin", "config.json", "tokenizer.json"} < {
            file.name for file in card.weights
        }
        for file in card.weights:
            assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
            assert file.size > 0


def test_cantonese_came_with_the_third_generation():
    assert not backends.card("whisper-base").supports("yue")
    assert backends.card("whisper-large-v3").supports("yue")
    assert backends.card("whisper-tiny.en").languages == {"en"}


def test_english_only_and_turbo_models_do_not_translate():
    translating = {name for name, card in backends.RECOGNIZERS.items() if card.translates}
    assert translating == {"whisper-base", "whisper-small", "whisper-large-v3"}


def test_the_error_names_the_choices_when_a_recognizer_is_unknown():
    with pytest.raises(UnknownModelError, match="whisper-base"):
        backends.card("whisper-huge")


def test_a_detector_is_loaded_by_name():
    assert len(backends.load_detector(EngineOptions()).probabilities(np.zeros(512, dtype=np.float32))) == 1

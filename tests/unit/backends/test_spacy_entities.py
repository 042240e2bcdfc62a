import hashlib

import pytest

from scriba.backends import load_tagger
from scriba.backends.runtime import english_model
from scriba.core.engines import PackagePart, WeightsFile
from scriba.core.errors import WeightsCorruptError, WeightsMissingError


def test_names_are_found_with_their_characters_when_the_real_model_reads():
    sentence = "My friend Sarah Johnson works at Google in Paris."
    (found,) = load_tagger().tag([sentence])
    assert {(label, sentence[start:end]) for label, start, end in found} == {
        ("PERSON", "Sarah Johnson"),
        ("ORG", "Google"),
        ("GPE", "Paris"),
    }


def test_sentences_keep_their_places_when_some_name_nobody():
    found = load_tagger().tag(["Nothing here.", "Ask Sarah Johnson.", ""])
    assert [len(each) for each in found] == [0, 1, 0]


def test_a_changed_file_is_refused_when_the_model_is_verified():
    part = english_model.ENTITY_FILES[0].parts[0]
    wrong = WeightsFile(name="config.cfg", sha256=hashlib.sha256(b"other").hexdigest(), size=5, parts=(part,))
    with pytest.raises(WeightsCorruptError, match="damaged"):
        english_model.verified_folder((wrong,))


def test_the_package_is_named_when_it_is_missing():
    part = PackagePart(distribution="no-such-distribution", path="x")
    with pytest.raises(WeightsMissingError, match="no-such-distribution"):
        english_model.verified_folder((WeightsFile(name="x", sha256="", size=0, parts=(part,)),))

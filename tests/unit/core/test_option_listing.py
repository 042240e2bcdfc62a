"""The list of options says what the declarations say."""

from scriba.core.option_listing import ListedOption, listed_options
from scriba.core.option_objects import OptionState
from scriba.core.option_texts import warnings_of
from scriba.core.options import TranscriptRequest


def option(name: str, inside: tuple[ListedOption, ...] | None = None) -> ListedOption:
    (found,) = [one for one in (listed_options() if inside is None else inside) if one.name == name]
    return found


def test_every_option_is_listed_once() -> None:
    names = [one.name for one in listed_options()]
    assert sorted(names) == sorted(TranscriptRequest.model_fields)


def test_range_is_told_when_an_option_has_one() -> None:
    found = option("temperature")
    assert (found.type, found.default, found.minimum, found.maximum) == ("number", 0.0, 0, 1)


def test_names_are_told_when_an_option_takes_only_some() -> None:
    assert option("boost_param").values == ("low", "default", "high")
    policies = option("redact_pii_policies")
    assert (policies.type, "person_name" in policies.values) == ("list of string", True)


def test_objects_tell_what_they_hold() -> None:
    inside = option("language_detection_options").options
    assert option("on_low_language_confidence", inside).values == ("error", "fallback")
    assert [one.name for one in option("custom_spelling").options] == ["from", "to"]
    assert option("to", option("custom_spelling").options).required


def test_address_is_the_only_required_option() -> None:
    assert [one.name for one in listed_options() if one.required] == ["audio_url"]


def test_option_is_warned_of_when_the_list_says_so() -> None:
    """The list and the warnings have one source; this holds them together."""
    fields = TranscriptRequest.model_fields.items()
    extras = {name: field.json_schema_extra for name, field in fields if isinstance(field.json_schema_extra, dict)}
    pending = {name for name, extra in extras.items() if extra.get("state") == OptionState.PENDING}
    assert {one.name for one in listed_options() if one.state == "warned"} == pending
    legacy = TranscriptRequest(audio_url="http://a", speed_boost=True)
    assert (option("speed_boost").state, len(warnings_of(legacy, frozenset()))) == ("legacy", 1)

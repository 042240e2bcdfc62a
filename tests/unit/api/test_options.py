"""`GET /v2/options`."""

from scriba.api.schema.options import OptionsResponse
from tests.unit.api.conftest import World


def test_options_are_listed_as_described(world: World) -> None:
    body = world.client.get("/v2/options").json()
    OptionsResponse.model_validate(body)
    detection = next(option for option in body["options"] if option["name"] == "language_detection")
    assert detection == {
        "name": "language_detection",
        "type": "boolean",
        "default": False,
        "required": False,
        "minimum": None,
        "maximum": None,
        "values": [],
        "state": "works",
        "consequence": None,
        "description": "Find the language from the recording.",
        "options": [],
    }


def test_option_is_told_as_refused_when_a_setting_refuses_it(world: World) -> None:
    singular = next(one for one in world.client.get("/v2/options").json()["options"] if one["name"] == "speech_model")
    assert singular["state"] == "refused"
    world.error(world.post(speech_model="best"))


def test_options_are_not_listed_without_a_key(world: World) -> None:
    assert "Authentication" in world.error(world.client.get("/v2/options", headers={"authorization": ""}), 401)

import json

import pytest

from scriba.settings import Settings


def test_every_setting_is_shown_with_its_default_when_nothing_is_set(scriba):
    shown = json.loads(scriba("config", "--json").stdout)
    assert set(shown) == set(Settings.model_fields)
    assert shown["port"] == {"value": 8000, "from": "default"}


def test_settings_tell_where_they_come_from_when_set(scriba, monkeypatch, tmp_path):
    file = tmp_path / "scriba.toml"
    file.write_text('port = 9001\nregion = "eu"\n')
    monkeypatch.setenv("SCRIBA_CONFIG", str(file))
    monkeypatch.setenv("SCRIBA_REGION", "us")
    monkeypatch.setenv("SCRIBA_RECOGNIZERS__universal-2", "whisper-tiny.en")
    shown = json.loads(scriba("config", "--json").stdout)
    assert shown["port"] == {"value": 9001, "from": str(file)}
    assert shown["region"] == {"value": "us", "from": "SCRIBA_REGION"}
    assert shown["recognizers"]["from"] == "SCRIBA_RECOGNIZERS"


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_key_is_masked_when_it_is_set(scriba, monkeypatch, form):
    monkeypatch.setenv("SCRIBA_API_KEY", "very-secret")
    out = scriba("config", *form).stdout
    assert "very-secret" not in out
    assert "********" in out


def test_the_table_is_plain_when_read_by_people(scriba):
    out = scriba("config").stdout
    assert "127.0.0.1" in out
    assert "universal-3-pro = en, es, pt, fr, de, it" in out
    assert "not set" in out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("port = [", "is not valid TOML"),
        ("prot = 8000", "There is no setting prot"),
        ("port = 70000", "The setting port (SCRIBA_PORT) cannot be used"),
    ],
)
def test_the_mistake_is_named_when_the_settings_file_is_wrong(scriba, monkeypatch, tmp_path, text, told):
    file = tmp_path / "scriba.toml"
    file.write_text(text)
    monkeypatch.setenv("SCRIBA_CONFIG", str(file))
    result = scriba("config")
    assert result.exit_code == 6
    assert told in result.stderr


def test_the_file_is_named_when_there_is_none(scriba, monkeypatch):
    monkeypatch.setenv("SCRIBA_CONFIG", "/nowhere/scriba.toml")
    assert "/nowhere/scriba.toml (from SCRIBA_CONFIG) does not exist" in scriba("config").stderr


def test_json_is_asked_for_when_a_table_is_no_json(scriba, monkeypatch):
    monkeypatch.setenv("SCRIBA_RECOGNIZERS", "whisper-base")
    result = scriba("config")
    assert result.exit_code == 6
    assert "recognizers" in result.stderr
    assert "JSON" in result.stderr

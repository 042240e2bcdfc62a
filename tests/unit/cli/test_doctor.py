import json

import pytest

from scriba.bootstrap.checkup import build_checkup
from scriba.cli import doctor as command
from scriba.service.checkup import Finding, broken, doubtful, fine


@pytest.fixture
def findings(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    findings = [fine("Python", "3.11.7"), doubtful("Memory", "1.5 GB free", "Add more.")]
    monkeypatch.setattr(command, "build_checkup", lambda _settings: [lambda each=each: each for each in findings])
    return findings


@pytest.mark.usefixtures("findings")
def test_doctor_ends_well_when_nothing_fails(scriba):
    result = scriba("doctor")
    assert result.exit_code == 0
    assert "ok   Python" in result.stdout
    assert "warn Memory" in result.stdout
    assert "Add more." in result.stdout


def test_doctor_fails_and_says_how_to_mend_it_when_a_check_fails(scriba, findings):
    findings.append(broken("Port", "taken", "Choose another one."))
    result = scriba("doctor")
    assert result.exit_code == 1
    assert "fail Port" in result.stdout
    assert "Choose another one." in result.stdout
    assert "1 of 3 checks failed" in result.stdout


def test_findings_are_json_when_asked(scriba, findings):
    findings.append(broken("Port", "taken", "Choose another one."))
    result = scriba("doctor", "--json")
    assert result.exit_code == 1
    assert [each["state"] for each in json.loads(result.stdout)] == ["ok", "warn", "fail"]
    assert json.loads(result.stdout)[2] == {
        "question": "Port",
        "state": "fail",
        "detail": "taken",
        "fix": "Choose another one.",
    }


def test_nothing_is_made_when_the_machine_is_checked(scriba, data_dir, monkeypatch):
    monkeypatch.setattr(command, "build_checkup", lambda settings: build_checkup(settings)[:7])
    result = scriba("doctor")
    assert result.exit_code in {0, 1}
    assert "it will be made" in result.stdout
    assert not data_dir.exists()

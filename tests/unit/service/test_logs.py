import json
import logging
import re
import warnings

import pytest
import structlog

from scriba.service.logs import configure_logging
from tests.fakes.logs import restored_logging

log = structlog.get_logger()


@pytest.fixture(autouse=True)
def _restored():
    with restored_logging():
        yield


def json_lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    out, err = capsys.readouterr()
    assert out == ""
    return [json.loads(line) for line in err.splitlines()]


def test_json_lines_tell_time_level_role_and_region_when_anything_is_logged(capsys):
    configure_logging("json", "info", "eu", "api")
    log.info("transcript accepted", transcript_id="t1")
    logging.getLogger("some.library").warning("disk %s", "slow")
    ours, theirs = json_lines(capsys)
    assert ours["event"] == "transcript accepted"
    assert ours["transcript_id"] == "t1"
    assert theirs["event"] == "disk slow"
    for line in (ours, theirs):
        assert (line["role"], line["region"]) == ("api", "eu")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", line["time"])
    assert [ours["level"], theirs["level"]] == ["info", "warning"]


def test_human_lines_hold_the_same_when_no_terminal_is_attached(capsys):
    configure_logging("human", "info", "eu", "supervisor")
    log.warning("worker ended", models=["a", "b"], cause="killed by signal 9")
    line = capsys.readouterr().err
    assert re.match(r"\S+Z warning supervisor worker ended region=eu cause=\"killed by signal 9\" models=a,b$", line)


def test_a_value_stays_on_its_line_when_it_holds_a_line_break(capsys):
    configure_logging("human", "info", "eu", "api")
    log.info("accepted", key="mine\n2026-01-01 error forged")
    logging.getLogger("library").error("first\nsecond")
    assert len(capsys.readouterr().err.splitlines()) == 2


@pytest.mark.parametrize("log_format", ["human", "json"])
def test_secrets_are_hidden_when_a_field_is_named_like_one(capsys, log_format):
    configure_logging(log_format, "info", "eu", "api")
    log.info("checked", api_key="s3cr3t-one", authorization="s3cr3t-two", token="s3cr3t-three")
    err = capsys.readouterr().err
    assert "s3cr3t" not in err
    assert err.count("********") == 3


def test_local_variables_stay_out_of_tracebacks_when_an_exception_is_logged(capsys):
    configure_logging("human", "info", "eu", "api")
    password = "s3cr3t" + "-value"
    try:
        len(password) / 0
    except ZeroDivisionError:
        log.exception("failed")
    err = capsys.readouterr().err
    assert "ZeroDivisionError: division by zero" in err
    assert "s3cr3t-value" not in err


@pytest.mark.parametrize("name", ["httpx", "uvicorn.access"])
def test_lines_with_addresses_are_left_out_when_even_debug_is_logged(capsys, name):
    configure_logging("human", "debug", "eu", "api")
    logging.getLogger(name).info("GET https://host/file?token=abc")
    assert capsys.readouterr().err == ""


def test_routine_lines_of_libraries_appear_only_when_debug_is_logged(capsys):
    configure_logging("human", "info", "eu", "api")
    logging.getLogger("uvicorn.error").info("Started server process")
    assert capsys.readouterr().err == ""
    configure_logging("human", "debug", "eu", "api")
    logging.getLogger("uvicorn.error").info("Started server process")
    assert "Started server process" in capsys.readouterr().err


def test_less_severe_lines_are_left_out_when_the_level_is_higher(capsys):
    configure_logging("json", "warning", "eu", "api")
    log.info("quiet")
    log.warning("loud")
    assert [line["event"] for line in json_lines(capsys)] == ["loud"]


def test_warnings_become_log_lines_when_a_library_warns(capsys):
    configure_logging("json", "info", "eu", "api")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("careful", stacklevel=1)
    assert "careful" in json_lines(capsys)[0]["event"]

"""A small run of `tests.crash.webhooks`: the full one is `make webhook-storm`."""

from tests.crash.webhooks import run


def test_every_webhook_arrives_once_when_the_receiver_fails_and_the_server_restarts(tmp_path):
    report = run(tmp_path, jobs=40, seed=3, interval_ms=100)
    assert report.is_clean, str(report)
    assert report.failed_calls > 10

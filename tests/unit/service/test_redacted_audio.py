"""Links that need no key: signed, and good for a time."""

import pytest

from scriba.core.redacted_audio import LinkError, RedactedAudioError, RedactedFile
from scriba.service.redacted_audio import Links

FILE = RedactedFile(name="job.mp3", until=1000)


def links(now=0, key=b"key"):
    return Links(key=lambda: key, kept_ms=1000, clock=lambda: now)


def signature_of(address):
    return address.rpartition("signature=")[2]


def test_link_is_good_until_it_expires():
    address = links().address("http://host/base", links().lasting("job.mp3"))
    assert address.startswith("http://host/base/redacted-audio/job.mp3?until=1000&signature=")
    links(999).check(FILE, signature_of(address))
    with pytest.raises(RedactedAudioError, match="it was deleted"):
        links(1000).check(FILE, signature_of(address))


@pytest.mark.parametrize(
    "forged",
    [RedactedFile(name="job.mp3", until=2000), RedactedFile(name="other.mp3", until=1000)],
)
def test_link_is_refused_when_anything_of_it_was_changed(forged):
    signature = signature_of(links().address("", FILE))
    with pytest.raises(LinkError):
        links().check(forged, signature)


@pytest.mark.parametrize("signature", ["", "0" * 64, "ключ"])
def test_link_is_refused_when_the_signature_is_not_ours(signature):
    with pytest.raises(LinkError):
        links().check(FILE, signature)


def test_link_of_another_server_is_refused():
    with pytest.raises(LinkError):
        links().check(FILE, signature_of(links(key=b"other").address("", FILE)))

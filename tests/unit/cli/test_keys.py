import hashlib
import json

from scriba.bootstrap.starting import build_keys
from scriba.core.errors import InvalidRequestError
from scriba.settings import Settings


def test_a_key_works_when_it_was_created(scriba):
    secret = scriba("keys", "create", "billing", "--project", "finance").stdout.strip()
    caller = build_keys(Settings.load()).authenticate(secret)
    assert caller.key_name == "billing"


def test_only_the_secret_is_printed_when_a_program_reads_it(scriba):
    result = scriba("keys", "create", "billing")
    assert result.stdout == result.stdout.strip() + "\n"
    assert result.stderr == ""


def test_the_secret_is_not_stored_when_a_key_was_created(scriba, data_dir):
    secret = scriba("keys", "create", "billing").stdout.strip()
    stored = b"".join(path.read_bytes() for path in data_dir.rglob("*") if path.is_file())
    assert secret.encode() not in stored
    assert hashlib.sha256(secret.encode()).hexdigest().encode() in stored


def test_keys_are_listed_without_their_secrets_when_asked(scriba):
    secrets = [scriba("keys", "create", name).stdout.strip() for name in ("one", "two")]
    table = scriba("keys", "list").stdout
    for name, secret in zip(("one", "two"), secrets, strict=True):
        assert name in table
        assert secret[:8] in table
        assert secret not in table


def test_the_list_is_json_when_asked(scriba):
    created = json.loads(scriba("keys", "create", "one", "--json").stdout)
    (listed,) = json.loads(scriba("keys", "list", "--json").stdout)
    secret = created.pop("key")
    assert listed == created
    assert secret.startswith(listed["prefix"])
    assert listed["created_at"].endswith("Z")


def test_people_are_told_how_to_begin_when_there_are_no_keys(scriba):
    assert "scriba keys create NAME" in scriba("keys", "list").stderr


def test_a_key_is_of_no_use_when_it_was_revoked(scriba):
    secret = scriba("keys", "create", "billing").stdout.strip()
    result = scriba("keys", "revoke", "billing")
    assert result.exit_code == 0
    assert secret[:8] in result.stdout
    assert "revoked" in scriba("keys", "list").stdout
    (listed,) = json.loads(scriba("keys", "list", "--json").stdout)
    assert listed["revoked_at"] is not None


def test_revoking_fails_when_no_key_matches(scriba):
    result = scriba("keys", "revoke", "nobody")
    assert result.exit_code == InvalidRequestError.exit_code
    assert "scriba keys list" in result.stderr


def test_keys_are_those_of_the_folder_when_it_is_named(scriba, tmp_path):
    scriba("keys", "create", "elsewhere", "--data-dir", tmp_path / "other")
    assert json.loads(scriba("keys", "list", "--json").stdout) == []
    assert "elsewhere" in scriba("keys", "list", "--data-dir", tmp_path / "other").stdout


def test_the_reason_is_told_when_the_folder_holds_a_broken_database(scriba, data_dir):
    data_dir.mkdir()
    (data_dir / "scriba.db").write_bytes(b"no database " * 100)
    result = scriba("keys", "list")
    assert result.exit_code == 6
    assert "restore it from a backup" in result.stderr

"""The key of links is made once, by whoever needs it first, and only its owner reads it."""

import stat
from concurrent.futures import ThreadPoolExecutor

from scriba.store.link_key import link_key


def test_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    key = link_key(tmp_path)
    assert len(key) == 32
    assert link_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "links.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["links.key"]


def test_all_see_the_same_key_when_they_need_it_at_once(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(link_key, [tmp_path] * 64))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["links.key"]


def test_keys_of_two_folders_differ(tmp_path):
    (tmp_path / "other").mkdir()
    assert link_key(tmp_path) != link_key(tmp_path / "other")

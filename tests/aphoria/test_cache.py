from __future__ import annotations

from pathlib import Path

import pytest

from aphoria.cache import Cache, fingerprint
from aphoria.extractor import Extractor, Found, shipped

FOUND = [("tls_verify", [Found("tls/certificate", "verified", False, (3, 4), "verify=False", "", 0.95)])]
EVERY_VALUE = [("x", [Found("a/b", "p", value, (1, 1), "…") for value in (True, 5, 2.5, "text")])]


def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    cache = Cache(b"mark", str(tmp_path))
    keys = [cache.key(b"one", "python"), cache.key(b"two", "python"), cache.key(b"one", "go")]
    assert len(set(keys)) == 3
    cache.put({keys[0]: FOUND, keys[1]: [], keys[2]: EVERY_VALUE})
    cache.close()
    again = Cache(b"mark", str(tmp_path))
    assert [again.get(key) for key in keys] == [FOUND, [], EVERY_VALUE]
    assert again.get(again.key(b"three", "python")) is None


def test_another_set_of_extractors_has_other_keys(tmp_path: Path) -> None:
    assert Cache(b"one", str(tmp_path)).key(b"x", "go") != Cache(b"two", str(tmp_path)).key(b"x", "go")


def test_the_fingerprint_changes_with_a_version() -> None:
    one = shipped()["tls_verify"]
    values = {name: getattr(one, name) for name in Extractor.__slots__}
    newer = Extractor(**{**values, "version": one.version + 1})
    assert fingerprint([one]) != fingerprint([newer])
    assert fingerprint([one]) == fingerprint(iter([one]))


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\xff" * 5000, b""])
def test_a_broken_cache_is_an_empty_one(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "found-1.sqlite").write_bytes(content)
    cache = Cache(b"mark", str(tmp_path))
    key = cache.key(b"one", "python")
    assert cache.get(key) is None
    cache.put({key: FOUND})
    assert cache.get(key) in (FOUND, None)
    cache.close()


def test_a_row_of_nonsense_is_not_believed(tmp_path: Path) -> None:
    cache = Cache(b"mark", str(tmp_path))
    key = cache.key(b"one", "python")
    assert cache._database is not None
    cache._database.execute("INSERT INTO found VALUES (?, 0, ?)", (key, b'[["x",[{"about":1}]]]'))
    assert cache.get(key) is None


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(b"mark", str(tmp_path / "file" / "folder"))
    cache.put({cache.key(b"one", "python"): FOUND})
    assert cache.get(cache.key(b"one", "python")) is None
    cache.close()

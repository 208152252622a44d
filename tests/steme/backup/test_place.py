"""Which place a text names, and what a place says of itself."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import pytest

from repo_format.errors import InvalidInput, NotFound, RemoteFailed
from steme.backup.place import open_place


def test_a_place_is_a_directory_or_a_bucket(tmp_path: Path, s3: str) -> None:
    for text in (str(tmp_path / "a"), f"file://{tmp_path}/b", s3):
        with closing(open_place(text, write=True)) as place:
            assert place.manifest() is None
            assert place.shown.endswith(text.removeprefix("file://"))


@pytest.mark.parametrize("text", ["", "ftp://host/x", "s3://", "s3://key:secret@bucket/x", "s3://b/x?y=z", "://x"])
def test_nothing_else_is(text: str) -> None:
    with pytest.raises(InvalidInput):
        open_place(text, write=True)


def test_reading_makes_no_directory(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        open_place(str(tmp_path / "nowhere"), write=False)
    assert not (tmp_path / "nowhere").exists()


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(NotFound, match=r"pip install 'steme\[s3\]'"):
        open_place("s3://bucket/x", write=False)


def test_no_secret_is_in_what_a_store_says(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "xyzzy-secret")
    monkeypatch.setattr("steme.backup.places.s3._RETRIES", 0)
    with pytest.raises(RemoteFailed) as failed:
        open_place(s3, write=False).manifest()
    assert "xyzzy" not in str(failed.value)
    assert str(failed.value).endswith("claims: error sending request")


def test_what_is_written_is_read(where: str) -> None:
    pieces = [b"abc", b"defg" * 5_000_000, b"h"]
    whole = b"".join(pieces)
    with closing(open_place(where, write=True)) as place:
        place.write("log/00000001.seg", 0, len(whole), iter(pieces))
        assert b"".join(place.read("log/00000001.seg", 0, len(whole))) == whole
        assert b"".join(place.read("log/00000002.seg", 0, 5)) == b""
        assert [name[:16] for name in place.names()] == ["log/00000001.seg"]
        for name in place.names():
            place.remove(name)
            place.remove(name)
        assert place.names() == []


def test_an_error_of_the_origin_comes_through_unchanged_and_nothing_is_written(where: str) -> None:
    class Own(InvalidInput):
        pass

    def pieces():  # type: ignore[no-untyped-def]
        yield b"x"
        raise Own("", "gone")

    with closing(open_place(where, write=True)) as place:
        with pytest.raises(Own):
            place.write("log/00000001.seg", 0, 2, pieces())
        assert b"".join(place.read("log/00000001.seg", 0, 2)) in (b"", b"x")

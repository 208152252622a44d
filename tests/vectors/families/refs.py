"""Refs: bodies of ``REF`` frames, and names that are none."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from families.vector import Json, rendered
from repo_format import refs

_OLD, _NEW = (sha256(f"steme test vectors: head {name}".encode()).digest() for name in ("old", "new"))
_REFUSED = (
    "", "refs", "refs/", "tags/v1", "/refs/tags/v1", "refs//v1", "refs/tags/", "refs/tags/.v1", "refs/.tags/v1",
    "refs/tags/-v1", "refs/tags/v1.", "refs/tags/v1.lock", "refs/a.lock/b", "refs/tags/a..b", "refs/../b",
    "refs/tags/a b", "refs/tags/a\nb", "refs/tags/a\0b", "refs/tags/a~b", "refs/tags/a:b", "refs/tags/a\\b",
    "refs/tags/a*b", "refs/tags/a@{b", "refs/tags/é", "refs/tags/" + "a" * 191, "refs/heads/main",
)  # fmt: skip
_ACCEPTED = ("refs/tags/v1", "refs/tags/v1.0-rc_1+2@x", "refs/remotes/origin/main", "refs/a", "refs/tags/" + "a" * 190)


def files() -> Iterator[tuple[str, bytes]]:
    """Path below ``tests/vectors/refs/`` and content of every file."""
    yield "names.json", rendered({"accepted": _ACCEPTED, "refused": _REFUSED})
    for name, description, old, new in (
        ("made", "A tag is made.", refs.NO_HEAD, _NEW),
        ("moved", "A tag is moved.", _OLD, _NEW),
        ("removed", "A tag is removed.", _OLD, refs.NO_HEAD),
    ):
        yield f"{name}.json", rendered(_valid(description, "refs/tags/v1", old, new))
    good = refs.encode("refs/tags/v1", _OLD, _NEW)
    for name, description, body, error in (
        ("without-name", "No name.", good[:65], "MalformedObject"),
        ("cut-short", "Cut off in the second id.", good[:60], "MalformedObject"),
        ("of-main", "Main moves with every commit.", good[:65] + b"refs/heads/main", "MalformedObject"),
        ("name-with-newline", "A name that is none.", good + b"\n", "MalformedObject"),
        ("version-0", "There is no version 0.", b"\0" + good[1:], "MalformedObject"),
        ("version-2", "A version from the future.", b"\2" + good[1:], "FromTheFuture"),
    ):
        yield f"{name}.json", rendered({"description": description, "ref": body.hex(), "error": error})


def _valid(description: str, name: str, old: bytes, new: bytes) -> Json:
    body = refs.encode(name, old, new)
    return {"description": description, "name": name, "old": old.hex(), "new": new.hex(), "ref": body.hex()}

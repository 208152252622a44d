"""Git's objects, in and out: bounded, and never more of a blob in memory than is asked for."""

from __future__ import annotations

from repo_format.errors import MalformedObject, NotFound, RemoteFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from subprocess import Popen
    from typing import IO

    from steme.git_remote.program import Git

BLOB, TREE, COMMIT = b"blob", b"tree", b"commit"
FILE_MODE = b"100644"
MAX_SMALL = 1024 * 1024
"""Bytes of a commit, a tree or a small blob: none of ours comes near."""

_PIECE = 256 * 1024


class Entry:
    """One entry of a tree: ``mode`` as git writes it, ``name`` in bytes, ``oid`` in hex."""

    __slots__ = ("mode", "name", "oid")

    def __init__(self, mode: bytes, name: bytes, oid: str) -> None:
        self.mode = mode
        self.name = name
        self.oid = oid


class Objects:
    """Reads objects through one `git cat-file --batch`; use as a context manager."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._child: Popen[bytes] | None = None
        self._left = 0

    def __enter__(self) -> Objects:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            for pipe in (child.stdin, child.stdout, child.stderr):
                if pipe is not None:
                    pipe.close()
            child.wait()

    def small(self, oid: str, kind: bytes, limit: int = MAX_SMALL) -> bytes:
        """The whole content of an object of that kind. Raises as ``pieces``."""
        return b"".join(self.pieces(oid, kind, limit))

    def pieces(self, oid: str, kind: bytes, limit: int) -> Iterator[bytes]:
        """The content of an object in pieces; take all of them, or ``close``.

        :raises NotFound: there is none. :raises MalformedObject: it is of another kind or longer than ``limit`` bytes.
        """
        size = self._ask(oid, kind, limit)
        pipe = self._pipe()
        self._left = size + 1
        while self._left > 1:
            piece = pipe.read(min(_PIECE, self._left - 1))
            if not piece:
                raise RemoteFailed("git stopped in the middle of an object; try again")
            self._left -= len(piece)
            yield piece
        pipe.read(1)
        self._left = 0

    def tree(self, oid: str) -> list[Entry]:
        """The entries of a tree, or of a commit's tree when ``oid`` ends in ``^{tree}``. Raises as ``pieces``."""
        return list(_entries(self.small(oid, TREE), len(oid.removesuffix("^{tree}")) // 2))

    def _pipe(self) -> IO[bytes]:
        if self._child is None:
            self._child = self._git.start("cat-file", "--batch")
        if self._child.stdout is None:
            raise RemoteFailed("git has no output")
        return self._child.stdout

    def _ask(self, oid: str, kind: bytes, limit: int) -> int:
        if self._left:
            self.close()  # somebody left an object half read
            self._left = 0
        out = self._pipe()
        child = self._child
        if child is None or child.stdin is None:
            raise RemoteFailed("git has no input")
        child.stdin.write(oid.encode() + b"\n")
        child.stdin.flush()
        words = out.readline(1000).split()
        if len(words) == 3 and words[1] == kind and int(words[2]) <= limit:
            return int(words[2])
        self.close()
        if len(words) == 2 and words[1] == b"missing":
            raise NotFound(f"git has no object {oid}")
        if len(words) != 3:
            raise RemoteFailed(f"git could not read object {oid}; remove the cache and try again")
        what = f"a {words[1].decode()} of {words[2].decode()} bytes"
        raise MalformedObject("git", f"object {oid[:12]} is {what}, which none of ours is")


def _entries(data: bytes, width: int) -> Iterator[Entry]:
    at = 0
    while at < len(data):
        space, end = data.find(b" ", at), data.find(b"\0", at)
        if not at < space < end or end + width >= len(data) + 1 or end + 1 + width > len(data):
            raise MalformedObject("git", "holds a tree that is none")
        yield Entry(data[at:space], data[space + 1 : end], data[end + 1 : end + 1 + width].hex())
        at = end + 1 + width


def write_blob(git: Git, data: bytes) -> str:
    """Keep a blob; returns its id."""
    return git.run("hash-object", "-w", "--stdin", input=data, what="keep a file").decode().strip()


def write_tree(git: Git, files: Iterable[tuple[str, str]]) -> str:
    """Keep a tree of files, pairs of name and blob; returns its id."""
    lines = b"".join(b"%s blob %s\t%s\0" % (FILE_MODE, oid.encode(), name.encode()) for name, oid in files)
    return git.run("mktree", "-z", input=lines, what="keep a list of files").decode().strip()


def write_commit(git: Git, tree: str, parent: str, who: str, seconds: int, message: str) -> str:
    """Keep a commit without its author's name or address: ``who`` is part of a key; returns its id."""
    signature = f"{who} <{who}@steme.invalid> {seconds} +0000"
    lines = [f"tree {tree}", *([f"parent {parent}"] if parent else []), f"author {signature}", f"committer {signature}"]
    data = ("\n".join([*lines, "", message]) + "\n").encode()
    return git.run("hash-object", "-w", "-t", "commit", "--stdin", input=data, what="keep a commit").decode().strip()

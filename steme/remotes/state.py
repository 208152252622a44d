"""What is known of a remote after the last exchange with it: ``.steme/remotes/NAME.json``.

A help, never believed without the roots being compared in the end, and harmless to lose: the next exchange compares
everything and makes it anew. The file is canonical JSON, read strictly, and dropped when it is not as it must be or
does not fit this repository's history.
"""

from __future__ import annotations

from repo_format import head, plain_json
from repo_format.errors import NotFound, StemeError
from repo_format.storage import commits
from repo_format.storage.directory import Directory
from steme.remotes.ranges import Ranges

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from repo_format.head import Head
    from repo_format.storage.snapshot import Snapshot
    from steme.repository import Repository

FOLDER = "remotes"
VERSION = 1
MAX_BYTES = 1 << 20
MAX_RUNS = 20_000
MAX_SIGNERS = 1_000


class State:
    """What was known then.

    ``repository`` is their id, ``complete`` the head whose objects are all here, ``latest`` the newest head of theirs
    that was seen (each None where there was none); ``shared`` are the seqs here of objects that they have; ``own`` the
    id of our newest head then, which the history must still hold. ``signers`` are keys that signed their heads,
    ``pending`` the head at which a cut fetch was aimed, ``seen`` the time of the exchange (microseconds), ``url`` what
    was asked.
    """

    __slots__ = ("complete", "latest", "own", "pending", "repository", "seen", "shared", "signers", "url")

    def __init__(self, repository: bytes = b"", url: str = "") -> None:
        self.repository = repository
        self.url = url
        self.complete: Head | None = None
        self.latest: Head | None = None
        self.pending: Head | None = None
        self.shared = Ranges()
        self.own = head.NO_HEAD
        self.signers: list[bytes] = []
        self.seen = 0

    def encode(self) -> bytes:
        """The bytes of the file."""
        return plain_json.encode({
            "complete": _hex(self.complete),
            "latest": _hex(self.latest),
            "own": self.own.hex(),
            "pending": _hex(self.pending),
            "repository": self.repository.hex(),
            "seen": self.seen,
            "shared": [list(run) for run in self.shared.runs],
            "signers": [key.hex() for key in self.signers],
            "url": self.url,
            "version": VERSION,
        })  # fmt: skip

    @classmethod
    def decode(cls, data: bytes) -> State:
        """The state in the bytes of a file. Raises MalformedObject, ValueError, KeyError or TypeError for others."""
        found: Any = plain_json.decode(data)
        state = cls(_bytes(found["repository"], 16), str(found["url"]))
        state.complete, state.latest, state.pending = (_head(found[name]) for name in ("complete", "latest", "pending"))
        state.shared = Ranges((int(first), int(last)) for first, last in found["shared"])
        state.own = _bytes(found["own"], 32)
        state.signers = [_bytes(key, 32) for key in found["signers"]]
        state.seen = int(found["seen"])
        if state.encode() != data:
            raise ValueError("not in the form in which it is written")
        return state

    def fits(self, view: Snapshot) -> bool:
        """Whether this repository's history still holds the head of that time, and all that is said of its objects."""
        if self.own == head.NO_HEAD:
            return not self.shared.runs
        number = commits.number_of(view, self.own)
        return number > 0 and self.shared.last <= commits.row(view, number).last_seq


def load(repository: Repository, name: str) -> State | None:
    """What was known of the remote, None where nothing is or the file is not to be used. Raises Refused for a link."""
    try:
        folder = Directory.open(FOLDER, repository.store.directory)
    except NotFound:
        return None
    try:
        return State.decode(folder.read_file(_file(name), MAX_BYTES))
    except FileNotFoundError:
        return None
    except (StemeError, ValueError, KeyError, TypeError):
        return None
    finally:
        folder.close()


def save(repository: Repository, name: str, state: State) -> None:
    """Keep the state, durably and whole; one that has become too long is forgotten. Raises StorageFailed."""
    folder = repository.store.directory.make(FOLDER)
    try:
        state.signers = state.signers[-MAX_SIGNERS:]
        data = state.encode() if len(state.shared.runs) <= MAX_RUNS else b""
        if 0 < len(data) <= MAX_BYTES:
            folder.write_file(_file(name), data)
        else:
            folder.remove(_file(name))
    finally:
        folder.close()


def forget(repository: Repository, name: str) -> None:
    """Remove what was known."""
    try:
        folder = Directory.open(FOLDER, repository.store.directory)
    except NotFound:
        return
    folder.remove(_file(name))
    folder.close()


def _file(name: str) -> str:
    return f"{name}.json"


def _hex(value: Head | None) -> str:
    return value.encode().hex() if value else ""


def _head(text: object) -> Head | None:
    return head.decode(bytes.fromhex(str(text))) if text else None


def _bytes(text: object, size: int) -> bytes:
    found = bytes.fromhex(str(text))
    if len(found) != size:
        raise ValueError("of a wrong length")
    return found

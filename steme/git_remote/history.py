"""Bringing a ledger up to a commit: every new commit is read, bounded and checked before it counts."""

from __future__ import annotations

from repo_format import head, objects
from repo_format.errors import MalformedObject, RemoteFailed, StemeError
from repo_format.objects.erasure import Erasure
from repo_format.pack.reader import PackReader
from steme.git_remote import content
from steme.git_remote.ledger import Ledger, Step
from steme.git_remote.objects import Objects
from steme.git_remote.program import GitFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.head import Head
    from repo_format.record import Record
    from steme.git_remote.program import Git

MAX_COMMITS = 1_000_000


def brought_up(ledger: Ledger, git: Git, tip: str) -> Ledger:
    """The ledger at ``tip``: the one given, with what is new, or one made from nothing where history was rewritten.

    :raises RemoteFailed: a commit is not as it must be; it says which, and the ledger given may have grown up to it.
    """
    if ledger.tip == tip:
        return ledger
    if ledger.tip and not _leads_to(git, ledger.tip, tip):
        ledger = Ledger()
    if not tip:
        return ledger
    with Objects(git) as kept:
        for commit in _commits(git, ledger.tip, tip):
            try:
                take(ledger, kept, commit)
            except StemeError as error:
                raise RemoteFailed(_wrong(commit, error, is_first=not ledger.tip)) from error
    return ledger


def _wrong(commit: str, error: StemeError, *, is_first: bool) -> str:
    words = "git push URL :refs/steme/main" if is_first else f"git push --force URL {commit[:12]}~1:refs/steme/main"
    way = "begin anew" if is_first else "go back behind it"
    told = f"commit {commit[:12]} of refs/steme/main cannot be believed: {error}"
    return f"{told}; whoever may push there can {way}: {words}"


def _leads_to(git: Git, old: str, new: str) -> bool:
    if not new:
        return False
    try:
        git.run("merge-base", "--is-ancestor", old, new)
    except GitFailed:
        return False
    return True


def _commits(git: Git, base: str, tip: str) -> Iterator[str]:
    """The commits behind ``base`` (from the first one where it is empty) up to ``tip``, the oldest first."""
    limit = f"--max-count={MAX_COMMITS + 1}"
    wanted = [tip, f"^{base}"] if base else [tip]
    lines = git.run("rev-list", "--topo-order", "--parents", limit, *wanted, "--").decode().splitlines()
    if len(lines) > MAX_COMMITS:
        raise RemoteFailed(f"refs/steme/main has more than {MAX_COMMITS} commits, and steme reads no more")
    before = base
    for line in reversed(lines):
        commit, *parents = line.split()
        if parents != ([before] if before else []):
            raise RemoteFailed(f"refs/steme/main branches at commit {commit[:12]}, and it only grows in a line")
        yield commit
        before = commit


def take(ledger: Ledger, kept: Objects, commit: str) -> None:
    """Add one commit to the ledger, which is as it was when this raises.

    The proofs of the objects are not looked at: that is for whoever takes them into a repository.
    """
    found = content.read(kept, commit)
    object_ids, erasures = pack_ids(kept, found.parts)
    new = ledger.new(object_ids)
    _check_head(found.signed, ledger.head, ledger.count + len(new))
    ledger.add(Step(commit, found.signed, len(object_ids), found.parts), found.tags, new)
    ledger.erasures.update(erasures)


def pack_ids(kept: Objects, parts: list[str]) -> tuple[list[bytes], dict[str, str]]:
    """The ids of the objects in a pack, in its order, and which erasures among them name which ids.

    Raises MalformedObject, FromTheFuture.
    """
    object_ids: list[bytes] = []
    erasures: dict[str, str] = {}
    if not parts:
        return object_ids, erasures
    for record in PackReader(content.pack_bytes(kept, parts)):
        object_ids.append(record.id)
        erasures.update(erased_by(record))
    return object_ids, erasures


def erased_by(record: Record) -> dict[str, str]:
    """The id that an erasure names and its own, in hex; nothing for any other object."""
    if record.payload is None or b'"kind":"erasure"' not in record.payload:
        return {}
    payload = objects.read(record.payload)
    return {payload.target: record.id.hex()} if isinstance(payload, Erasure) else {}


def _check_head(signed: Head, before: Head | None, count: int) -> None:
    if signed.count != count:
        raise MalformedObject("head", f"speaks of {signed.count} objects where there are {count}")
    if signed.previous != (before.id if before else head.NO_HEAD):
        raise MalformedObject("head", "does not follow the one before it")
    if before is not None and signed.repository != before.repository:
        raise MalformedObject("head", "is of another repository than the one before it")

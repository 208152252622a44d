"""Closing a transaction: its commit frame against what it commits - numbers, the head, the refs, the Merkle root."""

from __future__ import annotations

from repo_format import frame, refs
from repo_format.checking.naming import name_lost
from repo_format.errors import BadSignature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.checking.ledger import Ledger
    from repo_format.frame import Frame
    from repo_format.segment import Commit

_MAY_BE_COMMITS = frozenset((0, frame.COMMIT))
_MAY_BE_REFS = frozenset((0, frame.COMMIT, frame.REF, frame.FOREIGN_HEAD))
"""What may have moved a ref; behind a lost commit a head may be unknown that a ref rightly names."""
_REBUILD = "steme did not write this history as it stands; compare the repository with a copy that you trust."


def close(ledger: Ledger, found: Frame, commit: Commit) -> None:
    """Check the commit, then let the transaction be part of the log and begin the next one."""
    pending, head = ledger.pending, commit.head
    for problem in _problems(ledger, commit):
        ledger.add("commit", f"commit {commit.number} {problem}", found, advice=_REBUILD)
    if not ledger.quick:
        _check_signature(ledger, found, commit)
        total = head.count - (ledger.seq - 1)
        named = name_lost(pending, ledger.ids, ledger.seq, total, ledger.names)
        _check_root(ledger, found, commit, named)
        _move_refs(ledger, commit)
    ledger.heads.update((head.previous, head.id))
    ledger.seq, ledger.commit, ledger.head, ledger.time = head.count + 1, commit.number, head.id, head.time
    ledger.settle()


def _problems(ledger: Ledger, commit: Commit) -> list[str]:
    pending, head = ledger.pending, commit.head
    problems = []
    skipped = commit.number - ledger.commit - 1
    possible = sum(lost.kind in _MAY_BE_COMMITS for lost in pending.lost)
    if skipped < 0 or (skipped and not possible):
        problems.append(f"follows commit {ledger.commit}")
    if not skipped and commit.first_seq != ledger.seq:
        problems.append(f"begins with object {commit.first_seq} where {ledger.seq} is next")
    if not skipped and head.previous != ledger.head:
        problems.append("names another head before it than there is")
    total = head.count - (ledger.seq - 1)
    if total < pending.count or (total > pending.count and not pending.lost):
        problems.append(f"counts {total} objects of its own where {pending.count} stand before it")
    if head.repository != ledger.repository_id:
        problems.append("belongs to another repository")
    if head.time < ledger.time:
        problems.append("is stamped before the commit before it")
    return problems


def _check_signature(ledger: Ledger, found: Frame, commit: Commit) -> None:
    try:
        commit.head.check()
    except BadSignature as error:
        ledger.add("head", f"the head of commit {commit.number} is not signed: {error}", found, advice=_REBUILD)


def _check_root(ledger: Ledger, found: Frame, commit: Commit, named: list[bytes]) -> None:
    pending, roots = ledger.pending, ledger.roots
    twice = ledger.ids.add(pending.ids + named)
    if twice:
        sentence = f"commit {commit.number} brings {_objects(twice)} that stood in the log before it, or twice in it"
        ledger.add("duplicate", sentence, found, advice=_REBUILD).ids += twice
    roots.unknown += sum(lost.finding.unnamed for lost in pending.lost)
    if roots.unknown or ledger.ids.root() == commit.head.root:
        roots.wrong = None
        return
    if named or roots.guessed:
        roots.guessed = True
        return
    if roots.wrong is None:
        sentence = f"commit {commit.number} names another root than its objects have"
        roots.wrong = ledger.add("root", sentence, found, advice=_REBUILD)


def _move_refs(ledger: Ledger, commit: Commit) -> None:
    pending = ledger.pending
    if any(lost.kind in _MAY_BE_REFS for lost in pending.lost):
        ledger.refs_certain = False
    ledger.foreign |= pending.foreign
    for name, old, new, file, byte in pending.refs:
        problem = ""
        if ledger.refs.get(name, refs.NO_HEAD) != old:
            problem = f"{name} was changed from a head that it did not name"
        elif new != refs.NO_HEAD and new not in ledger.heads and new not in ledger.foreign:
            problem = f"{name} names a head that this repository does not have"
        if problem and ledger.refs_certain:
            place = frame.Frame(byte, frame.REF, 0, b"", b"")
            ledger.add("ref", problem, place, advice=_REBUILD).file = file
        if new == refs.NO_HEAD:
            ledger.refs.pop(name, None)
        else:
            ledger.refs[name] = new
    ledger.refs[refs.MAIN] = commit.head.id


def _objects(ids: list[bytes]) -> str:
    return "an object" if len(ids) == 1 else f"{len(ids)} objects"

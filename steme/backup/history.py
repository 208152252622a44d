"""The commits of a backup, every one of them a state that can be restored, and the one that a person means.

``steme/moments.py`` does the same for a repository with an index. Names are those that were there when the backup was
taken; between two commits nothing can be restored, so a seq means the commit that brought it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from repo_format import frame, head, limits, refs, segment
from repo_format.errors import AmbiguousId, Damaged, InvalidInput, NotFound, shown
from steme.moments import SEQ
from steme.times import parse_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.frame import Frame
    from steme.backup.source import Backup

_PLACES = ("refs/heads/", refs.TAGS, refs.REMOTES)
_DIGITS = frozenset("0123456789")
_HEX_DIGITS = frozenset("0123456789abcdef")
_MICROSECONDS = 15


class Point:
    """A state that can be restored: behind commit ``commit`` (0: the empty repository), at byte ``end`` of a segment.

    ``objects`` are there then, ``received`` is when (microseconds; 0 for commit 0), ``head`` the id of its head,
    ``root`` that of its objects (32 bytes; None for commit 0).
    """

    __slots__ = ("commit", "end", "head", "objects", "received", "root", "segment")

    def __init__(self, number: int, end: int, commit: int = 0, signed: head.Head | None = None) -> None:
        self.segment = number
        self.end = end
        self.commit = commit
        self.objects = signed.count if signed else 0
        self.received = signed.time if signed else 0
        self.head: bytes = signed.id if signed else head.NO_HEAD
        self.root: bytes | None = signed.root if signed else None


class History:
    """All points of a backup in order, the empty repository first, and its refs by full name."""

    def __init__(self, points: list[Point], named: dict[str, bytes]) -> None:
        self.points = points
        self.refs = named

    @property
    def newest(self) -> Point:
        """The state in which the backup was taken."""
        return self.points[-1]

    def resolve(self, text: str, now: int | None = None) -> Point:
        """The point that a person means: main, a tag, a head, seq:N, a time; with ``~N`` so many commits before.

        Raises NotFound, AmbiguousId, InvalidInput.
        """
        base, tilde, back = text.partition("~")
        point = self._resolve(base if tilde else text, now)
        if not tilde:
            return point
        if back and (not _DIGITS.issuperset(back) or len(back) > 9):
            raise InvalidInput("--to", f"{shown(text)} does not end in ~ and a number of commits")
        at = point.commit - int(back or "1")
        if at < 0:
            raise NotFound(f"there are not so many commits before {shown(base)}")
        return self.points[at]

    def _resolve(self, text: str, now: int | None) -> Point:
        if not text:
            raise InvalidInput("--to", "is empty; give main, a tag, a head, seq:N or a time")
        named = self._by_name(text)
        if named is not None:
            return named
        if text.startswith(SEQ):
            return self._by_seq(text[len(SEQ) :])
        by_head = self._by_head(text.lower())
        if _DIGITS.issuperset(text) and len(text) < _MICROSECONDS:
            if by_head is not None and int(text) <= self.newest.objects:
                raise InvalidInput("--to", f"{text} may be a head or an object's number; write {SEQ}{text}")
            return by_head or self._by_number(text)
        return by_head or self._by_time(text, now)

    def _by_name(self, text: str) -> Point | None:
        for name in (text,) if text.startswith("refs/") else tuple(place + text for place in _PLACES):
            if name in self.refs:
                return self._of_head(self.refs[name], name)
        if text in ("main", refs.MAIN):
            return self.newest
        if text.startswith("refs/"):
            raise NotFound(f"there is no ref {shown(text)} in this backup")
        return None

    def _of_head(self, head_id: bytes, name: str) -> Point:
        for point in self.points:
            if point.head == head_id:
                return point
        raise NotFound(f"{name} names the head {head_id.hex()[:12]}, which is not one of this repository's own")

    def _by_head(self, digits: str) -> Point | None:
        if not limits.MIN_ID_PREFIX <= len(digits) <= 2 * len(head.NO_HEAD) or not _HEX_DIGITS.issuperset(digits):
            return None
        found = [point for point in self.points if point.head.hex().startswith(digits) and point.commit]
        if len(found) > 1:
            raise AmbiguousId(f"{digits} begins the ids of several heads; give more digits")
        return found[0] if found else None

    def _by_number(self, text: str) -> Point:
        if len(text) == 4 and text[0] in "12":
            raise InvalidInput("--to", f"{text} may be a year or an object's number; write {text}-01-01 or {SEQ}{text}")
        return self._by_seq(text)

    def _by_seq(self, digits: str) -> Point:
        if not digits or not _DIGITS.issuperset(digits) or len(digits) >= _MICROSECONDS:
            raise InvalidInput("--to", f"{SEQ}{shown(digits)} does not name an object's number; write {SEQ}123")
        if int(digits) > self.newest.objects:
            raise NotFound(f"there is no object number {int(digits)} in this backup; there are {self.newest.objects}")
        return self.points[bisect_left(self.points, int(digits), key=lambda point: point.objects)]

    def _by_time(self, text: str, now: int | None) -> Point:
        try:
            time = parse_time(text, now, field="--to")
        except InvalidInput:
            if text[0] in _DIGITS and ("-" in text or _DIGITS.issuperset(text)):
                raise  # it was meant as a time
            raise NotFound(f"there is no tag, ref or head {shown(text)} in this backup, and it is not a time") from None
        return self.points[max(0, bisect_right(self.points, time, key=lambda point: point.received) - 1)]


def newest(backup: Backup) -> Point:
    """The state in which the backup was taken, by its manifest alone."""
    last = backup.manifest.last
    end = last.last if last.closed else last.size
    return Point(last.number, end, last.commits, backup.manifest.signed_head)


def read(backup: Backup) -> History:
    """Read the log of a backup once, checking it on the way. Raises Damaged."""
    points: list[Point] = []
    named: dict[str, bytes] = {}
    pending: dict[str, bytes] = {}
    for number, found in backup.frames():
        if found.kind == frame.OPENING and not points:
            points.append(Point(number, found.end))
        elif found.kind == frame.REF:
            name, _, new = refs.decode(found.body)
            pending[name] = new
        elif found.kind == frame.COMMIT:
            points.append(_commit(backup, number, found, len(points)))
            named.update(pending)
            pending.clear()
    if not points or (points[-1].commit, points[-1].objects) != (
        backup.manifest.last.commits,
        backup.manifest.last.objects,
    ):
        raise Damaged(f"the backup in {backup.place.shown} has other commits than its manifest says")
    return History(points, {name: head_id for name, head_id in named.items() if head_id != head.NO_HEAD})


def _commit(backup: Backup, number: int, found: Frame, expected: int) -> Point:
    commit = segment.decode_commit(found.body)
    if commit.number != expected or commit.head.repository != backup.repository_id:
        raise Damaged(f"the backup in {backup.place.shown} is damaged: commit {expected} is not where it should be")
    return Point(number, found.end, commit.number, commit.head)

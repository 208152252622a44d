"""Moments: what a person means by a state of the repository, as a commit and the last object in it.

    main, v1, origin/main      a ref by its short name
    refs/tags/v1               a ref by its full name
    3f2a9c1b                   a head, by 7 or more first digits of its id
    seq:123, 123               as it was when object 123 had arrived
    2026-05-01, yesterday, 3d  the last commit that this repository had received by then
    main~2                     two commits before

Names come first, as in git. What could be read in two ways is refused with both of them.
"""

from __future__ import annotations

from repo_format import head, limits, refs
from repo_format.errors import AmbiguousId, InvalidInput, NotFound, shown
from repo_format.storage import commits, tables
from steme.times import parse_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot

SEQ = "seq:"
_BEHIND = ("refs/heads/", refs.TAGS, refs.REMOTES)
"""Where a short name is looked for, in this order."""

_DIGITS = frozenset("0123456789")
_HEX_DIGITS = frozenset("0123456789abcdef")
_MICROSECONDS = 15
"""From this many digits on a number is a time, see ``times.parse_time``."""

_YEARS = range(1684, 2256)
"""Numbers of four digits that ``times.parse_time`` takes for a year."""


class Moment:
    """A state of the repository. ``commit`` is a commit's number, 0 before the first, and ``head`` the id of its head.

    ``bound`` is the seq of the last object that belongs to it: that of the commit's last one, or less for a seq in the
    midst of a commit; ``whole`` tells the two apart. ``received`` is the commit's time in microseconds, None for 0.
    """

    __slots__ = ("bound", "commit", "head", "received", "whole")

    def __init__(self, view: Snapshot, commit: int, bound: int | None = None) -> None:
        row = commits.row(view, commit) if commit else None
        self.commit = commit
        self.head: bytes = row.head if row else head.NO_HEAD
        self.received: int | None = row.received if row else None
        last = row.last_seq if row else 0
        self.bound = last if bound is None else bound
        self.whole = self.bound == last


def resolve(view: Snapshot, text: str, now: int | None = None) -> Moment:
    """The moment that a person means. Ages count back from ``now`` (microseconds), by default the system's clock.

    Raises NotFound for a name, head or seq that is not here, AmbiguousId for digits that begin several heads,
    InvalidInput for what may be read in two ways and for a time that is none.
    """
    base, tilde, back = text.partition("~")
    if not tilde:
        return _resolve(view, text, now)
    if back and (not _DIGITS.issuperset(back) or len(back) > 9):
        raise InvalidInput("moment", f"{shown(text)} does not end in ~ and a number of commits")
    number = _resolve(view, base, now).commit - int(back or "1")
    if number < 0:
        raise NotFound(f"there are not so many commits before {shown(base)}")
    return Moment(view, number)


def named(view: Snapshot, text: str) -> Moment | None:
    """The moment whose name this is, a ref or the first digits of a head; None where it is neither or several."""
    try:
        return _by_name(view, text) or _by_head(view, text.lower())
    except (AmbiguousId, NotFound):
        return None


def newest(view: Snapshot) -> Moment:
    """The state after the last commit."""
    return Moment(view, view.watermark.commit)


def _resolve(view: Snapshot, text: str, now: int | None) -> Moment:
    if not text:
        raise InvalidInput("moment", "is empty; give main, a tag, a head, seq:N or a time")
    named = _by_name(view, text)
    if named is not None:
        return named
    if text.startswith(SEQ):
        return _by_seq(view, text[len(SEQ) :], text)
    by_head = _by_head(view, text.lower())
    if _DIGITS.issuperset(text) and len(text) < _MICROSECONDS:
        return _by_number(view, text, by_head)
    return by_head or Moment(view, commits.at_time(view, _time(view, text, now)))


def _by_name(view: Snapshot, text: str) -> Moment | None:
    full = (text,) if text.startswith("refs/") else tuple(place + text for place in _BEHIND)
    for name in full:
        head_id = commits.ref(view, name)
        if head_id != head.NO_HEAD:
            return _of_head(view, head_id, name)
    if text == "main":
        return newest(view)
    if text.startswith("refs/"):
        raise NotFound(f"there is no ref {shown(text)}; `steme refs` lists them")
    return None


def _of_head(view: Snapshot, head_id: bytes, name: str) -> Moment:
    number = commits.number_of(view, head_id)
    elsewhere = view.foreign_head(head_id) if not number else None
    if elsewhere is not None:
        raise NotFound(
            f"{name} names a state of another repository ({elsewhere.repository.hex()[:8]}), which is no moment of "
            "this one; give a time, seq:N or a tag of its own"
        )
    if not number:
        raise NotFound(f"{name} names the head {head_id.hex()[:12]}, which is not one of this repository's own")
    return Moment(view, number)


def _by_head(view: Snapshot, digits: str) -> Moment | None:
    if not limits.MIN_ID_PREFIX <= len(digits) <= 2 * len(head.NO_HEAD) or not _HEX_DIGITS.issuperset(digits):
        return None
    found = view.with_prefix(digits, table=tables.HEADS)
    if len(found) > 1:
        raise AmbiguousId(f"{digits} begins the ids of several heads; give more digits")
    return _of_head(view, found[0], digits) if found else None


def _by_number(view: Snapshot, text: str, by_head: Moment | None) -> Moment:
    if len(text) == 4 and int(text) in _YEARS:
        raise InvalidInput("moment", f"{text} may be a year or an object's number; write {text}-01-01 or {SEQ}{text}")
    if by_head is not None and int(text) <= view.count:
        raise InvalidInput("moment", f"{text} may be a head or an object's number; give more digits, or {SEQ}{text}")
    return by_head or _by_seq(view, text, text)


def _by_seq(view: Snapshot, digits: str, text: str) -> Moment:
    if not digits or not _DIGITS.issuperset(digits) or len(digits) >= _MICROSECONDS:
        raise InvalidInput("moment", f"{shown(text)} does not name an object's number; write {SEQ}123")
    seq = int(digits)
    return Moment(view, commits.of_seq(view, seq).number, seq) if seq else Moment(view, 0)


def _time(view: Snapshot, text: str, now: int | None) -> int:
    try:
        return parse_time(text, now, field="moment")
    except InvalidInput:
        if text[0] in _DIGITS and ("-" in text or _DIGITS.issuperset(text)):
            raise  # it was meant as a time
    raise NotFound(f"there is no tag, ref or head {shown(text)}{_meant(view, text)}")


def _meant(view: Snapshot, text: str) -> str:
    from difflib import get_close_matches

    known = [short(name) for name, _ in commits.refs(view)]
    close = get_close_matches(text[:100], known, n=1)
    return f"; did you mean {close[0]}?" if close else ", and it is not a time either; `steme refs` lists the names"


def short(name: str) -> str:
    """A ref as people call it: ``refs/tags/v1`` -> ``v1``."""
    for place in _BEHIND:
        if name.startswith(place):
            return name.removeprefix(place)
    return name

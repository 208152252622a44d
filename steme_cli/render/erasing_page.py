"""What would be erased, what others ask to be erased, and what was."""

from __future__ import annotations

from steme.authors import Authors
from steme_cli import output
from steme_cli.render import figures
from steme_cli.render.rows import Column, rows
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from steme.erasing.erase import Erased
    from steme.erasing.received import Request
    from steme.erasing.targets import Target

_TARGET = (
    Column("kind"),
    Column("subject"),
    Column("predicate"),
    Column("author_label", "author"),
    Column("bytes", right=True, human=figures.size),
    Column("referring", right=True, human=figures.count),
    Column("state"),
    Column("id", human=figures.short_id),
)
_REQUEST = (
    Column("kind"),
    Column("subject"),
    Column("predicate"),
    Column("asked_by_label", "asked by"),
    Column("by_right", "by right"),
    Column("reason"),
    Column("target", human=figures.short_id),
)
_SHOWN = 5


def targets(found: Sequence[Target], format: str | None) -> None:
    """A row for every object that would lose its payload."""
    authors = Authors()
    rows("steme.erase", _TARGET, (_target(one, authors) for one in found), format=format)


def requests(found: Sequence[Request], format: str | None) -> None:
    """A row for every erasure that was not followed."""
    rows("steme.erase", _REQUEST, _requests(found), format=format)


def _target(one: Target, authors: Authors) -> dict[str, object]:
    author = getattr(one.payload, "author", None)
    return {
        "kind": getattr(one.payload, "kind", None),
        "subject": _about(one),
        "predicate": getattr(one.payload, "predicate", None),
        "author": author,
        "author_label": authors.name(author) if author else None,
        "bytes": one.size,
        "referring": one.referring,
        "state": "erased before" if one.payload is None else "would be erased",
        "id": one.id.hex(),
    }


def _requests(found: Sequence[Request]) -> Iterator[dict[str, object]]:
    authors = Authors()
    for one in found:
        yield {
            "kind": getattr(one.target.payload, "kind", None),
            "subject": _about(one.target),
            "predicate": getattr(one.target.payload, "predicate", None),
            "asked_by": one.erasure.author,
            "asked_by_label": authors.name(one.erasure.author),
            "by_right": "yes" if one.by_right else "no",
            "reason": one.erasure.reason,
            "target": one.target.id.hex(),
            "erasure": one.id.hex(),
        }


def _about(one: Target) -> str | None:
    """What an object is about, in a word: the subject of a claim, the name of a source or an epoch."""
    for field in ("subject", "name", "path", "target"):
        if text := getattr(one.payload, field, None):
            return str(text)
    return None


def warning(found: Sequence[Target]) -> str:
    """What is about to happen, without a full stop."""
    shown = ", ".join(_short(one) for one in found[:_SHOWN]) + (", ..." if len(found) > _SHOWN else "")
    referring = sum(one.referring for one in found)
    about = f"; {_objects(referring)} that refer to it stay" if referring else ""
    what = "the payload" if len(found) == 1 else "the payloads"
    return f"{what} of {_objects(len(found))} will be gone from this repository for good ({shown}){about}"


def _short(one: Target) -> str:
    kind, about = getattr(one.payload, "kind", "object"), _about(one)
    return f"{kind} {safe(about)}" if about else f"{kind} {one.id.hex()[:12]}"


def done(erased: Erased) -> None:
    """The ids of the recorded reasons on stdout; on stderr what was done, and what it does not reach."""
    output.write("".join(one.hex() + "\n" for one in erased.reasons))
    before, after = figures.size(erased.before), figures.size(erased.after)
    output.note(f"The payload of {_objects(len(erased.erased))} is gone from the log ({before} before, {after} now).")
    if erased.removed:
        output.note(f"Removed too, since nobody can tell what is in it: {', '.join(map(safe, erased.removed))}.")
    if erased.quotes:
        answers = "1 recorded answer" if erased.quotes == 1 else f"{erased.quotes:,} recorded answers"
        output.note(f"{answers} in .steme/audit may quote it and stay; move that folder away to be rid of them.")
    output.note("Backups, copies, snapshots and remotes still hold it: run `steme backup` and `steme push`.")


def left(number: int) -> None:
    """How many erasures were not followed because nobody with the right signed them."""
    if number:
        erasures = "1 erasure waits" if number == 1 else f"{number:,} erasures wait"
        output.note(f"{erasures} whose signer is not the author's; name the id to follow it all the same.")


def _objects(number: int) -> str:
    return "1 object" if number == 1 else f"{number:,} objects"

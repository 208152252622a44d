"""Backups for people and for programs: what a round copied, what a backup holds, what was made from it."""

from __future__ import annotations

import os

from steme import moments, times
from steme_cli import output
from steme_cli.render import clock, figures
from steme_cli.render.column import Column
from steme_cli.render.record import record
from steme_cli.render.rows import rows
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from steme.backup.copying import Taken
    from steme.backup.history import History, Point
    from steme.backup.restoring import Plan, Restored
    from steme.backup.source import Backup
    from steme.backup.verifying import Verified


def taken(done: Taken, place: str, format: str | None) -> None:
    """What one round of a backup did."""
    facts = _facts(done, place)
    kind = "everything was copied" if done.is_first else "what was new was copied" if done.copied else "nothing was new"
    if done.rewritten:
        kind = "everything was copied again, since the log was rewritten"
    human = {
        "repository": None,
        "time": times.format_time(done.manifest.time),
        "commits": f"{figures.count(done.manifest.last.commits)}, {figures.count(done.commits)} of them new",
        "objects": figures.count(done.manifest.last.objects),
        "bytes": figures.size(done.manifest.size),
        "copied": f"{figures.size(done.copied)}: {kind}",
        "lag": None,
        "seconds": f"{done.seconds:.2f}",
    }
    human |= dict.fromkeys(("new_commits", "first", "rewritten", "root", "head"))
    record("steme.backup", facts, format=format, human=human)


def _facts(done: Taken, place: str) -> dict[str, object]:
    manifest = done.manifest
    signed = manifest.signed_head
    return {
        "place": place,
        "repository": manifest.repository,
        "time": times.format_time(manifest.time),
        "commits": manifest.last.commits,
        "new_commits": done.commits,
        "objects": manifest.last.objects,
        "head": signed.id.hex() if signed else None,
        "root": signed.root.hex() if signed else None,
        "bytes": manifest.size,
        "copied": done.copied,
        "first": done.is_first,
        "rewritten": done.rewritten,
        "lag": round(done.lag, 3) if done.lag is not None else None,
        "seconds": round(done.seconds, 3),
    }


def rounds(found: Iterable[Taken], place: str, format: str | None) -> None:
    """The rounds of an archive as they come, each to be seen at once."""
    if format not in (None, "table"):
        names = ("time", "commits", "new_commits", "objects", "copied", "lag", "seconds", "head", "root")
        rows("steme.archive", [Column(name) for name in names], (_facts(one, place) for one in found), format=format)
        return
    for one in found:
        lag = "" if one.lag is None else f"  {one.lag:.1f} s behind at most"
        commits = f"{figures.count(one.commits)} new commit{'s' * (one.commits != 1)}"
        size = figures.size(one.copied)
        output.write(f"{times.format_time(one.manifest.time // 1_000_000 * 1_000_000)}  {commits}, {size}{lag}\n")


def points(found: History, format: str | None) -> None:
    """The states that a backup can be restored to, newest first."""
    columns = (
        Column("commit", right=True, human=figures.count),
        Column("received", human=_minute),
        Column("objects", right=True, human=figures.count),
        Column("new", right=True, human=figures.count),
        Column("head", human=figures.short_id),
        Column("names", human=lambda names: " ".join(safe(moments.short(one)) for one in names)),
    )
    rows("steme.backup-list", columns, _points(found), format=format)


def _points(found: History) -> Iterator[dict[str, object]]:
    named: dict[bytes, list[str]] = {}
    for name, head_id in found.refs.items():
        named.setdefault(head_id, []).append(name)
    for before, point in zip(found.points[-2::-1], found.points[:0:-1], strict=True):
        yield {**_point(point), "new": point.objects - before.objects, "names": named.get(point.head, [])}


def _point(point: Point) -> dict[str, object]:
    return {
        "commit": point.commit,
        "received": times.format_time(point.received) if point.commit else None,
        "objects": point.objects,
        "head": point.head.hex(),
        "root": point.root.hex() if point.root else None,
    }


def _minute(received: object) -> str:
    return clock.minute(times.parse_time(str(received))) if received else ""


def verified(backup: Backup, found: Verified, format: str | None) -> None:
    """That a backup was restored and is sound."""
    manifest, report = backup.manifest, found.restored.report
    facts: dict[str, object] = {
        "place": backup.place.shown,
        "verified": True,
        "repository": manifest.repository,
        "time": times.format_time(manifest.time),
        "age": round((times.now() - manifest.time) / 1e6, 3),
        **_point(found.restored.plan.point),
        "root": found.root.hex(),
        "notes": len(report.findings) if report else 0,
        "bytes": manifest.size,
        "seconds": round(found.restored.seconds, 3),
    }
    human = {
        "verified": "restored elsewhere, checked from end to end, and removed",
        "repository": None,
        "age": _age(times.now() - manifest.time),
        "objects": figures.count(manifest.last.objects),
        "bytes": figures.size(manifest.size),
        "notes": None,
    }
    record("steme.backup-verify", facts, format=format, human=human)


def _age(microseconds: int) -> str:
    seconds = max(0, microseconds) // 1_000_000
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return f"{seconds // size} {name}s"
    return f"{seconds} second{'' if seconds == 1 else 's'}"


def restored(backup: Backup, planned: Plan, made: Restored | None, directory: str, format: str | None) -> None:
    """What a restore has made, or with ``made`` None would make."""
    point = planned.point
    newer = backup.manifest.last.commits - point.commit
    facts: dict[str, object] = {
        "directory": os.path.abspath(directory),
        "repository": backup.manifest.repository,
        "dry_run": made is None,
        **_point(point),
        "newest": planned.whole,
        "left_out": newer,
        "bytes": planned.bytes,
        "segments": planned.segments,
        "verified": made is not None and made.report is not None,
        "erased": made.erased if made else None,
        "seconds": round(made.seconds, 3) if made else None,
    }
    human = {
        "dry_run": "nothing was made" if made is None else None,
        "newest": None,
        "objects": figures.count(point.objects),
        "left_out": f"{figures.count(newer)} newer commit{'' if newer == 1 else 's'}" if newer else None,
        "bytes": figures.size(planned.bytes),
        "verified": ("every object" if made.report else "no, only its hashes") if made else None,
        "erased": f"{figures.count(made.erased)} objects, later" if made and made.erased else None,
    }
    record("steme.restore", facts, format=format, human=human)
    if made is not None:
        output.note("It has the id of the repository that was backed up. Let only one of the two go on writing.")

"""What an exchange with a remote came to, as a person reads it."""

from __future__ import annotations

from steme_cli.render import figures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from steme.exchange.results import Arrivals, Contradiction, Fetched, Outcome, Pushed, Rollback

LISTED = 10
"""Lines of a list before it is cut; ``--format json`` has more."""

NAMED = 5


def fetched(done: Fetched, *, level: bool = True) -> Iterator[str]:
    """The lines about what came, not made safe yet; with ``level`` also how far apart the two are now."""
    yield f"From {done.url}"
    yield from _remarks(done)
    verb = "would come" if done.dry_run else "came"
    if done.arrivals.objects:
        yield f"  {_number(done.arrivals.objects, 'new object')} {verb}: {_kinds(done.arrivals)}"
        yield from _people(done.arrivals)
    else:
        yield "  nothing is new here"
    yield from _tags("new tags", done.tags_set)
    yield from _tags("tags kept as they are here, though they name something else there", done.tags_kept)
    for name, reason in sorted(done.tags_refused.items()):
        yield f"  tag {_short(name)} was not taken: {reason}"
    yield from _contradictions(done)
    if not done.dry_run and done.arrivals.kinds.get("erasure", 0) > done.arrivals.erased:
        yield "  what others erased may still be here: `steme erase --received` lists it and follows them"
    if done.dry_run and done.arrivals.objects:
        yield "  what is contested by them is found out when they come"
    if level:
        yield from _distance(done, fetching=True)


def pushed(done: Pushed) -> Iterator[str]:
    """The lines about what went."""
    yield f"To {done.url}"
    yield from _remarks(done)
    if done.dry_run and done.offered:
        yield f"  {_number(done.offered, 'object')} would go: {_kinds(done.arrivals)}"
    elif done.offered:
        there = f", {figures.count(done.present)} of them there already" if done.present else ""
        yield f"  {_number(done.offered, 'object')} went: {_kinds(done.arrivals)}{there}"
    else:
        yield "  nothing is new to them"
    if done.offered:
        yield from _people(done.arrivals)
    yield from _tags("tags", done.tags_sent)
    yield from _tags("tags kept as they are there, though they name something else here", done.tags_kept)
    yield from _distance(done, fetching=False)


def _remarks(done: Outcome) -> Iterator[str]:
    if done.rolled_back is not None:
        yield from _rolled_back(done.rolled_back)
    for note in done.notes:
        yield f"  note: {note.rstrip('.')}"
    if done.resumed:
        yield f"  went on where an earlier attempt was cut off: {figures.size(done.resumed)} were here already"


def _rolled_back(found: Rollback) -> Iterator[str]:
    had, has = found.had, found.has
    told = f"it had {_number(had.count, 'object')} under head {figures.short_id(had.id.hex())}"
    if has is None:
        yield f"  ROLLED BACK: {told}, and now it has nothing"
    elif has.count < had.count:
        now = f"{_number(has.count, 'object')} under head {figures.short_id(has.id.hex())}"
        yield f"  ROLLED BACK: {told}, and now it has {now}"
    else:
        yield f"  HISTORY REWRITTEN: {told}; now it has {_number(has.count, 'object')}, and a history without that head"
    if found.missing:
        lost = f"{_number(found.missing, 'object')} that it lost {_are(found.missing)} still here"
        yield f"  {lost}; `steme push` offers {_them(found.missing)} again"


def _kinds(found: Arrivals) -> str:
    words = [_number(count, kind.replace("_", " ")) for kind, count in found.kinds.items()]
    return ", ".join([*words, *([f"{figures.count(found.erased)} without payload"] if found.erased else [])])


def _people(found: Arrivals) -> Iterator[str]:
    named = [f"{_name(found, key)} {figures.count(count)}" for key, count in found.authors.items()]
    more = f" and {_number(len(named) - NAMED, 'other')}" if len(named) > NAMED else ""
    yield f"  by {', '.join(named[:NAMED])}{more}"


def _name(found: Arrivals, key: str) -> str:
    name, digits = found.names.get(key, ""), figures.short_id(key)
    return f"{name} ({digits})" if name and name != digits else digits


def _tags(title: str, found: Collection[str]) -> Iterator[str]:
    if found:
        names = sorted(map(_short, found))
        more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
        yield f"  {title}: {', '.join(names[:LISTED])}{more}"


def _contradictions(done: Fetched) -> Iterator[str]:
    yield from _questions(done.contradicted, done.contradictions, "became contested")
    was = "was" if done.widened == 1 else "were"
    yield from _questions(done.widened, done.widenings, f"that {was} contested got another value")
    if done.unchecked:
        yield f"  {_number(done.unchecked, 'question')} more were not looked at; `steme conflicts` does"


def _questions(count: int, listed: list[Contradiction], what: str) -> Iterator[str]:
    if count:
        yield f"  {_number(count, 'question')} {what}:"
        yield from (f"    {_contradiction(found)}" for found in listed[:LISTED])
    if count > LISTED:
        yield f"    and {figures.count(count - LISTED)} more; `steme conflicts` has them all"


def _contradiction(found: Contradiction) -> str:
    before = f"was {found.before.lower()} at {figures.score(found.conflict_before)}"
    return f"{found.subject} {found.predicate}: conflict {figures.score(found.conflict)}, {before}"


def _distance(done: Outcome, *, fetching: bool) -> Iterator[str]:
    if not done.ahead and not done.behind:
        yield f"Level with {done.remote}." if done.remote else "Level with it."
        return
    if done.ahead:
        hint = f"; `steme push` sends {_them(done.ahead)}" if fetching else ""
        yield f"{_number(done.ahead, 'object')} here {_are(done.ahead)} not there{hint}."
    if done.behind:
        hint = "" if fetching and not done.dry_run else f"; `steme pull` gets {_them(done.behind)}"
        yield f"{_number(done.behind, 'object')} there {_are(done.behind)} not here{hint}."


def _short(tag: str) -> str:
    return tag.removeprefix("refs/tags/")


def _number(count: int, noun: str) -> str:
    return f"{figures.count(count)} {noun}{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _them(count: int) -> str:
    return "it" if count == 1 else "them"

"""Track records: the outcomes that count in somebody's view, by the agent whose object they are about
(docs/semantics/trust.md, section 1).
"""

from __future__ import annotations

from repo_format.storage import tables
from steme.trust.acts import acts_of, key_bytes
from steme.trust.authorship import Authorship

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.bounds import Bounds
    from steme.trust.acts import Act, Outcome
    from steme.trust.web import Web


def track_records(view: Snapshot, bounds: Bounds, web: Web) -> dict[int, list[Outcome]]:
    """The outcomes that count, by agent (a term), in order of time; ties by target, then by judge.

    Those of a root, and of whom a chain vouches for about the target's subject; the latest of each such judge on each
    target; never a judge's on their own. Costs some ten microseconds an outcome.
    """
    records: dict[int, list[Outcome]] = {}
    authorship = Authorship(view)
    everywhere = web.reach("")
    for judge in web.everybody:
        for act in _latest(view, bounds, web, judge):
            target = bytes.fromhex(view.text(act[2]))
            seq = view.seq_of(target)
            if not seq or (bounds.known_at is not None and seq > bounds.known_at):
                continue
            author = web.succession.agent(view.term(tables.TERM_KEY + authorship.author(seq)))
            if author != judge and (judge in everywhere or judge in web.reach(_subject(view, seq))):
                outcome = (act[1], target, key_bytes(view, judge), act[4] == 1.0)
                records.setdefault(author, []).append(outcome)
    for outcomes in records.values():
        outcomes.sort()
    return records


def _latest(view: Snapshot, bounds: Bounds, web: Web, judge: int) -> Iterator[Act]:
    latest: dict[int, Act] = {}
    for key in web.succession.keys(judge):
        for act in acts_of(view, bounds, tables.OUTCOME, key):
            known = latest.get(act[2])
            if web.succession.counts(key, act[0]) and (known is None or _by_time(act) > _by_time(known)):
                latest[act[2]] = act
    yield from latest.values()


def _by_time(act: Act) -> tuple[int, bool]:
    """For two at one time the wrong one counts, whichever came first."""
    return (act[1], act[4] == 0.0)


def _subject(view: Snapshot, seq: int) -> str:
    """The subject of an assertion, "" for what has none and is in nobody's scope."""
    from repo_format import objects  # with it comes msgspec

    payload = view.record(seq).payload
    return getattr(objects.read(payload), "subject", "") if payload is not None else ""

"""What an exchange with a remote came to, as JSON and CSV have it: ids and keys in hex, times in ISO 8601."""

from __future__ import annotations

from steme.times import format_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.head import Head
    from steme.exchange.results import Contradiction, Fetched, Outcome, Pushed, Rollback

Facts = dict[str, object]


def head(signed: Head | None) -> Facts | None:
    """A head in short."""
    if signed is None:
        return None
    return {
        "id": signed.id.hex(),
        "objects": signed.count,
        "root": signed.root.hex(),
        "time": format_time(signed.time),
        "signer": signed.signer.hex(),
    }


def fetched(done: Fetched) -> Facts:
    """What came."""
    kept = [{"tag": name, "head": identifier.hex()} for name, identifier in sorted(done.tags_kept.items())]
    return {
        **_begin(done),
        "objects": done.arrivals.objects,
        "already_here": done.present,
        **_arrivals(done),
        "contradicted": done.contradicted,
        "widened": done.widened,
        "unchecked": done.unchecked,
        "contradictions": [contradiction(one) for one in done.contradictions],
        "widenings": [contradiction(one) for one in done.widenings],
        "tags": [{"tag": name, "head": identifier.hex()} for name, identifier in sorted(done.tags_set.items())],
        "tags_kept": kept,
        "tags_refused": [{"tag": name, "reason": reason} for name, reason in sorted(done.tags_refused.items())],
        **_end(done),
    }


def pushed(done: Pushed) -> Facts:
    """What went."""
    return {
        **_begin(done),
        "offered": done.offered,
        "added": done.added,
        "already_there": done.present,
        **_arrivals(done),
        "tags": sorted(done.tags_sent),
        "tags_kept": sorted(done.tags_kept),
        **_end(done),
    }


def contradiction(found: Contradiction) -> Facts:
    """A question that is contested now."""
    return {
        "subject": found.subject,
        "predicate": found.predicate,
        "before": found.before,
        "after": found.after,
        "conflict_before": found.conflict_before,
        "conflict": found.conflict,
    }


def _begin(done: Outcome) -> Facts:
    return {"remote": done.remote, "url": done.url, "dry_run": done.dry_run, "head": head(done.head)}


def _arrivals(done: Outcome) -> Facts:
    found = done.arrivals
    authors = [{"key": key, "name": found.names.get(key), "objects": n} for key, n in found.authors.items()]
    return {"erased": found.erased, "kinds": found.kinds, "authors": authors}


def _end(done: Outcome) -> Facts:
    return {
        "ahead": done.ahead,
        "behind": done.behind,
        "rolled_back": _rolled_back(done.rolled_back),
        "new_signer": done.new_signer.hex() if done.new_signer else None,
        "resumed_bytes": done.resumed,
        "round_trips": done.traffic.round_trips,
        "sent_bytes": done.traffic.sent,
        "received_bytes": done.traffic.received,
        "notes": list(done.notes),
    }


def _rolled_back(found: Rollback | None) -> Facts | None:
    return None if found is None else {"had": head(found.had), "has": head(found.has), "missing": found.missing}


def flat(facts: Facts) -> Facts:
    """Those facts that are one number or text each, for a row of CSV: the same ones whatever came."""
    return {name: value for name, value in facts.items() if name not in _DEEP}


_DEEP = frozenset(
    (
        "authors", "contradictions", "head", "kinds", "notes", "rolled_back", "tags", "tags_kept", "tags_refused",
        "widenings",
    )
)  # fmt: skip

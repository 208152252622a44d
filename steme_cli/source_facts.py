"""What `steme source` shows of a source, as plain mappings."""

from __future__ import annotations

from repo_format import objects
from repo_format.vocabulary import TIERS
from steme import policy, sources
from steme.authors import Authors
from steme.bounds import EVERYTHING
from steme.standing import Standing
from steme.times import format_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.acts.ancestry import SourceState
    from steme.repository import Repository
    from steme.sources import FoundSource

    Facts = dict[str, object]

_OPTIONAL = ("title", "publisher", "edition", "licence", "url", "digest", "note")


def summaries(repository: Repository, view: Snapshot) -> list[Facts]:
    """A row for each source, by name."""
    authors, found = Authors(), sources.list_sources(view)
    states = _states(repository, view, found)
    return [_summary(view, authors, each, states[each.id]) for each in found]


def details(repository: Repository, view: Snapshot, name: str) -> Facts:
    """Everything about one source: its fields, what it is now and who said so, who cites it how often."""
    authors, found = Authors(), sources.find_source(view, name)
    state = _states(repository, view, [found])[found.id]
    facts = _summary(view, authors, found, state)
    facts |= {field: getattr(found.source, field) for field in _OPTIONAL}
    facts["registered"] = format_time(found.source.time)
    facts |= _said(view, authors, state)
    cited = sources.citing_authors(view, found.id)
    facts["cited_by"] = [{"author": key, "author_label": authors.name(key), "claims": count} for key, count in cited]
    return facts


def _states(repository: Repository, view: Snapshot, found: list[FoundSource]) -> dict[bytes, SourceState]:
    standing = Standing(view, EVERYTHING, policy.configured(view, repository.configuration))
    return standing.source_states([each.id for each in found])


def _summary(view: Snapshot, authors: Authors, found: FoundSource, state: SourceState) -> Facts:
    source = found.source
    return {
        "name": source.name,
        "id": found.id.hex(),
        "title": source.title,
        "tier": TIERS[source.tier] if source.tier is not None else None,
        "status": state.word,
        "disputed": state.disputed,
        "claims": len(sources.citing(view, found.id)),
        "published": format_time(source.published) if source.published is not None else None,
        "author": source.author,
        "author_label": authors.name(source.author),
    }


def _said(view: Snapshot, authors: Authors, state: SourceState) -> Facts:
    """By whom, when and why a source is what it is; nothing for one that nobody has said anything about."""
    payload = view.record(state.by.seq).payload if state.by is not None else None
    if payload is None:
        return {"status_by": None, "status_time": None, "status_reason": None}
    act = objects.read(payload)
    return {
        "status_by": authors.name(act.author),
        "status_time": format_time(act.time),
        "status_reason": getattr(act, "reason", None),
    }


def for_people(facts: Facts) -> Facts:
    """Other words for some of the details."""
    cited = facts.get("cited_by")
    lines = [f"{each['author_label']} ({each['claims']:,})" for each in cited] if isinstance(cited, list) else []
    return {
        "author": None,
        "author_label": None,
        "registered_by": facts["author_label"],
        "claims": f"{facts['claims']:,}",
        "cited_by": ", ".join(lines) or None,
        "disputed": facts["disputed"] or None,
    }

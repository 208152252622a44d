"""What `steme view` does."""

from __future__ import annotations

from repo_format.errors import InvalidInput
from steme import patterns
from steme.authors import Authors
from steme.repository import Repository
from steme.trust.roots import trust_roots
from steme.views.definition import View
from steme.views.turn import NOT_KEPT
from steme_cli import invocation, output
from steme_cli.progress import progress
from steme_cli.questions import asked, lens_of
from steme_cli.render import view_rows
from steme_cli.render.record import record
from steme_cli.render.rows import rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.storage.snapshot import Snapshot

    Words = dict[str, object]


def add(subject: str, predicate: str, lens: str | None, roots: list[str] | None, **words: object) -> None:
    """Define a view, keep its answer, and print its id."""
    if patterns.is_pattern(subject) or "*" in predicate:
        raise InvalidInput("SUBJECT", "is a pattern; a view is about one question, so add one for each")
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as snapshot:
        chosen = lens_of(lens, repository.configuration)
        question = asked(snapshot, Authors(), lens=chosen, **words).about(subject, predicate)  # type: ignore[arg-type]
        keys = trust_roots(snapshot, repository.configuration, roots) if roots else None
        view = View(question, keys)
        is_new = repository.views.add(view, repository.timeout)
        done = _refreshed(repository, snapshot, view)
    output.write(f"{view.id}\n")
    if not is_new:
        output.note("This view was there already.")
    if done == NOT_KEPT:
        output.note(
            "Its claims have units that are compared with each other; such an answer is not kept but asked anew."
        )


def show_all(format: str | None) -> None:
    """A row for every view."""
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as snapshot:
        keeper, authors = repository.views, Authors()
        found = [view_rows.listed(view, keeper.kept(view), snapshot, authors) for view in keeper.views]
    rows("steme.view.list", view_rows.COLUMNS, found, format=format)


def show(text: str, format: str | None) -> None:
    """One view and the answer that is kept of it."""
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as snapshot:
        view = repository.views.find(text)
        state = repository.views.kept(view)
        facts = view_rows.whole(view, state, snapshot, Authors())
    record("steme.view", facts, format=format, human=view_rows.human(facts, state))


def refresh(ids: list[str], all: bool, format: str | None) -> None:
    """Bring the answers of views up to date; a row for each with what that took."""
    with Repository.open(invocation.current().start()) as repository:
        chosen = _chosen(repository, ids, all)
        rows("steme.view.refresh", view_rows.REFRESHED, _each(repository, chosen), format=format)


def drop(ids: list[str], all: bool) -> None:
    """Forget views."""
    with Repository.open(invocation.current().start()) as repository:
        chosen = _chosen(repository, ids, all)
        repository.views.drop(chosen, repository.timeout)
    output.note(f"{len(chosen)} view{'' if len(chosen) == 1 else 's'} dropped; the claims are as they were.")


def _chosen(repository: Repository, ids: list[str], all: bool) -> list[View]:
    if all == bool(ids):
        raise InvalidInput("VIEW", "name the views by their ids, or take --all of them")
    if all:
        return list(repository.views.views)
    return list({view.id: view for view in map(repository.views.find, ids)}.values())


def _each(repository: Repository, chosen: list[View]) -> Iterator[dict[str, object]]:
    with progress("refreshing", len(chosen)) as advance:
        for view in chosen:
            with repository.snapshot() as snapshot:
                done = _refreshed(repository, snapshot, view)
            question = view.question
            yield {
                "id": view.id,
                "subject": question.subject,
                "predicate": question.predicate,
                "lens": question.lens,
                "done": done,
            }
            advance(1)


def _refreshed(repository: Repository, snapshot: Snapshot, view: View) -> str:
    roots = sorted(key.hex() for key in view.roots) if view.roots is not None else ()
    return repository.views.refresh(repository.asker(snapshot, roots), view, repository.timeout).done

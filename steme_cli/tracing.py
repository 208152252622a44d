"""What `steme trace` does: traces from the repository to the screen."""

from __future__ import annotations

from repo_format.errors import Damaged, FromTheFuture
from steme import bounds, moments
from steme.authors import Authors
from steme.policy import configured
from steme.repository import Repository
from steme.tracing.trace import Tracer
from steme.trust.roots import trust_roots
from steme_cli import invocation, output
from steme_cli.pager import paged
from steme_cli.render import trace_facts
from steme_cli.render.rows import rows
from steme_cli.render.text import safe
from steme_cli.render.trace_tree import TraceTree
from steme_cli.render.tree import drawn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.tracing.trace import Trace


def run(ids: list[str], roots: list[str], as_of: str | None, known_at: str | None, format: str | None) -> None:
    """Write the traces of some objects, as of then, and then raise Damaged if one of them, or of their evidence, does
    not hold.
    """
    authors = Authors()
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        keys = trust_roots(view, repository.configuration, roots)
        policy, within = configured(view, repository.configuration), bounds.typed(view, as_of, known_at)
        proving = None if known_at is None else moments.resolve(view, known_at)
        tracer = Tracer(view, policy, keys, bounds=within, proving=proving)
        made = [tracer.trace(text) for text in ids]
    _write(made, authors, format)
    for one in made:
        _require_sound(one)


def _write(made: list[Trace], authors: Authors, format: str | None) -> None:
    if format == "csv":
        found = (row for one in made for row in trace_facts.parts(one, authors))
        rows("steme.trace", trace_facts.ROWS, found, format=format)
    elif format in ("json", "jsonl"):
        rows("steme.trace", (), (trace_facts.facts(one, authors) for one in made), format=format)
    else:
        trees = TraceTree(authors)
        with paged():
            output.write("\n".join("".join(f"{line}\n" for line in drawn(trees.tree(one))) for one in made))


def _require_sound(made: Trace) -> None:
    for one in (made, made.source, made.about, *made.parents, *(parent.source for parent in made.parents)):
        problem = one.sight.problem if one else None
        if one is None or problem is None:
            continue
        if isinstance(problem, FromTheFuture):
            raise problem
        short = one.sight.record.id.hex()[:12]
        raise Damaged(f"object {short} does not hold ({safe(problem)}); run `steme fsck`") from problem

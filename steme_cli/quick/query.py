"""What `steme query` does."""

from __future__ import annotations

from repo_format.errors import InvalidInput
from steme import patterns, query
from steme.authors import Authors
from steme.repository import Repository
from steme_cli import __version__, invocation
from steme_cli.questions import answers, asked
from steme_cli.render.answers import Shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repo_format.storage.snapshot import Snapshot
    from steme.audit.recorder import Recorder
    from steme.query import Answer

FINDINGS = 1


def run(
    *,
    subject: str,
    predicate: str | None,
    lens: str | None,
    as_of: str | None,
    known_at: str | None,
    include: str | None,
    decay: bool,
    half_life: str | None,
    trust_root: list[str] | None,
    format: str | None,
    lifecycle: list[str] | None = None,
    epoch: str | None = None,
    tier: str | None = None,
    author: str | None = None,
    source: str | None = None,
    min_conflict: float | None = None,
    limit: int | None = None,
    claims: bool = False,
    value: bool = False,
    explain: bool = False,
    fail_on_conflict: bool = False,
    audit: bool | None = None,
) -> int:
    """Answer one question or many and show them; 3 when nothing was found, 1 for a conflict where that is to fail."""
    _check(format, min_conflict, limit, (claims, value, explain))
    with Repository.open(invocation.current().start()) as repository:
        chosen = lens or repository.configuration.text("query.lens") or query.DEFAULT_LENS
        with repository.snapshot() as view:
            authors = Authors()
            question = asked(
                view,
                authors,
                lens=chosen,
                lifecycle=lifecycle,
                epoch=epoch,
                tier=tier,
                author=author,
                source=source,
                as_of=as_of,
                known_at=known_at,
                include=include,
                decay=decay,
                half_life=half_life,
            )
            recorder = _recorder(repository, view, trust_root or (), audit)
            asker = recorder.asker if recorder else repository.asker(view, trust_root or ())
            found = answers(asker, view, question, subject, predicate)
            kept = (answer for answer in found if min_conflict is None or answer.resolution.conflict >= min_conflict)
            given = _limited(kept, limit)
            shown = Shown(view, authors, recorder.recorded(given) if recorder else given)
            single = predicate is not None and not patterns.is_pattern(subject)
            if value:
                shown.values()
            elif claims:
                shown.claims(format)
            elif explain or (single and format is None):
                shown.page(explain)
            else:
                shown.rows(format)
    shown.require_some(subject, predicate)
    return FINDINGS if fail_on_conflict and shown.contested else 0


def _recorder(repository: Repository, view: Snapshot, trust_root: Sequence[str], audit: bool | None) -> Recorder | None:
    """What records the answers; None where nothing is to be recorded, and then nothing is imported for it either."""
    if not (repository.configuration.boolean("audit.record") if audit is None else audit):
        return None
    from steme.audit.recorder import Recorder

    return Recorder(repository, view, trust_root, f"steme {__version__}")


def _check(format: str | None, min_conflict: float | None, limit: int | None, shapes: tuple[bool, bool, bool]) -> None:
    claims, value, explain = shapes
    if sum(shapes) > 1:
        raise InvalidInput("", "--claims, --value and --explain are three ways to show an answer; choose one")
    if format is not None and (value or explain) and not claims:
        raise InvalidInput("--format", "does not go with --value and --explain, which are for scripts and people")
    if min_conflict is not None and not 0 <= min_conflict <= 1:
        raise InvalidInput("--min-conflict", f"{min_conflict:g} is not a score from 0 to 1")
    if limit is not None and limit < 1:
        raise InvalidInput("--limit", f"{limit} is no number of answers; the least is 1")


def _limited(found: Iterator[Answer], limit: int | None) -> Iterator[Answer]:
    for number, answer in enumerate(found):
        if limit is not None and number >= limit:
            return
        yield answer

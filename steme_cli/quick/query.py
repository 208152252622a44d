"""What `steme query` does."""

from __future__ import annotations

from repo_format.errors import InvalidInput
from steme import patterns, times
from steme.authors import Authors
from steme.repository import Repository
from steme_cli import __version__, invocation
from steme_cli.questions import answers, asked, check_roots, check_score, lens_of
from steme_cli.render.answers import Shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from repo_format.storage.snapshot import Snapshot
    from steme.asking import Asker, Kept
    from steme.audit.recorder import Recorder
    from steme.query import Answer
    from steme.weighing import Weighing
    from steme_cli.question_file import QuestionFile

FINDINGS = 1


def run(
    *,
    subject: str | None,
    predicate: str | None,
    lens: str | None,
    as_of: str | None,
    known_at: str | None,
    include: str | None,
    decay: bool,
    half_life: str | None,
    tolerance: str | None,
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
    file: str | None = None,
    keep_going: bool = False,
    no_view: bool = False,
    max_stale: str | None = None,
) -> int:
    """Answer one question or many and show them; 3 when nothing was found, 1 for a conflict where that is to fail."""
    _check(format, min_conflict, limit, (claims, value, explain))
    lines = _question_file(subject, file, keep_going)
    words: dict[str, Any] = {
        "lifecycle": lifecycle, "epoch": epoch, "tier": tier, "author": author, "source": source, "as_of": as_of,
        "known_at": known_at, "include": include, "decay": decay, "half_life": half_life, "tolerance": tolerance,
    }  # fmt: skip
    with Repository.open(invocation.current().start()) as repository:
        chosen = lens_of(lens, repository.configuration)
        with repository.snapshot() as view:
            check_roots(view, trust_root)
            authors = Authors()
            kept = None if no_view or explain else repository.kept(trust_root or (), _age(max_stale))
            recorder = _recorder(repository, view, trust_root or (), audit, kept)
            asker = recorder.asker if recorder else repository.asker(view, trust_root or (), kept=kept)
            if lines is not None:
                found = lines.answers(asker, view, authors, {"lens": chosen, **words})
            else:
                found = answers(asker, view, asked(view, authors, lens=chosen, **words), subject or "", predicate)
            given = _limited(found, min_conflict or 0.0, limit)
            shown = Shown(view, authors, recorder.recorded(given) if recorder else given, lines is not None)
            single = predicate is not None and subject is not None and not patterns.is_pattern(subject)
            _show(shown, asker, format, (claims, value, explain), single, "" if lines else chosen)
            if lines is None:
                shown.require_some(subject or "", predicate)
    if lines is not None:
        lines.finish()
        shown.require_some_of(lines.questions)
    return FINDINGS if fail_on_conflict and shown.contested else 0


def _show(
    shown: Shown, asker: Asker, format: str | None, shapes: tuple[bool, bool, bool], single: bool, lens: str
) -> None:
    claims, value, explain = shapes
    if value:
        shown.values()
    elif claims:
        shown.claims(format)
    elif explain and format not in (None, "table"):
        shown.weighings(_weigher(asker), format)
    elif explain or (single and format is None):
        shown.page(_weigher(asker) if explain else None)
    else:
        shown.rows(format, lens)


def _question_file(subject: str | None, file: str | None, keep_going: bool) -> QuestionFile | None:
    """The file of questions, None where there is one question on the command line."""
    if file is None:
        if subject is None:
            raise InvalidInput("", "name a SUBJECT to ask about, or a file of questions with --from FILE")
        if keep_going:
            raise InvalidInput("--keep-going", "goes with --from FILE, whose bad lines it passes over")
        return None
    if subject is not None:
        raise InvalidInput("--from", "brings its own subjects and predicates; leave those on the command line out")
    from steme_cli.question_file import QuestionFile  # only for a file of questions

    return QuestionFile(file, keep_going)


def _weigher(asker: Asker) -> Callable[[Answer], Weighing]:
    from steme.weighing import weigh  # only for who wants to know how an answer came about

    return lambda answer: weigh(asker, answer)


def _age(text: str | None) -> int:
    return times.parse_age(text, field="--max-stale") if text is not None else 0


def _recorder(
    repository: Repository, view: Snapshot, trust_root: Sequence[str], audit: bool | None, kept: Kept | None
) -> Recorder | None:
    """What records the answers; None where nothing is to be recorded, and then nothing is imported for it either."""
    if not (repository.configuration.boolean("audit.record") if audit is None else audit):
        return None
    from steme.audit.recorder import Recorder

    return Recorder(repository, view, trust_root, f"steme {__version__}", kept)


def _check(format: str | None, min_conflict: float | None, limit: int | None, shapes: tuple[bool, bool, bool]) -> None:
    if sum(shapes) > 1:
        raise InvalidInput("", "--claims, --value and --explain are three ways to show an answer; choose one")
    if format is not None and shapes[1]:
        raise InvalidInput("--format", "does not go with --value, which writes nothing else")
    if min_conflict is not None:
        check_score("--min-conflict", min_conflict)
    if limit is not None and limit < 1:
        raise InvalidInput("--limit", f"{limit} is no number of answers; the least is 1")


def _limited(found: Iterator[Answer], min_conflict: float, limit: int | None) -> Iterator[Answer]:
    fierce = (answer for answer in found if answer.resolution.conflict >= min_conflict)
    for number, answer in enumerate(fierce):
        if limit is not None and number >= limit:
            return
        yield answer

"""Questions from options: what `query`, `skeptic`, `layered` and `conflicts` have in common."""

from __future__ import annotations

from repo_format.errors import InvalidInput
from steme import bounds, patterns
from steme import lens as lenses
from steme.filters import ANY_STAGE, Filters
from steme.query import DEFAULT_LENS, Question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.asking import Asker
    from steme.authors import Authors
    from steme.configuration import Configuration
    from steme.decay import Decay
    from steme.query import Answer

LENS_SETTING = "query.lens"


def check_score(option: str, score: float) -> None:
    """Raise InvalidInput where a conflict that an option names cannot be one."""
    if not 0 <= score <= 1:
        raise InvalidInput(option, f"{score:g} is not a score from 0 to 1")


def lens_of(given: str | None, configuration: Configuration) -> str:
    """The name of the lens that was asked for, else of the configured one. Raises InvalidInput, saying where it stands,
    for a configured one that there is not.
    """
    if given:
        return given
    name = configuration.text(LENS_SETTING) or DEFAULT_LENS
    try:
        lenses.load(name)
    except InvalidInput as error:
        raise configuration.blamed(LENS_SETTING, error.problem) from None
    return name


def check_roots(view: Snapshot, names: list[str] | None) -> None:
    """Raise InvalidInput, NotFound or AmbiguousId where one of these trust roots is no key, whether the lens asks for
    trust or not.
    """
    if names:
        from steme.trust.roots import named_key  # with it come the key files

        for name in names:
            named_key(view, name)


def asked(
    view: Snapshot,
    authors: Authors,
    *,
    lens: str,
    lifecycle: list[str] | None = None,
    epoch: str | None = None,
    tier: str | None = None,
    author: str | None = None,
    source: str | None = None,
    as_of: str | None = None,
    known_at: str | None = None,
    include: str | None = None,
    decay: bool = False,
    half_life: str | None = None,
    tolerance: str | None = None,
) -> Question:
    """A question without subject and predicate (``Question.about`` gives it some) from options as they were typed.

    Raises InvalidInput, NotFound or AmbiguousId for a word that means nothing.
    """
    time = bounds.typed(view, as_of, known_at) if as_of or known_at else bounds.EVERYTHING
    stages = None
    if lifecycle:
        stages = ANY_STAGE if "any" in lifecycle else frozenset(lifecycle)
    filters = Filters(
        lifecycles=stages,
        tier=_tier(tier),
        epoch=epoch,
        author=authors.find(view, author) if author else None,
        source=_source(view, source),
        as_of=time.as_of,
        known_at=time.known_at,
    )
    return Question("", "", lens, filters, _included(include), _decay(decay, half_life), _tolerance(tolerance))


def _tier(text: str | None) -> int | None:
    from repo_format.vocabulary import tier_number

    return tier_number(text) if text else None


def _source(view: Snapshot, text: str | None) -> str | None:
    if not text:
        return None
    from steme.sources import find_source  # reads objects, and with that comes msgspec

    return find_source(view, text).id.hex()


def _included(text: str | None) -> frozenset[str]:
    if not text:
        return frozenset()
    from steme.standing import included

    return included(text)


def _decay(wanted: bool, half_life: str | None) -> Decay | None:
    if not wanted and half_life is None:
        return None
    from steme.decay import Decay, parse_half_life

    return Decay(None if half_life is None else parse_half_life(half_life))


def _tolerance(text: str | None) -> float:
    if text is None:
        return 0.0
    from steme.tolerance import parse_tolerance

    return parse_tolerance(text)


def answers(asker: Asker, view: Snapshot, question: Question, subject: str, predicate: str | None) -> Iterator[Answer]:
    """The answers to a question about everything that a subject and a predicate ask for; those to a pattern only where
    there is somebody left who claims something.
    """
    patterns.check_pattern(subject)
    if predicate is not None and "*" not in predicate and not patterns.is_pattern(subject):
        yield asker.ask(question.about(subject, predicate))
        return
    for path, name in patterns.questions(view, subject, predicate):
        answer = asker.ask(question.about(path, name))
        if answer.candidates:
            yield answer

"""A view's definition: one question, and whose view of authors it takes; a line of text in `.steme/views`.

A line is fields `name=value`, separated by tabs, in alphabetical order; no value can hold a tab or a line feed, because
nothing that a question names can.
"""

from __future__ import annotations

from repo_format import vocabulary
from repo_format.errors import InvalidInput, MalformedObject, Refused
from repo_format.ids import derive
from repo_format.text import check_name, check_predicate, check_subject
from steme import lens as lenses
from steme.acts.marks import REASONS
from steme.context import TRUST
from steme.filters import Filters
from steme.query import Question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_view_id = derive("steme 2026-11 view id v1")
_ID_DIGITS = 32
_HEX_DIGITS = frozenset("0123456789abcdef")
_FIELDS = frozenset(
    ("author", "epoch", "include", "lens", "lifecycles", "predicate", "roots", "source", "subject", "tier")
)


class View:
    """A question that is kept, and the keys (32 bytes) whose view of authors it takes; None for the usual ones.

    ``id`` is 32 hex digits that depend on nothing else.
    """

    __slots__ = ("id", "line", "question", "roots")

    def __init__(self, question: Question, roots: Iterable[bytes] | None = None) -> None:
        """Raises Refused for a question that no view can answer, InvalidInput for one that nobody can."""
        _check(question)
        self.question = question
        weighs = TRUST in lenses.needs(question.lens)
        self.roots = frozenset(roots) if roots is not None and weighs else None
        self.line = _line(question, self.roots)
        self.id = _view_id(self.line.encode()).hex()[:_ID_DIGITS]

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen beside subject, predicate and lens, as the definition has it."""
        found = dict(field.split("=", 1) for field in self.line.split("\t"))
        return {name: text for name, text in found.items() if name not in ("subject", "predicate", "lens")}


def is_kept(question: Question) -> bool:
    """Whether a view could answer a question: one about the present in which nothing ages and nothing is rounded."""
    filters = question.filters
    return filters.as_of is None and filters.known_at is None and question.decay is None and not question.tolerance


def _check(question: Question) -> None:
    check_subject(question.subject)
    check_predicate(question.predicate)
    lenses.load(question.lens)
    if not is_kept(question):
        raise Refused("a view keeps what holds now; it cannot answer for another time, with decay or with a tolerance")
    filters = question.filters
    if filters.epoch is not None:
        check_name(filters.epoch, "epoch")
    for name, text in (("author", filters.author), ("source", filters.source)):
        if text is not None and (len(text) != 64 or not _HEX_DIGITS.issuperset(text)):
            raise InvalidInput(name, "is not 64 hex digits")
    if filters.tier is not None and filters.tier not in range(len(vocabulary.TIERS)):
        raise InvalidInput("tier", f"{filters.tier} is none of 0 to {len(vocabulary.TIERS) - 1}")
    if not (filters.lifecycles or frozenset()) <= frozenset(vocabulary.LIFECYCLES):
        raise InvalidInput("lifecycle", f"is none of {', '.join(vocabulary.LIFECYCLES)}")
    if not question.include <= frozenset(REASONS):
        raise InvalidInput("include", f"is none of {', '.join(REASONS)}")


def _line(question: Question, roots: frozenset[bytes] | None) -> str:
    filters = question.filters
    fields = {
        "author": filters.author,
        "epoch": filters.epoch,
        "include": ",".join(sorted(question.include)) or None,
        "lens": question.lens,
        "lifecycles": None if filters.lifecycles is None else ",".join(sorted(filters.lifecycles)),
        "predicate": question.predicate,
        "roots": None if roots is None else ",".join(sorted(key.hex() for key in roots)),
        "source": filters.source,
        "subject": question.subject,
        "tier": None if filters.tier is None else str(filters.tier),
    }
    return "\t".join(f"{name}={text}" for name, text in fields.items() if text is not None)


def read(line: str) -> View:
    """The view that a line defines. Raises MalformedObject for a line that is not written as ``View.line`` is."""
    fields = dict(field.partition("=")[::2] for field in line.split("\t"))
    if not fields.keys() <= _FIELDS:
        raise MalformedObject("view", "has a field that there is not")
    try:
        view = View(_question(fields), _roots(fields.get("roots")))
    except (InvalidInput, Refused, KeyError, ValueError) as error:
        raise MalformedObject("view", str(error)) from error
    if view.line != line:
        raise MalformedObject("view", "is not written as this version writes it")
    return view


def _question(fields: dict[str, str]) -> Question:
    stages, tier, include = fields.get("lifecycles"), fields.get("tier"), fields.get("include")
    filters = Filters(
        lifecycles=None if stages is None else frozenset(filter(None, stages.split(","))),
        tier=None if tier is None else int(tier),
        epoch=fields.get("epoch"),
        author=fields.get("author"),
        source=fields.get("source"),
    )
    included = frozenset(include.split(",")) if include else frozenset[str]()
    return Question(fields["subject"], fields["predicate"], fields["lens"], filters, included)


def _roots(text: str | None) -> list[bytes] | None:
    return None if text is None else [bytes.fromhex(key) for key in text.split(",") if key]

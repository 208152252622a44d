"""The fields of an audit record, in the order of its canonical JSON (docs/format/audit.md, section 1)."""

from __future__ import annotations

import msgspec

VERSION = 1


class _Fields(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """What has its default is left out."""


class Reference(_Fields, frozen=True, kw_only=True):
    """A value that is a subject."""

    ref: str


Value = int | float | str | bool | Reference


class Side(_Fields, frozen=True, kw_only=True):
    """One value of an answer that has no winner, with its share of the support."""

    share: float
    unit: str | None = None
    value: Value


class Given(_Fields, frozen=True, kw_only=True):
    """The answer: ``winner`` is an id in hex; ``sides`` are there only where nobody wins."""

    confidence: float
    conflict: float
    cross_conflict: float = 0.0
    disputed: int = 0
    sides: list[Side] = []
    status: str
    unit: str | None = None
    value: Value | None = None
    winner: str | None = None


class Policy(_Fields, frozen=True, kw_only=True):
    """Who may act on what: the name of the policy, and the keys (hex) that it goes out from."""

    name: str
    roots: list[str] = []


class Asked(_Fields, frozen=True, kw_only=True):
    """The question, with everything in which it differed from the plain one; as ``Question`` and ``Filters`` have it.

    ``decay`` is a half-life in days, or ``tier`` where that of the tier counted; ``tolerance`` is a share.
    """

    as_of: int | None = None
    author: str | None = None
    decay: float | str | None = None
    epoch: str | None = None
    include: list[str] = []
    known_at: int | None = None
    lens: str
    lifecycles: list[str] | None = None
    predicate: str
    source: str | None = None
    subject: str
    tier: int | None = None
    tolerance: float = 0.0


class Fields(_Fields, frozen=True, kw_only=True):
    """A whole record. Ids and keys are hex, ``time`` is in microseconds, ``contributing`` maps ids to weights.

    ``head`` is 64 zeros before the first commit; ``by`` is the label of the key of whoever asked, as their machine has
    it; ``trust_roots`` are there where the lens weighs authors.
    """

    also: list[str] = []
    answer: Given
    aside: dict[str, int] = {}
    by: str | None = None
    contributing: dict[str, float] = {}
    head: str
    policy: Policy
    program: str | None = None
    question: Asked
    time: int
    trust_roots: list[str] | None = None
    version: int

"""The closed word lists of the format: tiers, lifecycle stages, kinds, statuses, comparisons.

What a tier or a stage *means* for a query is semantics (``docs/semantics/``); here stand only the words, their order
and the numbers that belong to them.
"""

from __future__ import annotations

from repo_format.errors import InvalidInput, shown

TIERS = ("regulatory", "clinical", "observational", "expert", "community", "anecdotal")
"""Names of the evidence tiers; a tier is stored as its place in this tuple, 0 being the strongest."""

TIER_WEIGHTS = (1.0, 0.9, 0.7, 0.5, 0.3, 0.1)
"""Weight of each tier, in the order of ``TIERS``."""

HALF_LIFE_DAYS: tuple[float | None, ...] = (None, 730.0, 365.0, 180.0, 90.0, 30.0)
"""Days after which a confidence counts half when decay is asked for, in the order of ``TIERS``; None never decays."""

DEFAULT_TIER_OF_SCHEME = {
    "rfc": 0, "fda": 0, "ema": 0, "ietf": 0,
    "pubmed": 1, "peer": 1, "owasp": 1,
    "vendor": 2,
    "code": 3, "wiki": 3,
    "community": 4,
    "blog": 5, "anon": 5,
}  # fmt: skip
"""Tier to offer for a subject of that scheme when its author names none."""

LIFECYCLES = ("proposed", "under_review", "approved", "deprecated", "rejected")
"""Stages of an assertion; the first is the one an assertion has when it names none."""

DEFAULT_LIFECYCLE = LIFECYCLES[0]
"""Never written out: an absent field says it."""

KINDS = (
    "acknowledgement", "agent", "alias", "assertion", "claim", "delegation", "epoch", "erasure", "outcome",
    "retraction", "source", "source_status", "stage", "supersession", "vote",
)  # fmt: skip
"""Every object kind of format version 1, in alphabetical order."""

SOURCE_STATUSES = ("active", "quarantined", "retracted")
AGENT_ACTIONS = ("profile", "rotation", "revocation")
CLAIM_STATUSES = ("draft", "active", "deprecated", "superseded")

COMPARISONS = (
    "equals", "not_equals", "present", "absent", "contains", "not_contains", "at_least", "at_most", "in_range",
    "one_of", "matches", "version_in",
)  # fmt: skip
"""How a claim compares what the code does with what it must do."""


def tier_number(text: str) -> int:
    """The tier named by a word (``regulatory``) or a digit (``0``), as 0..5.

    :raises InvalidInput: it is neither; the message lists the words.
    """
    word = text.strip().lower()
    if word in TIERS:
        return TIERS.index(word)
    if len(word) == 1 and word in "012345":
        return int(word)
    raise InvalidInput("tier", f"{shown(text)} is not a tier; use 0 to 5 or one of {', '.join(TIERS)}")

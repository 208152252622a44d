"""Which tier a claim gets when its author names none."""

from __future__ import annotations

from repo_format.vocabulary import DEFAULT_TIER_OF_SCHEME, TIERS

COMMUNITY = TIERS.index("community")


def default_tier(subject: str, source_tier: int | None = None) -> int:
    """The tier of the source if it has one, else that of the subject's scheme (``rfc://`` is 0), else community."""
    if source_tier is not None:
        return source_tier
    scheme, separator, _ = subject.partition("://")
    return DEFAULT_TIER_OF_SCHEME.get(scheme, COMMUNITY) if separator else COMMUNITY

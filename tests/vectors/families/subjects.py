"""Texts that are subjects and texts that are not."""

from __future__ import annotations

from collections.abc import Iterator

from families.vector import rendered

_ACCEPTED = (
    "drug", "drug/aspirin/dosage", "rfc://7519/auth/jwt/audience", "x+y.z-1://a", "a b/c d", "a.b/..c/.d", "a:b",
    "a:/b", "country/Côte d'Ivoire", "国/人口", "🐘", "a" * 400, "é" * 200, "...", "-", "0", "A/B",
    "a\\b", 'a"b', "a~b", "a%2Fb",
)  # fmt: skip
_REFUSED = (
    "", "/", "a/", "/a", "a//b", "a/./b", "..", ".", "a/..", " a", "a ", "a/ b", "a /b", "rfc://", "rfc:///a", "://a",
    "Rfc://a", "1x://a", "a/b://c", "a://b://c", "*", "a/*", "a*b", "a\nb", "a\tb", "\x1b[0m", "\x7f", "\x85",
    "a\u00a0b", "a\u200bb", "a\u200db", "\ufeffa", "a\u202eb", "a\u2028b", "a\ufe0f", "a\u034fb", "\u3164",
    "e\u0301", "\u212b", "\ue000", "\uffff", "\U0001fae8", "\U000e0041", "a" * 401, "é" * 200 + "a",
)  # fmt: skip


def files() -> Iterator[tuple[str, bytes]]:
    """One file: two lists of texts."""
    yield "subjects.json", rendered({"accepted": _ACCEPTED, "refused": _REFUSED})

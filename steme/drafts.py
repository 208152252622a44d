"""Assertions from what a person typed: words become numbers, names become ids, and what was left out gets its
default.
"""

from __future__ import annotations

from repo_format.errors import InvalidInput, shown
from repo_format.objects.assertion import Assertion
from repo_format.vocabulary import DEFAULT_LIFECYCLE, tier_number
from steme.repository import resolve
from steme.sources import find_source
from steme.tiers import default_tier
from steme.times import parse_time
from steme.values import is_number, parse_number, parse_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.storage.snapshot import Snapshot

Words = dict[str, str | None]
"""Optional fields of an assertion by name, each as it was typed; None for one that was left out."""


def draft(
    view: Snapshot,
    author: bytes,
    claim: tuple[str, str, str],
    words: Words,
    meta: Iterable[str] = (),
    *,
    defaults: Words,
    as_text: bool = False,
) -> Assertion:
    """The assertion that ``author`` (32 bytes) means by ``claim``: subject, predicate and value as typed.

    ``words`` may hold unit, confidence, tier, lifecycle, epoch, source, parent, time, note, salt, visual_hash;
    ``defaults`` hold confidence and tier from the configuration, ``meta`` texts ``key=value``. Raises InvalidInput,
    NotFound or AmbiguousId naming what does not fit.
    """
    subject, predicate, value = claim
    source, source_tier = None, None
    if text := words.get("source"):
        found = find_source(view, text)
        source, source_tier = found.id.hex(), found.tier
    parent = words.get("parent")
    lifecycle = words.get("lifecycle")
    return Assertion(
        author=author.hex(),
        confidence=_fraction("confidence", words.get("confidence") or defaults.get("confidence") or "1"),
        epoch=words.get("epoch"),
        lifecycle=None if lifecycle == DEFAULT_LIFECYCLE else lifecycle,
        meta=meta_entries(meta),
        note=words.get("note"),
        parent=resolve(view, parent).hex() if parent else None,
        predicate=predicate,
        salt=words.get("salt"),
        source=source,
        subject=subject,
        tier=_tier(subject, words.get("tier"), source_tier, defaults.get("tier")),
        time=parse_time(words.get("time") or "now"),
        unit=words.get("unit"),
        value=parse_value(value, as_text),
        visual_hash=words.get("visual_hash"),
    )


def _tier(subject: str, given: str | None, of_source: int | None, configured: str | None) -> int:
    if given:
        return tier_number(given)
    if of_source is None and configured:
        return tier_number(configured)
    return default_tier(subject, of_source)


def _fraction(field: str, text: str) -> int | float:
    if not is_number(text):
        raise InvalidInput(field, f"{shown(text)} is not a number from 0 to 1")
    return parse_number(text)


def meta_entries(pairs: Iterable[str]) -> dict[str, int | float | str | bool] | None:
    """``meta`` from texts ``key=value``, values read as values are, sorted by key. Raises InvalidInput."""
    entries: dict[str, int | float | str | bool] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        value = parse_value(text)
        if not equals or not isinstance(value, int | float | str | bool):
            raise InvalidInput("meta", f"{shown(pair)} is not of the form KEY=VALUE")
        if key in entries:
            raise InvalidInput("meta", f"{shown(key)} is given twice")
        entries[key] = value
    return dict(sorted(entries.items())) or None

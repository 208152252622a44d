"""From a fact to an assertion by the importing key: defaults filled in, words and names resolved."""

from __future__ import annotations

from msgspec.structs import replace

from repo_format.errors import InvalidInput, NotFound
from repo_format.objects.assertion import Assertion
from repo_format.vocabulary import DEFAULT_LIFECYCLE, tier_number
from steme.repository import resolve
from steme.sources import find_source
from steme.tiers import default_tier
from steme.times import parse_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.importing.fact import Fact
    from steme.importing.options import Defaults

    Source = tuple[str | None, int | None]
    """Id in hex and tier, None where there is none."""

_REMEMBERED = 16 * 1024
_ID_DIGITS = 64
_NUMBERS = (int, float)


class ClaimMaker:
    """Makes assertions by one author. Sources, tiers and times that recur are resolved once."""

    def __init__(self, view: Snapshot, author: bytes, defaults: Defaults) -> None:
        """Raises NotFound or AmbiguousId where ``defaults.source`` does not name one source."""
        self._view = view
        self._author = author.hex()
        self._defaults = defaults
        self._sources: dict[str | None, Source] = {}
        self._times: dict[str, int] = {}
        self._source = self._found(defaults.source) if defaults.source else (None, None)
        self._lifecycle = _stage(defaults.lifecycle)

    def make(self, fact: Fact) -> Assertion:
        """The assertion, not yet checked. Raises InvalidInput for a word or name that cannot be resolved."""
        defaults = self._defaults
        subject = defaults.prefix + fact.subject if defaults.prefix else fact.subject
        predicate = fact.predicate if fact.predicate is not None else defaults.predicate
        if predicate is None:
            raise InvalidInput("predicate", "is missing")
        source, of_source = self._source if fact.source is None else self._source_of(fact.source)
        tier: int | str | None = defaults.tier if fact.tier is None else fact.tier
        if type(tier) is not int:
            tier = self._default_tier(subject, of_source) if tier is None else tier_number(str(tier))
        time = defaults.time if fact.time is None else fact.time
        unit = fact.unit
        if unit is None and defaults.unit is not None and type(fact.value) in _NUMBERS:
            unit = defaults.unit
        claim = Assertion(
            author=self._author,
            confidence=defaults.confidence if fact.confidence is None else fact.confidence,
            epoch=defaults.epoch if fact.epoch is None else fact.epoch,
            lifecycle=self._lifecycle if fact.lifecycle is None else _stage(fact.lifecycle),
            note=fact.note,
            predicate=predicate,
            source=source,
            subject=subject,
            tier=tier,
            time=time if type(time) is int else self._time_of(str(time)),
            unit=unit,
            value=fact.value,
        )
        return self._with_the_rest(claim, fact) if _has_more(fact) else claim

    def _with_the_rest(self, claim: Assertion, fact: Fact) -> Assertion:
        parent = self._parent_of(fact.parent) if fact.parent is not None else None
        return replace(claim, meta=fact.meta or None, parent=parent, salt=fact.salt, visual_hash=fact.visual_hash)

    def _default_tier(self, subject: str, of_source: int | None) -> int:
        if of_source is None and self._defaults.configured_tier is not None:
            return self._defaults.configured_tier
        return default_tier(subject, of_source)

    def _source_of(self, text: str) -> Source:
        known = self._sources.get(text)
        if known is None:
            if len(self._sources) >= _REMEMBERED:
                self._sources.clear()
            try:
                known = self._sources[text] = self._found(text)
            except NotFound as error:
                raise InvalidInput("source", str(error)) from None
        return known

    def _found(self, text: str) -> Source:
        found = find_source(self._view, text)
        return found.id.hex(), found.tier

    def _time_of(self, text: str) -> int:
        known = self._times.get(text)
        if known is None:
            if len(self._times) >= _REMEMBERED:
                self._times.clear()
            known = self._times[text] = parse_time(text, self._defaults.now)
        return known

    def _parent_of(self, text: str) -> str:
        if len(text) == _ID_DIGITS:
            return text.lower()  # it need not be here; whether it is an id is checked with all the rest
        try:
            return resolve(self._view, text).hex()
        except (InvalidInput, NotFound) as error:
            raise InvalidInput("parent", error.problem if isinstance(error, InvalidInput) else str(error)) from None


def _stage(lifecycle: str | None) -> str | None:
    """The stage as an assertion has it, in which the first one is left out."""
    return None if lifecycle == DEFAULT_LIFECYCLE else lifecycle


def _has_more(fact: Fact) -> bool:
    """Whether a fact has any of the fields that few have."""
    return not (fact.meta is None and fact.parent is None and fact.salt is None and fact.visual_hash is None)

"""What an import is told beside its lines: values for what they leave out, and how to go about it."""

from __future__ import annotations

from repo_format.number import check_number_between, check_tier, check_time
from repo_format.text import check_choice, check_name, check_predicate, check_subject
from repo_format.vocabulary import LIFECYCLES
from steme import times

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

JSON_LINES, CSV = "jsonl", "csv"


class Defaults:
    """What a line gets that does not say it itself. None leaves a field out, or to its own rule.

    ``source`` is a name, an id or a prefix; ``tier`` 0 to 5; ``time`` microseconds, by default the moment this was
    made; ``prefix`` is put in front of every subject; ``unit`` goes with numbers alone. ``now`` is what relative times
    of lines count back from. A claim without a tier gets that of its source, else ``configured_tier``, else that of its
    subject's scheme, else community.
    """

    __slots__ = (
        "confidence", "configured_tier", "epoch", "lifecycle", "now", "predicate", "prefix", "source", "tier", "time",
        "unit",
    )  # fmt: skip

    def __init__(
        self,
        *,
        source: str | None = None,
        tier: int | None = None,
        confidence: float = 1,
        time: int | None = None,
        unit: str | None = None,
        epoch: str | None = None,
        lifecycle: str | None = None,
        predicate: str | None = None,
        prefix: str = "",
        configured_tier: int | None = None,
    ) -> None:
        self.now = times.now()
        self.source = source
        self.tier = tier
        self.confidence = confidence
        self.time = self.now if time is None else time
        self.unit = unit
        self.epoch = epoch
        self.lifecycle = lifecycle
        self.predicate = predicate
        self.prefix = prefix
        self.configured_tier = configured_tier

    def check(self) -> None:
        """Raises InvalidInput for a value that no claim could have, so that it is not line 1 that is blamed."""
        check_number_between(self.confidence, "confidence", 0, 1)
        check_time(self.time)
        if self.tier is not None:
            check_tier(self.tier)
        if self.lifecycle is not None:
            check_choice(self.lifecycle, "lifecycle", LIFECYCLES)
        if self.predicate is not None:
            check_predicate(self.predicate)
        for field in ("unit", "epoch"):
            if getattr(self, field) is not None:
                check_name(getattr(self, field), field)
        if self.prefix:
            check_subject(self.prefix + "x", "prefix")


class Options:
    """How to import.

    ``format`` is ``"jsonl"`` or ``"csv"``; ``columns`` says for CSV which column a field is read from, where that is
    not the column of its name, and ``as_text`` that values are texts however they look. With ``keep_going`` a bad line
    is reported and passed over; with ``dry_run`` nothing is written; ``sealed`` signs 1,024 claims at a time.
    """

    __slots__ = ("as_text", "columns", "defaults", "dry_run", "format", "keep_going", "sealed")

    def __init__(
        self,
        format: str = JSON_LINES,
        defaults: Defaults | None = None,
        *,
        columns: Mapping[str, str] | None = None,
        as_text: bool = False,
        keep_going: bool = False,
        dry_run: bool = False,
        sealed: bool = True,
    ) -> None:
        self.format = format
        self.defaults = defaults or Defaults()
        self.columns = dict(columns or {})
        self.as_text = as_text
        self.keep_going = keep_going
        self.dry_run = dry_run
        self.sealed = sealed

"""What a campaign ends with: one line, and the violations it found."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass
class Summary:
    """Counted as the campaign goes on. ``figures`` are shown in order."""

    name: str
    seed: int
    figures: dict[str, int | str] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def count(self, what: str, by: int = 1) -> None:
        """Add to a figure."""
        before = self.figures.get(what, 0)
        assert isinstance(before, int), "only numbers are counted"
        self.figures[what] = before + by

    @property
    def lost(self) -> int:
        """How many of the violations are losses of something acknowledged."""
        return sum("acknowledged" in one and "is lost" in one for one in self.violations)

    def line(self) -> str:
        """``kill: seed 1, 1,000 rounds, ..., 0 lost, 0 violations, 93.1 s``."""
        figures = [
            f"{value:,} {what}" if isinstance(value, int) else f"{what} {value}" for what, value in self.figures.items()
        ]
        ending = [f"{self.lost} lost", f"{len(self.violations)} violations", f"{time.monotonic() - self.started:.1f} s"]
        return f"{self.name}: " + ", ".join([f"seed {self.seed}", *figures, *ending])

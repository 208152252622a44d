"""What a campaign ends with: one line, and the violations it found."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass
class Summary:
    """Counted as the campaign goes on. ``figures`` are shown in order."""

    name: str
    seed: int
    figures: dict[str, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def count(self, what: str, by: int = 1) -> None:
        """Add to a figure."""
        self.figures[what] = self.figures.get(what, 0) + by

    def line(self) -> str:
        """``flips: seed 1, 2,000 flips, ..., 0 violations, 9.3 s``."""
        figures = [f"{value:,} {what}" for what, value in self.figures.items()]
        seconds = time.monotonic() - self.started
        return f"{self.name}: " + ", ".join(
            [f"seed {self.seed}", *figures, f"{len(self.violations)} violations", f"{seconds:.1f} s"]
        )

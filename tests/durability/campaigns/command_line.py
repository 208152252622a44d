"""The program itself as a writer: `steme assert` and `steme import` as processes, with a key of their own."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from invariants import ROOT

from repo_format import ids, objects
from steme.repository import Repository

COMMANDS = ROOT / "steme_cli" / "commands"
LINES = 2_000


def environment(home: Path) -> dict[str, str]:
    """What a command of this checkout needs, and none of the settings of whoever runs the campaign."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STEME_", "XDG_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "HOME": str(home), "NO_COLOR": "1"}


def command(home: Path, top: str | Path, *words: str) -> list[str]:
    """The words of a process that runs `steme -C TOP WORDS`; makes the key when there is none."""
    if not (home / ".config" / "steme" / "keys" / "campaign.key").exists():
        new = [sys.executable, "-m", "steme_cli", "key", "new", "campaign"]
        subprocess.run(new, env=environment(home), check=True, capture_output=True)
    return [sys.executable, "-m", "steme_cli", "-C", str(top), *words]


class Program:
    """One run of a writing command, to be killed."""

    def __init__(self, home: Path, top: str, chance: random.Random) -> None:
        self.subject = f"cli/{chance.randrange(1 << 60):x}"
        self.expected = 1
        words = ["assert", self.subject, "p", "1"]
        if (COMMANDS / "import.py").exists() and chance.random() < 0.7:
            lines = home / "lines.jsonl"
            claims = ({"subject": f"{self.subject}/{i}", "predicate": "p", "value": i} for i in range(LINES))
            lines.write_text("".join(json.dumps(one) + "\n" for one in claims))
            self.expected, words = LINES, ["import", str(lines)]
        out = subprocess.PIPE
        self._process = subprocess.Popen(command(home, top, *words), env=environment(home), stdout=out, stderr=out)

    def kill(self) -> bytes:
        """Kill it unless it has ended; returns what it complained of if it ended with anything but success."""
        self._process.kill()
        _, complaint = self._process.communicate()
        return complaint if self._process.returncode not in (0, -9) else b""

    @property
    def succeeded(self) -> bool:
        """Whether it ended, and well, before it was killed: then what it wrote is acknowledged."""
        return self._process.returncode == 0


def written(repository: Repository) -> dict[str, list[bytes]]:
    """The ids of all claims of programs, by the subject that a run began its own with."""
    found: dict[str, list[bytes]] = {}
    with repository.snapshot() as view:
        for seq in range(1, view.count + 1):
            payload = view.record(seq).payload
            if payload and b'"subject":"cli/' in payload:
                subject = getattr(objects.read(payload), "subject", "")
                found.setdefault("/".join(subject.split("/")[:2]), []).append(ids.object_id(payload))
    return found

"""The campaigns and the checker are modules beside these tests; scripts/campaign runs the long forms."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))


@pytest.fixture
def campaign() -> Callable[..., str]:
    """Run a campaign as a process; returns the line it ends with. Fails with the violations unless there are none."""

    def run(name: str, rounds: int, seed: int = 1) -> str:
        words = [str(ROOT / "scripts" / "campaign"), name, "--seed", str(seed), "--rounds", str(rounds)]
        done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.splitlines()[-1]

    return run

"""The units are ones that systemd takes, and the drill gets a repository back."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

OPS = Path(__file__).parents[2] / "examples/ops"
UNITS = sorted((OPS / "systemd").iterdir())


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_the_unit(unit: Path, tmp_path: Path) -> None:
    for one in UNITS:
        (tmp_path / one.name).write_text(one.read_text().replace("/usr/local/bin/steme", "/bin/true"))
    words = ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    complaints = [line for line in done.stderr.splitlines() if "steme" in line]
    assert (done.returncode, complaints) == (0, [])


@pytest.mark.parametrize("unit", [one for one in UNITS if one.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_service_says_what_it_may(unit: Path) -> None:
    settings = unit.read_text().splitlines()
    for needed in (
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "User=steme",
    ):
        assert needed in settings
    assert not [line for line in settings if line.startswith("Environment=") and "SECRET" in line]


def test_commands_of_the_units_are_ones_that_steme_has() -> None:
    words = re.findall(
        r"^ExecStart=/usr/local/bin/steme (?:-C \S+ )?(.*)$", "".join(map(Path.read_text, UNITS)), re.MULTILINE
    )
    assert sorted(line.split()[0] for line in words) == ["archive", "backup", "backup"]
    for line in words:
        done = subprocess.run(
            [sys.executable, "-m", "steme_cli", line.split()[0], "--help"], capture_output=True, text=True, check=True
        )
        for option in re.findall(r"--[a-z-]+", line):
            assert option in done.stdout


def test_a_lost_repository_comes_back() -> None:
    words = [sys.executable, str(OPS / "drill"), "--claims", "300", "--seconds", "2", "--interval", "0.2s"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    figures = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in done.stdout.splitlines())
    assert list(figures) == ["acknowledged", "came back", "recovery point", "recovery time", "same state"]
    assert float(figures["recovery point"].split()[0]) < 10
    assert float(figures["recovery time"].split()[0]) > 0
    assert figures["same state"] == "yes"
    assert int(figures["came back"].split()[0]) >= 300

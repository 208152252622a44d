"""Start-up is a feature: what may not be imported, and how long it may take."""

import os
import subprocess
import sys
import time

import pytest

from steme_cli.quick_table import TABLE

SLOW = {
    "typer",
    "click",
    "rich",
    "typing",
    "re",
    "json",
    "enum",
    "inspect",
    "pathlib",
    "dataclasses",
    "datetime",
    "msgspec",
}
FRAMEWORKS = {"typer", "click", "rich", "numpy"}
ENCODING = {"assert", "fetch", "pull", "push", "sync"}
"""Commands that write or take in objects and so need msgspec, which brings typing, re, enum and dataclasses itself."""
LOADED = "import sys\nfrom steme_cli.main import run\nrun(sys.argv[1:])\nprint('loaded:', *sys.modules)"


def loaded(*words: str) -> set[str]:
    command = [
        sys.executable,
        "-I",
        "-c",
        f"import sys; sys.path.insert(0, {os.environ['PYTHONPATH']!r})\n{LOADED}",
        *words,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("loaded:")[2].split())


def at_start() -> set[str]:
    done = subprocess.run(
        [sys.executable, "-I", "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("words", [["version"], ["version", "--format", "json"], ["--version"], ["-C", ".", "version"]])
def test_a_quick_command_imports_nothing_slow(words: list[str]) -> None:
    assert loaded(*words) - at_start() & SLOW == set()
    assert "steme_cli.quick.version" in loaded(*words)


@pytest.mark.parametrize("command", sorted(TABLE))
def test_the_work_of_a_quick_command_imports_nothing_slow(command: str) -> None:
    module = f"steme_cli.quick.{command.replace('-', '_')}"
    code = f"import sys; sys.path.insert(0, {os.environ['PYTHONPATH']!r}); __import__({module!r}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    forbidden = FRAMEWORKS if command in ENCODING else SLOW
    assert set(done.stdout.split()) - at_start() & forbidden == set()


def test_help_does_without_rich() -> None:
    assert not {name for name in loaded("--help") if name.startswith(("rich", "steme_cli.commands.", "numpy"))}
    assert "typer" in loaded("--help")


def best(*words: str) -> float:
    times = []
    for _ in range(12):
        started = time.perf_counter()
        subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - started)
    return min(times)


def test_a_quick_command_takes_no_more_than_three_interpreters() -> None:
    assert best("-c", "from steme_cli.main import main; main()", "version") <= 3 * best("-c", "pass")

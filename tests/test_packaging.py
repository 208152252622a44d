"""The wheel, installed where no checkout is in sight."""

import os
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

import steme_cli

TOP = Path(__file__).resolve().parents[1]


def run(*command: str | Path, cwd: Path) -> str:
    surroundings = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(command, cwd=cwd, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment that holds the wheel, and borrows what it needs from the one that runs the tests."""
    place = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place, cwd=TOP)
    run(sys.executable, "-m", "venv", "--without-pip", place / "venv", cwd=place)
    wheel = next(place.glob("*.whl"))
    pip = (sys.executable, "-m", "pip", "--python", place / "venv/bin/python", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=place)
    library = next((place / "venv/lib").glob("python*/site-packages"))
    (library / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return place


def test_the_programs_run_outside_the_checkout(elsewhere: Path) -> None:
    programs = elsewhere / "venv/bin"
    assert run(programs / "steme", "--version", cwd=elsewhere) == f"steme {steme_cli.__version__}\n"
    assert run(programs / "aphoria", "--version", cwd=elsewhere) == f"aphoria {steme_cli.__version__}\n"
    assert run(programs / "stemedb-admin", "--version", cwd=elsewhere) == f"stemedb-admin {steme_cli.__version__}\n"
    assert "Print the version of steme." in run(programs / "steme", "help", "version", cwd=elsewhere)


def test_it_is_the_wheel_that_runs(elsewhere: Path) -> None:
    code = "import repo_format, steme, steme_cli; print(repo_format.__file__, steme_cli.__file__)"
    for file in run(elsewhere / "venv/bin/python", "-P", "-c", code, cwd=elsewhere).split():
        assert file.startswith(str(elsewhere))


def test_completions_and_manual_pages_come_along(elsewhere: Path) -> None:
    printed = run(elsewhere / "venv/bin/steme", "completion", "bash", cwd=elsewhere)
    assert printed.endswith((TOP / "completions/bash/stemedb-admin").read_text())
    shared = elsewhere / "venv/share"
    assert (shared / "man/man1/steme.1").read_bytes() == (TOP / "man/steme.1").read_bytes()
    assert (shared / "bash-completion/completions/steme").exists()
    assert (shared / "zsh/site-functions/_steme").exists()
    assert (shared / "fish/vendor_completions.d/steme.fish").exists()


def test_the_licence_and_the_version_are_in_the_metadata(elsewhere: Path) -> None:
    folder = next((elsewhere / "venv/lib").glob("python*/site-packages/steme-*.dist-info"))
    metadata = (folder / "METADATA").read_text()
    assert f"Version: {steme_cli.__version__}\n" in metadata
    assert "License-Expression: Apache-2.0\n" in metadata
    assert (folder / "licenses/LICENSE").read_bytes() == (TOP / "LICENSE").read_bytes()


def test_only_the_packages_are_in_the_wheel(elsewhere: Path) -> None:
    library = next((elsewhere / "venv/lib").glob("python*/site-packages"))
    folders = {path.name for path in library.iterdir() if path.is_dir() and not path.name.endswith("dist-info")}
    assert folders == {"repo_format", "steme", "aphoria", "steme_cli", "steme_admin"}


def test_the_lock_holds_every_dependency_with_hashes_and_no_place_of_its_own() -> None:
    lock = (TOP / "requirements.lock").read_text()
    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    names = {requirement.split(">")[0] for requirement in project["dependencies"]}
    locked = {line.split("==")[0] for line in lock.splitlines() if "==" in line}
    assert names <= locked
    entries = [entry for entry in lock.split("\n    # via")[:-1] if "==" in entry]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in lock
    assert "--find-links" not in lock

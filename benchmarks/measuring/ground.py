"""Files, repositories and databases that the benchmarks work on; each is made when it is first asked for, and once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from measuring import apart, claims, ours
from measuring.peers import git, sqlite

_TOP = Path(__file__).parents[2]


class Ground:
    """One directory. ``rounds`` and ``size`` are what the command line asked for."""

    def __init__(self, place: Path, size: int, rounds: int) -> None:
        self.place = place
        self.size = size
        self.rounds = rounds
        self._fresh = 0
        self._programs: Path | None = None

    def fresh(self, name: str) -> Path:
        """A path in the directory at which there is nothing yet."""
        self._fresh += 1
        return self.place / f"{name}-{self._fresh}"

    def lines(self, shape: str, size: int | None = None) -> Path:
        """A file of claims."""
        wanted = size or self.size
        path = self.place / f"{shape}-{wanted}.jsonl"
        if not path.exists():
            apart.run(claims.write, shape, wanted, path)
        return path

    def repository(self, shape: str, size: int | None = None) -> Path:
        """A repository that holds these claims, for reading; made by importing them."""
        path = self.place / f"{shape}-{size or self.size}-repository"
        if not path.exists():
            apart.run(ours.prepare, path, shape)
            apart.run(ours.load, path, self.lines(shape, size))
        return path

    def signed_by_many(self, shape: str, size: int) -> Path:
        """As ``repository``, each source's claims being signed by a key of its own."""
        path = self.place / f"{shape}-{size}-by-many"
        if not path.exists():
            apart.run(ours.prepare, path, shape)
            apart.run(ours.load_by_many, path, self.lines(shape, size))
        return path

    def empty_repository(self, shape: str) -> Path:
        """A new repository that knows the sources of a shape and nothing else."""
        path = self.fresh("repository")
        apart.run(ours.prepare, path, shape)
        return path

    def sqlite(self, shape: str, size: int | None = None) -> Path:
        """A database of sqlite3 that holds the same claims."""
        path = self.place / f"{shape}-{size or self.size}.sqlite"
        if not path.exists():
            apart.run(sqlite.load, path, self.lines(shape, size))
        return path

    def git(self, shape: str) -> Path:
        """A bare git repository that holds the same claims as files."""
        path = self.place / f"{shape}-{self.size}.git"
        if not path.exists():
            apart.run(git.commit, path, self.lines(shape))
        return path

    def programs(self) -> Path:
        """The folder of `python` and `steme` in a virtual environment that holds the wheel, compiled, as pip leaves it.

        Its dependencies are those of the environment that runs the benchmark. Needs hatchling and pip.
        """
        if self._programs is None:
            self._programs = self._install(self.fresh("installed"))
        return self._programs

    @staticmethod
    def _install(place: Path) -> Path:
        _call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place)
        _call(sys.executable, "-m", "venv", "--without-pip", place / "venv")
        python = place / "venv/bin/python"
        wheel = next(place.glob("*.whl"))
        _call(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--compile", wheel)
        library = next((place / "venv/lib").glob("python*/site-packages"))
        borrowed = [path for path in sys.path if path.endswith("site-packages")]
        (library / "borrowed.pth").write_text("\n".join([*borrowed, ""]), encoding="utf-8")
        return place / "venv/bin"

    def home(self) -> dict[str, str]:
        """The environment of a person who has one signing key, for running programs."""
        home = self.place / "home"
        environment = apart.surroundings(HOME=str(home), XDG_CONFIG_HOME=str(home / "config"))
        environment.pop("PYTHONPATH", None)
        if not home.exists():
            home.mkdir()
            apart.program([self.programs() / "steme", "key", "new", "benchmark"], home, environment)
        return environment

    def forget(self, path: Path) -> None:
        """Remove what a round has left, so that a long run does not fill the disk."""
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _call(*command: str | Path) -> None:
    done = subprocess.run(command, cwd=_TOP, env=apart.surroundings(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[2]} failed: {done.stderr.strip()}")

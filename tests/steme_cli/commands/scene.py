"""A repository with a study and what follows from it, and four people who run commands in it, in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from steme.keys import KeyFile, SigningKey
from steme.repository import Repository
from steme_cli.app import app
from tests.steme.acts.world import ALICE, BOB, CAROL, DAVE, World


class Scene:
    """``ids`` names the objects: paper, study, and first, second, third of Bob, one from another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        world = World(path)
        self.ids = {"paper": world.source(ALICE, "paper-17")}
        self.ids["study"] = world.claim(ALICE, 1, subject="study", source=self.ids["paper"])
        above = self.ids["study"]
        for number, name in enumerate(("first", "second", "third"), 2):
            above = self.ids[name] = world.claim(BOB, number, parent=above)
        world.close()

    def run(self, *words: str, key: SigningKey = ALICE, input: str = "") -> Result:
        """Run `steme` here as one of the people; names of objects stand for their ids."""
        named = [self.ids.get(word, word) for word in words]
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("STEME_KEY", key.label)
            return CliRunner().invoke(app, [*named, "-C", str(self.path)], input=input)

    def done(self, *words: str, key: SigningKey = ALICE) -> str:
        """As ``run``, for what has to succeed; what it printed, without the end of line."""
        result = self.run(*words, key=key)
        assert result.exit_code == 0, result.stderr
        return result.stdout.removesuffix("\n")

    def json(self, *words: str) -> Any:
        """What a command says in JSON, without the key that names the document."""
        (document,) = json.loads(self.done(*words, "--format", "json")).values()
        return document

    @contextmanager
    def world(self) -> Iterator[World]:
        """To look, or to do more than commands do."""
        world = World.__new__(World)
        world.clock = 1000
        with Repository.open(str(self.path)) as world.repository:
            yield world

    def aside(self, subject: str = "s") -> dict[str, int]:
        """How many claims step aside."""
        with self.world() as world:
            return world.sift(subject)[1]

    def objects(self) -> int:
        """The number of objects."""
        with self.world() as world, world.repository.snapshot() as view:
            return view.count


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The scene as it was before anybody acted."""
    keys = tmp_path / "config" / "keys"
    keys.mkdir(parents=True, mode=0o700)
    for number, key in enumerate((ALICE, BOB, CAROL, DAVE), 1):
        file = keys / f"{key.label}.key"
        file.write_bytes(KeyFile(key.label, key.public, 0, bytes([number]) * 32).encode())
        file.chmod(0o600)
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path / "config"))
    return Scene(tmp_path / "scene")


__all__ = ["Scene", "scene"]

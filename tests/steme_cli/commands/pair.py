"""Two people with a repository each, and a bare git repository between them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from steme.repository import Repository
from tests.conftest import Finished, Program
from tests.sample import _key


class Person:
    """Somebody with a key, a repository at ``path`` and a cache of their own."""

    def __init__(self, pair: Pair, name: str) -> None:
        self.path = pair.top / name
        self.name = name
        self.key = pair.keys[name]
        self._run = pair.run
        self.env = {
            "STEME_CONFIG_HOME": str(pair.top / "config"),
            "STEME_KEY": name,
            "XDG_CACHE_HOME": str(pair.top / f"cache-{name}"),
        }

    def __call__(self, *words: str, cwd: Path | None = None, status: int | None = 0, **env: str) -> Finished:
        """Run `steme` in their repository; it has to end with ``status``, if that is not None."""
        done = self._run(*words, cwd=cwd or self.path, env={**self.env, **env})
        assert status is None or done.status == status, done
        return done

    def init(self) -> None:
        """Make the repository."""
        Repository.init(str(self.path)).close()

    def json(self, *words: str, **more: Any) -> Any:
        """The document that a command writes."""
        (body,) = json.loads(self(*words, "--format", "json", **more).stdout).values()
        return body

    def root(self) -> tuple[str, int]:
        """The root and the number of objects."""
        found = self.json("head")
        return found["root"], found["count"]


class Pair:
    """Alice, Bob, and ``hub``, the bare repository, whose URL is ``url``."""

    def __init__(self, top: Path, run: Program) -> None:
        self.top = top
        self.run = run
        config = top / "config"
        self.keys = {name: _key(name, config) for name in ("alice", "bob")}
        self.hub = top / "hub.git"
        self.url = f"git+file://{self.hub}"
        subprocess.run(["git", "init", "--quiet", "--bare", str(self.hub)], check=True)
        self.alice, self.bob = Person(self, "alice"), Person(self, "bob")

    def git(self, *words: str, at: Path | None = None) -> str:
        """What git says in the hub."""
        identity = {"GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@y", "GIT_COMMITTER_NAME": "x"}
        done = subprocess.run(
            ["git", *words],
            cwd=at or self.hub,
            env={**os.environ, **identity, "GIT_COMMITTER_EMAIL": "x@y"},
            capture_output=True,
            check=True,
        )
        return done.stdout.decode().strip()

    def started(self) -> Pair:
        """Alice has claimed two things, tagged them v1 and pushed them; Bob has cloned them."""
        self.alice.init()
        self.alice("assert", "country/fr", "capital", "Paris", "--confidence", "0.8")
        self.alice("assert", "drug/aspirin", "dosage", "4000", "--unit", "mg")
        self.alice("tag", "v1")
        self.alice("remote", "add", "origin", self.url)
        self.alice("push")
        self.bob("clone", self.url, "bob", cwd=self.top)
        return self

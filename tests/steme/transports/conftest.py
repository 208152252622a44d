"""The same remote, reached in every way there is. ssh is played by a script that runs the command on this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from steme.keys import KeyFile
from steme.repository import Repository
from tests.steme.exchange.world import ALICE, BOB, NEW_YEAR, made

SSH = """#!{python}
import os, sys
assert sys.argv[1:-2] == {options!r}, sys.argv
assert sys.argv[-2] == "somebody@far.example", sys.argv
os.environ["PATH"] = {bin!r} + os.pathsep + os.environ["PATH"]
os.execv("/bin/sh", ["sh", "-c", sys.argv[-1]])
"""


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Path]:
    """The remote's directory, with 300 claims; its name would be dangerous in a shell that is not told."""
    path = tmp_path / "there's $(touch hacked) `x` ; y"
    with made(path, BOB, range(300)):
        pass
    yield path
    assert not list(tmp_path.rglob("hacked"))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Repository]:
    """An empty repository."""
    with made(tmp_path / "here", ALICE) as repository:
        yield repository


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration folder with Bob's key, which whoever serves commits with."""
    folder = tmp_path / "config" / "keys"
    folder.mkdir(parents=True, mode=0o700)
    file = folder / "bob.key"
    file.write_bytes(KeyFile("bob", BOB.public, NEW_YEAR, b"bob".ljust(32, b".")).encode())
    file.chmod(0o600)
    monkeypatch.setenv("STEME_CONFIG_HOME", str(folder.parent))
    monkeypatch.setenv("STEME_KEY", "bob")
    return folder.parent


def program(path: Path, text: str) -> str:
    """An executable file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def ssh(tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put the script in the place of ssh; it expects these options."""

    def begin(*options: str) -> None:
        folder = tmp_path / "bin"
        program(folder / "steme", f'#!/bin/sh\nexec "{sys.executable}" -m steme_cli "$@"\n')
        text = SSH.format(python=sys.executable, options=[*options, "--"], bin=str(folder))
        monkeypatch.setenv("STEME_SSH", program(folder / "not-ssh", text))

    return begin


@pytest.fixture
def http(tmp_path: Path, keys: Path, there: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server in a process of its own, and a token for it in the environment; the url."""
    token = "0123456789abcdef0123456789abcdef"
    tokens = tmp_path / "tokens"
    tokens.write_text(f"append  test  {token}\n")
    tokens.chmod(0o600)
    port = _free_port()
    command = [sys.executable, "-m", "steme_cli", "serve", "--http", f"127.0.0.1:{port}", "--token-file", str(tokens)]
    process = subprocess.Popen(
        [*command, str(there)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ
    )
    try:
        _wait_for(port, process)
        monkeypatch.setenv("STEME_TOKEN", f"elsewhere.example=no,127.0.0.1:{port}={token}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert process.poll() is None, "the server has ended"
            time.sleep(0.1)
    pytest.fail("the server does not listen")

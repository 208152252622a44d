from __future__ import annotations

from pathlib import Path

import pytest

from steme.keys import encryption


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of keys of a user who has none yet, and nothing about keys in the environment."""
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path / "home"))
    for name in ("STEME_KEY", "STEME_PASSPHRASE", "STEME_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home" / "keys"


@pytest.fixture
def quick_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are locked with the least Argon2id allows, so that a test takes a millisecond and not half a second."""
    monkeypatch.setattr(encryption, "OPERATIONS", 1)
    monkeypatch.setattr(encryption, "MEMORY", 8192)

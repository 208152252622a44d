"""Hundreds of small repositories are made here, of which none has to survive a power cut."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.steme.acts.world import World


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_durable() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda fd: None)
        patch.setattr(os, "fdatasync", lambda fd: None)
        yield


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty repository and people who act in it."""
    made = World(tmp_path / "world")
    yield made
    made.close()

"""The repository of the vectors, served from its one segment, answers as tests/vectors/sync/ says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from repo_format.pack.source import Source
from steme.repository import Repository
from steme.serving.index_holdings import IndexHoldings
from steme.serving.log_holdings import LogHoldings
from steme.serving.responder import Responder

VECTORS = Path(__file__).parents[2] / "vectors"
CONVERSATION = json.loads((VECTORS / "sync" / "conversations.json").read_text())
SEGMENT = json.loads((VECTORS / "segments" / "active.json").read_text())


@pytest.fixture
def place(tmp_path: Path) -> str:
    for name in ("log", "lost"):
        (tmp_path / ".steme" / name).mkdir(parents=True)
    (tmp_path / ".steme" / "log" / SEGMENT["file"]).write_bytes(bytes.fromhex(SEGMENT["segment"]))
    (tmp_path / ".steme" / "format").write_text(f"steme repository\nformat 1\nid {SEGMENT['repository']}\n")
    return str(tmp_path)


def check(responder: Responder) -> None:
    for turn in CONVERSATION["turns"]:
        answer = b"".join(responder.respond(Source([bytes.fromhex(turn["request"])])))
        assert answer.hex() == turn["response"], turn["description"]


def test_through_the_log(place: str) -> None:
    with LogHoldings.open(place) as holdings:
        check(Responder(holdings, agent=CONVERSATION["agent"]))


def test_through_the_index(place: str) -> None:
    with Repository.open(place) as repository:
        check(Responder(IndexHoldings(repository), agent=CONVERSATION["agent"]))

from __future__ import annotations

import io
import sys

import pytest

from steme_cli.render.tree import Node, drawn

TREE = Node("root", [Node("a", [Node("b\x1b[2J"), Node("c", [Node("d")])]), Node("e", [Node("f")])])


def test_branches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    assert list(drawn(TREE)) == ["root", "├─ a", "│  ├─ b\\x1b[2J", "│  └─ c", "│     └─ d", "└─ e", "   └─ f"]


def test_where_lines_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert list(drawn(TREE)) == ["root", "|- a", "|  |- b\\x1b[2J", "|  `- c", "|     `- d", "`- e", "   `- f"]

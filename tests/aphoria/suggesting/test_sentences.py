from __future__ import annotations

import os
from pathlib import Path

from aphoria.suggesting.sentences import documents, sentences
from aphoria.walk import Skipped


def _told(text: str) -> list[tuple[int, str, bool, str, str]]:
    return [(one.line, one.text, one.negative, one.consequence, one.authority) for one in sentences("README.md", text)]


def test_a_sentence_with_its_line_and_reason() -> None:
    text = "# Title\n\nWe are nice. Retries MUST be\nat most 3, because peers die. Otherwise nothing.\n"
    assert _told(text) == [(3, "Retries MUST be at most 3, because peers die.", False, "Peers die", "")]


def test_the_next_sentence_may_say_what_breaks() -> None:
    assert _told("MD5 MUST NOT be used. Otherwise, digests collide.")[0][2:4] == (True, "Digests collide")
    assert _told("MD5 MUST NOT be used. It is old.")[0][3] == ""


def test_items_are_sentences_of_their_own_and_small_letters_ask_for_nothing() -> None:
    assert [one[1] for one in _told("- Tokens MUST expire\n- you must not worry\n2. Logs NEVER hold tokens")] == [
        "Tokens MUST expire",
        "Logs NEVER hold tokens",
    ]


def test_an_authority_within_five_lines_counts_the_nearest_first() -> None:
    far = "Authority: far\n" + "\n" * 5
    assert _told(far + "Tokens MUST expire.")[0][4] == ""
    assert _told(far.removesuffix("\n") + "Tokens MUST expire.")[0][4] == "far"
    assert _told("Authority: above\n\n\nTokens MUST expire.\n\n**Authority:** RFC 8725\n")[0][4] == "RFC 8725"


def test_what_is_fenced_does_not_count() -> None:
    assert _told("```\nx MUST y.\n```\n\n~~~\nA MUST b.\n~~~\nTokens MUST expire.") == [
        (8, "Tokens MUST expire.", False, "", "")
    ]


def test_long_lines_cost_nothing() -> None:
    assert _told("MUST " * 100_000) == []
    assert _told("Authority" + " " * 200_000 + "\nTokens MUST expire.")[0][4] == ""


def test_documents_are_at_the_top_and_in_their_folders(tmp_path: Path) -> None:
    for path in ("README.md", "docs/adr/1.md", "src/notes.md", "lib/README.rst", "x.png"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    os.symlink("README.md", tmp_path / "link.md")
    paths = ["README.md", "docs/adr/1.md", "lib/README.rst", "link.md", "src/notes.md", "x.png"]
    skipped = [Skipped(path, "no language of ours") for path in paths]
    assert [path for path, _ in documents(str(tmp_path), skipped)] == ["README.md", "docs/adr/1.md", "lib/README.rst"]

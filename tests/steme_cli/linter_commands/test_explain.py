from __future__ import annotations

from pathlib import Path

from tests.steme_cli.linter_commands.conftest import Run
from tests.steme_cli.linter_commands.test_claims import MADE, TLS

HOST = ["--path", "net/tls/hostname", "--predicate", "verified", "--comparison", "present"]


def test_an_empty_project_is_told_how_to_begin_in_five_lines(aphoria: Run) -> None:
    lines = aphoria("explain").stdout.splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("Nothing is claimed about wallet yet; ")
    assert [line.split()[:2] for line in lines[1:]] == [
        ["aphoria", "scan"], ["aphoria", "suggest"], ["aphoria", "claims"], ["aphoria", "verify"],
    ]  # fmt: skip


def test_the_story_has_reasons_and_state_by_category(aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE, "--category", "security")
    aphoria("claims", "create", "b-1", *HOST, *MADE)
    aphoria("claims", "create", "c-1", *HOST, *MADE, "--draft")
    told = aphoria("explain").stdout
    assert told.startswith("wallet has 2 active claims.\n1 is contradicted by the code: a-1.\n1 is shown by nothing: b")
    assert told.index("SECURITY") < told.index("a-1 is contradicted") < told.index("OTHER") < told.index("b-1 is shown")
    assert "Otherwise: Anyone in between reads balances" in told
    assert "Decided: security review of March (expert)" in told
    assert "Now: src/net/client.py:2 is false" in told
    assert "1 draft waiting for `aphoria claims promote`: c-1." in told


def test_the_document_has_everything_and_markdown_sees_a_text(project: Path, aphoria: Run) -> None:
    saying = ["--invariant", "Peers MUST <b>[be](x)</b> *checked*", "--consequence", "Balances\nare read"]
    more = ["--provenance", "RFC 9325", "--evidence", "https://www.rfc-editor.org/rfc/rfc9325", "--evidence", "a|b"]
    aphoria("claims", "create", "a-1", *TLS, *saying, *more, "--category", "security")
    text = aphoria("docs", "generate").stdout
    assert text.startswith("# What wallet must do\n")
    assert "## security\n\n### a-1\n\nPeers MUST \\<b\\>\\[be\\](x)\\</b\\> \\*checked\\*\n" in text
    assert "- State: **is contradicted by the code**\n- Otherwise: Balances are read\n" in text
    assert "- Decided: RFC 9325 (expert)\n- Evidence: <https://www.rfc-editor.org/rfc/rfc9325>\n" in text
    assert "- Evidence: a\\|b\n" in text
    assert "- Checked: `net/tls/certificate verified` must be true\n" in text
    assert "- Contradicted at: `src/net/client.py:2` (false)\n" in text
    aphoria("docs", "generate", "--output", "claims.md")
    assert (project / "claims.md").read_text() == text


def test_there_is_no_document_about_nothing(aphoria: Run) -> None:
    assert "`aphoria explain` says how to begin" in aphoria("docs", "generate", status=3).stderr

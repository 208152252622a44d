from __future__ import annotations

import json
from pathlib import Path

from tests.steme_cli.linter_commands.conftest import Run
from tests.steme_cli.linter_commands.test_claims import MADE, TLS


def _rows(text: str, kind: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(text)[f"aphoria.{kind}/v1"]
    return rows


def test_a_team_starts_with_what_is_there(project: Path, aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    aphoria("baseline", "save")
    assert "1 finding ignored" in aphoria("verify", "run", "--baseline").stderr
    assert "0 BLOCK, 0 FLAG" in aphoria("scan", "--baseline", "--fail-on", "flag").stderr
    aphoria("verify", "run", status=1)
    aphoria("scan", status=1)
    client = project / "src" / "net" / "client.py"
    client.write_text("import requests\n\n\nrequests.get(url, verify=False)\n")
    aphoria("verify", "run", "--baseline")
    client.write_text(client.read_text() + "ssl.CERT_NONE\n")
    assert "client.py:5: BLOCK" in aphoria("verify", "run", "--baseline", status=1).stdout
    assert "client.py:5: BLOCK" in aphoria("scan", "--baseline", status=1).stdout


def test_what_is_new_and_gone_is_told(project: Path, aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    aphoria("baseline", "save")
    known = len(_rows(aphoria("baseline", "show", "--format", "json").stdout, "baseline"))
    assert f"0 new, 0 gone, {known} the same" in aphoria("baseline", "diff").stderr
    every = _rows(aphoria("baseline", "diff", "--same", "--format", "json").stdout, "baseline_diff")
    assert [one["state"] for one in every] == ["same"] * known
    (project / "src" / "net" / "client.py").write_text("ssl.CERT_NONE\n")
    told = _rows(aphoria("baseline", "diff", "--format", "json", status=1).stdout, "baseline_diff")
    assert [one["state"] for one in told if one["rule"] == "a-1"] == ["new", "gone"]
    (project / "src" / "net" / "client.py").write_text("requests.get(url, verify=True, timeout=5)\n")
    assert f"0 new, {known} gone, 0 the same" in aphoria("baseline", "diff").stderr


def test_it_is_shown_and_forgotten(aphoria: Run) -> None:
    aphoria("baseline", "save")
    shown = _rows(aphoria("baseline", "show", "--format", "json").stdout, "baseline")
    assert "block" in {one["level"] for one in shown}
    aphoria("baseline", "clear")
    for words in (["show"], ["clear"], ["diff"]):
        assert "`aphoria baseline save` makes one" in aphoria("baseline", *words, status=3).stderr
    assert "`aphoria baseline save` makes one" in aphoria("scan", "--baseline", status=3).stderr

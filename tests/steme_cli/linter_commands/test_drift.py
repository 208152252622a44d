from __future__ import annotations

import json
from pathlib import Path

from steme.repository import Repository
from tests.steme_cli.linter_commands.conftest import Run
from tests.steme_cli.linter_commands.test_claims import MADE, TLS
from tests.steme_cli.linter_commands.test_verify import _git

BAD, GOOD = "requests.get(url, verify=False)\n", "requests.get(url, verify=True)\n"


def test_what_has_changed_since_a_kept_scan_is_told(project: Path, aphoria: Run) -> None:
    Repository.init(str(project)).close()
    client = project / "src" / "net" / "client.py"
    _git(project, "init", "-q")
    _git(project, "add", "src")
    _git(project, "commit", "-q", "-m", "first")
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    assert "observations kept as wallet@" in aphoria("scan", "--persist", "--fail-on", "none").stderr
    client.write_text("# moved\n\n" + client.read_text())
    assert "drift 0.0 %" in aphoria("drift").stderr
    client.write_text("import requests\n" + GOOD)
    told = json.loads(aphoria("drift", "--format", "json", status=1).stdout)["aphoria.drift/v1"]
    (change,) = told["changes"]
    assert (change["change"], change["before"], change["after"], change["claims"]) == (
        "changed", ["false"], ["true"], ["a-1"],
    )  # fmt: skip
    assert told["measure"] == round(2 / (told["then"] + 1), 4)
    _git(project, "add", "src")
    _git(project, "commit", "-q", "-m", "second")
    aphoria("scan", "--persist")
    aphoria("drift")
    assert "changed" in aphoria("drift", "--since", "HEAD~1", status=1).stdout
    assert "1 changed, 0 new, 0 gone" in aphoria("drift", "--since", "HEAD~1", status=1).stderr


def test_what_cannot_be_compared_or_kept_is_said(project: Path, aphoria: Run) -> None:
    aphoria("drift", status=4)
    aphoria("scan", "--persist", "--fail-on", "none", status=4)
    Repository.init(str(project)).close()
    assert "`aphoria scan --persist` keeps one" in aphoria("drift", status=3).stderr
    refused = aphoria("scan", "--persist", "src/net/client.py", status=2)
    assert "keeps a scan of everything" in refused.stderr

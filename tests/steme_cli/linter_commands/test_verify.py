from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.steme_cli.linter_commands.conftest import Run
from tests.steme_cli.linter_commands.test_claims import MADE, TLS


def _git(top: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=top, check=True, capture_output=True)


def _report(done: str) -> dict[str, list[dict[str, object]]]:
    report: dict[str, list[dict[str, object]]] = json.loads(done)["aphoria.report/v1"]
    return report


def test_a_conflict_is_shown_where_it_is(aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    done = aphoria("verify", "run", status=1)
    assert "src/net/client.py:2: BLOCK a-1\n" in done.stdout
    assert "> verify=False" in done.stdout
    assert "1 claim: 0 PASS, 1 CONFLICT, 0 MISSING" in done.stderr


def test_it_passes_when_the_code_is_mended(project: Path, aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    (project / "src" / "net" / "client.py").write_text("import requests\nrequests.get(url, verify=True)\n")
    assert aphoria("verify", "run").stdout == ""


def test_a_comment_with_a_reason_has_a_conflict_ignored(project: Path, aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    client = project / "src" / "net" / "client.py"
    client.write_text("requests.get(url, verify=False)  # aphoria:ignore[tls_verify] -- it is us\n")
    done = aphoria("verify", "run", "--format", "json")
    assert [one["suppressed"] for one in _report(done.stdout)["findings"]] == [{"by": "comment", "reason": "it is us"}]
    client.write_text("requests.get(url, verify=False)  # aphoria:ignore[tls_verify]\n")
    assert "gives no reason" in aphoria("verify", "run", status=1).stdout
    client.write_text("requests.get(url, verify=True)  # aphoria:ignore[tls_verify] -- it is us\n")
    assert "ignores nothing any more" in aphoria("verify", "run").stdout
    assert aphoria("verify", "run", "--fail-on", "any", status=1)


def test_what_fails_can_be_chosen(aphoria: Run) -> None:
    aphoria(
        "claims",
        "create",
        "a-1",
        "--path",
        "net/tls/hostname",
        "--predicate",
        "verified",
        "--comparison",
        "present",
        *MADE,
    )
    aphoria("verify", "run", status=1)
    aphoria("verify", "run", "--fail-on", "block")
    aphoria("verify", "run", "--fail-on", "none")


def test_unclaimed_observations_are_shown_when_asked_for(aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", "--path", "a/b", "--predicate", "c", *MADE, "--draft")
    assert "UNCLAIMED code://python/wallet/net/client/tls/certificate verified = false" in (
        aphoria("verify", "run", "--show-unclaimed").stdout
    )
    unclaimed = _report(aphoria("verify", "run", "--show-unclaimed", "--format", "json").stdout)["unclaimed"]
    assert any(one["path"] == "code://python/wallet/net/client/tls/certificate" for one in unclaimed)


def test_several_reports_at_once(project: Path, aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    aphoria("verify", "run", "--output", "sarif=a.sarif", "--output", "junit=a.xml", status=1)
    assert json.loads((project / "a.sarif").read_text())["version"] == "2.1.0"
    assert (project / "a.xml").read_text().startswith("<?xml")
    assert "is not of the form" in aphoria("verify", "run", "--output", "sarif", status=2).stderr
    assert "there are github" in aphoria("verify", "run", "--output", "docx=a", status=2).stderr


def test_only_what_is_staged_or_changed_is_looked_at(project: Path, aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    _git(project, "init", "-q")
    _git(project, "add", ".")
    _git(project, "commit", "-q", "-m", "first")
    aphoria("verify", "run", "--staged")
    aphoria("verify", "run", "--since", "HEAD")
    (project / "new.py").write_text("requests.get(url, verify=False)\n")
    (project / "src" / "net" / "client.py").write_text("")
    assert "new.py" not in aphoria("verify", "run", "--staged").stdout
    _git(project, "add", "new.py")
    aphoria("verify", "run", "--staged")  # the claim is about net
    aphoria("claims", "update", "a-1", "--path", "tls/certificate")
    assert "new.py:1: BLOCK" in aphoria("verify", "run", "--staged", status=1).stdout
    assert "new.py:1: BLOCK" in aphoria("verify", "run", "--since", "HEAD", status=1).stdout
    assert "new.py:1: BLOCK" in aphoria("verify", "run", "new.py", status=1).stdout
    assert "one of them" in aphoria("verify", "run", "new.py", "--staged", status=2).stderr
    assert "there is no 'nothing.py'" in aphoria("verify", "run", "nothing.py", status=2).stderr
    assert "lies outside" in aphoria("verify", "run", "../x.py", status=2).stderr


def test_the_map_says_who_can_see_what(aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    aphoria("claims", "create", "b-1", "--path", "a/b", "--predicate", "c", *MADE)
    done = aphoria("verify", "map")
    assert "1 of 2 active claims can be seen (50.0 %)" in done.stderr
    mapped = json.loads(aphoria("verify", "map", "--format", "json").stdout)["aphoria.verify_map/v1"]
    assert [one["extractors"] for one in mapped] == [["tls_verify"], []]

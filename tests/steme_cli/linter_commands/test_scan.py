from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from steme_cli.app import app
from tests.steme_cli.linter_commands.conftest import Run
from tests.steme_cli.linter_commands.test_claims import MADE


def test_a_conflict_is_shown_with_who_says_so(aphoria: Run) -> None:
    done = aphoria("scan", status=1)
    assert "src/net/client.py:2: BLOCK tls-certificate-rfc9110\n" in done.stdout
    assert "Source: RFC 9110, section 4.3.4 <https://www.rfc-editor.org/rfc/rfc9110#section-4.3.4>" in done.stdout
    assert "Heard: regulatory 1 against; clinical 1 against; observational 3 against" in done.stdout
    assert "1 BLOCK, " in done.stderr
    assert "assertions of the corpus)" in done.stderr


def test_json_has_the_tiers_and_the_policies(aphoria: Run) -> None:
    report = json.loads(aphoria("scan", "--format", "json", status=1).stdout)["aphoria.report/v1"]
    found = next(one for one in report["findings"] if one["rule"] == "tls-certificate-rfc9110")
    assert found["score"] == 1.0
    assert found["tiers"][0] == {
        "tier": "regulatory",
        "agreeing": [],
        "contradicting": ["tls-certificate-rfc9110"],
    }
    assert report["policies"][0]["name"] == "corpus"
    assert report["rules"]["tls-certificate-rfc9110"]["section"] == "section 4.3.4"


def test_what_fails_and_what_looks_can_be_chosen(project: Path, aphoria: Run) -> None:
    aphoria("scan", "--fail-on", "none")
    assert aphoria("scan", "--extractor", "sql_injection").stdout == ""
    assert "did you mean tls_verify?" in aphoria("scan", "--extractor", "tls_verfy", status=3).stderr
    assert "--min-confidence: 2.0" in aphoria("scan", "--min-confidence", "2", status=2).stderr
    client = project / "src" / "net" / "client.py"
    client.write_text("requests.get(url, verify=False, timeout=3)  # aphoria:ignore[tls_verify] -- it is us\n")
    assert "1 accepted" in aphoria("scan").stderr
    assert "ignores nothing" not in aphoria("scan", "--extractor", "sql_injection").stdout


def test_reports_into_files(project: Path, aphoria: Run) -> None:
    aphoria("scan", "--output", "sarif=a.sarif", "--output", "gitlab=a.json", status=1)
    (run,) = json.loads((project / "a.sarif").read_text())["runs"]
    rule = next(rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "tls-certificate-rfc9110")
    assert rule["helpUri"] == "https://www.rfc-editor.org/rfc/rfc9110#section-4.3.4"
    assert json.loads((project / "a.json").read_text())[0]["check_name"]


def test_what_is_kept_is_held_against_the_same(aphoria: Run) -> None:
    assert CliRunner().invoke(app, ["init"]).exit_code == 0
    plain = aphoria("scan", status=1)
    kept = aphoria("scan", "--persist", status=1)
    assert kept.stdout == plain.stdout
    assert "observations kept" in kept.stderr


def test_a_claim_of_the_team_overrides(project: Path, aphoria: Run) -> None:
    words = ("--path", "net/tls/certificate", "--predicate", "verified", "--value", "false", *MADE)
    missing = aphoria("claims", "create", "ours-1", *words, "--overrides", "tls-certificate-rfc911", status=3)
    assert "did you mean tls-certificate-rfc9110?" in missing.stderr
    aphoria("claims", "create", "ours-1", *words, "--overrides", "tls-certificate-rfc9110")
    assert "tls-certificate" not in aphoria("scan").stdout
    claims = project / ".aphoria" / "claims.toml"
    claims.write_text(claims.read_text().replace("MUST", "SHOULD"))
    assert "would override tls-certificate-rfc9110" in aphoria("scan", status=1).stdout


def test_a_comment_for_scan_ignores_something_to_verify_too(project: Path, aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", "--path", "net/jwt/signature", "--predicate", "verified", *MADE, "--draft")
    client = project / "src" / "net" / "client.py"
    client.write_text("requests.get(url, verify=False, timeout=3)  # aphoria:ignore[tls_verify] -- it is us\n")
    assert aphoria("verify", "run").stdout == ""
    client.write_text("requests.get(url, verify=True, timeout=3)  # aphoria:ignore[tls_verify] -- it is us\n")
    assert "ignores nothing any more" in aphoria("verify", "run").stdout


def test_files_that_could_not_be_looked_at_are_named(project: Path, aphoria: Run) -> None:
    assert "not looked at" not in aphoria("scan", status=1).stderr
    for number in range(5):
        (project / f"nul{number}.py").write_bytes(b"x = 1\0\n")
    told = aphoria("scan", status=1).stderr
    assert "not looked at: nul0.py (not a text), nul1.py (not a text), nul2.py (not a text) and 2 more, see" in told


def test_a_comment_with_a_name_that_no_extractor_has_is_told(project: Path, aphoria: Run) -> None:
    client = project / "src" / "net" / "client.py"
    client.write_text("requests.get(url, verify=False, timeout=3)  # aphoria:ignore[tls_verfy] -- it is us\n")
    told = aphoria("scan", status=1).stdout
    assert "NOTE suppression\n    this comment names 'tls_verfy', and no extractor is called so; did you mean" in told
    assert "ignores nothing any more" not in told
    own = project / ".aphoria" / "extractors" / "tls_verfy.toml"
    own.parent.mkdir(parents=True)
    own.write_text(
        'summary = "x"\nlanguages = ["python"]\npattern = "x"\nabout = "a/b"\npredicate = "c"\nvalue = true\n'
    )
    assert "this comment ignores nothing any more" in aphoria("scan", status=1).stdout

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from steme.repository import Repository
from tests.steme_cli.linter_commands.conftest import Run

SAYING = ["--invariant", "Certificates MUST be verified", "--consequence", "Anyone in between reads balances"]
MADE = [*SAYING, "--provenance", "security review of March"]
TLS = ["--path", "net/tls/certificate", "--predicate", "verified", "--value", "true"]


def _claims(project: Path) -> dict[str, dict[str, object]]:
    tables = tomllib.loads((project / ".aphoria" / "claims.toml").read_text())["claim"]
    return {table["id"]: table for table in tables}


def test_a_claim_from_options_is_signed_and_verified(project: Path, aphoria: Run) -> None:
    assert aphoria("claims", "create", "wallet-tls-001", *TLS, *MADE).stdout == "wallet-tls-001\n"
    made = _claims(project)["wallet-tls-001"]
    assert (made["comparison"], made["value"], made["tier"], made["status"]) == ("equals", True, "expert", "active")
    assert len(str(made["signature"])) == 128
    assert "CONFLICT" in aphoria("verify", "run", status=1).stderr
    assert aphoria("claims", "lint").stdout == ""


def test_a_name_is_made_and_a_warning_given_where_somebody_covers_it(aphoria: Run) -> None:
    aphoria("claims", "create", *TLS, *MADE)
    again = aphoria("claims", "create", *TLS, *MADE)
    assert again.stdout == "tls-certificate-002\n"
    assert "note: tls-certificate-001 covers net/tls/certificate verified already" in again.stderr
    unseen = aphoria("claims", "create", "--path", "a/b", "--predicate", "c", *MADE)
    assert "no extractor can observe this" in unseen.stderr


def test_what_is_missing_is_said_where_nobody_can_be_asked(project: Path, aphoria: Run) -> None:
    refused = aphoria("claims", "create", *TLS, status=2)
    assert "give --invariant too" in refused.stderr
    assert not (project / ".aphoria").exists()


def test_several_values_make_a_list(project: Path, aphoria: Run) -> None:
    words = ["--path", "jwt/algorithm", "--predicate", "allowed", "--comparison", "one_of"]
    aphoria("claims", "create", "jwt-1", *words, "--value", "RS256", "--value", "ES256", *MADE)
    assert _claims(project)["jwt-1"]["values"] == ["RS256", "ES256"]
    refused = aphoria("claims", "update", "jwt-1", "--comparison", "equals", status=2)
    assert "several times" in refused.stderr


def test_comments_survive_and_hand_edits_are_seen(project: Path, aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    file = project / ".aphoria" / "claims.toml"
    file.write_text(
        file.read_text().replace("[[claim]]\n", "[[claim]]  # ours\n# since March\n").replace("in between", "there")
    )
    problems = aphoria("claims", "lint", status=1)
    assert "a-1" in problems.stdout
    assert "changed since it was signed" in problems.stdout
    assert aphoria("claims", "sign").stdout == "a-1\n"
    aphoria("claims", "update", "a-1", "--tier", "clinical")
    assert "[[claim]]  # ours\n# since March\n" in file.read_text()
    assert _claims(project)["a-1"]["tier"] == "clinical"
    assert aphoria("claims", "sign").stderr.strip() == "every claim has a good signature"


def test_an_update_of_nothing_is_refused_and_an_empty_text_takes_a_field_away(project: Path, aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE, "--category", "security")
    assert "nothing to change" in aphoria("claims", "update", "a-1", "--category", "security", status=2).stderr
    aphoria("claims", "update", "a-1", "--category", "")
    assert "category" not in _claims(project)["a-1"]


def test_the_chain_of_superseded_claims_is_kept(project: Path, aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    aphoria("claims", "supersede", "a-1", "a-2", "--value", "false", "--provenance", "ADR 12, after the move")
    made = _claims(project)
    assert (made["a-1"]["status"], made["a-2"]["supersedes"], made["a-2"]["status"]) == ("superseded", "a-1", "active")
    assert "superseded already" in aphoria("claims", "supersede", "a-1", "a-3", status=2).stderr
    story = aphoria("claims", "explain", "a-2").stdout
    assert "Replaces: a-1" in story
    assert "Now: PASS" in story
    assert "src/net/client.py:2 is false" in story
    assert "Replaced by: a-2" in aphoria("claims", "explain", "a-1").stdout


def test_drafts_wait_and_deprecated_ones_rest(aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE, "--draft")
    aphoria("verify", "run")
    aphoria("claims", "promote", "a-1")
    aphoria("verify", "run", status=1)
    assert "is active already" in aphoria("claims", "promote", "a-1", status=2).stderr
    aphoria("claims", "deprecate", "a-1")
    aphoria("verify", "run")


def test_lists_searches_and_counts(aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE, "--category", "security")
    aphoria("claims", "create", "b-1", "--path", "a/b", "--predicate", "c", *MADE, "--draft")
    listed = json.loads(aphoria("claims", "list", "--status", "draft", "--format", "json").stdout)
    assert [one["id"] for one in listed["aphoria.claims/v1"]] == ["b-1"]
    assert aphoria("claims", "search", "MARCH", "security", "tls").stdout.count("\n") == 2
    stats = json.loads(aphoria("claims", "stats", "--format", "json").stdout)["aphoria.claims_stats/v1"]
    assert stats["status"] == {"active": 1, "draft": 1}
    shown = json.loads(aphoria("claims", "show", "a-1", "--format", "json").stdout)["aphoria.claim/v1"]
    assert (shown["state"], shown["value"]) == ("signed", True)
    assert "did you mean a-1" in aphoria("claims", "show", "a-11", status=3).stderr


def test_what_is_exported_is_imported_elsewhere_with_its_signatures(
    project: Path, aphoria: Run, tmp_path: Path
) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    other = tmp_path / "team.toml"
    other.write_text(aphoria("claims", "export", "--format", "toml").stdout)
    before = _claims(project)["a-1"]
    (project / ".aphoria" / "claims.toml").unlink()
    assert "nothing was changed" in aphoria("claims", "import", str(other), "--dry-run").stderr
    assert not (project / ".aphoria" / "claims.toml").exists()
    assert aphoria("claims", "import", str(other)).stdout == "added a-1\n"
    assert _claims(project)["a-1"] == before
    aphoria("claims", "update", "a-1", "--tier", "community")
    assert "choose --merge" in aphoria("claims", "import", str(other), status=2).stderr
    assert aphoria("claims", "import", str(other), "--merge", "skip").stdout == "skipped a-1\n"
    assert aphoria("claims", "import", str(other), "--merge", "overwrite").stdout == "replaced a-1\n"
    assert _claims(project)["a-1"] == before
    assert json.loads(aphoria("claims", "export").stdout)["aphoria.claims/v1"][0]["id"] == "a-1"


def test_the_template_can_be_imported(aphoria: Run, tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text(aphoria("claims", "import", "--template").stdout)
    assert aphoria("claims", "import", str(tmp_path / "new.toml")).stdout == "added wallet-tls-001\n"
    assert aphoria("claims", "lint").stdout == ""


def test_where_there_is_a_repository_claims_are_recorded_in_it(project: Path, aphoria: Run) -> None:
    Repository.init(str(project)).close()
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    aphoria("claims", "deprecate", "a-1")
    with Repository.open(str(project)) as repository, repository.snapshot() as view:
        assert view.count == 2


def test_markers_become_claims_or_are_turned_away(project: Path, aphoria: Run) -> None:
    code = "# @aphoria:claim[limits] retries MUST be at most 5\n# @aphoria:claim balances MUST be exact\n"
    (project / "src" / "limits.py").write_text(code)
    listed = json.loads(aphoria("claims", "markers", "--format", "json").stdout)["aphoria.markers/v1"]
    assert [(one["category"], one["text"], one["line"]) for one in listed] == [
        ("limits", "retries MUST be at most 5", 1),
        (None, "balances MUST be exact", 2),
    ]
    words = ["--path", "limits/limit/retries", "--predicate", "value", "--comparison", "at_most", "--value", "5"]
    made = aphoria("claims", "formalize", listed[0]["marker"][:7], *words, "--consequence", "The bank blocks us")
    claim = _claims(project)[made.stdout.strip()]
    assert (claim["invariant"], claim["category"]) == ("retries MUST be at most 5", "limits")
    aphoria("claims", "reject", listed[1]["marker"], "--reason", "said in ADR 3")
    (project / "src" / "limits.py").write_text("\n\n" + code)
    states = json.loads(aphoria("claims", "markers", "--format", "json").stdout)["aphoria.markers/v1"]
    assert [(one["state"], one["line"]) for one in states] == [("formalized", 3), ("rejected", 4)]
    assert "there is no marker" in aphoria("claims", "reject", "0000000", "--reason", "x", status=3).stderr


def test_without_a_file_there_is_a_hint(aphoria: Run) -> None:
    assert "aphoria claims create" in aphoria("claims", "list", status=3).stderr
    assert "aphoria claims create" in aphoria("verify", "run", status=3).stderr

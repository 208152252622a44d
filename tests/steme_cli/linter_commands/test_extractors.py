from __future__ import annotations

import json
from pathlib import Path

from tests.aphoria.test_declarative import POOL, _write
from tests.steme_cli.linter_commands.conftest import Run
from tests.steme_cli.linter_commands.test_claims import MADE

POOL_CLAIM = ["--path", "net/ledger/pool", "--predicate", "size", "--comparison", "at_most", "--value", "5"]


def test_one_of_your_own_is_used_by_verify_scan_and_claims(project: Path, aphoria: Run) -> None:
    assert "no extractor can observe this" in aphoria("claims", "create", "p-1", *POOL_CLAIM, *MADE).stderr
    _write(project, POOL)
    (project / "src" / "net" / "client.py").write_text("Pool(pool_size=9)\n")
    assert "client.py:1: BLOCK p-1" in aphoria("verify", "run", status=1).stdout
    report = json.loads(aphoria("verify", "run", "--format", "json", "--fail-on", "none").stdout)["aphoria.report/v1"]
    assert [one["file"] for one in report["findings"]] == ["src/net/client.py"]
    mapped = json.loads(aphoria("verify", "map", "--format", "json").stdout)["aphoria.verify_map/v1"]
    assert mapped[0]["extractors"] == ["mine"]
    assert aphoria("claims", "lint").stdout == ""
    assert "1 claim" in aphoria("verify", "run", "--fail-on", "none").stderr
    assert "CONFLICT" in aphoria("claims", "explain", "p-1").stdout


def test_the_list_says_where_they_come_from(project: Path, aphoria: Run) -> None:
    _write(project, POOL)
    every = json.loads(aphoria("extractors", "list", "--format", "json").stdout)["aphoria.extractors/v1"]
    origins = {one["name"]: one["origin"] for one in every}
    assert origins["tls_verify"] == "aphoria"
    assert origins["mine"] == ".aphoria/extractors/mine.toml"
    own = json.loads(aphoria("extractors", "list", "--own", "--format", "json").stdout)["aphoria.extractors/v1"]
    assert [one["name"] for one in own] == ["mine"]
    assert "How large the pool" in aphoria("extractors", "show", "mine").stdout
    assert "did you mean tls_verify?" in aphoria("extractors", "show", "tls_verfy", status=3).stderr


def test_tests_are_run(project: Path, aphoria: Run) -> None:
    assert "there is no test" in aphoria("extractors", "test").stderr
    _write(project, POOL)
    assert "1 test, 0 failed" in aphoria("extractors", "test").stderr
    _write(project, POOL.replace("3000, 3", "3001, 3"))
    failed = aphoria("extractors", "test", "mine", status=1)
    assert "mine 1: missing: ['ledger/pool', 'size', 3001, 3]\n" in failed.stdout
    assert "mine 1: not wanted: ['ledger/pool', 'size', 3000, 3]\n" in failed.stdout
    assert "is tested there" in aphoria("extractors", "test", "tls_verify", status=3).stderr


def test_one_can_be_tried_on_a_file(project: Path, aphoria: Run) -> None:
    tried = aphoria("extractors", "test", "tls_verify", "--file", "src/net/client.py").stdout.splitlines()
    assert tried[1].split()[:4] == ["2", "tls/certificate", "verified", "no"]
    _write(project, POOL)
    assert "of no language that mine reads" in aphoria(
        "extractors", "test", "mine", "--file", ".aphoria/x.rs", status=2
    ).stderr  # fmt: skip
    assert "cannot be read" in aphoria("extractors", "test", "mine", "--file", "no.py", status=2).stderr
    assert "is for one extractor" in aphoria("extractors", "test", "--file", "no.py", status=2).stderr


def test_what_is_the_matter_with_them_is_told(project: Path, aphoria: Run) -> None:
    _write(project, POOL)
    _write(project, "x = [", "broken")
    told = aphoria("extractors", "validate", status=1).stdout
    assert "broken.toml" in told
    assert "is not TOML" in told
    assert "matches nowhere in the project" in told
    assert "broken.toml: is not TOML" in aphoria("scan", status=2).stderr
    (project / ".aphoria" / "extractors" / "broken.toml").unlink()
    (project / "src" / "net" / "client.py").write_text("Pool(pool_size=3)\n")
    aphoria("claims", "create", "p-1", *POOL_CLAIM, *MADE)
    assert "nothing is the matter" in aphoria("extractors", "validate").stderr
    aphoria("claims", "update", "p-1", "--path", "other/ledger/pool")
    assert "matches no claim's path" in aphoria("extractors", "validate").stdout

"""The hooks of .pre-commit-hooks.yaml, run by the real pre-commit from a repository that holds them. No network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from aphoria.walk import Bounds, why_not
from tests.steme_cli.linter_commands.conftest import Git, Run
from tests.steme_cli.linter_commands.test_claims import MADE, TLS

MANIFEST = Path(__file__).resolve().parents[3] / ".pre-commit-hooks.yaml"
HOOKS: dict[str, dict[str, Any]] = {one["id"]: one for one in yaml.safe_load(MANIFEST.read_text())}
IDS = ("steme-verify", "steme-scan", "steme-claims-lint")
PRE_COMMIT = [sys.executable, "-m", "pre_commit"]
BAD = "import requests\nrequests.get(url, verify=False, timeout=5)\n"
GOOD = "import requests\nrequests.get(url, verify=True, timeout=5)\n"


def test_every_hook_can_do_without_an_environment_of_its_own() -> None:
    assert set(HOOKS) == {*IDS, *(f"{one}-system" for one in IDS)}
    own = {"id", "description", "language", "additional_dependencies"}
    for one in IDS:
        mine, system = HOOKS[one], HOOKS[f"{one}-system"]
        assert (mine["language"], system["language"]) == ("python", "system")
        assert mine["additional_dependencies"] == [".[scan]"]
        assert {**mine, **dict.fromkeys(own)} == {**system, **dict.fromkeys(own)}


def test_the_manifest_is_valid() -> None:
    subprocess.run([*PRE_COMMIT, "validate-manifest", str(MANIFEST)], check=True)


@pytest.mark.parametrize(
    "path",
    [
        "wallet/net.py", "test_net.py", "net_test.go", "src/tests/net.py", "a/spec/b.js", "b.spec.ts", "b.test.js",
        "conftest.py", "src/WalletTest.java", "src/WalletTests.java", "contest.py", "latest.py", "attest/a.py",
        "my_tests.py", "fixtures/a.yaml", "testdata/a.json", "a.testing.py", "inspect.py", "tested/a.py",
    ],
)  # fmt: skip
def test_the_same_tests_are_left_out_as_in_a_plain_run(path: str) -> None:
    left_out = re.search(HOOKS["steme-scan"]["exclude"], path) is not None
    assert left_out is bool(why_not(path, 0, Bounds()))


@pytest.fixture
def hooked(project: Path, git: Git, program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project with all hooks of the kind *system*, taken from a git repository that has the manifest."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    source = tmp_path / "steme"
    source.mkdir()
    git("init", "-q", cwd=source)
    (source / MANIFEST.name).write_text(MANIFEST.read_text())
    git("add", ".", cwd=source)
    git("commit", "-q", "-m", "hooks", cwd=source)
    revision = git("rev-parse", "HEAD", cwd=source).stdout.strip()
    chosen = [{"id": f"{one}-system"} for one in IDS]
    config = {"repos": [{"repo": str(source), "rev": revision, "hooks": chosen}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    subprocess.run([*PRE_COMMIT, "install"], cwd=project, check=True, capture_output=True)
    return project


def test_a_violation_is_refused_and_what_was_mended_passes(hooked: Path, aphoria: Run, git: Git) -> None:
    aphoria("claims", "create", "wallet-tls-001", *TLS, *MADE)
    git("add", ".")
    refused = git("commit", "-q", "-m", "first", ok=False).stderr
    assert "src/net/client.py:2: BLOCK wallet-tls-001" in refused
    assert "src/net/client.py:2: BLOCK tls-certificate" in refused
    assert refused.count("...Failed") == 2
    (hooked / "src/net/client.py").write_text(GOOD)
    assert "...Failed" in git("commit", "-q", "-m", "first", ok=False).stderr, "the index still has the bad one"
    git("add", ".")
    assert git("commit", "-q", "-m", "first").stderr.count("...Passed") == 3


def test_a_claim_changed_by_hand_is_refused_until_it_is_signed(hooked: Path, aphoria: Run, git: Git) -> None:
    (hooked / "src/net/client.py").write_text(GOOD)
    aphoria("claims", "create", "wallet-tls-001", *TLS, *MADE)
    file = hooked / ".aphoria/claims.toml"
    file.write_text(file.read_text().replace("security review", "a rumour"))
    git("add", ".")
    assert "changed since it was signed" in git("commit", "-q", "-m", "first", ok=False).stderr
    aphoria("claims", "sign")
    git("add", ".")
    git("commit", "-q", "-m", "first")


def test_what_was_there_before_stops_nobody_but_can_be_looked_at(hooked: Path, aphoria: Run, git: Git) -> None:
    (hooked / "src/net/test_client.py").write_text(BAD)
    aphoria(
        "claims", "create", "wallet-other-001", "--path", "tls/certificate", "--predicate", "other", *MADE, "--draft"
    )
    git("add", ".")
    git("commit", "-q", "--no-verify", "-m", "first")
    (hooked / "src/new.py").write_text("")
    git("add", ".")
    git("commit", "-q", "-m", "second")
    words = [*PRE_COMMIT, "run", "--all-files", "--hook-stage", "pre-push", "steme-scan-system"]
    done = subprocess.run(words, cwd=hooked, capture_output=True, text=True, check=False)
    assert (done.returncode, "src/net/client.py:2: BLOCK" in done.stdout) == (1, True)
    assert "test_client.py" not in done.stdout

from __future__ import annotations

import json
from pathlib import Path

from tests.steme_cli.linter_commands.conftest import Run
from tests.steme_cli.linter_commands.test_claims import MADE, TLS


def _policies(aphoria: Run) -> dict[str, dict[str, object]]:
    listed = json.loads(aphoria("policy", "list", "--format", "json").stdout)["aphoria.policies/v1"]
    return {one["name"]: one for one in listed}


def test_from_one_project_to_another(project: Path, aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    done = aphoria("policy", "export", "team.pack", "--alias", "digest/function=crypto/hash")
    assert done.stderr == "team.pack: 1 claim, 1 alias, signed by me\n"
    assert "add --trust" in aphoria("policy", "import", "team.pack", status=5).stderr
    assert sorted(_policies(aphoria)) == ["corpus"]
    aphoria("policy", "import", "team.pack", "--name", "house", "--trust", "me")
    assert _policies(aphoria)["house"]["claims"] == 1
    shown = aphoria("policy", "show", "house").stdout
    assert "a-1" in shown
    assert "is crypto/hash" in shown
    assert "; expert 1 against" in aphoria("scan", status=1).stdout
    aphoria("policy", "remove", "house")
    assert sorted(_policies(aphoria)) == ["corpus"]
    assert "there is no policy 'house'" in aphoria("policy", "show", "house", status=3).stderr


def test_what_is_not_signed_is_not_handed_on(project: Path, aphoria: Run) -> None:
    assert "nothing to export" in aphoria("policy", "export", "a.pack", status=2).stderr
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    claims = project / ".aphoria" / "claims.toml"
    claims.write_text(claims.read_text().replace("MUST", "MUST NOT"))
    assert "aphoria claims sign a-1" in aphoria("policy", "export", "a.pack", status=2).stderr
    assert not (project / "a.pack").exists()
    assert "no claim 'b-1'" in aphoria("policy", "export", "a.pack", "b-1", status=3).stderr
    aphoria("claims", "sign")
    assert "TOPIC/LEAF=TOPIC/LEAF" in aphoria("policy", "export", "a.pack", "--alias", "a=b", status=2).stderr


def test_the_corpus_is_a_policy_that_stays(aphoria: Run) -> None:
    assert "corpus: " in aphoria("policy", "verify").stderr
    shown = json.loads(aphoria("policy", "show", "corpus", "--format", "json").stdout)["aphoria.policy/v1"]
    assert len(shown) >= 60
    assert all(one["evidence"] and one["consequence"] for one in shown)
    assert "comes with aphoria" in aphoria("policy", "remove", "corpus", status=2).stderr


def test_a_damaged_policy_stops_everything_that_needs_it(project: Path, aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    aphoria("policy", "export", "team.pack")
    aphoria("policy", "import", "team.pack", "--trust", "me")
    pack = project / ".aphoria" / "policies" / "team.pack"
    pack.write_bytes(pack.read_bytes()[:-1])
    for words in (("policy", "verify"), ("scan",), ("policy", "list")):
        assert "the policy team is damaged" in aphoria(*words, status=6).stderr
    assert "ends at byte" in aphoria("policy", "verify", str(pack), status=2).stderr

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from repo_format.objects.acknowledgement import Acknowledgement
from repo_format.objects.retraction import Retraction
from steme.repository import Repository
from tests.steme_cli.linter_commands.conftest import Run
from tests.steme_cli.linter_commands.objects_here import objects_here
from tests.steme_cli.linter_commands.test_claims import MADE, TLS


def _file(project: Path) -> list[dict[str, object]]:
    tables: list[dict[str, object]] = tomllib.loads((project / ".aphoria" / "acknowledgements.toml").read_text())[
        "acknowledgement"
    ]
    return tables


def test_a_finding_is_accepted_for_a_time_and_renewed(project: Path, aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    aphoria("verify", "run", status=1)
    done = aphoria("ack", "net/tls/certificate", "--reason", "it is us", "--until", "2200-12-31")
    assert done.stderr == "acknowledged; it is about 1 observation\n"
    assert "1 finding ignored" in aphoria("verify", "run").stderr
    report = json.loads(aphoria("verify", "run", "--format", "json").stdout)["aphoria.report/v1"]
    assert report["findings"][0]["suppressed"] == {"by": "acknowledgement", "reason": "it is us"}
    aphoria("scan")
    assert aphoria("ack", "net/tls/certificate", "--reason", "still").stderr.startswith("renewed; ")
    assert [(one["reason"], "until" in one) for one in _file(project)] == [("still", False)]


def test_the_list_says_what_counts(aphoria: Run) -> None:
    assert json.loads(aphoria("ack", "--format", "json").stdout) == {"aphoria.acknowledgements/v1": []}
    aphoria(
        "ack", "net/tls/certificate", "--extractor", "tls_verify", "--predicate", "verified", "--reason", "it is us"
    )
    aphoria("ack", "a/b", "--reason", "x\x1b[31m", status=2)
    aphoria("ack", "a/b", "--reason", "gone")
    listed = json.loads(aphoria("ack", "list", "--format", "json").stdout)["aphoria.acknowledgements/v1"]
    assert [(one["path"], one["state"], one["about"]) for one in listed] == [
        ("net/tls/certificate", "counts", 1),
        ("a/b", "is about nothing any more", 0),
    ]


def test_what_was_edited_counts_again_when_it_is_signed(project: Path, aphoria: Run) -> None:
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    aphoria("ack", "a/b", "--reason", "x")
    path = project / ".aphoria" / "acknowledgements.toml"
    path.write_text(path.read_text().replace('"a/b"', '"tls/certificate"'))
    assert "is changed since it was signed" in aphoria("verify", "run", status=1).stdout
    assert aphoria("ack", "sign").stdout == "tls/certificate\n"
    aphoria("verify", "run")
    assert aphoria("ack", "sign").stderr == "every acknowledgement has a good signature\n"


def test_it_is_taken_back(project: Path, aphoria: Run) -> None:
    aphoria("ack", "a/b", "--reason", "x")
    aphoria("ack", "remove", "a/b")
    assert _file_or_none(project) == []
    assert "`aphoria ack list`" in aphoria("ack", "remove", "a/b", status=3).stderr


def _file_or_none(project: Path) -> list[object]:
    text = (project / ".aphoria" / "acknowledgements.toml").read_text()
    return list(tomllib.loads(text).get("acknowledgement", []))


def test_it_is_recorded_in_the_repository_that_is_here(project: Path, aphoria: Run) -> None:
    Repository.init(str(project)).close()
    aphoria("ack", "a/b", "--reason", "x")
    aphoria("ack", "remove", "a/b")
    said, back = objects_here(project)
    assert isinstance(said, Acknowledgement)
    assert (said.path, said.reason) == ("a/b", "x")
    assert isinstance(back, Retraction)


def test_what_is_wrong_is_said(aphoria: Run) -> None:
    assert "--reason: is missing" in aphoria("ack", "a/b", status=2).stderr
    assert "it needs topic and leaf" in aphoria("ack", "a", "--reason", "x", status=2).stderr
    assert "is past" in aphoria("ack", "a/b", "--reason", "x", "--until", "2001-01-01", status=2).stderr
    assert "is not a time" in aphoria("ack", "a/b", "--reason", "x", "--until", "soon", status=2).stderr
    assert "is one concept path" in aphoria("ack", "a/b", "c/d", "--reason", "x", status=2).stderr
    assert "is one concept path" in aphoria("ack", "remove", status=2).stderr

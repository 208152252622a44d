"""The examples for continuous integration are what GitHub and GitLab take, and what they run is there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from jsonschema import Draft202012Validator

from aphoria import report
from aphoria.scan import Options, scan_paths
from steme_cli import linter

CI = Path(__file__).parents[2] / "examples/ci"
GITHUB = yaml.safe_load((CI / "github.yml").read_text())
GITLAB = yaml.safe_load((CI / "gitlab-ci.yml").read_text())
ON = GITHUB.get("on", GITHUB.get(True))
"""YAML 1.1 reads the key as a truth value."""

STEP = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("name", "id", "if", "uses", "run")}
    | {"with": {"type": "object", "additionalProperties": {"type": ["string", "boolean", "number"]}}},
    "additionalProperties": False,
    "oneOf": [{"required": ["uses"]}, {"required": ["run"]}],
}
WORKFLOW = {
    "type": "object",
    "required": ["on", "jobs"],
    "properties": {
        "permissions": {"const": {}},
        "jobs": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["runs-on", "steps", "timeout-minutes", "permissions"],
                "properties": {"steps": {"type": "array", "items": STEP}},
            },
        },
    },
}
JOB = {
    "type": "object",
    "properties": {
        "script": {"type": "array", "items": {"type": "string"}},
        "before_script": {"type": "array", "items": {"type": "string"}},
        "artifacts": {
            "type": "object",
            "properties": {
                "paths": {"type": "array", "items": {"type": "string"}},
                "reports": {"type": "object", "additionalProperties": {"type": "string"}},
                "when": {"const": "always"},
                "expire_in": {"type": "string"},
            },
            "additionalProperties": False,
        },
        **{
            name: {}
            for name in ("stage", "image", "timeout", "interruptible", "variables", "cache", "rules", "extends")
        },
    },
    "additionalProperties": False,
}


def steps() -> list[dict[str, Any]]:
    return [step for job in GITHUB["jobs"].values() for step in job["steps"]]


def jobs() -> dict[str, dict[str, Any]]:
    return {name: job for name, job in GITLAB.items() if name != "stages"}


def lines() -> Iterator[str]:
    yield from (step["run"] for step in steps() if "run" in step)
    for job in jobs().values():
        yield from [*job.get("before_script", ()), *job.get("script", ())]


def test_the_workflow_of_github_has_its_form() -> None:
    Draft202012Validator(WORKFLOW).validate({**{str(key): value for key, value in GITHUB.items()}, "on": ON})
    assert set(ON) == {"push", "pull_request"}, "not pull_request_target, which runs strangers' code with our rights"


def test_no_more_is_permitted_than_is_needed() -> None:
    assert GITHUB["permissions"] == {}
    assert [job["permissions"] for job in GITHUB["jobs"].values()] == [{"contents": "read", "security-events": "write"}]
    assert all(step["with"]["persist-credentials"] is False for step in steps() if "checkout" in step.get("uses", ""))


def test_actions_are_pinned_by_commit_with_their_version() -> None:
    used = re.findall(r"uses: (.*)", (CI / "github.yml").read_text())
    assert len(used) == 4
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one) for one in used)


def test_nothing_of_a_pull_request_stands_in_a_shell_line() -> None:
    assert not [line for line in lines() if "${{" in line]


def test_what_is_uploaded_to_github_was_written() -> None:
    written = {name for line in lines() for name in re.findall(r"--output sarif=(\S+)", line)}
    uploaded = [step["with"] for step in steps() if "upload-sarif" in step.get("uses", "")]
    assert {one["sarif_file"] for one in uploaded} == written == {"verify.sarif", "scan.sarif"}
    assert len({one["category"] for one in uploaded}) == 2, "of one category the second would replace the first"


def test_the_pipeline_of_gitlab_has_its_form() -> None:
    for job in jobs().values():
        Draft202012Validator(JOB).validate(job)
        assert job.get("extends", ".aphoria") in GITLAB
        assert job.get("stage", "test") in GITLAB["stages"]


def test_what_gitlab_collects_was_written_in_that_format() -> None:
    formats = {"junit": "junit", "codequality": "gitlab"}
    for job in jobs().values():
        for kind, name in job["artifacts"].get("reports", {}).items():
            assert f"--output {formats[kind]}={name}" in " ".join(job["script"])


def commands() -> list[list[str]]:
    said = [line.removesuffix(" || status=1") for line in lines()]
    return [shlex.split(line)[1:] for line in said if line.startswith("aphoria ")]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_what_is_run_is_there(words: list[str]) -> None:
    command: Any = typer.main.get_command(linter.app)
    while hasattr(command, "get_command"):
        command, words = command.get_command(None, words[0]), words[1:]
        assert command is not None
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options
    formats = [word.partition("=")[0] for before, word in pairwise(words) if before == "--output"]
    assert all(report.writer(name) for name in formats)


def test_the_linter_has_nothing_to_say_about_them() -> None:
    found = scan_paths(str(CI), ["github.yml", "gitlab-ci.yml"], Options(cached=False))
    assert found.files == 2
    assert [one for one in found.observations if one.path.split("/")[-2] == "ci" and one.value is False] == []

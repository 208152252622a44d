from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from aphoria import changes
from aphoria.extractor import shipped
from aphoria.scan import Options, Scan, scan_files
from aphoria.walk import Bounds, Skipped
from repo_format.errors import InvalidInput, NotFound

OFF = "requests.get(url, verify=False)\n"
TLS = {"tls_verify": shipped()["tls_verify"]}


def _git(top: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=top, check=True, capture_output=True)


@pytest.fixture
def top(tmp_path: Path) -> Path:
    _git(tmp_path, "init", "-q")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "old.py").write_text(OFF)
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def _staged(top: Path) -> tuple[Scan, list[Skipped]]:
    skipped: list[Skipped] = []
    files = changes.staged(str(top), Bounds(), skipped)
    return scan_files(str(top), files, skipped, Options(extractors=TLS, cached=False)), skipped


def _since(top: str, revision: str) -> list[str]:
    return changes.since(top, revision, Bounds(), [])


def test_what_is_staged_counts_and_not_what_lies_there(top: Path) -> None:
    (top / "sub" / "new.py").write_text(OFF)
    _git(top, "add", "sub/new.py")
    (top / "sub" / "new.py").write_text("")
    (top / "sub" / "old.py").write_text(OFF + OFF)
    seen, skipped = _staged(top)
    assert [one.file for one in seen.observations] == ["sub/new.py"]
    assert skipped == []
    assert [one.file for one in _staged(top / "sub")[0].observations] == ["new.py"]


def test_before_the_first_commit_everything_staged_is_new(tmp_path: Path) -> None:
    _git(tmp_path, "init", "-q")
    (tmp_path / "a.py").write_text(OFF)
    _git(tmp_path, "add", ".")
    assert len(_staged(tmp_path)[0].observations) == 1


def test_deleted_files_and_links_are_not_read(top: Path) -> None:
    _git(top, "rm", "-q", "sub/old.py")
    (top / "link.py").symlink_to("/etc/passwd")
    (top / "text.md").write_text("text")
    _git(top, "add", ".")
    seen, skipped = _staged(top)
    assert seen.observations == ()
    assert skipped == [Skipped("link.py", "a symbolic link"), Skipped("text.md", "no language of ours")]


def test_a_hook_of_a_partial_commit_sees_the_index_of_that_commit(top: Path) -> None:
    for name in ("one.py", "two.py"):
        (top / name).write_text(OFF)
    _git(top, "add", ".")
    hook = top / ".git" / "hooks" / "pre-commit"
    hook.write_text('#!/bin/sh\nprintf %s "$GIT_INDEX_FILE" > "$PWD/which"\ncp "$GIT_INDEX_FILE" "$PWD/.git/kept"\n')
    hook.chmod(0o755)
    _git(top, "commit", "-q", "-m", "second", "one.py")
    assert "next-index" in (top / "which").read_text()
    _git(top, "reset", "-q", "--soft", "HEAD~1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_INDEX_FILE", ".git/kept")
        assert [one.file for one in _staged(top)[0].observations] == ["one.py"]


def test_since_a_revision(top: Path) -> None:
    (top / "sub" / "old.py").write_text("")
    (top / "staged.py").write_text("")
    _git(top, "add", "staged.py")
    (top / "new.py").write_text("")
    assert _since(str(top), "HEAD") == ["new.py", "staged.py", "sub/old.py"]
    assert _since(str(top / "sub"), "HEAD") == ["old.py"]
    (top / "sub" / "old.py").unlink()
    assert _since(str(top / "sub"), "HEAD") == []


def test_what_is_no_revision_or_no_git_is_said(top: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(InvalidInput, match="is not a revision"):
        _since(str(top), "nowhere")
    with pytest.raises(NotFound, match="not in a git repository"):
        _since(str(tmp_path_factory.mktemp("plain")), "HEAD")


def test_what_a_walk_leaves_out_is_left_out_here_too(top: Path) -> None:
    files = (
        "examples/wallet/a.py",
        "examples/b.py",
        ".aphoria/claims.toml",
        "tests/c.py",
        "node_modules/x/d.py",
        "e.py",
    )
    (top / ".aphoriaignore").write_text("/examples/wallet/\n")
    for name in files:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(OFF)
    (top / "examples" / ".aphoriaignore").write_text("b.py\n")
    _git(top, "add", "-f", ".")
    seen, skipped = _staged(top)
    assert [one.file for one in seen.observations] == ["e.py"]
    reasons = {one.path: one.reason for one in skipped if one.path in files}
    assert reasons == {
        "examples/wallet/a.py": "ignored by .aphoriaignore",
        "examples/b.py": "ignored by examples/.aphoriaignore",
        ".aphoria/claims.toml": "never looked into",
        "tests/c.py": "tests",
        "node_modules/x/d.py": "never looked into",
    }
    passed: list[Skipped] = []
    assert [path for path in changes.since(str(top), "HEAD", Bounds(), passed) if path in files] == ["e.py"]
    assert {one.path: one.reason for one in passed if one.path in files} == reasons
    assert changes.since(str(top), "HEAD", Bounds(tests=True), []).count("tests/c.py") == 1

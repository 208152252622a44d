from __future__ import annotations

import os
from pathlib import Path

import pytest

from aphoria.walk import Bounds, Candidate, Skipped, is_unread, read, unfit, walk


def _make(top: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _walked(top: Path, bounds: Bounds | None = None) -> tuple[list[str], dict[str, str]]:
    found = list(walk(str(top), bounds or Bounds()))
    skipped = {one.path: one.reason for one in found if isinstance(one, Skipped)}
    return [one.path for one in found if isinstance(one, Candidate)], skipped


def test_files_come_in_order_and_all_others_with_a_reason(tmp_path: Path) -> None:
    _make(tmp_path, {"b.py": "", "a/c.go": "", "a/README.md": "", "node_modules/x.js": "", ".git/config": ""})
    assert _walked(tmp_path) == (
        ["a/c.go", "b.py"],
        {"a/README.md": "no language of ours", "node_modules/": "never looked into", ".git/": "never looked into"},
    )


def test_what_git_ignores_is_ignored_by_the_nearest_rule(tmp_path: Path) -> None:
    _make(
        tmp_path,
        {
            ".gitignore": "build/\n*.gen.py\n!keep.gen.py\n",
            "build/a.py": "",
            "a.gen.py": "",
            "keep.gen.py": "",
            "sub/.gitignore": "!b.gen.py\n/only.py\n",
            "sub/b.gen.py": "",
            "sub/only.py": "",
            "sub/deep/only.py": "",
            ".aphoriaignore": "legacy\n",
            "legacy/a.py": "",
        },
    )
    found, skipped = _walked(tmp_path)
    assert found == ["keep.gen.py", "sub/b.gen.py", "sub/deep/only.py"]
    assert skipped["build/"] == "ignored by .gitignore"
    assert skipped["legacy/"] == "ignored by .aphoriaignore"
    assert skipped["sub/only.py"] == "ignored by sub/.gitignore"


def test_tests_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    names = ["tests/a.py", "test_b.py", "c_test.go", "d.spec.ts", "WalletTest.java", "protest.py", "latest.py"]
    _make(tmp_path, dict.fromkeys(names, ""))
    found, skipped = _walked(tmp_path)
    assert found == ["latest.py", "protest.py"]
    assert set(skipped.values()) == {"tests"}
    assert _walked(tmp_path, Bounds(tests=True))[0] == sorted(names)


def test_tests_of_django_and_what_was_minified_are_left_out(tmp_path: Path) -> None:
    _make(tmp_path, dict.fromkeys(["app/tests.py", "testutil/a.go", "lib/jquery.min.js", "lib/jquery.js"], ""))
    found, skipped = _walked(tmp_path)
    assert found == ["lib/jquery.js"]
    assert skipped == {"app/tests.py": "tests", "testutil/": "tests", "lib/jquery.min.js": "minified"}
    assert "lib/jquery.min.js" not in _walked(tmp_path, Bounds(tests=True))[0]


def test_links_pipes_and_loops_do_no_harm(tmp_path: Path) -> None:
    _make(tmp_path, {"a.py": ""})
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "b.py").symlink_to("a.py")
    os.mkfifo(tmp_path / "c.py")
    found, skipped = _walked(tmp_path)
    assert found == ["a.py"]
    assert skipped == {"loop": "a symbolic link", "b.py": "a symbolic link", "c.py": "not a regular file"}
    with pytest.raises(OSError, match="symbolic links"):
        read(str(tmp_path), "b.py", 10)


def test_large_files_and_odd_names_are_skipped(tmp_path: Path) -> None:
    _make(tmp_path, {"a.py": "x" * 100, "odd\n.py": ""})
    (tmp_path / os.fsdecode(b"\xff.py")).write_text("")
    found, skipped = _walked(tmp_path, Bounds(max_bytes=99))
    assert found == []
    assert skipped["a.py"] == "100 bytes, more than 99"
    assert skipped["\\udcff.py"] == "its name is not UTF-8"
    assert len(skipped) == 3


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert _walked(tmp_path / "file")[1] == {"./": "cannot be listed: Not a directory"}
    assert _walked(tmp_path / "gone")[1] == {"./": "cannot be listed: No such file or directory"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a = 1\n", ""),
        (b"a\0b", "not a text"),
        (b"x" * 20_001, "has a line of more than 20,000 bytes"),
        (b"x\n" * 20_001, ""),
    ],
)
def test_content_that_nobody_wrote(data: bytes, reason: str) -> None:
    assert unfit(data) == reason


@pytest.mark.parametrize(
    ("path", "reason", "unread"),
    [
        ("a/huge.py", "3,000,000 bytes, more than 1,048,576", True),
        ("a/photo.png", "3,000,000 bytes, more than 1,048,576", False),
        ("a/nul.py", "not a text", True),
        ("secret/", "cannot be listed: Permission denied", True),
        ("a/link.py", "a symbolic link", False),
        ("build/", "ignored by .gitignore", False),
        ("tests/", "tests", False),
        ("a.min.js", "minified", False),
    ],
)
def test_what_somebody_would_think_was_looked_at(path: str, reason: str, *, unread: bool) -> None:
    assert is_unread(Skipped(path, reason)) is unread

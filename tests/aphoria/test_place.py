from __future__ import annotations

from pathlib import Path

from aphoria.place import top_of


def test_the_folder_of_the_team_comes_before_the_checkout_and_this_folder_last(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b" / "c"
    below.mkdir(parents=True)
    assert top_of(str(below)) == str(below)
    (tmp_path / ".git").mkdir()
    assert top_of(str(below)) == str(tmp_path)
    (tmp_path / "a" / ".aphoria").mkdir()
    assert top_of(str(below)) == str(tmp_path / "a")

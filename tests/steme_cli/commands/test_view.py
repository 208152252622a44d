"""`steme view`, and what `steme query` makes of views."""

from __future__ import annotations

import json

import pytest

from tests.steme.acts.world import BOB
from tests.steme_cli.commands.scene import Scene, scene

__all__ = ["scene"]


@pytest.fixture
def view(scene: Scene) -> str:
    """The id of a view of ``dose p`` by consensus."""
    scene.done("assert", "dose", "p", "81", "--confidence", "0.9")
    scene.done("assert", "dose", "p", "100", "--confidence", "0.5")
    return scene.done("view", "add", "dose", "p", "--lens", "consensus").strip()


def asked(scene: Scene, *more: str) -> dict[str, object]:
    (row,) = scene.json("query", "dose", "p", "--lens", "consensus", *more)
    return row


def test_add_answers_and_lists(scene: Scene, view: str) -> None:
    (row,) = scene.json("view", "list")
    assert (row["id"], row["subject"], row["predicate"], row["lens"]) == (view, "dose", "p", "consensus")
    assert (row["only"], row["claims"], row["behind"]) == ({}, 2, 0)
    given = asked(scene)
    assert given["view"]["id"] == view  # type: ignore[index]
    assert given["view"]["behind"] == 0  # type: ignore[index]
    plain = asked(scene, "--no-view")
    assert {name: value for name, value in given.items() if name != "view"} == plain
    again = scene.run("view", "add", "dose", "p", "--lens", "consensus")
    assert (again.stdout.strip(), again.stderr) == (view, "This view was there already.\n")


def test_the_page_says_so(scene: Scene, view: str) -> None:
    page = scene.done("query", "dose", "p", "--lens", "consensus")
    assert f"  from view {view[:12]}, resolved just now\n" in page
    assert page.replace(f"  from view {view[:12]}, resolved just now\n", "") == scene.done(
        "query", "dose", "p", "--lens", "consensus", "--no-view"
    )
    assert "from view" not in scene.done("query", "dose", "p", "--lens", "consensus", "--explain")
    assert "from view" not in scene.done("query", "dose", "p", "--lens", "recency")
    assert "from view" not in scene.done("query", "dose", "p", "--lens", "consensus", "--as-of", "now")
    assert "from view" not in scene.done("query", "dose", "p", "--lens", "consensus", "--tolerance", "1%")
    assert "from view" not in scene.done("query", "dose", "p", "--lens", "consensus", "--decay")


def test_how_stale_it_may_be(scene: Scene, view: str) -> None:
    scene.done("assert", "dose", "p", "325", "--confidence", "0.99")
    stale = asked(scene, "--max-stale", "5m")
    assert (stale["value"], stale["view"]["behind"]) == (81, 1)  # type: ignore[index]
    assert stale["view"]["exact_until"]  # type: ignore[index]
    page = scene.done("query", "dose", "p", "--lens", "consensus", "--max-stale", "1h")
    assert (
        f"from view {view[:12]}, resolved just now; not exact: since then 1 object came in, the first just now" in page
    )
    assert scene.json("view", "show", view[:9])["behind"] == 1
    assert asked(scene, "--max-stale", "0")["value"] == 100
    assert asked(scene, "--max-stale", "5m")["view"]["behind"] == 0  # type: ignore[index]
    refused = scene.run("query", "dose", "p", "--max-stale", "soon")
    assert (refused.exit_code, "write 90s, 5m, 2h, 3d, 1w or 0" in refused.stderr) == (2, True)


def test_refresh_says_what_it_took(scene: Scene, view: str) -> None:
    def done() -> list[object]:
        return [row["done"] for row in scene.json("view", "refresh", "--all")]

    assert done() == ["up to date"]
    mine = scene.done("assert", "dose", "p", "325").strip()
    assert done() == ["followed"]
    scene.done("retract", mine, "--reason", "wrong")
    assert done() == ["made anew"]
    assert scene.done("view", "refresh", view).splitlines()[1].split()[-3:] == ["up", "to", "date"]


def test_show(scene: Scene, view: str) -> None:
    shown = scene.json("view", "show", view[:7])
    assert (shown["value"], shown["status"], shown["sides"], shown["claims"]) == (81, "AGREED", 2, 2)
    lines = dict(line.split(maxsplit=1) for line in scene.done("view", "show", view).splitlines())
    assert (lines["value"], lines["behind"], lines["conflict"]) == ("81", "0 objects", "0.17")
    scene.done("reindex")
    assert scene.json("view", "show", view)["claims"] is None
    assert "the next question makes it" in scene.done("view", "show", view)
    assert "not kept" in scene.done("view", "list")
    assert asked(scene)["view"]["id"] == view  # type: ignore[index]


def test_filters_are_part_of_the_question(scene: Scene, view: str) -> None:
    scene.done("source", "add", "trial")
    words = ("--tier", "observational", "--epoch", "e", "--source", "trial", "--lifecycle", "approved")
    words += ("--author", BOB.public.hex()[:12], "--include", "retracted", "--trust-root", BOB.public.hex())
    scene.run("assert", "t", "p", "1", key=BOB)
    other = scene.done("view", "add", "dose", "p", "--lens", "authority", *words).strip()
    rows = {row["id"]: row for row in scene.json("view", "list")}
    only = rows[other]["only"]
    assert {**only, "source": ""} == {
        "tier": "observational", "epoch": "e", "source": "", "lifecycles": "approved", "author": "bob",
        "include": "retracted", "roots": "bob",
    }  # fmt: skip
    assert "tier observational" in scene.done("view", "list")


def test_drop(scene: Scene, view: str) -> None:
    for words in (("drop",), ("drop", view, "--all"), ("refresh",)):
        assert scene.run("view", *words).exit_code == 2
    assert scene.run("view", "drop", "0000000").exit_code == 3
    dropped = scene.run("view", "drop", view)
    assert (dropped.exit_code, dropped.stderr) == (0, "1 view dropped; the claims are as they were.\n")
    assert (scene.json("view", "list"), "view" in asked(scene)) == ([], False)


def test_what_is_refused(scene: Scene) -> None:
    for words in (("s/*", "p"), ("s/", "p"), ("s", "*"), ("dose", "p", "--lens", "nonsense")):
        assert scene.run("view", "add", *words).exit_code == 2
    assert scene.run("view", "add", "dose", "p", "--as-of", "now").exit_code == 2
    assert scene.json("view", "list") == []


def test_an_answer_out_of_a_view_is_recorded(scene: Scene, view: str) -> None:
    recorded = asked(scene, "--audit")
    assert recorded["view"]["id"] == view  # type: ignore[index]
    (row,) = scene.json("audit", "list")
    assert row["value"] == 81
    replayed = scene.run("audit", "replay", str(row["id"]), "--format", "json")
    assert replayed.exit_code == 0
    assert json.loads(replayed.stdout)


def test_a_page_out_of_a_view_asks_no_claims(scene: Scene, view: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for value in range(20):
        scene.done("assert", "dose", "p", str(value), "--confidence", "0.3")
    lenses = ("consensus", "layered")
    scene.done("view", "add", "dose", "p", "--lens", "layered")
    pages = [scene.done("query", "dose", "p", "--lens", lens) for lens in lenses]

    def refuse(*_: object) -> None:
        raise AssertionError("the claims were asked")

    monkeypatch.setattr("steme.asking.Asker.fresh", refuse)
    assert [scene.done("query", "dose", "p", "--lens", lens) for lens in lenses] == pages
    assert "and 10 more values" in pages[0]
    assert scene.done("query", "dose", "p", "--lens", "consensus", "--value")

from __future__ import annotations

import os
from pathlib import Path

import pytest

from repo_format.errors import AmbiguousId, Damaged, FromTheFuture, InvalidInput, MalformedObject, NotFound, Refused
from steme.decay import Decay
from steme.filters import Filters
from steme.query import Question
from steme.repository import Repository
from steme.views import definition, register
from steme.views.definition import View
from tests.steme.views.worlds import ALICE, BOB, Kept, about

EVERYTHING = View(
    Question(
        "drug/aspirin",
        "dose",
        "epoch:authority",
        Filters(frozenset({"approved", "proposed"}), 3, "gaap 2024", "ab" * 32, "cd" * 32),
        frozenset({"retracted", "source quarantined"}),
    ),
    [BOB.public, ALICE.public],
)


NOBODY = View(Question("s", "p", "authority"), [])


@pytest.mark.parametrize("view", [about(), EVERYTHING, NOBODY, about(filters=Filters(frozenset()))])
def test_a_line_says_all_of_a_view(view: View) -> None:
    again = definition.read(view.line)
    assert (again.line, again.id, again.question.key, again.roots) == (
        view.line,
        view.id,
        view.question.key,
        view.roots,
    )


def test_the_line_of_the_documentation() -> None:
    view = View(Question("drug/aspirin/dosage", "recommended", "authority", Filters(tier=2)))
    page = (Path(__file__).parents[3] / "docs/format/repository.md").read_text()
    assert f"    {view.line}\n" in page
    assert f"`{view.id}`" in page
    assert view.id == "b8ae71b7bb8c4637f072a6bcc277ddc5"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "lens=recency\tpredicate=p",
        "predicate=p\tlens=recency\tsubject=s",
        "lens=nonsense\tpredicate=p\tsubject=s",
        "lens=recency\tpredicate=p\tsubject=*",
        "lens=recency\tpredicate=p\tsubject=s\ttier=9",
        "lens=recency\tpredicate=p\tsubject=s\ttier=02",
        "lens=recency\tpredicate=p\tsubject=s\ttier=x",
        "author=xy\tlens=recency\tpredicate=p\tsubject=s",
        "include=sunshine\tlens=recency\tpredicate=p\tsubject=s",
        "lens=recency\tlifecycles=done\tpredicate=p\tsubject=s",
        "lens=recency\tpredicate=p\troots=ab\tsubject=s",
        "lens=recency\tpredicate=p\tsubject=s\tunknown=1",
        "lens=recency\tpredicate=p\tpredicate=p\tsubject=s",
    ],
)
def test_other_lines_are_refused(line: str) -> None:
    with pytest.raises(MalformedObject):
        definition.read(line)


@pytest.mark.parametrize(
    "question",
    [
        Question("s", "p", filters=Filters(as_of=1)),
        Question("s", "p", filters=Filters(known_at=1)),
        Question("s", "p", decay=Decay()),
        Question("s", "p", tolerance=0.1),
    ],
)
def test_what_depends_on_the_moment_is_not_kept(question: Question) -> None:
    with pytest.raises(Refused, match="keeps what holds now"):
        View(question)


def test_added_found_and_dropped(world: Kept) -> None:
    views, store = world.repository.views, world.repository.store
    one, other = about(), about("authority")
    assert [views.add(view, 1) for view in (one, other, one)] == [True, True, False]
    assert [view.line for view in views.views] == sorted((one.line, other.line))
    assert views.find(one.id[:7]).line == one.line
    for text, error in (("abc", InvalidInput), ("0000000", NotFound), ("x" * 7, InvalidInput)):
        with pytest.raises(error):
            views.find(text)
    views.drop([one], 1)
    assert [view.line for view in register.Register(store.directory).views()] == [other.line]
    views.drop([other], 1)
    assert not (Path(world.repository.path) / ".steme/views").exists()


def test_one_beginning_of_two_ids(world: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [about(), about("authority")]
    for view in found:
        view.id = "0" * 31 + view.id[-1]
    monkeypatch.setattr(register.Register, "views", lambda _: found)
    with pytest.raises(AmbiguousId):
        world.repository.views.find("0000000")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", Damaged),
        ("steme views 1", Damaged),
        ("steme views 2\n", FromTheFuture),
        ("steme views 1\nnonsense\n", Damaged),
        ("steme views 1\nlens=recency\tpredicate=p\tsubject=s", Damaged),
        ("steme views 1\n" + "lens=recency\tpredicate=p\tsubject=s\n" * 2, Damaged),
        ("steme views 1\n\xff\n", Damaged),
    ],
)
def test_a_bad_register_is_told_of_and_questions_go_on(world: Kept, text: str, error: type[Exception]) -> None:
    world.claim(ALICE, 5)
    (Path(world.repository.path) / ".steme/views").write_bytes(text.encode("latin-1"))
    with Repository.open(world.repository.path) as repository:
        with pytest.raises(error):
            _ = repository.views.views
        answer = repository.ask(Question("s", "p"))
    assert (answer.value, answer.from_view) == (5, None)


def test_a_link_is_not_followed(world: Kept, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text(f"steme views 1\n{about().line}\n")
    os.symlink(tmp_path / "elsewhere", Path(world.repository.path) / ".steme/views")
    with pytest.raises(Refused):
        _ = world.repository.views.views
    world.claim(ALICE, 5)
    assert world.repository.ask(Question("s", "p")).from_view is None


def test_so_many_and_no_more(world: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "MAX_VIEWS", 1)
    world.repository.views.add(about(), 1)
    with pytest.raises(InvalidInput, match="1 already"):
        world.repository.views.add(about("votes"), 1)

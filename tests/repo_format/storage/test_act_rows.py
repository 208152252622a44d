from __future__ import annotations

from pathlib import Path
from typing import Any

from repo_format.objects.assertion import Assertion
from repo_format.storage import tables
from repo_format.storage.snapshot import Snapshot
from tests.steme.acts.world import ALICE, BOB, CAROL, SECOND, World


def rows(view: Snapshot, table: str, key: bytes) -> list[Any]:
    shape = tables.ACT_ROW if table == tables.ACTS else tables.ORIGIN_ROW
    return list(shape.iter_unpack(view.duplicates(table, key) if table == tables.ACTS else view.get(table, key) or b""))


def contents(view: Snapshot) -> dict[str, list[tuple[bytes, bytes]]]:
    """The tables that acts are looked up in, whole."""
    found = {}
    for table in (tables.ACTS, tables.ORIGINS, tables.ABOUT, tables.LENS, tables.TERMS):
        with view.txn.cursor(view.databases[table]) as cursor:
            found[table] = list(cursor)
    return found


def everything(world: World) -> dict[str, str]:
    source = world.source(ALICE, "src")
    first = world.claim(ALICE, 1, source=source)
    second = world.claim(BOB, 2, parent=first)
    made = {
        "source": source,
        "first": first,
        "second": second,
        "retraction": world.retract(BOB, second, cascade=True),
        "supersession": world.supersede(ALICE, first, second),
        "stage": world.stage(ALICE, first, "approved"),
        "status": world.status(CAROL, source, "quarantined"),
        "alias": world.alias(BOB, "t", "s"),
        "epoch": world.epoch(ALICE, "new", supersedes="old", starts=7 * SECOND),
        "vote": world.vote(CAROL, first, -0.5),
    }
    world.delegate(ALICE, BOB)
    return made


def test_known_rows(tmp_path: Path) -> None:
    world = World(tmp_path / "w")
    made = {name: bytes.fromhex(one) for name, one in everything(world).items()}
    with world.repository.snapshot() as view:

        def term(sort: bytes, text: str) -> int:
            return view.term(sort + text.encode())

        def key(number: int) -> bytes:
            return tables.U32.pack(number)

        alice, bob, carol = (view.term(b"k" + one.public) for one in (ALICE, BOB, CAROL))
        s, t = term(b"s", "s"), term(b"s", "t")
        old, new = term(b"e", "old"), term(b"e", "new")
        assert rows(view, tables.ACTS, made["second"]) == [(0, 4, 4 * SECOND, bob, 0.0, 1, made["retraction"])]
        assert rows(view, tables.ACTS, made["first"]) == [
            (1, 5, 5 * SECOND, alice, 0.0, view.term(b"o" + made["second"]), made["supersession"]),
            (2, 6, 6 * SECOND, alice, 0.0, 2, made["stage"]),
        ]
        assert rows(view, tables.ACTS, made["source"]) == [(3, 7, 7 * SECOND, carol, 0.0, 1, made["status"])]
        assert rows(view, tables.ACTS, key(t)) == [(4, 8, 8 * SECOND, bob, 1.0, s, made["alias"])]
        assert rows(view, tables.ACTS, key(s)) == [(4, 8, 8 * SECOND, bob, 0.0, t, made["alias"])]
        assert rows(view, tables.ACTS, key(new)) == [(5, 9, 9 * SECOND, alice, 7.0 * SECOND, 0, made["epoch"])]
        assert rows(view, tables.ACTS, key(old)) == [(6, 9, 9 * SECOND, alice, 7.0 * SECOND, new, made["epoch"])]
        assert rows(view, tables.ORIGINS, made["second"]) == [(3, 3 * SECOND, bob, 0, made["first"])]
        assert rows(view, tables.ORIGINS, made["source"]) == [(1, 1 * SECOND, alice, 0, bytes(32))]
        assert rows(view, tables.ORIGINS, made["first"]) == [], "it has no parent"
        flags = [row[13] for row in tables.LENS_ROW.iter_unpack(view.rows(s, term(b"p", "p")))]
        assert flags == [0, tables.HAS_PARENT]
        said = [(row[1], row[6]) for row in tables.ABOUT_ROW.iter_unpack(view.duplicates(tables.ABOUT, made["first"]))]
        parent, vote = tables.RELATIONS.index("parent"), tables.RELATIONS.index("vote")
        assert (parent, made["second"]) in said
        assert (vote, made["vote"]) in said
    world.close()


def test_a_rebuilt_index_has_the_same_rows(tmp_path: Path) -> None:
    world = World(tmp_path / "w")
    everything(world)
    with world.repository.snapshot() as view:
        before = contents(view)
    world.repository.store.rebuild()
    with world.repository.snapshot() as view:
        assert contents(view) == before
    world.close()


def test_the_order_within_a_commit_does_not_matter(tmp_path: Path) -> None:
    """A child before its parent, in one transaction."""
    from tests.steme.acts import scenarios

    common: dict[str, Any] = {
        "author": ALICE.public.hex(),
        "subject": "s",
        "predicate": "p",
        "confidence": 1,
        "tier": 0,
    }
    parent = Assertion(**common, value=1, time=1)
    child = Assertion(**common, value=2, time=2, parent=scenarios.id_of(parent))
    with scenarios.store(tmp_path / "r", [child, parent]) as repository, repository.snapshot() as view:
        assert rows(view, tables.ORIGINS, bytes.fromhex(scenarios.id_of(child)))[0][4].hex() == scenarios.id_of(parent)

from __future__ import annotations

import pytest

from repo_format import ids, objects, signature
from repo_format.objects.agent import Agent
from repo_format.objects.delegation import Delegation
from repo_format.objects.outcome import Outcome
from repo_format.payload import Payload
from repo_format.record import Record
from repo_format.storage import tables
from repo_format.storage.trust_rows import normal_scope, trust_key

NOON = 1_767_268_800_000_000
TARGET = "ab" * 32


@pytest.fixture
def acts(alice, bob) -> list[Payload]:
    """One of everything that has a row, and a profile, which has none."""
    by = {"author": alice.public.hex(), "time": NOON}
    delegate = bob.public.hex()
    proof = signature.sign(bob.secret, signature.rotation_message(alice.public, bob.public)).hex()
    return [
        Delegation(**by, delegate=delegate, weight=0.5),
        Delegation(**by, delegate=delegate, weight=1, scope="drug/", expires=NOON + 1),
        Delegation(**by, delegate=delegate, weight=0, scope="rfc://"),
        Agent(**by, action="profile", name="Alice"),
        Agent(**by, action="rotation", new_key=delegate, new_key_signature=proof),
        Agent(**by, action="revocation"),
        Outcome(**by, target=TARGET, correct=True),
        Outcome(**by, target=TARGET, correct=False, reason="twice"),
    ]


def signed(key, payload: bytes) -> Record:
    identifier = ids.object_id(payload)
    return Record(identifier, payload, signature.sign_object(key.secret, identifier))


def test_an_act_has_a_row_under_its_author(store, put, dump, alice, bob, acts) -> None:
    written = [objects.write(act) for act in acts]
    put(store, [signed(alice, data) for data in written])
    with store.snapshot() as view:
        author, other = (view.term(tables.TERM_KEY + key.public) for key in (alice, bob))
        found = {
            act: list(tables.TRUST_ROW.iter_unpack(view.duplicates(tables.TRUST, trust_key(act, author))))
            for act in range(4)
        }
        target = view.term(tables.TERM_OBJECT + bytes.fromhex(TARGET))
        scopes = [view.text(row[3]) if row[3] else "" for row in found[tables.DELEGATION]]
    assert scopes == ["", "drug", "rfc://"]
    assert {act: [row[:3] + row[4:] for row in rows] for act, rows in found.items()} == {
        tables.DELEGATION: [
            (1, NOON, other, 0.5, tables.FOREVER),
            (2, NOON, other, 1.0, NOON + 1),
            (3, NOON, other, 0.0, tables.FOREVER),
        ],
        tables.ROTATION: [(5, NOON, other, 0.0, tables.FOREVER)],
        tables.REVOCATION: [(6, NOON, 0, 0.0, tables.FOREVER)],
        tables.OUTCOME: [(7, NOON, target, 1.0, tables.FOREVER), (8, NOON, target, 0.0, tables.FOREVER)],
    }
    before = dump(store)
    store.rebuild()
    assert dump(store) == before


def test_the_longest_scope_is_kept_as_it_is(store, put, alice, bob) -> None:
    scope = "a" * 200 + "/" + "b" * 199
    made = Delegation(author=alice.public.hex(), delegate=bob.public.hex(), scope=scope + "/", weight=1, time=NOON)
    data = objects.write(made)
    put(store, [signed(alice, data)])
    with store.snapshot() as view:
        row = view.duplicates(tables.TRUST, trust_key(tables.DELEGATION, view.term(tables.TERM_KEY + alice.public)))
        assert view.text(tables.TRUST_ROW.unpack(row)[3]) == scope


@pytest.mark.parametrize(
    ("written", "normal"), [("drug/", "drug"), ("drug", "drug"), ("rfc://7519/", "rfc://7519"), ("rfc://", "rfc://")]
)
def test_a_scope_is_written_in_one_way(written: str, normal: str) -> None:
    assert normal_scope(written) == normal

from __future__ import annotations

import pytest

from repo_format.errors import InvalidInput, NotFound, Refused
from repo_format.objects.delegation import Delegation
from steme.receiving.gate import Gate
from steme.repository import Repository
from tests.repo_format.conftest import NOON, Author
from tests.repo_format.pack.conftest import packed
from tests.steme.receiving.parcels import ALICE, BOB, count, sealed, take

CAROL = Author("carol")


def pushed(repository: Repository, author: Author, first: int = 0, number: int = 3) -> int:
    """Let an author push some objects, one of them signed alone; how many came in."""
    alone = author.signed(author.assertion(first + 1000))
    with Repository.open(repository.path) as fresh:
        return take(fresh, packed([*sealed(author, first, number), alone]), gate=Gate.for_push(fresh)).added


def test_anyone_is_the_default(here):
    assert Gate.for_push(here).policy == "anyone"
    assert pushed(here, ALICE) + pushed(here, BOB) == 8


def test_only_listed_keys(here, monkeypatch):
    monkeypatch.setenv("STEME_RECEIVE_POLICY", "keys")
    monkeypatch.setenv("STEME_RECEIVE_KEYS", f"{ALICE.public.hex()}, {CAROL.public.hex()}")
    assert pushed(here, ALICE) == 4
    with pytest.raises(Refused, match=r"receive\.policy is keys.*" + BOB.public.hex()[:12]):
        pushed(here, BOB)
    monkeypatch.setenv("STEME_RECEIVE_KEYS", "nobody-of-that-name")
    with pytest.raises(NotFound):
        pushed(here, ALICE, 50)
    assert count(here) == 4


def test_what_is_here_already_needs_no_permission(here, monkeypatch):
    take(here, packed(sealed(BOB, 0, 3)))
    monkeypatch.setenv("STEME_RECEIVE_POLICY", "keys")
    monkeypatch.setenv("STEME_RECEIVE_KEYS", ALICE.public.hex())
    with Repository.open(here.path) as fresh:
        data = packed([*sealed(BOB, 0, 3), *sealed(ALICE, 0, 3)])
        assert take(fresh, data, gate=Gate.for_push(fresh)).added == 3


def test_whom_the_roots_delegated(here, monkeypatch):
    monkeypatch.setenv("STEME_RECEIVE_POLICY", "delegated")
    monkeypatch.setenv("STEME_TRUST_ROOTS", ALICE.public.hex())
    link = Delegation(author=ALICE.public.hex(), delegate=BOB.public.hex(), time=NOON, weight=0.5)
    assert pushed(here, ALICE) == 4
    with pytest.raises(Refused, match="delegated"):
        pushed(here, BOB)
    with pytest.raises(Refused):
        take(here, packed([ALICE.signed(link), *sealed(BOB, 0, 3)]), gate=Gate.for_push(here))
    take(here, packed([ALICE.signed(link)]))
    assert pushed(here, BOB) == 4
    with pytest.raises(Refused):
        pushed(here, CAROL)


def test_delegated_without_anybody_who_could_delegate(here, monkeypatch):
    monkeypatch.setenv("STEME_RECEIVE_POLICY", "delegated")
    with pytest.raises(NotFound):
        pushed(here, ALICE)


def test_so_many_a_minute(here, monkeypatch):
    monkeypatch.setenv("STEME_RECEIVE_RATE", "10")
    assert pushed(here, ALICE, 0) + pushed(here, ALICE, 10) == 8
    with pytest.raises(Refused, match=r"receive\.rate"):
        pushed(here, ALICE, 20)
    monkeypatch.setattr("steme.receiving.gate.MINUTE", 0)
    assert pushed(here, ALICE, 20) == 4


def test_one_fetches_from_anyone_or_from_those_named(here, monkeypatch):
    monkeypatch.setenv("STEME_RECEIVE_POLICY", "keys")
    monkeypatch.setenv("STEME_RECEIVE_RATE", "1")
    assert take(here, packed(sealed(BOB, 0, 3)), gate=Gate.for_fetch(here)).added == 3
    with pytest.raises(Refused):
        take(here, packed(sealed(BOB, 5, 3)), gate=Gate.for_fetch(here, [ALICE.public.hex()]))


def test_a_policy_that_there_is_not(here, monkeypatch):
    monkeypatch.setenv("STEME_RECEIVE_POLICY", "everybody")
    with pytest.raises(InvalidInput, match="anyone, keys, delegated"):
        pushed(here, ALICE)

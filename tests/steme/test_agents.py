from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from repo_format import objects
from repo_format.errors import InvalidInput, NotFound, Refused
from repo_format.verification import Verifier
from steme import times
from steme.agents import delegate, publish_profile, revoke, rotate
from steme.civil import DAY
from tests.steme.trust.people import ADA, BEN, CLEO, People


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    made = People(tmp_path / "claims")
    yield made
    made.repository.close()


def payload(people: People, made: bytes) -> objects.Payload:
    found = Verifier().check(people.repository.record(made.hex()))
    assert found is not None
    return found


def count(people: People) -> int:
    with people.repository.snapshot() as view:
        return view.count


def test_a_delegation_says_whom_how_much_and_until_when(people: People) -> None:
    before = times.now()
    made = payload(
        people,
        delegate(people.repository, ADA, BEN.public.hex(), 0.5, scope="drug/", expires="+10d", reason="met"),
    )
    after = times.now()
    assert (made.author, made.delegate) == (ADA.public.hex(), BEN.public.hex())  # type: ignore[attr-defined]
    assert (made.scope, made.weight, made.reason) == ("drug", 0.5, "met")  # type: ignore[attr-defined]
    assert before + 10 * DAY <= made.expires <= after + 10 * DAY  # type: ignore[attr-defined]
    plain = payload(people, delegate(people.repository, ADA, BEN.public.hex()[:8], 1))
    assert (plain.scope, plain.expires) == (None, None)  # type: ignore[attr-defined]


@pytest.mark.parametrize("expires", ["2020-01-01", "now", "3d", "+0d"])
def test_a_delegation_that_has_ended_is_refused(people: People, expires: str) -> None:
    with pytest.raises(InvalidInput, match="is past"):
        delegate(people.repository, ADA, BEN.public.hex(), 0.5, expires=expires)
    assert count(people) == 0


@pytest.mark.parametrize("weight", [1.5, -0.1, float("nan")])
def test_a_weight_is_from_0_to_1(people: People, weight: float) -> None:
    with pytest.raises(InvalidInput, match="weight"):
        delegate(people.repository, ADA, BEN.public.hex(), weight)


def test_nobody_delegates_to_themselves(people: People) -> None:
    with pytest.raises(Refused, match="your own"):
        delegate(people.repository, ADA, ADA.public.hex(), 0.5)
    rotate(people.repository, ADA, BEN)
    with pytest.raises(Refused, match="your own"):
        delegate(people.repository, BEN, ADA.public.hex(), 0.5)
    with pytest.raises(NotFound):
        delegate(people.repository, BEN, "somebody", 0.5)


def test_a_key_is_rotated_once_and_never_back(people: People) -> None:
    made = payload(people, rotate(people.repository, ADA, BEN, "new laptop"))
    assert (made.author, made.new_key) == (ADA.public.hex(), BEN.public.hex())  # type: ignore[attr-defined]
    with pytest.raises(Refused, match=f"followed by the key {BEN.public.hex()[:12]}"):
        rotate(people.repository, ADA, CLEO)
    with pytest.raises(Refused, match="earlier key of ben"):
        rotate(people.repository, BEN, ADA)
    with pytest.raises(InvalidInput, match="own key"):
        rotate(people.repository, BEN, BEN)
    assert count(people) == 1


def test_a_key_that_was_given_up_says_nothing_more(people: People) -> None:
    made = payload(people, revoke(people.repository, ADA, "lost"))
    assert (made.action, made.author) == ("revocation", ADA.public.hex())  # type: ignore[attr-defined]
    for attempt in (
        lambda: revoke(people.repository, ADA),
        lambda: rotate(people.repository, ADA, BEN),
        lambda: delegate(people.repository, ADA, BEN.public.hex(), 0.5),
        lambda: publish_profile(people.repository, ADA, "Ada"),
    ):
        with pytest.raises(Refused, match="given up"):
            attempt()
    assert count(people) == 1


def test_a_profile_says_who_one_is(people: People) -> None:
    made = payload(people, publish_profile(people.repository, ADA, "Ada", "mailto:ada@example.org", "Counts."))
    assert (made.name, made.contact, made.description) == ("Ada", "mailto:ada@example.org", "Counts.")  # type: ignore[attr-defined]
    with pytest.raises(InvalidInput, match="name"):
        publish_profile(people.repository, ADA, "")

"""The example of docs/semantics/drift.md, and what is kept in a repository."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aphoria.drift import CHANGED, GONE, NEW, drift, earlier
from aphoria.observation import Observation
from aphoria.persisting import Facts, fact_of, facts_in, kept_scans, mark_of, persist
from aphoria.scan import Scan
from repo_format.errors import NotFound
from repo_format.objects.assertion import Assertion
from steme.keys import SigningKey
from steme.repository import Repository
from steme.sources import citing
from tests.aphoria.claims_and_observations import claim, seen
from tests.aphoria.test_coverage import _at

THEN = [
    _at("net/client.py", "tls/certificate", "verified", False),
    _at("net/client.py", "http/timeout", "seconds", 30),
    _at("store/db.py", "crypto/hash", "used", "md5"),
    _at("store/db.py", "sql/query", "built", True),
]
NOW = [
    _at("net/client.py", "tls/certificate", "verified", True),
    _at("net/client.py", "http/timeout", "seconds", 30, 17),
    _at("store/db.py", "crypto/hash", "used", "md5"),
    _at("net/pool.py", "pool/size", "maximum", 5),
]


def _facts(observations: list[Observation]) -> Facts:
    return {mark_of(fact_of(one)): (fact_of(one), one.file) for one in observations}


def test_the_example_worked_by_hand() -> None:
    found = drift(_facts(THEN), NOW, [claim("equals", True, name="a-1", path="net/tls/certificate")])
    told = [(one.kind, one.path.rpartition("wallet/")[2], one.before, one.after, one.claims) for one in found.changes]
    assert told == [
        (CHANGED, "net/client/tls/certificate", ((False, ""),), ((True, ""),), ("a-1",)),
        (NEW, "net/pool/pool/size", (), ((5, ""),), ()),
        (GONE, "store/db/sql/query", ((True, ""),), (), ()),
    ]
    assert (found.then, found.now, found.both) == (4, 4, 2)
    assert found.measure == pytest.approx(2 / 3)


def test_nothing_against_nothing_is_no_drift() -> None:
    assert drift({}, [], []).measure == 0.0
    assert drift(_facts(THEN), THEN, []).measure == 0.0
    assert drift(_facts(THEN), [], []).measure == 1.0


def test_numbers_are_compared_by_value_and_are_no_booleans() -> None:
    one, as_float, true = (seen(value, path="code://python/p/a/pool/size") for value in (1, 1.0, True))
    assert drift(_facts([one]), [as_float], []).changes == ()
    assert [each.kind for each in drift(_facts([one]), [true], []).changes] == [CHANGED]


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    with Repository.init(str(tmp_path / "repository")) as made:
        yield made


def _scan(top: Path, observations: list[Observation], project: str = "wallet") -> Scan:
    return Scan(str(top), project, tuple(observations), (), 3, 0)


def test_what_is_kept_comes_back(tmp_path: Path, repository: Repository) -> None:
    key = SigningKey(bytes(range(32)))
    twice = [*THEN, seen(False, path=THEN[0].path, file="net/client.py", line=9, confidence=0.5)]
    done = persist(repository, key, _scan(tmp_path, twice), twice)
    assert (done.kept, done.left_out) == (4, 0)
    with repository.snapshot() as view:
        (kept,) = kept_scans(view, "wallet")
        assert kept_scans(view, "other") == []
        assert (kept.id, kept.source.name) == (done.source, done.name)
        assert drift(facts_in(view, kept), THEN, []).changes == ()
        payloads = [view.record(seq).payload or b"" for seq in citing(view, kept.id)]
        assert [b'"places":2' in one for one in payloads if b"tls/certificate" in one] == [True]


def test_what_the_format_has_no_room_for_is_counted(tmp_path: Path, repository: Repository) -> None:
    long = seen(1, path="code://python/" + "a" * 400 + "/x/y")
    done = persist(repository, SigningKey(bytes(32)), _scan(tmp_path, [long, *THEN]), [long, *THEN])
    assert (done.kept, done.left_out) == (4, 1)


def test_assertions_of_others_about_a_kept_scan_change_nothing(tmp_path: Path, repository: Repository) -> None:
    done = persist(repository, SigningKey(bytes(32)), _scan(tmp_path, THEN), THEN)
    stranger = SigningKey(bytes([7] * 32))
    forged = Assertion(
        author=stranger.public.hex(), confidence=1, predicate="verified", source=done.source.hex(),
        subject=THEN[0].path, tier=4, time=1, value=True,
    )  # fmt: skip
    repository.add([forged], stranger)
    with repository.snapshot() as view:
        (kept,) = kept_scans(view, "wallet")
        assert len(facts_in(view, kept)) == 4


def test_the_scan_of_then(tmp_path: Path, repository: Repository) -> None:
    key = SigningKey(bytes(32))
    with repository.snapshot() as view, pytest.raises(NotFound, match="`aphoria scan --persist` keeps one"):
        earlier(view, str(tmp_path), "wallet", None)
    first = persist(repository, key, _scan(tmp_path, THEN), THEN)
    with repository.snapshot() as view:
        bound = view.count
    second = persist(repository, key, _scan(tmp_path, NOW), NOW)
    with repository.snapshot() as view:
        assert earlier(view, str(tmp_path), "wallet", None).id == second.source
        assert earlier(view, str(tmp_path), "wallet", f"seq:{bound}").id == first.source
        assert earlier(view, str(tmp_path), "wallet", "main").id == second.source
        with pytest.raises(NotFound, match="from before '2001-01-01'"):
            earlier(view, str(tmp_path), "wallet", "2001-01-01")
        with pytest.raises(NotFound, match="no revision of git"):
            earlier(view, str(tmp_path), "wallet", "nonsense")

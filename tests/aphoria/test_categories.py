from __future__ import annotations

from aphoria.categories import NONE, by_category
from aphoria.verification import CONFLICT, MISSING, PASS, Verdict
from tests.aphoria.claims_and_observations import claim


def test_what_needs_work_comes_first_and_what_has_no_category_last() -> None:
    given = [
        Verdict(claim(value=True, name=name, category=category), verdict, (), ())
        for name, category, verdict in (
            ("a-1", "tls", PASS),
            ("b-1", "tls", MISSING),
            ("c-1", None, CONFLICT),
            ("d-1", "tls", CONFLICT),
            ("e-1", "api", PASS),
        )
    ]
    told = {name: [one.claim.name for one in group] for name, group in by_category(given).items()}
    assert list(told.items()) == [("api", ["e-1"]), ("tls", ["d-1", "b-1", "a-1"]), (NONE, ["c-1"])]

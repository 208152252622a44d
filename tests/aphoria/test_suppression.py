from __future__ import annotations

from datetime import date

import pytest

from aphoria.extractor import shipped
from aphoria.language import language_of
from aphoria.observation import Observation
from aphoria.source import Source
from aphoria.suppression import Suppression, suppressions, unused

TODAY = date(2026, 11, 20)


def _found(code: str) -> list[Suppression]:
    language = language_of("a.py")
    assert language is not None
    source = Source("a.py", code.encode(), language, "p", ("a",))
    seen = [
        Observation("a.py", one.lines[0], f"code://python/p/a/{one.about}", "stated", one.value, extractor="markers")
        for one in shipped()["markers"].checked(source)
    ]
    return suppressions(seen, TODAY)


def _at(line: int, end: int = 0, extractor: str = "tls_verify") -> Observation:
    return Observation("a.py", line, "code://python/p/a/x/y", "p", 1, end_line=end or line, extractor=extractor)


def _covered(code: str, extractor: str = "tls_verify") -> list[int]:
    return [line for line in range(1, 9) if any(one.covers(_at(line, extractor=extractor)) for one in _found(code))]


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("x()\ny()  # aphoria:ignore -- why", [2]),
        ("\n# aphoria:ignore -- why\ny()", [3]),
        ("# aphoria:ignore-file -- why", list(range(1, 9))),
        ("\n# aphoria:ignore-start -- why\na\nb\n# aphoria:ignore-end\n", [2, 3, 4, 5]),
        ("y()  # aphoria:ignore[tls_verify, jwt_config] -- why", [1]),
        ("y()  # aphoria:ignore[jwt_config] -- why", []),
        ("y()  # aphoria:ignore[*] -- why", [1]),
        ("y()  # aphoria:ignore", []),
        ("y()  # aphoria:ignore -- why until=2026-11-20", [1]),
        ("y()  # aphoria:ignore -- why until=2026-11-19", []),
        ("y()  # aphoria:ignore -- why until=tomorrow", []),
        ("# aphoria:ignore-start -- why\na\n", []),
    ],
)
def test_what_it_is_about(code: str, lines: list[int]) -> None:
    assert _covered(code) == lines


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("# aphoria:ignore[x]", "gives no reason; write -- and why"),
        ("# aphoria:ignore -- why until=2020-01-01", "expired on 2020-01-01"),
        ("# aphoria:ignore -- why until=soon", "has until=soon, which is no date such as 2027-01-31"),
        ("# aphoria:ignored", "is not of the form ignore[EXTRACTOR] -- REASON"),
        ("# aphoria:ignore-end", "ends what was never started"),
        ("# aphoria:ignore-start -- why", "has no ignore-end"),
    ],
)
def test_what_counts_for_nothing_says_why(code: str, problem: str) -> None:
    (one,) = _found(code)
    assert one.problem == problem


def test_nested_blocks_close_from_the_inside() -> None:
    blocks = _found(
        "# aphoria:ignore-start[a] -- x\n# aphoria:ignore-start[b] -- y\n# aphoria:ignore-end\n# aphoria:ignore-end\n"
    )
    assert [(one.first, one.last, sorted(one.extractors)) for one in blocks] == [(1, 4, ["a"]), (2, 3, ["b"])]


def test_a_finding_of_several_lines_is_covered_from_any_of_them() -> None:
    (one,) = _found("call(\n  verify=False,  # aphoria:ignore -- why\n)")
    assert one.covers(_at(1, 3))
    assert not one.covers(_at(3))


def test_reason_and_date_are_kept_and_what_covers_nothing_is_known() -> None:
    (one,) = _found("y()  # aphoria:ignore[a] -- it is ours until=2027-01-01")
    assert (one.reason, one.until) == ("it is ours", "2027-01-01")
    assert list(unused([one], [])) == [one]
    assert list(unused([one], [one])) == []

from __future__ import annotations

from steme.exchange.results import Contradiction, Fetched, Traffic
from steme_cli.render import exchange_page


def came() -> Fetched:
    done = Fetched("origin", "../claims", False, Traffic())
    done.arrivals.objects = 3
    done.arrivals.kinds = {"assertion": 1, "erasure": 1}
    done.arrivals.erased = 1
    done.arrivals.authors = {"ab" * 32: 2}
    return done


def test_the_numbers_of_what_came_add_up() -> None:
    lines = list(exchange_page.fetched(came()))
    assert lines[1] == "  3 new objects came: 1 assertion, 1 erasure, 1 without payload"


def test_long_lists_of_contradictions_are_cut() -> None:
    done = came()
    done.widened = 12
    done.widenings = [
        Contradiction((f"s/{place}", "p"), ("CONTESTED", 0.5), ("CONTESTED", 0.75)) for place in range(12)
    ]
    lines = list(exchange_page.fetched(done))
    begin = lines.index("  12 questions that were contested got another value:")
    assert lines[begin + 1] == "    s/0 p: conflict 0.75, was contested at 0.50"
    assert lines[begin + 11] == "    and 2 more; `steme conflicts` has them all"
    assert "became contested" not in "".join(lines)

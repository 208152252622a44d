from __future__ import annotations

import re

import pytest

from aphoria.extractor import shipped
from aphoria.pattern import later


def test_it_is_the_pattern_as_soon_as_it_is_used() -> None:
    made = later(rb"a(b+)", re.IGNORECASE)
    found = made.search(b"xABBx")
    assert found is not None
    assert found[1] == b"BB"
    assert [one.start() for one in made.finditer(b"ab ab")] == [0, 3]
    assert made.pattern == rb"a(b+)"
    assert made.sub(b"-", b"abb") == b"-"


def test_a_wrong_pattern_is_known_with_its_first_use() -> None:
    made = later("(")
    with pytest.raises(re.error):
        made.search("")


def test_every_pattern_of_the_extractors_is_one() -> None:
    assert shipped()
    import sys

    modules = [module for name, module in sys.modules.items() if name.startswith("aphoria.")]
    patterns = [one for module in modules for one in vars(module).values() if type(one).__name__ == "_Later"]
    assert len(patterns) > 100
    assert all(one.groups >= 0 for one in patterns)

"""The extractors that this project declares for itself find what their files say, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from aphoria.declarative import Declared, declared
from aphoria.declaring.cases import Case, outcome

TOP = Path(__file__).resolve().parents[1]
OWN = declared(str(TOP))
CASES = [(one, case) for one in OWN for case in one.cases]


@pytest.mark.parametrize(("own", "case"), CASES, ids=[f"{own.extractor.name}-{case.why}" for own, case in CASES])
def test_a_case(own: Declared, case: Case) -> None:
    done = outcome(own.extractor, case)
    assert (done.missing, done.extra) == ((), ())


def test_every_one_has_a_case_that_it_finds() -> None:
    assert OWN
    assert [one.extractor.name for one in OWN if not any(case.found for case in one.cases)] == []

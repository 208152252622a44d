import inspect

import pytest

from repo_format import errors
from steme_cli import exit_codes

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.StemeError)]
KNOWN = {
    "InvalidInput": 2,
    "MalformedObject": 2,
    "NotFound": 3,
    "AmbiguousId": 3,
    "NotARepository": 4,
    "Refused": 5,
    "BadSignature": 5,
    "FromTheFuture": 5,
    "Damaged": 6,
    "Busy": 7,
    "RemoteFailed": 8,
    "StorageFailed": 9,
    "StemeError": 70,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_the_documented_status(kind: type[errors.StemeError]) -> None:
    error = kind("subject", "is empty") if issubclass(kind, errors.InvalidInput) else kind("no")
    assert exit_codes.of_error(error) == KNOWN[kind.__name__]


def test_every_status_is_documented() -> None:
    assert set(exit_codes.OF_ERROR.values()) <= set(exit_codes.MEANINGS)


def test_a_subclass_that_nobody_listed_has_the_status_of_its_base() -> None:
    class Gone(errors.NotFound):
        pass

    assert exit_codes.of_error(Gone("x")) == 3

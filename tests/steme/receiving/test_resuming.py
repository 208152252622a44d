"""A transfer that is cut off goes on where it was, or begins anew where it has become another one."""

from __future__ import annotations

import os
import random

import pytest

from repo_format import frame
from repo_format.errors import InvalidInput, RemoteFailed, StorageFailed
from steme.receiving import quarantine
from steme.receiving.receive import waiting
from tests.repo_format.pack.conftest import packed
from tests.steme.receiving.parcels import (
    ALICE,
    BOB,
    complete,
    described,
    head_over,
    held,
    in_pieces,
    incoming,
    mixture,
    sealed,
    sound,
    take,
)

RECORDS = mixture()
DATA = complete(RECORDS)
ENDS = [one.end for one in frame.unchain(DATA, frame.START)]


def cut(repository, upto: int, offset: int = 0) -> int:  # type: ignore[no-untyped-def]
    """Send a part and lose the connection; what is kept of it."""
    with pytest.raises(RemoteFailed, match="cut off"):
        take(repository, DATA[offset:upto], offset=offset)
    kept, chain = waiting(repository, "origin")
    assert kept == max([end for end in ENDS if end <= upto], default=0)
    assert chain == next((one.chain for one in frame.unchain(DATA, frame.START) if one.end == kept), frame.START)
    return kept


@pytest.mark.parametrize("upto", [0, 1, 11, 44, ENDS[0] - 1, *ENDS[:-1], *(end + 50 for end in ENDS[:-1])])
def test_cut_at_and_between_frames(here, upto):
    kept = cut(here, upto)
    assert held(here) == []
    assert take(here, DATA[kept:], offset=kept, expect=head_over(RECORDS)).added == len(RECORDS)
    assert incoming(here) == []


def test_cut_many_times_at_random(here, many):
    chance, kept = random.Random(5), 0
    for _ in range(20):
        kept = cut(here, min(len(DATA) - 1, kept + chance.randrange(1, 2500)), kept)
    assert take(here, in_pieces(DATA[kept:], 100), offset=kept).added == len(RECORDS)
    assert described(held(sound(here))) == described(RECORDS)


def test_a_stream_that_fails_in_its_own_way(here):
    def failing(error: BaseException):  # type: ignore[no-untyped-def]
        yield DATA[: ENDS[3] + 9]
        raise error

    for error, kind in [
        (ConnectionResetError(104, "Connection reset by peer"), RemoteFailed),
        (RemoteFailed("it said goodbye"), RemoteFailed),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ]:
        with pytest.raises(kind):
            take(here, failing(error))
        assert waiting(here, "origin")[0] == ENDS[3]
    assert take(here, DATA[ENDS[3] :], offset=ENDS[3]).added == len(RECORDS)


def test_another_pack_does_not_go_on(here):
    kept = cut(here, ENDS[4])
    with pytest.raises(RemoteFailed, match="begins anew"):
        take(here, packed(sealed(BOB, 0, 300))[kept:], offset=kept)
    assert waiting(here, "origin") == (0, frame.START)
    assert take(here, DATA).added == len(RECORDS)


def test_another_place_is_not_gone_on_from(here):
    kept = cut(here, ENDS[4])
    with pytest.raises(RemoteFailed, match="ask again"):
        take(here, DATA[ENDS[2] :], offset=ENDS[2])
    assert take(here, DATA[kept:], offset=kept).added == len(RECORDS)


def test_from_the_beginning_what_waited_is_dropped(here):
    cut(here, ENDS[4])
    assert take(here, packed(sealed(ALICE, 0, 3))).added == 3
    assert incoming(here) == []


def test_a_tail_of_garbage_behind_good_frames_is_not_counted(here):
    cut(here, ENDS[4])
    path = os.path.join(here.path, ".steme", "incoming", "origin.pack")
    with open(path, "r+b") as file:
        file.seek(ENDS[2] + 20)
        file.write(bytes(2000))
    assert waiting(here, "origin")[0] == ENDS[2]
    assert take(here, DATA[ENDS[2] :], offset=ENDS[2]).added == len(RECORDS)


def test_without_the_setting_nothing_waits_under_bad_names(here):
    for name in ("", "../x", "a/b", ".x", "-x", "x" * 101, "é"):
        with pytest.raises(InvalidInput):
            waiting(here, name)


def test_what_nobody_came_back_for_is_swept(here):
    cut(here, ENDS[4])
    for number in range(quarantine.KEPT_PACKS + 3):
        path = os.path.join(here.path, ".steme", "incoming", f"n{number:02d}.pack")
        with open(path, "wb") as file:
            file.write(DATA[: ENDS[1]])
        os.utime(path, (number + 10**9, number + 10**9))
    os.unlink(os.path.join(here.path, ".steme", "incoming", "origin.pack"))
    directory = here.store.directory
    with quarantine.Quarantine.open(directory, "n00") as busy:
        busy.keep = True
        quarantine.sweep(directory, now=10**9)
        assert incoming(here) == ["n00.pack", *(f"n{number:02d}.pack" for number in range(3, 19))]
        quarantine.sweep(directory, now=10**9 + 10 + quarantine.KEPT_SECONDS)
        assert incoming(here) == ["n00.pack", *(f"n{number:02d}.pack" for number in range(10, 19))]
    take(here, packed([]))
    assert incoming(here) == []


def test_a_quarantine_that_cannot_be_made(here, monkeypatch):
    with open(os.path.join(here.path, ".steme", "incoming"), "w"):
        pass
    with pytest.raises(Exception, match="neither") as caught:
        take(here, packed([]))
    assert type(caught.value).__name__ in ("Refused", StorageFailed.__name__)

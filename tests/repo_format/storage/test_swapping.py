from __future__ import annotations

import os

import pytest

from repo_format.checking.check import check
from repo_format.errors import NotFound
from repo_format.storage import swapping
from repo_format.storage.directory import Directory
from repo_format.storage.store import Store


@pytest.fixture
def repository(store, put, alice, tmp_path):
    put(store, [alice.signed(alice.assertion(number)) for number in range(3)])
    return store.directory


def names(repository: Directory) -> set[str]:
    return {name for name in repository.names() if name.startswith("log")}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"log": "log", "log.next": None}, {"log"}),
        ({"log": "log", "log.old": None}, {"log"}),
        ({"log": "log.next"}, {"log"}),
        ({"log": "log.next", "log.old": None}, {"log"}),
    ],
)
def test_whatever_a_crash_leaves_is_one_log(repository, before, after):
    for name, now in before.items():
        if now is None:
            repository.make(name).close()
        elif name != now:
            os.rename(name, now, src_dir_fd=repository.fd, dst_dir_fd=repository.fd)
    found = swapping.find_log(repository)
    assert "active.seg" in found.names()
    found.close()
    swapping.settle(repository)
    assert names(repository) == after


def test_a_store_finishes_an_interrupted_swap(repository, tmp_path, store, alice):
    count = len(list(store.log.scan(1, 0, bytes(32))))
    os.rename("log", "log.next", src_dir_fd=repository.fd, dst_dir_fd=repository.fd)
    repository.make("log.old").close()
    again = Store.open(repository.path.rpartition("/")[0])
    assert len(list(again.log.scan(1, 0, bytes(32)))) == count
    again.close()
    with store.snapshot() as view:
        assert view.count == 3
    assert names(repository) == {"log"}


def test_no_log_at_all_is_said_so(repository):
    os.rename("log", "elsewhere", src_dir_fd=repository.fd, dst_dir_fd=repository.fd)
    for look in (swapping.open_log, swapping.find_log):
        with pytest.raises(NotFound):
            look(repository)


def test_a_log_that_was_replaced_is_followed(repository, store):
    log = store.log
    assert swapping.follow(log, repository, locked=False) is log
    os.rename("log", "log.old", src_dir_fd=repository.fd, dst_dir_fd=repository.fd)
    repository.make("log").close()
    assert not swapping.is_in_place(log, repository)
    log.failed = "disk"
    fresh = swapping.follow(log, repository, locked=False)
    assert (fresh.numbers(), fresh.failed) == ([], "disk"), "who may not write any more may not by another log"


def test_a_check_reads_the_log_where_it_lies(repository):
    os.rename("log", "log.next", src_dir_fd=repository.fd, dst_dir_fd=repository.fd)
    report = check(repository.path.rpartition("/")[0], index=False)
    assert (report.is_damaged, report.objects) == (False, 3)
    assert [(one.file, "this is the log" in one.message, one.advice) for one in report.findings] == [
        ("log.next", True, "")
    ]
    assert names(repository) == {"log.next"}, "a check changes nothing"

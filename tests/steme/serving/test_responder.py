"""One request in, one response out."""

from __future__ import annotations

import io
import random

import pytest

from repo_format import head, limits, merkle
from repo_format.errors import BadSignature, Busy, Damaged, NotARepository, Refused, StorageFailed
from repo_format.pack.opening import COMPLETE, DIFFERENCE, SELECTION
from repo_format.pack.reader import PackReader, verified
from repo_format.pack.source import Source
from repo_format.wire import digests, message
from repo_format.wire.hello import TAKES_PUSHES, Hello, Welcome
from repo_format.wire.push import Push, Taken
from repo_format.wire.refusal import Refusal
from repo_format.wire.transfer import Sending, Since, Want
from repo_format.wire.trie import IdList, Leaves, NodeList, Nodes
from steme.repository import Repository
from steme.serving.index_holdings import IndexHoldings
from steme.serving.responder import Responder


@pytest.fixture
def responder(served) -> Responder:
    return Responder(IndexHoldings(served.repository), agent="steme test", hidden=(served.repository.path,))


def test_a_first_meeting(served, responder, ask) -> None:
    found, rest = ask(responder, Hello(b"r" * 32))
    assert isinstance(found, Welcome)
    assert (found.repository, found.head, found.agent) == (served.repository.id, served.heads[-1], "steme test")
    assert (found.remembered_count, found.features, found.max_objects) == (None, 0, 0)
    assert sum(count for count, _ in digests.entries(found.top)) == 900
    assert rest == b""


def test_a_remembered_one(served, responder, ask) -> None:
    found, _ = ask(responder, Hello(b"r" * 32, served.heads[1].id))
    assert (found.remembered_count, found.top) == (600, b"")
    found, _ = ask(responder, Hello(served.heads[-1].root, b"\7" * 32))
    assert (found.remembered_count, found.top) == (None, b"")


def test_one_who_has_nothing_needs_no_comparison(responder, ask) -> None:
    found, _ = ask(responder, Hello(merkle.EMPTY_ROOT))
    assert (found.remembered_count, found.top) == (None, b"")


def test_down_the_trie_to_what_differs(served, responder, ask) -> None:
    """By its own messages: top, nodes, leaves. The 900 ids are 16 leaves of about 56 below the root."""
    nodes, _ = ask(responder, Nodes([b"", b"\5"]))
    assert isinstance(nodes, NodeList)
    assert nodes.head == served.heads[-1].id
    assert nodes.nodes[1] is None
    assert sum(count for count, _ in digests.entries(nodes.nodes[0] or b"")) == 900
    lists, _ = ask(responder, Leaves([b"\5", b"\5\1", b"\5\1\2", b"\5" * 64]))
    assert isinstance(lists, IdList)
    assert set(lists.lists[1]) <= set(lists.lists[0])
    assert set(lists.lists[2]) <= set(lists.lists[1])
    assert {one[0] >> 4 for one in lists.lists[0]} == {5}
    assert lists.lists[3] == ()


def test_everything_and_what_came_since(served, responder, ask) -> None:
    one, two, three = served.heads
    found, pack = ask(responder, Since(head.NO_HEAD, three.id))
    assert isinstance(found, Sending)
    assert found.objects == 900
    reader = PackReader(io.BytesIO(pack))
    assert (reader.opening.content, reader.opening.heads) == (COMPLETE, (three,))
    assert len(list(verified(reader))) == 900
    found, pack = ask(responder, Since(one.id, two.id))
    reader = PackReader(io.BytesIO(pack))
    assert (reader.opening.content, reader.opening.heads, found.objects) == (DIFFERENCE, (two, one), 300)
    assert len(list(verified(reader))) == 300
    for offset in (1, 5000, len(pack) - 1, len(pack)):
        found, rest = ask(responder, Since(one.id, two.id, offset))
        assert (found.offset, rest) == (offset, pack[offset:])
    found, _ = ask(responder, Since(two.id, two.id))
    assert found.objects == 0


def test_what_is_wanted(served, responder, ask) -> None:
    ids = list(ask(responder, Leaves([b"\1"]))[0].lists[0])
    found, pack = ask(responder, Want(ids))
    assert found.objects == len(ids)
    reader = PackReader(io.BytesIO(pack))
    assert reader.opening.content == SELECTION
    assert sorted(record.id for record, _ in verified(reader)) == ids
    assert ask(responder, Want(ids, 100))[1] == pack[100:]


@pytest.mark.parametrize(
    ("request_of", "code", "text"),
    [
        (lambda heads: Since(b"\7" * 32, heads[0].id), 3, "070707070707 is not in the history"),
        (lambda heads: Since(head.NO_HEAD, b"\7" * 32), 3, "is not in the history"),
        (lambda heads: Since(heads[2].id, heads[0].id), 2, "later head"),
        (lambda heads: Since(heads[0].id, heads[1].id, 10**9), 2, "behind the end"),
        (lambda heads: Want([b"\7" * 32]), 3, "is not here"),
        (lambda heads: Push(b"t" * 32), 5, "takes no pushes"),
        (lambda heads: Taken(1, 2, None), 2, "a response where a request belongs"),
        (lambda heads: b"GET / HTTP/1.1\r\n", 2, "does not speak this protocol"),
        (lambda heads: b"", 2, "missing"),
        (lambda heads: message.encode(Nodes([b""]))[:-1], 2, "cut off"),
        (lambda heads: b"stmw\2" + message.encode(Nodes([b""]))[5:], 5, "newer steme"),
    ],
)
def test_refusals(served, responder, ask, request_of, code, text) -> None:
    found, rest = ask(responder, request_of(served.heads))
    assert isinstance(found, Refusal)
    assert (found.code, rest) == (code, b"")
    assert text in found.text


def test_too_many_ids_at_once(served, responder, ask, monkeypatch) -> None:
    monkeypatch.setattr(limits, "MAX_IDS_TOLD", 100)
    for paths in ([b""], [b"\1", b"\2"], [b"\1"] * 4):
        found, _ = ask(responder, Leaves(paths))
        assert isinstance(found, Refusal)
        assert "ask for fewer" in found.text
    assert isinstance(ask(responder, Leaves([b"\1"]))[0], IdList)


def test_a_push_reaches_the_intake(served, intake, ask) -> None:
    responder = Responder(IndexHoldings(served.repository), intake)
    welcome, _ = ask(responder, Hello(b"r" * 32, transfer=b"t" * 32))
    assert (welcome.features, welcome.max_objects, welcome.max_bytes) == (TAKES_PUSHES, 1000, 100_000)
    assert (welcome.offset, welcome.chain) == (77, b"c" * 32)
    assert ask(responder, Hello(b"r" * 32))[0].offset == 0
    tags = (("refs/tags/v1", served.heads[0]),)
    found, _ = ask(responder, Push(b"t" * 32, 77, tags), b"the rest of a pack" * 1000)
    assert intake.taken == [(b"t" * 32, 77, b"the rest of a pack" * 1000, ["refs/tags/v1"])]
    assert (found.added, found.present, found.head, found.kept_refs) == (3, 2, served.heads[-1], ("refs/tags/old",))


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (Refused("policy `keys` does not let 1234 in"), 5, "policy `keys` does not let 1234 in"),
        (Refused("/srv/secret/.steme/log is a symbolic link"), 5, ".../.steme/log is a symbolic link"),
        (BadSignature("nobody signed it"), 5, "nobody signed it"),
        (Damaged("segment 1 of /srv/secret is damaged"), 6, "fsck"),
        (StorageFailed("cannot write /srv/secret/x: disk full"), 9, "could not read or write"),
        (Busy("/srv/secret/.steme is locked"), 7, "another writer"),
        (NotARepository("/srv/secret"), 8, "no repository"),
    ],
)
def test_no_answer_tells_where_things_lie(served, intake, ask, error, code, told) -> None:
    def fail(*_: object) -> None:
        raise error

    intake.take = fail
    responder = Responder(IndexHoldings(served.repository), intake, hidden=("/srv/secret",))
    found, _ = ask(responder, Push(b"t" * 32), b"pack")
    assert (found.code, told in found.text, "secret" in found.text) == (code, True, False)


def test_a_mistake_of_ours_is_told_as_one(served, intake) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("in /srv/secret")

    intake.take = fail
    pieces = Responder(IndexHoldings(served.repository), intake).respond(Source([message.encode(Push(b"t" * 32))]))
    found = message.decode(next(pieces))
    assert (found.code, "secret" in found.text) == (8, False)
    with pytest.raises(ZeroDivisionError):
        next(pieces)


def test_a_response_that_fails_on_the_way_breaks_off(served, monkeypatch) -> None:
    holdings = IndexHoldings(served.repository)
    frames = list(holdings.since(None, served.heads[-1]))
    holdings.release()

    def since(after: object, until: object):
        yield from frames[:20]
        raise Damaged("a bit has flipped")

    monkeypatch.setattr("steme.serving.packing.PIECE", 100)
    monkeypatch.setattr(holdings, "since", since)
    pieces = Responder(holdings).respond(Source([message.encode(Since(head.NO_HEAD, served.heads[-1].id))]))
    got = [next(pieces)]
    with pytest.raises(Damaged):
        got.extend(pieces)
    source = Source(got)
    assert isinstance(message.read(source), Sending)
    reader = PackReader(source)
    with pytest.raises(Exception, match="ends at byte"):
        list(reader)
    assert reader.cut_off


def test_an_empty_repository(tmp_path, ask) -> None:
    with Repository.init(str(tmp_path)) as repository:
        responder = Responder(IndexHoldings(repository))
        welcome, _ = ask(responder, Hello(b"r" * 32))
        assert (welcome.head, welcome.top) == (None, b"")
        assert ask(responder, Nodes([b""]))[0].nodes == (None,)
        assert ask(responder, Leaves([b"", b"\1"]))[0].lists == ((), ())


def test_noise_ends_in_a_refusal(served, responder) -> None:
    rng = random.Random(7)
    good = [message.encode(Since(head.NO_HEAD, served.heads[-1].id)), message.encode(Nodes([b"\1"]))]
    for _ in range(500):
        data = bytearray(rng.choice(good))
        for _ in range(rng.randint(1, 3)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        pieces = list(responder.respond(Source([bytes(data)])))
        message.read(Source(pieces))
    assert responder._holdings._view is None

"""A remote that lies is refused with a reason, and nothing of it is published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import pytest

from repo_format import ids, objects
from repo_format.errors import BadSignature, Refused, RemoteFailed, StemeError
from repo_format.head import Head
from repo_format.pack.opening import COMPLETE, Opening
from repo_format.pack.source import Source
from repo_format.record import Record
from repo_format.wire import message
from repo_format.wire.hello import Welcome
from repo_format.wire.push import Push, Taken
from repo_format.wire.transfer import Sending, Since, Want
from repo_format.wire.trie import IdList, Leaves, NodeList, Nodes
from steme import exchange, transport
from steme.remotes import Remote
from steme.repository import Repository
from steme.serving.index_holdings import IndexHoldings
from steme.serving.packing import pack_records
from steme.transports.memory import MemoryChannel
from tests.steme.exchange.test_fetching import newest
from tests.steme.exchange.world import ALICE, BOB, CAROL, Through, claim, fill, ref, root, served

Lie = Callable[..., Iterator[bytes]]
FAR = Remote("origin", "https://far.example/claims")


@pytest.fixture
def lying(there: Repository, monkeypatch: pytest.MonkeyPatch) -> Callable[[Lie], None]:
    """Let the remote ``there`` answer through a function that gets request, response and what stands behind that."""

    def begin(lie: Lie) -> None:
        def respond(source: Source) -> Iterator[bytes]:
            data = source.take(1 << 24)
            request = message.read(Source([data]))
            answer = Source(served(there)._respond(Source([data])))
            response = message.read(answer)
            rest = iter(lambda: answer.read(65536), b"")
            yield from lie(request, response, rest)

        monkeypatch.setattr(transport, "connect", Through(lambda: MemoryChannel(respond)))

    return begin


def told(response: message.Message, rest: Iterable[bytes] = ()) -> Iterator[bytes]:
    return chain((message.encode(response),), rest)


def refused(here: Repository, error: type[StemeError], match: str = ".") -> None:
    before = (root(here), newest(here).id if root(here)[0] else None)
    with pytest.raises(error, match=match):
        exchange.fetch(here, FAR, ALICE)
    assert (root(here), newest(here).id if root(here)[0] else None) == before
    assert ref(here, "refs/remotes/origin/main") is None


def changed_welcome(change: Callable[[Welcome], None]) -> Lie:
    def lie(request: message.Message, response: message.Message, rest: Iterator[bytes]) -> Iterator[bytes]:
        if isinstance(response, Welcome):
            change(response)
        return told(response, rest)

    return lie


def test_the_truth_is_taken(here: Repository, there: Repository, lying: Callable[[Lie], None]) -> None:
    lying(lambda _, response, rest: told(response, rest))
    assert exchange.fetch(here, FAR, ALICE).arrivals.objects == 300


def test_a_head_that_nobody_signed(here: Repository, lying: Callable[[Lie], None]) -> None:
    def change(welcome: Welcome) -> None:
        assert welcome.head
        welcome.head.signature = bytes(64)

    lying(changed_welcome(change))
    refused(here, BadSignature, "not signed by whom it names")


@pytest.mark.parametrize("count", [299, 301, 4_000_000_000])
def test_a_head_with_another_count(here: Repository, lying: Callable[[Lie], None], count: int) -> None:
    lying(changed_welcome(lambda welcome: setattr(welcome, "head", _forged(welcome, count=count))))
    refused(here, StemeError)


def test_a_head_with_another_root(here: Repository, lying: Callable[[Lie], None]) -> None:
    lying(changed_welcome(lambda welcome: setattr(welcome, "head", _forged(welcome, root=b"\1" * 32))))
    refused(here, StemeError)
    fill(here, ALICE, range(400, 410))
    refused(here, StemeError)


def _forged(welcome: Welcome, count: int = 300, root: bytes = b"") -> Head:
    assert welcome.head
    old = welcome.head
    made = Head(old.repository, count, root or old.root, old.previous, old.time, CAROL.public)
    made.signature = CAROL.sign_head_id(made.id)
    return made


def test_what_it_remembers_has_another_count(here: Repository, there: Repository, lying: Callable[[Lie], None]) -> None:
    lying(lambda _, response, rest: told(response, rest))
    exchange.fetch(here, FAR, ALICE)
    fill(there, BOB, range(300, 310))
    lying(changed_welcome(lambda welcome: setattr(welcome, "remembered_count", 299)))
    with pytest.raises(RemoteFailed, match="lied"):
        exchange.fetch(here, FAR, ALICE)
    assert root(here)[0] == 300


def test_ids_that_it_does_not_send(here: Repository, there: Repository, lying: Callable[[Lie], None]) -> None:
    def lie(request: message.Message, response: message.Message, rest: Iterator[bytes]) -> Iterator[bytes]:
        if not isinstance(request, Want):
            return told(response, rest)
        records = IndexHoldings(there).records(sorted(request.ids)[1:])
        return told(Sending(0, len(records)), pack_records(Opening(there.id, objects=len(records)), records))

    fill(here, BOB, range(280))
    lying(lie)
    refused(here, Refused, "does not make up")


def test_other_objects_than_those_under_its_head(
    here: Repository, there: Repository, lying: Callable[[Lie], None]
) -> None:
    def lie(request: message.Message, response: message.Message, rest: Iterator[bytes]) -> Iterator[bytes]:
        if not isinstance(request, Since):
            return told(response, rest)
        opening = Opening(there.id, COMPLETE, (newest(there),))
        return told(Sending(0, 300), pack_records(opening, [_record(number) for number in range(1000, 1300)]))

    lying(lie)
    refused(here, Refused, "does not make up")


def test_objects_under_somebody_elses_name(here: Repository, there: Repository, lying: Callable[[Lie], None]) -> None:
    def lie(request: message.Message, response: message.Message, rest: Iterator[bytes]) -> Iterator[bytes]:
        if not isinstance(request, Since):
            return told(response, rest)
        records = [_record(number, bytes(64)) for number in range(300)]
        return told(Sending(0, 300), pack_records(Opening(there.id, COMPLETE, (newest(there),)), records))

    lying(lie)
    refused(here, BadSignature)


def _record(number: int, signature: bytes = b"") -> Record:
    from repo_format.signature import sign_object

    data = objects.write(claim(BOB, number))
    return Record(ids.object_id(data), data, signature or sign_object(BOB.secret, ids.object_id(data)))


def test_a_pack_without_end(here: Repository, lying: Callable[[Lie], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEME_RECEIVE_MAX_BYTES", "1000000")

    def lie(request: message.Message, response: message.Message, rest: Iterator[bytes]) -> Iterator[bytes]:
        return told(response, _endless() if isinstance(request, Since) else rest)

    lying(lie)
    refused(here, StemeError)


def _endless() -> Iterator[bytes]:
    records = (_record(number) for number in range(10**9))
    return pack_records(Opening(b"r" * 16), records)


@pytest.mark.parametrize(
    "junk", [b"", b"stmw", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"stmw\1\2\xff\xff\xff\xff", bytes(99)]
)
def test_junk(here: Repository, monkeypatch: pytest.MonkeyPatch, junk: bytes) -> None:
    monkeypatch.setattr(transport, "connect", Through(lambda: MemoryChannel(lambda _: iter((junk,)))))
    refused(here, RemoteFailed)


def test_a_message_of_another_kind(here: Repository, lying: Callable[[Lie], None]) -> None:
    lying(lambda *_: told(Taken(0, 0, None)))
    refused(here, RemoteFailed, "answers a Hello with a Taken")


@pytest.mark.parametrize("kind", [Nodes, Leaves])
def test_fewer_answers_than_questions(here: Repository, lying: Callable[[Lie], None], kind: type) -> None:
    def lie(request: message.Message, response: message.Message, rest: Iterator[bytes]) -> Iterator[bytes]:
        if isinstance(response, Welcome):
            response.top = b""
        if isinstance(request, kind):
            response = NodeList([], response.head) if kind is Nodes else IdList([], response.head)  # type: ignore[union-attr]
        return told(response, rest)

    fill(here, BOB, range(280))
    lying(lie)
    refused(here, RemoteFailed, "answers 0 questions")


def test_a_head_that_never_stands_still(here: Repository, lying: Callable[[Lie], None]) -> None:
    def lie(request: message.Message, response: message.Message, rest: Iterator[bytes]) -> Iterator[bytes]:
        if isinstance(response, IdList):
            response.head = b"\5" * 32
        return told(response, rest)

    fill(here, BOB, range(280))
    lying(lie)
    refused(here, RemoteFailed, "keeps changing")


def test_a_tag_that_nobody_signed_stays_out(here: Repository, there: Repository, lying: Callable[[Lie], None]) -> None:
    there.tag("good", newest(there).id, BOB)
    there.tag("wrong", newest(there).id, BOB)

    def change(welcome: Welcome) -> None:
        forged = _forged(welcome)
        forged.signature = bytes(64)
        welcome.refs = tuple((name, forged if name.endswith("wrong") else one) for name, one in welcome.refs)

    lying(changed_welcome(change))
    fetched = exchange.fetch(here, FAR, ALICE)
    assert list(fetched.tags_set) == ["refs/tags/good"]
    assert fetched.tags_refused == {"refs/tags/wrong": "its head is not signed by whom it names"}
    assert ref(here, "refs/tags/wrong") is None


def test_what_it_says_of_a_push(here: Repository, there: Repository, lying: Callable[[Lie], None]) -> None:
    fill(here, ALICE, range(1000, 1010))
    old = newest(there)

    def fewer(request: message.Message, response: message.Message, rest: Iterator[bytes]) -> Iterator[bytes]:
        return told(Taken(9, 0, old) if isinstance(request, Push) else response, rest)

    lying(fewer)
    with pytest.raises(RemoteFailed, match="it got 10 objects"):
        exchange.push(here, FAR, ALICE)

    def gone(request: message.Message, response: message.Message, rest: Iterator[bytes]) -> Iterator[bytes]:
        return told(Taken(10, 0, _forged_small(there)) if isinstance(request, Push) else response, rest)

    lying(gone)
    fill(here, ALICE, range(2000, 2010))
    with pytest.raises(RemoteFailed, match="lied"):
        exchange.push(here, FAR, ALICE)
    assert ref(here, "refs/remotes/origin/main") is None


def _forged_small(there: Repository) -> Head:
    made = Head(there.id, 3, b"\3" * 32, bytes(32), newest(there).time, BOB.public)
    made.signature = BOB.sign_head_id(made.id)
    return made


def test_a_read_only_remote_takes_nothing(here: Repository, there: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "connect", Through(lambda: served(there, write=False)))
    fill(here, ALICE, range(1000, 1010))
    with pytest.raises(Refused, match="takes no pushes from here; over http that takes a token"):
        exchange.push(here, FAR, ALICE)
    (note,) = exchange.push(here, FAR, ALICE, dry_run=True).notes
    assert note.startswith("origin takes no pushes from here; over http")


def test_a_head_of_another_repository(here: Repository, lying: Callable[[Lie], None]) -> None:
    def change(welcome: Welcome) -> None:
        welcome.repository = b"another one 16.."

    lying(changed_welcome(change))
    refused(here, RemoteFailed)


def test_a_push_after_which_the_root_is_another(
    here: Repository, there: Repository, lying: Callable[[Lie], None]
) -> None:
    lying(lambda _, response, rest: told(response, rest))
    exchange.fetch(here, FAR, ALICE)
    named = ref(here, "refs/remotes/origin/main")
    fill(here, ALICE, range(1000, 1010))

    def lie(request: message.Message, response: message.Message, rest: Iterator[bytes]) -> Iterator[bytes]:
        return told(Taken(10, 0, _with_root(there, 310)) if isinstance(request, Push) else response, rest)

    lying(lie)
    with pytest.raises(RemoteFailed, match="lied"):
        exchange.push(here, FAR, ALICE)
    assert ref(here, "refs/remotes/origin/main") == named


def test_lists_that_fit_each_other_and_not_the_head(
    here: Repository, there: Repository, lying: Callable[[Lie], None]
) -> None:
    fill(here, BOB, range(310))
    forged = _with_root(there, 300)

    def lie(request: message.Message, response: message.Message, rest: Iterator[bytes]) -> Iterator[bytes]:
        response.head = forged if isinstance(response, Welcome) else forged.id  # type: ignore[union-attr]
        return told(response, rest)

    lying(lie)
    refused(here, RemoteFailed, "is not what the head")


def _with_root(there: Repository, count: int) -> Head:
    made = Head(there.id, count, b"\3" * 32, bytes(32), newest(there).time, BOB.public)
    made.signature = BOB.sign_head_id(made.id)
    return made

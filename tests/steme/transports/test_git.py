"""The git transport as a channel: messages in, messages out, over a real bare repository."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from repo_format import head, merkle
from repo_format.errors import Refused
from repo_format.pack.opening import DIFFERENCE
from repo_format.pack.reader import PackReader, verified
from repo_format.pack.source import Source
from repo_format.wire import message
from repo_format.wire.hello import TAKES_PUSHES, Hello, Welcome
from repo_format.wire.push import Push, Taken
from repo_format.wire.refusal import Refusal
from repo_format.wire.transfer import Sending, Since, Want
from repo_format.wire.trie import IdList, Leaves, NodeList, Nodes
from steme import transport
from steme.configuration import Configuration
from steme.keys import SigningKey
from steme.transport import Access, Channel
from tests.steme.git_remote.conftest import ALICE, Place, pack, records

Open = Callable[..., Channel]
HELLO = Hello(merkle.EMPTY_ROOT)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """An empty bare repository."""
    made = Place(tmp_path)
    yield made
    made.close()


@pytest.fixture
def opened(place: Place) -> Iterator[Open]:
    """Opens a channel to it for a person."""
    channels: list[Channel] = []

    def open_one(who: str = "alice", key: SigningKey | None = ALICE, write: bool = True) -> Channel:
        environment = place.environment(who)
        access = Access(Configuration(), (lambda: key) if key else None, environment=environment)
        channels.append(transport.connect(place.url, access, write=write))
        return channels[-1]

    yield open_one
    for channel in channels:
        channel.close()


def answer(channel: Channel, request: message.Message, data: bytes | None = None) -> tuple[message.Message, Source]:
    source = Source(channel.call(message.encode(request), None if data is None else [data]))
    return message.read(source), source


def welcome(channel: Channel, remembered: bytes = head.NO_HEAD) -> Welcome:
    found, _ = answer(channel, Hello(merkle.EMPTY_ROOT, remembered))
    assert isinstance(found, Welcome)
    return found


def test_nothing_then_a_push_then_a_fetch(opened: Open) -> None:
    mine = opened()
    first = welcome(mine)
    assert (first.head, first.refs, first.features & TAKES_PUSHES, first.top) == (None, (), TAKES_PUSHES, b"")
    taken, _ = answer(mine, Push(bytes([1]) * 32), pack(records(0, 400)))
    assert isinstance(taken, Taken)
    assert (taken.added, taken.present, taken.head and taken.head.count) == (400, 0, 400)
    mine.close()
    other = opened("bob")
    found = welcome(other)
    assert (found.repository, found.head, found.top) == (first.repository, taken.head, b"")
    differing, _ = answer(other, Hello(b"r" * 32))
    assert isinstance(differing, Welcome)
    assert len(differing.top) == 5120
    assert found.head is not None
    sending, rest = answer(other, Since(head.NO_HEAD, found.head.id))
    assert isinstance(sending, Sending)
    assert len(list(verified(PackReader(rest)))) == 400


def test_what_came_since_and_on_from_the_middle(opened: Open) -> None:
    mine = opened()
    taken, _ = answer(mine, Push(bytes([1]) * 32), pack(records(0, 10)))
    again, _ = answer(mine, Push(bytes([2]) * 32), pack(records(10, 30)))
    assert isinstance(taken, Taken)
    assert isinstance(again, Taken)
    assert taken.head is not None
    assert again.head is not None
    found = welcome(mine, taken.head.id)
    assert (found.remembered_count, found.top) == (10, b"")
    _, rest = answer(mine, Since(taken.head.id, again.head.id))
    whole = b"".join(iter(lambda: rest.read(1000), b""))
    reader = PackReader([whole])
    assert (len(list(reader)), reader.opening.content) == (20, DIFFERENCE)
    _, rest = answer(mine, Since(taken.head.id, again.head.id, 777))
    assert b"".join(iter(lambda: rest.read(1000), b"")) == whole[777:]


def test_where_two_differ(opened: Open) -> None:
    mine = opened()
    held = records(0, 600)
    answer(mine, Push(bytes([1]) * 32), pack(held))
    nodes, _ = answer(mine, Nodes([b"", b"\1"]))
    assert isinstance(nodes, NodeList)
    assert (len(nodes.nodes[0] or b""), nodes.nodes[1]) == (320, None)
    leaves, _ = answer(mine, Leaves([b"\1"]))
    assert isinstance(leaves, IdList)
    assert list(leaves.lists[0]) == sorted(one.id for one in held if one.id[0] >> 4 == 1)
    sending, rest = answer(mine, Want([held[7].id, held[500].id]))
    assert isinstance(sending, Sending)
    assert [record.id for record in PackReader(rest)] == [held[7].id, held[500].id]
    missing, _ = answer(mine, Want([bytes(32)]))
    assert isinstance(missing, Refusal)


def test_a_bad_pack_is_refused_and_nothing_pushed(opened: Open, place: Place) -> None:
    data = bytearray(pack(records(0, 3)))
    data[-100] ^= 1
    refused, _ = answer(opened(), Push(bytes([1]) * 32), bytes(data))
    assert isinstance(refused, Refusal)
    assert place.git("for-each-ref") == ""


def test_to_read_needs_no_key_and_to_write_does(opened: Open) -> None:
    assert not welcome(opened(write=False)).features & TAKES_PUSHES
    with pytest.raises(Refused, match="needs a key"):
        opened("bob", key=None)
    refused, _ = answer(opened("carol", write=False), Push(bytes([1]) * 32), pack([]))
    assert isinstance(refused, Refusal)

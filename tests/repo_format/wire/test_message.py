"""Every message: there and back, one known answer, and no mutant of it is read as anything but itself."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import limits
from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject
from repo_format.head import Head
from repo_format.pack.source import Source
from repo_format.wire import message
from repo_format.wire.hello import Hello, Welcome
from repo_format.wire.push import Push, Taken
from repo_format.wire.refusal import Refusal
from repo_format.wire.transfer import Sending, Since, Want
from repo_format.wire.trie import IdList, Leaves, NodeList, Nodes

u64 = st.integers(0, 2**64 - 1)
u32 = st.integers(0, 2**32 - 1)
ids = st.binary(min_size=32, max_size=32)
texts = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=30).map(
    lambda text: "".join(filter(str.isprintable, text))
)
paths = st.lists(st.lists(st.integers(0, 15), max_size=64).map(bytes), max_size=6)
repository = b"R" * 16


@st.composite
def head_of(draw: st.DrawFn, of: st.SearchStrategy[bytes] = st.just(repository)) -> Head:  # noqa: B008
    count, time = draw(st.integers(0, limits.MAX_OBJECTS)), draw(st.integers(limits.MIN_TIME, limits.MAX_TIME))
    return Head(draw(of), count, draw(ids), draw(ids), time, draw(ids), draw(st.binary(min_size=64, max_size=64)))


tags = st.dictionaries(
    st.from_regex(r"\Arefs/tags/[a-z0-9][a-z0-9_]{0,20}\Z"), head_of(st.binary(min_size=16, max_size=16)), max_size=3
).map(lambda found: tuple(found.items()))
id_lists = st.lists(st.sets(ids, max_size=4).map(sorted), max_size=4)
MESSAGES = {
    "hello": st.builds(Hello, ids, ids, ids, u32, texts),
    "welcome": st.builds(
        Welcome, st.just(repository), st.none() | head_of(), remembered_count=st.none() | u64, refs=tags, offset=u64,
        chain=ids, top=st.sampled_from((b"", bytes(range(256)) * 20)), features=u32, max_objects=u64, max_bytes=u64,
        agent=texts,
    ),
    "nodes": st.builds(Nodes, paths),
    "leaves": st.builds(Leaves, paths),
    "node list": st.builds(NodeList, st.lists(st.none() | st.binary(min_size=320, max_size=320), max_size=3), ids),
    "id list": st.builds(IdList, id_lists, ids),
    "since": st.builds(Since, ids, ids.filter(any), u64),
    "want": st.builds(Want, st.sets(ids, min_size=1, max_size=5), u64),
    "sending": st.builds(Sending, u64, u64),
    "push": st.builds(Push, ids, u64, tags),
    "taken": st.builds(Taken, u64, u64, st.none() | head_of(), st.sets(st.sampled_from(("refs/a", "refs/b")))),
    "refusal": st.builds(Refusal, st.sampled_from((2, 3, 5, 6, 7, 8, 9)), texts),
}  # fmt: skip
some = st.one_of(*MESSAGES.values())


def told(value: message.Message) -> dict[str, object]:
    found = {name: getattr(value, name) for name in type(value).__slots__}
    return {name: one.encode() if isinstance(one, Head) else one for name, one in found.items()}


@pytest.mark.parametrize("name", MESSAGES)
def test_there_and_back(name: str) -> None:
    @settings(max_examples=25, deadline=None)
    @given(MESSAGES[name])
    def check(value: message.Message) -> None:
        data = message.encode(value)
        again = message.decode(data)
        assert type(again) is type(value)
        assert told(again) == told(value)
        source = Source(io.BytesIO(data + b"behind"))
        assert told(message.read(source)) == told(value)
        assert source.take(100) == b"behind"

    check()


@settings(max_examples=150, deadline=None)
@given(some, st.integers(0, 2**32))
def test_a_mutant_is_another_message_or_none(value: message.Message, seed: int) -> None:
    data, rng = message.encode(value), random.Random(seed)
    for _ in range(20):
        at = rng.randrange(len(data))
        match rng.randrange(4):
            case 0:
                bad = data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
            case 1:
                bad = data[:at]
            case 2:
                bad = data + rng.randbytes(3)
            case _:
                bad = data[:at] + rng.randbytes(2) + data[at:]
        if bad == data:
            continue
        try:
            found = message.decode(bad)
        except (MalformedObject, FromTheFuture):
            continue
        assert message.encode(found) == bad


def test_known_answers(alice) -> None:
    assert message.encode(Since(b"a" * 32, b"b" * 32, 258)).hex() == (
        "73746d77010700000048" + "61" * 32 + "62" * 32 + "0000000000000102"
    )
    assert message.encode(Nodes((b"", b"\x0a", b"\x0a\x0b\x0c"))).hex() == "73746d7701030000000800030001a003abc0"
    assert message.encode(Refusal(5, "no")).hex() == "73746d77010c000000050500026e6f"
    assert message.encode(NodeList([None], b"h" * 32)).hex() == "73746d77010400000023" + "68" * 32 + "000100"
    assert len(message.encode(Hello(b"r" * 32, agent="steme"))) == 10 + 4 + 96 + 6


def broken(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def test_refused(alice) -> None:
    good = message.encode(Since(b"a" * 32, b"b" * 32))
    for bad in (
        b"", good[:9], broken(good, 0, b"stmF"), broken(good, 4, b"\0"), broken(good, 5, b"\0"),
        broken(good, 5, b"\x0d"), broken(good, 6, b"\xff\xff\xff\xff"), broken(good, 6, b"\0\0\0\x47"), good + b"\0",
        message.encode(Since(b"a" * 32, b"b" * 32)).replace(b"b" * 32, bytes(32)),
    ):  # fmt: skip
        with pytest.raises(MalformedObject):
            message.decode(bad)
    with pytest.raises(FromTheFuture, match="newer steme"):
        message.decode(broken(good, 4, b"\2"))
    with pytest.raises(MalformedObject, match="does not speak this protocol"):
        message.read(Source(io.BytesIO(b"bash: steme: command not found")))
    with pytest.raises(MalformedObject, match="cut off"):
        message.read(Source(io.BytesIO(good[:40])))


def test_one_form_only() -> None:
    want = message.encode(Want([b"a" * 32, b"b" * 32]))
    swapped = want.replace(b"a" * 32, b"c" * 32)
    with pytest.raises(MalformedObject, match="one form"):
        message.decode(swapped)
    nodes = message.encode(Nodes((b"\x0a",)))
    with pytest.raises(MalformedObject, match="no trie has"):
        message.decode(nodes[:-1] + b"\xa1")
    lists = message.encode(IdList([[b"a" * 32, b"b" * 32]]))
    with pytest.raises(MalformedObject, match="not in order"):
        message.decode(lists.replace(b"a" * 32, b"c" * 32))


def test_tags_stand_in_order_and_once(alice) -> None:
    one = alice.head(3)
    data = message.encode(Push(b"t" * 32, refs=(("refs/tags/b", one), ("refs/tags/a", one))))
    assert [name for name, _ in message.decode(data).refs] == ["refs/tags/a", "refs/tags/b"]
    for new in (b"refs/tags/c", b"refs/tags/b", b"refs/tagz/a", b"refs/tags/."):
        with pytest.raises(MalformedObject):
            message.decode(data.replace(b"refs/tags/a", new))


def test_limits() -> None:
    many = [number.to_bytes(32, "big") for number in range(limits.MAX_IDS_TOLD + 1)]
    assert len(message.encode(Want(many[:-1]))) < limits.MAX_FRAME_BODY
    assert len(message.encode(NodeList([bytes(320)] * limits.MAX_PATHS))) < limits.MAX_FRAME_BODY
    for make in (
        lambda: Want(many),
        lambda: Want([]),
        lambda: IdList([many]),
        lambda: Nodes([b""] * (limits.MAX_PATHS + 1)),
        lambda: Nodes([b"\x10"]).encode(),
        lambda: Since(b"a", b"b" * 32),
        lambda: Welcome(repository, top=b"x"),
        lambda: Refusal(4, "no such code"),
    ):
        with pytest.raises(InvalidInput):
            make()


def test_two_thousand_tags_fit(alice) -> None:
    one = alice.head(3)
    long = [(f"refs/tags/{number:04d}{'x' * 186}", one) for number in range(limits.MAX_TAGS_TOLD)]
    data = message.encode(Welcome(b"R" * 16, one, refs=tuple(long), top=bytes(5120), agent="x" * 100))
    assert message.decode(data).refs == tuple(long)
    with pytest.raises(InvalidInput, match="2001"):
        Push(b"t" * 32, refs=(*long, ("refs/tags/one-more", one)))


def test_a_head_of_another_repository_is_no_welcome(alice) -> None:
    data = message.encode(Welcome(b"R" * 16, alice.head(3)))
    with pytest.raises(MalformedObject, match="another repository"):
        message.decode(data.replace(b"R" * 16, b"S" * 16, 1))

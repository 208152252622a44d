"""Messages as bytes: a header of 10, then a body that belongs to the kind (docs/format/sync.md, section 2)::

    magic "stmw" | version u8 = 1 | kind u8 | length u32 | body

A message has one form: what does not encode to the very bytes that were read is refused.
"""

from __future__ import annotations

from struct import Struct

from repo_format import limits
from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject
from repo_format.wire.hello import Hello, Welcome
from repo_format.wire.push import Push, Taken
from repo_format.wire.refusal import Refusal
from repo_format.wire.transfer import Sending, Since, Want
from repo_format.wire.trie import IdList, Leaves, NodeList, Nodes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.pack.source import Source

    Request = Hello | Nodes | Leaves | Since | Want | Push
    Response = Welcome | NodeList | IdList | Sending | Taken | Refusal
    Message = Request | Response

MAGIC = b"stmw"
HEADER = Struct(">4sBBI")
KINDS: dict[int, type[Message]] = {
    1: Hello, 2: Welcome, 3: Nodes, 4: NodeList, 5: Leaves, 6: IdList,
    7: Since, 8: Want, 9: Sending, 10: Push, 11: Taken, 12: Refusal,
}  # fmt: skip
"""The number of each kind in a header."""

_NUMBERS = {kind: number for number, kind in KINDS.items()}


def encode(message: Message) -> bytes:
    """The bytes of a message. Raises InvalidInput where it holds more than a message may."""
    body = message.encode()
    if len(body) > limits.MAX_FRAME_BODY:
        raise InvalidInput("message", f"has {len(body)} bytes, more than {limits.MAX_FRAME_BODY}")
    return HEADER.pack(MAGIC, limits.FORMAT_VERSION, _NUMBERS[type(message)], len(body)) + body


def decode(data: bytes) -> Message:
    """The message whose ``encode`` gives exactly ``data``. Raises MalformedObject, FromTheFuture."""
    kind, length = parse_header(data[: HEADER.size])
    if len(data) != HEADER.size + length:
        raise MalformedObject("message", f"has {len(data) - HEADER.size} bytes behind its header and names {length}")
    return _decode(kind, data[HEADER.size :])


def read(source: Source) -> Message:
    """The message that a stream goes on with; what stands behind it is left there.

    Raises MalformedObject, also where the stream ends too soon, FromTheFuture, and StorageFailed when it cannot be
    read.
    """
    header = source.take(HEADER.size)
    kind, length = parse_header(header)
    body = source.take(length)
    if len(body) < length:
        raise MalformedObject("message", f"is cut off at byte {len(body)} of its body")
    return _decode(kind, body)


def parse_header(header: bytes) -> tuple[type[Message], int]:
    """The kind of a message and the length of its body, from its first 10 bytes.

    Raises MalformedObject for what is none or names an impossible length, FromTheFuture for a higher version.
    """
    if len(header) < HEADER.size:
        raise MalformedObject("message", "is missing, or cut off in its header")
    magic, version, number, length = HEADER.unpack(header)
    if magic != MAGIC:
        raise MalformedObject("message", "does not begin with stmw: the other side does not speak this protocol")
    if version > limits.FORMAT_VERSION:
        raise FromTheFuture(f"a message of version {version} needs a newer steme")
    if version == 0 or number not in KINDS:
        raise MalformedObject("message", f"has version {version} and kind {number}")
    if length > limits.MAX_FRAME_BODY:
        raise MalformedObject("message", f"names a body of {length} bytes, more than {limits.MAX_FRAME_BODY}")
    return KINDS[number], length


def _decode(kind: type[Message], body: bytes) -> Message:
    try:
        found = kind.decode(body)
        again = found.encode()
    except MalformedObject:
        raise
    except InvalidInput as error:
        raise MalformedObject(error.field, error.problem) from None
    if again != body:
        raise MalformedObject("message", f"of kind {kind.__name__} is not in its one form")
    return found

"""The pieces that bodies of messages are made of: written one after another, and read with nothing left over."""

from __future__ import annotations

from struct import Struct

from repo_format import head, limits, refs
from repo_format.errors import InvalidInput, MalformedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.head import Head

    Tags = tuple[tuple[str, Head], ...]

U8 = Struct(">B")
U16 = Struct(">H")
U32 = Struct(">I")
U64 = Struct(">Q")


class Reader:
    """Takes a body apart from its beginning; everything raises MalformedObject where it is not as it must be."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes."""
        piece = self._body[self._at : self._at + size]
        if len(piece) < size:
            raise MalformedObject("message", f"is cut off at byte {self._at} of its body")
        self._at += size
        return piece

    def number(self, layout: Struct) -> int:
        """The next number of that width."""
        value: int = layout.unpack(self.take(layout.size))[0]
        return value

    def flag(self) -> bool:
        """A byte that is 0 or 1."""
        value = self.number(U8)
        if value > 1:
            raise MalformedObject("message", f"holds {value} where 0 or 1 belongs")
        return bool(value)

    def text(self, layout: Struct, limit: int) -> str:
        """A text behind its length: UTF-8 of at most ``limit`` bytes, nothing that a terminal would obey."""
        data = self.take(self.number(layout))
        try:
            found = data.decode()
        except UnicodeDecodeError:
            raise MalformedObject("message", "holds a text that is not UTF-8") from None
        if len(data) > limit or not found.isprintable():
            raise MalformedObject("message", "holds a text that is too long or not printable")
        return found

    def head(self) -> Head | None:
        """A head, if the byte before it says that there is one."""
        return head.decode(self.take(head.ENCODED_BYTES)) if self.flag() else None

    def path(self) -> bytes:
        """A place in the trie, two digits to a byte."""
        length = self.number(U8)
        packed = self.take((length + 1) // 2)
        digits = bytes(digit for byte in packed for digit in (byte >> 4, byte & 15))
        if length > 64 or any(digits[length:]):
            raise MalformedObject("message", "names a place that no trie has")
        return digits[:length]

    def ids(self, count: int) -> tuple[bytes, ...]:
        """So many ids."""
        if count > limits.MAX_IDS_TOLD:
            raise MalformedObject("message", f"holds {count} ids, more than {limits.MAX_IDS_TOLD}")
        data = self.take(32 * count)
        return tuple(data[at : at + 32] for at in range(0, len(data), 32))

    def tags(self) -> Tags:
        """Names of tags with their heads."""
        found = [(self.text(U8, refs.MAX_REF), head.decode(self.take(head.ENCODED_BYTES))) for _ in self._many()]
        try:
            return check_tags(found)
        except InvalidInput as error:
            raise MalformedObject(error.field, error.problem) from None

    def names(self) -> tuple[str, ...]:
        """Names of tags."""
        return tuple(self.text(U8, refs.MAX_REF) for _ in self._many())

    def _many(self) -> range:
        count = self.number(U16)
        if count > limits.MAX_TAGS_TOLD:
            raise MalformedObject("message", f"names {count} tags, more than {limits.MAX_TAGS_TOLD}")
        return range(count)

    def rest(self) -> bytes:
        """Everything behind what was taken."""
        return self.take(len(self._body) - self._at)

    def end(self) -> None:
        """Nothing may be left."""
        if self._at != len(self._body):
            raise MalformedObject("message", f"goes on behind byte {self._at} of its body")


def check_tags(tags: Iterable[tuple[str, Head]]) -> Tags:
    """Tags in order of their names, each once. Raises InvalidInput for other names, two of one, or too many."""
    found = tuple(sorted(tags, key=lambda pair: pair[0]))
    names = [refs.check_ref(name) for name, _ in found]
    if len(set(names)) < len(names) or not all(name.startswith(refs.TAGS) for name in names):
        raise InvalidInput("tags", "hold a name twice, or one that does not begin with refs/tags/")
    if len(names) > limits.MAX_TAGS_TOLD:
        raise InvalidInput("tags", f"are {len(names)}; a message holds {limits.MAX_TAGS_TOLD}")
    return found


def text(value: str, layout: Struct, limit: int) -> bytes:
    """A text behind its length, cut to ``limit`` bytes, what is not printable in it replaced by ``?``."""
    safe = "".join([char if char.isprintable() else "?" for char in value])
    data = safe.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore").encode()
    return layout.pack(len(data)) + data


def optional_head(value: Head | None) -> bytes:
    """A head behind a byte that says whether there is one."""
    return b"\0" if value is None else b"\1" + value.encode()


def path(digits: bytes) -> bytes:
    """A place in the trie behind its length. Raises InvalidInput for one that no trie has."""
    if len(digits) > 64 or any(digit > 15 for digit in digits):
        raise InvalidInput("path", "is no place in a trie")
    padded = digits + b"\0" * (len(digits) % 2)
    packed = bytes(padded[at] << 4 | padded[at + 1] for at in range(0, len(padded), 2))
    return U8.pack(len(digits)) + packed


def tags(pairs: Tags) -> bytes:
    """Names of tags with their heads, behind their number."""
    pieces = [text(name, U8, refs.MAX_REF) + one.encode() for name, one in pairs]
    return U16.pack(len(pieces)) + b"".join(pieces)


def names(values: Iterable[str]) -> bytes:
    """Names behind their number."""
    pieces = [text(value, U8, refs.MAX_REF) for value in values]
    return U16.pack(len(pieces)) + b"".join(pieces)


def fixed(value: bytes, size: int, what: str) -> bytes:
    """The bytes, which must be ``size`` many. Raises InvalidInput."""
    if len(value) != size:
        raise InvalidInput(what, f"is {len(value)} bytes long, not {size}")
    return value

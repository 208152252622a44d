"""The bytes of a key file, specified in docs/format/keys.md: a few lines of ASCII, read strictly.

Reading quotes nothing of what it reads in a message, because a misplaced line may be the secret.
"""

from __future__ import annotations

from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject
from repo_format.signature import public_key
from steme.keys.label import check_label, is_label
from steme.times import format_time, parse_time

SIGNING_HEADER = "steme key v1"
PUBLIC_HEADER = "steme public key v1"

MAX_BYTES = 1024
"""The longest there is takes less than 600."""

MAX_OPERATIONS = 16
MAX_MEMORY = 1024 * 1024 * 1024
"""Argon2id parameters accepted on reading: at most some ten seconds and 1 GiB, whatever a hostile file asks for."""

_COMMON = ("label", "public", "created")
_PLAIN = (*_COMMON, "seed")
_LOCKED = (*_COMMON, "kdf", "operations", "memory", "salt", "nonce", "locked")

_HEX_DIGITS = frozenset("0123456789abcdef")


class Locked:
    """A seed under a passphrase: Argon2id's operations, memory (bytes) and salt (16), a nonce (24), the box (48)."""

    __slots__ = ("box", "memory", "nonce", "operations", "salt")

    def __init__(self, operations: int, memory: int, salt: bytes, nonce: bytes, box: bytes) -> None:
        """Raises InvalidInput for parameters no reader would accept."""
        if not (1 <= operations <= MAX_OPERATIONS and 8192 <= memory <= MAX_MEMORY):
            problem = f"its argon2id parameters are beyond {MAX_OPERATIONS} operations and {MAX_MEMORY} bytes"
            raise InvalidInput("key", problem)
        self.operations, self.memory, self.salt, self.nonce, self.box = operations, memory, salt, nonce, box


class KeyFile:
    """What a key file holds. ``secret`` is the seed (32 bytes), ``Locked``, or None for a public key alone."""

    __slots__ = ("created", "label", "public", "secret")

    def __init__(self, label: str, public: bytes, created: int, secret: bytes | Locked | None) -> None:
        self.label = check_label(label)
        self.public = public
        """The Ed25519 public key, 32 bytes."""
        self.created = created
        """Microseconds UTC since 1970."""
        self.secret = secret

    def __repr__(self) -> str:
        return f"KeyFile({self.label}, {self.public.hex()}, {self.kind})"

    @property
    def kind(self) -> str:
        """``secret``, ``locked`` (under a passphrase) or ``public``."""
        return "public" if self.secret is None else "locked" if isinstance(self.secret, Locked) else "secret"

    def without_secret(self) -> KeyFile:
        """The same as a public key alone, to give to others."""
        return KeyFile(self.label, self.public, self.created, None)

    def encode(self) -> bytes:
        """The bytes of the file."""
        header = PUBLIC_HEADER if self.secret is None else SIGNING_HEADER
        lines = [header, f"label {self.label}", f"public {self.public.hex()}", f"created {format_time(self.created)}"]
        if isinstance(self.secret, Locked):
            lock = self.secret
            lines += ["kdf argon2id", f"operations {lock.operations}", f"memory {lock.memory}"]
            lines += [f"salt {lock.salt.hex()}", f"nonce {lock.nonce.hex()}", f"locked {lock.box.hex()}"]
        elif self.secret is not None:
            lines.append(f"seed {self.secret.hex()}")
        return "".join(line + "\n" for line in lines).encode()


def decode(data: bytes, place: str = "key") -> KeyFile:
    """The key file whose ``encode`` gives exactly ``data``; ``place`` says in messages where it came from.

    Raises FromTheFuture for a newer version and MalformedObject for anything else, a seed that does not belong to
    the public key included; whether a locked one does shows when it is unlocked.
    """
    try:
        key = _read(data, place)
    except (InvalidInput, ValueError) as error:
        problem = error.problem if isinstance(error, InvalidInput) else str(error)
        raise MalformedObject(place, f"this is not a key file: {problem}") from None
    if key.encode() != data:
        raise MalformedObject(place, "this is not a key file: not every field is in its one canonical form")
    if isinstance(key.secret, bytes) and public_key(key.secret) != key.public:
        raise MalformedObject(place, "the secret in it does not belong to its public key; restore it from a copy")
    return key


def _read(data: bytes, place: str) -> KeyFile:
    if not data:
        raise ValueError("it is empty")
    if len(data) > MAX_BYTES or not data.isascii():
        raise ValueError(f"it is not a text of at most {MAX_BYTES} ASCII characters")
    header, *lines = data.decode("ascii").split("\n")
    _check_header(header, place)
    if header == PUBLIC_HEADER:
        return _key(_fields(lines, _COMMON))
    return _key(_fields(lines, _LOCKED if len(lines) > 3 and lines[3].startswith("kdf ") else _PLAIN))


def _check_header(header: str, place: str) -> None:
    if header in (SIGNING_HEADER, PUBLIC_HEADER):
        return
    for known in (SIGNING_HEADER, PUBLIC_HEADER):
        version = header.removeprefix(known[:-1])
        if version != header and version.isdigit() and len(version) < 5:
            raise FromTheFuture(f"{place}: a key file of version {version} needs a newer steme")
    raise ValueError(f"it does not begin with {SIGNING_HEADER!r}")


def _fields(lines: list[str], names: tuple[str, ...]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for number, name in enumerate(names):
        found, space, value = lines[number].partition(" ") if number < len(lines) else ("", "", "")
        if found != name or not space:
            raise ValueError(f"line {number + 2} is not its {name}")
        fields[name] = value
    if lines[len(names) :] != [""]:
        raise ValueError("it does not end after its last field")
    return fields


def _key(fields: dict[str, str]) -> KeyFile:
    secret: bytes | Locked | None = None
    if "seed" in fields:
        secret = _hex(fields, "seed", 32)
    elif "locked" in fields:
        salt, nonce, box = _hex(fields, "salt", 16), _hex(fields, "nonce", 24), _hex(fields, "locked", 48)
        secret = Locked(_integer(fields, "operations"), _integer(fields, "memory"), salt, nonce, box)
    if not is_label(fields["label"]):
        raise ValueError("its label cannot name a key")
    return KeyFile(fields["label"], _hex(fields, "public", 32), _time(fields), secret)


def _time(fields: dict[str, str]) -> int:
    try:
        return parse_time(fields["created"])
    except InvalidInput:
        raise ValueError("its created is not a time") from None


def _hex(fields: dict[str, str], name: str, size: int) -> bytes:
    if len(fields[name]) != 2 * size or not _HEX_DIGITS.issuperset(fields[name]):
        raise ValueError(f"its {name} is not {2 * size} lower-case hex digits")
    return bytes.fromhex(fields[name])


def _integer(fields: dict[str, str], name: str) -> int:
    if not fields[name].isdigit() or len(fields[name]) > 15:
        raise ValueError(f"its {name} is not a whole number")
    return int(fields[name])

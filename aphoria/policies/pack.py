"""A policy as a file: a pack (docs/format/packs.md) of claims, acknowledgements and aliases, each signed."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from dataclasses import dataclass

import blake3

from aphoria import comparison
from repo_format import objects
from repo_format.errors import InvalidInput, MalformedObject, NotFound, shown
from repo_format.ids import object_id
from repo_format.objects.acknowledgement import Acknowledgement
from repo_format.objects.alias import Alias
from repo_format.objects.claim import Claim
from repo_format.pack.opening import Opening
from repo_format.pack.reader import PackReader, verified
from repo_format.pack.writer import PackWriter
from repo_format.payload import Payload
from repo_format.record import Record

Signed = tuple[Payload, bytes]
"""A payload and the signature of its author."""

MAX_BYTES = 16 << 20
_ORIGIN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Policy:
    """What a policy says; ``signers`` are the keys, in hex, that signed its objects, sorted."""

    name: str
    authorities: tuple[Claim, ...]
    acknowledgements: tuple[Acknowledgement, ...]
    aliases: tuple[Alias, ...]
    signers: tuple[str, ...]
    digest: str

    @property
    def count(self) -> int:
        """How many objects it holds."""
        return len(self.authorities) + len(self.acknowledgements) + len(self.aliases)


def packed(name: str, signed: Iterable[Signed]) -> bytes:
    """The bytes of a policy, the same for the same objects in any order. Raises InvalidInput for other kinds."""
    found = {}
    for payload, signature in signed:
        if not isinstance(payload, Claim | Acknowledgement | Alias):
            raise InvalidInput("kind", f"{payload.kind} has no place in a policy")
        data = objects.write(payload)
        found[object_id(data)] = Record(object_id(data), data, signature)
    target = io.BytesIO()
    origin = blake3.blake3(name.encode()).digest(_ORIGIN_BYTES)
    writer = PackWriter(target, Opening(origin, objects=len(found)))
    for _, record in sorted(found.items()):
        writer.add(record)
    writer.close()
    return target.getvalue()


def unpacked(name: str, data: bytes) -> Policy:
    """The policy in some bytes, every object's form, hash and signature checked.

    Raises MalformedObject, for objects of other kinds too, BadSignature, Damaged and FromTheFuture.
    """
    read = [_fitting(payload) for _, payload in verified(PackReader(io.BytesIO(data)))]
    return Policy(
        name=name,
        authorities=tuple(sorted((one for one in read if isinstance(one, Claim)), key=lambda one: one.name)),
        acknowledgements=tuple(one for one in read if isinstance(one, Acknowledgement)),
        aliases=tuple(one for one in read if isinstance(one, Alias)),
        signers=tuple(sorted({one.author for one in read})),
        digest=blake3.blake3(data).hexdigest(),
    )


def _fitting(payload: Payload | None) -> Claim | Acknowledgement | Alias:
    if isinstance(payload, Claim):
        _check_operand(payload)
    if isinstance(payload, Claim | Acknowledgement | Alias):
        return payload
    kind = payload.kind if payload is not None else "erased"
    raise MalformedObject("policy", f"holds an object of kind {shown(kind)}, which has no place in one")


def _check_operand(claim: Claim) -> None:
    try:
        comparison.named(claim.comparison).check(claim)
    except InvalidInput as error:
        problem = f"holds the claim {claim.name}, of which {error.problem}"
        raise MalformedObject("policy", problem) from error


def read_file(path: str) -> bytes:
    """The bytes of a policy file. Raises NotFound, InvalidInput."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no {shown(path)}") from None
    except OSError as error:
        raise InvalidInput("", f"{shown(path)} cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise InvalidInput("", f"{shown(os.path.basename(path))} is larger than {MAX_BYTES:,} bytes")
    return data

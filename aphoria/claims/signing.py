"""Signatures of claims and acknowledgements: over the id of the payload, as those of every object, and written into the
file beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from repo_format import objects, signature
from repo_format.errors import BadSignature
from repo_format.ids import object_id

if TYPE_CHECKING:
    from repo_format.payload import Payload
    from steme.keys import SigningKey

    Said = TypeVar("Said", bound=Payload)


def signed(claim: Said, key: SigningKey, now: int) -> tuple[Said, bytes]:
    """The claim with ``key`` as its author and ``now`` (microseconds) as its time, and the signature of 64 bytes.

    Raises InvalidInput where the claim breaks a rule of the format.
    """
    mine: Said = msgspec.structs.replace(claim, author=key.public.hex(), time=now)
    return mine, signature.sign_object(key.secret, identifier(mine))


def identifier(claim: Payload) -> bytes:
    """The id that the claim has as an object."""
    return object_id(objects.write(claim))


def is_good(claim: Payload, proof: bytes) -> bool:
    """Whether ``proof`` is the signature of the claim's author over exactly this claim."""
    try:
        signature.check_object(bytes.fromhex(claim.author), identifier(claim), proof)
    except BadSignature:
        return False
    return True

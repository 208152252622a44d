"""Claims to offer: made from numbers, so that every process of a campaign can make the same ones."""

from __future__ import annotations

from repo_format import ids, objects
from repo_format.objects.assertion import Assertion
from repo_format.seal import Seal
from repo_format.segment import Commit
from steme.keys import SigningKey
from steme.repository import Repository

Offer = tuple[bytes, bytes, Assertion]
"""Id, payload, and the payload read."""


def key(number: int) -> SigningKey:
    """The key of one writer."""
    return SigningKey(number.to_bytes(32, "little"), f"writer-{number}")


def claim(author: SigningKey, number: int, subject: str | None = None, length: int = 0) -> Offer:
    """A claim that is all its own for an author and a number; ``length`` makes it longer."""
    made = Assertion(
        author=author.public.hex(),
        confidence=0.5,
        note="n" * length or None,
        predicate=f"p{number % 7}",
        subject=subject or f"campaign/{number // 7}",
        tier=3,
        time=1_000_000 + number,
        value=number,
    )
    payload = objects.write(made)
    return ids.object_id(payload), payload, made


def add_sealed(repository: Repository, author: SigningKey, offers: list[Offer], now: int) -> Commit | None:
    """Import claims as the bulk path does: claimed, sealed, one commit."""
    with repository.begin() as transaction:
        new = [(transaction.claim(one[0]), one) for one in offers]
        fresh = [(seq, one) for seq, one in new if seq]
        for start in range(0, len(fresh), 1000):
            part = fresh[start : start + 1000]
            seal = Seal.sign(author.secret, now, tuple(one[0] for _, one in part))
            transaction.add_sealed(seal, [(seq, place, *one) for place, (seq, one) in enumerate(part)])
        return transaction.commit(author, now)

"""What the owner of a key says about keys: whom they trust, that they move to another key, that they give one up, who
they are. Each becomes one signed object, durable on return.
"""

from __future__ import annotations

from repo_format import signature
from repo_format.errors import InvalidInput, Refused, shown
from repo_format.objects.agent import Agent
from repo_format.objects.delegation import Delegation
from repo_format.storage import tables
from repo_format.storage.trust_rows import normal_scope
from steme import times
from steme.bounds import EVERYTHING
from steme.trust.acts import key_bytes
from steme.trust.roots import named_key
from steme.trust.succession import succession

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.payload import Payload
    from repo_format.storage.snapshot import Snapshot
    from steme.keys import SigningKey
    from steme.repository import Repository
    from steme.trust.succession import Succession


def delegate(
    repository: Repository,
    key: SigningKey,
    whom: str,
    weight: float,
    *,
    scope: str | None = None,
    expires: str | None = None,
    reason: str | None = None,
) -> bytes:
    """Let ``key`` trust the key that ``whom`` names with ``weight`` (0 ends an earlier one) until ``expires``.

    ``scope`` is a subject prefix, None for all subjects. Returns the object's id. Raises InvalidInput, NotFound,
    AmbiguousId, and Refused for a key that was given up or is one's own.
    """
    now = times.now()
    with repository.snapshot() as view:
        taker = named_key(view, whom)
        agents = _usable(view, key)
        own = agents.keys(_term(view, key.public))
        if taker == key.public or (own[0] and _term(view, taker) in own):
            raise Refused(f"{shown(whom)} is a key of your own; nobody delegates to themselves")
    made = Delegation(
        author=key.public.hex(),
        delegate=taker.hex(),
        expires=_end(expires, now) if expires else None,
        reason=reason,
        scope=normal_scope(scope) if scope else None,
        time=now,
        weight=weight,
    )
    return _add(repository, key, made)


def rotate(repository: Repository, old: SigningKey, new: SigningKey, reason: str | None = None) -> bytes:
    """Let ``new`` follow ``old``: from now on the two are one agent. Returns the object's id.

    Raises Refused where ``old`` was given up or followed by a key before, and InvalidInput for one and the same key.
    """
    with repository.snapshot() as view:
        agents = _usable(view, old)
        term = _term(view, old.public)
        if agents.agent(term) != term:
            follower = key_bytes(view, agents.agent(term)).hex()[:12]
            raise Refused(f"{old.label} was followed by the key {follower} already; rotate that one")
        if term and new.public != old.public and agents.agent(_term(view, new.public)) == term:
            raise Refused(f"{new.label} is an earlier key of {old.label}; make a new one with `steme key new`")
    message = signature.rotation_message(old.public, new.public)
    made = Agent(
        action="rotation",
        author=old.public.hex(),
        new_key=new.public.hex(),
        new_key_signature=signature.sign(new.secret, message).hex(),
        reason=reason,
        time=times.now(),
    )
    return _add(repository, old, made)


def revoke(repository: Repository, key: SigningKey, reason: str | None = None) -> bytes:
    """Give up ``key`` and those before it: what they sign and this repository learns later steps aside, for good.

    Returns the object's id. Raises Refused for a key that was given up before.
    """
    with repository.snapshot() as view:
        _usable(view, key)
    made = Agent(action="revocation", author=key.public.hex(), reason=reason, time=times.now())
    return _add(repository, key, made)


def publish_profile(
    repository: Repository, key: SigningKey, name: str, contact: str | None = None, description: str | None = None
) -> bytes:
    """Say who the owner of ``key`` is; a later profile takes the place of an earlier one. Returns the object's id.

    Raises InvalidInput, and Refused for a key that was given up.
    """
    with repository.snapshot() as view:
        _usable(view, key)
    author = key.public.hex()
    made = Agent(action="profile", author=author, contact=contact, description=description, name=name, time=times.now())
    return _add(repository, key, made)


def _usable(view: Snapshot, key: SigningKey) -> Succession:
    """The agents of today. Raises Refused where ``key`` was given up."""
    agents = succession(view, EVERYTHING)
    if _term(view, key.public) in agents.revoked:
        raise Refused(f"the key {key.label} was given up here, so nothing it signs counts; use another one")
    return agents


def _term(view: Snapshot, key: bytes) -> int:
    return view.term(tables.TERM_KEY + key)


def _end(text: str, now: int) -> int:
    """A time to come: a moment as people write it, or ``+90d`` for so long from now."""
    end = 2 * now - times.parse_time(text[1:], now, field="expires") if text[0] == "+" else None
    end = times.parse_time(text, now, field="expires") if end is None else end
    if end <= now:
        raise InvalidInput("expires", f"{shown(text)} is past; write a date to come, or +90d for 90 days from now")
    return end


def _add(repository: Repository, key: SigningKey, payload: Payload) -> bytes:
    ids, _ = repository.add([payload], key)
    return ids[0]

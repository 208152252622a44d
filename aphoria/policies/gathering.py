"""What goes into a policy: claims and acknowledgements as their authors signed them, and aliases signed on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from aphoria.acknowledgement_file import AcknowledgementFile
from aphoria.claims.entry import SIGNED
from aphoria.survey import claims_of
from aphoria.verification import ACTIVE
from repo_format import objects
from repo_format.errors import InvalidInput, NotFound, shown
from repo_format.ids import object_id
from repo_format.objects.alias import Alias

if TYPE_CHECKING:
    from aphoria.claims.entry import Entry
    from aphoria.policies.pack import Signed
    from steme.keys import SigningKey

_END = 2


def claims(top: str, names: Sequence[str] = ()) -> Iterator[Signed]:
    """The active claims of the project at ``top``, or those of these names.

    Raises NotFound for a name that is none, InvalidInput for a claim without a good signature.
    """
    entries = {one.claim.name: one for one in claims_of(top)}
    missing = [name for name in names if name not in entries]
    if missing:
        raise NotFound(f"there is no claim {shown(missing[0])}; `aphoria claims list` lists them")
    wanted = [entries[name] for name in names] or [one for one in entries.values() if one.claim.status == ACTIVE]
    return (_signed(one) for one in wanted)


def _signed(entry: Entry) -> Signed:
    if entry.state != SIGNED or entry.signature is None:
        name = entry.claim.name
        raise InvalidInput("ID", f"{shown(name)} is {entry.state}; run `aphoria claims sign {name}` first")
    return entry.claim, entry.signature


def acknowledgements(top: str) -> Iterator[Signed]:
    """The signed acknowledgements of the project at ``top``; the others are left out, as they count for nothing."""
    for one in AcknowledgementFile(top).entries:
        if one.state == SIGNED and one.signature is not None:
            yield one.said, one.signature


def aliases(pairs: Iterable[str], key: SigningKey, now: int) -> Iterator[Signed]:
    """Aliases that were typed as ``ALIAS=SUBJECT``, both ``TOPIC/LEAF``, signed. Raises InvalidInput."""
    for alias, subject in _split(pairs).items():
        said = Alias(author=key.public.hex(), alias=alias, subject=subject, time=now)
        said.check()
        yield said, key.sign_object_id(object_id(objects.write(said)))


def _split(pairs: Iterable[str]) -> Mapping[str, str]:
    split = {}
    for pair in pairs:
        alias, _, subject = pair.partition("=")
        if not all(len(path.split("/")) == _END for path in (alias, subject)):
            raise InvalidInput("--alias", f"{shown(pair)} is not of the form TOPIC/LEAF=TOPIC/LEAF")
        split[alias] = subject
    return split

"""What may be done to the claims of a project. Every change is signed, written whole, and, where the project has a
repository of steme, recorded there in the same breath.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from aphoria.claims import editing
from aphoria.claims.entry import SIGNED
from aphoria.claims.file import ClaimsFile
from aphoria.claims.signing import identifier, signed
from repo_format import objects
from repo_format.errors import InvalidInput, shown
from repo_format.objects.claim import Claim
from steme import times

if TYPE_CHECKING:
    from steme.keys import SigningKey
    from steme.repository import Repository

SUPERSEDED, DEPRECATED, ACTIVE, DRAFT = "superseded", "deprecated", "active", "draft"


class Author:
    """Somebody who changes claims: a key to sign with, and a repository to record in if there is one."""

    def __init__(self, key: SigningKey, repository: Repository | None = None) -> None:
        self._key = key
        self._repository = repository
        self._new: list[tuple[Claim, bytes]] = []

    def add(self, text: str, claim: Claim) -> str:
        """The text of the file with a new claim of this author."""
        return editing.added(text, *self.signed(claim))

    def put(self, text: str, name: str, claim: Claim) -> str:
        """The text of the file with the claim ``name`` as this author has it now."""
        return editing.replaced(text, name, *self.signed(claim))

    def signed(self, claim: Claim) -> tuple[Claim, bytes]:
        """The claim as this author's, with the signature; recorded with the next ``write``."""
        pair = signed(claim, self._key, times.now())
        self._new.append(pair)
        return pair

    def write(self, path: str, text: str) -> ClaimsFile:
        """Record what was signed, durably, then put the file in place. Raises as ``editing.write``."""
        checked = ClaimsFile(path, text)
        if self._repository is not None and self._new:
            with self._repository.begin() as transaction:
                for claim, proof in self._new:
                    transaction.add(identifier(claim), objects.write(claim), claim, proof)
                transaction.commit(self._key, times.now())
        self._new.clear()
        return editing.write(checked.path, text)


def create(author: Author, path: str, text: str, claim: Claim) -> ClaimsFile:
    """Add a claim, making the file if ``text`` is empty. Raises InvalidInput when its id is taken."""
    return author.write(path, author.add(text, claim))


def update(author: Author, file: ClaimsFile, claim: Claim) -> ClaimsFile:
    """Put a claim in place of the one of its name."""
    return author.write(file.path, author.put(file.text, claim.name, claim))


def supersede(author: Author, file: ClaimsFile, old: str, claim: Claim) -> ClaimsFile:
    """Add a claim in place of another, which stays in the file as superseded.

    Raises InvalidInput when the old one has been superseded before: the chain would fork.
    """
    before = file.entry(old).claim
    if before.status == SUPERSEDED:
        raise InvalidInput("id", f"{shown(old)} is superseded already; see `aphoria claims show {old}`")
    kept = msgspec.structs.replace(before, status=SUPERSEDED)
    text = author.put(file.text, old, kept)
    return author.write(file.path, author.add(text, msgspec.structs.replace(claim, supersedes=old)))


def set_status(author: Author, file: ClaimsFile, name: str, status: str) -> ClaimsFile:
    """Give a claim another status. Raises InvalidInput when it has it."""
    claim = file.entry(name).claim
    if claim.status == status:
        raise InvalidInput("id", f"{shown(name)} is {status} already")
    return update(author, file, msgspec.structs.replace(claim, status=status))


def sign(author: Author, file: ClaimsFile, names: Iterable[str] = ()) -> tuple[ClaimsFile, list[str]]:
    """Sign the claims of these names, or every one without a good signature; returns the names that were signed."""
    wanted = [file.entry(name) for name in names] or [one for one in file.entries if one.state != SIGNED]
    names = [entry.claim.name for entry in wanted]
    if not wanted:
        return file, names
    text = editing.all_replaced(file.text, {entry.claim.name: author.signed(entry.claim) for entry in wanted})
    return author.write(file.path, text), names


def merge(author: Author, file: ClaimsFile, other: ClaimsFile, how: str) -> tuple[str, dict[str, list[str]]]:
    """The text with the claims of another file, and the names that are ``added``, ``replaced``, ``skipped`` or the
    ``same``. ``how`` is what happens to a name that is here with another content: skip, overwrite, or fail.

    Claims with a good signature keep it; the author signs the others. Nothing is written.
    """
    done: dict[str, list[str]] = {"added": [], "replaced": [], "skipped": [], "same": []}
    text, here = file.text, {entry.claim.name: entry for entry in file.entries}
    for entry in other.entries:
        name = entry.claim.name
        if name in here and here[name].claim == entry.claim:
            done["same"].append(name)
        elif name in here and how == "fail":
            raise InvalidInput("id", f"{shown(name)} is here with another content; choose --merge skip or overwrite")
        elif name in here and how == "skip":
            done["skipped"].append(name)
        else:
            put = editing.replaced if name in here else _added
            pair = (entry.claim, entry.signature) if entry.state == SIGNED else author.signed(entry.claim)
            text = put(text, name, *pair)
            done["replaced" if name in here else "added"].append(name)
    return text, done


def _added(text: str, _: str, claim: Claim, signature: bytes | None) -> str:
    return editing.added(text, claim, signature)

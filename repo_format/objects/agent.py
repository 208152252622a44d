"""agent: the owner of a key says who they are, moves to a new key, or gives the key up."""

from __future__ import annotations

from typing import ClassVar

from repo_format.errors import InvalidInput
from repo_format.hexadecimal import check_hex, check_key
from repo_format.limits import FORMAT_VERSION, MAX_NOTE, MAX_URL
from repo_format.payload import Payload, always, check_reason
from repo_format.signature import SIGNATURE_BYTES, rotation_message, verify_strict
from repo_format.text import check_choice, check_name, check_text
from repo_format.vocabulary import AGENT_ACTIONS

_FIELDS_OF_PROFILE = ("contact", "description", "name")
_FIELDS_OF_ROTATION = ("new_key", "new_key_signature")


class Agent(Payload, frozen=True, kw_only=True):
    """``action``: profile, rotation or revocation.

    A profile has ``name`` and may have ``contact`` and ``description``. A rotation has ``new_key`` and
    ``new_key_signature``, by the new key over ``signature.rotation_message``. A revocation has none of these.
    """

    KIND: ClassVar[str] = "agent"

    action: str
    author: str
    contact: str | None = None
    description: str | None = None
    kind: str = always(KIND)
    name: str | None = None
    new_key: str | None = None
    new_key_signature: str | None = None
    reason: str | None = None
    time: int
    version: int = always(FORMAT_VERSION)

    def _check_fields(self) -> None:
        check_choice(self.action, "action", AGENT_ACTIONS)
        check_reason(self.reason)
        for field in _FIELDS_OF_PROFILE if self.action != "profile" else ():
            self._must_be_absent(field)
        for field in _FIELDS_OF_ROTATION if self.action != "rotation" else ():
            self._must_be_absent(field)
        if self.action == "profile":
            self._check_profile()
        elif self.action == "rotation":
            self._check_rotation()

    def _check_profile(self) -> None:
        if self.contact is not None:
            check_text(self.contact, "contact", MAX_URL)
        if self.description is not None:
            check_text(self.description, "description", MAX_NOTE)
        if self.name is None:
            raise InvalidInput("name", "is missing; a profile has one")
        check_name(self.name)

    def _check_rotation(self) -> None:
        if self.new_key is None or self.new_key_signature is None:
            missing = "new_key" if self.new_key is None else "new_key_signature"
            raise InvalidInput(missing, "is missing; a rotation has it")
        check_key(self.new_key, "new_key")
        check_hex(self.new_key_signature, "new_key_signature", SIGNATURE_BYTES)
        if self.new_key == self.author:
            raise InvalidInput("new_key", "is the author's own key; a rotation leads to another one")
        old, new = bytes.fromhex(self.author), bytes.fromhex(self.new_key)
        if not verify_strict(new, rotation_message(old, new), bytes.fromhex(self.new_key_signature)):
            raise InvalidInput("new_key_signature", "does not hold for the new key and this change of keys")

    def _must_be_absent(self, field: str) -> None:
        if getattr(self, field) is not None:
            raise InvalidInput(field, f"has no place in a {self.action}")

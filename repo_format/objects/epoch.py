"""epoch: a paradigm under which assertions are made, such as ``gaap-2024``; a newer one may supersede it."""

from __future__ import annotations

from typing import ClassVar

from repo_format.errors import InvalidInput, shown
from repo_format.limits import FORMAT_VERSION, MAX_NOTE
from repo_format.number import check_time
from repo_format.payload import Payload, always
from repo_format.text import check_name, check_text


class Epoch(Payload, frozen=True, kw_only=True):
    """``starts`` in microseconds UTC; ``supersedes`` names the epoch whose assertions step aside."""

    KIND: ClassVar[str] = "epoch"

    author: str
    description: str | None = None
    kind: str = always(KIND)
    name: str
    starts: int | None = None
    supersedes: str | None = None
    time: int
    version: int = always(FORMAT_VERSION)

    def _check_fields(self) -> None:
        if self.description is not None:
            check_text(self.description, "description", MAX_NOTE)
        check_name(self.name)
        if self.starts is not None:
            check_time(self.starts, "starts")
        if self.supersedes is not None:
            check_name(self.supersedes, "supersedes")
            if self.supersedes == self.name:
                raise InvalidInput("supersedes", f"the epoch {shown(self.name)} cannot supersede itself")

"""source: a piece of evidence, registered so that assertions can cite it and its status can change later."""

from __future__ import annotations

from typing import ClassVar

from repo_format.hexadecimal import check_hex
from repo_format.limits import FORMAT_VERSION, MAX_NOTE
from repo_format.number import check_tier, check_time
from repo_format.payload import Payload, always
from repo_format.text import check_name, check_text, check_url


class Source(Payload, frozen=True, kw_only=True):
    """``digest`` is the plain BLAKE3 of the document, ``published`` a time, ``tier`` a default for its claims."""

    KIND: ClassVar[str] = "source"

    author: str
    digest: str | None = None
    edition: str | None = None
    kind: str = always(KIND)
    licence: str | None = None
    name: str
    note: str | None = None
    published: int | None = None
    publisher: str | None = None
    tier: int | None = None
    time: int
    title: str | None = None
    url: str | None = None
    version: int = always(FORMAT_VERSION)

    def _check_fields(self) -> None:
        check_name(self.name)
        for field in ("edition", "licence", "publisher"):
            if getattr(self, field) is not None:
                check_name(getattr(self, field), field)
        if self.digest is not None:
            check_hex(self.digest, "digest", 32)
        if self.note is not None:
            check_text(self.note, "note", MAX_NOTE)
        if self.published is not None:
            check_time(self.published, "published")
        if self.tier is not None:
            check_tier(self.tier)
        if self.title is not None:
            check_text(self.title, "title", MAX_NOTE)
        if self.url is not None:
            check_url(self.url)

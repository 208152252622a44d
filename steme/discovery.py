"""Finding the repository a person is in: the nearest directory above that has a ``.steme``."""

from __future__ import annotations

import os

from repo_format.errors import NotARepository, shown
from repo_format.storage.layout import DIRECTORY


def find_repository(start: str = ".") -> str:
    """The absolute path of the nearest directory, ``start`` or above, that holds a ``.steme``.

    The search ends at the home directory, at the root and at the edge of a file system, so that a repository that
    somebody left in a shared directory is not found by accident. Raises NotARepository.
    """
    here = os.path.abspath(start)
    home = os.path.abspath(os.path.expanduser("~"))
    try:
        device = os.stat(here).st_dev
    except OSError as error:
        raise NotARepository(f"there is no directory {shown(start)}") from error
    place = here
    while True:
        if os.path.lexists(os.path.join(place, DIRECTORY)):
            return place
        above = os.path.dirname(place)
        if place in (home, above) or os.stat(above).st_dev != device:
            raise NotARepository(f"there is no repository in {shown(here)} or above it; `steme init` makes one")
        place = above

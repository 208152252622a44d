"""What an export is: the wanted objects of a repository, oldest first, in one of the forms of ``exports/``.

A form that programs read, other repositories among them, writes pieces of bytes (``lines`` of ``exports/jsonl.py``);
one for people and spreadsheets gives rows, a mapping by column each (``rows`` of ``exports/csv.py``), and whoever asked
writes them down. Memory does not grow with the number of objects, and no snapshot is held while the reader of the
output is slow.
"""

from __future__ import annotations

import os

from repo_format.errors import InvalidInput, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from steme.repository import Repository
    from steme.wanted import Wanted

    Lines = Callable[[Repository, Wanted], Iterator[bytes]]


def forms() -> list[str]:
    """The names of all forms, in alphabetical order: the files of ``exports/``."""
    folder = os.path.join(os.path.dirname(__file__), "exports")
    return sorted(name[:-3] for name in os.listdir(folder) if name.endswith(".py") and not name.startswith("_"))


_ENDINGS = {"": "jsonl", "jsonl": "jsonl", "ndjson": "jsonl", "csv": "csv", "trig": "nanopub", "jsonld": "claimreview"}


def form_of(to: str | None, path: str | None) -> str:
    """The form to write: the one asked for, else that of the file's ending, else ``jsonl`` where there is no ending.

    Raises InvalidInput for one that there is not, and for an ending that means another form or none.
    """
    ending = os.path.splitext(path or "")[1].removeprefix(".").lower()
    form = to or _ENDINGS.get(ending, "jsonl" if ending.isdecimal() else "")
    if not form:
        raise InvalidInput("--output", f"the ending of {shown(path)} names no form of export; say which with --to")
    if form not in forms():
        raise InvalidInput("--to", f"{shown(form)} is not a form of export; there are {', '.join(forms())}")
    return form


def lines(form: str) -> Lines:
    """The function that writes a form in pieces of bytes."""
    module = __import__(f"steme.exports.{form}", fromlist=("lines",))
    found: Lines = module.lines
    return found

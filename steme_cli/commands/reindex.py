"""Make the index again from the log.

The index holds nothing that the log does not: it may be missing, cut off, damaged or somebody else's, and this makes
the same tables again that writing had made. Every object is read strictly on the way and the root of the last commit
compared. The new index takes the place of the old one when it is complete; until then, and where the log is damaged,
the old one stays.

Prints the number of objects and commits and the Merkle root over all ids.

Examples:
    steme reindex
    steme reindex --format json

Exit status:
    0  the index was made
    2  the command line is wrong
    4  there is no repository here
    5  refused: the repository belongs to somebody else, or its directory is a link
    6  the log is damaged, and the old index stays; `steme fsck` says more
    7  another process is writing
    9  the system could not read or write
"""

from __future__ import annotations

from contextlib import closing

from repo_format.checking.check import bytes_to_read
from repo_format.storage.layout import DIRECTORY
from repo_format.storage.store import Store
from steme.configuration import Configuration
from steme.discovery import find_repository
from steme_cli import invocation
from steme_cli.options import Format
from steme_cli.progress import progress
from steme_cli.render import figures
from steme_cli.render.record import record


def command(format: Format = None) -> None:
    place = find_repository(invocation.current().start())
    timeout = float(Configuration(f"{place}/{DIRECTORY}").number("lock.timeout"))
    with closing(Store.open_log(place)) as store:
        with progress("reindexing", bytes_to_read(place)) as advance:
            store.rebuild(timeout, advance)
        with store.snapshot() as view:
            objects, commits = view.count, view.watermark.commit
            facts = {"objects": objects, "commits": commits, "root": view.trie.root(objects).hex()}
    human = {"objects": figures.count(objects), "commits": figures.count(commits)}
    record("steme.reindex", facts, format=format, human=human)

"""Say in short how the repository stands.

Where it is, how many objects and commits it has, who committed last, which key would sign here, and whether the index
has everything that is in the log. What is unusual is noted: another process that writes, bytes that a crash left.

Of each remote it says how many objects are here and not there (ahead), and there and not here (behind), as the last
fetch or push found it and what was added since; no remote is asked.

Examples:
    steme status
    steme status --format json
    steme -C ../claims status

Exit status:
    0  shown
    4  there is no repository here
    5  refused: it belongs to somebody else, or is not safe to open
    6  the repository is damaged
"""

from __future__ import annotations

from steme_cli.options import Format
from steme_cli.quick.status import run


def command(format: Format = None) -> None:
    run(format=format)

"""List the lenses: the ways to resolve contradicting claims.

A lens takes the claims that count for a question and makes an answer of them. `epoch` goes before another one, as in
epoch:authority. The setting query.lens says which one is used when none is named.

Examples:
    steme lenses
    steme lenses --format json
    steme query country/bi capital --lens epoch:authority

Exit status:
    0  they were listed
"""

from __future__ import annotations

from steme import lens
from steme_cli.options import Format
from steme_cli.render.column import Column
from steme_cli.render.rows import rows

COLUMNS = (Column("lens"), Column("decides"))


def command(format: Format = None) -> None:
    found = ({"lens": name, "decides": line} for name, line in lens.described())
    rows("steme.lenses", COLUMNS, found, format=format)

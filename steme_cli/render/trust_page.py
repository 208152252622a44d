"""Trust as people read it and as JSON has it."""

from __future__ import annotations

import sys

from steme import times
from steme_cli import output
from steme_cli.render import figures
from steme_cli.render.column import Column
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from steme.authors import Authors
    from steme.trust.explanation import Explanation, Step

EVERYTHING = "all subjects"


def _share(value: object) -> str:
    return f"{value:.3f}"


def _about(scope: object) -> str:
    return str(scope) or EVERYTHING


LIST = (
    Column("name"),
    Column("subject", "about", human=_about),
    Column("trust", right=True, human=_share),
    Column("weight", "vouched for", right=True, human=_share),
    Column("depth", right=True),
    Column("rank", right=True, human=_share),
    Column("right", right=True),
    Column("wrong", right=True),
    Column("key", human=figures.short_id),
)
"""``steme trust list``."""

PATH = (
    Column("giver_name", "from"),
    Column("taker_name", "to"),
    Column("weight", right=True, human=_share),
    Column("product", right=True, human=_share),
    Column("scope", "about", human=_about),
    Column("until"),
    Column("id", human=figures.short_id),
)
"""``steme trust path``."""


def facts(made: Explanation, authors: Authors) -> dict[str, object]:
    """An explanation as JSON has it: keys and ids in hex, times in ISO 8601."""
    return {
        "key": made.key.hex(),
        "name": authors.name(made.key.hex()),
        "subject": made.subject,
        "trust": made.trust,
        "root": made.is_root,
        "weight": made.weight,
        "depth": made.depth,
        "rank": made.rank,
        "right": made.right,
        "wrong": made.wrong,
        "keys": [key.hex() for key in made.keys],
        "revoked": [key.hex() for key in made.revoked],
        "chain": None if made.chain is None else steps(made.chain, authors),
    }


def steps(chain: Sequence[Step], authors: Authors) -> list[dict[str, object]]:
    """The delegations of a chain as JSON has them, with the product of the weights so far."""
    found: list[dict[str, object]] = []
    product = 1.0
    for step in chain:
        product *= step.weight
        found.append(
            {
                "giver": step.giver.hex(),
                "giver_name": authors.name(step.giver.hex()),
                "taker": step.taker.hex(),
                "taker_name": authors.name(step.taker.hex()),
                "weight": step.weight,
                "product": product,
                "scope": step.scope,
                "until": None if step.until is None else times.format_time(step.until),
                "id": step.id.hex(),
            }
        )
    return found


def page(made: Explanation, within: Sequence[Explanation], authors: Authors) -> str:
    """The whole page of ``steme trust show``, ending in a newline; ``within`` is how it is in narrower scopes."""
    bold, off = ("\x1b[1m", "\x1b[0m") if output.colored(sys.stdout) else ("", "")
    pairs = [("trust", f"{made.trust:.3f} about {_about(made.subject)}"), *_chain(made, authors)]
    pairs.append(("rank", f"{made.rank:.3f} after {made.right} right and {made.wrong} wrong"))
    pairs += [("also key", _key(key, authors)) for key in made.keys if key != made.key]
    pairs += [("given up", _key(key, authors)) for key in made.revoked]
    for one in within:
        pairs += [("within", f"{one.subject}: trust {one.trust:.3f}"), *_chain(one, authors)]
    lines = [f"{bold}{safe(_key(made.key, authors))}{off}"]
    lines += [f"  {name:<10}{safe(text)}" for name, text in pairs]
    return "\n".join(lines) + "\n"


def _chain(made: Explanation, authors: Authors) -> Iterator[tuple[str, str]]:
    if made.is_root:
        yield "chain", "none is needed: this is whose view it is"
    elif not made.chain:
        yield "chain", "nobody vouches for this key"
    else:
        links = "1 link" if made.depth == 1 else f"{made.depth} links"
        yield "chain", f"{made.weight:.3f} over {links}"
        for step in made.chain:
            names = f"{authors.name(step.giver.hex())} -> {authors.name(step.taker.hex())}"
            end = "" if step.until is None else f", until {times.format_time(step.until)}"
            yield "", f"  {names}: {step.weight:g} about {_about(step.scope)}{end} ({step.id.hex()[:12]})"


def _key(key: bytes, authors: Authors) -> str:
    name = authors.name(key.hex())
    return key.hex() if key.hex().startswith(name) else f"{name} ({key.hex()})"

"""The ten fiercest contradictions among a million claims (ten times the size asked for) about 400,000 questions.

By the clock, in fresh processes, the page cache warm: from opening the repository, or the database file, to the ranked
result. duckdb has the columns in its file already and may use every core; we use one. `scattered` has texts, booleans
and references, of which the score is categorical; `measured` is mostly numbers, which duckdb compares by a join. Its
`texts` are columns as somebody would store them, its `terms` have a number in place of every text, as our index has.
The library, then whole processes: `steme conflicts -n 10` and `python` with duckdb and the same SQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from measuring import apart, claims, surveying
from measuring.ground import Ground
from measuring.line import Line, at_most, compared, missing
from measuring.rounds import Samples, take_turns, walls

LARGE = True

_TIMES = 10
_MILLI = 1000
_SORTS = {claims.SCATTERED: "categorical", claims.MEASURED: "full"}

_TEXTS, _TERMS = "claims", "terms"


def measure(ground: Ground) -> Iterator[Line]:
    """Both shapes, in process and as whole processes."""
    for shape, sort in _SORTS.items():
        place = ground.signed_by_many(shape, ground.size * _TIMES)
        if find_spec("duckdb") is None:
            yield missing(f"{shape}, library", "duckdb")
            continue
        from measuring.peers import duckdb

        database = ground.fresh(f"{shape}.duckdb")
        apart.run(duckdb.load, database, ground.lines(shape, ground.size * _TIMES))
        yield from _in_process(ground, shape, place, (database, sort))
        yield from _whole_processes(ground, shape, place, (database, sort))
        ground.forget(database)


def _in_process(ground: Ground, shape: str, place: Path, peer: tuple[Path, str]) -> Iterator[Line]:
    from measuring.peers import duckdb

    sides = {"": partial(apart.run, surveying.fiercest, place)}
    for table in (_TEXTS, _TERMS):
        sides[table] = partial(apart.run, duckdb.fiercest, peer[0], table, peer[1])
    yield from _lines(f"{shape}, library", take_turns(sides, ground.rounds))


def _whole_processes(ground: Ground, shape: str, place: Path, peer: tuple[Path, str]) -> Iterator[Line]:
    from measuring.peers import duckdb

    programs, home = ground.programs(), ground.home()
    sides = {"": partial(apart.program, [programs / "steme", "conflicts", "-n", "10"], place, home)}
    for table in (_TEXTS, _TERMS):
        statement = duckdb.statement(table, duckdb.SORTS[peer[1]], 10)
        words: list[str | Path] = [programs / "python", "-c", duckdb.PROGRAM, peer[0], statement]
        sides[table] = partial(apart.program, words, place, home)
    yield from _lines(f"{shape}, `steme conflicts`", take_turns(sides, ground.rounds))


def _lines(what: str, samples: Samples) -> Iterator[Line]:
    mine = [second * _MILLI for second in walls(samples[""])]
    for table, name in ((_TEXTS, "texts"), (_TERMS, "terms")):
        theirs = [second * _MILLI for second in walls(samples[table])]
        yield compared(what, "ms", mine, f"duckdb, {name}", theirs, at_most(1))

"""duckdb: the conflict score of every question in SQL, over columns that are in its file already.

Two tables hold the same claims: ``claims`` with texts, as somebody would store them, and ``terms`` with a number in
place of every text, as our index has them. One voice for an author and value, support, shares and Rao's entropy are
those of docs/semantics/conflict.md; ``CATEGORICAL`` takes any two values for wholly different, ``FULL`` compares
numbers of one unit and sign by a join of the values with themselves.
"""

from __future__ import annotations

from typing import Any

import duckdb

NAME = "duckdb"
TEXTS, TERMS = "claims", "terms"

_CLAIMS = """create table claims as select subject, predicate, value::varchar as value, unit, confidence, tier,
    source as author,
    case when json_type(value) in ('DOUBLE', 'BIGINT', 'UBIGINT') then value::varchar::double end as number
    from read_json(?, format = 'newline_delimited', columns = {subject: 'varchar', predicate: 'varchar', value: 'json',
    unit: 'varchar', confidence: 'double', tier: 'utinyint', source: 'varchar'})"""
_TERMS = """create table terms as select dense_rank() over (order by subject)::uinteger as subject,
    dense_rank() over (order by predicate)::uinteger as predicate,
    dense_rank() over (order by value)::uinteger as value,
    case when unit is not null then dense_rank() over (order by unit)::uinteger end as unit, confidence, tier,
    dense_rank() over (order by author)::uinteger as author, number from claims"""

_SIDES = """with voices as (
    select subject, predicate, value, unit, number, max(confidence) as confidence, min(tier) as strongest,
        max(tier) as weakest, count(*) as claims from {table} group by subject, predicate, value, unit, number, author),
sides as (
    select subject, predicate, value, unit, number, 1 - product(1 - confidence) as support, min(strongest) as strongest,
        max(weakest) as weakest, sum(claims) as claims, count(*) as voices
    from voices group by subject, predicate, value, unit, number),
questions as (
    select subject, predicate, sum(support) as total, sum(support * support) as squares, count(*) as k,
        min(strongest) as strongest, max(weakest) as weakest, sum(claims) as claims, sum(voices) as voices
    from sides group by subject, predicate)"""
_SCORE = """case when k = 1 then 0 else greatest(0, least(1, (1 -
    case when total > 0 then (squares{alike}) / (total * total) else 1 / k end) / (1 - 1 / k))) end"""
_FOUND = """select subject, predicate, {score} as conflict, k, claims, voices, strongest, weakest from questions {more}
    order by conflict desc, claims desc, subject, predicate"""
_ALIKE = """, alike as (
    select subject, predicate, sum(2 * one.support * other.support * least(abs(one.number), abs(other.number))
        / greatest(abs(one.number), abs(other.number))) as alike
    from sides as one join sides as other using (subject, predicate)
    where one.number < other.number and one.number * other.number > 0 and one.unit is not distinct from other.unit
    group by subject, predicate)"""

CATEGORICAL = f"{_SIDES} {_FOUND.format(score=_SCORE.format(alike=''), more='')}"
_FULL_SCORE = _SCORE.format(alike=" + coalesce(alike, 0)")
FULL = f"{_SIDES} {_ALIKE} {_FOUND.format(score=_FULL_SCORE, more='left join alike using (subject, predicate)')}"

SORTS = {"categorical": CATEGORICAL, "full": FULL}


def load(place: str, lines: str) -> None:
    """Store a file of claims, as texts and as terms."""
    with duckdb.connect(place) as database:
        database.execute(_CLAIMS, [lines])
        database.execute(_TERMS)


def scores(place: str, table: str, query: str, limit: int | None = None) -> list[tuple[Any, ...]]:
    """Subject, predicate, conflict, values, claims, voices, strongest and weakest tier, the fiercest question first."""
    with duckdb.connect(place, read_only=True) as database:
        found: list[tuple[Any, ...]] = database.execute(statement(table, query, limit)).fetchall()
    return found


def statement(table: str, query: str, limit: int | None = None) -> str:
    """The SQL."""
    return query.format(table=table) + (f" limit {limit}" if limit else "")


def fiercest(place: str, table: str, sort: str) -> None:
    """The ten fiercest questions; ``sort`` is a key of ``SORTS``."""
    scores(place, table, SORTS[sort], 10)


PROGRAM = "import duckdb, sys; print(duckdb.connect(sys.argv[1], read_only=True).execute(sys.argv[2]).fetchall())"
"""For a process of its own: the file and the SQL are its arguments."""

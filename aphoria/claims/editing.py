"""Changing claims.toml: comments, order and the way things are written stay wherever nothing was changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.items import AoT, Table

from aphoria.claims.fields import NAME, ORDER, table_of
from aphoria.claims.file import TABLES, ClaimsFile
from aphoria.writing import replace_file
from repo_format.errors import InvalidInput, NotFound, shown

if TYPE_CHECKING:
    from repo_format.objects.claim import Claim

HEADING = """\
# What this code must do, who decided so, and what breaks if it does not.
# `aphoria verify run` holds the code against it; `aphoria claims --help` changes it and keeps these comments.
"""
_LONG = 90


def added(text: str, claim: Claim, signature: bytes | None) -> str:
    """The text of a claims file with one more claim at its end. Raises InvalidInput when its id is taken."""
    document = tomlkit.parse(text or HEADING)
    claims = document.get(TABLES)
    if claims is None:
        claims = document[TABLES] = tomlkit.aot()
    if any(table[NAME] == claim.name for table in claims):
        raise InvalidInput("id", f"{shown(claim.name)} is taken; see `aphoria claims show {claim.name}`")
    claims.append(_table(table_of(claim, signature)))
    return _spaced(tomlkit.dumps(document))


def replaced(text: str, name: str, claim: Claim, signature: bytes | None) -> str:
    """The text with the claim ``name`` as it is now. Only fields that differ are touched. Raises NotFound."""
    return all_replaced(text, {name: (claim, signature)})


def all_replaced(text: str, claims: Mapping[str, tuple[Claim, bytes | None]]) -> str:
    """As ``replaced`` for many claims by their names; parsing the file, which is slow, is done once."""
    document = tomlkit.parse(text)
    tables = {table.get(NAME): table for table in document.get(TABLES) or tomlkit.aot()}
    for name, (claim, signature) in claims.items():
        if name not in tables:
            raise NotFound(f"there is no claim {shown(name)}")
        _put(tables[name], table_of(claim, signature))
    return tomlkit.dumps(document)


def _put(table: Table, wanted: Mapping[str, Any]) -> None:
    for field in [field for field in table if field not in wanted]:
        del table[field]
    for field in ORDER:
        if field in wanted and (field not in table or table[field] != wanted[field]):
            table[field] = _item(wanted[field])


def removed(text: str, name: str) -> str:
    """The text without the claim ``name``. Raises NotFound."""
    document = tomlkit.parse(text)
    claims = document.get(TABLES) or tomlkit.aot()
    claims.remove(_find(claims, name))
    return tomlkit.dumps(document)


def _find(claims: AoT, name: str) -> Table:
    for table in claims:
        if table.get(NAME) == name:
            return table  # type: ignore[no-any-return]
    raise NotFound(f"there is no claim {shown(name)}")


def _table(fields: dict[str, Any]) -> Table:
    table = tomlkit.table()
    for field in ORDER:
        if field in fields:
            table[field] = _item(fields[field])
    return table


def _item(value: Any) -> Any:
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        inline.update(value)
        return inline
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend([_item(one) for one in value])
        return array.multiline(len(repr(value)) > _LONG)
    if isinstance(value, str) and "\n" in value:
        return tomlkit.string(value, multiline=True)
    return tomlkit.item(value)


def _spaced(text: str) -> str:
    """An empty line before every claim."""
    return text.replace(f"\n[[{TABLES}]]", f"\n\n[[{TABLES}]]").replace(f"\n\n\n[[{TABLES}]]", f"\n\n[[{TABLES}]]")


def write(path: str, text: str) -> ClaimsFile:
    """Put ``text`` in place of the file, whole or not at all, made with its folder where it is missing; reads it back.

    Raises InvalidInput, and the file stays as it was, when the text is no file of claims; StorageFailed.
    """
    checked = ClaimsFile(path, text)
    replace_file(path, text.encode())
    return checked

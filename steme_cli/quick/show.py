"""What `steme show` does."""

from __future__ import annotations

from repo_format.errors import Damaged, FromTheFuture, InvalidInput
from steme.authors import Authors
from steme.repository import Repository
from steme_cli import invocation, output
from steme_cli.render import object_page
from steme_cli.render.rows import rows
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.inspection import Sight


def run(*, ids: list[str], raw: bool, force: bool, format: str | None) -> None:
    """Write the objects and then raise Damaged if one of them does not hold."""
    from steme import inspection  # reads objects, and with that comes msgspec

    if raw and (format or len(ids) > 1):
        raise InvalidInput("--raw", "writes the bytes of one object; it goes with one ID and without --format")
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        sights = [inspection.look(view, text) for text in ids]
    if raw:
        object_page.write_raw(inspection.raw(sights[0]), force=force)
    else:
        _write(sights, format)
    for sight in sights:
        _require_sound(sight)


def _write(sights: list[Sight], format: str | None) -> None:
    authors = Authors()
    if format:
        rows("steme.show", object_page.COLUMNS, (object_page.facts(sight, authors) for sight in sights), format=format)
        return
    from steme_cli.pager import paged

    with paged():
        output.write("\n".join(object_page.page(sight, authors) for sight in sights))


def _require_sound(sight: Sight) -> None:
    if isinstance(sight.problem, FromTheFuture):
        raise sight.problem
    if sight.problem is not None:
        short = sight.record.id.hex()[:12]
        raise Damaged(f"object {short} does not hold ({safe(sight.problem)}); run `steme fsck`") from sight.problem

"""Answers in the audit log that used what rests on a source."""

from __future__ import annotations

from steme import audit, policy
from steme.acting.impact import impact
from steme.repository import Repository
from steme_cli import invocation, output
from steme_cli.render import audit_rows
from steme_cli.render.impact_rows import counted
from steme_cli.render.rows import rows
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.audit.recorded import Recorded


def show(name: str, format: str | None) -> None:
    """A row for each recorded answer that claims contributed to which rest on the source, newest first."""
    found = _used(name)
    if format in (None, "table"):
        output.note(f"{counted(len(found), 'recorded answer')} used claims that rest on {safe(name)}")
    items = (audit_rows.summary(one) for one in reversed(found))
    rows("steme.source.impact.answers", audit_rows.LIST, items, format=format)


def _used(name: str) -> list[Recorded]:
    with Repository.open(invocation.current().start()) as repository:
        with repository.snapshot() as view:
            found = impact(view, name, policy.configured(view, repository.configuration))
        return audit.uses(repository, (one.row.id for one in found.claims))

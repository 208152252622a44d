"""What `steme head` does."""

from __future__ import annotations

from repo_format import head as heads_format
from repo_format.errors import Damaged
from steme import heads, moments
from steme.authors import Authors
from steme.repository import Repository
from steme.times import format_time
from steme_cli import invocation
from steme_cli.render import clock, figures
from steme_cli.render.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.heads import SeenHead


def run(*, moment: str, format: str | None) -> None:
    """Write the head and then raise Damaged if it does not hold."""
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        seen = heads.look(view, moments.resolve(view, moment))
    facts = _facts(seen)
    record("steme.head", facts, format=format, human=_human(seen, facts))
    if seen.problem is not None:
        raise Damaged(
            f"head {seen.head.id.hex()[:12]} does not hold ({seen.problem}); run `steme fsck`"
        ) from seen.problem


def _facts(seen: SeenHead) -> dict[str, object]:
    head = seen.head
    return {
        "id": head.id.hex(),
        "root": head.root.hex(),
        "count": head.count,
        "commit": seen.commit,
        "previous": head.previous.hex() if head.previous != heads_format.NO_HEAD else None,
        "time": format_time(head.time),
        "signer": head.signer.hex(),
        "signer_label": Authors().name(head.signer.hex()),
        "signature": head.signature.hex(),
        "repository": head.repository.hex(),
        "names": seen.names,
        "verified": seen.problem is None,
    }


def _human(seen: SeenHead, facts: dict[str, object]) -> dict[str, object]:
    label, key = facts["signer_label"], str(facts["signer"])
    return {
        "count": figures.counted(seen.head.count, "object"),
        "time": clock.with_age(seen.head.time),
        "signer": key if key.startswith(str(label)) else f"{label} ({key})",
        "signer_label": None,
        "names": ", ".join(moments.short(name) for name in seen.names) or None,
    }

"""What an object says, in one line. Texts come from claims: whoever writes the line makes it ``safe``."""

from __future__ import annotations

from steme_cli.render import figures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from repo_format.objects import Payload

ERASED = "(erased)"


def summary(payload: Payload | None) -> str:
    """One line for a payload of any kind; of a kind that has no words here, its name."""
    if payload is None:
        return ERASED
    words = _WORDS.get(payload.kind)
    return words(payload) if words else payload.kind


def cut(text: str, length: int) -> str:
    """A text of at most ``length`` characters, with three dots where something is missing."""
    return text if len(text) <= length else text[: length - 3] + "..."


def value(given: object, unit: str | None = None) -> str:
    """A claimed value with its unit, from a payload or from a query; nothing for None."""
    subject = getattr(given, "ref", None) or getattr(given, "subject", None)
    text = f"→ {subject}" if subject else figures.value(given)
    return f"{text} {unit}" if unit else text


def plain(given: object) -> object:
    """A value as JSON has it: a reference becomes ``{"ref": SUBJECT}``."""
    subject = getattr(given, "ref", None) or getattr(given, "subject", None)
    return {"ref": subject} if subject else given


def facts(payload: Payload) -> dict[str, object]:
    """The fields of a payload as JSON has them, by name; those that are absent are left out."""
    from msgspec import to_builtins

    found: dict[str, object] = to_builtins(payload)
    return found


def _assertion(claim: Any) -> str:
    return f"{claim.subject} {claim.predicate} = {value(claim.value, claim.unit)}"


def _vote(vote: Any) -> str:
    return f"vote {vote.weight:+g} on {_short(vote.target)}{_because(vote)}"


def _epoch(epoch: Any) -> str:
    return f"epoch {epoch.name}" + (f", which supersedes {epoch.supersedes}" if epoch.supersedes else "")


def _source(source: Any) -> str:
    edition = f", {source.edition}" if source.edition else ""
    return f"source {source.name}{edition}" + (f": {source.title}" if source.title else "")


def _source_status(given: Any) -> str:
    return f"source {_short(given.source)} is {given.status}{_because(given)}"


def _supersession(given: Any) -> str:
    return f"{_short(given.new)} takes the place of {_short(given.old)}{_because(given)}"


def _retraction(given: Any) -> str:
    more = " and what follows from it" if given.cascade else ""
    return f"retracts {_short(given.target)}{more}{_because(given)}"


def _delegation(given: Any) -> str:
    scope = f" in {given.scope}" if given.scope else ""
    return f"trusts {_short(given.delegate)} with weight {given.weight:g}{scope}{_because(given)}"


def _alias(given: Any) -> str:
    return f"{given.alias} is another name of {given.subject}{_because(given)}"


def _agent(given: Any) -> str:
    words = {"profile": f"is called {given.name}", "revocation": "gives up this key"}
    return words.get(given.action) or f"moves to the key {_short(str(given.new_key))}"


def _outcome(given: Any) -> str:
    return f"{_short(given.target)} turned out {'right' if given.correct else 'wrong'}{_because(given)}"


def _stage(given: Any) -> str:
    return f"{_short(given.target)} is now {given.stage.replace('_', ' ')}{_because(given)}"


def _erasure(given: Any) -> str:
    return f"erases {_short(given.target)}{_because(given)}"


def _claim(given: Any) -> str:
    values = [value(one) for one in given.values or ()] or [value(given.value, given.unit)]
    return f"{given.name}: {given.path} {given.predicate} {given.comparison} {' '.join(values)}".rstrip()


def _acknowledgement(given: Any) -> str:
    return f"accepts what is found at {given.path}{_because(given)}"


def _short(digits: str) -> str:
    return figures.short_id(digits)


def _because(payload: Any) -> str:
    return f": {payload.reason}" if payload.reason else ""


_WORDS: dict[str, Callable[[Any], str]] = {
    "acknowledgement": _acknowledgement,
    "agent": _agent,
    "alias": _alias,
    "assertion": _assertion,
    "claim": _claim,
    "delegation": _delegation,
    "epoch": _epoch,
    "erasure": _erasure,
    "outcome": _outcome,
    "retraction": _retraction,
    "source": _source,
    "source_status": _source_status,
    "stage": _stage,
    "supersession": _supersession,
    "vote": _vote,
}

"""What a proof that holds says."""

from __future__ import annotations

from steme.authors import Authors
from steme.times import format_time
from steme_cli import output
from steme_cli.render import figures, words
from steme_cli.render.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.objects import Payload
    from repo_format.proof import Proof


def write(proof: Proof, payload: Payload, *, demanded: bool, format: str | None) -> None:
    """Write it; ``demanded`` says whether somebody asked for this signer of the head."""
    authors = Authors()
    facts = _facts(proof, payload, authors)
    record("steme.check_proof", facts, format=format, human=_human(facts, proof))
    if not demanded and format is None:
        output.note("Every link holds. Whether to trust the signer of the head is up to you; --signer demands one.")


def _facts(proof: Proof, payload: Payload, authors: Authors) -> dict[str, object]:
    head = proof.head
    return {
        "id": proof.id.hex(),
        "kind": payload.kind,
        "says": words.summary(payload),
        "author": payload.author,
        "author_label": authors.name(payload.author),
        "time": format_time(payload.time),
        "proof": "seal" if proof.seal else "signature",
        "seal": proof.seal.id.hex() if proof.seal else None,
        "sealed_objects": len(proof.seal.ids) if proof.seal else None,
        "head": head.id.hex(),
        "root": head.root.hex(),
        "objects": head.count,
        "repository": head.repository.hex(),
        "head_time": format_time(head.time),
        "signer": head.signer.hex(),
        "signer_label": authors.name(head.signer.hex()),
        "levels": len(proof.path.levels),
        "holds": True,
        "payload": words.facts(payload),
    }


def _human(facts: dict[str, object], proof: Proof) -> dict[str, object]:
    """Fewer words for people: what programs want to have apart stands together."""
    sealed = f"sealed with {len(proof.seal.ids) - 1} others" if proof.seal else "signed"
    return {
        "author": _named(facts, "author"),
        "signer": _named(facts, "signer"),
        "proof": sealed,
        "objects": figures.count(proof.head.count),
        "says": words.cut(str(facts["says"]), 200),
        **dict.fromkeys(("author_label", "signer_label", "seal", "sealed_objects", "levels", "payload")),
    }


def _named(facts: dict[str, object], name: str) -> str:
    key, label = str(facts[name]), str(facts[f"{name}_label"])
    return key if key.startswith(label) else f"{label} ({key})"

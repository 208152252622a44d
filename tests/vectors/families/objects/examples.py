"""Valid payloads: of every kind one with only what it must have, and one with everything it may have."""

from __future__ import annotations

from typing import Any

from families.objects.assertions import ASSERTIONS
from families.objects.named import ALICE, BOB, CAROL, NOON, ONE, OTHER, Example, example
from families.vector import seed_of
from repo_format import signature

_RULE: dict[str, Any] = {
    "consequence": "Two readers may see different balances.", "invariant": "Loads are sequential.",
    "name": "wallet-seqcst-001", "path": "code://rust/wallet/*/balance", "predicate": "ordering",
    "provenance": "Review of 4 March", "status": "active", "tier": 3,
}  # fmt: skip
_CONSENT = signature.sign(seed_of("bob"), signature.rotation_message(bytes.fromhex(ALICE), bytes.fromhex(BOB))).hex()

EXAMPLES: dict[str, dict[str, Example]] = {
    "assertion": ASSERTIONS,
    "vote": {
        "minimal": example("Against, with all weight.", "vote", author=BOB, target=ONE, weight=-1),
        "full": example("Half for, with a reason.", "vote", author=BOB, reason="Checked.", target=ONE, weight=0.5),
    },
    "epoch": {
        "minimal": example("A name.", "epoch", name="gaap-2024"),
        "full": example(
            "It supersedes another from a moment on.",
            "epoch",
            description="The 2025 rules.",
            name="gaap-2025",
            starts=NOON,
            supersedes="gaap-2024",
        ),
    },
    "source": {
        "minimal": example("A name.", "source", name="WHO formulary"),
        "full": example(
            "Everything known of a document.",
            "source",
            digest="ab" * 32,
            edition="23rd list",
            licence="CC-BY-4.0",
            name="WHO formulary",
            note="Downloaded twice.",
            published=NOON - 1,
            publisher="World Health Organization",
            tier=0,
            title="Model List of Essential Medicines",
            url="https://example.org/list.pdf",
        ),
    },
    "source_status": {
        "minimal": example("Under suspicion.", "source_status", source=ONE, status="quarantined"),
        "full": example("Withdrawn.", "source_status", reason="By the journal.", source=ONE, status="retracted"),
    },
    "supersession": {
        "minimal": example("New for old.", "supersession", new=ONE, old=OTHER),
        "full": example("With a reason.", "supersession", new=ONE, old=OTHER, reason="Census of 2025."),
    },
    "retraction": {
        "minimal": example("The target alone.", "retraction", target=ONE),
        "full": example("What derives from it as well.", "retraction", cascade=True, reason="Misread.", target=ONE),
    },
    "delegation": {
        "minimal": example("Everywhere and for ever.", "delegation", delegate=BOB, weight=1),
        "full": example(
            "Within one scheme, for an hour.",
            "delegation",
            delegate=BOB,
            expires=NOON + 3_600_000_000,
            reason="Pharmacist.",
            scope="fda://",
            weight=0.8,
        ),
    },
    "alias": {
        "minimal": example("Two names of one thing.", "alias", alias="drug/asa", subject="drug/aspirin"),
        "full": example("With a reason.", "alias", alias="drug/asa", reason="Short.", subject="drug/aspirin"),
    },
    "agent": {
        "minimal": example("Revocation of the author's key.", "agent", action="revocation"),
        "full": example(
            "A profile.",
            "agent",
            action="profile",
            contact="alice@example.org",
            description="Pharmacist.",
            name="Alice",
            reason="First.",
        ),
        "rotation": example(
            "From Alice's key to Bob's, which consents.",
            "agent",
            action="rotation",
            new_key=BOB,
            new_key_signature=_CONSENT,
        ),
    },
    "outcome": {
        "minimal": example("Wrong.", "outcome", author=CAROL, correct=False, target=ONE),
        "full": example("Right, and by what.", "outcome", correct=True, gold="census", reason="Counted.", target=ONE),
    },
    "stage": {
        "minimal": example("Back to proposed, written out here.", "stage", stage="proposed", target=ONE),
        "full": example("Approved.", "stage", reason="Two reviews.", stage="approved", target=ONE),
    },
    "erasure": {
        "minimal": example("All is required.", "erasure", reason="Request under GDPR article 17.", target=ONE),
    },
    "claim": {
        "minimal": example("It must not be there.", "claim", **_RULE, comparison="absent"),
        "full": example(
            "Every optional field but values.",
            "claim",
            **_RULE,
            category="memory",
            comparison="equals",
            evidence=("ADR 7", "incident 12"),
            supersedes="wallet-seqcst-000",
            unit="level",
            value=5,
        ),
        "one-of": example("Texts.", "claim", **_RULE, comparison="one_of", values=("SeqCst", "AcqRel")),
        "in-range": example("Numbers.", "claim", **_RULE, comparison="in_range", unit="ms", values=(0.5, 100.0)),
    },
    "acknowledgement": {
        "minimal": example("Everything at a path.", "acknowledgement", path="code://rust/*/balance", reason="Legacy."),
        "full": example(
            "One predicate of one extractor for a while.",
            "acknowledgement",
            extractor="atomics",
            path="code://rust/wallet/balance",
            predicate="ordering",
            reason="Until 2.0.",
            until=NOON + 1,
        ),
    },
}

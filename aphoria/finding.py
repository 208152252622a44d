"""Findings: where code and what it must do part ways, each with the authority that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import blake3

from aphoria.observation import Observation
from aphoria.walk import Skipped

BLOCK, FLAG, MISSING, NOTE = "block", "flag", "missing", "note"
LEVELS = (BLOCK, FLAG, MISSING, NOTE)
"""From the gravest on. ``missing`` is a claim that nothing shows; ``note`` is about the linter's own files."""

BLOCK_FROM, FLAG_FROM = 0.7, 0.4
_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Rule:
    """What a finding is measured by: a claim of the team, or an assertion of the corpus. One rule for each kind of
    finding, never one for each finding.

    ``name`` is stable; ``text`` is the sentence that must hold, ``consequence`` what breaks otherwise, ``source`` where
    it comes from, with ``section`` and ``address`` if it has them; ``tier`` that of the source.
    """

    name: str
    text: str
    source: str
    tier: int
    section: str = ""
    address: str = ""
    consequence: str = ""
    category: str = ""

    @property
    def cited(self) -> str:
        """The source with its section."""
        return f"{self.source}, {self.section}" if self.section else self.source


@dataclass(frozen=True, slots=True)
class Heard:
    """What the authorities of one tier say of an observation, by their names."""

    tier: str
    agreeing: tuple[str, ...]
    contradicting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Why a finding does not count: ``by`` a comment, an acknowledgement or the baseline."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``seen`` is what was observed, None for what is missing; ``file`` and ``line`` say where to look in
    any case, ``message`` in one sentence what is the matter. ``heard`` are all tiers of authorities that speak about
    it, the strongest first, none for a claim of the team.
    """

    rule: Rule
    level: str
    score: float
    message: str
    file: str
    line: int
    seen: Observation | None = None
    suppressed: Suppressed | None = None
    fingerprint: str = ""
    heard: tuple[Heard, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it is not suppressed."""
        return self.suppressed is None

    @property
    def quoted(self) -> str:
        """The message with the sentence that must hold and who says so, for readers who are shown nothing else."""
        return f"{self.message}. {self.rule.text} ({self.rule.cited})"


@dataclass(frozen=True, slots=True)
class Report:
    """What a run has to say: ``findings`` in order of file and line, the numbers of files and observations, and the
    names of the rules that were looked at and hold.
    """

    root: str
    findings: tuple[Finding, ...]
    files: int = 0
    observations: int = 0
    skipped: tuple[Skipped, ...] = ()
    passed: tuple[str, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def counting(self) -> list[Finding]:
        """The findings that are not suppressed."""
        return [one for one in self.findings if one.counts]

    def counts(self) -> dict[str, int]:
        """How many findings count, by level; every level is there."""
        found = Counter(one.level for one in self.counting)
        return {level: found[level] for level in LEVELS}

    def rules(self) -> list[Rule]:
        """The rules of the findings, by name."""
        return [rule for _, rule in sorted({one.rule.name: one.rule for one in self.findings}.items())]


def level_of(score: float) -> str:
    """The level of a conflict by its score: block from 0.7, flag from 0.4, a note below."""
    return BLOCK if score >= BLOCK_FROM else FLAG if score >= FLAG_FROM else NOTE


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by file, line and rule, each with its fingerprint.

    The fingerprint is made of rule, extractor, concept path, matched text, and which of several such in the file it is;
    no line number is in it, so that it stays when code moves.
    """
    ordered = sorted(findings, key=lambda one: (one.file, one.line, one.rule.name, one.message))
    seen: Counter[str] = Counter()
    named: list[Finding] = []
    for one in ordered:
        identity = "\0".join(_identity(one))
        named.append(replace(one, fingerprint=_hash(f"{identity}\0{seen[identity]}")))
        seen[identity] += 1
    return tuple(named)


def _identity(one: Finding) -> Sequence[str]:
    if one.seen is None:
        return (one.rule.name, one.level)
    return (one.rule.name, one.seen.extractor, one.seen.path, one.seen.predicate, " ".join(one.seen.text.split()))


def _hash(text: str) -> str:
    return blake3.blake3(text.encode()).hexdigest()[:_DIGITS]

"""Drafts from documents: sentences that say what MUST be, where an extractor could see whether it is so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from aphoria import comparison
from aphoria.matching import Observed
from aphoria.project import module_of
from aphoria.suggesting.draft import DOCUMENT, Suggestion, draft, plain
from aphoria.suggesting.meaning import Vocabulary
from aphoria.suggesting.observed import held
from aphoria.suggesting.sentences import documents, sentences
from aphoria.suggesting.style import category_of
from aphoria.suggesting.topics import TOPICS

if TYPE_CHECKING:
    from aphoria.suggesting.sentences import Sentence
    from aphoria.survey import Survey
    from repo_format.objects.claim import Claim

_TIERS = (
    ("regulatory", ("RFC ", "NIST", "FIPS", "ISO ", "GDPR", "PCI")),
    ("clinical", ("OWASP", "CWE", "CIS ", "ASVS")),
)


def from_documents(stands: Survey, authorities: Iterable[Claim]) -> Iterator[Suggestion]:
    """What documents of the project ask for."""
    modules = {"/".join(module_of(one.file)[:size]) for one in stands.code for size in range(1, 9)}
    vocabulary = Vocabulary(stands.extractors.values(), stands.code, authorities, modules)
    observed = Observed(stands.code)
    for file, text in documents(stands.scan.root, stands.scan.skipped):
        for sentence in sentences(file, text):
            found = vocabulary.meaning(sentence)
            if found is not None:
                yield _suggestion(stands, sentence, found.fields, found.words, observed)


def _suggestion(
    stands: Survey, sentence: Sentence, meant: dict[str, object], words: tuple[str, ...], observed: Observed
) -> Suggestion:
    name = _topic_of(str(meant["path"]))
    topic = TOPICS.get(name)
    place = f"{sentence.file}:{sentence.line}"
    authority = plain(sentence.authority)
    fields = {
        **meant,
        "invariant": plain(sentence.text),
        "consequence": plain(sentence.consequence) or (topic.consequence if topic else "unknown"),
        "provenance": f"{authority}, as {place} has it" if authority else place,
        "tier": tier_of(authority),
        "category": category_of(name, stands.active, topic.category if topic else None),
    }
    seen = tuple(observed.about(str(meant["path"]), str(meant["predicate"])))
    reasons = [f"{place} says so", f"understood by {', '.join(words)}"]
    reasons += [f"by the authority of {authority}"] if authority else []
    claim = draft(fields, stands.claims)
    compare = comparison.known()[claim.comparison]
    if seen or not compare.nothing_is_fine:
        reasons.append(held(sum(compare.holds(one, claim) for one in seen), len(seen)))
    return Suggestion(claim, DOCUMENT, tuple(reasons), seen, plain(sentence.text), place, bool(authority))


def _topic_of(path: str) -> str:
    return path.split("/")[-2]


def tier_of(authority: str) -> str:
    """The class of evidence that an authority is, by its name; expert for anybody else."""
    return next((tier for tier, marks in _TIERS if any(mark in authority for mark in marks)), "expert")

"""What of a sentence an extractor could observe: a topic and leaf, a predicate, and what must be of it.

Words are compared by their stems; a word weighs the more, the fewer things it is about.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aphoria.coverage import INVENTORY, about_of, is_listed
from aphoria.suggesting.topics import GOOD

if TYPE_CHECKING:
    from aphoria.extractor import Extractor
    from aphoria.observation import Observation
    from aphoria.suggesting.sentences import Sentence
    from repo_format.objects.claim import Claim

_WORD = re.compile(r"[a-zA-Z][a-zA-Z0-9]*")
_SUFFIXES = ("ication", "ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "e", "s", "y")
_STOP = frozenset(
    [
        "a",
        "all",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "by",
        "code",
        "each",
        "every",
        "for",
        "from",
        "has",
        "have",
        "how",
        "in",
        "is",
        "it",
        "its",
        "may",
        "must",
        "never",
        "no",
        "not",
        "of",
        "on",
        "or",
        "our",
        "shall",
        "should",
        "so",
        "that",
        "the",
        "their",
        "them",
        "there",
        "this",
        "to",
        "under",
        "use",
        "used",
        "using",
        "was",
        "what",
        "when",
        "whether",
        "which",
        "with",
        "always",
    ]
)
_LISTED = INVENTORY | {"marker"}
_NUMBERS = frozenset({"bits", "iterations", "maximum", "minimum", "rounds", "seconds", "value"})
_LEAST_WORDS, _LEAST_SHARE = 2, 0.5
_NUMBER = r"(\d[\d_,]*(?:\.\d+)?)\s*(ms|milliseconds?|s|seconds?|minutes?|bits?|bytes?|KiB|MiB|kB|MB)?\b"
_MOST = re.compile(rf"(?:at most|no more than|not exceed|within|below|under|up to|max)\s+{_NUMBER}", re.IGNORECASE)
_LEAST = re.compile(
    rf"(?:at least|no less than|no fewer than|not be (?:below|under)|minimum of|min)\s+{_NUMBER}", re.IGNORECASE
)
_IMPORT = re.compile(
    r"(?:`?([\w./-]+)`?\s+)?(?:MUST NOT|SHALL NOT|SHOULD NOT|(?:MAY |MUST )?NEVER)\s+"
    r"(?:import|depend on)\s+`?([\w.]+\w)`?"
)
_EVERYBODY = frozenset({"", "we", "you", "code", "nobody", "nothing", "modules", "it"})
_UNITS = {"ms": "ms", "millisecond": "ms", "s": "s", "second": "s", "minute": "min", "bit": "bit", "byte": "byte"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """The fields of a claim that a sentence settles, and the words that led there."""

    fields: dict[str, Any]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    about: str
    predicate: str
    core: frozenset[str]
    more: frozenset[str]
    values: tuple[str, ...]
    seen: bool


class Vocabulary:
    """What can be observed, by the words for it: those of extractors and of observations, and what authorities name."""

    def __init__(
        self,
        extractors: Iterable[Extractor],
        code: Iterable[Observation],
        authorities: Iterable[Claim],
        modules: Iterable[str],
    ) -> None:
        values: dict[tuple[str, str], set[str]] = {}
        for one in authorities:
            texts = [value for value in (one.value, *(one.values or ())) if isinstance(value, str)]
            values.setdefault(("/".join(one.path.split("/")[-2:]), one.predicate), set()).update(texts)
        seen = {("/".join(about_of(one)), one.predicate) for one in code if not is_listed(one)}
        pairs = {**dict.fromkeys(seen, ""), **_declared(extractors)}
        self._entries = [
            _Entry(
                about,
                predicate,
                _stems(about),
                _stems(f"{predicate} {what}"),
                tuple(sorted(values.get((about, predicate), ()))),
                (about, predicate) in seen,
            )
            for (about, predicate), what in sorted(pairs.items())
        ]
        counts = Counter(stem for one in self._entries for stem in one.core | one.more)
        self._weight = {stem: math.log(1 + len(self._entries) / count) for stem, count in counts.items()}
        self._modules = frozenset(modules)

    def meaning(self, sentence: Sentence) -> Meaning | None:
        """What a sentence asks for, None for what nobody can observe."""
        imported = _IMPORT.search(sentence.text)
        if imported is not None:
            return self._import(imported)
        stems = _stems(sentence.text)
        ranked = [(self._share(one, stems, sentence), one) for one in self._entries]
        share, best = max(ranked, key=lambda pair: (pair[0], pair[1].seen), default=(0.0, None))
        operand = _operand(sentence, best) if best is not None and share >= _LEAST_SHARE else None
        if best is None or operand is None:
            return None
        fields = {"path": best.about, "predicate": best.predicate, **operand}
        hits = best.core | best.more
        words = sorted({word.lower() for word in _WORD.findall(sentence.text) if _stems(word) & hits})
        return Meaning(fields, tuple(words))

    def _share(self, one: _Entry, stems: frozenset[str], sentence: Sentence) -> float:
        """How much of the words for something a sentence has, up to 1: those of topic and leaf, those of its meaning by
        half, and all of them for a value by its name. 0 for fewer than two, or none of topic and leaf.
        """
        named = bool(_value_in(sentence.text, one.values))
        core, more = stems & one.core, (stems & one.more) - one.core
        if len(core) + len(more) + named < _LEAST_WORDS or not (core or named):
            return 0.0
        every = sum(self._weight[stem] for stem in one.core)
        hits = sum(self._weight[stem] for stem in core) + sum(self._weight[stem] for stem in more) / 2
        return min(1.0, round((hits + every * named) / every, 6)) if every else 0.0

    def _import(self, found: re.Match[str]) -> Meaning | None:
        """What a sentence forbids to be imported, by a module or by all; None where it speaks of no module here."""
        module = (found[1] or "").replace(".", "/").strip("/").removeprefix("src/")
        if module.lower() in _EVERYBODY:
            beginning = ""
        elif module in self._modules:
            beginning = f"{module}/"
        else:
            return None
        path = f"{beginning}imports/{found[2]}"
        return Meaning({"path": path, "predicate": "imported", "comparison": "absent"}, ("import", found[2]))


def _declared(extractors: Iterable[Extractor]) -> dict[tuple[str, str], str]:
    """What is declared to be observed at one topic and leaf, with its meaning."""
    return {
        (declared.about, declared.predicate): declared.what
        for extractor in extractors
        for declared in extractor.observes
        if "*" not in declared.about and declared.about.split("/")[0] not in _LISTED
    }


def _stems(text: str) -> frozenset[str]:
    words = {word.lower() for word in _WORD.findall(text)} - _STOP
    return frozenset(_stem(word) for word in words)


def _stem(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word.removesuffix(suffix)
    return word


def _operand(sentence: Sentence, one: _Entry) -> dict[str, Any] | None:
    if one.predicate in GOOD:
        return {"comparison": "equals", "value": GOOD[one.predicate]}
    for pattern, comparison in ((_LEAST, "at_least"), (_MOST, "at_most")):
        found = pattern.search(sentence.text) if one.predicate in _NUMBERS else None
        if found:
            return {"comparison": comparison, "value": _number(found[1]), "unit": _unit(found[2])}
    value = _value_in(sentence.text, one.values)
    if value:
        return {"comparison": "not_equals" if sentence.negative else "equals", "value": value}
    return None


def _value_in(text: str, values: Sequence[str]) -> str:
    """The first of some values that a text names as a word, longer ones before shorter."""
    lowered = text.lower().replace("-", "")
    for value in sorted(values, key=lambda value: (-len(value), value)):
        if re.search(rf"(?<![\w.]){re.escape(value.lower().replace('-', ''))}(?![\w])", lowered):
            return value
    return ""


def _number(text: str) -> int | float:
    number = float(text.replace("_", "").replace(",", ""))
    return int(number) if number.is_integer() else number


def _unit(text: str | None) -> str | None:
    word = (text or "").lower()
    return _UNITS.get(word) or _UNITS.get(word.removesuffix("s")) or text

"""IRIs for objects, keys, subjects and predicates (docs/semantics/provenance.md, section 5).

They begin with ``urn:steme:``. That is no registered namespace, and nothing can be fetched there: an id names an object
wherever somebody keeps it.
"""

from __future__ import annotations

from urllib.parse import quote

OBJECT = "urn:steme:object:"
KEY = "urn:steme:key:"
SUBJECT = "urn:steme:subject:"
PREDICATE = "urn:steme:predicate:"
TERM = "urn:steme:term:"
"""What is said with words of steme: ``urn:steme:term:confidence``."""

_KEPT = "/:"
"""Left as they are beside letters, digits and ``-._~``; all else is percent-encoded UTF-8 (RFC 3986, section 2.1)."""


def of_object(id_hex: str) -> str:
    """``urn:steme:object:3f2a...``."""
    return OBJECT + id_hex


def of_key(key_hex: str) -> str:
    """``urn:steme:key:d69f...``."""
    return KEY + key_hex


def of_subject(subject: str) -> str:
    """``urn:steme:subject:drug/aspirin``."""
    return SUBJECT + quote(subject, safe=_KEPT)


def of_predicate(predicate: str) -> str:
    """``urn:steme:predicate:dosage``."""
    return PREDICATE + quote(predicate, safe=_KEPT)

"""Terms of RDF as Turtle and TriG write them (https://www.w3.org/TR/turtle/, section 2.4)."""

from __future__ import annotations

from urllib.parse import quote

from repo_format.limits import MAX_EXACT_INTEGER
from repo_format.number import number_text
from repo_format.payload import Reference
from steme.outside import iris
from steme.times import format_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.payload import Value

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_IN_IRIS = "!#$%&'()*+,/:;=?@[]~"
"""What an IRI may hold beside letters, digits and ``-._``."""


def iri(text: str) -> str:
    """``<text>``, with everything percent-encoded that cannot stand there."""
    return f"<{quote(text, safe=_IN_IRIS)}>"


def string(text: str) -> str:
    """A plain literal."""
    return '"' + "".join(_ESCAPES.get(one) or _written(one) for one in text) + '"'


def _written(letter: str) -> str:
    return letter if letter.isprintable() or letter == " " else f"\\U{ord(letter):08X}"


def time(moment: int) -> str:
    """A time in microseconds as ``xsd:dateTime``."""
    return f'"{format_time(moment)}"^^xsd:dateTime'


def number(value: float) -> str:
    """A number: whole ones that a double holds exactly as integers, all others as doubles."""
    if float(value).is_integer() and abs(value) <= MAX_EXACT_INTEGER:
        return str(int(value))
    return f'"{number_text(value)}"^^xsd:double'


def value(given: Value) -> str:
    """A claimed value; a reference is the IRI of its subject."""
    if isinstance(given, Reference):
        return iri(iris.of_subject(given.ref))
    if isinstance(given, bool):
        return "true" if given else "false"
    return string(given) if isinstance(given, str) else number(given)

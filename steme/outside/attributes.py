"""The fields of an object as attributes of W3C PROV, in JSON."""

from __future__ import annotations

from repo_format import plain_json
from repo_format.payload import Reference
from steme.outside import iris
from steme.times import format_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.objects import Payload

    Plain = dict[str, object]

PREFIXES = {"key": iris.KEY, "object": iris.OBJECT, "steme": iris.TERM}

_TIMES = ("expires", "published", "starts", "until")
_OBJECTS = ("new", "old", "parent", "source", "target")
_KEYS = ("delegate", "new_key")
_ELSEWHERE = ("author", "kind", "time", "value", "version")


def name(qualified: str) -> Plain:
    """A qualified name as the value of an attribute."""
    return {"$": qualified, "type": "prov:QUALIFIED_NAME"}


def attributes(payload: Payload) -> Plain:
    """The kind as ``prov:type``, a value as ``prov:value``, other fields under ``steme:``.

    Author and time are said by relations.
    """
    made: Plain = {"prov:type": name(f"steme:{payload.kind.title().replace('_', '')}")}
    for field in payload.__struct_fields__:
        value = getattr(payload, field)
        if field == "value" and value is not None:
            made["prov:value"] = _value(value)
        elif value is not None and field not in _ELSEWHERE:
            made[f"steme:{field}"] = _attribute(field, value)
    return made


def _attribute(field: str, value: object) -> object:
    if field in _TIMES and isinstance(value, int):
        return {"$": format_time(value), "type": "xsd:dateTime"}
    if field in _OBJECTS:
        return name(f"object:{value}")
    if field in _KEYS:
        return name(f"key:{value}")
    if isinstance(value, tuple | list):
        return [_value(item) for item in value]
    return plain_json.text(value) if isinstance(value, dict) else value


def _value(value: object) -> object:
    return {"$": iris.of_subject(value.ref), "type": "xsd:anyURI"} if isinstance(value, Reference) else value

"""Which formats are read that can run code while they are read."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.observation import DOUBTFUL
from aphoria.source import Source
from aphoria.syntax.call import Call
from aphoria.syntax.outside import from_outside

LANGUAGES = ("python", "javascript", "java")
HINTS = (
    rb"\b(?:pickle|cPickle|dill|cloudpickle|shelve|marshal|jsonpickle|joblib|read_pickle)\b|\byaml\b",
    rb"\bnode-serialize\b|\bserialize-to-js\b|\bfuncster\b",
    rb"\bObjectInputStream\b|\bXMLDecoder\b|\bXStream\b|\benableDefaultTyping\b|\borg\.yaml\.snakeyaml\b",
)
OBSERVES = (
    Observes(
        "deserialization/format",
        "used",
        "pickle, marshal, yaml, yaml-unsafe, node-serialize, java-serial, java-xml ...",
    ),
)
VERSION = 1

_PYTHON = {
    "pickle.load": "pickle", "pickle.loads": "pickle", "pickle.Unpickler": "pickle", "cPickle.load": "pickle",
    "cPickle.loads": "pickle", "dill.load": "pickle", "dill.loads": "pickle", "cloudpickle.load": "pickle",
    "cloudpickle.loads": "pickle", "pandas.read_pickle": "pickle", "pd.read_pickle": "pickle", "joblib.load": "pickle",
    "shelve.open": "pickle", "marshal.load": "marshal", "marshal.loads": "marshal", "jsonpickle.decode": "jsonpickle",
    "yaml.unsafe_load": "yaml-unsafe", "yaml.unsafe_load_all": "yaml-unsafe", "yaml.safe_load": "yaml",
    "yaml.safe_load_all": "yaml",
}  # fmt: skip
_JAVASCRIPT = (
    "serialize.unserialize",
    "node-serialize.unserialize",
    "funcster.deepDeserialize",
    "serialize-to-js.deserialize",
)
_JAVA = {"XMLDecoder": "java-xml", "XStream": "xstream", "enableDefaultTyping": "jackson-typed"}
_SURE = frozenset({"yaml", "yaml-unsafe", "node-serialize", "java-xml"})
_SAFE = ("SafeLoader", "BaseLoader", "CSafeLoader")


def extract(source: Source) -> Iterator[Found]:
    """See the module. Where data comes from, a call seldom says."""
    language = source.language.family or source.language.name
    for call, name in {"python": _python, "javascript": _javascript, "java": _java}[language](source):
        confidence = 1.0
        if name not in _SURE:
            confidence = max((from_outside(source, one) for one in call.positional), default=0.0) or DOUBTFUL
        yield found_at(source, call.node, "deserialization/format", "used", name, confidence=confidence)


def _python(source: Source) -> Iterator[tuple[Call, str]]:
    for call in source.calls(*_PYTHON):
        yield call, _PYTHON.get(call.name, "pickle")
    for call in source.calls("yaml.load", "yaml.load_all"):
        loader = call.argument("Loader", 1)
        if call.name in {"yaml.load", "yaml.load_all"} and call.positional:
            name = source.resolve(source.text(loader)) if loader is not None else ""
            if not name or name.endswith((".UnsafeLoader", ".Loader", ".CLoader")):
                yield call, "yaml-unsafe"
            elif name.endswith(_SAFE):
                yield call, "yaml"


def _javascript(source: Source) -> Iterator[tuple[Call, str]]:
    for call in source.calls(*_JAVASCRIPT):
        yield call, "node-serialize"


def _java(source: Source) -> Iterator[tuple[Call, str]]:
    for call in source.calls("ObjectInputStream"):
        if call.positional:
            yield call, "java-serial"
    for call in source.calls(*_JAVA):
        yield call, _JAVA[call.name.rpartition(".")[2]]

from __future__ import annotations

from pathlib import Path

import pytest

from aphoria import declarative
from aphoria.declaring.cases import outcome
from aphoria.declaring.seeing import MAX_FOUND, PIECE
from aphoria.declaring.validating import unused
from aphoria.extractor import shipped
from aphoria.language import known
from aphoria.scan import Options, scan
from aphoria.source import Source
from repo_format.errors import InvalidInput
from tests.aphoria.claims_and_observations import claim, seen

POOL = r"""
summary = "How large the pool of the ledger may grow"
languages = ["python", "yaml"]
pattern = '''pool_size\s*[=:]\s*(?P<size>\w+)'''
about = "ledger/pool"
predicate = "size"
value = { number = "size" }
unit = "connection"
confidence = 0.8

[[test]]
file = "a.py"
why = "an argument; a comment and a text are none, nor is what is no number"
code = '''
# pool_size = 1
"pool_size = 2"
Pool(pool_size=3_000)
Pool(pool_size=many)
'''
found = [["ledger/pool", "size", 3000, 3]]
"""

QUERY = """
summary = "Which loggers are made"
languages = ["python"]
pattern = "getLogger"
query = '''
(call function: (attribute attribute: (identifier) @f) arguments: (argument_list (_) @name) (#eq? @f "getLogger")) @here
'''
about = "logger/{name}"
predicate = "made"
value = true
"""


def _write(top: Path, text: str, name: str = "mine") -> Path:
    folder = top / ".aphoria" / "extractors"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(text)
    return top


def _found(top: Path, code: str, language: str = "python") -> list[tuple[object, ...]]:
    (one,) = declarative.declared(str(top))
    source = Source("a", code.encode(), known()[language], "p", ("a",))
    return [
        (each.about, each.predicate, each.value, each.unit, each.lines[0]) for each in one.extractor.checked(source)
    ]


def test_a_pattern_finds_numbers_in_code(tmp_path: Path) -> None:
    (one,) = declarative.declared(str(_write(tmp_path, POOL)))
    assert [outcome(one.extractor, case).passed for case in one.cases] == [True]
    assert _found(tmp_path, "f(pool_size=5)") == [("ledger/pool", "size", 5, "connection", 1)]
    assert _found(tmp_path, "# pool_size: 1\npool_size: 2\n", "yaml") == [("ledger/pool", "size", 2, "connection", 2)]


def test_a_case_that_is_wrong_says_what_is_missing_and_what_is_too_much(tmp_path: Path) -> None:
    (one,) = declarative.declared(str(_write(tmp_path, POOL.replace("3000, 3", "true, 3"))))
    wrong = outcome(one.extractor, one.cases[0])
    assert not wrong.passed
    assert wrong.missing == (("ledger/pool", "size", True, 3),)
    assert wrong.extra == (("ledger/pool", "size", 3000, 3),)


def test_a_query_is_asked_around_the_matches_of_its_pattern(tmp_path: Path) -> None:
    _write(tmp_path, QUERY)
    code = "a = logging.getLogger('a/b')\nb = getLogger('c')\ndef f():\n    # logging.getLogger('d')\n"
    code += "    g(logging.getLogger(x))\n"
    assert _found(tmp_path, code) == [("logger/a-b", "made", True, "", 1), ("logger/x", "made", True, "", 5)]


def test_what_is_masked_is_not_shown(tmp_path: Path) -> None:
    text = POOL.replace('{ number = "size" }', "true").replace("unit =", "masked = true\nunit =")
    (one,) = declarative.declared(str(_write(tmp_path, text.split("[[test]]")[0])))
    (found,) = one.extractor.checked(Source("a", b"pool_size = 5", known()["python"], "p", ("a",)))
    assert (found.text, found.value, found.unit) == ("…", True, "")


def test_a_scan_uses_them_and_sees_a_change_of_the_file(tmp_path: Path) -> None:
    _write(tmp_path, POOL)
    (tmp_path / "a.py").write_text("pool_size = 5\n")

    def sizes() -> list[object]:
        options = Options(extractors=declarative.extractors_of(str(tmp_path)), cache_folder=str(tmp_path / "cache"))
        return [one.value for one in scan(str(tmp_path), options).observations if one.extractor == "mine"]

    assert sizes() == [5]
    _write(tmp_path, POOL.replace('{ number = "size" }', "7"))
    assert sizes() == [7]
    assert set(declarative.extractors_of(str(tmp_path))) == {*shipped(), "mine"}


BAD = {
    "not TOML": ("x = [", "is not TOML"),
    "deep": ("a = " + "[" * 5000, "is not TOML"),
    "large": ("#" * (64 << 10) + "#", "is larger than"),
    "missing": (POOL.replace("predicate =", "# predicate ="), "predicate: is missing"),
    "unknown": ("frobnicate = 1\n" + POOL, "is not a field of an extractor"),
    "language": (POOL.replace('"yaml"', '"cobol"'), "'cobol' is none"),
    "backtracking": (POOL.replace(r"pool_size\s*", "(?=pool)"), "pattern: invalid perl operator"),
    "huge": (POOL.replace(r"\s*", "(?:a{1000}){1000}", 1), "pattern: invalid repetition size"),
    "long": (POOL.replace("pool_size", "p" * 3000, 1), "it may have 1 to 2,000"),
    "empty match": (POOL.replace("pool_size\\s*[=:]\\s*", "(?:)?").replace("\\w+", "\\w*"), "matches nothing at all"),
    "no such capture": (POOL.replace('"size" }', '"other" }'), "needs the capture 'other'"),
    "one segment": (POOL.replace('"ledger/pool"', '"pool"'), "is not of the form TOPIC/LEAF"),
    "pattern path": (POOL.replace('"ledger/pool"', '"ledger/*"'), "is not of the form TOPIC/LEAF"),
    "value": (POOL.replace('{ number = "size" }', "[1]"), "not a boolean, a number, a text or a table"),
    "confidence": (POOL.replace("0.8", "1.5"), "not a number above 0 and up to 1"),
    "predicate": (POOL.replace('"size"\nvalue', '"a/b"\nvalue'), "which a predicate may not"),
    "case": (POOL.replace('why = "an', 'because = "an'), "test: needs file, why, code, found"),
    "masked value": (POOL.replace("unit =", "masked = true\nunit ="), "masked: has no use"),
    "query": (QUERY.replace("(call", "(kall"), "query: is none for python"),
    "query that backtracks": (QUERY.replace("#eq?", "#match?"), "a regular expression of its own"),
    "the other spelling of it": (QUERY.replace("(#eq?", "(.match?"), "a regular expression of its own"),
    "query without grammar": (QUERY.replace('"python"', '"ini"'), "is read without a grammar"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_not_right_is_one_sentence_with_its_name(tmp_path: Path, name: str) -> None:
    text, problem = BAD[name]
    _write(tmp_path, text)
    with pytest.raises(InvalidInput) as caught:
        declarative.extractors_of(str(tmp_path))
    assert str(caught.value).startswith(".aphoria/extractors/mine.toml: ")
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_names_are_plain_and_not_ours(tmp_path: Path) -> None:
    for name, problem in (("Mine", "is not lower-case letters"), ("tls_verify", "is that of an extractor of ours")):
        top = _write(tmp_path / name, POOL, name)
        with pytest.raises(InvalidInput, match=problem):
            declarative.extractors_of(str(top))


def test_there_are_not_too_many(tmp_path: Path) -> None:
    for number in range(declarative.MAX_FILES + 1):
        _write(tmp_path, POOL, f"mine{number}")
    with pytest.raises(InvalidInput, match="holds 101 files; 100 are allowed"):
        declarative.extractors_of(str(tmp_path))


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text(POOL)
    folder = tmp_path / "top" / ".aphoria" / "extractors"
    folder.mkdir(parents=True)
    (folder / "mine.toml").symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(InvalidInput, match="cannot be read"):
        declarative.extractors_of(str(tmp_path / "top"))


def test_hostile_code_and_queries_are_bounded(tmp_path: Path) -> None:
    _write(tmp_path, POOL)
    assert len(_found(tmp_path, "pool_size = 1\n" * (MAX_FOUND + 10))) == MAX_FOUND
    hostile = "(argument_list (_) @name (_) @b (_) @c) @here"
    text = QUERY.replace("getLogger", "zzz", 1)
    start = text.index("query = '''") + len("query = '''")
    _write(tmp_path, text[:start] + hostile + text[text.index("'''\nabout") :])
    assert _found(tmp_path, "f(" + "zzz, " * PIECE + ")") == []
    assert len(_found(tmp_path, "f(zzz, b, c)")) == 1
    spanning = 'pattern = "f[(][^)]*[)]"\n'
    _write(tmp_path, (text[:start] + hostile + text[text.index("'''\nabout") :]).replace('pattern = "zzz"\n', spanning))
    assert len(_found(tmp_path, "f(zzz, b, c)")) == 1
    assert _found(tmp_path, "f(" + "zzz, " * PIECE + ")") == []


def test_what_is_good_for_nothing_is_told(tmp_path: Path) -> None:
    (one,) = declarative.declared(str(_write(tmp_path, POOL)))
    elsewhere = claim(path="other/ledger/pool", predicate="size", comparison="at_most", value=5)
    pool = [seen(3, path="code://python/p/a/ledger/pool", predicate="size")]

    def told(*given: object) -> list[str]:
        return [each.text for each in unused(one.file, one.extractor, *given)]  # type: ignore[arg-type]

    assert told([], []) == ["matches nowhere in the project", "can see nothing that an active claim is about"]
    assert told(pool, [elsewhere]) == ["matches no claim's path, though one is about its topic"]
    assert told(pool, [claim(path="ledger/pool", predicate="size", comparison="at_most", value=5)]) == []

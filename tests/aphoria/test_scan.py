from __future__ import annotations

from pathlib import Path

import pytest

from aphoria.extractor import Extractor, Found, Observes, shipped
from aphoria.scan import Options, scan, scan_paths
from aphoria.source import Source

TLS = {"tls_verify": shipped()["tls_verify"]}
OFF = "import requests\nrequests.get(url, verify=False)\n"


def _options(tmp_path: Path, **more: object) -> Options:
    return Options(extractors=TLS, cache_folder=str(tmp_path / "cache"), **more)  # type: ignore[arg-type]


def _tree(tmp_path: Path, count: int = 3) -> Path:
    top = tmp_path / "wallet"
    (top / "src" / "net").mkdir(parents=True)
    for number in range(count):
        (top / "src" / "net" / f"m{number:03}.py").write_text(OFF + f"# {number}\n")
    (top / "src" / "plain.py").write_text("a = 1\n")
    return top


def test_observations_say_where_what_and_who(tmp_path: Path) -> None:
    seen = scan(str(_tree(tmp_path, 1)), _options(tmp_path))
    (one,) = seen.observations
    assert (one.file, one.line, one.end_line) == ("src/net/m000.py", 2, 2)
    assert one.path == "code://python/wallet/net/m000/tls/certificate"
    assert (one.predicate, one.value, one.extractor, one.tier) == ("verified", False, "tls_verify", 4)
    assert (seen.files, seen.known, seen.skipped) == (2, 0, ())


def test_every_way_of_scanning_sees_the_same(tmp_path: Path) -> None:
    top = _tree(tmp_path, 30)
    plain = scan(str(top), _options(tmp_path, cached=False, processes=1))
    assert len(plain.observations) == 30
    several = scan(str(top), _options(tmp_path, cached=False, processes=3))
    first, second = (scan(str(top), _options(tmp_path)) for _ in range(2))
    some = scan_paths(str(top), [f"src/net/m{number:03}.py" for number in range(30)], _options(tmp_path))
    assert {one.observations for one in (plain, several, first, second, some)} == {plain.observations}
    assert (first.known, second.known) == (0, 31)


def test_only_what_changed_is_looked_at_again(tmp_path: Path) -> None:
    top = _tree(tmp_path)
    scan(str(top), _options(tmp_path))
    (top / "src" / "net" / "m001.py").write_text("requests.get(url)\n")
    again = scan(str(top), _options(tmp_path))
    assert (again.files, again.known, len(again.observations)) == (4, 3, 2)


def test_a_copy_under_another_name_is_known_and_still_has_its_own_path(tmp_path: Path) -> None:
    top = _tree(tmp_path, 1)
    scan(str(top), _options(tmp_path))
    (top / "copy.py").write_text((top / "src" / "net" / "m000.py").read_text())
    again = scan(str(top), _options(tmp_path))
    assert again.known == 3
    assert again.observations[0].path == "code://python/wallet/copy/tls/certificate"


def _declaring(extract: object) -> dict[str, Extractor]:
    observes = (Observes("a/b", "p", "something"),)
    return {"own": Extractor("own", "Own", frozenset({"python"}), (), observes, 1, extract)}  # type: ignore[arg-type]


def test_an_extractor_that_breaks_its_word_is_an_error(tmp_path: Path) -> None:
    def extract(_: Source) -> list[Found]:
        return [Found("a/c", "p", 1, (1, 1), "")]

    with pytest.raises(ValueError, match="does not declare a/c p"):
        scan(str(_tree(tmp_path)), Options(extractors=_declaring(extract), cached=False))


def test_a_file_that_is_nested_too_deeply_is_skipped_with_the_reason(tmp_path: Path) -> None:
    def extract(_: Source) -> list[Found]:
        raise RecursionError

    seen = scan(str(_tree(tmp_path, 1)), Options(extractors=_declaring(extract), cached=False))
    assert {one.reason for one in seen.skipped} == {"is nested too deeply"}
    assert seen.files == 0


@pytest.mark.parametrize(
    "bomb",
    [
        b"requests.get(verify=" + b"(" * 15_000,
        b"x = " + b"-" * 15_000 + b"1\nrequests.get(verify=False)",
        b"\xff\xfe verify=False \xff",
        b"verify = False " * 1_200,
        b"requests.get(u, verify=False" + b",\n" * 50_000,
        b"if x:\n" + b"".join(b" " * n + b"if x: requests.get(verify=False)\n" for n in range(1, 400)),
    ],
)
def test_hostile_files_end(tmp_path: Path, bomb: bytes) -> None:
    top = _tree(tmp_path, 1)
    (top / "bomb.py").write_bytes(bomb)
    seen = scan(str(top), _options(tmp_path))
    assert any(one.file == "src/net/m000.py" for one in seen.observations)

from __future__ import annotations

from pathlib import Path

import pytest

from aphoria.project import module_of, project_name, segment


@pytest.mark.parametrize(
    ("manifest", "text", "name"),
    [
        ("pyproject.toml", '[project]\nname = "wallet"\n', "wallet"),
        ("package.json", '{"name": "@org/wallet"}', "wallet"),
        ("Cargo.toml", '[package]\nname = "wallet"\n', "wallet"),
        ("go.mod", "module example.org/money/wallet\n\ngo 1.22\n", "wallet"),
        (
            "pom.xml",
            "<project><parent><artifactId>big</artifactId></parent><artifactId>wallet</artifactId></project>",
            "wallet",
        ),
        ("pyproject.toml", "[project", "folder"),
        ("package.json", '{"name": 5}', "folder"),
        ("package.json", "[" * 100_000, "folder"),
    ],
)
def test_a_project_is_called_by_its_manifest(tmp_path: Path, manifest: str, text: str, name: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / manifest).write_text(text)
    assert project_name(str(folder)) == name


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("src/wallet/net/client.py", ("wallet", "net", "client")),
        ("wallet/__init__.py", ("wallet",)),
        ("index.js", ("index",)),
        ("lib/index.ts", ("lib",)),
        ("src/store/mod.rs", ("store",)),
        (".env", ("env",)),
        (".github/workflows/ci.yml", ("github", "workflows", "ci")),
        ("a b/c*d.py", ("a-b", "c-d")),
        ("Dockerfile", ("Dockerfile",)),
    ],
)
def test_the_module_of_a_file(path: str, module: tuple[str, ...]) -> None:
    assert module_of(path) == module


def test_a_segment_is_never_empty() -> None:
    assert segment("***") == "-"

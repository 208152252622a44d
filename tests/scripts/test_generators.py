"""What scripts/generate makes. That the files are fresh is checked by scripts/test."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

TOP = Path(__file__).parents[2]
sys.path.insert(0, str(TOP / "scripts"))

from generators import command_tree, extractors, manual_pages, quick_table, reference  # noqa: E402

each_groff = pytest.mark.parametrize("groff", [found] if (found := shutil.which("groff")) else [])
PAGES = {" ".join(page.path): page for page in command_tree.pages()}


def test_every_program_noun_and_command_has_a_page() -> None:
    assert {"steme", "steme version", "steme key", "steme key new", "aphoria version", "stemedb-admin"} <= PAGES.keys()
    assert len(manual_pages.files()) == len(PAGES)
    commands = {f"docs/reference/{page.name}.md" for page in PAGES.values() if len(page.path) == 2}
    assert commands < reference.files().keys()


def test_a_page_knows_its_parameters() -> None:
    version = PAGES["steme version"]
    options = {option.name: option for option in version.options}
    assert options["short"].metavar == ""
    assert options["format"].choices == ("table", "json", "jsonl", "csv")
    assert options["directory"].spellings == ("-C",)
    assert options["directory"].everywhere
    assert options["directory"].repeated
    assert not options["short"].everywhere


@each_groff
def test_a_manual_page_shows_text_as_it_is(groff: str) -> None:
    page = PAGES["steme version"]
    odd = page._replace(manual=page.manual._replace(description=(".so /etc/passwd - \\fB 'x' `y` ~ ^",)))
    command = [groff, "-man", "-Tascii", "-P-c"]
    done = subprocess.run(command, input=manual_pages.text(odd), capture_output=True, text=True, check=True)
    shown = done.stdout
    assert ".so /etc/passwd - \\fB 'x' `y` ~ ^" in shown
    assert "steme version --format json" in shown


@each_groff
def test_all_manual_pages_are_clean(groff: str) -> None:
    for path, text in manual_pages.files().items():
        done = subprocess.run([groff, "-ww", "-man", "-z"], input=text, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), path


def declared(function: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    from steme_cli import lazy_group

    command = lazy_group.verb("thing", function, "Do a thing.")
    monkeypatch.setattr(lazy_group.LazyGroup, "get_command", lambda self, ctx, name: command)
    return quick_table.declaration("thing")


def test_a_declaration_becomes_plain_data(monkeypatch: pytest.MonkeyPatch) -> None:
    def thing(
        subject: str,
        ids: list[str] = typer.Argument(None),  # noqa: B008
        limit: int = typer.Option(10, "--limit", "-n", min=1),
        raw: bool = typer.Option(False, "--raw/--no-raw"),
        tag: list[str] = typer.Option([], "--tag"),  # noqa: B008
    ) -> None: ...

    entry = declared(thing, monkeypatch)
    assert entry["arguments"] == [("subject", ("text",), 1, True), ("ids", ("text",), -1, False)]
    assert entry["options"]["-n"] == ("limit", ("int", 1, None))
    assert entry["options"]["--no-raw"] == ("raw", False)
    assert entry["repeated"] == ["tag", "directory"]
    assert entry["values"] == {"subject": None, "ids": None, "limit": 10, "raw": False, "tag": []}


@pytest.mark.parametrize(
    ("option", "problem"),
    [
        (typer.Option(None, "--key", envvar="STEME_KEY"), "has an environment variable"),
        (typer.Option(None, "--key", prompt=True), "has a prompt"),
        (typer.Option(None, "--key", callback=lambda value: value), "has a callback"),
        (typer.Option(..., "--key"), "has a required value"),
    ],
)
def test_what_the_quick_parser_does_not_know_is_refused(
    option: Any, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def thing(key: str = option) -> None: ...

    with pytest.raises(ValueError, match=problem):
        declared(thing, monkeypatch)


def test_a_type_that_the_quick_parser_does_not_know_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def thing(file: Path) -> None: ...

    with pytest.raises(ValueError, match="which a quick command cannot have"):
        declared(thing, monkeypatch)


def test_every_extractor_has_a_section_with_what_it_observes() -> None:
    from aphoria.extractor import shipped

    (page,) = extractors.files().values()
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")[1:]}
    assert list(sections) == list(shipped())
    assert "| `tls/hostname` | `verified` | whether the name" in sections["tls_verify"]
    assert {name for name, part in sections.items() if "On demand." in part} == {
        one.name for one in shipped().values() if one.on_demand
    }
    assert "tsx" not in extractors.languages(shipped()["xss"])

"""Show what looks at the code, and try extractors of your own.

An extractor of your own is a file .aphoria/extractors/NAME.toml: a pattern in RE2's syntax, the languages it is for,
and what is observed where it matches. `scan`, `verify` and all other commands use it as one of ours:

    summary = "How large the pool of the ledger may grow"
    languages = ["python"]
    pattern = '''LedgerPool[(][^)]*size=(?P<size>[0-9]+)'''
    about = "ledger/pool"                 # topic/leaf; {capture} where it depends
    predicate = "size"
    value = { number = "size" }           # or { text = "size" }, true, 5, "text"

    [[test]]
    file = "a.py"
    why = "a pool with a size"
    code = "LedgerPool(url, size=5)"
    found = [["ledger/pool", "size", 5, 1]]

Besides: unit, confidence (1 if not said), texts (let a match begin in a text literal), masked (do not show the text),
and query, a query of tree-sitter that is asked about the code around each match, with its own captures; @here is where
the finding is. Matches in comments do not count. docs/extractors.md has all of it.

Examples:
    aphoria extractors list
    aphoria extractors show tls_verify
    aphoria extractors test
    aphoria extractors test ledger_pool --file src/ledger.py
    aphoria extractors validate

Exit status:
    0  done
    1  test: one failed; validate: a file is not right, or a test failed
    2  an extractor's file is not right, or an option
    3  there is no extractor of that name
"""

from __future__ import annotations

from typing import Annotated

import typer

from aphoria.declaring.validating import ERROR
from repo_format.errors import InvalidInput
from steme_cli import exit_codes, extracting
from steme_cli.options import Format
from steme_cli.render import extractor_rows

app = typer.Typer()

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of an extractor.")]


@app.command("list")
def list_extractors(
    own: Annotated[bool, typer.Option("--own", help="Only those of the project.")] = False, format: Format = None
) -> None:
    """List all extractors with their languages."""
    extractor_rows.write_list([one for one in extracting.every().values() if one[1] or not own], format)


@app.command("show")
def show(name: Name, format: Format = None) -> None:
    """Show what an extractor looks for and can observe."""
    extractor_rows.write_one(*extracting.named(name), format)


@app.command("test")
def run_tests(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Which of your own; all if left out.")
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="FILE", help="Show what it finds in a file instead.")
    ] = None,
    format: Format = None,
) -> int:
    """Run the tests that stand in extractors of your own, or try one extractor on a file."""
    if file is not None:
        if len(names or ()) != 1:
            raise InvalidInput("--file", "is for one extractor; name it")
        extractor_rows.write_found(extracting.tried((names or [""])[0], file), format)
        return exit_codes.FINE
    tried = extracting.outcomes(names or ())
    extractor_rows.write_tests(tried, format)
    return exit_codes.FINE if all(one.passed for _, every in tried for one in every) else exit_codes.FINDINGS


@app.command("validate")
def validate(format: Format = None) -> int:
    """Look for files that are not right, and for extractors that match nothing, or nothing anybody claims."""
    found, count = extracting.problems()
    extractor_rows.write_problems(found, count, format)
    return exit_codes.FINDINGS if any(one.severity == ERROR for one in found) else exit_codes.FINE

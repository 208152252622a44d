"""Hold the code against what was claimed that it must do.

Every active claim of .aphoria/claims.toml comes out as PASS, CONFLICT or MISSING. It passes when what extractors
observe in the code is as claimed, or when what it forbids was looked for and not found. An observation that says
otherwise is a CONFLICT, at its place in the code. MISSING means that nothing shows it.

Claims are matched to observations by predicate and path: `aphoria help claims` says how. A finding can be ignored by a
comment beside the code that gives a reason:

    verify=False  # aphoria:ignore[tls_verify] -- the other side is ourselves until=2027-01-01

`aphoria ack` does so from afar, with a signature; `aphoria baseline` lets a team start with what is there.

Examples:
    aphoria verify run
    aphoria verify run --staged
    aphoria verify run --since main --output sarif=verify.sarif
    aphoria verify run --show-unclaimed --format json
    aphoria verify run --baseline
    aphoria verify map

Exit status:
    0  every active claim holds
    1  something does not hold (--fail-on says what counts)
    2  the claims file is not right, or an option
    3  there is no claims file or baseline, or no such file or revision
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Annotated

import typer

from aphoria.claims import file as claims_files
from aphoria.claims.file import ClaimsFile
from aphoria.declarative import extractors_of
from aphoria.finding import Report
from aphoria.verification import Verification
from aphoria.visibility import Visibility
from steme_cli import invocation
from steme_cli.linting import (
    FailOn,
    NoCache,
    Outputs,
    Paths,
    ReportFormat,
    Selection,
    Since,
    Staged,
    Tests,
    UseBaseline,
    status,
    write,
)
from steme_cli.options import Format
from steme_cli.render import figures, verify_page
from steme_cli.verifying import verified

app = typer.Typer()

Unclaimed = Annotated[bool, typer.Option("--show-unclaimed", help="Show what was observed that no claim is about.")]


@app.command("run")
def run(
    files: Paths = None,
    staged: Staged = False,
    since: Since = None,
    tests: Tests = False,
    baseline: UseBaseline = False,
    show_unclaimed: Unclaimed = False,
    fail_on: FailOn = None,
    output: Outputs = None,
    no_cache: NoCache = False,
    format: ReportFormat = None,
) -> int:
    """Check every active claim.

    When only some of the files are looked at, claims that nothing shows are not reported: it may stand elsewhere.
    """
    claims = ClaimsFile.read(claims_files.find(invocation.current().start()))
    root = os.path.dirname(os.path.dirname(claims.path))
    selection = Selection(root, files, staged=staged, since=since, tests=tests, cached=not no_cache)
    stands, made = verified(claims, selection, extractors_of(root), baseline=baseline)
    done = stands.verification
    made = replace(made, extra=verify_page.details(done, show_unclaimed=show_unclaimed))
    write(made, format, output, _summary(done, made, whole=selection.whole))
    if show_unclaimed and format in (None, "table"):
        verify_page.write_unclaimed(done.unclaimed)
    return status(made, fail_on or "missing")


def _summary(done: Verification, made: Report, *, whole: bool) -> str:
    counts = {verdict: len(done.with_verdict(verdict)) for verdict in ("PASS", "CONFLICT", "MISSING")}
    told = ", ".join(f"{number} {verdict}" for verdict, number in counts.items())
    told = told if whole else told.replace("MISSING", "not to be seen in these files")
    hidden = len(made.findings) - len(made.counting)
    ignored = f", {figures.counted(hidden, 'finding')} ignored" if hidden else ""
    rest = f"{figures.counted(made.files, 'file')}, {figures.counted(len(done.unclaimed), 'observation')} unclaimed"
    return f"{figures.counted(len(done.verdicts), 'claim')}: {told}{ignored} ({rest})"


@app.command("map")
def map_claims(format: Format = None) -> None:
    """Show which extractor can see what a claim is about.

    A claim that no extractor can see is MISSING for ever: its path or predicate is not one that is observed.
    """
    claims = ClaimsFile.read(claims_files.find(invocation.current().start()))
    extractors = extractors_of(os.path.dirname(os.path.dirname(claims.path)))
    verify_page.write_map(claims.claims, Visibility(extractors.values()), format)

"""Find where code contradicts RFCs, OWASP and vendors.

What extractors observe in the code is held against a corpus of assertions, each with its source and section, and
against the policies that were taken in (`aphoria policy import`). Of all that speak about a place the strongest tier
decides. BLOCK is a score of 0.7 or more, FLAG of 0.4 or more; the score is the weight of the tier, times how sure the
authority is (MUST 1, SHOULD 0.75, MAY 0.3), times how sure the observation is.

Who does otherwise on purpose says so in a claim, `aphoria claims create --overrides NAME`. A single finding is accepted
by a comment with a reason, or by `aphoria ack`:

    verify=False  # aphoria:ignore[tls_verify] -- the other side is ourselves until=2027-01-01

Examples:
    aphoria scan
    aphoria scan --staged --fail-on flag
    aphoria scan --since main --output sarif=scan.sarif
    aphoria scan --extractor tls_verify --extractor tls_version src/net/client.py
    aphoria scan --min-confidence 0.9 --format json
    aphoria scan --persist

Exit status:
    0  nothing that --fail-on says
    1  the code is in conflict (--fail-on says what counts; BLOCK if not said)
    2  a file of the linter is not right, or an option
    3  there is no such file, revision, extractor or signing key
    4  --persist: there is no repository here
    5  a policy is signed by a key that is not believed
"""

from __future__ import annotations

from typing import Annotated

import typer

from aphoria.declarative import extractors_of
from aphoria.examination import examine
from aphoria.finding import Report
from aphoria.ground import Ground, chosen
from aphoria.place import top_of
from repo_format.errors import InvalidInput
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
from steme_cli.options import Key
from steme_cli.persisting import persist_here
from steme_cli.render import figures

Only = Annotated[
    list[str] | None,
    typer.Option("--extractor", metavar="NAME", help="Look with this extractor alone; may be repeated."),
]
Least = Annotated[
    float | None,
    typer.Option("--min-confidence", metavar="NUMBER", min=0.0, max=1.0, help="Pass over less sure observations."),
]
Persist = Annotated[
    bool, typer.Option("--persist", help="Keep what is observed in the repository of steme, for `aphoria drift`.")
]
Notes = Annotated[bool, typer.Option("--notes", help="Tell conflicts below 0.4 too.")]


def command(
    files: Paths = None,
    staged: Staged = False,
    since: Since = None,
    tests: Tests = False,
    extractor: Only = None,
    min_confidence: Least = None,
    notes: Notes = False,
    baseline: UseBaseline = False,
    persist: Persist = False,
    fail_on: FailOn = None,
    output: Outputs = None,
    no_cache: NoCache = False,
    key: Key = None,
    format: ReportFormat = None,
) -> int:
    top = top_of(invocation.current().start())
    ground = Ground.of(top)
    if persist and (files or staged or since is not None or extractor):
        raise InvalidInput("--persist", "keeps a scan of everything: no files, --staged, --since or --extractor")
    every = extractors_of(top)
    extractors = chosen(every, extractor) if extractor else ground.looking(every)
    selection = Selection(top, files, staged=staged, since=since, tests=tests, cached=not no_cache)
    whole = selection.whole and not extractor
    seen = selection.scan(extractors)
    made = examine(seen, ground, whole=whole, least=min_confidence or 0.0, notes=notes, baseline=baseline)
    write(made, format, output, _summary(made, ground))
    if persist:
        persist_here(seen, key)
    return status(made, fail_on or "block")


def _summary(made: Report, ground: Ground) -> str:
    counts = made.counts()
    told = ", ".join(f"{counts[level]} {level.upper()}" for level in ("block", "flag"))
    hidden = len(made.findings) - len(made.counting)
    ignored = f", {hidden} accepted" if hidden else ""
    seen = f"{figures.counted(made.files, 'file')}, {figures.counted(made.observations, 'observation')}"
    policies = len(ground.policies) - 1
    beside = f" and {policies} {'policy' if policies == 1 else 'policies'}" if policies else ""
    return f"{told}{ignored} ({seen}, {ground.count} assertions of the corpus{beside})"

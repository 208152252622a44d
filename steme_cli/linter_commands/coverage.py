"""Show how much of what the code does somebody has claimed.

For every module: what is observed there, the active claims about it, how many observations a claim is about and how
many none is, those that contradict a claim, the claims that nothing shows, and the density, the share of the
observations that a claim is about. Imports, settings, constants, versions of dependencies and API shape are an
inventory: they count where a claim is about them, and are only listed otherwise (--inventory counts them all).

--gaps shows what is observed most and claimed by nobody. --plot and --html make a picture and a page for people who
were not there; the page is one file that loads nothing.

Examples:
    aphoria coverage
    aphoria coverage --sort unclaimed --depth 1
    aphoria coverage --gaps
    aphoria coverage --fail-under 60
    aphoria coverage --plot coverage.png --html coverage.html
    aphoria coverage --format json

Exit status:
    0  done
    1  the density of the whole is under --fail-under
    2  an option, the claims file or an extractor is not right
    3  there is nothing to draw, or matplotlib is not installed
    9  a file could not be written
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from aphoria import coverage
from repo_format.errors import InvalidInput
from steme import times
from steme_cli import exit_codes
from steme_cli.linting import NoCache, Tests, put
from steme_cli.options import Format
from steme_cli.render import coverage_rows
from steme_cli.surveying import survey_here

_PERCENT = 100.0


def command(
    sort: Annotated[
        Literal["name", "density", "unclaimed", "observations"],
        typer.Option("--sort", metavar="ORDER", help="name, density, unclaimed or observations."),
    ] = "name",
    depth: Annotated[
        int, typer.Option("--depth", metavar="NUMBER", help="How many segments of a module's name count; 0 for all.")
    ] = coverage.DEPTH,
    inventory: Annotated[bool, typer.Option("--inventory", help="Let what is only listed count as well.")] = False,
    gaps: Annotated[bool, typer.Option("--gaps", help="What is observed and not claimed, the widest first.")] = False,
    fail_under: Annotated[
        float | None, typer.Option("--fail-under", metavar="PERCENT", help="Exit status 1 below this density.")
    ] = None,
    plot: Annotated[
        str | None, typer.Option("--plot", metavar="FILE", help="Draw a picture: .png, .svg or .pdf.")
    ] = None,
    html: Annotated[str | None, typer.Option("--html", metavar="FILE", help="Write a page to be shown.")] = None,
    tests: Tests = False,
    no_cache: NoCache = False,
    format: Format = None,
) -> int:
    if fail_under is not None and not 0 <= fail_under <= _PERCENT:
        raise InvalidInput("--fail-under", f"is {fail_under:g}, not a percentage from 0 to 100")
    if depth < 0:
        raise InvalidInput("--depth", f"is {depth}; it may be 0 or more")
    stands = survey_here(tests=tests, cached=not no_cache)
    found = coverage.coverage(stands, depth, inventory=inventory)
    modules = coverage.ordered(found.modules, sort)
    if plot is not None:
        from steme_cli.render.coverage_chart import draw

        draw(found, plot)
    if html is not None:
        from steme_cli.render.coverage_html import page

        put(html, page(found, stands, modules, times.format_time(times.now())[:10]))
    coverage_rows.write(found, modules, format, gaps=gaps)
    density = found.total.density
    too_thin = fail_under is not None and density is not None and density * _PERCENT < fail_under
    return exit_codes.FINDINGS if too_thin else exit_codes.FINE

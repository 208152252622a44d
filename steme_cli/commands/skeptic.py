"""Show all sides of a question, and no winner.

Every value that is claimed, with its share of the support as a bar, and under it each voice with its tier, confidence,
author, date and source. The conflict is 0 when all agree and 1 when two equally strong sides have nothing in common.

With --format csv there is a row for each voice; JSON has them as the `claims` of a side.

Examples:
    steme skeptic country/bi capital
    steme skeptic country/bi population --as-of 2020-01-01
    steme skeptic drug/aspirin/dosage recommended --format json

Exit status:
    0  somebody claims something
    2  the command line is wrong
    3  nobody claims anything that fits
    4  there is no repository here
"""

from __future__ import annotations

from steme_cli.one_lens import by

command = by("skeptic")

"""Show what each class of evidence says.

Every tier that has claims answers for itself, from regulatory down to anecdotal, with the conflict inside it; the
answer of the strongest tier stands. The conflict between the tiers is that of their winners, one voice each.

With --format csv there is a row for each tier.

Examples:
    steme layered country/bi capital
    steme layered country/bi population --known-at published
    steme layered drug/aspirin/dosage recommended --format json

Exit status:
    0  somebody claims something
    2  the command line is wrong
    3  nobody claims anything that fits
    4  there is no repository here
"""

from __future__ import annotations

from steme_cli.one_lens import by

command = by("layered")

"""Tell what this code must do, why, and whether it does.

For somebody who is new. By category, what needs work first: the sentence that must hold, what breaks otherwise, who
decided so, and what the code says now. A project without claims is told how to begin. `aphoria claims explain ID`
tells one claim in full.

Examples:
    aphoria explain
    aphoria explain --no-pager

Exit status:
    0  told
    2  the claims file or an extractor is not right
"""

from __future__ import annotations

from steme_cli.linting import NoCache
from steme_cli.render import project_story
from steme_cli.surveying import survey_here


def command(no_cache: NoCache = False) -> None:
    project_story.write(survey_here(cached=not no_cache))

"""Undisturbed: work that makes a hundred thousand objects and drops none of them, with the garbage collector paused.

The collector walks through everything alive again and again as the number of objects grows, which takes as long as the
work itself and finds nothing.
"""

from __future__ import annotations

import gc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar

    Given = ParamSpec("Given")
    Made = TypeVar("Made")


def undisturbed(work: Callable[Given, Made]) -> Callable[Given, Made]:
    """The same function, during which no garbage is collected; where collecting was off already it stays off."""

    def done(*words: Given.args, **named: Given.kwargs) -> Made:
        if not gc.isenabled():
            return work(*words, **named)
        gc.disable()
        try:
            return work(*words, **named)
        finally:
            gc.enable()

    done.__doc__ = work.__doc__
    return done

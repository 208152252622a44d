"""The same people and the same repository as for reading acts."""

from tests.steme.acts.conftest import _nothing_is_durable, world

__all__ = ["_nothing_is_durable", "world"]

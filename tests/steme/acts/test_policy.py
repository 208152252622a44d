from __future__ import annotations

import pytest

from repo_format.errors import InvalidInput
from steme import policy
from steme.configuration import Configuration
from steme.settings import SETTINGS
from tests.steme.acts.world import ALICE, World


def configured(world: World, *flags: str) -> policy.Policy:
    with world.repository.snapshot() as view:
        return policy.configured(view, Configuration(flags=flags, environment={}))


def test_the_default_is_the_author(world: World) -> None:
    assert configured(world).name == policy.DEFAULT.name == policy.AUTHOR
    assert set(SETTINGS[policy.SETTING].choices) == set(policy.WHO)


def test_roots_matter_to_an_enterprise_alone(world: World) -> None:
    root = f"trust.roots={ALICE.public.hex()}"
    assert configured(world, "policy.acts=commons", root).roots == frozenset()
    assert configured(world, "policy.acts=enterprise", root).roots == {ALICE.public}
    with pytest.raises(InvalidInput, match="commons"):
        configured(world, "policy.acts=anarchy")

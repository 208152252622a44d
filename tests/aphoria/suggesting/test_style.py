from __future__ import annotations

from aphoria.suggesting.style import category_of, stem_of
from repo_format.objects.claim import Claim
from tests.aphoria.claims_and_observations import claim


def _named(*names: str, category: str | None = None, path: str = "tls/certificate") -> list[Claim]:
    return [claim(value=True, name=name, category=category, path=path) for name in names]


def test_the_category_is_the_teams_own_word() -> None:
    claims = [*_named("a-1", "a-2", category="wire"), *_named("a-3", category="net"), *_named("a-4", path="wire/x")]
    assert category_of("tls", claims, "security") == "wire"
    assert category_of("sql", claims, "security") == "security"
    assert category_of("certificate", claims, None) is None


def test_the_name_begins_as_most_of_theirs() -> None:
    path = "net/pool/size"
    assert stem_of(path, []) == "pool-size"
    assert stem_of(path, _named("wallet-tls-001")) == "pool-size"
    assert stem_of(path, _named("wallet-tls-001", "wallet-tls-002")) == "wallet-pool-size"
    assert stem_of(path, _named("wallet-tls-001", "wallet-tls-002", "a-1", "b-1")) == "pool-size"
    assert stem_of(path, _named("pool-tls-001", "pool-tls-002")) == "pool-size"

"""Claims and observations for tests."""

from __future__ import annotations

from typing import Any

from aphoria.observation import Observation, Value
from repo_format.objects.claim import Claim


def claim(comparison: str = "equals", value: Any = None, **more: Any) -> Claim:
    fields: dict[str, Any] = {
        "author": "0" * 64,
        "name": "wallet-tls-001",
        "path": "wallet/tls/certificate",
        "predicate": "verified",
        "provenance": "security review of March",
        "invariant": "certificates MUST be verified",
        "consequence": "whoever sits in between reads everything",
        "status": "active",
        "tier": 3,
        "time": 0,
        "comparison": comparison,
        "value": value,
    }
    made = Claim(**{**fields, **more})
    made.check()
    return made


def seen(
    value: Value, unit: str = "", path: str = "code://python/wallet/net/tls/certificate", **more: Any
) -> Observation:
    fields: dict[str, Any] = {"file": "net.py", "line": 1, "predicate": "verified", "extractor": "tls_verify"}
    return Observation(path=path, value=value, unit=unit, **{**fields, **more})

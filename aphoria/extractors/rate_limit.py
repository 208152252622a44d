"""Whether the rate of requests is limited, and how: decorators, middleware, throttles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"@(?:\w+\.)?(?:limiter\.(?:limit|exempt|shared_limit)|ratelimit)\b|\bthrottle_classes\b|\bRATELIMIT_ENABLED\b|\bRATELIMIT_ENABLE\b",
    rb"\brate-?[lL]imit\b|\bexpress-rate-limit\b|\bThrottlerModule\b|@(?:SkipThrottle|Throttle)\b",
    rb"\brate\.(?:NewLimiter|Limit|Inf)\b|\btollbooth\b|\bhttprate\b",
    rb"\bGovernor(?:ConfigBuilder|Layer)?\b|\bRateLimit(?:Layer|er)\b",
    rb"@RateLimiter\b|\bRateLimiter\.(?:create|of)\b|\bBucket4j\b",
)
OBSERVES = (Observes("rate/limit", "enabled", "whether requests are limited here"),)
VERSION = 1

_ON: dict[str, re.Pattern[bytes]] = {
    "python": re.compile(
        rb"@(?:\w+\.)?(?:limiter\.(?:limit|shared_limit)|ratelimit)\(|\bthrottle_classes\s*=\s*[\[(]\s*\w"
    ),
    "javascript": re.compile(
        rb"(?<![\w.])(?:rateLimit|rateLimiter|RateLimit)\(\s*\{|@Throttle\(|\bThrottlerModule\.forRoot\("
    ),
    "go": re.compile(
        rb"\brate\.NewLimiter\(|\btollbooth\.(?:NewLimiter|LimitHandler|LimitFuncHandler)\(|\bhttprate\.Limit\w*\("
    ),
    "rust": re.compile(
        rb"\bGovernorConfigBuilder::default\(|\bRateLimitLayer::new\(|\bRateLimiter::(?:direct|keyed)\("
    ),
    "java": re.compile(rb"@RateLimiter\(|\bRateLimiter\.(?:create|of)\("),
}
_OFF: dict[str, re.Pattern[bytes]] = {
    "python": re.compile(
        rb"@(?:\w+\.)?limiter\.exempt\b|\bthrottle_classes\s*=\s*(?:\[\s*\]|\(\s*\))|\bRATELIMIT_ENABLED?\s*=\s*False"
    ),
    "javascript": re.compile(rb"@SkipThrottle\("),
    "go": re.compile(rb"\brate\.NewLimiter\(\s*rate\.Inf\b"),
}


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    language = source.language.family or source.language.name
    off = {match.start() for match, _ in source.matches(_OFF[language])} if language in _OFF else set()
    for match, node in source.matches(_ON[language]):
        if match.start() not in off:
            yield found_at(source, node.parent or node, "rate/limit", "enabled", True, confidence=0.95)
    for _, node in source.matches(_OFF[language]) if language in _OFF else ():
        yield found_at(source, node.parent or node, "rate/limit", "enabled", False, confidence=0.95)

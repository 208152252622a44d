"""Terraform: storage and networks that are open to everybody, and what is not encrypted."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_setting
from aphoria.setting import Setting
from aphoria.source import Source

LANGUAGES = ("hcl",)
HINTS = (rb"\bresource\s+\"",)
OBSERVES = (
    Observes("storage/bucket", "public", "whether everybody can read a bucket"),
    Observes("network/ingress", "open", "true where every address may come in"),
    Observes("storage/encryption", "enabled", "whether a disk or a database is encrypted"),
    Observes("database/access", "public", "whether a database has a public address"),
    Observes("iam/policy", "wildcard", "true where a policy allows every action"),
    Observes("metadata/token", "required", "whether the metadata service of a machine wants a token (IMDSv2)"),
)
VERSION = 1

_EVERYBODY = frozenset({"0.0.0.0/0", "::/0"})
_BUCKETS = frozenset({"aws_s3_bucket", "aws_s3_bucket_acl"})
_BLOCKS = frozenset({"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"})
_ENCRYPTED = frozenset({"encrypted", "storage_encrypted", "at_rest_encryption_enabled", "transit_encryption_enabled"})
_SOURCES = frozenset(
    {"cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6", "source_ranges", "source_address_prefix"}
)


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    settings = source.settings
    outward = {one.key[:3] for one in settings if one.name == "type" and one.value == "egress"}
    for one in settings:
        if len(one.key) > 3 and one.key[0] == "resource":
            yield from _setting(one, outward=one.key[:3] in outward)


def _setting(one: Setting, *, outward: bool) -> Iterator[Found]:
    kind, names, value = one.key[1], set(one.key[3:]), one.value
    if kind in _BUCKETS and one.name == "acl" and isinstance(value, str):
        yield found_setting(one, "storage/bucket", "public", value.startswith("public-"))
    elif one.name in _BLOCKS and isinstance(value, bool):
        yield found_setting(one, "storage/bucket", "public", not value)
    elif (
        names & _SOURCES
        and value in {*_EVERYBODY, "*"}
        and "egress" not in names
        and "egress" not in kind
        and not outward
    ):
        yield found_setting(one, "network/ingress", "open", True)
    elif one.name in _ENCRYPTED and isinstance(value, bool):
        yield found_setting(one, "storage/encryption", "enabled", value)
    elif one.name == "publicly_accessible" and isinstance(value, bool):
        yield found_setting(one, "database/access", "public", value)
    elif one.name == "http_tokens" and isinstance(value, str):
        yield found_setting(one, "metadata/token", "required", value == "required")
    elif "actions" in names and value == "*":
        yield found_setting(one, "iam/policy", "wildcard", True)

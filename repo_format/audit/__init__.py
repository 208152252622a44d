"""The audit log: what this repository answered, kept beside the truth and apart from it (docs/format/audit.md).

    frames          a record as frames, and back
    log             the file ``.steme/audit/records.seg``: appending to it, reading it

A record is a local fact and no object: no Merkle root depends on it, nothing exchanges it, and `steme reindex` does not
touch it. What stands in a record is the business of ``steme.audit``.
"""

"""Backups: the log of a repository copied elsewhere while writing goes on, and a repository made from such a copy.

    manifest     what a backup holds; the one small file whose replacement publishes everything else
    place        where a backup lies; places/ holds a directory and a bucket of an S3-compatible store
    origin       the log that is copied: how far it is good at this moment
    parts        how a file that grows is kept in pieces
    copying      one round: what is not there yet, then the manifest
    source       a backup as its readers see it: its bytes, frames, records and ids, checked on the way
    history      the commits of a backup, and the one that a person means
    restoring    a repository from a backup, as it is or as it was
    verifying    whether that works, tried out

The format: ``docs/format/backup.md``. Keys are never in a backup.
"""

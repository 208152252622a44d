"""Repairing a damaged log from a remote, a backup or a copy (docs/durability.md).

``supply.py`` is what others hold of it, ``supplies.py`` finds it, ``repair.py`` does it.
"""

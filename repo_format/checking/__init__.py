"""Finding damage: an independent checker of everything under ``.steme/`` (docs/format/checking.md).

It reads the same format as ``storage/`` by code of its own, so that a mistake there does not hide itself here. Only the
tables of the index are made again by the storage's code, in a child process, and compared.
"""

"""Packs: one checksummed stream of records for transfer, export, backup, archive and repair (docs/format/packs.md).

    opening.py   what a pack says of itself before its first object
    totals.py    what it says after its last one
    writer.py    records in, bytes out, as a stream
    source.py    bytes from a file, a socket or an iterator of chunks, in the pieces that a reader asks for
    place.py     where reading stopped, and what has to be known to go on from there
    reader.py    bytes in, records out; believes nothing

A reader checks the form of everything and the proof of nothing: that is ``verified``, or whoever asks
``verification.Verifier``.
"""

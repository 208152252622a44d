"""The bytes of a steme repository: what a second implementation has to reproduce.

Object kinds, ids, signatures and seals, the segment files and their index, the Merkle trie, heads, refs and packs.
Nothing here knows a lens, a query or a terminal. ``docs/format/`` specifies the same in prose.
"""

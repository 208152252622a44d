"""A repository on disk: segments that hold the truth and an LMDB index that can be made from them again.

docs/format/repository.md draws the files; ``store.py`` is the door to all of this.
"""

"""The code-truth linter: what code does, held against what was claimed that it must do.

Will hold extractors, claims and their verification, on top of ``steme`` as any client would be. Nothing of it is built
yet; the command `aphoria` (``steme_cli/linter.py``) says so.
"""

"""What makes the files beside this folder.

A family is a module or package here with ``files()``, and owns the folder of its name. ``scripts/vectors`` walks them,
so a new family is a new module and nothing else. ``ed25519/`` is not made: it holds published cases.
"""

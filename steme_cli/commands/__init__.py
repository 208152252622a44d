"""One file per command; the name of the file is the name of the command, with dashes for underscores.

A file holds a function ``command``, or, for a noun with verbs, a ``typer.Typer`` named ``app``. Its docstring is the
manual page: a summary line, a description, `Examples:` and `Exit status:` (``steme_cli/manual.py``).
"""

"""The work of the commands that start quickly: one file each, with one function ``run``.

Nothing in here may import typer, typing, re, json, enum, inspect, pathlib, dataclasses or datetime when it is loaded;
``tests/steme_cli/test_start_up.py`` looks.
"""

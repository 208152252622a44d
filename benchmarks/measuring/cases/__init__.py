"""The benchmarks, one file each, found by being here.

The module's docstring is what is printed above its table; ``measure(ground)`` yields the lines of the table. A module
with ``LARGE = True`` runs only when that is asked for.
"""

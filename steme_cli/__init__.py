"""The command `steme`: arguments in, one call of the library, one rendering.

Knows the terminal and nothing of the format; what a claim means is decided in the package ``steme``.
"""

__version__ = "0.1.0"

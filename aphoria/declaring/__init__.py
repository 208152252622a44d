"""Extractors that a team declares in TOML (docs/extractors.md).

declaration   what such a file says, field by field
patterns      patterns in RE2's syntax, and queries of tree-sitter beside them
seeing        from a declaration to what is found in a file
cases         the tests in the file, and what comes of them
"""

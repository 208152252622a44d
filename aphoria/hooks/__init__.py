"""Hooks of plain git: the small scripts that have a commit or a push checked first.

script     what stands in such a hook, and whether one is ours
place      where git looks for the hooks of a repository
hook       what is there
changing   installing and taking away
"""

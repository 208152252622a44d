"""Policies: signed bundles of authorities, acknowledgements and aliases that teams hand to each other.

pack        the bytes: a pack of steme whose objects are signed one by one
registry    which policies a project has taken in, and whose keys it believes
shipped     the corpus that comes with the linter
"""

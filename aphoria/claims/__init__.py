"""Claims that people write about their code: the file they stand in, their signatures, and what may be done to them.

entry       one claim in the file, and whether its signature still fits it
fields      from TOML to the payload of a claim and back
file        .aphoria/claims.toml: reading, changing without loss of comments and order, writing
signing     a signature that can be checked from the file alone
"""

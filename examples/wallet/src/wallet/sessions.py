"""Who is asking."""

import jwt


def holder(token: str, key: str) -> str:
    """The holder that a token of the bank names."""
    return jwt.decode(token, key, algorithms=["ES256"], audience="wallet")["sub"]

"""The ledger: what was paid to whom, and what is left. Knows no bank."""

from decimal import Decimal

# @aphoria:claim[limits] nobody MUST be able to pay more than 10 000 EUR at once
MAX_PAYMENT_EUR = 10_000


def left(balance: Decimal, payments: list[Decimal]) -> Decimal:
    """What is left after the payments."""
    return balance - sum(payments, Decimal(0))

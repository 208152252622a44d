"""Talking to the bank."""

import time

import requests

BANK = "https://bank.example/api"
SIMULATOR = "https://localhost:8443/api"
ATTEMPTS_PAUSE_SECONDS = 2
MAX_ATTEMPTS = 8


def balance(account: str) -> str:
    """The balance as the bank has it."""
    return requests.get(f"{BANK}/accounts/{account}", timeout=5, verify=True).json()["balance"]


def transfer(order: dict[str, str]) -> bool:
    """Have the bank carry out an order; asks again when there is no answer."""
    for attempt in range(MAX_ATTEMPTS):
        try:
            return requests.post(f"{BANK}/transfers", json=order, timeout=10).ok
        except requests.Timeout:
            time.sleep(ATTEMPTS_PAUSE_SECONDS * attempt)
    return False


def rehearse(order: dict[str, str]) -> bool:
    """The same against the simulator on this machine."""
    # aphoria:ignore[tls_verify] -- the simulator on this machine signs its own certificate until=2099-12-31
    return requests.post(f"{SIMULATOR}/transfers", json=order, timeout=5, verify=False).ok

"""Campaigns that damage repositories and forge their contents; scripts/fuzz runs them at length."""

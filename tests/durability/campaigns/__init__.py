"""Campaigns against a repository: each breaks something, over and over, and counts what was lost.

``scripts/campaign`` runs them, the tests beside this package in short forms.
"""

"""A wallet, made up to be checked by aphoria."""

"""Reading syntax trees: calls and their arguments, literals, imported names, texts that are put together."""

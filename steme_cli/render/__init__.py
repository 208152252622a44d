"""How results are written: one file per way of writing, and ``rows`` and ``record`` that choose between them."""

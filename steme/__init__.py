"""steme: a local-first, signed, content-addressed store of what people and programs claim.

>>> from steme.repository import Repository
>>> with Repository.open(".") as repository:
...     answer = repository.ask(Question("country/fr", "population"))

Modules, from the outside in: ``repository`` (open, add, ask), ``query`` and ``lens`` (questions and answers),
``scoring`` (support and conflict), ``drafts`` (assertions from what a person typed), ``keys``, ``configuration``,
``times``. Nothing here prints, asks or reads the command line.
"""

"""Makes the files that follow from the code. Every module here with a function ``files`` is a generator.

``files()`` returns path (from the top of the checkout) -> text; nothing is written by the generators themselves.
``command_tree`` is what they share: the three command lines as plain data.
"""

"""Makes the files that follow from the code. Every module here with a function ``files`` is a generator.

``files()`` returns path (from the top of the checkout) -> text or bytes; the generators themselves write nothing.
``command_tree`` is what they share: the three command lines as plain data.
"""

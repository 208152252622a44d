"""The lenses, one file each, found by being here. ``lens.py`` says what a lens is."""

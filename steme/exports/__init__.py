"""The forms of export, one file each. ``export.py`` says what one is."""

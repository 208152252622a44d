"""Places for backups, one file each: ``open_place(text, write=...)`` gives what ``steme/backup/place.py`` describes."""

"""The editions this example takes facts from. A module holds `EDITIONS`, a tuple of `country_facts.edition.Edition`."""

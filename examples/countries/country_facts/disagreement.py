"""Where the editions disagree, counted from the data files alone."""

from __future__ import annotations

import json
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

Said = dict[str, frozenset[str | float | bool]]
"""What each source says of one subject and predicate; a reference is its subject."""

FAR = 0.1

PREDICATES_SHOWN = (
    "population",
    "area",
    "coastline",
    "life_expectancy",
    "capital",
    "name",
    "official_name",
    "currency",
    "calling_code",
    "language",
    "neighbour",
    "continent",
    "landlocked",
    "alpha3",
)


def read_data(folder: Path, since: str = "") -> dict[str, dict[str, Said]]:
    """Predicate -> subject -> what each source says, from sources published on the ISO 8601 day `since` or later."""
    found: dict[str, dict[str, Said]] = defaultdict(lambda: defaultdict(dict))
    for source in tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))["source"]:
        if source["published"] < since:
            continue
        for line in (folder / source["file"]).read_text(encoding="utf-8").splitlines():
            fact = json.loads(line)
            value = fact["value"]["ref"] if isinstance(fact["value"], dict) else fact["value"]
            said = found[fact["predicate"]][fact["subject"]]
            said[source["name"]] = said.get(source["name"], frozenset()) | {value}
    return found


def spread(said: Said) -> float:
    """How far the numbers lie apart: (largest - smallest) / largest, 0 to 1; 0 for anything but numbers."""
    numbers = [value for values in said.values() for value in values if isinstance(value, int | float)]
    return (max(numbers) - min(numbers)) / max(numbers) if numbers and max(numbers) > 0 else 0.0


def differs(said: Said, alike: bool = False) -> bool:
    """Whether two sources say different things (as sets); `alike` compares texts as `plain` leaves them."""
    sets = {frozenset(plain(value) for value in values) if alike else values for values in said.values()}
    return len(sets) > 1


def plain(value: str | float | bool) -> str | float | bool:
    """A text without accents, case, marks and brackets' contents; any other value as it is."""
    if not isinstance(value, str):
        return value
    bare = unicodedata.normalize("NFKD", value.split(" (")[0].split(" [")[0]).casefold()
    return "".join(char for char in bare if char.isalnum())


@dataclass(frozen=True)
class Row:
    """The count for one predicate: countries that two or more sources speak of, and how many of those are disputed."""

    predicate: str
    shared: int
    disputed: int
    beyond_spelling: int
    far: int


def count(data: dict[str, dict[str, Said]], predicate: str) -> Row:
    """Counts one predicate. `far` are countries whose numbers lie more than a tenth apart."""
    shared = [said for said in data[predicate].values() if len(said) > 1]
    return Row(
        predicate,
        len(shared),
        sum(differs(said) for said in shared),
        sum(differs(said, alike=True) for said in shared),
        sum(spread(said) > FAR for said in shared),
    )


def table(folder: Path) -> str:
    """The counts as a Markdown table: all sources, and those published since 2025 beside them."""
    everything, recent = read_data(folder), read_data(folder, since="2025-01-01")
    head = [
        "predicate",
        "countries",
        "differ",
        "beyond spelling",
        "over 10 % apart",
        "countries, since 2025",
        "differ, since 2025",
    ]
    rows = [head, ["---"] + ["---:"] * (len(head) - 1)]
    for predicate in PREDICATES_SHOWN:
        row, new = count(everything, predicate), count(recent, predicate)
        far = str(row.far) if predicate in ("population", "area", "coastline", "life_expectancy") else ""
        cells = [row.shared, row.disputed, row.beyond_spelling, far, new.shared, new.disputed]
        rows.append([f"`{predicate}`", *map(str, cells)])
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows) + "\n"


def sheet(folder: Path, subject: str) -> str:
    """What every source says of one subject, a line per predicate and set of values, most shared first."""
    lines = []
    for predicate, subjects in sorted(read_data(folder).items()):
        voices: dict[frozenset[str | float | bool], list[str]] = defaultdict(list)
        for source, values in sorted(subjects.get(subject, {}).items()):
            voices[values].append(source)
        for values, sources in sorted(voices.items(), key=lambda item: (-len(item[1]), item[1])):
            lines.append(f"{predicate:16} {', '.join(sorted(map(str, values)))}  <- {', '.join(sources)}")
    return "\n".join(lines) + "\n" if lines else ""

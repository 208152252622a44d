"""Scanning a tree: from files to observations.

walk, then the cache by content, then one pass of all hints, then syntax trees of the candidates only, then extractors.
Files that are new to the cache are looked at by several processes when there are enough of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from aphoria import walk
from aphoria.cache import Cache, Results, fingerprint
from aphoria.extractor import Extractor, Found, usual
from aphoria.language import Language, language_of
from aphoria.looking import Looking, Task
from aphoria.observation import Observation, concept_path
from aphoria.project import module_of, project_name
from aphoria.walk import Bounds, Candidate, Skipped
from aphoria.workers import looked_at


@dataclass(frozen=True, slots=True)
class Options:
    """``extractors`` by name, the usual ones if not said; ``cached`` is whether earlier results are used and kept;
    ``processes`` None leaves the number to the machine, 1 stays in this one.
    """

    extractors: Mapping[str, Extractor] | None = None
    bounds: Bounds = field(default_factory=Bounds)
    cached: bool = True
    cache_folder: str | None = None
    processes: int | None = None
    project: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan saw: ``observations`` and ``skipped`` in order, the number of ``files`` looked at and how many of
    them were ``known`` already.
    """

    root: str
    project: str
    observations: tuple[Observation, ...]
    skipped: tuple[Skipped, ...]
    files: int
    known: int


File = tuple[str, Language, bytes]
"""Path, language, content."""


def scan(root: str, options: Options | None = None, advance: Callable[[int], None] | None = None) -> Scan:
    """Scan all files below ``root``. ``advance`` is called with numbers of files done."""
    options = options or Options()
    skipped: list[Skipped] = []
    return scan_files(root, _read_all(root, options.bounds, skipped), skipped, options, advance)


def scan_paths(root: str, paths: Iterable[str], options: Options | None = None) -> Scan:
    """Scan some files, given relative to ``root``, whether or not a walk would have come upon them."""
    options = options or Options()
    skipped: list[Skipped] = []
    return scan_files(root, _read_some(root, sorted(set(paths)), options.bounds, skipped), skipped, options)


def scan_files(
    root: str,
    files: Iterable[File],
    skipped: list[Skipped],
    options: Options,
    advance: Callable[[int], None] | None = None,
) -> Scan:
    """Scan files whose content somebody has read; what cannot be looked at is added to ``skipped``."""
    extractors = usual() if options.extractors is None else options.extractors
    project = options.project or project_name(root)
    observations: list[Observation] = []
    count = known = 0
    for path, language, results in _results(files, project, extractors, options, skipped):
        if results is None:
            continue
        count += 1
        known += results[1]
        observations += _observations(path, language, project, results[0])
        if advance is not None:
            advance(1)
    return Scan(root, project, tuple(sorted(observations)), tuple(sorted(set(skipped))), count, known)


Looked = tuple[str, Language, tuple[Results, bool] | None]
"""Path, language, results and whether they were known; None for a file that could not be looked at."""

_BATCH_BYTES = 24 << 20
"""Content that waits to be looked at, at most: what bounds the memory of a scan."""


def _results(
    files: Iterable[File], project: str, extractors: Mapping[str, Extractor], options: Options, skipped: list[Skipped]
) -> Iterator[Looked]:
    """Results by file, from the cache or new; new ones are kept."""
    cache = Cache(fingerprint(extractors.values()), options.cache_folder) if options.cached else None
    look = _Batch(Looking(extractors), cache, options.processes, skipped)
    for path, language, data in files:
        key = cache.key(data, language.name) if cache else b""
        earlier = cache.get(key) if cache else None
        if earlier is not None:
            yield path, language, (earlier, True)
        else:
            look.add(language, key, (path, data, language.name, project, module_of(path)))
        if look.size >= _BATCH_BYTES:
            yield from look.done()
    yield from look.done()
    if cache:
        cache.close()


class _Batch:
    """Files that are new to the cache, until there are enough of them."""

    def __init__(self, looking: Looking, cache: Cache | None, processes: int | None, skipped: list[Skipped]) -> None:
        self._looking = looking
        self._cache = cache
        self._processes = processes
        self._skipped = skipped
        self._waiting: list[tuple[Language, bytes, Task]] = []
        self.size = 0

    def add(self, language: Language, key: bytes, task: Task) -> None:
        """Let a file wait."""
        self._waiting.append((language, key, task))
        self.size += len(task[1])

    def done(self) -> Iterator[Looked]:
        """Look at what waits."""
        waiting, self._waiting, self.size = self._waiting, [], 0
        kept: dict[bytes, Results] = {}
        outcomes = looked_at(self._looking, [task for _, _, task in waiting], self._processes)
        for (language, key, task), (results, problem) in zip(waiting, outcomes, strict=True):
            if problem:
                self._skipped.append(Skipped(task[0], problem))
                yield task[0], language, None
            else:
                kept[key] = results
                yield task[0], language, (results, False)
        if self._cache:
            self._cache.put(kept)


def _observations(path: str, language: Language, project: str, results: Results) -> Iterator[Observation]:
    module = module_of(path)
    for extractor, every in results:
        for found in every:
            yield _observation(path, concept_path(language.name, project, module, found.about), extractor, found)


def _observation(path: str, concept: str, extractor: str, found: Found) -> Observation:
    first, last = found.lines
    return Observation(
        path, first, concept, found.predicate, found.value, found.unit, last, found.text, found.confidence, extractor
    )


def _read_all(root: str, bounds: Bounds, skipped: list[Skipped]) -> Iterator[File]:
    for one in walk.walk(root, bounds):
        if isinstance(one, Skipped):
            skipped.append(one)
        else:
            yield from _read(root, one, bounds, skipped)


def _read_some(root: str, paths: Iterable[str], bounds: Bounds, skipped: list[Skipped]) -> Iterator[File]:
    for path in paths:
        language = language_of(os.path.basename(path))
        if language is None:
            skipped.append(Skipped(path, "no language of ours"))
        elif os.path.islink(os.path.join(root, path)):
            skipped.append(Skipped(path, "a symbolic link"))
        else:
            yield from _read(root, Candidate(path, language), bounds, skipped)


def _read(root: str, one: Candidate, bounds: Bounds, skipped: list[Skipped]) -> Iterator[File]:
    try:
        data = walk.read(root, one.path, bounds.max_bytes)
    except OSError as error:
        skipped.append(Skipped(one.path, f"cannot be read: {error.strerror}"))
        return
    reason = walk.why_not(one.path, len(data), bounds) or walk.unfit(data)
    if reason:
        skipped.append(Skipped(one.path, reason))
    else:
        yield one.path, one.language, data

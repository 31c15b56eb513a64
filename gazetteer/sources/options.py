"""What a build and its sources say to each other: what is wanted, offered and passed over.

A module that reads a published format holds one ``SOURCE``. For a list of names, a line each::

    def iter_rows(path: Path, options: BuildOptions, report: Report) -> Iterator[Row]:
        for number, name in iter_lines(path):
            if name:
                yield Row(f"enrich:list-{number}", Kind.PLACE, name, source="list")
            else:
                report.problem(f"{path.name}:{number}", "empty line")

    SOURCE: Final = Source(iter_rows)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gazetteer.model import Name
from gazetteer.rows import Row

_EXAMPLES = 5
UNUSABLE: Final = (
    ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""What Python raises of a value of another type, size or depth than it should be: counted."""


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A publisher, as the manifest names it.

    Attributes:
        name: "GeoNames".
        licence: "CC-BY 4.0".
        attribution: The sentence that whoever passes the data on repeats.
        url: The publisher's page.
    """

    name: str
    licence: str
    attribution: str
    url: str


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What of its sources a build keeps.

    Attributes:
        countries: ISO 3166-1 alpha-2; empty for all.
        features: GeoNames feature classes ("P") or codes ("PPLC"); empty for all.
        min_population: Least number of inhabitants of a populated place (class P).
        languages: ISO 639 codes of the names wanted; empty for all. Names without a language
            always stay.
        min_sitelinks: Least number of Wikipedia articles of a Wikidata item.
        workers: Processes that a reader may use.

    Example:
        >>> options = BuildOptions(countries=frozenset({"AM"}), languages=frozenset({"hy"}))
        >>> options.wants_country("AM"), options.wants_country("AZ"), options.wants_language("ru")
        (True, False, False)
    """

    countries: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    min_population: int = 0
    languages: frozenset[str] = frozenset()
    min_sitelinks: int = 0
    workers: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "languages", frozenset(map(str.lower, self.languages)))

    def wants_country(self, code: str | None) -> bool:
        """Whether something of a country is wanted; what has no country always is."""
        return not self.countries or not code or code in self.countries

    def wants_feature(self, feature_class: str, code: str) -> bool:
        """Whether a feature of a GeoNames class and code is wanted."""
        return not self.features or feature_class in self.features or code in self.features

    def wants_place(
        self, country: str | None, feature_class: str, code: str, population: int
    ) -> bool:
        """Whether a place is wanted; only a populated one must have inhabitants."""
        peopled = feature_class != "P" or population >= self.min_population
        return peopled and self.wants_country(country) and self.wants_feature(feature_class, code)

    def wants_language(self, code: str | None) -> bool:
        """Whether a name in a language is wanted; capitals do not count."""
        return not self.languages or not code or code.lower() in self.languages


class Report:
    """Counts what was passed over, and keeps the first few of each sort.

    Attributes:
        counts: How often, by what was wrong.
        examples: Where, by what was wrong: the first five.

    Example:
        >>> report = Report()
        >>> report.problem("allCountries.txt:17", "coordinates out of range")
        >>> report.counts["coordinates out of range"]
        1
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, list[str]] = defaultdict(list)

    def problem(self, where: str, what: str) -> None:
        """Count one thing passed over.

        Args:
            where: File and line.
            what: What is wrong, the same words for the same fault.
        """
        self.counts[what] += 1
        if len(self.examples[what]) < _EXAMPLES:
            self.examples[what].append(where)


RowReader = Callable[[Path, BuildOptions, Report], Iterator[Row]]
"""Yields what the options want of a path, and reports what it has to pass over.

It raises ``SourceError`` where the path is missing, cut short or of another format.
"""
NameReader = Callable[[Path, BuildOptions, Report], Iterator[tuple[str, Sequence[Name]]]]


def files_at(path: Path) -> Iterator[Path]:
    """Yield a path and, of a folder, its files that are not gazetteers."""
    yield path
    if path.is_dir():
        yield from (file for file in path.iterdir() if file.suffix != ".gaz")


@dataclass(frozen=True, slots=True)
class Source:
    """The reader of a kind of source.

    Attributes:
        iter_rows: Its entities.
        iter_areas: Areas that count only where no other source has them.
        iter_names: (CURIE, further names) of entities, once all its rows are in.
        info: What one file says of itself; None where all are of the publisher in the registry.
        told: What the manifest says of a path besides, or instead of its name and date.
        files: What is read of a path, which no output may replace.
    """

    iter_rows: RowReader
    iter_areas: RowReader = lambda *_: iter(())
    iter_names: NameReader = lambda *_: iter(())
    info: Callable[[Path], SourceInfo] | None = None
    told: Callable[[Path, BuildOptions], Mapping[str, Any]] = lambda *_: {}
    files: Callable[[Path], Iterable[Path]] = files_at

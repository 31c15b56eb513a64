"""How readily the news names an entity of Wikidata, by what the references tell of its fame.

No reference knows the fame of all. Each sign is turned into the number of Wikipedia's editions
that an entity with that sign has an article in, as a rule (`_editions`); the strongest sign counts,
and `gazetteer.rows.fame_prominence` makes the prominence of the editions, as it does for an item of
Wikidata's dump. Those who died before 1990 keep 0.7 of it: they are named less than they are known.
"""

from __future__ import annotations

import csv
import gzip
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.rows import fame_prominence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Fame", "Signs", "prominence_of", "read_reference"]

DAYS_A_MONTH = 30.4
LONG_DEAD = "1990"
LONG_DEAD_FACTOR = 0.7
COPIED_LANGUAGES = frozenset({"en", "es", "fr", "nl"})
"""Robots give every footballer a label in these; a name in another says that somebody wrote it."""
# Where sitelinks are known beside another sign (3,328 people and organisations), their medians are
# met within a factor of two at the strong end of each line. Entities with few editions are rare
# among them, so that the weak ends were drawn lower than the medians there.
_OF_LANGUAGES = (0.6, 0.1)  # log10 editions: constant, per language beyond COPIED_LANGUAGES
_OF_PAGERANK = (0.5, 0.9)  # constant at 10 ** -5.5, per decimal
_OF_VIEWS = (0.18, 0.337)  # constant, per decimal of monthly views (least squares, r = 0.62)
_OF_COLLECTIONS = (0.65, 0.15)  # constant, per collection beyond the first
WITH_ARTICLE = 4.0
WITHOUT_ARTICLE = 2.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What the references tell of one entity's fame; 0 where they do not.

    Attributes:
        sitelinks: Editions of Wikipedia and its sisters that have an article.
        monthly_views: Views of the English article.
        languages: Languages, of 18, that a collection gives it a name in beside COPIED_LANGUAGES.
        pagerank: Within Wikidata, as KGTK published it in 2021.
        collections: How many collections of references hold it.
        article: Whether the English Wikipedia has an article.
    """

    sitelinks: int = 0
    monthly_views: float = 0.0
    languages: int = 0
    pagerank: float = 0.0
    collections: int = 0
    article: bool = False


def prominence_of(signs: Signs, *, died: str = "") -> float:
    """Return the prominence that signs of fame give, 0.01 to 1, with two decimals.

    Args:
        signs: What is known.
        died: ISO 8601 date of death, or "".

    Example:
        >>> prominence_of(Signs(sitelinks=25)), prominence_of(Signs(article=True))
        (0.5, 0.18)
    """
    value = fame_prominence(_editions(signs))
    if died and died < LONG_DEAD:
        value *= LONG_DEAD_FACTOR
    return round(min(max(value, 0.01), 1.0), 2)


def _editions(signs: Signs) -> float:
    """Return how many editions an entity with these signs has an article in, as a rule."""
    logs = [math.log10(WITH_ARTICLE if signs.article else WITHOUT_ARTICLE)]
    if signs.sitelinks:
        return float(signs.sitelinks)
    if signs.monthly_views >= 1:
        logs.append(_OF_VIEWS[0] + _OF_VIEWS[1] * math.log10(signs.monthly_views))
    if signs.languages:
        logs.append(_OF_LANGUAGES[0] + _OF_LANGUAGES[1] * signs.languages)
    if signs.pagerank > 0:
        logs.append(_OF_PAGERANK[0] + _OF_PAGERANK[1] * (math.log10(signs.pagerank) + 5.5))
    if signs.collections > 1:
        logs.append(_OF_COLLECTIONS[0] + _OF_COLLECTIONS[1] * (signs.collections - 1))
    return float(10 ** max(logs))


class Fame:
    """The signs of fame of all that the references hold, by Wikidata id.

    Args:
        shared: Folder of the reference data.
    """

    def __init__(self, shared: Path) -> None:
        folder = shared / "sources" / "reference"
        self._languages = Counter(
            row["qid"]
            for row in read_reference(folder / "names_in_languages.tsv.gz")
            if row["lang"] not in COPIED_LANGUAGES
        )
        self._titles = {
            row["enwiki_title"]: row["qid"]
            for row in read_reference(folder / "titles_qid_crosswalk.tsv.gz")
        }
        self._articles = set(self._titles.values())
        self._sitelinks: dict[str, int] = {}
        self._views: dict[str, float] = {}
        self._pagerank: dict[str, float] = {}
        self._collections: Counter[str] = Counter()
        self._read_views(folder)
        for table in ("people_wikidata.tsv.gz", "organisations_wikidata.tsv.gz"):
            self._read_popularity(folder / table)

    def signs(self, qid: str) -> Signs:
        """Return what is known of an item's fame."""
        return Signs(
            self._sitelinks.get(qid, 0),
            self._views.get(qid, 0.0),
            self._languages[qid],
            self._pagerank.get(qid, 0.0),
            self._collections[qid],
            qid in self._articles,
        )

    def prominence(self, qid: str, *, died: str = "") -> float:
        """Return the prominence of an item, 0.01 to 1."""
        return prominence_of(self.signs(qid), died=died)

    def qid_of_title(self, title: str) -> str:
        """Return the item of an article of the English Wikipedia, "" where it is not known."""
        return self._titles.get(title.replace(" ", "_"), "")

    def _read_views(self, folder: Path) -> None:
        for row in read_reference(folder / "wikitrivia_items.tsv.gz"):
            if row["sitelinks"]:
                self._sitelinks[row["qid"]] = int(row["sitelinks"])
            if row["page_views"]:
                self._views[row["qid"]] = float(row["page_views"])
            if row["enwiki"]:
                self._articles.add(row["qid"])
        for row in read_reference(folder / "page_views_2015_18.tsv.gz"):
            qid = row["qid_if_known"] or self._titles.get(row["enwiki_title"].strip('"'), "")
            if qid and row["median_views_per_day"]:
                monthly = float(row["median_views_per_day"]) * DAYS_A_MONTH
                self._views[qid] = max(self._views.get(qid, 0.0), monthly)

    def _read_popularity(self, path: Path) -> None:
        for row in read_reference(path):
            qid = row["qid"]
            self._collections[qid] += row["source"].count("+") + 1
            if row["enwiki_title"]:
                self._articles.add(qid)
            for part in row["popularity"].split(";"):
                name, _, number = part.strip().partition("=")
                if name == "kgtk_pagerank":
                    self._pagerank[qid] = float(number)
                elif name.startswith("enwiki_views_day"):
                    monthly = float(number) * DAYS_A_MONTH
                    self._views[qid] = max(self._views.get(qid, 0.0), monthly)


def read_reference(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a reference table of tab-separated values, gzip-compressed."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)

"""Documents with answers, read as the linker reads them.

places_lgl, places_trnews, places_gwn    the gold spans of places, with GeoNames ids
people.csv                               names of people in the same articles, checked by reading
linking_wiki_fair_v2, linking_oke_2016_train, linking_kore50
                                         the gold spans of all kinds, with Wikidata ids
world                                    the gold spans of all kinds, with the ids of either, or
                                         the name where a reference has no id

The articles of the place corpora are read by the tagger that was trained without their fold, so
that roles and the names around the spans are as good as they are in a text never seen; no tagger
has seen the others.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from evaluation import corpora
from evaluation.corpora import Gold, GoldDocument
from evaluation.trial import Models
from tagger.parts import fold_model

from enrich.candidates import CandidateFinder
from enrich.candidates.reading import Reading
from enrich.mentions import MentionFinder
from enrich.model import Document
from enrich.rank.groups import NameGroup, ScoredCandidate
from enrich.rank.ranker import Draft, Ranker
from gazetteer.model import Kind, Point
from gazetteer.names import fold
from gazetteer.regions import distance_km
from gazetteer.store import Gazetteer

__all__ = ["LINKING", "PEOPLE", "PLACES", "Example", "read_examples"]

PLACES = ("places_lgl", "places_trnews", "places_gwn")
LINKING = ("linking_wiki_fair_v2", "linking_oke_2016_train", "linking_kore50")
PEOPLE = Path(__file__).with_name("data") / "people.csv"
_SAME_SPOT_KM = 10.0
NOTHING = ""
"""The answer where the text means nothing that the gazetteer is known to hold."""


@dataclass(slots=True)
class Example:
    """A document and what its mentions mean.

    Attributes:
        fold: Name of its fold, "fold-2".
        corpus: Where it is from, "places_lgl".
        draft: The document, weighed by itself.
        answers: A CURIE for each mention, ``NOTHING``, or None where it is not known.
        points: Where each answer lies, or None.
        outlet: The host of its address, or "".
    """

    fold: str
    corpus: str
    draft: Draft
    answers: Sequence[str | None]
    points: Sequence[Point | None] = ()
    outlet: str = ""

    def is_right(self, mention: int, option: ScoredCandidate) -> bool:
        """Whether a candidate is what a mention means.

        A place that the gazetteer holds under an id of its own, for want of a GeoNames id, is the
        one meant where it lies at the very spot.
        """
        answer = self.answers[mention]
        if not answer:
            return False
        entity = option.candidate.entity
        if answer in (entity.id, *entity.same_as):
            return True
        point = self.points[mention] if self.points else None
        if point is None or entity.point is None or entity.id_in("geonames") is not None:
            return False
        return distance_km(point, entity.point) <= max(_SAME_SPOT_KM, entity.radius_km or 0.0)


def read_examples(
    shared: Path, gazetteer: Gazetteer, models: Models, ranker: Ranker, limit: int | None = None
) -> Iterator[Example]:
    """Yield all examples, places first.

    Args:
        shared: Folder of the reference data.
        gazetteer: The embedded one.
        models: The taggers of the folds.
        ranker: What weighs each document by itself; its weights do not matter.
        limit: How many documents of each corpus at most.
    """
    reader = _Reader(gazetteer, ranker)
    people = _people(gazetteer)
    for corpus in PLACES:
        path = shared / "corpora" / f"{corpus}.jsonl"
        outlets = _outlets(path)
        for at, document in enumerate(corpora.read_places(path)):
            if limit is not None and at >= limit:
                break
            fold = fold_model(f"{corpus}:{document.id}")
            finder = models.finder(fold)
            spans = [g for g in document.golds if not g.optional]
            answers = [f"geonames:{g.geonames}" if g.geonames else None for g in spans]
            given = [(g.start, g.end, Kind.PLACE) for g in spans]
            draft = reader.read(document, given, finder)
            points = [_point(g) for g in spans]
            yield Example(fold, corpus, draft, answers, points, outlets[document.id])
            if named := people.get((corpus, document.id)):
                given = [(start, end, Kind.PERSON) for start, end, _ in named]
                draft = reader.read(document, given, finder)
                yield Example(fold, corpus, draft, [answer for *_, answer in named])
    finder = models.finder("final")
    for corpus in LINKING:
        path = shared / "corpora" / f"{corpus}.jsonl"
        for at, document in enumerate(corpora.read_linking(path)):
            if limit is not None and at >= limit:
                break
            known = (g for g in document.golds if g.wikidata and not g.optional)
            golds = [g for g in known if g.kind in set(Kind)]
            yield _linked(corpus, document, golds, reader, finder)
    for at, document in enumerate(corpora.read_world(shared / "world/world_news.jsonl")):
        if limit is not None and at >= limit:
            break
        yield _linked("world", document, document.golds, reader, finder)


def _linked(
    corpus: str,
    document: GoldDocument,
    golds: Sequence[Gold],
    reader: _Reader,
    finder: MentionFinder,
) -> Example:
    """A document of whose mentions of all kinds the answers are known."""
    draft = reader.read(document, [(g.start, g.end, Kind(g.kind)) for g in golds], finder)
    groups = {at: group for group in draft.groups for at in group.mentions}
    answers = [_answer(gold, groups[at], reader.gazetteer) for at, gold in enumerate(golds)]
    return Example(fold_model(f"{corpus}:{document.id}"), corpus, draft, answers)


def _answer(gold: Gold, group: NameGroup, gazetteer: Gazetteer) -> str | None:
    """What a mention means, of what the gazetteer holds.

    Well-known bodies that it holds under ids of its own ("MI5") are taken for the one meant by
    their full name: read one by one, all such links are right; what is named by a part is left
    out. Where a corpus has no id but a name, the candidate of that name is meant, or none.
    """
    if gold.kind == Kind.PLACE and gold.geonames:
        return f"geonames:{gold.geonames}"
    answer = f"wikidata:{gold.wikidata}" if gold.wikidata else None
    if answer and _holds(gazetteer, answer):
        return answer
    if gold.name:
        called = {fold(gold.name), fold(gold.name.partition(",")[0].partition(" (")[0])}
        alike = [o for o in group.options if fold(o.candidate.entity.name) in called]
        own = [o for o in alike if not answer or o.candidate.entity.id_in("wikidata") is None]
        return own[0].candidate.entity.id if own else NOTHING
    if answer is None:
        return NOTHING
    own = [o for o in group.options if o.candidate.entity.id_in("wikidata") is None]
    if not own:
        return NOTHING
    sure = len(group.options) == 1 and "full name" in own[0].values
    return own[0].candidate.entity.id if sure and gold.kind != Kind.PLACE else None


def _point(gold: Gold) -> Point | None:
    if gold.lat is None or gold.lon is None:
        return None
    return Point(lat=gold.lat, lon=gold.lon)


def _holds(gazetteer: Gazetteer, curie: str) -> bool:
    from gazetteer.errors import UnknownEntity

    try:
        gazetteer.get(curie)
    except UnknownEntity:
        return False
    return True


class _Reader:
    """Reads documents with given spans into drafts."""

    def __init__(self, gazetteer: Gazetteer, ranker: Ranker) -> None:
        self.gazetteer = gazetteer
        self._candidates = CandidateFinder(gazetteer)
        self._ranker = ranker

    def read(
        self,
        document: GoldDocument,
        spans: Sequence[tuple[int, int, Kind]],
        finder: MentionFinder,
    ) -> Draft:
        text = document.text
        whole = Document(text, document.id, document.title, document.published, spans=tuple(spans))
        found = finder(whole)
        given, around = found.mentions, found.beside
        title = document.title.strip()
        heading = finder(Document(title, language="en")) if title else ()
        if text.lstrip().startswith(title):
            heading = ()
        reading = Reading(
            whole,
            given,
            self._candidates(given, text),
            around,
            self._candidates(around, text),
            heading,
            self._candidates(heading, title),
        )
        return self._ranker.draft(reading)


def _outlets(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    return {str(line["id"]): urlsplit(line.get("url") or "").hostname or "" for line in read}


def _people(gazetteer: Gazetteer) -> dict[tuple[str, str], list[tuple[int, int, str | None]]]:
    found: dict[tuple[str, str], list[tuple[int, int, str | None]]] = defaultdict(list)
    with PEOPLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            # What had an id of its own when the names were read may have another by now.
            held = _holds(gazetteer, row["entity"])
            answer = gazetteer.get(row["entity"]).id if held else row["entity"]
            found[f"places_{row['corpus']}", row["document"]].append(
                (int(row["start"]), int(row["end"]), answer)
            )
    return found

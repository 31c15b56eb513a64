"""What offline linking leaves open, looked up in live services between reading and deciding.

Documents are taken in windows, so that the items that many of them need are asked for together.
What is found lies in a layer over the gazetteer, of one document each, and goes through the same
look-up and the same ranking as everything else: only the names that were open get new candidates.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from enrich.candidates import CandidateFinder
from enrich.live.asked import Asked, corrected, names_asked
from enrich.live.completing import Completer, marked
from enrich.live.geocoded import area_of, rows_of
from enrich.live.ledger import Entry, Ledger
from enrich.live.options import LiveOptions
from enrich.model import Document, Result
from enrich.outlets import WINDOW
from enrich.rank.ranker import Draft, Ranker
from enrich.reading import Reading
from gazetteer.asking import Asker, Budget
from gazetteer.cache import Cache
from gazetteer.errors import ServiceError
from gazetteer.layers import Layer, Prepared, prepare
from gazetteer.model import Kind
from gazetteer.store import Gazetteer
from gazetteer.wikidata.client import Wikidata

if TYPE_CHECKING:
    from gazetteer.geocoding import Geocoder

__all__ = ["Live", "windows"]

_KEPT: Final = 20_000
_T = TypeVar("_T")


@dataclass(slots=True)
class _Look:
    """A document between the first look and the last."""

    reading: Reading
    draft: Draft
    asked: dict[Asked, list[int]]
    entry: Entry
    budget: Budget
    found: dict[Asked, tuple[int, ...]] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return next(iter(self.asked)).language if self.asked else "en"


class Live:
    """Asks live services for what a gazetteer does not know; one object for a run.

    Args:
        gazetteer: Completed by what is found.
        ranker: Decides what is open, and then again.
        options: What may be asked.

    Attributes:
        ledger: What was not completed.
        asker: What sends; ``asker.sent`` counts the requests.
    """

    def __init__(self, gazetteer: Gazetteer, ranker: Ranker, options: LiveOptions) -> None:
        self.ledger = Ledger()
        self.options = options
        self.asker = Asker(contact=options.contact, timeout_s=options.timeout_s)
        self._gazetteer = gazetteer
        self._ranker = ranker
        self._cache = Cache(None if options.cache is None else Path(options.cache))
        self._wikidata = None
        if options.wikidata:
            codes = gazetteer.area_codes()
            self._wikidata = Wikidata(self.asker, self._cache, codes, options.settings)
        self._geocoder = self._made_geocoder()
        self._completer = Completer(gazetteer, self._wikidata, options, self.ledger)
        self._prepared: dict[tuple[str, int], Prepared] = {}
        self._left: dict[int, tuple[Document, Budget]] = {}

    def close(self) -> None:
        """Close the cache."""
        self._cache.close()

    def drafts(self, readings: Iterable[Reading]) -> Iterator[Draft]:
        """Yield the draft of each document, with what was found for it.

        Raises:
            ServiceError: A service fails, and an answer is required.
        """
        for window in windows(readings):
            yield from self._drafts(window)

    def completed(self, results: Iterable[Result]) -> Iterator[Result]:
        """Yield the results with what is linked completed: ids, coordinates, offices, labels.

        Raises:
            ServiceError: A service fails, and an answer is required.
        """
        for window in windows(results):
            left = [self._kept(result.document) for result in window]
            for result in self._completer(window, Budget.of_all(left)):
                yield marked(result, asked=self._wikidata is not None)

    @property
    def warning(self) -> str | None:
        """One sentence about what was not completed, or None."""
        return "; ".join(filter(None, (self.ledger.warning(), self._cache.problem))) or None

    def _keep(self, budget: Budget, document: Document) -> None:
        """Keep what is left of a budget until the document is to be completed."""
        if len(self._left) > _KEPT:
            self._left = {}  # of documents that nobody went on with
        self._left[id(document)] = document, budget

    def _kept(self, document: Document) -> Budget:
        kept = self._left.pop(id(document), None)
        return kept[1] if kept else Budget(self.options.requests, self.options.seconds)

    # -------------------------------------------------------------------------- first look

    def _drafts(self, readings: Sequence[Reading]) -> Iterator[Draft]:
        looks = [self._look(reading) for reading in readings]
        prepared: dict[tuple[str, int], Prepared] = {}
        if self._wikidata is not None:
            self._search(looks, self._wikidata)
            prepared = self._prepare(looks, self._wikidata)
        for look in looks:
            draft = self._last_look(look, prepared)
            self._keep(look.budget, draft.document)
            yield draft
            self.ledger.add(look.entry)

    def _look(self, reading: Reading) -> _Look:
        draft = self._ranker.draft(reading)
        asked = names_asked(reading, self._ranker.link(draft))
        options = self.options
        budget = Budget(options.requests, options.seconds)
        entry = Entry(required=options.required, document=str(reading.document.id))
        return _Look(reading, draft, asked, entry, budget)

    def _search(self, looks: Sequence[_Look], wikidata: Wikidata) -> None:
        """Find the items of each name: from the cache, or a request for each new name."""
        names = {(a.name, a.kind, a.language): a for look in looks for a in look.asked}
        known = {names[key]: found for key, found in wikidata.known_searches(names).items()}
        for look in looks:
            for asked in look.asked:
                if asked not in known:
                    with look.entry.tolerating(asked.name):
                        known[asked] = self._searched(asked, wikidata, look.budget)
                look.found[asked] = known.get(asked, ())

    def _searched(self, asked: Asked, wikidata: Wikidata, budget: Budget) -> tuple[int, ...]:
        return wikidata.search(
            asked.name,
            asked.kind,
            asked.language,
            budget,
            otherwise=lambda: corrected(asked, self._gazetteer),
        )

    def _prepare(
        self, looks: Sequence[_Look], wikidata: Wikidata
    ) -> dict[tuple[str, int], Prepared]:
        """Make entities of all items that the window needs, in as few requests as can be."""
        if len(self._prepared) > _KEPT:
            self._prepared = {}
        kept = self._prepared
        prepared: dict[tuple[str, int], Prepared] = {}
        for language in dict.fromkeys(look.language for look in looks):
            speaking = [look for look in looks if look.language == language]
            wanted = {n for look in speaking for found in look.found.values() for n in found}
            prepared |= {(language, n): kept[language, n] for n in wanted if (language, n) in kept}
            new = sorted(n for n in wanted if (language, n) not in prepared)
            if not new:
                continue
            # What no document has used for its own names may be spent on those of all.
            budgets = [look.budget for look in speaking]
            budget = Budget.of_all(budgets)
            failures: list[ServiceError] = []
            needing = [
                look for look in speaking
                if not {n for found in look.found.values() for n in found}.isdisjoint(new)
            ]  # fmt: skip
            told = _telling([look.entry for look in needing], failures)
            rows = wikidata.rows(new, [language], budget, told)
            budget.share(budgets)
            made = {(language, n): prepare(row, self._gazetteer) for n, row in rows.items()}
            prepared |= made
            if not failures:  # otherwise one may lack its offices, which a later window may learn
                kept |= made
        return prepared

    # --------------------------------------------------------------------------- last look

    def _last_look(self, look: _Look, prepared: Mapping[tuple[str, int], Prepared]) -> Draft:
        numbers = dict.fromkeys(n for found in look.found.values() for n in found)
        keys = [(look.language, number) for number in numbers]
        rows = [prepared[key] for key in keys if key in prepared]
        draft = look.draft
        if rows:
            draft = self._drafted(look, Layer(rows))
        if self._geocoder is not None:
            rows += self._geocoded(look, draft, self._geocoder)
            draft = self._drafted(look, Layer(rows)) if rows else draft
        draft.live = {"live": {**self._manifest(), **look.entry.manifest()}}
        return draft

    def _drafted(self, look: _Look, layer: Layer) -> Draft:
        """Look the open names up again, with the layer, and weigh all anew."""
        reading = look.reading
        indices = sorted(i for found in look.asked.values() for i in found)
        chosen = set(indices)
        rest = [m for i, m in enumerate(reading.mentions) if i not in chosen]
        find = CandidateFinder(self._gazetteer.with_layer(layer))
        named = [reading.mentions[i] for i in indices]
        found = find(named, reading.document.text, [*rest, *reading.beside])
        return self._ranker.draft(reading.with_candidates(dict(zip(indices, found, strict=True))))

    def _geocoded(self, look: _Look, draft: Draft, geocoder: Geocoder) -> list[Prepared]:
        """Ask for the places that nothing knows, within the area that the text is about."""
        links = self._ranker.link(draft)
        open_ = [
            asked
            for asked, indices in look.asked.items()
            if asked.kind is Kind.PLACE and all(links[i].candidate is None for i in indices)
        ]
        box = area_of(links) if open_ else None
        if box is None:
            return []
        found: list[Prepared] = []
        for asked in open_:
            with look.entry.tolerating(asked.name):
                answers = geocoder.geocode(
                    asked.name, box=box, language=asked.language, budget=look.budget
                )
                found += [prepare(row, self._gazetteer) for row in rows_of(asked.name, answers)]
        return found

    def _made_geocoder(self) -> Geocoder | None:
        options = self.options
        if options.geocoder is None:
            return None
        from gazetteer.geocoding import Geocoder

        return Geocoder(
            options.geocoder, options.geocoder_url or "", self.asker, self._cache,
            api_key=options.geocoder_key,
        )  # fmt: skip

    def _manifest(self) -> dict[str, Any]:
        settings, options = self.options.settings, self.options
        seconds = options.seconds if math.isfinite(options.seconds) else None  # no JSON has it
        told: dict[str, Any] = {"budget": [options.requests, seconds]}
        if options.wikidata:
            told |= {"wikidata": settings.api, "sparql": settings.sparql}
            told |= {"labels": options.labels, "required": options.required}
        if options.geocoder:
            told |= {"geocoder": options.geocoder, "geocoder_url": options.geocoder_url or ""}
        return told


def windows(items: Iterable[_T], size: int = WINDOW) -> Iterator[list[_T]]:
    """Yield items in lists; what came before an error comes out before the error does.

    Example:
        >>> list(windows([1, 2, 3], 2))
        [[1, 2], [3]]
    """
    window: list[_T] = []
    source = iter(items)
    while True:
        try:
            window.append(next(source))
        except StopIteration:
            break
        except Exception:
            if window:
                yield window
            raise
        if len(window) >= size:
            yield window
            window = []
    if window:
        yield window


def _telling(
    entries: Sequence[Entry], failures: list[ServiceError]
) -> Callable[[ServiceError], None]:
    def tell(error: ServiceError) -> None:
        failures.append(error)
        for entry in entries:
            entry.fail(error)

    return tell

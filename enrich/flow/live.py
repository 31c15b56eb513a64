"""The pass of live services: what offline linking leaves open is looked up before it is decided.

The items that several documents of a window need are asked for together.
What is found lies in a layer over the gazetteer, of one document each, and goes through the same
look-up and the same ranking as everything else: only the names that were open get new candidates.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from enrich.candidates import CandidateFinder
from enrich.flow.completing import Completer, marked
from enrich.flow.passes import Pass
from enrich.flow.progress import Progress, Window
from enrich.live.asked import Asked, corrected, names_asked
from enrich.live.geocoded import area_of, rows_of
from enrich.live.ledger import Entry, Ledger
from enrich.live.options import LiveOptions
from enrich.rank.ranker import Draft, Ranker
from gazetteer.errors import ServiceError
from gazetteer.model import Kind
from gazetteer.net.asking import Asker, Budget
from gazetteer.net.cache import Cache
from gazetteer.store import Gazetteer
from gazetteer.store.adopt import prepare
from gazetteer.store.layers import Layer, Prepared
from gazetteer.wikidata.client import Wikidata

if TYPE_CHECKING:
    from gazetteer.geocoding import Geocoder

_KEPT: Final = 20_000


@dataclass(slots=True)
class _Look:
    """A document between the first look and the last."""

    progress: Progress
    draft: Draft
    asked: dict[Asked, list[int]]
    entry: Entry
    budget: Budget
    found: dict[Asked, tuple[int, ...]] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return next(iter(self.asked)).language if self.asked else "en"


class Live(Pass):
    """Asks live services for what a gazetteer does not know; one object for a run.

    Args:
        gazetteer: Completed by what is found.
        ranker: Decides what is open, and then again.
        options: What may be asked.

    Attributes:
        ledger: What was not completed.
        asker: What sends; ``asker.sent`` counts the requests.
    """

    asks = True

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

    def close(self) -> None:
        """Close the cache."""
        self._cache.close()

    def before(self, window: Window) -> Window:
        """Return the documents with what was found for the names that are open.

        Raises:
            ServiceError: A service fails, and an answer is required.
        """
        return window.together(self._before)

    def after(self, window: Window) -> Window:
        """Return the documents with what is linked completed: ids, coordinates, offices, labels.

        Raises:
            ServiceError: A service fails, and an answer is required.
        """
        return window.together(self._after)

    def _after(self, window: Sequence[Progress]) -> list[Progress]:
        budgets = [progress.budget for progress in window if progress.budget is not None]
        completed = self._completer(window, Budget.of_all(budgets))
        return [marked(progress, asked=self._wikidata is not None) for progress in completed]

    @property
    def warning(self) -> str | None:
        """One sentence about what was not completed, or None."""
        return "; ".join(filter(None, (self.ledger.warning(), self._cache.problem))) or None

    def warnings(self) -> tuple[str, ...]:
        """Return what was not completed, in one line."""
        return () if self.warning is None else (self.warning,)

    # -------------------------------------------------------------------------- first look

    def _before(self, window: Sequence[Progress]) -> list[Progress]:
        looks = [self._look(progress) for progress in window]
        prepared: dict[tuple[str, int], Prepared] = {}
        if self._wikidata is not None:
            self._search(looks, self._wikidata)
            prepared = self._prepare(looks, self._wikidata)
        done = []
        for look in looks:
            done.append(self._last_look(look, prepared))
            self.ledger.add(look.entry)
        return done

    def _look(self, progress: Progress) -> _Look:
        reading = progress.read
        draft = self._ranker.draft(reading)
        asked = names_asked(reading, self._ranker.link(draft), progress.decided)
        options = self.options
        budget = Budget(options.requests, options.seconds)
        entry = Entry(required=options.required, document=str(progress.document.id))
        return _Look(progress, draft, asked, entry, budget)

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

    def _last_look(self, look: _Look, prepared: Mapping[tuple[str, int], Prepared]) -> Progress:
        numbers = dict.fromkeys(n for found in look.found.values() for n in found)
        keys = [(look.language, number) for number in numbers]
        rows = [prepared[key] for key in keys if key in prepared]
        draft = look.draft
        if rows:
            draft = self._drafted(look, Layer(rows))
        if self._geocoder is not None:
            rows += self._geocoded(look, draft, self._geocoder)
            draft = self._drafted(look, Layer(rows)) if rows else draft
        told = {**look.progress.run, "live": {**self._manifest(), **look.entry.manifest()}}
        return replace(
            look.progress, reading=draft.reading, draft=draft, budget=look.budget, run=told
        )

    def _drafted(self, look: _Look, layer: Layer) -> Draft:
        """Look the open names up again, with the layer, and weigh all anew."""
        reading = look.progress.read
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


def _telling(
    entries: Sequence[Entry], failures: list[ServiceError]
) -> Callable[[ServiceError], None]:
    def tell(error: ServiceError) -> None:
        failures.append(error)
        for entry in entries:
            entry.fail(error)

    return tell

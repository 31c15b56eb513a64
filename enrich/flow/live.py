"""The pass of live services: what offline linking leaves open is looked up before it is decided.

The items that several documents of a window need are asked for together.
What is found lies in a layer over the gazetteer, of one document each, and goes through the same
look-up and the same ranking as everything else: only the names that were open get new candidates.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from enrich.candidates import CandidateFinder
from enrich.flow.completing import Completer, marked
from enrich.flow.passes import Pass
from enrich.flow.progress import Progress, Window
from enrich.live.asked import Asked, Look, corrected, names_asked
from enrich.live.geocoded import area_of, rows_of
from enrich.live.ledger import Entry, Ledger
from enrich.live.options import LiveOptions
from enrich.model import Link
from enrich.rank.ranker import Ranker
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


class Live(Pass):
    """Asks live services for what a gazetteer does not know; one object for a run.

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
        window = window.each(self._first_look)
        if self._wikidata is not None:
            window = window.together(partial(self._search, self._wikidata)).each(self._look_again)
        if self._geocoder is not None:
            window = window.together(partial(self._geocode, self._geocoder)).each(self._look_again)
        for progress in window.documents:
            if progress.look is not None:
                self.ledger.add(progress.look.entry)
        return window

    def after(self, window: Window) -> Window:
        """Return the documents with what is linked completed: ids, coordinates, offices, labels."""
        return window.together(self._after)

    def _after(self, window: Sequence[Progress]) -> list[Progress]:
        told = [self._with_manifest(progress) for progress in window]
        budgets = [look.budget for look in _looks(window)]
        completed = self._completer(told, Budget.of_all(budgets))
        return [marked(progress, asked=self._wikidata is not None) for progress in completed]

    def warnings(self) -> tuple[str, ...]:
        """Return what was not completed, in one line."""
        told = "; ".join(filter(None, (self.ledger.warning(), self._cache.problem)))
        return (told,) if told else ()

    # ------------------------------------------------------------------------------ looking

    def _first_look(self, progress: Progress) -> Progress:
        """Link offline, and see what that leaves open."""
        draft = self._ranker.draft(progress.read)
        links = self._ranker.link(draft)
        options = self.options
        look = Look(
            names_asked(
                progress.read, links, self._gazetteer, {*progress.decided, *progress.things}
            ),
            Entry(required=options.required, document=str(progress.document.id)),
            Budget(options.requests, options.seconds),
        )
        return replace(progress, draft=draft, links=links, look=look)

    def _look_again(self, progress: Progress) -> Progress:
        """Look the open names up again, with what was found, and weigh all anew."""
        look, reading = progress.look, progress.read
        if look is None or not look.rows:
            return progress
        indices = sorted(i for found in look.asked.values() for i in found)
        chosen = set(indices)
        rest = [m for i, m in enumerate(reading.mentions) if i not in chosen]
        find = CandidateFinder(self._gazetteer.with_layer(Layer(look.rows)))
        named = [reading.mentions[i] for i in indices]
        found = find(named, reading.document.text, [*rest, *reading.beside])
        reading = reading.with_candidates(dict(zip(indices, found, strict=True)))
        draft = self._ranker.draft(reading)
        links = progress.links if self._geocoder is None else self._ranker.link(draft)
        return replace(progress, reading=reading, draft=draft, links=links)

    # ------------------------------------------------------------------------------- asking

    def _search(self, wikidata: Wikidata, window: Sequence[Progress]) -> Sequence[Progress]:
        """Find the items of each name: from the cache, or a request for each new name."""
        looks = _looks(window)
        names = {(a.name, a.kind, a.language): a for look in looks for a in look.asked}
        known = {names[key]: found for key, found in wikidata.known_searches(names).items()}
        for look in looks:
            for asked in look.asked:
                if asked not in known:
                    with look.entry.tolerating(asked.name):
                        known[asked] = self._searched(asked, wikidata, look.budget)
                look.found[asked] = known.get(asked, ())
        prepared = self._prepare(looks, wikidata)
        for look in looks:
            keys = [(look.language, number) for number in look.numbers]
            look.rows += [prepared[key] for key in keys if key in prepared]
        return window

    def _searched(self, asked: Asked, wikidata: Wikidata, budget: Budget) -> tuple[int, ...]:
        return wikidata.search(
            asked.name,
            asked.kind,
            asked.language,
            budget,
            otherwise=lambda: corrected(asked, self._gazetteer),
        )

    def _prepare(
        self, looks: Sequence[Look], wikidata: Wikidata
    ) -> dict[tuple[str, int], Prepared]:
        """Make entities of all items that the window needs, in as few requests as can be."""
        if len(self._prepared) > _KEPT:
            self._prepared = {}
        kept = self._prepared
        prepared: dict[tuple[str, int], Prepared] = {}
        for language in dict.fromkeys(look.language for look in looks):
            speaking = [look for look in looks if look.language == language]
            wanted = {number for look in speaking for number in look.numbers}
            prepared |= {(language, n): kept[language, n] for n in wanted if (language, n) in kept}
            new = sorted(n for n in wanted if (language, n) not in prepared)
            if not new:
                continue
            # What no document has used for its own names may be spent on those of all.
            budgets = [look.budget for look in speaking]
            budget = Budget.of_all(budgets)
            failures: list[ServiceError] = []
            needing = [look for look in speaking if not set(new).isdisjoint(look.numbers)]
            told = _telling([look.entry for look in needing], failures)
            rows = wikidata.rows(new, [language], budget, told)
            budget.share(budgets)
            made = {(language, n): prepare(row, self._gazetteer) for n, row in rows.items()}
            prepared |= made
            if not failures:  # otherwise one may lack its offices, which a later window may learn
                kept |= made
        return prepared

    def _geocode(self, geocoder: Geocoder, window: Sequence[Progress]) -> Sequence[Progress]:
        """Ask for the places that nothing knows, within the area that each text is about."""
        for progress in window:
            if progress.look is not None:
                progress.look.rows += self._geocoded(progress.look, progress.links, geocoder)
        return window

    def _geocoded(self, look: Look, links: Sequence[Link], geocoder: Geocoder) -> list[Prepared]:
        open_ = [
            asked
            for asked, indices in look.asked.items()
            if asked.kind is Kind.PLACE and all(links[i].candidate is None for i in indices)
        ]
        box = area_of(links) if open_ else None
        found: list[Prepared] = []
        for asked in open_ if box else ():
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

    def _with_manifest(self, progress: Progress) -> Progress:
        look = progress.look
        told = {**self._manifest(), **look.entry.manifest()} if look is not None else {}
        return replace(progress, run={**progress.run, "live": told})

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


def _looks(window: Sequence[Progress]) -> list[Look]:
    return [progress.look for progress in window if progress.look is not None]


def _telling(
    entries: Sequence[Entry], failures: list[ServiceError]
) -> Callable[[ServiceError], None]:
    def tell(error: ServiceError) -> None:
        failures.append(error)
        for entry in entries:
            entry.fail(error)

    return tell

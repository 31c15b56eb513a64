"""Wikidata as the gazetteer asks it: from the cache what was asked before, the rest in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from gazetteer.errors import ServiceError
from gazetteer.model import Kind, Point, Position
from gazetteer.net.asking import Asker, Budget
from gazetteer.net.cache import Cache
from gazetteer.rows import Row
from gazetteer.sources.options import BuildOptions, Report
from gazetteer.sources.wikidata_classes import listed_classes
from gazetteer.sources.wikidata_item import Draft, draft_item
from gazetteer.sources.wikidata_rows import Referred, RowMaker
from gazetteer.wikidata.api import BATCH, Api, search_term
from gazetteer.wikidata.ids import language_code, number_of
from gazetteer.wikidata.references import Classes, numbers_by, offices_of, plain_facts, referred
from gazetteer.wikidata.settings import Settings
from gazetteer.wikidata.sparql import Sparql

SOURCE: Final = "wikidata live"
"""What facts that were asked for, and not built in, name as their source."""

OnError = Callable[[ServiceError], None]
"""Takes what could not be had; may raise it to stop."""

_SEARCH_DAYS: Final = 7.0  # new items come up daily
_ENTITY_DAYS: Final = 30.0
_LASTING_DAYS: Final = 180.0  # classes, offices, areas and ids hardly change
_NONE_DAYS: Final = 1.0  # what there is not today, there may be tomorrow
_LANGUAGES: Final = ("en", "mul")
_SPARQL_BATCH: Final = 200
_KEPT: Final = 20_000
_FORMAT: Final = 1  # of what is kept; raised when an answer is kept in another form


class Wikidata:
    """Items by name and by number, as rows like those of every other source.

    Whatever the cache holds is not asked for. Each method asks in batches as large as the service
    allows and as ``budget`` permits; what one batch cannot get is told to ``on_error``, and the
    others go on. Without ``on_error`` the first failure is raised.

    Args:
        asker: What sends.
        cache: Where answers are kept, or None.
        codes: GeoNames code of the countries and areas that are known, by the number of their
            item: ``Gazetteer.area_codes``.
        settings: Addresses.
        anew: Whether everything is asked again, whatever the cache holds.

    Example:
        with Cache() as cache, Gazetteer.open() as gazetteer:
            wikidata = Wikidata(Asker(), cache, gazetteer.area_codes())
            numbers = wikidata.search("Lionel Messi", Kind.PERSON, "en")
            rows = wikidata.rows(numbers)
    """

    def __init__(
        self,
        asker: Asker,
        cache: Cache | None,
        codes: Mapping[int, str],
        settings: Settings | None = None,
        *,
        anew: bool = False,
    ) -> None:
        self.settings = settings or Settings()
        self._api = Api(asker, self.settings.api)
        self._sparql = Sparql(asker, self.settings.sparql)
        self._codes = codes
        self._kept = _Kept(cache, anew=anew)

    def known_searches(
        self, names: Iterable[tuple[str, Kind, str]]
    ) -> dict[tuple[str, Kind, str], tuple[int, ...]]:
        """Return what earlier searches found under names with kind and language, without asking."""
        keys = {_search_key(*asked): asked for asked in names}
        held = self._kept.get(self._space("search"), keys)
        return {keys[key]: _numbers(found) for key, found in held.items()}

    def search(
        self,
        name: str,
        kind: Kind,
        language: str,
        budget: Budget | None = None,
        *,
        otherwise: Callable[[], Iterable[str]] = tuple,
    ) -> tuple[int, ...]:
        """Return the numbers of the items that a name may mean, the best first.

        The language, an ISO 639 code, is that of the text. Where nothing is found, the names that
        ``otherwise`` gives are tried; what is found under one of them is kept as the answer for
        this one.

        Raises:
            ServiceError: It is not in the cache, and there is no usable answer.
        """
        known = self.known_searches([(name, kind, language)])
        if known:
            return next(iter(known.values()))
        found = self._api.search(name, kind, language, budget)
        for other in otherwise() if not found else ():
            found = self.search(other, kind, language, budget)
            if found:
                break
        days = _SEARCH_DAYS if found else _NONE_DAYS
        self._kept.put(self._space("search"), {_search_key(name, kind, language): found}, days)
        return found

    def rows(
        self,
        numbers: Iterable[int],
        languages: Iterable[str] = (),
        budget: Budget | None = None,
        on_error: OnError | None = None,
    ) -> dict[int, Row]:
        """Return items as rows: places, people and organisations; other things are left out.

        They have names in English and in the languages.
        """
        drafts = self._drafts(numbers, languages, budget, on_error)
        classes = self._classes(drafts.values(), budget, on_error)
        needed = {number for draft in drafts.values() for number in self._refers(draft, classes)}
        maker = self._maker(needed, classes, budget, on_error)
        found = {number: maker.row(draft) for number, draft in drafts.items()}
        return {number: replace(row, source=SOURCE) for number, row in found.items() if row}

    def of_geonames(
        self, numbers: Iterable[int], budget: Budget | None = None, on_error: OnError | None = None
    ) -> dict[int, int]:
        """Return the items of GeoNames places, by their GeoNames number.

        Places of which several items claim the id have none: one of them is wrong.
        """

        def ask(batch: Sequence[int]) -> dict[int, Any]:
            rows = self._sparql.geonames(batch, budget)
            said = ({**row, "number": f"Q{row.get('number')}"} for row in rows)
            return numbers_by(said, "number", "item")

        found = self._answers("geonames", numbers, ask, on_error)
        return {number: items[0] for number, items in found.items() if len(items or ()) == 1}

    def positions(
        self, people: Iterable[int], budget: Budget | None = None, on_error: OnError | None = None
    ) -> dict[int, tuple[Position, ...]]:
        """Return the offices that people held and hold, the oldest first."""

        def ask(batch: Sequence[int]) -> Mapping[int, Any]:
            return offices_of(self._sparql.positions(batch, budget))

        held = self._answers("positions", people, ask, on_error, days=_ENTITY_DAYS, size=BATCH)
        drafts = {
            number: Draft(id=number, classes=[5], sitelinks=0, name="", offices=terms or [])
            for number, terms in held.items()
        }
        needed = {n for draft in drafts.values() for n in _offices(draft)}
        maker = self._maker(needed, Classes({}), budget, on_error)
        return {number: tuple(maker.positions(draft)) for number, draft in drafts.items()}

    def labels(
        self,
        numbers: Iterable[int],
        language: str,
        budget: Budget | None = None,
        on_error: OnError | None = None,
    ) -> dict[int, str]:
        """Return the labels of items in a language, of those that have one."""

        def ask(batch: Sequence[int]) -> dict[int, Any]:
            rows = plain_facts(self._sparql.labels(batch, language, budget))
            return {number: facts.get("label") for number, facts in rows.items()}

        found = self._answers(f"labels {language_code(language)}", numbers, ask, on_error)
        return {number: label for number, label in found.items() if isinstance(label, str)}

    def points(
        self, numbers: Iterable[int], budget: Budget | None = None, on_error: OnError | None = None
    ) -> dict[int, Point]:
        """Return where items lie, of those that Wikidata knows it of."""
        found = self._referred(numbers, Classes({}), budget, on_error)
        return {
            number: Point(lat=held.point[0], lon=held.point[1])
            for number, held in found.items()
            if held.point
        }

    def _drafts(
        self,
        numbers: Iterable[int],
        languages: Iterable[str],
        budget: Budget | None,
        on_error: OnError | None,
    ) -> dict[int, Draft]:
        wanted = sorted({*_LANGUAGES, *map(language_code, languages)})
        options = BuildOptions(languages=frozenset(code.partition("-")[0] for code in wanted))

        def ask(batch: Sequence[int]) -> dict[int, Any]:
            items = self._api.items(batch, wanted, budget)
            # An item that was merged into another is that one, whatever it was asked for as.
            return {
                number: draft_item(item, number_of(item.get("id")) or number, options)
                for number, item in items.items()
                if item is not None
            }

        space = f"entity {'|'.join(wanted)}"
        found = self._answers(space, numbers, ask, on_error, days=_ENTITY_DAYS, size=BATCH)
        return {number: draft for number, draft in found.items() if draft}

    def _classes(
        self, drafts: Iterable[Draft], budget: Budget | None, on_error: OnError | None
    ) -> Classes:
        listed = listed_classes()
        unknown = {c for draft in drafts for c in draft["classes"] if c not in listed}

        def ask(batch: Sequence[int]) -> Mapping[int, Any]:
            return numbers_by(self._sparql.classes(batch, listed, budget), "class", "listed")

        found = self._answers("class", unknown, ask, on_error, size=BATCH)
        return Classes({number: above or () for number, above in found.items()})

    def _refers(self, draft: Draft, classes: Classes) -> Iterator[int]:
        """Yield what must be known of other items to make a row of a draft."""
        verdict = classes.verdict(draft["classes"])
        kind = verdict.kind if verdict else None
        if kind is Kind.PERSON:
            yield from _offices(draft)
        elif kind is Kind.ORGANISATION:
            yield from draft.get("seats", ())
        elif kind is Kind.PLACE:
            yield from (n for n in draft.get("places", ()) if n not in self._codes)

    def _referred(
        self,
        numbers: Iterable[int],
        classes: Classes,
        budget: Budget | None,
        on_error: OnError | None,
    ) -> dict[int, Referred]:
        def ask(batch: Sequence[int]) -> Mapping[int, Any]:
            return plain_facts(self._sparql.references(batch, budget))

        found = self._answers("reference", numbers, ask, on_error, size=BATCH)
        return {n: referred(facts or {}, self._codes, classes) for n, facts in found.items()}

    def _maker(
        self,
        needed: Iterable[int],
        classes: Classes,
        budget: Budget | None,
        on_error: OnError | None,
    ) -> RowMaker:
        return RowMaker(
            graph=classes,
            referred=self._referred(needed, classes, budget, on_error),
            codes=self._codes,
            options=BuildOptions(),
            report=Report(),
            file="Wikidata",
        )

    def _answers(  # noqa: PLR0913 - how one sort of question is asked
        self,
        space: str,
        numbers: Iterable[int],
        ask: Callable[[Sequence[int]], Mapping[int, Any]],
        on_error: OnError | None,
        *,
        days: float = _LASTING_DAYS,
        size: int = _SPARQL_BATCH,
    ) -> dict[int, Any]:
        """Return an answer for each number: None where there is none, nothing where it failed."""
        whole = self._space(space)
        wanted = {str(number): number for number in dict.fromkeys(numbers)}
        held = self._kept.get(whole, wanted)
        found = {wanted[key]: answer for key, answer in held.items()}
        missing = [number for number in wanted.values() if number not in found]
        for first in range(0, len(missing), size):
            batch = missing[first : first + size]
            try:
                answers = ask(batch)
            except ServiceError as error:
                if on_error is None:
                    raise
                on_error(error)
                continue
            found |= {number: answers.get(number) for number in batch}
            some = {str(n): found[n] for n in batch if found[n] is not None}
            self._kept.put(whole, some, days)
            none = {str(n): None for n in batch if found[n] is None}
            self._kept.put(whole, none, _NONE_DAYS)
        return found

    def _space(self, name: str) -> str:
        """Answers of different services, and of other versions of this module, are kept apart."""
        by_api = name.startswith(("search", "entity"))
        service = self.settings.api if by_api else self.settings.sparql
        return f"wikidata {service} {name} v{_FORMAT}"


class _Kept:
    """The cache, and in front of it what this process has seen already."""

    def __init__(self, cache: Cache | None, *, anew: bool) -> None:
        self._cache = cache
        self._anew = anew
        self._seen: dict[tuple[str, str], Any] = {}

    def get(self, space: str, keys: Iterable[str]) -> dict[str, Any]:
        wanted = list(keys)
        found = {key: self._seen[space, key] for key in wanted if (space, key) in self._seen}
        rest = [key for key in wanted if key not in found]
        if rest and self._cache is not None and not self._anew:
            held = self._cache.get_many(space, rest)
            self._remember(space, held)
            found |= held
        return found

    def put(self, space: str, values: Mapping[str, Any], days: float) -> None:
        if not values:
            return
        self._remember(space, values)
        if self._cache is not None:
            self._cache.put_many(space, values, days=days)

    def _remember(self, space: str, values: Mapping[str, Any]) -> None:
        if len(self._seen) > _KEPT:
            self._seen.clear()
        self._seen |= {(space, key): value for key, value in values.items()}


def _offices(draft: Draft) -> Iterator[int]:
    for held in draft.get("offices", ()):
        yield held["office"]
        yield from held["of"]


def _search_key(name: str, kind: Kind, language: str) -> str:
    term = search_term(name)
    # People are searched for in all languages at once, other things whatever kind they are of.
    return f"person {term}" if kind is Kind.PERSON else f"name {language_code(language)} {term}"


def _numbers(found: Any) -> tuple[int, ...]:
    return tuple(n for n in found if type(n) is int) if isinstance(found, list | tuple) else ()

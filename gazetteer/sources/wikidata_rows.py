"""Drafts of Wikidata items as rows: what they refer to is known by now."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from gazetteer.codes import is_division, is_settlement
from gazetteer.model import Kind, Name, NameType, Point, Position
from gazetteer.names import surname
from gazetteer.rows import Row, fame_prominence
from gazetteer.sources.options import BuildOptions, Report
from gazetteer.sources.wikidata_classes import Verdict, Verdicts
from gazetteer.sources.wikidata_item import Draft, OfficeDraft

_DEEPEST: Final = 12  # areas around areas; circles occur
_OCCUPATIONS: Final = 3
_KNOWN_BY_SURNAME: Final = 40
"""Wikipedia articles from which on a surname alone is taken to mean this person."""
_OFFICE_WORDS: Final = frozenset(
    "acting advisor agriculture ambassador assistant attorney bank cabinet central chair chairman"
    " chairperson chancellor chief commander commissioner council culture defence defense deputy"
    " director economy education energy executive federal finance first foreign general governor"
    " head health interior judge justice king leader lieutenant lord mayor member minister ministry"
    " monarch national of officer parliament permanent premier president prime prosecutor queen"
    " representative secretary security senator speaker staff state the to treasury under-secretary"
    " vice affairs internal external and for in".split()
)


def item_prominence(feature: str | None, sitelinks: int) -> float:
    """Return the prominence of an item with so many Wikipedia articles, 0 to 1.

    Args:
        feature: GeoNames feature code of a place; None for people and organisations.
        sitelinks: Editions of Wikipedia that have an article.

    Example:
        >>> round(item_prominence(None, 25), 2), round(item_prominence("PPL", 25), 2)
        (0.5, 0.28)
    """
    if is_settlement(feature) or is_division(feature):
        return town_prominence(sitelinks)
    return fame_prominence(sitelinks)


def town_prominence(sitelinks: int) -> float:
    """Return the prominence of a town or division with so many Wikipedia articles, 0 to 1.

    Robots wrote articles about the towns and divisions of the world in dozens of editions, and so
    these tell less of a town than of a person (``gazetteer.rows.fame_prominence``). The square of
    the logarithm: 0.01 for one article, 0.10 for six, 0.56 for a hundred. Of 96 towns of a sample
    whose inhabitants are known, the median is 0.31, that of ``settlement_prominence`` 0.33, and
    that of fame would be 0.53.

    Example:
        >>> [round(town_prominence(n), 2) for n in (0, 6, 100)]
        [0.0, 0.1, 0.56]
    """
    return min(1.0, 0.9 * (math.log1p(max(0, sitelinks)) / math.log1p(350)) ** 2)


def plain_title(label: str) -> str:
    """Return an office in lower case but for names, as the model has it.

    Example:
        >>> plain_title("Minister of Foreign Affairs"), plain_title("President of Armenia")
        ('minister of foreign affairs', 'president of Armenia')
    """
    words = label.split()
    return " ".join(w.lower() if w.lower() in _OFFICE_WORDS else w for w in words)


@dataclass(frozen=True, slots=True)
class Referred:
    """What is kept of an item because others refer to it: as in its draft, with what it is."""

    name: str
    kind: Kind | None
    places: tuple[int, ...]
    countries: tuple[int, ...]
    of: tuple[int, ...]
    point: tuple[float, float] | None


def referred_of(draft: Draft, kind: Kind | None) -> Referred:
    """Return what others need of a draft."""
    return Referred(
        draft["name"],
        kind,
        tuple(draft.get("places", ())),
        tuple(draft.get("countries", ())),
        tuple(draft.get("of", ())),
        draft.get("point"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMaker:
    """Makes rows of the drafts of a file.

    The classes are resolved; the items that drafts refer to, and the GeoNames codes of the
    countries and areas that are known ("AM", "AM.08"), stand under the number of the item.
    """

    graph: Verdicts
    referred: Mapping[int, Referred]
    codes: Mapping[int, str]
    options: BuildOptions
    report: Report
    file: str

    def row(self, draft: Draft) -> Row | None:
        """Return the row of a draft, or None where it is not wanted."""
        if draft["sitelinks"] < self.options.min_sitelinks:
            return None
        verdict = self.graph.verdict(draft["classes"])
        if verdict is None or verdict.kind is None or _is_a_sort(draft):
            return None
        if not draft["name"]:
            self._problem(draft, "item without a label")
            return None
        if verdict.kind is Kind.PLACE:
            return self._place(draft, verdict)
        if verdict.kind is Kind.PERSON:
            return self._person(draft)
        return self._organisation(draft)

    def _problem(self, draft: Draft, what: str) -> None:
        self.report.problem(f"{self.file}:Q{draft['id']}", what)

    def _place(self, draft: Draft, verdict: Verdict) -> Row | None:
        if draft.get("elsewhere"):
            return None
        if draft.get("bad_point"):
            self._problem(draft, "coordinates out of range")
        area = self._area(draft["id"], draft.get("places", ()))
        country = self._country(draft.get("countries", ()), area)
        if area and country and area.partition(".")[0] != country:
            area = None
        letter, _, code = verdict.feature.partition(".")
        population = draft.get("population", 0)
        if not self.options.wants_place(country, letter, code, population):
            return None
        return replace(
            self._base(draft, Kind.PLACE, country, code or None),
            area=area or country,
            population=population,
        )

    def _person(self, draft: Draft) -> Row | None:
        citizen = draft.get("citizen") or draft.get("countries", ())
        country = self._country(citizen, None)
        if not self.options.wants_country(country):
            return None
        row = self._base(draft, Kind.PERSON, country)
        family = surname(row.name, country) if draft["sitelinks"] >= _KNOWN_BY_SURNAME else ""
        held = sorted(self.positions(draft), key=lambda p: (p.start or "", p.title))
        return replace(
            row,
            names=(*row.names, Name(family, NameType.SHORT)) if family else row.names,
            point=None,
            valid=_valid(draft.get("life")),
            positions=tuple(held),
            description=row.description or self._occupations(draft),
        )

    def _occupations(self, draft: Draft) -> str:
        """Return what a person does, in the words of the first few occupations."""
        known = (self.referred[n].name for n in draft.get("occupations", ()) if n in self.referred)
        return ", ".join(list(filter(None, known))[:_OCCUPATIONS])

    def _organisation(self, draft: Draft) -> Row | None:
        seats = [self.referred[n] for n in draft.get("seats", ()) if n in self.referred]
        country = self._country(draft.get("countries", ()), None)
        if country is None and seats:
            country = self._country(seats[0].countries, None)
        if not self.options.wants_country(country):
            return None
        row = self._base(draft, Kind.ORGANISATION, country)
        pairs = (draft.get("seat_point"), *(seat.point for seat in seats))
        return replace(row, point=row.point or _point(next(filter(None, pairs), None)))

    def _base(
        self, draft: Draft, kind: Kind, country: str | None, feature: str | None = None
    ) -> Row:
        names = tuple(
            Name(text, NameType(type_), language, preferred, (start, end))
            for text, type_, language, preferred, start, end in draft.get("names", ())
            if text != draft["name"]
        )
        return Row(
            id=f"wikidata:Q{draft['id']}",
            kind=kind,
            name=draft["name"],
            names=names,
            geonames=draft.get("geonames"),
            country=country,
            feature=feature,
            point=_point(draft.get("point")),
            prominence=item_prominence(feature, draft["sitelinks"]),
            valid=_valid(draft.get("valid")),
            description=draft.get("description", ""),
            same_as=tuple(f"wof:{number}" for number in draft.get("wof", ())),
            source="wikidata",
        )

    def _country(self, numbers: Iterable[int], area: str | None) -> str | None:
        """Return the one country of an item: none where there are several."""
        found = {self.codes[n] for n in numbers if len(self.codes.get(n, "")) == 2}
        if not found and area:
            return area.partition(".")[0]
        return found.pop() if len(found) == 1 else None

    def _area(self, number: int, places: Iterable[int]) -> str | None:
        """Return the code of the smallest area with one, going out from an item."""
        seen: set[int] = set()
        level = [number, *places]
        for _ in range(_DEEPEST):
            for candidate in level:
                if code := self.codes.get(candidate):
                    return code
            seen.update(level)
            level = [
                place
                for candidate in level
                if candidate in self.referred
                for place in self.referred[candidate].places
                if place not in seen
            ]
        return None

    def positions(self, draft: Draft) -> Iterator[Position]:
        """Yield the offices that a person held, so far as the offices are known."""
        for held in draft.get("offices", ()):
            office = self.referred.get(held["office"])
            if office is not None and office.name:
                yield Position(
                    plain_title(office.name),
                    self._office_country(held, office),
                    held["start"],
                    held["end"],
                    self._body(held),
                )

    def _office_country(self, held: OfficeDraft, office: Referred) -> str | None:
        """Return the state an office serves: what the statement says, else the office itself."""
        for numbers in (held["of"], office.of, office.countries):
            if country := self._country(numbers, None):
                return country
        return None

    def _body(self, held: OfficeDraft) -> str | None:
        for number in held["of"]:
            body = self.referred.get(number)
            if body is not None and body.kind is Kind.ORGANISATION:
                return f"wikidata:Q{number}"
        return None


def _is_a_sort(draft: Draft) -> bool:
    """Whether a draft is a sort of things ("archaeological site"), not one of them."""
    placed = draft.get("point") or draft.get("geonames") or draft.get("countries")
    return draft.get("is_class", False) and not placed


def _point(pair: tuple[float, float] | None) -> Point | None:
    return Point(lat=pair[0], lon=pair[1]) if pair else None


def _valid(dates: tuple[str | None, str | None] | None) -> tuple[str | None, str | None]:
    return (dates[0], dates[1]) if dates else (None, None)

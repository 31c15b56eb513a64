"""Carry organisations over from the references that no hand table lists.

What is carried over, and why not the rest, is told by `organisation_gate` (which organisations) and
`organisation_surfaces` (under which names). Organisations that are held already gain names by the
same rules. An organisation that a held one without an id may be is left out: nothing stands twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from curate.fame import Fame, prominence_of, read_reference
from curate.organisation_called import Namer, Organisation, main_name
from curate.organisation_doubles import is_branch, without_doubles
from curate.organisation_facts import Facts, Registered
from curate.organisation_gate import Entrant, category_of, describe_kind, is_wanted, site_of
from curate.organisation_kinds import ANY, kinds_of
from curate.organisation_names import CountryWords, name_key
from curate.organisation_place import in_place, placed
from curate.organisation_readers import CHECK
from curate.organisation_seats import Seat
from curate.organisation_shortened import Shortener
from curate.organisation_surfaces import Bearer, Surfaces, is_generic, is_initials, share
from curate.tables import Row, format_coordinate

from gazetteer.names import fold
from gazetteer.sources.edits import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from curate.organisation_readers import Held
    from curate.organisation_references import References
    from curate.organisation_seats import Seats

__all__ = ["Importer"]

TOLD_APART = frozenset("party sport media bank union court parliament".split())
"""Categories of which several of one name are several things; of the others they are branches."""
OF_BRITAIN = "Northern Ireland "
"""What begins so is no body of Ireland, though its name speaks of that."""
STATE = frozenset({"ministry", "parliament", "court", "government", "military", "police"})


class Importer:
    """Makes rows of what the references hold.

    Args:
        shared: Folder of the reference data.
        curated: Folder of the curated tables.
        references: What the ids are called.
        seats: The cities.
        countries: English name of each country code.
    """

    def __init__(
        self,
        shared: Path,
        curated: Path,
        references: References,
        seats: Seats,
        countries: Mapping[str, str],
    ) -> None:
        self._references = references
        self._seats = seats
        self._countries = countries
        self._edited = read_rows(curated / "edits" / "organisation_names.csv")
        self._facts = Facts(shared)
        self._fame = Fame(shared)
        self._words = CountryWords(curated)
        self._surfaces = Surfaces(curated, self._facts.people.values())
        self._namer = Namer(self._surfaces, self._facts.languages)
        providers = {qid: count for qid, (_, count) in self._facts.clubs.items()}
        self._shortener = Shortener(curated, providers)
        self._sites = {fold(row["name"]) for row in read_rows(curated / "facilities.csv")}
        self._titles = {
            row["qid"]: row["enwiki_title"]
            for row in read_reference(shared / "sources/reference/organisations_wikidata.tsv.gz")
        }

    def tables(self, rows: Sequence[Row], names: Sequence[Row]) -> tuple[list[Row], list[Row]]:
        """Return the rows to add to the table of organisations and to that of their names.

        Args:
            rows: Organisations that are held.
            names: Their further names.
        """
        new = self._told_apart(rows, self._newcomers(rows, names))
        held = [self._held(row) for row in rows if row["wikidata"]]
        allowed = self._share(rows, names, [*new, *held])
        known = {(row["id"], fold(row["name"])) for row in [*rows, *names, *self._edited]}
        more = [
            {"id": one.id, "name": name, "type": kind, "language": language, "source": source}
            for one in [*new, *held]
            for name, (kind, language, source) in one.names.items()
            if (fold(name), one.id) in allowed and (one.id, fold(name)) not in known
        ]
        added = [self._row(one) for one in new]
        more = _once(more)
        every = [*names, *more, *self._edited]
        return added, [*more, *self._shortener.rows([*rows, *added], every)]

    def _newcomers(self, rows: Sequence[Row], names: Sequence[Row]) -> list[Organisation]:
        """Return the organisations to add, none that may be one that is held."""
        taken = {row["wikidata"] for row in rows}
        standing: defaultdict[str, set[str]] = defaultdict(set)
        country_of = {row["id"]: row["country"] for row in rows}
        every = [n for n in (*names, *self._edited) if n["type"] != "abbreviation"]
        for row in [*rows, *(n for n in every if n["id"] in country_of)]:
            standing[name_key(row["name"])].add(country_of[row["id"]])
        held = {row["id"] for row in rows if row["category"] == "company"}
        companies = {name_key(row["name"]) for row in [*rows, *every] if row["id"] in held}
        found = []
        for qid in self._references.ids():
            if qid not in taken and qid not in self._facts.people:
                one = self._newcomer(qid)
                if one is None or _stands(one, standing):
                    continue
                if not (is_branch(one, self._titles) and name_key(one.label) in companies):
                    found.append(one)
        return without_doubles(found, self._titles)

    def _told_apart(self, rows: Sequence[Row], ones: list[Organisation]) -> list[Organisation]:
        """Give those less known of several that share a main name their country in brackets.

        "Socialist Party" alone is for the few that the news means; where nothing tells one of the
        others apart, it is left out.
        """
        bearers = [(fold(r["name"]), Bearer(float(r["prominence"]), r["id"])) for r in rows]
        bearers += [(fold(one.label), Bearer(one.prominence, one.id)) for one in ones]
        kept = share(bearers, ())
        told = []
        for one in ones:
            if (fold(one.label), one.id) not in kept:
                if one.country not in self._countries or one.category not in TOLD_APART:
                    continue
                one.label = f"{one.label} ({placed(self._countries[one.country])})"
            told.append(one)
        return told

    def _newcomer(self, qid: str) -> Organisation | None:
        """Return an organisation of the references, if it passes the gate."""
        helds = [held for held in self._references.held(qid) if held.source != CHECK]
        registered = self._facts.registered.get(qid)
        category = category_of(helds, registered)
        if not category or (category in ("company", "police") and qid in self._facts.places):
            return None
        label, source = main_name(helds)
        if not label or (site_of(category, label) and fold(label) in self._sites):
            return None
        one = Organisation(
            qid,
            category,
            label,
            self._country(helds, category, registered),
            self._prominence(qid, registered),
            registered=registered,
            source=source,
        )
        entrant = Entrant(
            category,
            (label, *(name for held in helds for name in held.names)),
            prominence=one.prominence,
            country=one.country,
            collections=self._facts.collections.get(qid, frozenset()),
            registered=registered,
            providers=self._facts.clubs.get(qid, ("", 0))[1],
            confirmed=any(category in kinds_of(h) for h in helds if h.source != "wikidata"),
            operator=source == "name-suggestion-index",
        )
        if not is_wanted(entrant):
            return None
        if category in STATE and is_generic(label):
            if not one.country:
                return None
            one.label = f"{label} of {placed(self._countries[one.country], alone=True)}"
        self._namer.gather(one, helds)
        return one if self._namer.settle(one, {n for held in helds for n in held.names}) else None

    def _held(self, row: Row) -> Organisation:
        """Return an organisation that is held, with the names that it may gain."""
        one = Organisation(
            row["wikidata"], row["category"], row["name"], row["country"], float(row["prominence"])
        )
        helds = [h for h in self._references.held(one.qid) if h.source != CHECK]
        one.registered = self._facts.registered.get(one.qid)
        self._namer.gather(one, helds)
        return one

    def _prominence(self, qid: str, registered: Registered | None) -> float:
        """Return the fame, to the signs of which the registry adds that there is an article."""
        signs = self._fame.signs(qid)
        if registered is not None and registered.article:
            signs = replace(signs, article=True)
        return prominence_of(signs)

    def _country(self, helds: Sequence[Held], category: str, registered: Registered | None) -> str:
        """Return the country that a reference gives, else the one that names and title speak of."""
        said = {held.country for held in helds if held.country}
        if len(said) == 1:
            return said.pop()
        if said:
            return registered.country if registered is not None else ""
        for held in helds:
            if "(" in held.title:
                code = self._words.code_of(held.title.rpartition("(")[2].rstrip(")"))
                if code:
                    return code
        if category in STATE or category in ("party", "bank", "union"):
            named = [name for held in helds if held.kind != ANY for name in held.names]
            if any(name.startswith(OF_BRITAIN) for name in named):
                return "GB"
            spoken = {code for name in named for code in self._words.codes_in(name)}
            if len(spoken) == 1:
                return spoken.pop()
        return ""

    def _share(
        self, rows: Sequence[Row], names: Sequence[Row], ones: Sequence[Organisation]
    ) -> set[tuple[str, str]]:
        """Return which names, as pairs of key and id, go to the best known that share them."""
        prominence = {row["id"]: float(row["prominence"]) for row in rows}
        full: list[tuple[str, Bearer]] = []
        short: list[tuple[str, Bearer]] = []
        for row in [*rows, *names]:
            side = short if is_initials(row["name"]) else full
            bearer = Bearer(prominence[row["id"]], row["id"], "category" in row)
            side.append((fold(row["name"]), bearer))
        for one in ones:
            for name in (one.label, *one.names):
                bearer = Bearer(one.prominence, one.id, name == one.label)
                (short if is_initials(name) else full).append((fold(name), bearer))
        return share(full, short)

    def _row(self, one: Organisation) -> Row:
        """Return the row of a new organisation."""
        seat = self._seat(one.registered)
        founded = one.registered.founded if one.registered else ""
        founded = founded or self._facts.clubs.get(one.qid, ("", 0))[0]
        return {
            "id": one.id,
            "name": one.label,
            "category": one.category,
            "country": one.country,
            "seat": seat.id if seat else "",
            "lat": format_coordinate(seat.lat) if seat else "",
            "lon": format_coordinate(seat.lon) if seat else "",
            "prominence": f"{one.prominence:.2f}".rstrip("0"),
            "valid_from": founded,
            "valid_to": "",
            "wikidata": one.qid,
            "description": self._describe(one, seat),
            "source": one.source,
        }

    def _seat(self, registered: Registered | None) -> Seat | None:
        if registered is None or registered.geonames is None:
            return None
        if seat := self._seats.lookup_by_id(registered.geonames):
            return seat
        if registered.lat is None or registered.lon is None:
            return None
        curie = f"geonames:{registered.geonames}"
        return Seat(curie, registered.place, registered.lat, registered.lon)

    def _describe(self, one: Organisation, seat: Seat | None) -> str:
        """Describe an organisation by what and where it is: "airline in Rabat, Morocco"."""
        region = self._facts.regions.get(one.qid, "")
        kind = describe_kind(
            one.category,
            one.label,
            football=one.qid in self._facts.clubs,
            paper=bool(region)
            or "wiki-media-cred-2025" in self._facts.collections.get(one.qid, ()),
        )
        country = self._countries.get(one.country, "")
        if not seat and (code := self._words.code_of(region)) and not one.country:
            region, country = "", self._countries.get(code, region)
        return kind + in_place(seat.name if seat else region, country)


def _stands(one: Organisation, standing: Mapping[str, set[str]]) -> bool:
    """Tell whether something of this name is held in the same country, or in none."""
    countries = standing.get(name_key(one.label), set())
    return bool(countries) and (not one.country or "" in countries or one.country in countries)


def _once(rows: Iterable[Row]) -> list[Row]:
    """Return each name of an organisation once, whatever its spelling folds to."""
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        seen.setdefault((row["id"], fold(row["name"])), row)
    return list(seen.values())

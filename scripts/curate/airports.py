"""Compile airports and air bases that news may name.

OurAirports says which have airlines and how large they are, and gives names, points and towns;
``airport_references.py`` says where the ids come from. An airport without one gets an ``enrich:``
id of its name and country.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from curate.airport_names import AirportNames, Neighbours, forms_of, shown_name
from curate.airport_references import (
    AIR_BASE,
    LARGE,
    MEDIUM,
    Airport,
    AirportIds,
    NaturalEarth,
    iter_airports,
)
from curate.facility import Site
from curate.regions import slug

from gazetteer.names import fold
from gazetteer.sources.edits import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from curate.fame import Fame
    from curate.held_names import HeldNames

__all__ = ["iter_airport_sites"]

RADIUS_KM = {LARGE: 3.0, MEDIUM: 2.0}  # runways of 3 to 4 km, and of 2 to 3 km
FLOOR = {LARGE: 0.35, MEDIUM: 0.1}
INTERNATIONAL = 0.2
BUSIEST, OF_BUSIEST, PER_RANK = 2, 0.55, 0.05  # of Natural Earth's ranks
BASE_KM = 10.0
CEILING = 0.6  # a dozen airports have an article in a hundred editions


def iter_airport_sites(shared: Path, curated: Path, fame: Fame, held: HeldNames) -> Iterator[Site]:
    """Yield the airports with airlines, of medium size and above, and the air bases.

    Args:
        shared: The folder of the reference data.
        curated: The folder of the curated tables.
        fame: What the references tell of fame.
        held: The names in use.
    """
    airports = sorted(iter_airports(), key=lambda airport: airport.iata)
    natural_earth, neighbours = NaturalEarth(shared), Neighbours()
    ids = AirportIds(shared, fame, natural_earth, airports)
    names = AirportNames(held, neighbours, _shared_forms(airports, neighbours))
    local = _local_ids(airports)
    codes = {
        row["iso3166_2"]: row["code"].partition(".")[2]
        for row in read_table(curated / "admin1.csv")
        if row["iso3166_2"]
    }
    for airport in airports:
        if _is_base(airport) and neighbours.has_town(shown_name(airport), airport, BASE_KM):
            continue  # GeoNames has those who live on the base as a settlement
        qid = ids.wikidata(airport)
        geonames = ids.geonames(airport, qid)
        admin1, admin2 = neighbours.divisions(airport)
        if admin1 != codes.get(airport.region, admin1):
            admin1, admin2 = codes[airport.region], ""
        yield Site(
            id=f"geonames:{geonames}" if geonames else f"wikidata:{qid}" if qid else local[airport],
            name=shown_name(airport),
            feature="AIRB" if _is_base(airport) else "AIRP",
            country=airport.country,
            admin1=admin1,
            admin2=admin2,
            position=airport.position,
            radius_km=RADIUS_KM[airport.size],
            prominence=_prominence(airport, natural_earth, fame.prominence(qid) if qid else 0.0),
            wikidata=qid if geonames else "",
            what="air base" if _is_base(airport) else "airport",
            town=re.split(r"[,(/]", airport.town)[0].strip(),
            names=names.names(airport),
            source="geonames" if geonames else "wikidata" if qid else "ourairports",
        )


def _is_base(airport: Airport) -> bool:
    return not airport.has_airlines and AIR_BASE.search(airport.name) is not None


def _shared_forms(airports: Sequence[Airport], neighbours: Neighbours) -> frozenset[str]:
    """Return the folded names that several airports have."""
    counts = Counter(
        form
        for airport in airports
        for form in {
            fold(shown_name(airport)),
            *(fold(name.text) for name in forms_of(airport, neighbours)),
        }
    )
    return frozenset(form for form, count in counts.items() if count > 1)


def _local_ids(airports: Sequence[Airport]) -> dict[Airport, str]:
    """Return an ``enrich:`` id of name and country for each; namesakes get their code, too."""
    slugs = {a: f"{slug(shown_name(a))}-{a.country.lower()}" for a in airports}
    counts = Counter(slugs.values())
    return {
        airport: f"enrich:{local}"
        if counts[local] == 1
        else f"enrich:{local}-{airport.iata.lower()}"
        for airport, local in slugs.items()
    }


def _prominence(airport: Airport, natural_earth: NaturalEarth, of_item: float) -> float:
    """Return the fame of an airport: that of its item, its rank among the world's, its class."""
    rank = natural_earth.rank(airport)
    of_rank = OF_BUSIEST - PER_RANK * (rank - BUSIEST) if rank is not None else 0.0
    international = INTERNATIONAL if "International" in airport.name else 0.0
    return round(min(max(FLOOR[airport.size], international, of_rank, of_item), CEILING), 2)

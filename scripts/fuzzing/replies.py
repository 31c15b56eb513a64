"""What live services answer, with parts of it replaced, lost or moved: the text is linked anyway.

The services are played by those of the tests, without a network.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any, Final

from enrich.model import Kind
from fuzzing import damage
from fuzzing.invariants import broken_error
from fuzzing.kinds import Case, Outcome
from gazetteer.errors import EnrichError, ServiceError
from gazetteer.geocoding.answers import READERS
from gazetteer.net.asking import parsed
from gazetteer.net.http import TryAgain
from gazetteer.rowlines import line_of, row_of
from gazetteer.store import Gazetteer
from gazetteer.store.adopt import prepare
from gazetteer.store.layers import Layer
from gazetteer.wikidata.client import Wikidata
from gazetteer.wikidata.settings import Settings

_TESTS: Final = Path(__file__).resolve().parents[2] / "tests"
_ITEMS: Final = (615, 76, 554368, 34433, 42, 142, 2224171)


class _Mutating:
    """In place of what asks a service: its good answers, damaged."""

    def __init__(self, server: Any, site: Any, rng: random.Random) -> None:
        self._server, self._site, self._rng = server, site, rng
        self.received = 0

    def ask(self, url: str, parameters: Any, *, check: Any = None, **_: Any) -> Any:
        path = "/sparql" if url.endswith("/sparql") else "/w/api.php"
        name = parameters.get("action") or parameters["query"].split("\n")[0][10:]
        request = self._server.Request(
            "GET", path, tuple(parameters.items()), {"accept": ""}, "", name
        )
        body, _, _ = self._server._answer(self._site, request)  # noqa: SLF001 - of our own tests
        data = json.dumps(damage.value_of(self._rng, json.loads(body))).encode()
        if self._rng.random() < 0.1:
            data = damage.bytes_of(self._rng, data)
        self.received += len(data)
        try:
            found = parsed(data)
            if check is not None:
                check(found, {})
        except TryAgain as error:
            raise ServiceError(str(error)) from error
        return found


def wikidata(_: Path) -> Case:
    """Answers of the action API and of SPARQL."""
    sys.path.append(str(_TESTS))
    from live import load_server

    server = load_server()
    site = server.Wikibase(server.Items(server.load_items(server.OWN_ITEMS)), [])
    gazetteer = Gazetteer.open()
    codes = gazetteer.area_codes()
    settings = Settings("http://x/api.php", "http://x/sparql")

    def case(seed: int) -> Outcome:
        asker = _Mutating(server, site, random.Random(seed))
        asks = Wikidata(asker, None, codes, settings)  # type: ignore[arg-type]
        told: list[Exception] = []
        try:
            asks.search("Lionel Messi", Kind.PERSON, "en")
        except ServiceError as error:
            told.append(error)
        rows = asks.rows(_ITEMS, ["hy"], None, told.append)
        found = [
            f"{row.id} is not kept whole" for row in rows.values() if row_of(line_of(row)) != row
        ]
        Layer(prepare(row, gazetteer) for row in rows.values())
        asks.of_geonames([174703, 174748, 616052], None, told.append)
        asks.labels(_ITEMS, "ru", None, told.append)
        asks.points(_ITEMS, None, told.append)
        asks.positions([76], None, told.append)
        return Outcome(
            asker.received, found + [line for error in told for line in broken_error(error)]
        )

    return case


_NOMINATIM: Final = {
    "place_id": 1, "osm_type": "node", "osm_id": 5, "lat": "40.5", "lon": "44.5",
    "class": "place", "type": "village", "place_rank": 19, "importance": 0.25,
    "addresstype": "village", "name": "Aragyugh", "display_name": "Aragyugh, Kotayk, Armenia",
    "boundingbox": ["40.49", "40.51", "44.49", "44.51"],
    "address": {"village": "Aragyugh", "country_code": "am"}, "extratags": {"wikidata": "Q12345"},
}  # fmt: skip
_PHOTON: Final = {
    "type": "Feature", "geometry": {"type": "Point", "coordinates": [44.5, 40.5]},
    "properties": {
        "osm_type": "N", "osm_id": 5, "osm_key": "place", "osm_value": "village", "type": "city",
        "name": "Aragyugh", "state": "Kotayk", "country": "Armenia", "countrycode": "AM",
        "extent": [44.49, 40.51, 44.51, 40.49], "extra": {"wikidata": "Q12345"},
    },
}  # fmt: skip
_PELIAS: Final = {
    "type": "Feature", "geometry": {"type": "Point", "coordinates": [44.5, 40.5]},
    "properties": {
        "gid": "whosonfirst:locality:101", "layer": "locality", "name": "Aragyugh",
        "label": "Aragyugh, Kotayk, Armenia", "country_code": "AM", "confidence": 1,
        "addendum": {"concordances": {"wd:id": "Q12345"}},
    },
    "bbox": [44.49, 40.49, 44.51, 40.51],
}  # fmt: skip
_ANSWERS: Final = {
    "nominatim": [_NOMINATIM] * 3,
    "photon": {"type": "FeatureCollection", "features": [_PHOTON] * 3},
    "pelias": {"type": "FeatureCollection", "features": [_PELIAS] * 3},
}


def geocoders(_: Path) -> Case:
    """Answers of Nominatim, Photon and Pelias."""

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        provider = rng.choice(list(_ANSWERS))
        data = json.dumps(damage.value_of(rng, _ANSWERS[provider])).encode()
        data = damage.bytes_of(rng, data) if rng.random() < 0.2 else data
        try:
            places = list(READERS[provider](parsed(data)) or ())
        except (EnrichError, TryAgain) as error:
            return Outcome(len(data), broken_error(error))
        found = []
        for place in places:
            if not (abs(place.point.lat) <= 90 and abs(place.point.lon) <= 180):
                found.append(f"{place.id} lies off the globe")
            if not 0.0 <= place.importance <= 1.0:
                found.append(f"{place.id} has an importance of {place.importance}")
            place.name.encode()
        return Outcome(len(data), found)

    return case

"""A corpus on a map: its places with counts, and what hexagons, countries and divisions hold.

A count is of documents that name a place within, each once, however often it does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from enrich.corpus.tables import Corpus
from enrich.geography.outlines import outline_geometry
from enrich.geography.places import Precision
from enrich.records.geopackage import Style, finish_package
from enrich.records.record import dumps
from enrich.records.vector import CREDITS, Table, write_table
from enrich.roles import UNCLEAR, Role
from enrich.styles import qgis_style
from enrich.text.counting import counted
from gazetteer.atomic import replacing, replacing_file
from gazetteer.errors import InputError, OutputError, UnknownEntity
from gazetteer.polygons import cut_at_antimeridian
from gazetteer.regions import degrees
from gazetteer.store import Gazetteer

MAP_LAYERS: Final = ("places", "hexagons", "countries", "divisions")
"""The layers of the map of a corpus."""
DRIVERS: Final = {".gpkg": "GPKG", ".pmtiles": "PMTiles", ".fgb": "FlatGeobuf", ".geojson": ""}
"""The formats of the map by their suffix, and what GDAL calls them; GeoPackage has all layers."""

_PLACE: Final = (
    "id", "name", "country", "admin1", "feature", "geonames", "wikidata", "documents",
    "literal_documents", "mentions", "outlets", "first", "last", "score", "precision",
    "radius_km", "spellings",
)  # fmt: skip
_AREA: Final = (
    "id", "name", "documents", "literal_documents", "mentions", "places", "first", "last",
    "most_named",
)  # fmt: skip
_WHOLE: Final = frozenset({"documents", "literal_documents", "outlets"})
_STYLES: Final = {"places": "corpus_places", **dict.fromkeys(MAP_LAYERS[1:], "corpus_areas")}
_WIDE: Final = frozenset({Precision.AREA, Precision.COUNTRY})
_PARTS: Final = 30  # of a side of a cell around a pole
_NAMED: Final = 5  # places of an area that are told
_MAPPED: Final = """
CREATE TABLE mapped AS
    SELECT entity_id AS id, name, country, admin1, feature, geonames, wikidata, lat, lon,
           precision, radius_km, score, document_id, day, outlet, spelling,
           CASE WHEN named.role IN ('literal', 'dateline') THEN document_id END AS literal_in
    FROM named JOIN roles ON coalesce(named.role, 'unclear') = roles.role
    WHERE kind = 'place' AND entity_id IS NOT NULL AND lat IS NOT NULL AND lon IS NOT NULL
"""
_PLACES: Final = """
WITH spelt AS (
    SELECT id, list(spelling ORDER BY n DESC, spelling)[:20] AS spellings
    FROM (SELECT id, spelling, count(*) AS n FROM mapped GROUP BY ALL) GROUP BY id
), counted AS (
    SELECT id, min(name) AS name, min(country) AS country, min(admin1) AS admin1,
           min(feature) AS feature, min(geonames) AS geonames, min(wikidata) AS wikidata,
           arg_min(lat, radius_km) AS lat, arg_min(lon, radius_km) AS lon,
           arg_min(precision, radius_km) AS precision, min(radius_km) AS radius_km,
           count(DISTINCT outlet) AS outlets, round(avg(score), 4) AS score,
           count(*) AS mentions,
           count(DISTINCT document_id) AS documents,
           count(DISTINCT literal_in) AS literal_documents, min(day) AS first, max(day) AS last
    FROM mapped GROUP BY id
)
SELECT counted.*, spellings FROM counted JOIN spelt ON counted.id = spelt.id
ORDER BY documents DESC, mentions DESC, counted.id
"""
_AREAS: Final = """
    SELECT area AS id, count(DISTINCT mapped.id) AS places, count(*) AS mentions,
           count(DISTINCT document_id) AS documents,
           count(DISTINCT literal_in) AS literal_documents, min(day) AS first, max(day) AS last
    FROM mapped JOIN lies ON mapped.id = lies.place WHERE layer = ?
    GROUP BY area ORDER BY documents DESC, area
"""

Json = Mapping[str, Any]


@dataclass(slots=True)
class CorpusMap:
    """The map of a corpus.

    Attributes:
        layers: The rows of each layer.
        notes: What a reader of a layer should know, by layer.
    """

    layers: dict[str, Table]
    notes: dict[str, str]


def map_corpus(
    corpus: Corpus, gazetteer: Gazetteer, *, resolution: int = 3, roles: Sequence[str] = ()
) -> CorpusMap:
    """Return the map of a corpus.

    Args:
        corpus: Is asked.
        gazetteer: Knows in which division a place lies, and may hold outlines.
        resolution: Of the hexagons, 0 to 9 as H3 counts: an edge of 69 km at 3, of 26 at 4.
        roles: In which roles mentions count, as ``enrich.roles.CHOICES`` has them; all if none.

    Raises:
        OutputError: The library of hexagons is missing.
    """
    corpus.load("roles", ("role",), [(role,) for role in roles or (*map(str, Role), UNCLEAR)])
    corpus.do(_MAPPED)
    places = list(corpus.rows(_PLACES))
    located = _Located(gazetteer, resolution)
    corpus.load("lies", ("layer", "area", "place"), located.rows(places))
    tables = {"places": Table("places", _PLACE, "Point", _WHOLE)}
    for place in places:
        point = {"type": "Point", "coordinates": [degrees(place["lon"]), degrees(place["lat"])]}
        place["spellings"] = " | ".join(place["spellings"])
        tables["places"].add(place, point)
    named = _names(places, located.areas)
    for layer, outline in located.outlines().items():
        table = tables[layer] = Table(layer, _AREA, "MultiPolygon", _WHOLE)
        for row in corpus.rows(_AREAS, [layer]):
            shape = outline(row["id"])
            if shape is None:
                located.without[layer] += row["places"]
                continue
            known = named[layer, row["id"]]
            name = located.names.get(row["id"]) or known[0].partition(" (")[0]
            told = {"name": name, "most_named": ", ".join(known)}
            table.add({**row, **told}, shape)
    return CorpusMap(tables, dict(located.notes(tables)))


def write_map(found: CorpusMap, path: Path, layer: str, manifest: Json) -> None:
    """Write a map: a GeoPackage with all layers and their styles, or a file of one layer.

    Args:
        found: The map.
        path: Whose suffix is one of ``DRIVERS``. It is written whole or not at all.
        layer: Which, for a file of one.
        manifest: How the corpus was linked, for a GeoPackage.

    Raises:
        InputError: Tiles of nothing are wanted.
        OutputError: The file cannot be written.
    """
    driver = DRIVERS[path.suffix.lower()]
    table = found.layers[layer]
    if not driver:
        with replacing(path) as out:
            out.writelines(_geojson(table))
        return
    if driver == "PMTiles" and not len(table):
        raise InputError(f"there are no {layer} to draw, and tiles cannot be empty")
    with replacing_file(path) as part:
        if driver == "GPKG":
            for number, one in enumerate(found.layers.values()):
                made = {"append": True} if number else {"dataset_options": {"VERSION": "1.2"}}
                write_table(one, part, driver, **made)
            finish_package(
                part,
                [Style(name, qgis_style(_STYLES[name]), name) for name in found.layers],
                manifest,
            )
        elif driver == "PMTiles":
            write_table(table, part, driver, dataset_options={"DESCRIPTION": CREDITS})
        else:
            write_table(table, part, driver, layer_options={"DESCRIPTION": CREDITS})


def _geojson(table: Table) -> Iterator[str]:
    import shapely

    yield '{"type": "FeatureCollection", "features": [\n'
    for n, wkb in enumerate(table.geometry):
        shape = shapely.from_wkb(wkb)
        feature = {
            "type": "Feature",
            "id": table.columns["id"][n],
            "geometry": _geometry(_counterclockwise(shape)),
            "properties": {name: values[n] for name, values in table.columns.items()},
        }
        yield f"{',' if n else ''}{dumps(feature)}\n"
    yield f'], "attribution": {dumps(CREDITS)}}}\n'


def _counterclockwise(shape: Any) -> Any:
    """Return polygons with outer rings as RFC 7946 wants them, anything else as it is."""
    from shapely import MultiPolygon
    from shapely.geometry.polygon import orient

    if shape.geom_type != "MultiPolygon":
        return shape
    return MultiPolygon([orient(part) for part in shape.geoms])


class _Located:
    """In which areas places lie: hexagon, country, division.

    Attributes:
        areas: The places of each area of a layer, in the order of the places.
        names: Of areas, by id.
        without: By layer, how many places lie in none, or in one that cannot be drawn.
    """

    def __init__(self, gazetteer: Gazetteer, resolution: int) -> None:
        self._gazetteer, self._resolution = gazetteer, resolution
        self._h3 = _h3()
        self._edge = self._h3.average_hexagon_edge_length(resolution, unit="km")
        self.areas: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.names: dict[str, str] = {}
        self.without = dict.fromkeys(MAP_LAYERS, 0)

    def rows(self, places: Sequence[Json]) -> Iterator[tuple[str, str, str]]:
        """Yield the layer and id of each area with each place in it."""
        for place in places:
            found = {
                "hexagons": self._hexagon(place),
                "countries": place["country"],
                "divisions": self._division(place["id"]),
            }
            for layer, area in found.items():
                if area is None:
                    self.without[layer] += 1
                    continue
                self.areas[layer, area].append(place["id"])
                yield layer, area, place["id"]

    def outlines(self) -> dict[str, Callable[[str], Json | None]]:
        """Return what draws the areas of each layer; divisions only where any has an outline."""
        drawn: dict[str, Callable[[str], Json | None]] = {
            "hexagons": self._cell,
            "countries": self._country,
        }
        divisions = [area for layer, area in self.areas if layer == "divisions"]
        if any(map(self._outline, divisions)):
            drawn["divisions"] = self._outline
        return drawn

    def notes(self, layers: Mapping[str, Table]) -> Iterator[tuple[str, str]]:
        """Yield what is on no layer of areas and why, with the layer."""
        left = {name: counted(number, "place") for name, number in self.without.items() if number}
        if "hexagons" in left:
            yield (
                "hexagons",
                (f"hexagons leave out {left['hexagons']} wider than they are, such as countries"),
            )
        for layer in ("countries", "divisions"):
            if layer in left and layer in layers:
                yield layer, f"{layer} leave out {left[layer]} in none, or in one without outline"
        if "divisions" not in layers:
            yield (
                "divisions",
                "no divisions: no place lies in one whose outline is known (docs/maps.md)",
            )

    def _hexagon(self, place: Json) -> str | None:
        # What is larger than a cell lies in several, and in none of them more than in the others.
        if place["precision"] in _WIDE and (place["radius_km"] or 0.0) > self._edge:
            return None
        return str(self._h3.latlng_to_cell(place["lat"], place["lon"], self._resolution))

    def _division(self, curie: str) -> str | None:
        try:
            entity = self._gazetteer.get(curie)
        except UnknownEntity:  # it is of another gazetteer, or was found live
            return None
        if entity.feature == "ADM1":
            self.names[curie] = entity.name
            return curie
        if len(entity.containers) < 2 or not entity.admin:
            return None
        self.names[entity.containers[1]] = entity.admin[0]
        return entity.containers[1]

    def _cell(self, cell: str) -> Json | None:
        import shapely

        corners = [(lon, lat) for lat, lon in self._h3.cell_to_boundary(cell)]
        longitudes = [lon for lon, _ in corners]
        if max(longitudes) - min(longitudes) > 180:
            for pole in (90.0, -90.0):
                if cell == self._h3.latlng_to_cell(pole, 0.0, self._resolution):
                    return _geometry(shapely.Polygon(_around_pole(corners, pole)))
            corners = [(lon + 360 if lon < 0 else lon, lat) for lon, lat in corners]
        return _geometry(cut_at_antimeridian(shapely.Polygon(corners)))

    def _country(self, code: str) -> Json | None:
        area = self._gazetteer.area(code)
        if area is not None:
            self.names[code] = area.name
            return self._outline(area.id)
        return None

    def _outline(self, curie: str) -> Json | None:
        entity = self._gazetteer.get(curie)
        return outline_geometry(entity, self._gazetteer.outline(curie))


def _names(
    places: Sequence[Json], areas: Mapping[tuple[str, str], Sequence[str]]
) -> dict[tuple[str, str], list[str]]:
    """Return the places of each area that most documents name, with how many."""
    of = {place["id"]: f"{place['name']} ({place['documents']})" for place in places}
    return {area: [of[place] for place in held[:_NAMED]] for area, held in areas.items()}


def _around_pole(corners: Sequence[tuple[float, float]], pole: float) -> list[tuple[float, float]]:
    """Return the border of a cell that holds a pole, closed along the edge of a map in degrees.

    Its sides are great circles, which near a pole are far from straight on such a map.
    """
    radians = np.radians(np.array([*corners, corners[0]]))
    lon, lat = radians[:, 0], radians[:, 1]
    ends = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    parts = np.linspace(0, 1, _PARTS, endpoint=False)[:, None]
    x, y, z = np.concatenate([a + (b - a) * parts for a, b in pairwise(ends)]).T
    ordered = sorted(
        zip(
            np.degrees(np.arctan2(y, x)).tolist(),
            np.degrees(np.arctan2(z, np.hypot(x, y))).tolist(),
            strict=True,
        )
    )
    (west, low), (east, high) = ordered[0], ordered[-1]
    edge = high + (low - high) * (180 - east) / (west + 360 - east)
    return [(-180, pole), (-180, edge), *ordered, (180, edge), (180, pole)]


def _geometry(shape: Any) -> dict[str, Any]:
    from shapely.geometry import mapping

    return dict(mapping(shape))


def _h3() -> Any:
    try:
        import h3
    except ImportError as error:
        raise OutputError("hexagons need h3: pip install 'enrich-geo[corpus]'") from error
    return h3

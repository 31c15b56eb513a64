"""GeoPackage: everything found in one file that QGIS opens styled.

Layers ``places``, ``mentions``, ``areas`` and ``footprint``, from above: ``place_id`` of a mention
is the ``id`` of its place, and an area has the ``id`` of its. Tables ``people``, ``organisations``
and ``unlinked``, which have no geometry: what is not on the map is in the file all the same. Table
``documents`` has what is known of each, and ``place_documents`` which places each of them names.
Mentions are written in batches as they come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from enrich.formats import LAYERS
from enrich.model import Document, Link, Result, Role
from enrich.records.features import Feature, feature_source, located
from enrich.records.geopackage import Style, finish_package
from enrich.records.manifest import Manifest
from enrich.records.record import dumps, ids, joined, record, rounded
from enrich.records.tally import Quoted
from enrich.records.vector import Table, layer_of, write_table
from enrich.styles import qgis_style
from gazetteer.model import Kind

NO_COORDINATES: Final = "no_coordinates"
"""Why a place that is linked is not on the map: nobody knows where it lies."""
OTHER_ROLE: Final = "other_role"
"""Likewise: ``--roles`` leaves out the role that it has in the text."""
_CLOSE: Final = 2_000_000
"""From so many times reduced on mentions are drawn: from further away, places speak for them."""
_HIDDEN: Final = (
    '<qgis><renderer-v2 type="nullSymbol"/><layerGeometryType>2</layerGeometryType></qgis>'
)
"""The outline of a document is there for who asks: over all else it would be a riddle."""
_BATCH: Final = 20_000  # rows
_TABLES: Final = {Kind.PERSON: "people", Kind.ORGANISATION: "organisations"}
_ENTITY: Final = (
    "id", "name", "description", "country", "wikidata", "mentions", "score", "offices", "quotes",
    "documents",
)  # fmt: skip
_UNLINKED: Final = (
    "document_id", "start", "end", "text", "kind", "role", "entity_id", "name", "score", "nil",
    "reason",
)  # fmt: skip


_DOCUMENT: Final = (
    "id", "title", "published", "outlet", "language", "primary_place", "primary_place_name",
)  # fmt: skip
_MENTIONED: Final = ("place_id", "document_id", "mentions", "literal_mentions")
_MOST_COLUMNS: Final = 200  # of the input: with more, one column of JSON has them all
_FURTHER: Final = {"mentions": ("place_id",), "places": ("outlined",)}
"""The columns that they have here beside those that they have in every format."""
_BY_GDAL: Final = frozenset({"fid", "geom"})


def write(results: Iterable[Result], path: Path) -> None:
    """Write one GeoPackage."""
    manifest = Manifest()
    package = _Package(path)
    for result in manifest.watch(results):
        package.add(result)
    package.finish()
    styles = [
        Style("places", qgis_style("places"), "places"),
        Style("mentions", qgis_style("mentions", below=_CLOSE), "mentions"),
        Style("areas", qgis_style("areas"), "areas"),
        Style("footprint", _HIDDEN, "hidden"),
        Style("footprint", qgis_style("footprint"), "outline", default=False),
    ]
    finish_package(path, styles, manifest.to_dict())


class _Package:
    """The layers and tables of a file that is being written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sources = {name: feature_source(name) for name in LAYERS}
        self._named: dict[Kind, dict[str, Quoted]] = {kind: {} for kind in _TABLES}
        self._documents: dict[str, Document] = {}
        self._primary: dict[str, tuple[str, str]] = {}
        self._outlined: set[str] = set()
        tables = (
            *(layer_of(name, *_FURTHER.get(name, ())) for name in LAYERS),
            *(Table(name, _ENTITY) for name in _TABLES.values()),
            Table("unlinked", _UNLINKED),
            Table("place_documents", _MENTIONED),
        )
        self._tables = {table.name: table for table in tables}
        for number, table in enumerate(tables):
            # Empty, so that the order of the layers does not hang on which is full first. Version
            # 1.2 is what QGIS and GDAL have read without a warning since 2018.
            made = {"append": True} if number else {"dataset_options": {"VERSION": "1.2"}}
            write_table(table, path, "GPKG", **made)

    def add(self, result: Result) -> None:
        """Take in what a document says."""
        for name, source in self._sources.items():
            self._add_features(name, source.add(result))
        for link in result.links:
            entity = link.entity
            if entity is not None and entity.kind in _TABLES:
                named = self._named[entity.kind].setdefault(entity.id, Quoted(entity))
                named.quote(link, result.document)
        for row in _off_the_map(result):
            self._add("unlinked", row)
        for row in _mentioned(result):
            self._add("place_documents", row)
        name, primary = str(result.document.id), result.primary_place
        self._documents.setdefault(name, replace(result.document, text=""))
        if primary is not None:
            self._primary.setdefault(name, (primary.id, primary.name))

    def finish(self) -> None:
        """Write all that is still held."""
        for name in sorted(LAYERS):  # the areas first: places ask which of them have outlines
            self._add_features(name, self._sources[name].finish())
        for kind, name in _TABLES.items():
            for named in self._named[kind].values():
                self._add(name, _entity(named))
        for name in self._tables:
            self._write(name)
        write_table(self._document_table(), self._path, "GPKG", append=True)

    def _document_table(self) -> Table:
        """Return the documents, with the further columns of the input that any of them has."""
        further = {name: document.metadata for name, document in self._documents.items()}
        if len({key for metadata in further.values() for key in metadata}) > _MOST_COLUMNS:
            further = {name: {"metadata": dumps(dict(held))} for name, held in further.items()}
        columns = _columns(further.values())
        table = Table("documents", (*_DOCUMENT, *columns.values()), plain=True)
        for name, document in self._documents.items():
            place_id, place = self._primary.get(name, (None, None))
            known = {
                "id": name,
                "title": document.title or None,
                "published": document.published,
                "outlet": document.outlet,
                "language": document.language,
                "primary_place": place_id,
                "primary_place_name": place,
            }
            own = {column: further[name].get(key) for key, column in columns.items()}
            table.add({**own, **known})
        return table

    def _add_features(self, name: str, features: Iterator[Feature]) -> None:
        for feature in features:
            properties = feature["properties"]
            if name == "mentions":
                properties["place_id"] = properties["entity_id"]
            if name == "areas":
                self._outlined.add(properties["id"])
            if name == "places":
                properties["outlined"] = int(properties["id"] in self._outlined)
            self._add(name, properties, feature["geometry"])

    def _add(self, name: str, row: dict[str, Any], geometry: dict[str, Any] | None = None) -> None:
        self._tables[name].add(row, geometry)
        if len(self._tables[name]) >= _BATCH:
            self._write(name)

    def _write(self, name: str) -> None:
        table = self._tables[name]
        if len(table):
            write_table(table, self._path, "GPKG", append=True)
            table.clear()


def _mentioned(result: Result) -> Iterator[dict[str, Any]]:
    """Yield each place of a document that is on the map, and how often it names it."""
    places, literal = Counter[str](), Counter[str]()
    for link, entity, _ in located(result):
        places[entity.id] += 1
        literal[entity.id] += link.mention.role is Role.LITERAL
    for curie, number in places.items():
        yield {
            "place_id": curie,
            "document_id": str(result.document.id),
            "mentions": number,
            "literal_mentions": literal[curie],
        }


def _columns(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return what the further columns of the input are called here, by their names there.

    SQLite tells no capitals apart and GDAL has names of its own: what is taken has a number behind.
    """
    taken = {*_DOCUMENT, *_BY_GDAL}
    columns: dict[str, str] = {}
    for key in dict.fromkeys(key for row in rows for key in row):
        name = plain = key.replace("\0", "�") or "column"
        number = 2
        while name.casefold() in taken:
            name, number = f"{plain}_{number}", number + 1
        taken.add(name.casefold())
        columns[key] = name
    return columns


def _entity(named: Quoted) -> dict[str, Any]:
    """Return a person or organisation with what is known of it and where it was named."""
    entity = named.entity
    offices = (
        f"{held.title}{f' ({held.country})' if held.country else ''}"
        f" {held.start or '?'} to {held.end or ''}".rstrip()
        for held in entity.roles
    )
    return {
        "id": entity.id,
        "name": entity.name,
        "description": entity.description or None,
        "country": entity.country,
        "wikidata": ids(entity)["wikidata"],
        "mentions": named.mentions,
        "score": rounded(named.score),
        "offices": "; ".join(offices) or None,
        "quotes": " | ".join(named.quotes),
        "documents": joined(named.documents),
    }


def _off_the_map(result: Result) -> Iterator[dict[str, Any]]:
    """Yield a row per mention that no other table holds, with why not."""
    for link in result.links:
        if why := _why(result, link):
            held = record(link, result.document)
            yield {**{key: held[key] for key in _UNLINKED}, "nil": why}


def _why(result: Result, link: Link) -> str | None:
    """Return why a mention is in no other table; None where it is."""
    entity = link.entity
    if entity is None:
        return str(link.nil) if link.nil else None
    if entity.kind is not Kind.PLACE:
        return None
    if entity.point is None:
        return NO_COORDINATES
    return None if result.is_mapped(link.mention) else OTHER_ROLE

"""The queries that the store asks of its file; values are always bound."""

from __future__ import annotations

from typing import Final

ENTITY: Final = (
    "e.key, e.kind, e.name, e.description, e.wikidata, e.geonames, e.country, e.area, e.feature,"
    " e.lat, e.lon, e.radius_km, e.population, e.prominence, e.valid_from, e.valid_to, e.source,"
    " e.name_count"
)
BY_KEY: Final = f"SELECT {ENTITY} FROM entity e WHERE e.key = ?"
# A city and its district share an item: the better known of them is meant.
BY_WIKIDATA: Final = (
    f"SELECT {ENTITY} FROM entity e WHERE e.wikidata = ? ORDER BY e.prominence DESC, e.key"
)
BY_FORMER_ID: Final = (
    f"SELECT {ENTITY} FROM same_as s JOIN entity e ON e.key = s.entity WHERE s.id = ?"
)
BY_GEONAMES: Final = f"SELECT {ENTITY} FROM entity e WHERE e.geonames = ?"
BY_NAME: Final = (
    f"SELECT {ENTITY}, n.type, n.text, n.language, n.valid_from, n.valid_to"
    " FROM name n JOIN entity e ON e.key = n.entity WHERE n.key = ?"
)
IN_CELLS: Final = (
    f"SELECT {ENTITY} FROM entity e WHERE e.lat IS NOT NULL AND"
    " ((e.lat + 9000000) / 25000) * 1440 + ((e.lon + 18000000) / 25000) % 1440"
    " BETWEEN ? AND ? AND e.lat BETWEEN ? AND ? AND e.lon BETWEEN ? AND ?"
)
TOWNS_IN_CELLS: Final = (
    "SELECT e.name, e.lat, e.lon, e.population FROM entity e WHERE e.lat IS NOT NULL AND"
    " ((e.lat + 9000000) / 25000) * 1440 + ((e.lon + 18000000) / 25000) % 1440"
    " BETWEEN ? AND ? AND e.lat BETWEEN ? AND ? AND e.lon BETWEEN ? AND ? AND e.population >= ?"
    " AND e.feature GLOB 'PPL*' AND e.feature NOT IN ('PPLX', 'PPLH', 'PPLQ', 'PPLW')"
)
IN_AREA: Final = (
    f"SELECT {ENTITY} FROM entity e WHERE e.area = ? OR e.area > ? || '.' AND e.area < ? || '/'"
)
AREA_CODES: Final = (
    "SELECT e.wikidata, a.code FROM area a JOIN entity e ON e.key = a.entity"
    " WHERE e.wikidata IS NOT NULL"
)
IN_OFFICE: Final = (
    f"SELECT {ENTITY} FROM entity e WHERE e.key IN (SELECT entity FROM position WHERE end IS NULL"
    " AND country IN (SELECT value FROM json_each(?))) ORDER BY e.key"
)
KNOWN: Final = (
    "SELECT DISTINCT key FROM name WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key"
)
# Keys are words between single spaces, and "!" is what comes after the space.
COMPLETIONS: Final = (
    "SELECT DISTINCT key FROM name WHERE key >= ? || ' ' AND key < ? || '!' ORDER BY key LIMIT ?"
)
# One row an entity: its own name where that begins so, else another. What is looked at is bounded,
# for a name of one letter begins a million others.
BEGINNING: Final = (
    f"SELECT {ENTITY}, n.type, n.text, n.language, n.valid_from, n.valid_to,"
    " MAX(e.prominence + CASE WHEN n.text IS NULL THEN ? ELSE 0 END) AS known"
    " FROM (SELECT * FROM name WHERE key >= ? AND key < ? LIMIT ?) n"
    " JOIN entity e ON e.key = n.entity WHERE ? IS NULL OR e.kind = ?"
    " GROUP BY e.key ORDER BY known DESC, e.key LIMIT ?"
)
OPENINGS: Final = (
    "SELECT DISTINCT w.value FROM json_each(?) w WHERE EXISTS"
    " (SELECT 1 FROM name WHERE key >= w.value || ' ' AND key < w.value || '!')"
)
PERSON_WORD: Final = "SELECT given, family, gender FROM person_word WHERE key = ?"

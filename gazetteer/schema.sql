-- The contract between build.py, which writes a gazetteer, and store.py, which reads it.
-- One SQLite file; `PRAGMA application_id` marks it as ours, `user_version` is the schema.
--
-- An entity's key holds its id: scheme in the high bits, number in the low 48, so that a look-up
-- by id is a look-up by row and needs no index (see store.py, `entity_key`).

CREATE TABLE manifest (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL            -- JSON
) WITHOUT ROWID;

CREATE TABLE entity (
    key         INTEGER PRIMARY KEY,
    kind        INTEGER NOT NULL,  -- 0 place, 1 person, 2 organisation
    name        TEXT NOT NULL,
    description TEXT,
    wikidata    INTEGER,           -- number of the Q id, where that is not the entity's own
    geonames    INTEGER,           -- likewise
    country     TEXT,              -- ISO 3166-1 alpha-2
    area        TEXT,              -- GeoNames code of the smallest area around it: AM.08, US.AL.001
    feature     TEXT,              -- GeoNames feature code
    lat         REAL,              -- WGS 84 degrees
    lon         REAL,
    radius_km   REAL,
    population  INTEGER NOT NULL DEFAULT 0,
    prominence  REAL NOT NULL DEFAULT 0,
    valid_from  TEXT,              -- ISO 8601, as exact as known
    valid_to    TEXT,
    source      TEXT NOT NULL
);

CREATE INDEX entity_wikidata ON entity (wikidata) WHERE wikidata IS NOT NULL;
CREATE INDEX entity_geonames ON entity (geonames) WHERE geonames IS NOT NULL;

-- Slugs of `enrich:` ids.
CREATE TABLE local_id (
    slug TEXT PRIMARY KEY,
    key  INTEGER NOT NULL
) WITHOUT ROWID;

-- One row per folded name and entity; `text` is NULL where it is the entity's own name.
CREATE TABLE name (
    key      TEXT NOT NULL,        -- names.fold(text)
    entity   INTEGER NOT NULL,
    type     INTEGER NOT NULL,     -- place in the order of model.NameType
    text     TEXT,
    language TEXT,
    PRIMARY KEY (key, entity)
) WITHOUT ROWID;

-- The administrative areas, by GeoNames code, for containers: AM, AM.08, US.AL.001.
CREATE TABLE area (
    code   TEXT PRIMARY KEY,
    entity INTEGER NOT NULL,
    name   TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE position (
    entity       INTEGER NOT NULL,
    start        TEXT NOT NULL,    -- "" where unknown
    title        TEXT NOT NULL,
    country      TEXT,
    end          TEXT,
    organisation TEXT,
    PRIMARY KEY (entity, start, title)
) WITHOUT ROWID;

-- Given names and surnames with their counts: for telling an unknown person from a place.
CREATE TABLE person_word (
    key    TEXT PRIMARY KEY,
    given  INTEGER NOT NULL,
    family INTEGER NOT NULL,
    gender TEXT
) WITHOUT ROWID;

-- The contract between gazetteer/build, which writes a gazetteer, and gazetteer/store.
-- One SQLite file; `PRAGMA application_id` marks it as ours, `user_version` is the schema.
--
-- An entity's key holds its id: scheme in the high bits, number in the low 48, so that a look-up
-- by id is a look-up by row and needs no index (see gazetteer/ids.py).

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
    lat         INTEGER,           -- WGS 84, hundred-thousandths of a degree
    lon         INTEGER,
    radius_km   REAL,
    population  INTEGER NOT NULL DEFAULT 0,
    prominence  INTEGER NOT NULL DEFAULT 0,  -- ten-thousandths
    valid_from  TEXT,              -- ISO 8601, as exact as known
    valid_to    TEXT,
    source      INTEGER NOT NULL,  -- row of `source`
    name_count  INTEGER NOT NULL   -- how many further names its source gives it
);

CREATE TABLE source (
    number INTEGER PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE
);

-- Slugs of `enrich:` ids.
CREATE TABLE local_id (
    slug TEXT PRIMARY KEY,
    key  INTEGER NOT NULL
) WITHOUT ROWID;

-- One row per folded name and entity; `text` is NULL where it is the entity's own name.
CREATE TABLE name (
    key      TEXT NOT NULL,        -- names.fold(text)
    entity   INTEGER NOT NULL,
    type     INTEGER NOT NULL,     -- twice the place in model.NameType, one more if not preferred
    text     TEXT,
    language TEXT,
    valid_from TEXT,               -- ISO 8601
    valid_to TEXT,
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
    country      TEXT NOT NULL,    -- likewise
    organisation TEXT NOT NULL,    -- likewise
    end          TEXT,
    as_of        TEXT,             -- how far the source of an open end reaches
    PRIMARY KEY (entity, start, title, country, organisation)
) WITHOUT ROWID;

-- Given names and surnames with their counts: for telling an unknown person from a place.
CREATE TABLE person_word (
    key    TEXT PRIMARY KEY,
    given  INTEGER NOT NULL,
    family INTEGER NOT NULL,
    gender TEXT
) WITHOUT ROWID;

-- Ids in schemes other than GeoNames, Wikidata and enrich: "wof:85632505"; and the `enrich:` ids
-- that entities had before they were found in one of these.
CREATE TABLE same_as (
    id     TEXT PRIMARY KEY,
    entity INTEGER NOT NULL
) WITHOUT ROWID;

-- Simplified outlines of countries and first-level areas, WKB, WGS 84.
CREATE TABLE outline (
    entity INTEGER PRIMARY KEY,
    wkb    BLOB NOT NULL
);

-- The Bloom filter over the keys of `name` (see store/fuzzy.py), in parts of a megabyte.
CREATE TABLE key_filter (
    part INTEGER PRIMARY KEY,
    bits BLOB NOT NULL
);

-- INDICES: made when all rows are in, each in one sorted pass.
CREATE INDEX entity_wikidata ON entity (wikidata) WHERE wikidata IS NOT NULL;
CREATE INDEX entity_geonames ON entity (geonames) WHERE geonames IS NOT NULL;
CREATE INDEX entity_area ON entity (area) WHERE area IS NOT NULL;
CREATE INDEX position_office ON position (title, country);  -- who held an office
-- Cells of a quarter of a degree, row by row from the south-west: for `near` and `within`.
CREATE INDEX entity_cell ON entity (
    ((lat + 9000000) / 25000) * 1440 + ((lon + 18000000) / 25000) % 1440
) WHERE lat IS NOT NULL;

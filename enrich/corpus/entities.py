"""The entities of a corpus over all its documents, and the names in it that are not linked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from enrich.corpus.tables import Corpus

ENTITY: Final = (
    "id", "name", "kind", "description", "country", "wikidata", "geonames", "lat", "lon",
    "mentions", "documents", "outlets", "first", "last", "score", "spellings",
)  # fmt: skip
"""The columns of an entity. ``first`` and ``last`` are days, ``score`` the mean of its links."""
UNLINKED: Final = (
    "id", "text", "name", "kind", "nil", "times", "documents", "first", "last", "runner_up",
    "mentions",
)  # fmt: skip
"""The columns of a name: a sentence with it as a document that can be linked, and how often it
occurs as ``times``."""

_ENTITIES: Final = """
WITH spelt AS (
    SELECT entity_id, list(spelling ORDER BY n DESC, spelling)[:20] AS spellings
    FROM (SELECT entity_id, spelling, count(*) AS n FROM named
          WHERE entity_id IS NOT NULL GROUP BY ALL)
    GROUP BY entity_id
), counted AS (
    SELECT entity_id AS id, min(name) AS name, min(kind) AS kind, min(description) AS description,
           min(country) AS country, min(wikidata) AS wikidata, min(geonames) AS geonames,
           arg_min(lat, radius_km) AS lat, arg_min(lon, radius_km) AS lon,
           count(*) AS mentions, count(DISTINCT document_id) AS documents,
           count(DISTINCT outlet) AS outlets, min(day) AS first, max(day) AS last,
           round(avg(score), 4) AS score
    FROM named WHERE entity_id IS NOT NULL GROUP BY entity_id
)
SELECT counted.*, spellings FROM counted JOIN spelt ON counted.id = spelt.entity_id
WHERE ? IS NULL OR kind = ?
ORDER BY documents DESC, mentions DESC, id LIMIT ?
"""
_NAMES: Final = """
SELECT mode(spelling ORDER BY spelling) AS name, mode(kind ORDER BY kind) AS kind,
       mode(nil ORDER BY nil) AS nil,
       count(*) AS times, count(DISTINCT document_id) AS documents,
       min(day) AS first, max(day) AS last, mode(runner_up ORDER BY runner_up) AS runner_up,
       min({'document': document_id, 'start': start, 'spelling': spelling,
            'sentence': sentence}) AS example
FROM named
WHERE entity_id IS NULL AND nil <> 'not_an_entity' AND (? IS NULL OR kind = ?)
GROUP BY lower(spelling)
ORDER BY documents DESC, times DESC, name LIMIT ?
"""
_ALL: Final = 2**62


def iter_entities(
    corpus: Corpus, kind: str | None = None, limit: int | None = None
) -> Iterator[dict[str, Any]]:
    """Yield what a corpus names, that of the most documents first: the columns of ``ENTITY``.

    Args:
        corpus: Is asked.
        kind: "place", "person" or "organisation"; None for all.
        limit: How many at most.
    """
    values = (kind, kind, _ALL if limit is None else limit)
    for row in corpus.rows(_ENTITIES, values):
        yield {column: row[column] for column in ENTITY}


def iter_unlinked(
    corpus: Corpus, kind: str | None = None, limit: int | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the names that are not linked, that of the most documents first.

    Each is a document of one sentence, the name a given mention in it, with the columns of
    ``UNLINKED``: as lines of JSON they are what ``enrich review`` asks about, and what
    ``enrich --wikidata`` looks up. Spellings that differ in case are one name.

    Args:
        corpus: Is asked.
        kind: As which the names were found; None for all.
        limit: How many at most.
    """
    for row in corpus.rows(_NAMES, (kind, kind, _ALL if limit is None else limit)):
        example = row["example"]
        text, start, end = _shown(example["sentence"] or "", example["spelling"])
        span = {"start": start, "end": end, "kind": row["kind"]}
        whole = {
            **row,
            "id": f"{example['document']}:{example['start']}",
            "text": text,
            "mentions": [span],
        }
        yield {column: whole[column] for column in UNLINKED}


def _shown(sentence: str, name: str) -> tuple[str, int, int]:
    """Return a sentence on one line, and where a name stands in it; the name alone if nowhere."""
    line = " ".join(sentence.split())
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line)
    return (line, *found.span()) if found else (name, 0, len(name))

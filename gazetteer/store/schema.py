"""Whether a database holds the tables of a gazetteer, and nothing that runs when they are read."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Final

SCHEMA_SQL: Final = Path(__file__).with_name("schema.sql")
"""The tables, which ``gazetteer/build`` writes and ``gazetteer/store`` reads."""
_COMMENT: Final = re.compile(r"--[^\n]*")
_OBJECTS: Final = "SELECT type, name, tbl_name, sql FROM sqlite_master"

_Objects = frozenset[tuple[str, ...]]


def has_schema(database: sqlite3.Connection) -> bool:
    """Whether a database holds what the schema has, and nothing else.

    It may hold programs, as triggers, views and expressions in tables: then it is no gazetteer.

    Raises:
        sqlite3.DatabaseError: It is damaged.
    """
    return _objects(database) == _expected()


def _objects(database: sqlite3.Connection) -> _Objects:
    """Return what a database holds, each with its definition without comments and white space."""
    return frozenset(
        (type_, name, table, "".join(_COMMENT.sub("", str(sql or "")).split()))
        for type_, name, table, sql in database.execute(_OBJECTS)
    )


@cache
def _expected() -> _Objects:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA_SQL.read_text("utf-8"))
        return _objects(database)

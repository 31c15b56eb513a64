"""The reader of a gazetteer: one file, and layers over it."""

from gazetteer.store.gazetteer import (
    APPLICATION_ID,
    EMBEDDED,
    SCHEMA,
    Gazetteer,
    Hit,
    PersonWord,
)

__all__ = ["APPLICATION_ID", "EMBEDDED", "SCHEMA", "Gazetteer", "Hit", "PersonWord"]

"""In which language and script a text is written, and which the finder is made for."""

from enrich.languages.detection import Language, detect_language
from enrich.languages.notes import (
    ENGLISH,
    MULTILINGUAL,
    is_served,
    language_name,
    scan_note,
    tagged_note,
)

__all__ = [
    "ENGLISH",
    "MULTILINGUAL",
    "Language",
    "detect_language",
    "is_served",
    "language_name",
    "scan_note",
    "tagged_note",
]

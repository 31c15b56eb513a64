"""Which languages a finder of mentions is made for, and what is said of a text in another one."""

from __future__ import annotations

from typing import Final

from enrich.languages.detection import Language
from enrich.languages.names import language_name

ENGLISH: Final = frozenset({"en"})


def is_served(language: Language, made_for: frozenset[str] | None) -> bool:
    """Whether a finder is made for a language.

    Args:
        language: What a text is written in.
        made_for: ISO 639-1 codes, or None for all languages.

    Example:
        >>> is_served(Language("ru", "Cyrl", 0.9), ENGLISH)
        False
    """
    return made_for is None or language.code in made_for


def scan_note(language: Language, made_for: frozenset[str] | None) -> str | None:
    """Return what to say of a text that the gazetteer scan alone has read, None of others.

    Args:
        language: What it is written in.
        made_for: What the finder is made for.

    Example:
        >>> scan_note(Language("ru", "Cyrl", 0.9), ENGLISH)
        'found with the gazetteer scan only: text in Russian (the tagger is made for English)'
    """
    if made_for is None or is_served(language, made_for):
        return None
    served = ", ".join(language_name(code) for code in sorted(made_for))
    name = language_name(language.code, language.script)
    return f"found with the gazetteer scan only: text in {name} (the tagger is made for {served})"

"""What languages are called, which a finder is made for, and what is said of a text in another."""

from __future__ import annotations

from typing import Final

from enrich.languages.detection import Language

ENGLISH: Final = frozenset({"en"})
MULTILINGUAL: Final = frozenset("ar az de es fa fr he hy it ka nl pl pt ru tr uk zh".split())
"""Languages that our multilingual tagger is made for."""
_NAMES: Final = dict(
    pair.split("=")
    for pair in """
    ar=Arabic az=Azerbaijani be=Belarusian bg=Bulgarian cs=Czech de=German el=Greek en=English
    es=Spanish fa=Persian fr=French he=Hebrew hi=Hindi hu=Hungarian hy=Armenian it=Italian
    ja=Japanese ka=Georgian kk=Kazakh ko=Korean ky=Kyrgyz mk=Macedonian mn=Mongolian nl=Dutch
    pl=Polish ps=Pashto pt=Portuguese ro=Romanian ru=Russian sr=Serbian sv=Swedish tg=Tajik
    th=Thai tr=Turkish tt=Tatar uk=Ukrainian ur=Urdu zh=Chinese
    """.split()
)


def language_name(code: str | None, script: str = "") -> str:
    """Return the English name of a language, else its code, else what its script is called.

    Example:
        >>> language_name("hy"), language_name("eo"), language_name(None, "Ethi")
        ('Armenian', 'the language eo', 'a language in the script Ethi')
    """
    if code is None:
        return f"a language in the script {script}" if script else "an unknown language"
    return _NAMES.get(code, f"the language {code}")


def is_served(language: Language, made_for: frozenset[str] | None) -> bool:
    """Whether a finder is made for a language: for all where ``made_for`` is None.

    Example:
        >>> is_served(Language("ru", "Cyrl", 0.9), ENGLISH)
        False
    """
    return made_for is None or language.code in made_for


def scan_note(language: Language) -> str:
    """Return what to say of a text that the gazetteer scan alone has read.

    Example:
        >>> scan_note(Language("sv", "Latn", 0.9))
        'found with the gazetteer scan only: text in Swedish, which no tagger here reads'
    """
    name = language_name(language.code, language.script)
    return f"found with the gazetteer scan only: text in {name}, which no tagger here reads"


def tagged_note(language: Language) -> str:
    """Return what to say of a text that the multilingual tagger has read.

    Example:
        >>> tagged_note(Language("ru", "Cyrl", 0.9))
        'text in Russian (scores are calibrated on English texts only)'
    """
    name = language_name(language.code, language.script)
    return f"text in {name} (scores are calibrated on English texts only)"

"""What languages are called in English, for what is said to the user."""

from __future__ import annotations

from typing import Final

_NAMES: Final = dict(
    pair.split("=")
    for pair in """
    ar=Arabic be=Belarusian bg=Bulgarian cs=Czech de=German el=Greek en=English es=Spanish
    fa=Persian fr=French he=Hebrew hi=Hindi hy=Armenian it=Italian ja=Japanese ka=Georgian
    kk=Kazakh ko=Korean ky=Kyrgyz mk=Macedonian mn=Mongolian nl=Dutch pl=Polish ps=Pashto
    pt=Portuguese ro=Romanian ru=Russian sr=Serbian sv=Swedish tg=Tajik th=Thai tr=Turkish
    tt=Tatar uk=Ukrainian ur=Urdu zh=Chinese
    """.split()
)


def language_name(code: str | None, script: str = "") -> str:
    """Return the English name of a language, else its code, else what its script is called.

    Args:
        code: ISO 639 code, or None where the language is not known.
        script: ISO 15924 code, for a language that is not known.

    Example:
        >>> language_name("hy"), language_name("eo"), language_name(None, "Ethi")
        ('Armenian', 'the language eo', 'a language in the script Ethi')
    """
    if code is None:
        return f"a language in the script {script}" if script else "an unknown language"
    return _NAMES.get(code, f"the language {code}")

"""The language of a text, from the script of its letters and its commonest words.

Nothing is loaded for an English text but one small table of words, and no model at all: the
stages after this one need to know only whether a text is English and, where it is not, whose case
endings to expect. Libraries that tell a hundred languages apart take longer to import than the
whole of an article takes to enrich, and answer on a lone name as firmly as on a page.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from gazetteer.language_tags import primary_language, short_code

_SLICE: Final = 4000  # code points: of a long text the head, the middle and the tail are read
_LETTERS: Final = re.compile(r"[^\W\d_]+")

# Unicode blocks of the scripts told apart, as a class of characters, by ISO 15924 code.
_SCRIPTS: Final[Mapping[str, str]] = {
    "Latn": "A-Za-zª\u00b5-\u024f\u1e00-\u1eff",
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8f",
    "Armn": "\u0531-\u0587\ufb13-\ufb17",
    "Arab": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Hebr": "\u0590-\u05ff",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Deva": "\u0900-\u097f",
    "Thai": "\u0e00-\u0e7f",
    "Ethi": "\u1200-\u137f",
    "Hang": "\u1100-\u11ff\uac00-\ud7af",
    "Kana": "\u3040-\u30ff",
    "Hani": "\u3400-\u4dbf\u4e00-\u9fff",
}
_PATTERNS: Final = {code: re.compile(f"[{block}]") for code, block in _SCRIPTS.items()}
_OF_SCRIPT: Final[Mapping[str, str]] = {
    "Armn": "hy", "Grek": "el", "Hebr": "he", "Geor": "ka", "Thai": "th", "Hang": "ko",
    "Kana": "ja", "Hani": "zh",
}  # fmt: skip
"""The language that news in a script is in, where there is one."""

# Letters that only some of the languages of a script have.
_CYRILLIC: Final[Mapping[str, str]] = {
    "ru": "ыэёъ", "uk": "іїєґ", "be": "ўі", "sr": "јљњћђџ", "mk": "јѓќѕ", "kk": "әғқңұһі",
    "ky": "өңү", "tg": "ӣӯҳҷқғ", "tt": "әҗңһөү", "mn": "өү",
}  # fmt: skip
_LATIN: Final[Mapping[str, re.Pattern[str]]] = {
    code: re.compile(f"[{letters}]")
    for code, letters in {
        "az": "ə", "tr": "ğış", "pl": "łąężźśćń", "cs": "řěů", "ro": "șțşţă", "hu": "őű",
    }.items()
}  # fmt: skip
"""Letters that words of hardly any other language have; those of "tr" are in "az" too."""
_LEAST_MARKED: Final = 0.12
"""Share of the words in small letters, from which such letters tell the language."""
_AZERBAIJANI: Final = 0.3  # of the words with Turkish letters, that have "ə"
_ARABIC: Final[Mapping[str, str]] = {"fa": "پچژگیک", "ur": "ٹڈڑںےہ", "ps": "ټډړښځڅ", "ku": "ێۆڵڕە"}
_RARE: Final = 0.01  # share of letters below which a letter is a quotation's

_LEAST_WORDS: Final = 3  # function words, before another language than English is believed
_LEAST_SHARE: Final = 0.12  # of all words; running text has 0.25 to 0.5
_LEAD: Final = 2.0  # how many times those of English another language must have


@dataclass(frozen=True, slots=True)
class Language:
    """What a text is written in.

    Attributes:
        code: ISO 639-1 code, or None where it is not known.
        script: ISO 15924 code of most of its letters; "Zyyy" where it has none.
        confidence: From 0, a guess, to 1, declared or beyond doubt; no calibrated probability.
    """

    code: str | None
    script: str
    confidence: float


def detect_language(text: str, declared: str | None = None) -> Language:
    """Return the language of a text.

    Latin script is English unless another language shows by its function words: a lone name, a
    headline or a list says too little. Foreign words quoted in a text do not change it.

    Args:
        text: The text.
        declared: ISO 639 code, also with a country ("hy", "hye", "pt-BR"), that settles it; one
            that is no such code is passed over.

    Example:
        >>> detect_language("Переговоры в Ереване продолжились в субботу.").code
        'ru'
        >>> detect_language("Les pourparlers se sont poursuivis à Erevan depuis lundi.").code
        'fr'
        >>> detect_language("Nagorno-Karabakh (Нагорный Карабах) is a region.").code
        'en'
    """
    return _detect(_sample(text), declared or "")


def _sample(text: str) -> str:
    if len(text) <= 3 * _SLICE:
        return text
    middle = len(text) // 2
    return "\n".join((text[:_SLICE], text[middle : middle + _SLICE], text[-_SLICE:]))


@lru_cache(maxsize=64)  # a document is asked about by the finder, the linker and its title
def _detect(sample: str, declared: str) -> Language:
    if sample.isascii():  # most English text: no other script to count
        script = "Latn" if _PATTERNS["Latn"].search(sample) else "Zyyy"
        share = 1.0
    else:
        sample = unicodedata.normalize("NFC", sample)
        script, share = _script(sample)
    if told := primary_language(declared.strip()):
        return Language(short_code(told), script, 1.0)
    if script == "Latn":
        return _latin(sample)
    if script == "Zyyy":
        return Language("en", script, 0.0)
    code, sure = _by_letters(sample.lower(), script)
    return Language(code, script, round(share * sure, 3))


def _script(sample: str) -> tuple[str, float]:
    """Return the script of most letters and its share of them.

    A Chinese character is worth three letters, as it stands for about that many.
    """
    counts = {code: len(pattern.findall(sample)) for code, pattern in _PATTERNS.items()}
    if counts["Kana"] > 0.2 * counts["Hani"]:  # Japanese mixes the two
        counts["Kana"] += counts.pop("Hani")
    for code in ("Hani", "Kana", "Hang"):
        counts[code] = 3 * counts.get(code, 0)
    total = sum(counts.values())
    if not total:
        return "Zyyy", 0.0
    best, number = max(counts.items(), key=lambda item: item[1])
    return best, number / total


def _by_letters(sample: str, script: str) -> tuple[str | None, float]:
    """Return the likeliest language of a script other than Latin, and how sure that is."""
    if script in ("Cyrl", "Arab"):
        return _cyrillic(sample) if script == "Cyrl" else _arabic(sample)
    code = _OF_SCRIPT.get(script)
    return code, 1.0 if code else 0.0


def _marks(sample: str, letters: Mapping[str, str]) -> Counter[str]:
    counts = Counter(sample)
    return Counter({code: sum(counts[c] for c in own) for code, own in letters.items()})


def _cyrillic(sample: str) -> tuple[str, float]:
    found = _marks(sample, _CYRILLIC)
    letters = max(1, len(_PATTERNS["Cyrl"].findall(sample)))
    counts = Counter(sample)
    if counts["ъ"] > _RARE * letters and not counts["ы"] + counts["э"]:
        return "bg", 0.9
    if counts["ў"] and found["be"] > _RARE * letters:
        return "be", 0.9
    rare = Counter({code: n for code, n in found.items() if code not in ("ru", "uk", "be")})
    best, number = rare.most_common(1)[0]
    # Kazakh has "і" as Ukrainian does, so its other letters decide.
    if number - (counts["і"] if best == "kk" else 0) > 2 * _RARE * letters:
        return best, 0.8
    if found["uk"] > found["ru"]:
        return "uk", 0.95
    return "ru", 0.95 if found["ru"] else 0.5


def _arabic(sample: str) -> tuple[str, float]:
    found = _marks(sample, _ARABIC)
    letters = max(1, len(_PATTERNS["Arab"].findall(sample)))
    for code in ("ur", "ps", "ku", "fa"):  # Persian last: the others have its letters too
        if found[code] > 2 * _RARE * letters:
            return code, 0.9
    return "ar", 0.95


def _latin(sample: str) -> Language:
    words = _LETTERS.findall(sample)
    having = _languages_having()
    counts: Counter[str] = Counter()
    points: dict[str, float] = defaultdict(float)
    for word in words:
        for code in having.get(word, ()):  # in capitals it may be a name's: "La Paz", "El Paso"
            counts[code] += 1
            points[code] += 1 / len(having[word])
    if shown := _by_latin_letters(words, counts["en"]):
        return Language(shown, "Latn", 0.9)
    if not points:
        return Language("en", "Latn", 0.0)
    best = max(points, key=lambda code: points[code])
    enough = counts[best] >= max(_LEAST_WORDS, _LEAST_SHARE * len(words))
    if not enough or counts[best] < _LEAD * counts["en"]:
        best = "en"
    sure = min(1.0, counts[best] / 10) * points[best] / sum(points.values())
    return Language(best, "Latn", round(sure, 3))


def _by_latin_letters(words: Sequence[str], english: int) -> str | None:
    """The language that the words in small letters show: names in them say nothing of a text."""
    small = [word for word in words if word[0].islower()]
    marked = {
        code: sum(letters.search(word) is not None for word in small)
        for code, letters in _LATIN.items()
    }
    if marked["az"] > _AZERBAIJANI * marked["tr"]:  # it has the letters of Turkish, too
        turkish = _LATIN["tr"]
        marked["az"] = sum("ə" in word or turkish.search(word) is not None for word in small)
    best = max(marked, key=lambda code: marked[code])  # "az" before "tr"
    enough = marked[best] >= max(2, _LEAST_MARKED * len(small)) and marked[best] > english
    return best if enough else None


@cache
def _languages_having() -> Mapping[str, tuple[str, ...]]:
    """Return the languages that have a function word, by word."""
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    having: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for code, words in tomllib.loads(text).items():
        for word in set(words.split()):
            having[word] += (code,)
    return dict(having)

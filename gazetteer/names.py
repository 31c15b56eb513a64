"""Normalise, fold and compare names: pure functions, no state but caches.

A *key* is what two spellings of one name have in common: ``fold("St. Étienne-du-Mont")`` and
``fold("saint etienne du mont")`` are equal. The gazetteer is indexed by keys; the builder and
the look-up call the same ``fold``, so the two can never disagree.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that NFKD leaves whole although readers take them for a plain letter.
_LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h",
        "ı": "i", "ə": "e", "ŋ": "n", "ŧ": "t", "ĸ": "k", "ɓ": "b", "ɗ": "d", "ƙ": "k",
        "ё": "е", "ѐ": "е", "ѝ": "и", "ـ": "", "ى": "ي", "أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه",
        "ی": "ي", "ک": "ك",
    }
)  # fmt: skip
# Apostrophes, primes and modifier letters vanish: "Sana'a" is "Sanaa", "Ra‘anana" is "Raanana".
_SILENT = dict.fromkeys(map(ord, "'’‘`´ʻʼʽʾʿˈ′ʹ·‧\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SILENT |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
_DOTS = re.compile(r"(?<=\w)\.(?=\w)|\.(?=\s|$)")
_GAPS = re.compile(r"[\W_]+")
# Written short before a name, never after it: "St. Louis", but "Main St."
_OPENINGS = {
    "st": "saint", "ste": "sainte", "sta": "santa", "mt": "mount", "mts": "mountains",
    "ft": "fort", "pt": "point",
}  # fmt: skip
_VIRAMA = 9  # canonical combining class of the sign that joins Indic consonants: it is a letter


def _strip_marks(text: str) -> str:
    # A styled letter ("𝐀") is a plain capital only once it is decomposed: fold again behind.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in decomposed if unicodedata.combining(c) in (0, _VIRAMA))


def fold(text: str) -> str:
    """Return the key of a name: what is left without case, marks, punctuation and article.

    Args:
        text: A name in any script.

    Returns:
        Lower-case words joined by single spaces; "" when the text holds no letter or digit.

    Example:
        >>> fold("The St. Kitts–Nevis"), fold("U.S."), fold("Şırnak"), fold("Mt. Ararat")
        ('saint kitts nevis', 'us', 'sirnak', 'mount ararat')
    """
    return _fold_short(text) if len(text) <= _CACHED_LENGTH else _fold(text)


def _fold(text: str) -> str:
    key = text.lower() if text.isascii() else _strip_marks(text.casefold()).translate(_LETTERS)
    key = _DOTS.sub("", key.translate(_SILENT)).replace("&", " and ")
    words = _GAPS.sub(" ", key).split()
    if len(words) > 1:
        if words[0] == "the":
            del words[0]
        last = len(words) - 1
        words = [_OPENINGS.get(w, w) if i < last else w for i, w in enumerate(words)]
    return " ".join(words)


# Names come again and again; a long run of words hardly does, and would fill the memory.
_CACHED_LENGTH = 100
_fold_short = lru_cache(maxsize=65536)(_fold)

_ALPHABETS = (
    ("a", "z", "abcdefghijklmnopqrstuvwxyz"),
    ("а", "ӿ", "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґўј"),
    ("α", "ω", "αβγδεζηθικλμνξοπρστυφχψω"),
    ("ա", "և", "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ"),
    ("ა", "ჰ", "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"),
    ("א", "ת", "אבגדהוזחטיכלמנסעפצקרשתךםןףץ"),
    ("ء", "ي", "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگئءؤ"),
)


def alphabet_of(key: str) -> str:
    """Return the letters of the scripts that a key is written in, in their folded form.

    Example:
        >>> alphabet_of("goris")[:3], alphabet_of("ереван")[:3]
        ('abc', 'абв')
    """
    found = "".join(
        letters for first, last, letters in _ALPHABETS if any(first <= c <= last for c in key)
    )
    return found or "".join(sorted(set(key) - {" "}))


# Where the family name stands first, in the order world news keeps for these countries.
_FAMILY_FIRST = frozenset({"CN", "KR", "KP", "TW", "HK", "KH"})
_PARTICLES = frozenset(
    "al el bin ibn ben bint abu abd de del della der den di da dos das do du la le van von zu "
    "st saint san ter ten".split()
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def surname(name: str, country: str | None = None) -> str:
    """Return the part of a person's name that news uses alone, or "" when there is none.

    Args:
        name: The full name as news writes it.
        country: ISO 3166-1 alpha-2, for the order of names.

    Example:
        >>> surname("Sergey Lavrov"), surname("Ursula von der Leyen"), surname("Xi Jinping", "CN")
        ('Lavrov', 'von der Leyen', 'Xi')
    """
    words = name.split()
    while len(words) > 1 and fold(words[-1]) in _SUFFIXES:
        words.pop()
    if len(words) < 2:
        return ""
    if country in _FAMILY_FIRST and len(words) <= 3:
        return words[0]
    first = len(words) - 1
    while first > 1 and fold(words[first - 1]) in _PARTICLES:
        first -= 1
    return " ".join(words[first:])

"""Names of other scripts in Latin letters, for when a source gives a name in one script only.

Letter by letter, after the tables of BGN/PCGN (Cyrillic, Armenian, Georgian, Arabic, Hebrew) and
ELOT 743 (Greek), without diacritics, as a folded key needs them. Arabic and Hebrew leave short
vowels unwritten; so does the result.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_PAIRS: Final = """
а a б b в v г g ґ g д d е e ё yo є ye ж zh з z и i і i ї yi й y к k л l м m н n о o п p р r
с s т t у u ў w ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya ј j љ lj њ nj ћ c
ђ dj џ dz ѓ gj ќ kj ә a ғ gh қ q ң ng ө o ұ u ү u һ h ҳ h ҷ j ӣ i ӯ u α a β v γ g δ d ε e
ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o ա a բ b
գ g դ d ե e զ z է e ը y թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n շ sh
ո o չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ v փ p ք k օ o ֆ f և ev ა a ბ b გ g დ d ე e ვ v
ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh ყ q შ sh ჩ ch ც ts
ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h ا a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d
ط t ظ z ع - غ gh ف f ق q ك k ل l م m ن n ه h و w ي y ء - ئ y ؤ w پ p چ ch ژ zh گ g ة a ى a
א a ב b ג g ד d ה h ו v ז z ח h ט t י y כ k ך k ל l מ m ם m נ n ן n ס s ע - פ p ף f צ ts
ץ ts ק q ר r ש sh ת t
""".split()
_LETTERS: Final = {
    one: "" if other == "-" else other for one, other in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)
}
# Two letters that are read as one.
_DIGRAPHS: Final = (("ου", "u"), ("αυ", "av"), ("ευ", "ev"), ("μπ", "b"), ("ու", "u"))


def is_latin(text: str) -> bool:
    """Whether a text holds a Latin letter.

    Example:
        >>> is_latin("Goris"), is_latin("Գորիս")
        (True, False)
    """
    return any(c.isascii() and c.isalpha() for c in unicodedata.normalize("NFKD", text))


def romanise(key: str) -> str:
    """Return a folded name in Latin letters, "" where its script has no table here.

    Args:
        key: What ``names.fold`` returned.

    Example:
        >>> romanise("горис"), romanise("գորիս"), romanise("გორის"), romanise("αθηνα")
        ('goris', 'goris', 'goris', 'athina')
    """
    for pair, letters in _DIGRAPHS:
        key = key.replace(pair, letters)
    found = [_LETTERS.get(c, c if c.isascii() else None) for c in key]
    return "" if None in found else "".join(c for c in found if c is not None)

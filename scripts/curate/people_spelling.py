"""Further spellings of a person's name: transliterations, and the name without its extras.

Diacritics, case and punctuation are folded when a name is looked up, so none of them is varied
here. Which given names are one name in several transliterations stands in
``edits/people_given_spellings.csv``, with the countries where that holds: "Sergei" and "Sergey"
are one name in Russia, "Said" and "Saeed" in Arabic. Surnames are varied by their endings:

    Zelensky, Zelenskyy, Zelenskiy     -ski of Russian, Ukrainian, Belarusian
    Aliyev, Aliev                      -iyev of the Caucasus, Central Asia, Russia
    Pashinyan, Pashinian               -yan of Armenian
    Stefanchuk, Kravchiuk, Kravchyuk   -iuk of Ukrainian
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from gazetteer.sources.edits import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["Spellings"]

SLAVIC = frozenset("RU UA BY MD BG".split())
EASTERN = frozenset("RU UA BY AM AZ GE KZ KG UZ TJ TM MD".split())
ARABIC = frozenset(
    """AE AF BD BH BN DJ DZ EG EH ID IQ IR JO KM KW LB LY MA ML MR MV MY NE NG OM PK PS QA SA SD
    SN SO SY TD TN TR YE""".split()
)
GROUPS = {"eastern": EASTERN, "slavic": SLAVIC, "arabic": ARABIC}

# (countries, ending, the endings it may also have)
ENDINGS: tuple[tuple[frozenset[str], str, tuple[str, ...]], ...] = (
    (SLAVIC, r"(?<=[szcd]k)(yy|iy|ii|yi|y|i)$", ("y", "yy", "iy", "i", "yi")),
    (EASTERN, r"(?<=[bdghjklmnprstvxz])i?yev(?=a?$)", ("iyev", "iev")),
    (EASTERN, r"(?<=[bdghjklmnprstvxz])iev(?=a?$)", ("iyev", "iev")),
    (EASTERN, r"(?<=[aou])yev(?=a?$)", ("yev", "ev")),
    (frozenset({"AM"}), r"(?<=[bcdfghjklmnprstvxz])(yan|ian)$", ("yan", "ian")),
    (frozenset({"UA"}), r"(?<=[bcdfghjklmnprstvxz])(iuk|yuk)$", ("iuk", "yuk")),
)

PEER = re.compile(
    r"^(?P<name>[^,]+), (?P<rank>(?:\d+\w\w )?(?:Baron|Baroness|Viscount|Viscountess|Earl|Countess|"
    r"Duke|Duchess|Marquess|Lord|Lady))(?: of)? (?P<title>.+)$"
)
INITIALS = re.compile(r"(?<=\s)(?:[A-Z]\.\s?)+(?=\S{2,})")
LEADING_INITIAL = re.compile(r"^[A-Z]\. (?=\S+ \S+)")
STYLE = re.compile(r"^(?:Sheikh|Prince|Princess|Sir|Dame|Sayyid|Hajji) (?=\S+ \S+)")
GENERATION = re.compile(r",? (?:Jr\.?|Sr\.?|II|III|IV)$")
NICKNAME = re.compile(r' ["“(](?P<nick>[^"”)]+)["”)] ')
ARTICLE = re.compile(r"(?<=\s)(?:[Aa]l|[Ee]l|[Aa]d|[Aa]s|[Aa]sh|[Aa]n|[Aa]r|[Aa]t)[- ]|"
                     r"(?<=\s)(?:el)-(?=[A-Z])")  # fmt: skip

MOST = 8
"""Spellings generated for one name of a prominent person."""
FEW = 3
"""Spellings generated for one name of a legislator."""
PROMINENT = 0.2


class Spellings:
    """Generates further spellings.

    Args:
        edits: Folder of the hand edits, with ``people_given_spellings.csv``.
    """

    def __init__(self, edits: Path) -> None:
        self._given: dict[tuple[str, str], tuple[str, ...]] = {}
        for row in read_rows(edits / "people_given_spellings.csv"):
            spellings = tuple(row["spellings"].split())
            for country in _countries(row["countries"]):
                for name in spellings:
                    self._given[name.casefold(), country] = spellings

    def variants(self, name: str, countries: Sequence[str], prominence: float) -> list[str]:
        """Return further spellings of a name in Latin letters, without the name itself.

        Args:
            name: A full name.
            countries: ISO codes that decide which transliterations apply.
            prominence: How many to give: prominent people are written in more ways.
        """
        found: dict[str, None] = {}
        for plain in (name, *shortened(name)):
            if plain != name:
                found.setdefault(plain)
            spelt = [s for s in self._respelt(plain, countries) if s not in found and s != name]
            for spelling in spelt[: MOST if prominence >= PROMINENT else FEW]:
                found.setdefault(spelling)
        return list(found)

    def _respelt(self, name: str, countries: Sequence[str]) -> Iterator[str]:
        """Yield a name with its words in each of their transliterations."""
        words = name.split()
        choices = [self._word_choices(w, i, len(words), countries) for i, w in enumerate(words)]
        if all(len(c) == 1 for c in choices):
            return
        for chosen in product(*choices):
            spelling = " ".join(chosen)
            if spelling != name:
                yield spelling

    def _word_choices(
        self, word: str, place: int, count: int, countries: Sequence[str]
    ) -> tuple[str, ...]:
        """Return the spellings of one word of a name, the given one first."""
        found = {word: None}
        for country in countries:
            if place < count - 1 or country in ARABIC:
                found |= dict.fromkeys(self._given.get((word.casefold(), country), ()))
            if place and place == count - 1:
                found |= dict.fromkeys(_endings(word, country))
        return tuple(found)


def shortened(name: str) -> Iterator[str]:
    """Yield a name without initials, generation, nickname, Arabic article or peerage.

    Example:
        >>> list(shortened("Charles S. Trump"))
        ['Charles Trump']
        >>> list(shortened("Dennis Rogan, Baron Rogan"))
        ['Dennis Rogan', 'Lord Rogan', 'Baron Rogan']
    """
    if peer := PEER.match(name):
        yield from _peer_names(peer)
        return
    if STYLE.match(name):
        name = STYLE.sub("", name)
        yield name
    plain = LEADING_INITIAL.sub("", INITIALS.sub("", name))
    bare = GENERATION.sub("", plain)
    yield from dict.fromkeys(n for n in (plain, bare) if n != name and " " in n)
    if nick := NICKNAME.search(name):
        yield NICKNAME.sub(" ", name)
        yield f"{nick['nick']} {name[nick.end() :]}"
    if len(name.split()) > 1 and ARTICLE.search(name):
        without = ARTICLE.sub("", name)
        if " " in without:
            yield without


def _peer_names(peer: re.Match[str]) -> Iterator[str]:
    """Yield the names of a peer: "Dennis Rogan", "Lord Rogan", "Baron Rogan"."""
    rank, title = peer["rank"].split()[-1], peer["title"]
    place = title.split(" of ")[0]
    form = {"Baron": "Lord", "Viscount": "Lord", "Earl": "Lord", "Marquess": "Lord",
            "Baroness": "Lady", "Viscountess": "Lady", "Countess": "Lady"}.get(rank)  # fmt: skip
    if " " in peer["name"]:
        yield peer["name"]
    if form:
        yield f"{form} {place}"
    yield f"{rank} {place}"


def _endings(word: str, country: str) -> Iterator[str]:
    """Yield a surname with the endings its country's transliterations give it."""
    for countries, pattern, endings in ENDINGS:
        if country in countries and re.search(pattern, word):
            for ending in endings:
                yield re.sub(pattern, ending, word)


def _countries(text: str) -> Iterator[str]:
    """Yield the codes that a cell names, groups of countries among them."""
    for word in text.split():
        yield from GROUPS.get(word, (word,))

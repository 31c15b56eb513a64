"""Whether an item of the references is the person whom a hand edit means.

A name alone decides nothing. What else is known is weighed, sign by sign: dates of birth and death,
offices, states, what somebody is known for. A contradiction refuses the item, whatever speaks for
it; of several items of one name, one must be ahead by a sign that counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from curate.people_hand import fold
from curate.people_rank import prominence
from curate.people_references import SURE

from gazetteer.sources.edits import read_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from curate.people_hand import HandPerson
    from curate.people_references import KnownPerson, Term

__all__ = ["Fit", "choose", "fit"]

WORDS = Path(__file__).with_name("people_words.csv")
"""What somebody is known for and what sort of office one is, coarsely, by patterns of words."""
SURNAMES = Path(__file__).parents[2] / "gazetteer" / "curated" / "surnames.csv"
GENERAL = frozenset(
    """President Minister Secretary Prime General National International World European Union
    United Nations Party State States Republic Democratic Foreign Affairs Federal Council Chief
    House People Northern Southern Eastern Western North South East West American African Asian
    Islamic Arab Central Bank Democratic Liberal Conservative Republican Labour Social Socialist
    Nobel Peace Prize Olympic Games University Saint Soviet""".split()
)
"""Words of bodies' names that many bodies share."""
ADULT, OLD = 17, 95
WHOLE = len("2000-01-01")
LONG_DEAD = 2000
KNOWN = 0.3
"""From this prominence on somebody is whom the world means by a name without more."""
WEAKEST = 0.5
"""What signs must come to that decide by themselves nothing."""
AHEAD = 1.0
"""So far must an item be ahead of the next of its name."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an item fits a person.

    Attributes:
        known: The item.
        score: What the signs come to.
        signs: What speaks for it: "born", "died", "office", "country", "field", "title" ...
        against: What contradicts it, or "".
    """

    known: KnownPerson
    score: float
    signs: tuple[str, ...]
    against: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether a date, an office or a body served speaks for it."""
        return not {"born", "died", "office", "body"}.isdisjoint(self.signs)

    @property
    def is_confirmed(self) -> bool:
        """Whether enough speaks for it beside the name.

        State and field do together. One of them does for an item that is surely a person, under
        the name that it is shown with, unless the field is politics; the fame of both does where
        they share the plain name.
        """
        signs = {*self.signs}
        if "one word" in signs:
            return (
                not signs.isdisjoint({"born", "died"})
                or {"title", "fame"} <= signs
                or ("title" in signs and self.is_sure)
            )
        if self.is_sure or ("country" in signs and signs & {"field", "politics"}):
            return True
        if "label" not in signs or self.score < WEAKEST:
            return False
        alone = signs & {"country", "field"} and "guessed" not in signs
        return bool(alone) or "fame" in signs


def choose(fits: Sequence[Fit]) -> tuple[Fit | None, str]:
    """Return the item that a person is, or None and why none is taken.

    An article with the plain name for its title is of the best known bearer of the name: where
    nothing speaks against it and no other item has the name, that is enough for people whom the
    world knows. So is a name whose surname hardly anybody bears, where the item is surely a person
    and not somebody of another office.
    """
    good = sorted((f for f in fits if not f.against), key=lambda f: (-f.is_sure, -f.score))
    if not good:
        return None, f"contradicted: {fits[0].against}" if fits else "no reference"
    best = good[0]
    plain = {"title", "world"} <= {*best.signs} and best.score >= WEAKEST
    rare = {"label", "world", "rare"} <= {*best.signs} and "guessed" not in best.signs
    plain = len(good) == 1 and (plain or rare)
    if not best.is_confirmed and not plain:
        return None, "no confirming sign"
    rivals = [
        f
        for f in good[1:]
        if f.is_confirmed and f.is_sure == best.is_sure and best.score - f.score < AHEAD
    ]
    return (None, "ambiguous") if rivals else (best, "")


def fit(
    hand: HandPerson,
    known: KnownPerson,
    names: Collection[str],
    states: Mapping[str, str],
) -> Fit:
    """Weigh an item against a person of the hand edits.

    Args:
        hand: The person.
        known: The item.
        names: The names that the person is shown with, folded, in all their spellings; without
            the aliases.
        states: Codes of states by adjective, from `states_by_word`.
    """
    against = _contradiction(hand, known)
    signs = _dates(hand, known)
    signs |= _office(hand, known.terms)
    signs |= _country(hand, known, states)
    signs |= _field(hand, known)
    signs |= _body(hand, known, states)
    signs |= _names(known, names)
    if float(hand.prominence or prominence(hand.positions, listed=True)) >= KNOWN:
        signs["world"] = 0.01
        if known.fame >= KNOWN:
            signs["fame"] = known.fame
    if known.person < SURE:
        signs["guessed"] = -0.25
    if not against and signs.get("country", 0) < 0:
        if signs.get("field", 0) < 0:
            against = "another country and occupation"
        elif not signs.keys() & {"born", "died"}:
            against = "another country"
    kept = (s for s, value in signs.items() if value > 0 or s in {"one word", "guessed"})
    return Fit(known, sum(signs.values()), tuple(kept), against)


def _contradiction(hand: HandPerson, known: KnownPerson) -> str:
    for told, mine, theirs in (
        ("another birth", hand.born, known.born), ("another death", hand.died, known.died),
    ):  # fmt: skip
        # The year of birth of many is disputed; the day of death is not.
        settled = mine == hand.born and len(hand.died) == WHOLE and hand.died in known.died
        apart = [abs(_year(mine) - _year(date)) for date in theirs] if mine else []
        if apart and min(apart) > 1 and not settled:
            return told
    served = [_year(p.start) for p in hand.positions if p.start]
    if served and known.died and max(served) > max(map(_year, known.died)):
        return "dead before an office"
    if served and known.born and not hand.born:
        age = [year - _year(date) for date in known.born for year in served]
        if min(age) < ADULT or max(age) > OLD:
            return "too young or old for an office"
    if not hand.died and not hand.born and not served and known.died:
        return "long dead" if max(map(_year, known.died)) < LONG_DEAD else ""
    return ""


def _dates(hand: HandPerson, known: KnownPerson) -> dict[str, float]:
    signs = {}
    for sign, mine, theirs in (("born", hand.born, known.born), ("died", hand.died, known.died)):
        if mine and any(mine[:4] == date[:4] for date in theirs):
            signs[sign] = 4.0 if len(mine) == WHOLE and mine in theirs else 2.0
    return signs


def _names(known: KnownPerson, names: Collection[str]) -> dict[str, float]:
    """The name that the item is shown with, and the plain one as the title of its article."""
    signs = {}
    if not known.labels.isdisjoint(names):
        signs["label"] = 0.5
    if any(fold(title) in names for title in known.articles):
        signs["title"] = 0.75
    if not any(" " in name for name in names):
        signs["one word"] = -0.5
    # An article under the name and something in brackets: somebody else has the name alone.
    elif (
        not known.terms
        and ("title" in signs or not known.articles)
        and not any(name.split()[-1] in _surnames() for name in names)
    ):
        signs["rare"] = 0.01
    return signs


def _office(hand: HandPerson, terms: Iterable[Term]) -> dict[str, float]:
    """An office of one kind in one state: from the same year, or at the same time."""
    best = 0.0
    for mine in hand.positions:
        kinds = _kinds("office", mine.title)
        for term in terms:
            same_state = mine.country == term.country or not (mine.country and term.country)
            if not same_state or not kinds & _kinds("office", term.title):
                continue
            if mine.start and term.start and abs(_year(mine.start) - _year(term.start)) <= 1:
                best = max(best, 3.0)
            elif _overlap(mine.start, mine.end, term.start, term.end):
                best = max(best, 2.0)
    return {"office": best} if best else {}


def _country(hand: HandPerson, known: KnownPerson, states: Mapping[str, str]) -> dict[str, float]:
    mine = {hand.country, *(p.country for p in hand.positions)} - {""}
    mine |= _states_in(hand.description, states)
    theirs = known.countries.union(*(_states_in(text, states) for text in known.text))
    if not mine or not theirs:
        return {}
    return {"country": 1.0 if mine & theirs else -1.0}


def _states_in(text: str, states: Mapping[str, str]) -> set[str]:
    words = re.findall(r"[A-Z][\w-]+(?: [A-Z][\w-]+)?", text)
    return {states[w] for pair in words for w in (pair, *pair.split()) if w in states}


def _field(hand: HandPerson, known: KnownPerson) -> dict[str, float]:
    mine = _kinds("field", " ".join((hand.description, *(p.title for p in hand.positions))))
    theirs = _kinds("field", " ".join((*known.text, *(t.title for t in known.terms))))
    if not mine or not theirs:
        return {}
    shared = mine & theirs
    # Politicians are most of all whom the references hold: many namesakes are, too.
    return {"politics" if shared == {"politics"} else "field": 1.0 if shared else -1.0}


def _body(hand: HandPerson, known: KnownPerson, states: Mapping[str, str]) -> dict[str, float]:
    """A body that both texts name: "president of FIFA", "chairperson of FIFA"."""
    own = {word for name in known.names for word in re.findall(r"\w+", name)}
    mine, theirs = (
        {w for text in texts for w in re.findall(r"\b[A-Z]\w{3,}", text)} - states.keys() - own
        for texts in (
            (hand.description, *(p.title for p in hand.positions)),
            (*known.text, *(t.title for t in known.terms)),
        )
    )
    return {"body": 2.0} if (mine & theirs) - GENERAL else {}


@cache
def _surnames() -> frozenset[str]:
    """Return the surnames that at least two politicians of the reference bear, folded."""
    return frozenset(fold(row["name"]) for row in read_rows(SURNAMES))


@cache
def _patterns(sort: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words: dict[str, list[str]] = defaultdict(list)
    for row in read_rows(WORDS):
        if row["sort"] == sort:
            words[row["kind"]].append(row["pattern"])
    return tuple((kind, re.compile("|".join(patterns))) for kind, patterns in words.items())


def _kinds(sort: str, text: str) -> set[str]:
    lower = text.casefold()
    return {kind for kind, pattern in _patterns(sort) if pattern.search(lower)}


def _overlap(start: str, end: str, other_start: str, other_end: str) -> bool:
    """Tell whether two terms have a day in common; an unknown start tells nothing."""
    if not start or not other_start:
        return False
    first, last = start, end or "9999"
    return other_start[:4] <= last[:4] and first[:4] <= (other_end or "9999")[:4]


def _year(date: str) -> int:
    """Return the year of a date, negative before our era."""
    return -int(date[1:5]) if date.startswith("-") else int(date[:4])

"""How readily world news names a person, and the few words that tell them from namesakes."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from curate.people_spans import days_between

from gazetteer.store.describing import is_seat, office_words, years_held

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from curate.people_spans import Position

__all__ = ["Successors", "describe", "leading", "past", "prominence", "weight"]

# What an office counts in a middling state, the first pattern that matches. The scale is that of
# gazetteer/curated/README.md: 0.5 a foreign minister of a middling state, 0.1 a legislator.
WEIGHTS: tuple[tuple[str, float], ...] = (
    (r"(president|prime minister|supreme leader|pope|leader of the taliban)", 0.75),
    (r"general secretary of the (chinese )?communist party|general secretary of the work.*", 0.75),
    (r"(monarch|crown prince|chairman of the presidency|head of state|de facto leader)", 0.55),
    (r"(acting president|acting prime minister|chairman of the state administration.*)", 0.6),
    (r"(secretary-general|president of the european commission|eu high rep.*)", 0.75),
    (r"(president of the european council|president of the european central bank)", 0.75),
    (r"(director-general|managing director|president|prosecutor|high commissioner)", 0.6),
    (r"secretary of (state|defence|the treasury)", 0.6),
    (r"minister of foreign affairs", 0.5),
    (r"minister of defence|chief executive|opposition leader|leader of .*", 0.42),
    (r"minister of (finance|the interior)|vice president|national security advisor", 0.4),
    (r"(first )?deputy prime minister|speaker of parliament|secretary of the security.*", 0.35),
    (r"spokesperson of .*|central bank governor|chief of the general staff", 0.35),
    (r"(president|prime minister|head) of (the )?(?-i:[A-Z]).*", 0.35),
    (r"commander.*|chief of staff of the president.*|head of the office of the president", 0.35),
    (
        r"(director of the (cia|fbi|mossad|fed.*)|white house (chief of staff|press secretary))",
        0.35,
    ),
    (r"chairman of the joint chiefs of staff|first minister of .*|attorney general", 0.35),
    (r"permanent representative to the united nations|european commissioner.*|party leader", 0.3),
    (r"minister of state .+|parliamentary .*|junior minister.*|lord of the treasury", 0.15),
    (r"minister (of|for|without) .*|secretary of [^s].*|secretary of state for .*|pope", 0.28),
    (r"mayor of .*|governor of .*|prosecutor general|first lady|government spokesperson", 0.25),
    (r"director.*|chief.*|head.*|president of .*|chair.*|justice of .*|judge of .*", 0.22),
    (r"deputy.*|lieutenant.*|.*advis[eo]r.*|minister delegate.*|assistant.*|under.*", 0.15),
    (r".*\bminister\b.*", 0.22),
    (r"senator", 0.13),
    (r"ambassador.*|permanent representative.*", 0.12),
    (r"member of (parliament|the house of representatives|the european parliament)", 0.1),
    (r"member of the house of lords", 0.06),
    (r"member of the parliamentary assembly.*", 0.05),
    (r"(member of|ohio|arkansas|mississippi|rhode island) .*", 0.04),
)
UNKNOWN_OFFICE = 0.12
JUNIOR = 0.15
"""A British "minister for" stands below the secretary of state."""
GREAT_OFFICES = frozenset(
    {
        "minister of foreign affairs",
        "minister of defence",
        "minister of finance",
        "minister of the interior",
    }
)
# Where a president reigns or a prime minister serves, the office itself counts for less.
CEREMONIAL_PRESIDENTS = frozenset(
    """AL AM AT BA BD BG CH DE EE ET FJ GE GR HR HU IE IL IN IQ IS IT LB LV ME MK MT MU NP PK PT RS
    SG SI SK TL TT VU WS XK""".split()
)
SERVING_PREMIERS = frozenset(
    """AO AZ BF BI BJ BY CD CF CG CI CM CN CU DJ DZ EG FR GA GN GQ GW GY KE KG KP KR KZ LK MG ML MR
    MZ NA NE PE PS RU RW SN SY TD TG TJ TN TW TZ UA UG UZ VN YE""".split()
)
CEREMONIAL = 0.42
SERVING = 0.5
_STILL_TELLING = 0.5
_HEAD_OF_BODY = re.compile(
    r"secretary-general of (NATO|the (United Nations|Arab League|OECD|Commonwealth))"
)
_HEAD = 0.75
CARETAKER_DAYS = 120
CARETAKER = 0.45
"""What is left of an office held for less than four months."""

FACTORS = {
    **dict.fromkeys(("US",), 1.32),
    **dict.fromkeys("RU CN GB UA IL IR FR DE".split(), 1.2),
    **dict.fromkeys("TR IN JP KP SA PS SY PK BR CA IT AU EG KR MX AF VE VA BY PL".split(), 1.08),
    **dict.fromkeys(
        """AD AG BB BS BZ DM FJ FM GD KI KM KN LC LI MC MH MV NR PW SB SC SM SR ST TO TT TV VC VU
        WS CV GQ GW LS SZ BT BN TL GY DJ GM MU JM CK IM JE GG GL FO AX""".split(),
        0.62,
    ),
    **dict.fromkeys(
        "AM AZ GE LB IQ YE LY QA AE JO ET NG ZA GR HU RS ES NL BE AR CO CU".split(), 1.0
    ),
    **dict.fromkeys("MM VN ID PH TH TW SE NO DK FI UZ KZ SD KE XK MD BA CH AT IE".split(), 0.97),
}
OTHER_COUNTRY = 0.85
NO_COUNTRY = 1.0

RECENT, PAST, LONG_AGO = "2020", "2010", "2000"


def weight(position: Position) -> float:
    """Return how much an office counts towards prominence, 0 to 1."""
    country = position.country
    factor = FACTORS.get(country, OTHER_COUNTRY) if country else NO_COUNTRY
    value = _base(position.title, country) * factor * _recency(position)
    if 0 <= days_between(position.start, position.end) < CARETAKER_DAYS:
        value *= CARETAKER
    return min(1.0, value)


def _base(title: str, country: str) -> float:
    """Return what an office counts in a middling state."""
    if title == "president" and country in CEREMONIAL_PRESIDENTS:
        return CEREMONIAL
    if title == "prime minister" and country in SERVING_PREMIERS:
        return SERVING
    if country == "GB" and title.startswith("minister ") and title not in GREAT_OFFICES:
        return JUNIOR
    return next((w for p, w in WEIGHTS if re.fullmatch(p, title, re.IGNORECASE)), UNKNOWN_OFFICE)


def prominence(positions: Iterable[Position], *, listed: bool) -> float:
    """Return the prominence of a person, 0.01 to 1, with two decimals.

    Args:
        positions: The offices held.
        listed: Whether the English Wikipedia has an article.
    """
    best = max((weight(p) for p in positions), default=0.03)
    return max(0.01, round(best * (1.0 if listed else 0.9), 2))


def leading(positions: Sequence[Position]) -> Position | None:
    """Return the office a person is described by where no date is given, or None.

    That is the office of most weight, the last of equals. Once it has ended, an office taken since
    that is listed by hand as held now, and weighs half as much, goes before it.
    """
    named = [p for p in positions if not _lacks_state(p, positions)]
    best = max(named, key=lambda p: (_telling(p), p.start), default=None)
    if best is None or not best.end:
        return best
    least = _telling(best) * _STILL_TELLING
    now = [
        p
        for p in named
        if p.source == "hand" and not p.end and p.start[:7] >= best.end[:7]
        if _telling(p) >= least and not is_seat(p.title)
    ]
    return max(now, key=lambda p: (_telling(p), p.start), default=best)


def _telling(position: Position) -> float:
    """Return how much an office tells of who somebody is, 0 to 1."""
    if _HEAD_OF_BODY.fullmatch(position.title):
        return _HEAD * _recency(position)
    return weight(position)


def _lacks_state(position: Position, others: Sequence[Position]) -> bool:
    """Tell whether an office is listed again together with the state or the body it serves."""
    return not (position.country or position.organisation) and any(
        p.title == position.title and p.start == position.start and (p.country or p.organisation)
        for p in others
    )


class Successors:
    """Tells of an office that no reference ends whether somebody else has come into it.

    Args:
        terms: All offices of all people, each with the id of its holder.
    """

    def __init__(self, terms: Iterable[tuple[str, Position]]) -> None:
        self._starts: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
        for holder, p in terms:
            if p.start and not _OF_MANY.match(p.title):
                self._starts[p.title, p.country, p.organisation].append((p.start, holder))
        for starts in self._starts.values():
            starts.sort()

    def followed(self, holder: str, position: Position) -> bool:
        """Tell whether another began in the office of one holder later than he or she did."""
        office = (position.title, position.country, position.organisation)
        if not position.start or not (position.country or position.organisation):
            return False
        year = position.start[:4]
        later = reversed(self._starts.get(office, ()))
        return any(start[:4] > year for start, other in later if other != holder)

    def mend(self, holder: str, description: str, positions: Sequence[Position]) -> str:
        """Return a description without "from" where the office is another's by now.

        Args:
            holder: The id of whom it describes.
            description: As `describe` made it of the offices.
            positions: The offices.
        """
        best = leading(positions)
        if best is None or best.end or not description.endswith(years_held(best.start, best.end)):
            return description
        return begun(description) if self.followed(holder, best) else description


def begun(description: str) -> str:
    """Return what is said of an open office without saying that it is still held.

    Example:
        >>> begun("minister of defence of France, from 2002"), begun("poet")
        ('minister of defence of France, took office in 2002', 'poet')
    """
    office, open_since, year = description.rpartition(", from ")
    return f"{office}, took office in {year}" if open_since else description


def past(description: str) -> str:
    """Return what is said of an open office whose holder is dead.

    Example:
        >>> past("minister of defence of France, from 2002"), past("poet")
        ('former minister of defence of France, took office in 2002', 'poet')
    """
    return f"former {begun(description)}" if ", from " in description else description


_OF_MANY = re.compile(
    r"(?i)member|.* assembly member"
    r"|.*\b(?:senator|representative|deputy)\b(?! (?:prime|governor|mayor|director))"
    r"|deputy prime minister|justice|judge|councill?or|minister of state\b|minister without"
    r"|minister delegate|junior|assistant|parliamentary|lord |ambassador$|commissioner|advis"
    r"|vice|spokesperson|secretary of state$|under|general|monarch of|minister$"
)
"""Offices that several hold at a time."""


def describe(
    positions: Sequence[Position], countries: Mapping[str, str], bodies: Mapping[str, str]
) -> str:
    """Return the office a person is best known for, in words.

    Args:
        positions: The offices held.
        countries: ISO code to English name.
        bodies: CURIE to English name.

    Example:
        >>> from curate.people_spans import Position
        >>> describe([Position("president", "FR", "", "2017-05-14", "", "hand")],
        ...          {"FR": "France"}, {})
        'president of France, from 2017'
    """
    best = leading(positions)
    if best is None:
        return ""
    served = countries.get(best.country, "") or bodies.get(best.organisation, "")
    return office_words(best.title, best.country, served) + years_held(best.start, best.end)


def _recency(position: Position) -> float:
    """Return what is left of an office's weight, by the time since it was held."""
    if position.end:
        last = position.end
    elif position.start >= "2014":
        last = "2023"
    else:
        last = (position.start[:4] and str(int(position.start[:4]) + 6)) or LONG_AGO
    if last >= RECENT:
        return 1.0
    if last >= PAST:
        return 0.9
    return 0.72 if last >= LONG_AGO else 0.6

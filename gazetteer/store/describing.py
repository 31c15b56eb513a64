"""People described by an office: the words for it, and the office that fits the date of a text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gazetteer.errors import UnknownEntity
from gazetteer.model import Entity, Kind, Position
from gazetteer.store.offices import covers, may_cover

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.store.gazetteer import Gazetteer

_SEAT: Final = re.compile(
    r"(?i)(substitute |honorary )?member\b|.*\bsenator\b|.*\brepresentative\b(?! (of|to|for) )"
    r"|justice\b|judge\b|council?lor\b|lord\b|observer\b|special guest\b"
)
_SAID_BY_BRITONS: Final = {
    "minister of foreign affairs": "foreign secretary",
    "minister of the interior": "home secretary",
    "minister of finance": "chancellor of the exchequer",
    "minister of defence": "defence secretary",
}
_PLURAL: Final = ("States", "Islands", "Emirates", "Philippines", "Maldives")
_WITH_ARTICLE: Final = frozenset(
    {"Netherlands", "Bahamas", "Gambia", "Comoros", "Seychelles", "Holy See", "Vatican"}
)
_OPENINGS: Final = (
    "United Kingdom", "Dominican", "Republic of", "Democratic Republic", "European", "World",
    "International", "Organi", "African Union", "Central African", "Arab League", "United Nations",
    "Council of", "Collective", "Food and", "Commonwealth", "Parliamentary",
)  # fmt: skip


def is_seat(title: str) -> bool:
    """Return whether an office is one seat of many, as in a parliament or a court.

    Example:
        >>> is_seat("member of parliament"), is_seat("minister of defence")
        (True, False)
    """
    return _SEAT.match(title) is not None


def office_words(title: str, country: str | None, served: str) -> str:
    """Return an office as English says it, with whom it serves.

    Args:
        title: As the gazetteer has it.
        country: ISO 3166-1 alpha-2 of the state served, or None.
        served: English name of the state or body served, "" where there is none.

    Example:
        >>> office_words("minister of foreign affairs", "GB", "United Kingdom")
        'foreign secretary of the United Kingdom'
        >>> office_words("secretary-general of the United Nations", None, "United Nations")
        'secretary-general of the United Nations'
    """
    words = title
    if country == "GB":
        words = _SAID_BY_BRITONS.get(title, title)
    elif title == "prime minister" and country in {"DE", "AT"}:
        words = "chancellor"
    elif title == "central bank governor":
        words = "head of the central bank"
    if not served or served.casefold() in words.casefold().replace("eu ", "european union "):
        return words
    state = _with_article(served)
    if words.startswith(("ambassador to", "permanent representative")):
        return words.replace(" to ", f" of {state} to ", 1)
    if re.search(r"\b(of|in|for) (the )?[A-Z]", words):
        return f"{words} ({served})"
    return f"{words} of {state}"


def _with_article(name: str) -> str:
    """Return the name of a country or body as it stands after "of"."""
    takes = name.endswith(_PLURAL) or name in _WITH_ARTICLE or name.startswith(_OPENINGS)
    return f"the {name}" if takes else name


def years_held(start: str | None, end: str | None) -> str:
    """Return the years of a term as a description ends with them, "" where no date is known.

    Example:
        >>> years_held("1995-10-28", "2002-04-06"), years_held("2017", None), years_held("", "2001")
        (', 1995–2002', ', from 2017', ', until 2001')
    """
    first, last = (start or "")[:4], (end or "")[:4]
    if first and last:
        return f", {first}" if first == last else f", {first}–{last}"
    if first:
        return f", from {first}"
    return f", until {last}" if last else ""


def described_on(entity: Entity, day: str | None, gazetteer: Gazetteer) -> Entity:
    """Return a person described by the office held on a day, where one is known to have been held.

    Nothing changes without a day, for a person who is described by something other than an office,
    and where no term is known to cover the day: a term of unknown dates claims nothing. Before the
    office that the person is best known for, a seat in a parliament counts too, and failing that
    the last office that had ended.

    Args:
        entity: Any.
        day: ISO 8601, as exact as known.
        gazetteer: Which names the states and bodies served.

    Example:
        >>> from gazetteer.store import Gazetteer
        >>> with Gazetteer.open() as gazetteer:
        ...     guterres = gazetteer.get("wikidata:Q311440")
        ...     for day in ("2000-05-01", "2010-05-01", "2024-06-12"):
        ...         print(described_on(guterres, day, gazetteer).description)
        prime minister of Portugal, 1995–2002
        United Nations high commissioner for refugees, 2005–2015
        secretary-general of the United Nations, from 2017
    """
    if day is None or entity.kind is not Kind.PERSON or not entity.roles:
        return entity
    day = day[:10]
    known_for = [term for term in entity.roles if _is_described(entity, term, gazetteer)]
    if not known_for or any(_says_years(entity, t) and may_cover(t, day) for t in known_for):
        return entity
    to_come = all(_is_to_come(term, day) for term in known_for)
    held = [
        term
        for term in entity.roles
        if covers(term, day)
        and (to_come or not is_seat(term.title))
        and (term.end is not None or _is_last_holder(entity, term, day, gazetteer))
    ]
    if not held and to_come:
        held = [term for term in entity.roles if _is_over(term, day) and not is_seat(term.title)]
        held = [max(held, key=lambda term: term.end or "")] if held else []
    if not held:
        return entity
    best = max(held, key=lambda term: _telling(term, known_for))
    return replace(entity, description=_words(best, gazetteer) + years_held(best.start, best.end))


def _is_to_come(term: Position, day: str) -> bool:
    """Return whether a term began after a day."""
    return term.start is not None and term.start[: len(day)] > day[: len(term.start)]


def _is_over(term: Position, day: str) -> bool:
    """Return whether a term of known dates had ended before a day."""
    return (
        None not in (term.start, term.end)
        and not may_cover(term, day)
        and (not _is_to_come(term, day))
    )


def _telling(term: Position, known_for: Sequence[Position]) -> tuple[bool, bool, bool, bool, str]:
    """Return what terms of one day are sorted by: the one that tells most of the person last.

    That is the office the person is known for, then one that is not a seat, one that says whom it
    serves, one whose end is known, and the last that was taken.
    """
    serves = term.country is not None or term.organisation is not None
    is_known = term.end is not None or term.as_of is None
    return term in known_for, not is_seat(term.title), serves, is_known, term.start or ""


def _is_described(entity: Entity, term: Position, gazetteer: Gazetteer) -> bool:
    """Return whether the description of a person is made of an office."""
    words = _words(term, gazetteer)
    said = entity.description.removeprefix("former ")
    return said == words or said.startswith(f"{words}, ")


def _says_years(entity: Entity, term: Position) -> bool:
    """Return whether the description of a person says the years of a term, or when it began."""
    years = years_held(term.start, term.end)
    began = f", took office in {(term.start or '')[:4]}"
    return entity.description.endswith(years) or entity.description.endswith(began)


def _is_last_holder(entity: Entity, term: Position, day: str, gazetteer: Gazetteer) -> bool:
    """Return whether nobody is known to have followed in an office without a known end."""
    if is_seat(term.title):
        return True
    holders = gazetteer.office_holders(term.title, term.country, day)
    return any(person.id == entity.id for person, _ in holders)


def _words(term: Position, gazetteer: Gazetteer) -> str:
    return office_words(term.title, term.country, _served(term, gazetteer))


def _served(term: Position, gazetteer: Gazetteer) -> str:
    """Return the name of the state or body that an office serves, "" where it is not held."""
    if term.country:
        state = gazetteer.area(term.country)
        return state.name if state else ""
    try:
        return gazetteer.get(term.organisation).name if term.organisation else ""
    except UnknownEntity:
        return ""

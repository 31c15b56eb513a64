"""Find the Wikidata id of an organisation by its name, kind, country and seat.

A name alone is no match. What bears one of the organisation's names in a reference is taken for it
where nothing contradicts (another country, another kind of thing) and something beside the name
confirms: the kind, the country, the seat, a second name, or that an article of the English
Wikipedia goes by the whole of the name. The less telling the name, the more has to confirm; of
two that fit, the one with the better name that more references know is taken, and of two that fit
alike none.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from curate.organisation_items import Item, gather
from curate.organisation_kinds import ANY, FITTING, NO_BODY, NO_BRACKETS, kinds_of, kinds_of_bracket
from curate.organisation_names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curate.organisation_references import References

__all__ = ["Found", "Matcher", "Wanted"]

EXACT, MAIN, OTHER, ALIAS, BODY, LOOSE, INITIALS = 7, 6, 5, 4, 3, 2, 1
"""How a name matched: main name by main name, letter for letter or but for the legal form; the
organisation's main name by a further one of the item; the other way round; both public bodies of
one country; both further names; initials alone."""

STATE_BODIES = frozenset(
    {"ministry", "government", "parliament", "court", "military", "bank", "party"}
)
STATE_KINDS = frozenset(
    {"ministry", "government", "parliament", "court", "military", "bank", "police"}
)
GENERIC = frozenset(
    "administration affairs agency air and armed army assembly authority bank bureau cabinet"
    " central chamber coast commission committee communist congress conservative constitutional"
    " council country court customs defence democratic department development economy education"
    " federal finance for force forces foreign general government green ground guard health high"
    " home house in information intelligence interior internal international investigation justice"
    " labour land lords liberal marine ministry national navy of office parliament party people"
    " peoples police popular presidency president progressive prosecutor public representatives"
    " republican reserve revolutionary royal secret security senate service social socialist state"
    " supreme treasury union united workers world".split()
)
"""Words of which names of bodies are made that many states have."""
TELLING_INITIALS = 5
"""Initials of so many letters are hardly shared."""
KNOWN_BETTER = 2
"""How many times more references have to know one of two that fit alike."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An organisation whose id is looked for.

    Attributes:
        name: Its main name.
        category: Value of the table's column.
        country: ISO 3166-1 alpha-2, or "".
        official: Further names that are as good as the main one.
        others: Short names and variants.
        abbreviations: Initials, which many share.
        seat: Name of the city of its seat, or "".
        geonames: GeoNames id of its seat, or None.
    """

    name: str
    category: str
    country: str = ""
    official: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    seat: str = ""
    geonames: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All names."""
        return (self.name, *self.official, *self.others, *self.abbreviations)


class Found(NamedTuple):
    """One item that bears a name of the organisation, and what speaks for it and against.

    Attributes:
        wikidata: "Q..." id.
        grade: How the name matched, from `EXACT` to `INITIALS`.
        signs: What confirms beside the name: kind, organisation (some kind), country, seat,
            names (a second one), title (of an article), sole (nothing else has that name).
        against: What contradicts: kind, country, title (of something else of that name), branch.
        shared: Keys of the names that both have.
        known: How often references name it.
    """

    wikidata: str
    grade: int
    signs: frozenset[str]
    against: frozenset[str]
    shared: frozenset[str]
    known: int

    @property
    def rank(self) -> tuple[int, bool, int]:
        """What is better of two that fit."""
        return self.grade, "title" in self.signs, self.known


class Matcher:
    """Finds ids in the references.

    Args:
        references: What is known of organisations.
    """

    def __init__(self, references: References) -> None:
        self._references = references
        self._words = references.words
        self._bodies: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for qid in references.ids():
            if any(kinds_of(held) & STATE_KINDS for held in references.held(qid)):
                for key in self._item(qid).body_keys:
                    self._bodies[key].add(qid)

    def lookup(self, wanted: Wanted) -> Found | None:
        """Return the one item that is the organisation, or None."""
        best, *others = [one for one in self.weigh(wanted) if accepts(wanted, one)] or [None]
        if best is not None and any(_alike(best, other) for other in others if other):
            return None
        return best

    def weigh(self, wanted: Wanted) -> list[Found]:
        """Return every item that bears one of the names, the likeliest first."""
        ids = {qid for name in wanted.names for qid in self._references.ids_named(name)}
        bodies = self._body_keys(wanted)
        for key in bodies:
            ids |= self._bodies[key]
        found = [self._weigh(wanted, qid, bodies) for qid in ids]
        return sorted(found, key=lambda one: (one.rank, one.wikidata), reverse=True)

    def _item(self, qid: str) -> Item:
        return gather(self._references.held(qid), self._words)

    def _keys(self, wanted: Wanted) -> tuple[set[str], set[str], set[str]]:
        """Return the keys of the main names, of the further ones and of initials."""
        mains, others, initials = (
            {self._words.key(name, wanted.seat) for name in names}
            for names in ((wanted.name, *wanted.official), wanted.others, wanted.abbreviations)
        )
        return mains, others - mains, initials - mains - others

    def _body_keys(self, wanted: Wanted) -> set[tuple[str, str]]:
        """Return the keys of a public body, each with its country, named or not."""
        if wanted.category not in STATE_BODIES - {"party"} or not wanted.country:
            return set()
        keys = (self._words.body_key(name) for name in (wanted.name, *wanted.official))
        return {
            (key, wanted.country)
            for key, codes in keys
            if key and (not codes or wanted.country in codes)
        }

    def _weigh(self, wanted: Wanted, qid: str, bodies: set[tuple[str, str]]) -> Found:
        """Compare one item with the organisation."""
        item = self._item(qid)
        mains, others, initials = self._keys(wanted)
        named_so = fold_name(wanted.name) in item.exact and bool(mains & item.mains)
        grade = EXACT if named_so else _grade(mains, others, item)
        if grade < BODY and bodies & item.body_keys:
            grade = BODY
        shared = (mains | others | initials) & (item.mains | item.others)
        signs, against = self._compare(wanted, item)
        if len(shared) > 1:
            signs.add("names")
        bracket_fits = item.brackets and mains & item.mains and "title" not in against
        if mains & item.titles or bracket_fits:
            signs.add("title")
        if shared and all(self._references.ids_keyed(key) == {qid} for key in shared):
            signs.add("sole")
        outweighed = against == {"kind"} and not item.kinds & NO_BODY and grade >= MAIN
        if outweighed and _is_long(shared) and signs & {"names", "title", "country", "seat"}:
            # Some references tell kinds of organisations apart badly.
            against.clear()
        return Found(
            qid, grade, frozenset(signs), frozenset(against), frozenset(shared), item.known
        )

    def _compare(self, wanted: Wanted, item: Item) -> tuple[set[str], set[str]]:
        """Return what of kind, country and seat confirms, and what contradicts."""
        signs, against = set(), set()
        telling = item.kinds - {ANY}
        if telling & set(FITTING[wanted.category].split()):
            signs.add("kind")
        elif telling:
            against.add("kind")
        elif item.kinds:
            signs.add("organisation")
        own = {code for name in wanted.names for code in self._words.codes_in(name)}
        if wanted.country:
            if wanted.country in item.countries | item.spoken:
                signs.add("country")
            elif item.countries or item.spoken_mainly - own:
                against.add("country")
        if wanted.geonames in item.seats:
            signs.add("seat")
        if item.branch and wanted.category == "company":
            against.add("branch")
        if not item.titles and any(
            not self._fits_bracket(wanted, bracket) for bracket in item.brackets
        ):
            against.add("title")
        return signs, against

    def _fits_bracket(self, wanted: Wanted, bracket: str) -> bool:
        """Tell whether what stands in brackets behind a title may be said of the organisation."""
        words = set(fold_name(bracket).split())
        if words & NO_BRACKETS:
            return False
        place = fold_name(wanted.seat) in fold_name(bracket) if wanted.seat else False
        said = bool(kinds_of_bracket(bracket))
        return place or said or wanted.country in self._words.body_key(bracket)[1]


def _grade(mains: set[str], others: set[str], item: Item) -> int:
    """Return how the keys of an organisation's names match those of an item."""
    if mains & item.mains:
        return MAIN
    if mains & item.others:
        return OTHER
    if others & item.mains:
        return ALIAS
    return LOOSE if others & item.others else INITIALS


def _is_long(keys: Iterable[str]) -> bool:
    """Tell whether a name of two words or more is among some."""
    return any(" " in key for key in keys)


def accepts(wanted: Wanted, found: Found) -> bool:
    """Tell whether enough speaks for an item, and nothing against it."""
    if found.against:
        return False
    signs, somewhere = found.signs, bool({"country", "seat"} & found.signs)
    if wanted.country and not somewhere and _needs_country(wanted, found):
        return False
    long = _is_long(found.shared)
    if found.grade >= MAIN:
        known = {"kind"} & signs or (signs & {"organisation", "title"} and signs & {"sole"})
        return bool(known or somewhere) or (long and bool(signs & {"organisation", "title"}))
    if found.grade in (OTHER, ALIAS):
        if found.grade == ALIAS and wanted.category == "company":
            # What goes by the short name of a company is often another of its group.
            return {"kind", "names"} <= signs
        if "kind" in signs:
            return somewhere or long or "names" in signs
        known = "organisation" in signs and (long or "names" in signs)
        return known and (somewhere or bool(signs & {"sole", "names"}))
    if found.grade == BODY:
        return {"kind", "country"} <= signs
    if found.grade == LOOSE:
        return {"kind", "names"} <= signs
    telling = any(len(key) >= TELLING_INITIALS for key in found.shared)
    return telling and {"kind", "sole"} <= signs


def _needs_country(wanted: Wanted, found: Found) -> bool:
    """Tell whether a name is one that several countries have."""
    if wanted.name.endswith(")") or wanted.category == "ministry":
        return True
    generic = all(set(key.split()) <= GENERIC for key in found.shared)
    return wanted.category in STATE_BODIES and generic


def _alike(best: Found, other: Found) -> bool:
    """Tell whether of two that fit neither is clearly the one."""
    if best.rank[:2] == other.rank[:2]:
        return best.known < KNOWN_BETTER * other.known
    doubtful = "title" not in best.signs and other.grade >= OTHER
    return doubtful and best.known * KNOWN_BETTER <= other.known

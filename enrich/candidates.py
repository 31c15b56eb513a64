"""Stage 2: mentions in, the entities each of them might mean out."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from enrich.mentions.shortforms import initials, is_slip
from enrich.model import Candidate, Match, Mention
from gazetteer.model import Kind, NameType
from gazetteer.names import fold, surname
from gazetteer.store import Gazetteer, Hit

__all__ = ["CandidateFinder"]

_MATCH_OF_TYPE = {
    NameType.OFFICIAL: Match.ALIAS,
    NameType.SHORT: Match.SHORT_FORM,
    NameType.VARIANT: Match.ALIAS,
    NameType.FORMER: Match.ALIAS,
    NameType.ABBREVIATION: Match.ABBREVIATION,
    NameType.ADJECTIVE: Match.DEMONYM,
    NameType.DEMONYM: Match.DEMONYM,
}
_LEAST_FUZZY = 6
_FUZZY_PROMINENCE = 0.3
# "Syunik Province" is held as "Syunik" or as "Syunik Oblast": the last word only tells the level.
_LEVELS = frozenset(
    "province county oblast region district governorate prefecture state raion krai city parish"
    " township municipality republic territory department canton".split()
)


class CandidateFinder:
    """Looks mentions up, each in the light of the others.

    Args:
        gazetteer: Where to look.

    Example:
        >>> from enrich.mentions import MentionFinder
        >>> from enrich.model import Document
        >>> with Gazetteer.open() as gazetteer:
        ...     mentions = MentionFinder(gazetteer)(Document("Talks in Yerevan failed."))
        ...     CandidateFinder(gazetteer)(mentions)[0][0].entity.id
        'geonames:616052'
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def __call__(self, mentions: Sequence[Mention]) -> tuple[tuple[Candidate, ...], ...]:
        """Return, for each mention, its candidates, the best known first."""
        full = _by_short_form(mentions)
        alike = _by_first_letter(mentions)
        found: dict[tuple[Kind, str], tuple[Candidate, ...]] = {}
        result: list[tuple[Candidate, ...]] = []
        for mention in mentions:
            name = (mention.kind, mention.name)
            if named_in_full := full.get((mention.kind, _short_key(mention))):
                result.append(self._of_full_name(_nearest(mention, named_in_full)))
                continue
            if name not in found:
                found[name] = self._find(mention, alike)
            result.append(found[name])
        return tuple(result)

    def _find(self, mention: Mention, alike: _Alike) -> tuple[Candidate, ...]:
        found = {c.entity.id: c for c in self._exact(mention)}
        if not found:
            found = {c.entity.id: c for c in self._level_dropped(mention)}
        if not found:
            found = {c.entity.id: c for c in self._misspelt(mention, alike)}
        return tuple(found.values())

    def _exact(self, mention: Mention) -> list[Candidate]:
        hits = self._gazetteer.lookup(mention.name, mention.kind)
        return [
            Candidate(hit.entity, hit.name.text, _match(mention.name, hit))
            for hit in hits
            if _fits_case(mention.name, hit)
        ]

    def _level_dropped(self, mention: Mention) -> list[Candidate]:
        words = mention.name.split()
        if mention.kind is not Kind.PLACE or len(words) < 2 or words[-1].lower() not in _LEVELS:
            return []
        hits = self._gazetteer.lookup(" ".join(words[:-1]), Kind.PLACE)
        area = ("ADM", "PPLA") if words[-1].lower() != "city" else ("PPL",)
        return [
            Candidate(hit.entity, hit.name.text, Match.ALIAS)
            for hit in hits
            if (hit.entity.feature or "").startswith(area)
        ]

    def _of_full_name(self, full: Mention) -> tuple[Candidate, ...]:
        """What a full name in the text means, and nothing else: Mr. Lavrov is that Lavrov."""
        return tuple(
            Candidate(c.entity, c.matched_name, Match.SHORT_FORM) for c in self._exact(full)
        )

    def _misspelt(self, mention: Mention, alike: _Alike) -> list[Candidate]:
        """What a name in the same text, or a well-known one, would give, some edits away."""
        key = fold(mention.name)
        lone = " " not in key  # a slip is a single word: names of several are compared no further
        for other in alike.get((mention.kind, key[:1]), {}).values() if lone else ():
            if is_slip(mention.name, other.name):
                return [
                    Candidate(c.entity, c.matched_name, Match.FUZZY, _edits(mention, other.name))
                    for c in self._exact(other)
                ]
        if len(key) < _LEAST_FUZZY or mention.name.isupper():
            return []
        return [
            Candidate(hit.entity, hit.name.text, Match.FUZZY, hit.edits)
            for hit in self._gazetteer.fuzzy(mention.name, mention.kind, max_edits=1)
            if self._may_be_fuzzy(mention, hit)
        ]

    def _may_be_fuzzy(self, mention: Mention, hit: Hit) -> bool:
        """A single word must miss a well-known name, no adjective and no surname by a letter."""
        whole = hit.name.type in (NameType.PRIMARY, NameType.VARIANT, NameType.OFFICIAL)
        known = hit.entity.prominence >= _FUZZY_PROMINENCE or " " in mention.name
        # The first letter is right in 92 to 97 of 100 misspellings (Pollock and Zamora 1984).
        known = known and fold(hit.name.text)[:1] == fold(mention.name)[:1]
        return whole and known and _fits_case(mention.name, hit)


def _edits(mention: Mention, name: str) -> int:
    return OSA.distance(fold(mention.name), fold(name))


def _match(text: str, hit: Hit) -> Match:
    if hit.name.type is NameType.PRIMARY:
        return Match.EXACT if text == hit.name.text else Match.FOLDED
    return _MATCH_OF_TYPE[hit.name.type]


def _fits_case(text: str, hit: Hit) -> bool:
    """An abbreviation must be written as one: "US", not "us"; "WHO", not "Who"."""
    name = hit.name.text
    if not (name.isupper() and len(name) <= 6):
        return "." not in text[1:-1] or not text.replace(".", "").isupper() or "." in name
    return text.isupper() or text.replace(".", "") == name.replace(".", "")


_Alike = dict[tuple[Kind, str], dict[str, Mention]]


def _by_first_letter(mentions: Sequence[Mention]) -> _Alike:
    """Return the first mention of each name, by kind and first letter: slips keep the letter."""
    found: _Alike = {}
    for mention in mentions:
        names = found.setdefault((mention.kind, fold(mention.name)[:1]), {})
        names.setdefault(mention.name, mention)
    return found


def _by_short_form(mentions: Sequence[Mention]) -> dict[tuple[Kind, str], list[Mention]]:
    """Return the full names of people and organisations under each word that stands for them."""
    found: dict[tuple[Kind, str], list[Mention]] = {}
    for mention in mentions:
        for key in _short_forms(mention):
            found.setdefault((mention.kind, key), []).append(mention)
    return found


def _short_forms(full: Mention) -> set[str]:
    if full.kind is Kind.PERSON:
        names = (surname(full.name), *full.name.split()[1:])
        return {fold(name) for name in names} - {""}
    if full.kind is Kind.ORGANISATION and (" " in full.name or "-" in full.name):
        return {initials(full.name)} - {""}
    return set()


def _short_key(mention: Mention) -> str:
    """What a single word is looked up by among the short forms; "" where it can be none."""
    if " " in mention.name:
        return ""
    if mention.kind is Kind.PERSON:
        return fold(mention.name)
    return mention.name.replace(".", "") if mention.name.isupper() else ""


def _nearest(mention: Mention, named: list[Mention]) -> Mention:
    """The last full name before a short one, else the first behind it."""
    before = [m for m in named if m.end <= mention.start]
    return before[-1] if before else named[0]

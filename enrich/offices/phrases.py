"""People named by their office: "the Armenian prime minister", "the governor of Texas".

Only phrases that stand for whoever holds the office are found, and precision comes first:

- The state, place or body stands in the phrase, and was found as a mention of its own:
  "Armenia's prime minister", "the US secretary of state", "the prime minister of Armenia". Without
  a possessive, "the" comes right before; so "a", "the former", "the next" or "then" never do.
- The title of a name beside it is part of that name's surroundings, and no mention.
- Nor is what speaks of the office and not of its holder: "is the prime minister of", "the office
  of the", "the prime minister's office", "the prime minister-elect".

Phrases lie around the mentions inside them and never across the border of one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from enrich.languages import ENGLISH, detect_language
from enrich.model import Document, Mention
from enrich.offices.vocabulary import Office, plain_phrase, vocabulary
from gazetteer.codes import is_country
from gazetteer.model import Entity, Kind
from gazetteer.store import Gazetteer

FOUND_BY: Final = "office"
"""``Mention.found_by`` of these: they are not names, and ``lookup`` is the key of an ``Office``."""

_JOINTS: Final = (" ", "'s ", "’s ", "' ", "’ ")  # between "Armenia" and "prime minister"
_OF: Final = re.compile(r" of (?:the )?", re.IGNORECASE)
_THE: Final = re.compile(
    r"(?<![\w-])the (?:(?:current|incumbent|sitting|visiting) )?$", re.IGNORECASE
)
# Words right before that speak of the office, or of another than who holds it.
_NOT_HOLDER_BEFORE: Final = re.compile(
    r"(?:(?<![\w-])(?:is|are|was|were|be|been|being|becom\w+|became|remain\w*|as|named|appoint\w*"
    r"|elect\w*|nominat\w*|chosen|choose|sworn in|called|styled|titled|a|an|no|any|each|every"
    r"|another|first|next|new|former|then|late|two|his|her|their|my|our)"
    r"|(?<![\w-])(?:office|post|role|position|job|title|powers?|duties|seat|institution|election"
    r"|appointment|nomination|candida\w+|residence|bid|race|run\w*) (?:of|for|as)) (?:the )?$",
    re.IGNORECASE,
)
# And right behind: "-elect", " in 1998", "'s office", " of the day".
_NOT_HOLDER_BEHIND: Final = re.compile(
    r"-\w|(?:['’]s?)? (?:elect|designate|nominee|candida|hopeful|contender|emeritus|election|of\b"
    r"|(?:at|from) (?:the|that) time|in (?:exile|waiting)|back then|from (?:19|20)\d\d"
    r"|(?:in|until|since|during) (?:(?:the|early|late|mid) )?(?:19|20)\d\d|spokes|deput|aides?\b"
    r"|advis|post\b|position\b|jobs?\b|roles?\b|race\b|seat\b|league\b|division\b|football|side\b"
    r"|clubs?\b|cup\b|party\b|counterpart|area\b|region\b|province\b|district\b)"
    r"|['’]s? (?:\w+ )?(?:office|residence|palace|bureau|department|mansion|spokes|aides?\b|advis)",
    re.IGNORECASE,
)
_CHIEF_OF_MORE: Final = re.compile(  # "the UN chief weapons inspector"
    r" (?:[a-z-]+(?:er|or|ist|man|ent|ive|ian|ice|oy|rs|ts|ons)s?\b|weapons|nuclear|financial|arms)"
)
_HEADS: Final = frozenset({"chief", "head", "director", "chair"})
# From a title to the name it belongs to: "the president, Mr.", "the minister (Gen."
_TO_NAME: Final = re.compile(
    r"[ ,(–—:-]*(?:(?:the|mr|mrs|ms|dr|sir|dame|lord|gen|sheikh|prince|king|then|h\.e)\b\.? ?)*",
    re.IGNORECASE,
)
_NAME_BEHIND: Final = re.compile(
    r" (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
    r"|Dec)|I )[A-Z]|(?:, | ?[(–—-] ?)(?:[A-Z][\w'’.-]+ ){1,4}[A-Z][\w'’-]+"
)
_FROM_NAME: Final = re.compile(r" ?[,(–—-]? ?(?:\d{1,3}, ?|\w{1,20}ly |also |then )?(?:the )?")
_AHEAD: Final = 60
_BACK: Final = 48


def find_offices(
    document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer
) -> tuple[Mention, ...]:
    """Return the people that a document names by their office, in the order of the text.

    Only English texts are looked at, and none that has ``spans``. No phrase lies across another
    nor across the border of a name. A name of the very words of a phrase is none;
    ``enrich.offices.linking`` leaves it out.

    Example:
        >>> from enrich.mentions import MentionFinder
        >>> from enrich.mentions.taggers.model import NameTagger
        >>> with Gazetteer.open() as gazetteer:
        ...     document = Document("The prime minister of Armenia agreed.")
        ...     find = MentionFinder(gazetteer, NameTagger(gazetteer))
        ...     found = find_offices(document, find(document), gazetteer)
        >>> [(m.text, m.lookup) for m in found]
        [('prime minister of Armenia', 'prime minister@AM')]
    """
    heads = list(vocabulary().pattern.finditer(document.text))
    if document.spans is not None or not heads or not mentions or not _is_english(document):
        return ()
    phrases = _Phrases(document.text, mentions, gazetteer)
    found: list[Mention] = []
    for head in heads:
        mention = phrases.at(head)
        if mention is not None and (not found or found[-1].end <= mention.start):
            found.append(mention)
    return tuple(found)


def _is_english(document: Document) -> bool:
    code = detect_language(document.text, document.language).code
    return code is None or code in ENGLISH


class _Phrases:
    """The phrases around the titles in a text."""

    def __init__(self, text: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> None:
        self._text = text
        self._gazetteer = gazetteer
        self._mentions = sorted(mentions, key=lambda m: (m.start, -m.end))
        self._starts = [m.start for m in self._mentions]
        self._longest = max(m.end - m.start for m in mentions)

    def at(self, head: re.Match[str]) -> Mention | None:
        """Return the mention that the words of a title are part of, if there is one."""
        phrase = plain_phrase(head[0])
        for start, end, owner in self._with_owner(head):
            if self._is_free(start, end) and self._is_holder(phrase, start, end):
                office = self._office(phrase, owner)
                if office:
                    text = self._text[start:end]
                    return Mention(start, end, text, Kind.PERSON, None, FOUND_BY, lookup=office.key)
        return None

    def _with_owner(self, head: re.Match[str]) -> Iterator[tuple[int, int, Mention]]:
        """Spans of a title with whose it is: "Armenian prime minister", "premier of China"."""
        text, (start, end) = self._text, head.span()
        beginning, ending = self._owners
        for joint in _JOINTS:
            if text.endswith(joint, 0, start):
                for owner in ending.get(start - len(joint), ()):
                    if joint != " " or self._has_article(owner.start):
                        yield owner.start, end, owner
        of = _OF.match(text, end)
        if of and self._has_article(start):
            for owner in beginning.get(of.end(), ()):
                if not text.startswith(("'", "’", "-"), owner.end):
                    yield start, owner.end, owner

    def _has_article(self, start: int) -> bool:
        return _THE.search(self._text, max(0, start - _BACK), start) is not None

    @cached_property
    def _owners(self) -> tuple[dict[int, list[Mention]], dict[int, list[Mention]]]:
        """The places and organisations by where they begin and where they end, longest first."""
        beginning: dict[int, list[Mention]] = {}
        ending: dict[int, list[Mention]] = {}
        for mention in sorted(self._mentions, key=lambda m: m.start - m.end):
            if mention.kind is not Kind.PERSON:
                beginning.setdefault(mention.start, []).append(mention)
                ending.setdefault(mention.end, []).append(mention)
        return beginning, ending

    def _between(self, start: int, end: int) -> Iterator[Mention]:
        """The mentions that touch a stretch of text."""
        first = bisect_left(self._starts, start - self._longest)
        for mention in self._mentions[first : bisect_left(self._starts, end + 1)]:
            if mention.end >= start:
                yield mention

    def _is_free(self, start: int, end: int) -> bool:
        """Whether every mention it meets lies inside it, and names no person there."""
        return all(
            (m.start, m.end) == (start, end)
            or (start <= m.start and m.end <= end and m.kind is not Kind.PERSON)
            for m in self._between(start, end)
            if m.start < end and start < m.end
        )

    def _is_holder(self, phrase: str, start: int, end: int) -> bool:
        """Whether it stands for whoever holds the office, and not for a name beside it."""
        before, behind = self._text[max(0, start - _BACK) : start], self._text[end : end + _AHEAD]
        return not (
            _NOT_HOLDER_BEFORE.search(before)
            or _NOT_HOLDER_BEHIND.match(behind)
            or _NAME_BEHIND.match(behind)
            or (phrase in _HEADS and _CHIEF_OF_MORE.match(behind))
            or self._has_name_beside(start, end)
        )

    def _has_name_beside(self, start: int, end: int) -> bool:
        gap = _TO_NAME.match(self._text, end)
        reach = gap.end() if gap else end
        return any(
            end <= m.start <= reach
            or (m.end <= start and _FROM_NAME.fullmatch(self._text, m.end, start))
            for m in self._between(start - _BACK, reach)
            if m.kind is Kind.PERSON
        )

    def _office(self, phrase: str, owner: Mention) -> Office | None:
        words = vocabulary()
        if office := words.bodies.get(plain_phrase(owner.text), {}).get(phrase):
            return office
        country = self._country(owner)
        if country and (office := words.of_state(phrase, country)):
            return office
        return self._local(phrase, owner) if phrase in words.local else None

    def _country(self, owner: Mention) -> str | None:
        """The state that a mention names, unless two share the name or adjective."""
        states = {
            hit.entity.country
            for hit in self._gazetteer.lookup(owner.text, Kind.PLACE)
            if _is_state(hit.entity, self._gazetteer)
        }
        return states.pop() if len(states) == 1 else None

    def _local(self, phrase: str, owner: Mention) -> Office | None:
        """The office that the gazetteer holds with its place: "mayor of London"."""
        places = [hit.entity for hit in self._gazetteer.lookup(owner.text, Kind.PLACE)]
        countries = {place.country or "" for place in places}
        found = {
            Office(title, country)
            for title in {f"{phrase} of {name}" for name in (owner.text, *(p.name for p in places))}
            for country in self._gazetteer.office_countries(title) & countries
        }
        return found.pop() if len(found) == 1 else None


def _is_state(entity: Entity, gazetteer: Gazetteer) -> bool:
    """Whether a place is a state of today, and not a part of one that acts as its own."""
    if not entity.country or not is_country(entity.feature):
        return False
    area = gazetteer.area(entity.country)
    return area is not None and area.id == entity.id

"""Where a tagged name begins and ends: the first two rules of ``joining``.

A tagger reads word pieces and labels each by itself, so that its spans are a little too long or
too short. What may stand in a name is a matter of form, and settled here, in this order:

* what parts two names parts the span: a line end, a semicolon, a dash between spaces, a bar, the
  end of a sentence, a bracket that is not closed inside;
* the span is widened to whole words, and over hyphens ("Moon Jae-in"), initials ("S. Lavrov") and
  the title that belongs to a name ("Pope Francis");
* titles, prepositions, articles, plain nouns, figures and marks at its ends are cut off.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from enrich.mentions.lexicon import lexicon
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.mentions.tokens import Tokens
from enrich.text.sentences import SHORTENED, is_shortened
from gazetteer.model import Kind

LONGEST: Final = 15
"""Most words of a name."""
_REACH: Final = 80
"""Code points around a span that are looked at: no word of a name is longer."""
_NEVER_FIRST: Final = ",;:-–—/|_*+=~<>)]} \"'“”‘’«»•…#@"
_NEVER_LAST: Final = ',;:-–—/|_*+=~<>([{]} "“‘«”»•…#@'
_PARTING: Final = re.compile(
    r"[\t\n\x00-\x08\x0b-\x1f;|]+|\s+[#@]|\s[-–—]+\s|—|--+|\.{3}|…|[→>]"
    r"|(?:(?<=[^\W\d_]{2})|(?<=\d\d))(?P<stop>[.?])[\"'”’»)]*\s+(?=[\"'“‘«(]*\w)"
)
_PARTING_PLACES: Final = re.compile(rf"{_PARTING.pattern}|(?<=\w{{3}})/(?=\w{{3}})")
_APART: Final = re.compile(r"(?:\s+(?:[.,;:/'’\"”–—-]|['’]s)|['’]s)+$", re.IGNORECASE)
_TITLES_AND_NAMES: Final = frozenset(
    "dean major marshal prince king count judge baron bishop pope".split()
)
_CROWNED: Final = frozenset(
    "pope patriarch catholicos king queen prince princess emperor empress tsar sultan emir saint"
    " mother sheikh".split()
)
"""Titles that are part of a name of one word, "Pope Francis", as no surname follows."""
_GENITIVE: Final = re.compile(r"[sS]\b")
_HYPHENED: Final = re.compile(r"(?:[-‐‑][^\W\d_]+(?:['’][^\W\d_]+)*)+")
_COMPOUND: Final = re.compile(
    r"[-‐‑](?:led|based|born|backed|era|held|run|made|style|type|like|owned|controlled|linked"
    r"|funded|occupied|aligned|allied|bound|wide|related|sponsored|friendly|area|free|only|built"
    r"|appointed|elected|trained|educated|raised|inspired|mediated|brokered|dominated|ruled|loyal"
    r"|affiliated|supported|supporting|listed|registered|and|or|to|on|in-law|pro|anti|ism|ist|esque"
    r"|themed|produced|designed|native|bred|bashing|supporter|hit|sized|side|going|speaking|headed)$",
    re.IGNORECASE,
)
_PLACE_SUFFIX: Final = re.compile(
    r"[-‐‑](?:dong|gu|ri|do|si|gun|myeon|eup|ro|shi|ken|ku|cho|machi|mura|fu|to|san|gang|do)\b"
)
_ARTICLE_BEFORE: Final = re.compile(
    r"(?<![\w-])(?:[Aa]l|[Ee]l|[Aa]sh|[Aa]d|[Aa]n|[Aa]r|[Aa]s|[Aa]t|[Aa]z|[Uu]l|[Uu]d)[-‐‑]$"
)
_INITIALS_BEFORE: Final = re.compile(r"(?<![\w.])(?:[^\W\d_a-z]\.[ -]?){1,3}\Z")
_NO_INITIALS: Final = frozenset(
    "us uk un eu uae dc pm am bc ad ny nj nc nd nh nm sc sd ri wva va la pa md ga".split()
)
"""What looks like initials before a name: "in the U.S. Macron said"."""
_TITLE_BEFORE: Final = re.compile(r"(?<![\w-])([^\W\d_a-z][^\W\d_]+) \Z")
_SYLLABLES: Final = 6
"""Letters at most of the family name and the syllables of a Chinese or Korean given name."""
_FIGURES: Final = re.compile(r"[\d.,%()/:+-]*\d[\d.,%()/:+-]*$")
_STATES: Final = frozenset(
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb"
    " nev okla ore pa tenn tex va vt wash wis wyo ont que alta sask man".split()
)
_STAYING: Final = frozenset(
    "inc co corp ltd jr sr bros llc plc dept univ cie mt st ste ft no".split()
)
"""What keeps its full stop at the end of a name, beside initials and states."""


def settle_borders(tokens: Tokens, span: TaggedSpan) -> Iterator[TaggedSpan]:
    """Yield a tagged span in whole words, without titles and what is not part of a name.

    Several where something parts two names, and none where nothing is left.
    """
    for piece in _pieces(tokens.text, span):
        whole = _widened(tokens, _whole_words(tokens, piece))
        settled = _without_title(tokens, _trimmed(tokens, whole))
        if settled.start < settled.end:
            yield settled


def _pieces(text: str, span: TaggedSpan) -> Iterator[TaggedSpan]:
    """The parts of a span, at what parts names."""
    start = span.start
    parting = _PARTING_PLACES if span.kind is Kind.PLACE else _PARTING
    for gap in parting.finditer(text, span.start, span.end):
        if gap["stop"] and is_shortened(text, gap.start("stop")):
            continue
        if gap.start() > start:
            yield from _unbracketed(text, _between(span, start, gap.start()))
        start = gap.end()
    if span.end > start:
        yield from _unbracketed(text, _between(span, start, span.end))


def _unbracketed(text: str, span: TaggedSpan) -> Iterator[TaggedSpan]:
    """A span up to a bracket without its partner: "Congo (Democratic Republic of"."""
    name = text[span.start : span.end]
    opened, closed = name.count("("), name.count(")")
    if opened == closed and name.find("(") <= name.find(")"):
        yield span
        return
    cut = min(at for at in (name.find("("), name.find(")")) if at >= 0)
    if name[:cut].strip():
        yield replace(span, end=span.start + cut)


def _whole_words(tokens: Tokens, span: TaggedSpan) -> TaggedSpan:
    """A span over the words that it cuts, without marks that stand apart at its end."""
    items = tokens.items
    first = bisect_right(tokens.starts, span.start) - 1
    start, end = span.start, span.end
    word = items[first] if first >= 0 else None
    if word and word.end > start and not (word.text[0] in "#@" and start == word.start + 1):
        start = word.start
    last = bisect_left(tokens.starts, span.end) - 1
    if last >= 0 and items[last].end > end:
        end = items[last].end
    text = tokens.text
    while start < end and text[start] in _NEVER_FIRST:
        start += 1
    if end - start > _REACH:
        return _between(span, start, end)
    if end - start > 1 and text[end - 1] in "'’" and _GENITIVE.match(text, end):
        end -= 1  # "EU'", where "EU's" is written
    kept = _APART.sub("", text[start:end]).rstrip(_NEVER_LAST)
    return _between(span, start, start + len(kept) if kept else end)


def _widened(tokens: Tokens, span: TaggedSpan) -> TaggedSpan:
    """A span with what the tagger left out at its hyphens, its initials and its crown."""
    text, start, end = tokens.text, span.start, span.end
    if span.kind is Kind.ORGANISATION:
        return span
    tail = _HYPHENED.match(text, end, end + _REACH)
    if tail is not None and not _COMPOUND.match(tail[0]):
        words = text[start:end].split()
        given = _is_given_tail(tail[0])
        double = span.kind is Kind.PERSON and len(words) > 1 and tail[0].count("-") == 1
        if _PLACE_SUFFIX.fullmatch(tail[0]) or (span.kind is Kind.PERSON and given) or double:
            end = tail.end()
        elif given and len(words) == 2 and all(len(word) <= _SYLLABLES for word in words):
            # "Chiang Wan-an" is nobody's town.
            return replace(span, end=tail.end(), kind=Kind.PERSON, roles=())
    if (
        span.kind is Kind.PLACE
        and text[end : end + 1] == "."
        and text[start:end].lower() in _STATES
    ):
        end += 1  # "Erie, Pa", "D-Ore"
    if article := _ARTICLE_BEFORE.search(text[max(0, start - 5) : start]):
        start -= len(article[0])
    if span.kind is Kind.PERSON:
        initials = _INITIALS_BEFORE.search(text[max(0, start - 12) : start])
        if initials and _are_initials(initials[0], lone=" " not in text[start:end]):
            start -= len(initials[0])
        title = _TITLE_BEFORE.search(text[max(0, start - 12) : start])
        names = [word for word in text[start:end].split() if not _NUMERAL.fullmatch(word)]
        if title and title[1].lower() in _CROWNED and len(names) == 1:
            start -= len(title[0])
    return _between(span, start, end)


def _are_initials(initials: str, *, lone: bool) -> bool:
    """Whether letters with stops are a person's: all of them before a surname alone."""
    letters = "".join(filter(str.isalpha, initials)).lower()
    return letters not in _NO_INITIALS and (lone or len(letters) == 1)


def _is_given_tail(tail: str) -> bool:
    """Whether "-in", "-ud-Din" or "-yeol" goes on with a name: two parts at most, none long."""
    parts = tail[1:].replace("‐", "-").replace("‑", "-").split("-")
    return len(parts) <= 2 and parts[0].islower() and all(len(part) <= 7 for part in parts)


def _trimmed(tokens: Tokens, span: TaggedSpan) -> TaggedSpan:
    """A span without small words and figures at its ends, and without the end of a sentence."""
    text, start, end = tokens.text, span.start, span.end
    while end > start:
        word = re.search(r"\S+$", text[max(start, end - _REACH) : end])
        if word is None:
            end = start + len(text[start:end].rstrip())
            break
        alone = end - len(word[0]) <= start
        if not alone and _is_no_end(word[0], span.kind):
            end -= len(word[0])
            end = start + len(text[start:end].rstrip(_NEVER_LAST))
            continue
        if word[0].endswith(".") and not _keeps_stop(word[0], span.kind, text[end : end + 2]):
            end -= 1
        break
    while start < end:
        word = re.match(r"\S+\s+", text[start : min(end, start + _REACH)])
        if word is None or word[0].rstrip() not in _ENDLESS:
            break
        start += len(word[0])
    return _between(span, start, max(start, end))


def _is_no_end(word: str, kind: Kind) -> bool:
    if word in _ENDLESS or word.lower() in ("and", "the", "&"):
        return True
    return kind is Kind.PERSON and _FIGURES.match(word) is not None


_ENDLESS: Final = frozenset(
    "of in on at to for from by with and or the a an as near after before against between over into"
    " is was were are has have had who which that its his her their says said".split()
)


def _keeps_stop(word: str, kind: Kind, following: str) -> bool:
    """Whether the full stop of a last word belongs to it: "Calif.", "Inc.", "U.N."."""
    bare = word[:-1].lower()
    if "." in bare or bare in _STAYING or (len(bare) == 1 and kind is Kind.PERSON):
        return True
    if following.strip()[:1].islower() or following[:1] in (",", ";", ")"):
        return True  # what goes on in lower case or behind a comma was not an end: "Que., and"
    if kind is Kind.PLACE:
        return bare in SHORTENED
    return kind is Kind.ORGANISATION and bare in SHORTENED and following[:1] not in ("", "\n")


def _without_title(tokens: Tokens, span: TaggedSpan) -> TaggedSpan:
    """Rule 2; nothing is left of a title, or of a word that is not a name, alone."""
    first, last = tokens.words_of(span.start, span.end)
    if first > last:
        return replace(span, end=span.start)
    if span.kind is Kind.PERSON:
        while first <= last and _is_title(tokens, first) and not _is_crowned(tokens, first, last):
            first += 1
    if span.kind is Kind.ORGANISATION:
        while first < last and tokens[first].capital and _is_plain_noun(tokens, last):
            last -= 1
            span = replace(span, end=tokens[last].end)
    words = " ".join(tokens.word(i) for i in range(first, last + 1))
    if words.endswith("republic") and tokens.gap(first - 1 if first else 0) in (", ", " ("):
        apart = tokens.gap(last + 1) != " " or not _names(tokens, last + 2)
        if tokens.word(last + 1) == "of" and apart:
            return replace(span, end=span.start)  # "Korea, Republic of"
    titled = span.kind is Kind.ORGANISATION and words in lexicon().titles
    never = words in lexicon().never and not span.adjectival
    if titled or never or not 0 <= last - first < LONGEST:
        return replace(span, end=span.start)
    return _between(span, max(tokens[first].start, span.start), span.end)


def _between(span: TaggedSpan, start: int, end: int) -> TaggedSpan:
    return span if (start, end) == (span.start, span.end) else replace(span, start=start, end=end)


def _names(tokens: Tokens, index: int) -> bool:
    return index < len(tokens) and (tokens[index].capital or tokens.word(index) == "the")


def _is_plain_noun(tokens: Tokens, index: int) -> bool:
    """A lower-case word of the kind that says what an organisation is: "television", "party"."""
    lists = lexicon()
    word = tokens.word(index)
    kind = word in lists.organisation_beside or word.removesuffix("s") in lists.organisation_ends
    return kind and tokens[index].text.islower() and tokens.gap(index - 1) == " "


def _is_crowned(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a title and a single name are one name: "Patriarch Kirill", "Queen Elizabeth II"."""
    names = [i for i in range(first + 1, last + 1) if not _NUMERAL.fullmatch(tokens[i].text)]
    return tokens.word(first) in _CROWNED and tokens[first].capital and len(names) == 1


_NUMERAL: Final = re.compile(r"[IVX]+")


def _is_title(tokens: Tokens, index: int) -> bool:
    word = tokens.word(index).rstrip(".")
    return word in lexicon().titles and word not in _TITLES_AND_NAMES

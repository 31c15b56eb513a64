"""Names of local entities in a text: whoever wrote one down wants to see it found.

A tagger has never read of what only a desk knows. Where it found nothing, or took the name for a
kind of thing that nothing of this name is, the text is searched for the names themselves.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from enrich.mentions.roles import PlaceName, decide_role
from enrich.mentions.tokens import Tokens, tokenise
from enrich.model import Document, Mention, Role
from gazetteer.model import Kind
from gazetteer.rows import Row
from gazetteer.store import Gazetteer

FOUND_BY: Final = "decisions"
_WORD: Final = re.compile(r"\w+")
_ARTICLE: Final = re.compile(r"^[Tt]he (?=.*\w)")
_AFTER_ARTICLE: Final = re.compile(r"\b[Tt]he\s+$")
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Form:
    """A name as it is looked for.

    Attributes:
        kind: Of what has the name.
        before: How many code points of it stand before its first word.
        pattern: The name without "the".
        article: Whether "the" must stand before it.
    """

    kind: Kind
    before: int
    pattern: re.Pattern[str]
    article: bool


class LocalNames:
    """Finds the names of local entities in texts.

    Names are compared letter by letter, but for white space and the first letter of a sentence.
    One that is written with "the" is found with "the" only.
    """

    def __init__(self, rows: Iterable[Row], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._forms: defaultdict[str, list[_Form]] = defaultdict(list)
        for row in rows:
            for name in (row.name, *(n.text for n in row.names)):
                self._add(" ".join(name.split()), row.kind)
        for forms in self._forms.values():
            forms.sort(key=lambda form: -len(form.pattern.pattern))

    def _add(self, name: str, kind: Kind) -> None:
        rest = _ARTICLE.sub("", name)
        found = _WORD.search(rest)
        if found is None:
            return
        form = _Form(kind, found.start(), _pattern(rest), rest != name)
        for word in {found[0], *_first_letter(found[0])}:
            self._forms[word].append(form)

    def __call__(self, document: Document, found: Sequence[Mention]) -> tuple[Mention, ...]:
        """Return the mentions of a document with those of the local names, in order.

        A longer local name takes the place of what was found within it. What reaches beyond a
        local name stays as it is.

        Args:
            document: The document; where it has ``spans``, nothing is added.
            found: What was found in it so far.
        """
        names = dict(self._named(document.text)) if self._forms else {}
        if not names:
            return tuple(found)
        told = {(start, end) for start, end, kind in document.spans or () if kind}
        kept = [m if (m.start, m.end) in told else self._of_kind(m, names) for m in found]
        if document.spans is None:
            new = self._new(document, kept, names)
            lost = [(m.start, m.end) for m in new]
            cores = [_core(document.text, m) for m in kept]
            kept = [
                m for m, (start, end) in zip(kept, cores, strict=True)
                if not any(s <= start and end <= e for s, e in lost)
            ]  # fmt: skip
            kept = sorted((*kept, *new), key=lambda m: (m.start, -m.end))
        return tuple(kept)

    def _named(self, text: str) -> Iterator[tuple[_Span, Kind]]:
        end = 0
        for word in _WORD.finditer(text):
            for form in self._forms.get(word[0], ()):
                at = word.start() - form.before
                found = form.pattern.match(text, at) if at >= end else None
                if found and (not form.article or _AFTER_ARTICLE.search(text, max(0, at - 9), at)):
                    end = found.end()
                    yield found.span(), form.kind
                    break

    def _of_kind(self, mention: Mention, names: Mapping[_Span, Kind]) -> Mention:
        """Give a mention the kind of the local entity, where nothing else it could be is held."""
        kind = names.get((mention.start, mention.end), mention.kind)
        if kind is mention.kind or self._gazetteer.lookup(mention.name, mention.kind):
            return mention
        return of_kind(mention, kind)

    def _new(
        self, document: Document, kept: Sequence[Mention], names: Mapping[_Span, Kind]
    ) -> list[Mention]:
        taken = sorted(_core(document.text, m) for m in kept)
        exact = {(m.start, m.end) for m in kept}
        starts = [start for start, _ in taken]
        longest = max((end - start for start, end in taken), default=0)
        free: list[tuple[_Span, Kind]] = []
        for (start, end), kind in names.items():
            first, last = bisect_left(starts, start - longest), bisect_right(starts, end)
            beside = [s for s in taken[first:last] if s[0] < end and start < s[1]]
            if (start, end) not in exact and all(start <= s and e <= end for s, e in beside):
                free.append(((start, end), kind))
        tokens = tokenise(document.text if free else "")
        return [_mention(tokens, *span, kind) for span, kind in free]


def _core(text: str, mention: Mention) -> _Span:
    """Return where a mention is without the punctuation that a tagger took with it: "Mill."."""
    words = list(_WORD.finditer(text, mention.start, mention.end))
    return (words[0].start(), words[-1].end()) if words else (mention.start, mention.end)


def of_kind(mention: Mention, kind: Kind) -> Mention:
    """Return a mention as one of another kind.

    Example:
        >>> of_kind(Mention(0, 5, "Paris", Kind.PERSON), Kind.PLACE).role
        <Role.LITERAL: 'literal'>
    """
    role = Role.LITERAL if kind is Kind.PLACE else None
    return replace(mention, kind=kind, role=role, roles=(), relation="")


def _mention(tokens: Tokens, start: int, end: int, kind: Kind) -> Mention:
    text = tokens.text[start:end]
    if kind is not Kind.PLACE:
        return Mention(start, end, text, kind, None, FOUND_BY)
    role, roles = decide_role(tokens, PlaceName(*tokens.words_of(start, end)), ())
    return Mention(start, end, text, kind, role, FOUND_BY, roles)


def _pattern(name: str) -> re.Pattern[str]:
    first, *others = name.split(" ")
    whole = r"\s+".join([_either(first), *map(re.escape, others)])
    return re.compile(rf"(?<!\w){whole}(?!\w)")


def _either(word: str) -> str:
    return "|".join(map(re.escape, (word, *_first_letter(word)))).join(("(?:", ")"))


def _first_letter(word: str) -> Iterator[str]:
    """Yield a word that begins small as a sentence begins with it."""
    if word[:1].islower() and len(word[:1].upper()) == 1:
        yield word[:1].upper() + word[1:]

"""Names that the gazetteer need not know, by the words they are made of and stand beside."""

from __future__ import annotations

from collections.abc import Iterator

from enrich.mentions.lexicon import lexicon
from enrich.mentions.proposals import Proposal
from enrich.mentions.tokens import Tokens
from gazetteer.model import Kind
from gazetteer.store import Gazetteer

__all__ = ["propose_by_pattern"]

_MAX_NAME = 4
_MAX_ORGANISATION = 7
_MAX_TITLE = 3
_NUMBERED = frozenset({"highway", "interstate", "route", "road", "hwy"})
_SHORT_STREETS = frozenset({"st", "ave", "rd", "blvd", "dr", "hwy"})
_ROAD_LEVELS = frozenset({"county", "state", "farm-to-market", "us", "u.s."})


def propose_by_pattern(tokens: Tokens, gazetteer: Gazetteer) -> Iterator[Proposal]:
    """Yield people, organisations and places that their form gives away.

    Args:
        tokens: The words of a text.
        gazetteer: For counts of given names and surnames.
    """
    rules = _Patterns(tokens, gazetteer)
    for index in range(len(tokens)):
        yield from rules.titled(index)
        if tokens[index].capital:
            yield from rules.numbered(index)
            yield from rules.given(index)
            yield from rules.suffixed(index)
            yield from rules.of_name(index)


class _Patterns:
    def __init__(self, tokens: Tokens, gazetteer: Gazetteer) -> None:
        self._tokens = tokens
        self._gazetteer = gazetteer
        self._lexicon = lexicon()

    def titled(self, index: int) -> Iterator[Proposal]:
        """ "Foreign Minister X Y", "Gen. X", "Mr. X"."""
        length = self._title_length(index)
        if not length:
            return
        after = index + length
        if after >= len(self._tokens) or self._tokens.gap(after - 1) not in (" ", ". "):
            return
        if not self._is_title_case(index, length):
            return
        last = self._last_name_word(after)
        if last is None:
            return
        score = 3.0 + 1.5 * (last - after)
        if last == after and self._is_common(after):
            score -= 2.5
        yield self._proposal(after, last, Kind.PERSON, score, "title")

    def given(self, index: int) -> Iterator[Proposal]:
        """ "Maria X", "J. X": a given name or initial, then up to three capitalised words."""
        first = self._gazetteer.person_word(self._tokens[index].text)
        if first is None or first.given < 2 or first.given < 0.3 * first.family:
            return
        last = self._last_name_word(index)
        if last is None or last == index:
            return
        common = sum(self._is_common(i) for i in range(index, last + 1))
        family = self._gazetteer.person_word(self._tokens[last].text)
        known = family is not None and family.family > 1 and first.given > 4
        score = 2.2 + 0.8 * (last - index) - 2.0 * common + 1.8 * known
        if self._tokens[index].opens and self._is_common(index):
            score -= 2.0
        yield self._proposal(index, last, Kind.PERSON, score, "given name")

    def suffixed(self, index: int) -> Iterator[Proposal]:
        """ "X County", "Y Ministry": capitalised words whose last tells the kind."""
        if index and self._joins(index - 1) and self._tokens[index - 1].capital:
            return  # begin at the first word of the run only
        last = index
        while self._joins(last) and last - index < _MAX_ORGANISATION:
            last += 1
            if not self._tokens[last].capital:
                last -= 1
                break
            yield from self._by_last_word(index, last)

    def numbered(self, index: int) -> Iterator[Proposal]:
        """ "Highway 200", "County Road 43", "Interstate 64"."""
        if self._tokens.word(index) not in _NUMBERED or index + 1 >= len(self._tokens):
            return
        number = self._tokens[index + 1]
        if self._tokens.gap(index) not in (" ", "-") or not number.text[0].isdigit():
            return
        first = index
        while first and self._joins(first - 1) and self._tokens.word(first - 1) in _ROAD_LEVELS:
            first -= 1
        start, end = self._tokens[first].start, number.start + len(number.text.rstrip(".,"))
        yield Proposal(first, index + 1, start, end, Kind.PLACE, 4.0, "form")

    def of_name(self, index: int) -> Iterator[Proposal]:
        """ "University of X", "Department of Y and Z"."""
        tokens = self._tokens
        if (
            tokens.word(index) not in self._lexicon.organisation_of
            or tokens.word(index + 1) != "of"
        ):
            return
        after = index + 2
        if tokens.word(after) == "the":
            after += 1
        if after >= len(tokens) or not tokens[after].capital:
            return
        last = after
        while last - index < _MAX_ORGANISATION and self._joins(last) and tokens[last + 1].capital:
            last += 1
        yield self._proposal(index, last, Kind.ORGANISATION, 4.0 + 0.5 * (last - index), "form")

    # --------------------------------------------------------------------------- internals

    def _by_last_word(self, first: int, last: int) -> Iterator[Proposal]:
        word = self._tokens.word(last)
        start = self._skip_opening(first)
        if start >= last:
            return
        words = last - start + 1
        if word in self._lexicon.organisation_ends and words <= 6:
            yield self._proposal(start, last, Kind.ORGANISATION, 2.5 + 0.9 * words, "form")
        if word in self._lexicon.place_ends and words <= 4:
            yield self._proposal(start, last, Kind.PLACE, 1.2 + 0.9 * words, "form")

    def _skip_opening(self, first: int) -> int:
        """Leave out a capital that only the beginning of the sentence explains: "The", "In"."""
        token = self._tokens[first]
        function = token.lower in self._lexicon.function_words
        if function or (token.opens and self._is_common(first)):
            return first + 1
        return first

    def _title_length(self, index: int) -> int:
        """Words of the longest title that begins here, 0 when there is none."""
        for length in range(_MAX_TITLE, 0, -1):
            words = [self._tokens.word(index + i).rstrip(".") for i in range(length)]
            joined = all(self._tokens.gap(index + i) in (" ", ". ", "-") for i in range(length - 1))
            if joined and " ".join(words) in self._lexicon.titles:
                return length
        return 0

    def _is_title_case(self, index: int, length: int) -> bool:
        """ "president Putin" counts, "general Election" does not."""
        last = self._tokens[index + length - 1]
        return last.capital or last.lower not in ("general", "private", "count", "major", "father",
                                                  "sister", "chief", "king", "lady", "leader",
                                                  "author", "agent", "officer")  # fmt: skip

    def _last_name_word(self, first: int) -> int | None:
        """Index of the last word of a person's name that begins at an index, or None."""
        tokens = self._tokens
        if not self._is_name_part(first):
            return None
        last = first
        while last + 1 < len(tokens) and last - first < _MAX_NAME - 1:
            step = self._next_name_word(last)
            if step is None:
                break
            last = step
        return last

    def _next_name_word(self, index: int) -> int | None:
        tokens = self._tokens
        if not self._joins(index) or tokens[index].possessive:
            return None
        word = tokens.word(index + 1)
        particle = word in ("al", "el", "bin", "ibn", "von", "van", "der", "de", "la", "da", "di",
                            "del", "den", "ter", "ben")  # fmt: skip
        if particle and index + 2 < len(tokens) and not tokens[index + 1].capital:
            reach = index + 2 if tokens[index + 2].capital else index + 3
            found = reach < len(tokens) and tokens[reach].capital
            return reach if found else None
        return index + 1 if self._is_name_part(index + 1) else None

    def _is_name_part(self, index: int) -> bool:
        token = self._tokens[index]
        if not token.capital or (token.shouted and len(token.text) > 2 and "." not in token.text):
            return index in self._tokens.shouting and token.text.isalpha()
        lists = self._lexicon
        word = token.lower.rstrip(".")
        return not (
            word in lists.function_words or word in lists.months or word in lists.weekdays
            or word in lists.titles or word in lists.organisation_ends
        )  # fmt: skip

    def _is_common(self, index: int) -> bool:
        return self._tokens.word(index) in self._lexicon.common

    def _joins(self, index: int) -> bool:
        gap = self._tokens.gap(index)
        if gap == ". ":
            return len(self._tokens[index].text) == 1
        if gap == "-" and self._tokens.word(index) in self._lexicon.parties:
            return False
        return gap in (" ", "-") and not self._tokens[index].possessive

    def _proposal(self, first: int, last: int, kind: Kind, score: float, rule: str) -> Proposal:
        start, end = self._tokens[first].start, self._tokens[last].end
        if self._tokens.word(last) in _SHORT_STREETS and self._tokens.text[end : end + 1] == ".":
            end += 1  # "Memphis St."
        return Proposal(first, last, start, end, kind, score, rule)

"""In which sense a text names a place: first rules, by the words around the mention.

Each rule looks at the nearest words only. Their lists stand in ``data/roles.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from enrich.mentions.lexicon import lexicon
from enrich.mentions.tokens import Tokens
from enrich.model import Role

Roles = tuple[tuple[Role, float], ...]
"""Pairs of a role and its probability, summing to 1; empty where a rule decides."""

_COMPOUND = re.compile(r"\s?[-–/]\s?")
RULE_FACTOR = 1.5
POSSESSIVE_FACTOR = 20.0
"""What the word of a rule does to the odds of its role; both set on GeoWebNews by cross-validation,
where factors from 1.2 to 2 differ by less than half a point."""
_YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}")
_MAX_SKIPPED = 20  # words without end, as in a table of names, say nothing of a verb


@cache
def _cues() -> dict[str, frozenset[str]]:
    text = (Path(__file__).with_name("data") / "roles.toml").read_text(encoding="utf-8")
    return {name: frozenset(words.split()) for name, words in tomllib.loads(text).items()}


@dataclass(frozen=True, slots=True)
class PlaceName:
    """The indices of the words that name a place: where it touches none, the last comes first."""

    first: int
    last: int
    adjective: bool = False
    embedded: bool = False


def decide_role(tokens: Tokens, place: PlaceName, told: Roles) -> tuple[Role | None, Roles]:
    """Return the role of a place, and the probabilities where a model told them.

    Form decides what form can: a part of a longer name, and the plural of a demonym. (Datelines
    have a grammar of their own, ``datelines``.) Between the other roles of an adjective, or of a
    name, the model and the rules decide together: the rules multiply the odds of their role, by
    more behind a possessive, where they look at what is possessed.
    """
    if place.first > place.last:
        return None, ()
    by_rule = _role_by_rule(tokens, place)
    if place.embedded or _names_an_election(tokens, place):
        return Role.EMBEDDED, ()
    if not told or (place.adjective and by_rule is Role.DEMONYM):
        return by_rule, ()
    possible = _OF_ADJECTIVES if place.adjective else _OF_NAMES
    possessive = tokens[place.last].possessive and not place.adjective
    factor = POSSESSIVE_FACTOR if possessive else RULE_FACTOR
    odds = [(r, share * (factor if r is by_rule else 1.0)) for r, share in told if r in possible]
    total = sum(share for _, share in odds)
    told = tuple((role, share / total) for role, share in odds)
    return max(told, key=lambda pair: pair[1])[0], told


def _names_an_election(tokens: Tokens, place: PlaceName) -> bool:
    """ "The 1992 United Kingdom general election": the year makes it one name."""
    if not _YEAR.fullmatch(tokens.word(place.first - 1)) or place.adjective:
        return False
    return any(
        tokens.word(place.last + step) in ("election", "elections", "referendum")
        for step in range(1, 4)
    )


_OF_ADJECTIVES = frozenset({Role.MODIFIER, Role.DEMONYM, Role.EMBEDDED})
_OF_NAMES = frozenset({Role.LITERAL, Role.METONYMIC, Role.MODIFIER, Role.EMBEDDED})


def _role_by_rule(tokens: Tokens, place: PlaceName) -> Role:
    first, last = place.first, place.last
    if place.adjective:
        return _adjective_role(tokens, first, last)
    gap = tokens.gap(last)
    if tokens[last].possessive:
        return _possessive_role(tokens, last)
    if _COMPOUND.fullmatch(gap):
        return Role.MODIFIER  # "Armenia-Azerbaijan", "Russia-led", "U.S.-backed"
    if _COMPOUND.fullmatch(tokens.gap(first - 1) if first else "") and _is_noun(tokens, last + 1):
        return Role.MODIFIER
    if gap == " " and _is_predicate(tokens, last + 1):
        return Role.METONYMIC if not _is_located(tokens, first) else Role.LITERAL
    if gap == " " and _is_noun(tokens, last + 1):
        return Role.MODIFIER
    return _role_by_left(tokens, first)


def _adjective_role(tokens: Tokens, first: int, last: int) -> Role:
    """ "Russian troops" and "the Russian [and Iranian] ministers" modify, "Russians" do not."""
    after = last + 1
    if _is_plural(tokens[last].text):
        return Role.DEMONYM
    if tokens.gap(last) in (" ", "-", " [", "] ", " “", " "):
        word = tokens.word(after)
        if word in ("and", "or") and after + 2 < len(tokens) and tokens[after + 1].capital:
            return Role.MODIFIER
        if _is_noun(tokens, after) or (after < len(tokens) and tokens[after].capital):
            return Role.MODIFIER
    if tokens[last].possessive:
        return Role.DEMONYM
    if tokens.gap(last)[:1] == "]" or tokens.gap(last) == "-":
        return Role.MODIFIER
    return Role.DEMONYM if tokens.word(first - 1) in ("the", "a", "an") else Role.MODIFIER


def _is_plural(word: str) -> bool:
    """ "Americans" are people whatever follows; "Swiss" and "Québécois" may modify."""
    return word.endswith("s") and not word.endswith(("ss", "ais", "ois"))


def _possessive_role(tokens: Tokens, last: int) -> Role:
    """ "Armenia's border" is land; "Yerevan's request" is a government's."""
    cues = _cues()
    for step in range(1, 4):
        word = tokens.word(last + step)
        if word in cues["land"]:
            return Role.LITERAL
        if word in cues["deeds"]:
            return Role.METONYMIC
        if tokens.gap(last + step) not in (" ", "-"):
            break
    return Role.METONYMIC if tokens.word(last + 1) not in cues["superlative"] else Role.LITERAL


def _is_predicate(tokens: Tokens, index: int) -> bool:
    """Whether a verb follows that a place as such cannot be the subject of."""
    index = _predicate_from(tokens, index)
    word, cues = tokens.word(index), _cues()
    if word in cues["auxiliaries"]:
        step = index + 1
        while tokens.word(step) in cues["adverbs"]:
            step += 1
        follower = tokens.word(step)
        if word in ("is", "was", "are", "were"):
            return follower.endswith("ing") and follower in cues["acts_ing"]
        return follower not in ("been", "become", "seen", "no", "a", "an") or word == "must"
    if word in cues["states"]:
        return False
    return word in cues["acts"] or (word.endswith("ed") and word not in cues["passive_only"])


def _predicate_from(tokens: Tokens, index: int) -> int:
    """Skip adverbs and further subjects: "[Russia] and Iran also [refused]"."""
    adverbs = _cues()["adverbs"]
    for _ in range(_MAX_SKIPPED):
        word = tokens.word(index)
        if word in adverbs:
            index += 1
        elif word in ("and", "or") and tokens.gap(index + 1) == " " and tokens[index + 1].capital:
            index += 2
        else:
            break
    return index


def _is_located(tokens: Tokens, first: int) -> bool:
    """ "in Yerevan refused": the preposition before makes it a place after all."""
    return tokens.word(first - 1) in lexicon().locative or tokens.word(first - 1) in ("of", "from")


def _is_noun(tokens: Tokens, index: int) -> bool:
    """A lower-case word that reads as the noun (or its adjective) a modifier stands before."""
    if index >= len(tokens):
        return False
    token = tokens[index]
    word = token.lower
    if not token.text[0].islower() or word in lexicon().function_words:
        return False
    cues = _cues()
    verbal = word in cues["acts"] or word in cues["states"] or word in cues["auxiliaries"]
    return not verbal and word not in cues["adverbs"] and not word.endswith(("ed", "ly"))


def _role_by_left(tokens: Tokens, first: int) -> Role:
    """What stands before: "pressure Yerevan", "by Moscow", "with Armenia", or a place word."""
    cues = _cues()
    index = first - 1
    while index >= 0 and tokens.word(index) in ("the", "both"):
        index -= 1
    word = tokens.word(index)
    if word == "by":
        before = tokens.word(index - 1)
        return Role.METONYMIC if before.endswith(("ed", "en", "made")) else Role.LITERAL
    if word in ("and", "or", "between") or tokens.gap(index) == ", ":
        return _role_in_list(tokens, index)
    if word in cues["urges"]:
        return Role.METONYMIC
    governs = word in ("with", "on", "from", "against", "to", "of", "for")
    governed = governs and any(tokens.word(index - step) in cues[word] for step in range(1, 4))
    return Role.METONYMIC if governed else Role.LITERAL


def _role_in_list(tokens: Tokens, index: int) -> Role:
    """ "between Russia and Armenia": a treaty has parties, a road has ends."""
    cues = _cues()
    for step in range(1, 8):
        before = tokens.word(index - step)
        if before in cues["between"]:
            return Role.METONYMIC
        if before in ("in", "near", "at", "along"):
            return Role.LITERAL
    return Role.LITERAL

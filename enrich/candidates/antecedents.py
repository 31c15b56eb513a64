"""Which full name of a text a short one stands for: "Lavrov", "CSTO", "the Pacers"."""

from __future__ import annotations

from collections.abc import Sequence

from enrich.mentions.lexicon import lexicon
from enrich.mentions.shortforms import initials
from enrich.model import Mention
from gazetteer.model import Kind
from gazetteer.names import fold, surname


def by_short_form(mentions: Sequence[Mention]) -> dict[tuple[Kind, str], list[Mention]]:
    """Return the full names of people and organisations under each word that stands for them."""
    found: dict[tuple[Kind, str], list[Mention]] = {}
    for mention in mentions:
        for key in _short_forms(mention):
            found.setdefault((mention.kind, key), []).append(mention)
    return found


def antecedents(mentions: Sequence[Mention], beside: Sequence[Mention] = ()) -> dict[int, Mention]:
    """Return the full name that a short one stands for, by the index of the short one."""
    full = by_short_form(sorted([*mentions, *beside], key=lambda m: m.start))
    found = ((i, full.get((m.kind, short_key(m)))) for i, m in enumerate(mentions))
    return {i: nearest(mentions[i], named) for i, named in found if named}


def _short_forms(full: Mention) -> set[str]:
    if full.kind is Kind.PERSON:
        words = full.name.split()
        if len(words) < 2:
            return set()  # a surname alone explains no other
        endings = (" ".join(words[i:]) for i in range(1, len(words)))
        return {fold(name) for name in (surname(full.name), *words, *endings)} - {""}
    if full.kind is Kind.ORGANISATION and (" " in full.name or "-" in full.name):
        return {initials(full.name), _nickname(full.name)} - {""}
    return set()


def _nickname(name: str) -> str:
    """The last word of a team's name, by which it goes: "Pacers" of "Indiana Pacers"."""
    first, *words = name.split()
    if not words or (first.lower() == "the" and len(words) == 1):
        return ""  # "The Times" is not any Times
    last = words[-1]
    lists = lexicon()
    common = last.lower() in lists.organisation_ends or last.lower() in lists.common
    return "" if common or not last[0].isupper() or last.isupper() else last


def short_key(mention: Mention) -> str:
    """Return what a mention is looked up by among the short forms; "" where it can be none."""
    if mention.kind is Kind.PERSON:
        return fold(mention.name)
    if " " in mention.name or mention.kind is not Kind.ORGANISATION:
        return ""
    return mention.name.replace(".", "") if mention.name.isupper() else mention.name


def nearest(mention: Mention, named: list[Mention]) -> Mention:
    """Return the last of some full names before a short one, else the first behind it."""
    before = [m for m in named if m.end <= mention.start]
    return before[-1] if before else named[0]

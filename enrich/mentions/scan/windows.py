"""Runs of words under one of whose base forms the gazetteer holds something, in any language.

The sister of ``windows``, which knows English: here every word has several base forms, so that a
run of three could be written in hundreds of ways. A run is therefore prolonged only where the
gazetteer holds a longer name that begins with its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from enrich.deadline import check_time
from enrich.mentions.scan.grammar import Base, Grammar
from enrich.mentions.scan.words import INVISIBLE, cut_letters, is_cased, key_of
from enrich.mentions.tokens import Token, Tokens, WordRun
from enrich.text.spelling import fits, stands_out
from gazetteer.codes import is_wide
from gazetteer.model import ADJECTIVAL, Kind
from gazetteer.romanise import is_latin, romanise
from gazetteer.store import Gazetteer, Hit

_MAX_WORDS: Final = 6
_GAP: Final = re.compile(rf"[ \u00a0\u202f{INVISIBLE}]*[-‑–'’.]?[ \u00a0\u202f{INVISIBLE}\n]*")
_ACRONYM: Final = 4
_ROMANISED: Final = 0.55  # prominence from which a name held in Latin letters only is believed


@dataclass(frozen=True, slots=True)
class ScanWindow(WordRun):
    """A run of words, read as one of its base forms.

    Attributes:
        steps: How many endings and prefixes were taken off to get to the form.
        hits: What is held under the form, the best known first; never empty.
    """

    steps: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of words on its way to being a window."""

    first: int
    last: int
    base: Base


def find_scan_windows(
    tokens: Tokens,
    gazetteer: Gazetteer,
    grammar: Grammar,
    wanted: Callable[[Token], bool] = lambda _: True,
) -> list[ScanWindow]:
    """Return the windows of a text, several for a run that may be read in several ways.

    Only words that are wanted open one.
    """
    bases = [grammar.bases(key_of(token.text)) for token in tokens.items]
    openers = [i for i, t in enumerate(tokens.items) if wanted(t) and _may_open(tokens, i, grammar)]
    runs = [_Run(i, i, base) for i in openers for base in bases[i] if base.key]
    found: list[_Run] = []
    for _ in range(_MAX_WORDS):
        check_time()
        found += runs
        runs = list(_prolonged(tokens, runs, bases, gazetteer))
        if not runs:
            break
    found = [run for run in found if _may_be_name(tokens, run, grammar)]
    known = set(gazetteer.known_keys(run.base.key for run in found))
    held = [run for run in found if run.base.key in known]
    windows = [w for run in held if (w := _window(tokens, run, gazetteer.lookup_key, grammar))]
    covered = {i for w in windows for i in range(w.first, w.last + 1)}
    missing = [r for r in found if covered.isdisjoint(range(r.first, r.last + 1))]
    return windows + list(_romanised(tokens, missing, gazetteer, grammar))


def find_romanised(tokens: Tokens, gazetteer: Gazetteer, grammar: Grammar) -> list[ScanWindow]:
    """Return what the gazetteer holds in Latin letters of a name in another script.

    Args:
        tokens: The words of one name, the last of which may be inflected.
        gazetteer: Where to look.
        grammar: Of the language.
    """
    if not len(tokens) or len(tokens) > _MAX_WORDS or is_latin(tokens.text):
        return []
    heads = [key_of(token.text) for token in tokens.items[:-1]]
    ends = grammar.bases(key_of(tokens.items[-1].text))
    found = []
    for base in ends:
        key = romanise(" ".join([*heads, base.key]))
        if not base.key or not key or base.adjective or (base.cut and heads):
            continue
        hits = tuple(h for h in gazetteer.lookup_key(key) if h.name.type not in ADJECTIVAL)
        if hits:
            start = cut_letters(tokens.items[0].text, base.cut)
            end = tokens.items[-1].end
            found.append(ScanWindow(0, len(tokens) - 1, start, end, base.steps, hits))
    return found


def _prolonged(
    tokens: Tokens, runs: list[_Run], bases: list[tuple[Base, ...]], gazetteer: Gazetteer
) -> Iterator[_Run]:
    """Add a word to the runs with whose words a longer name begins."""
    able = [
        run
        for run in runs
        if run.last + 1 < len(tokens) and not run.base.adjective
        and _GAP.fullmatch(tokens.gap(run.last)) and _joins(tokens, run.last)
    ]  # fmt: skip
    openings = gazetteer.known_openings(_opening(tokens, run) for run in able)
    # "d'Ivoire" is one word of a key, and may be the last one.
    for run in able:
        link = "" if tokens.gap(run.last) in ("'", "’") else " "
        head = _opening(tokens, run)
        if link and head not in openings:
            continue
        for base in bases[run.last + 1]:
            if not base.cut and not base.adjective:
                steps = max(run.base.steps, base.steps)
                yield _Run(
                    run.first, run.last + 1,
                    Base(f"{head}{link}{base.key}", steps, cut=run.base.cut),
                )  # fmt: skip


def _opening(tokens: Tokens, run: _Run) -> str:
    """The key of a run that more words follow: "St." is "saint" there."""
    key = run.base.key
    if key in ("st", "ste") and tokens.gap(run.last)[:1] == ".":
        return {"st": "saint", "ste": "sainte"}[key]
    return key


def _joins(tokens: Tokens, index: int) -> bool:
    """A period stands inside a name only behind a short word: "St. Petersburg", "EE. UU."."""
    gap = tokens.gap(index)
    return "\n\n" not in gap and ("." not in gap or len(tokens[index].text) <= 3)


def _may_open(tokens: Tokens, index: int, grammar: Grammar) -> bool:
    token = tokens[index]
    if token.capital or not is_cased(token.text):
        return True
    # In lower case: adjectives, and words such as "sector" before a capital.
    return index + 1 < len(tokens) or bool(grammar.code)


def _may_be_name(tokens: Tokens, run: _Run, grammar: Grammar) -> bool:
    """In scripts with capitals a name begins or, behind "sector", ends with one."""
    first, last = tokens[run.first], tokens[run.last]
    if run.first == run.last:
        return run.base.key not in grammar.never or first.shouted
    if not is_cased(first.text) or first.capital:
        return True
    return key_of(first.text) in grammar.inner and last.capital


def _window(
    tokens: Tokens, run: _Run, lookup: Callable[[str], Iterable[Hit]], grammar: Grammar
) -> ScanWindow | None:
    first, last = tokens[run.first], tokens[run.last]
    start = first.start + cut_letters(first.text, run.base.cut)
    text = tokens.text[start : last.end]
    if not text:
        return None
    loud = run.first in tokens.shouting
    hits = tuple(
        hit
        for hit in lookup(run.base.key)
        if fits(text, hit, shouting=loud)
        and stands_out(text, hit, shouting=loud)
        and _fits_form(run, (first, last), hit, grammar)
    )
    return ScanWindow(run.first, run.last, start, last.end, run.base.steps, hits) if hits else None


def _fits_form(run: _Run, ends: tuple[Token, Token], hit: Hit, grammar: Grammar) -> bool:
    """Whether a name may stand in the form in which the run is written.

    What is held with a capital has one in the text: "la paz" is peace, "La Paz" a city. Words for
    what a place is ("sea", "province") are free.
    """
    if hit.name.type in ADJECTIVAL:
        # A key holds one name an entity: India's is the French adjective, and "Indien" is German.
        german_name = grammar.code == "de" and hit.name.language == "fr" and ends[0].capital
        return hit.name.language == grammar.code or (german_name and is_wide(hit.entity.feature))
    if run.base.adjective:
        return False
    words = hit.name.text.split()
    for token, word in zip(ends, (words[0], words[-1]), strict=True):
        lower = is_cased(token.text) and not token.capital
        generic = run.first != run.last and key_of(token.text) in grammar.inner - grammar.articles
        if lower and word[:1].isupper() and not generic:
            return False
    return True


def _romanised(
    tokens: Tokens, runs: list[_Run], gazetteer: Gazetteer, grammar: Grammar
) -> Iterator[ScanWindow]:
    """Well-known names that the gazetteer holds in Latin letters only: "Карабах", "Лавров"."""

    def lookup(key: str) -> Iterable[Hit]:
        return (
            hit for hit in gazetteer.lookup_key(romanise(key))
            if hit.entity.prominence >= _ROMANISED and hit.name.type not in ADJECTIVAL
            and (hit.entity.kind is Kind.PERSON or len(key) > _ACRONYM)
        )  # fmt: skip

    able = [
        run
        for run in runs
        if tokens[run.first].capital and tokens[run.last].capital
        and not is_latin(run.base.key) and not run.base.adjective
    ]  # fmt: skip
    known = set(gazetteer.known_keys(romanise(run.base.key) for run in able))
    for run in able:
        if romanise(run.base.key) in known and (window := _window(tokens, run, lookup, grammar)):
            yield window

"""What the embedded gazetteer knows of each word: the knowledge that the network is given.

Of airports and buildings it is given nothing: it was trained before the gazetteer held any, and has
learned to look for the town in "Columbia Metropolitan Airport".

The network learns how names are used; which names there are, the gazetteer knows better. The
features are taken from the embedded gazetteer whatever gazetteer is linked to, because it is the
one that the network was trained with.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from enrich.mentions.lexicon import lexicon
from enrich.mentions.taggers.encoding import Words
from enrich.mentions.tokens import Tokens, tokenise
from enrich.mentions.windows import NameWindow, find_windows
from gazetteer.codes import is_administrative, is_facility
from gazetteer.model import ADJECTIVAL, Kind, NameType
from gazetteer.store import Gazetteer, Hit

FEATURES = (
    "place, little known: first word", "place, little known: further word",
    "place, known: first word", "place, known: further word",
    "place, well known: first word", "place, well known: further word",
    "abbreviation of a place",
    "place inside the area named behind it",
    "adjective or demonym of a place",
    "person of several words: first word", "person of several words: further word",
    "person of one word",
    "organisation: first word", "organisation: further word",
    "given name", "surname",
    "common word",
)  # fmt: skip
"""Each is 1.0 or 0.0, in this order."""

_KNOWN, _WELL_KNOWN = 0.3, 0.6
_INDEX = {name: index for index, name in enumerate(FEATURES)}
_ABBREVIATION = _INDEX["abbreviation of a place"]
_CONTAINED = _INDEX["place inside the area named behind it"]
_ADJECTIVE = _INDEX["adjective or demonym of a place"]
_PERSON = _INDEX["person of several words: first word"]
_LONE_PERSON = _INDEX["person of one word"]
_ORGANISATION = _INDEX["organisation: first word"]
_GIVEN, _SURNAME, _COMMON = _INDEX["given name"], _INDEX["surname"], _INDEX["common word"]


def name_features(words: Words, tokens: Tokens, gazetteer: Gazetteer) -> NDArray[np.float32]:
    """Return what the gazetteer knows of each word.

    Args:
        words: The words of a text.
        tokens: The same text as the rules see it.
        gazetteer: The embedded one.

    Returns:
        One row a word, in the order of ``FEATURES``; shape (words, len(FEATURES)).
    """
    features = np.zeros((len(words), len(FEATURES)), dtype=np.float32)
    if tokens.lower_cased:
        title = tokens.text.title()  # as if every word were a name
        tokens = tokenise(title) if len(title) == len(tokens.text) else tokens
    _mark_windows(features, words, find_windows(tokens, gazetteer))
    _mark_single_words(features, words, tokens, gazetteer)
    return features


def _mark_windows(
    features: NDArray[np.float32], words: Words, windows: Sequence[NameWindow]
) -> None:
    """Longer names go before shorter ones inside them."""
    starts: dict[int, list[NameWindow]] = {}
    for window in windows:
        starts.setdefault(window.start, []).append(window)
    taken: dict[Kind, int] = dict.fromkeys(Kind, -1)
    begins = words.starts.tolist()
    for window in sorted(windows, key=lambda w: (w.start, -w.end)):
        if window.text[-1] == ".":
            continue  # "Calif." is held as "Calif" too, and "India." at the end of a sentence
        first = bisect_right(begins, window.start) - 1
        last = bisect_left(begins, window.end)
        for kind in Kind:
            hits = [h for h in window.hits if h.entity.kind is kind and _is_learned(h)]
            if not hits or window.start < taken[kind]:
                continue
            taken[kind] = window.end
            rows = features[first:last]
            if kind is Kind.PLACE:
                _mark_place(rows, hits, _behind(window, words.text, starts))
            elif kind is Kind.ORGANISATION:
                _mark(rows, _ORGANISATION)
            elif window.last > window.first:
                _mark(rows, _PERSON)
            else:
                rows[:, _LONE_PERSON] = 1.0


def _is_learned(hit: Hit) -> bool:
    """Whether the gazetteer that the network was trained with held the like: no airports."""
    return not is_facility(hit.entity.feature)


def _mark(rows: NDArray[np.float32], column: int) -> None:
    rows[0, column] = 1.0
    rows[1:, column + 1] = 1.0


def _mark_place(
    rows: NDArray[np.float32], hits: Sequence[Hit], behind: Sequence[NameWindow]
) -> None:
    named = [h for h in hits if h.name.type not in ADJECTIVAL]
    if len(named) < len(hits):
        rows[:, _ADJECTIVE] = 1.0
    if not named:
        return
    if any(h.name.type is NameType.ABBREVIATION for h in named):
        rows[:, _ABBREVIATION] = 1.0
    strength = max(h.entity.prominence for h in named)
    _mark(rows, 4 if strength >= _WELL_KNOWN else 2 if strength >= _KNOWN else 0)
    areas = {
        h.entity.id
        for window in behind
        for h in window.hits
        if h.entity.kind is Kind.PLACE and is_administrative(h.entity.feature)
    }
    if areas and any(not areas.isdisjoint(h.entity.containers) for h in named):
        rows[:, _CONTAINED] = 1.0


def _behind(window: NameWindow, text: str, starts: dict[int, list[NameWindow]]) -> list[NameWindow]:
    """The names behind a comma or a bracket: "Bangor, Maine"."""
    for gap in (", ", " (", ","):
        if text.startswith(gap, window.end):
            return starts.get(window.end + len(gap), [])
    return []


def _mark_single_words(
    features: NDArray[np.float32], words: Words, tokens: Tokens, gazetteer: Gazetteer
) -> None:
    common = lexicon().common
    indices = np.searchsorted(words.starts, tokens.starts, side="right") - 1
    for index, token in zip(indices.tolist(), tokens.items, strict=True):
        if not token.text[0].isalpha():
            continue
        if token.lower in common:
            features[index, _COMMON] = 1.0
        if token.capital and (person := gazetteer.person_word(token.text)):
            features[index, _GIVEN] = float(person.given > 0)
            features[index, _SURNAME] = float(person.family > 0)

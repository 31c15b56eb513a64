"""Names one or two edits away, found by hashing instead of reading.

A Bloom filter (Bloom 1970) over all keys answers "surely not held" for almost every misspelling
in memory; the few that may be held are then looked up. Twelve bits a key and four probes let one
absent key in a hundred pass. Neighbours are not spelt out but hashed: the polynomial hash of a
changed key follows from the hashes of what stands before and behind the change, so that numpy
covers the 160,000 keys within two edits of a ten-letter name in milliseconds.

Edits are those of the optimal string alignment distance: a letter dropped, added or changed, or
two neighbours swapped, and no letter touched twice.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from gazetteer.names import alphabet_of
from gazetteer.store import queries

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gazetteer.store.file import StoreFile

    Hashes = NDArray[np.uint64]
    # All single edits of some keys of one length, in the shape (keys, positions, letters); at
    # which positions of each key they are allowed; of which kind they are.
    _Edits = tuple[Hashes, NDArray[np.bool_], str]

_BITS_PER_KEY: Final = 12
_PROBES: Final = 4
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_BATCH: Final = 200_000
_PART: Final = 1 << 20
_ROWS: Final = 64  # first edits whose second edits are hashed together: bounds memory to ~30 MB


def _mixed(hashes: Hashes) -> Hashes:
    """Spread the bits of polynomial hashes: the finaliser of splitmix64 (Steele et al. 2014)."""
    mixed: Hashes = hashes ^ (hashes >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def _codes(keys: Sequence[str]) -> Hashes:
    return np.frombuffer("".join(keys).encode("utf-32-le"), np.uint32).astype(np.uint64)


def hash_keys(keys: Sequence[str]) -> Hashes:
    """Return the polynomial hash of each key: sum of code times base to power left, mod 2^64."""
    codes = _codes(keys)
    lengths = np.fromiter(map(len, keys), np.int64, len(keys))
    starts = np.cumsum(lengths) - lengths
    hashes = np.zeros(len(keys), np.uint64)
    alive = np.arange(len(keys))
    for position in range(int(lengths.max(initial=0))):
        alive = alive[lengths[alive] > position]
        hashes[alive] = hashes[alive] * _BASE + codes[starts[alive] + position]
    return hashes


class KeyFilter:
    """A Bloom filter over hashed keys; the size of its array of bytes fixes the positions.

    Example:
        >>> held = KeyFilter.for_keys(2)
        >>> held.add(hash_keys(["yerevan", "goris"]))
        >>> held.may_hold(hash_keys(["goris", "gorris"])).tolist()
        [True, False]
    """

    def __init__(self, bits: NDArray[np.uint8]) -> None:
        self.bits = bits
        self._size = np.uint64(bits.size * 8)

    @classmethod
    def for_keys(cls, count: int) -> KeyFilter:
        """Return an empty filter for a number of keys."""
        return cls(np.zeros(max(64, count * _BITS_PER_KEY // 8 + 1), np.uint8))

    @classmethod
    def read(cls, file: StoreFile) -> KeyFilter:
        """Return the filter that a gazetteer's file holds."""
        parts = file.all("SELECT bits FROM key_filter ORDER BY part", (), (bytes,))
        if not any(bits for (bits,) in parts):
            raise file.damaged("its key filter is empty")
        return cls(np.frombuffer(b"".join(bits for (bits,) in parts), np.uint8))

    def add(self, hashes: Hashes) -> None:
        """Add keys, given as ``hash_keys`` gives them."""
        for places in self._places(hashes):
            np.bitwise_or.at(self.bits, places >> np.uint64(3), _bit(places))

    def may_hold(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Return, for each hash, False where the key is surely not held."""
        left = np.arange(hashes.size)
        places = self._places(hashes)
        for column in places:
            chosen = column[left]
            left = left[(self.bits[chosen >> np.uint64(3)] & _bit(chosen)) != 0]
        held = np.zeros(hashes.size, np.bool_)
        held[left] = True
        return held

    def _places(self, hashes: Hashes) -> Iterator[Hashes]:
        """Double hashing (Kirsch and Mitzenmacher 2006): two hashes serve for all probes."""
        first = _mixed(hashes)
        step = _mixed(first) | np.uint64(1)
        for probe in range(_PROBES):
            yield (first + np.uint64(probe) * step) % self._size


def _bit(places: Hashes) -> NDArray[np.uint8]:
    return np.left_shift(np.uint8(1), (places & np.uint64(7)).astype(np.uint8))


def _edit_hashes(codes: Hashes, first: NDArray[np.int64], letters: Hashes) -> Iterator[_Edits]:
    """Yield the hashes of deletions, substitutions, insertions and transpositions.

    Args:
        codes: Shape (m, n): m keys of n letters.
        first: Shape (m,): the first position that may be touched in each.
        letters: Shape (a,): codes of the alphabet.
    """
    m, n = codes.shape
    power = np.ones(n + 2, np.uint64)
    np.multiply.accumulate(np.full(n + 1, _BASE), out=power[1:])
    head = np.zeros((m, n + 1), np.uint64)
    tail = np.zeros((m, n + 1), np.uint64)
    for index in range(n):
        head[:, index + 1] = head[:, index] * _BASE + codes[:, index]
        at = n - 1 - index
        tail[:, at] = codes[:, at] * power[index] + tail[:, at + 1]
    places = np.arange(n + 1)
    allowed = places[None, :] >= first[:, None]
    left = power[n - places]  # what a letter at each place is multiplied by when n letters follow
    insert = (head * _BASE)[:, :, None] + letters[None, None, :]
    yield insert * left[None, :, None] + tail[:, :, None], allowed, "insert"
    if n == 0:
        return
    behind = power[n - 1 - places[:-1]]
    change = (head[:, :-1] * _BASE)[:, :, None] + letters[None, None, :]
    changed = change * behind[None, :, None] + tail[:, 1:, None]
    yield changed, allowed[:, :-1], "change"
    dropped = head[:, :-1] * behind[None, :] + tail[:, 1:]
    yield dropped[:, :, None], allowed[:, :-1], "drop"
    if n > 1:
        swapped = (head[:, :-2] * _BASE + codes[:, 1:]) * _BASE + codes[:, :-1]
        swapped = swapped * power[n - 2 - places[:-2]][None, :] + tail[:, 2:]
        yield swapped[:, :, None], allowed[:, :-2], "swap"


def _apply(key: str, kind: str, place: int, letter: str) -> tuple[str, int]:
    """Return an edited key, and the first position that a further edit may touch."""
    if kind == "insert":
        return key[:place] + letter + key[place:], place + 1
    if kind == "change":
        return key[:place] + letter + key[place + 1 :], place + 1
    if kind == "drop":
        return key[:place] + key[place + 1 :], place
    return key[:place] + key[place + 1] + key[place] + key[place + 2 :], place + 2


def one_edit_away(key: str, letters: str) -> dict[str, int]:
    """Return what is one edit away, each with the first position that a second edit may touch.

    Where several edits lead to the same, the position is the earliest of theirs.

    Args:
        key: A word or folded name.
        letters: What may be added, and stand for another.

    Example:
        >>> list(one_edit_away("ab", "b"))
        ['bab', 'bb', 'b', 'ba', 'abb', 'ab', 'a']
    """
    found: dict[str, int] = {}
    for place in range(len(key) + 1):
        edits = [("insert", letter) for letter in letters]
        if place < len(key):
            edits += [("change", letter) for letter in letters] + [("drop", "")]
        if place + 1 < len(key):
            edits.append(("swap", ""))
        for kind, letter in edits:
            edited, free = _apply(key, kind, place, letter)
            found[edited] = min(found.get(edited, free), free)
    return found


def iter_near(key: str, edits: int, held: KeyFilter) -> Iterator[str]:
    """Yield the keys within one or two edits that the filter does not rule out, some twice."""
    letters = alphabet_of(key) + " "
    codes = _codes([letters])
    once = list(one_edit_away(key, letters).items()) if edits > 1 else []
    once.append((key, 0))
    once.sort(key=lambda entry: len(entry[0]))
    begin = 0
    while begin < len(once):
        length = len(once[begin][0])
        end = begin
        while end < len(once) and end - begin < _ROWS and len(once[end][0]) == length:
            end += 1
        yield from _near_batch(once[begin:end], length, letters, codes, held)
        begin = end
    yield from (edited for edited, _ in once)


def _near_batch(
    batch: list[tuple[str, int]], length: int, letters: str, alphabet: Hashes, held: KeyFilter
) -> Iterator[str]:
    codes = _codes([edited for edited, _ in batch]).reshape(len(batch), length)
    first = np.fromiter((at for _, at in batch), np.int64, len(batch))
    for every, allowed, kind in _edit_hashes(codes, first, alphabet):
        rows, places = np.nonzero(allowed)
        hashes = every[rows, places]
        hit, column = np.nonzero(held.may_hold(hashes.ravel()).reshape(hashes.shape))
        for which, letter in zip(hit.tolist(), column.tolist(), strict=True):
            text = batch[int(rows[which])][0]
            yield _apply(text, kind, int(places[which]), letters[letter])[0]


def write_filter(database: sqlite3.Connection) -> None:
    """Write the filter over all keys of a gazetteer whose table ``name`` is complete."""
    (count,) = database.execute("SELECT count(*) FROM name").fetchone()
    held = KeyFilter.for_keys(count)
    keys = database.execute("SELECT DISTINCT key FROM name")
    while batch := [key for (key,) in keys.fetchmany(_BATCH)]:
        held.add(hash_keys(batch))
    bits = held.bits.tobytes()
    parts = enumerate(range(0, len(bits), _PART))
    rows = ((number, bits[at : at + _PART]) for number, at in parts)
    database.executemany("INSERT INTO key_filter VALUES (?, ?)", rows)


def held_near(
    file: StoreFile, key: str, edits: int, key_filter: KeyFilter
) -> list[tuple[str, int]]:
    """Return the keys that a gazetteer's file holds within so many edits of one, with distances."""
    from rapidfuzz.distance import OSA

    asked = json.dumps([*iter_near(key, edits, key_filter)], ensure_ascii=True)
    known = [k for (k,) in file.all(queries.KNOWN, (asked,))]
    pairs = [(k, OSA.distance(key, k)) for k in known if k != key]
    return [(k, n) for k, n in pairs if n <= edits]

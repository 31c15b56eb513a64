"""CURIEs and the integer keys that stand for them inside a store."""

from __future__ import annotations

import re
from typing import Final

from gazetteer.errors import UnknownEntity

_BITS: Final = 48
_GEONAMES: Final = 0
_WIKIDATA: Final = 1
_LOCAL: Final = 2  # whose slugs the table ``local_id`` holds
_DENSE: Final = 1 << 26  # GeoNames numbers below it are all but consecutive
_FORM: Final = re.compile(
    r"geonames:(?P<geonames>[1-9]\d{0,11})|wikidata:Q(?P<wikidata>[1-9]\d{0,11})"
    r"|enrich:(?P<enrich>[a-z0-9]+(?:-[a-z0-9]+)*)",
    re.ASCII,
)


def is_curie(text: str) -> bool:
    """Tell whether a text is the id of an entity.

    Example:
        >>> is_curie("geonames:616052"), is_curie("wikidata:Q0"), is_curie("enrich:tsargrad-tv")
        (True, False, True)
    """
    return _FORM.fullmatch(text) is not None


def written_id(text: str) -> str | None:
    """Return the id that somebody wrote, in full, or None where it does not look like one.

    Example:
        >>> written_id("Q1953"), written_id(" geonames:616052"), written_id("Yerevan")
        ('wikidata:Q1953', 'geonames:616052', None)
    """
    text = text.strip()
    full = f"wikidata:{text}" if text.startswith("Q") else text
    return full if is_curie(full) else None


def key_of(curie: str) -> int | None:
    """Return the key of a GeoNames or Wikidata id, or None for an ``enrich:`` one.

    Args:
        curie: "geonames:616052", "wikidata:Q1953" or "enrich:...".

    Raises:
        UnknownEntity: The text has the form of none of these.

    Example:
        >>> key_of("geonames:616052")
        616052
    """
    match = _FORM.fullmatch(curie)
    if match is None:
        raise UnknownEntity(
            f"{curie!r} is not an entity id; ids look like geonames:616052, wikidata:Q1953"
            " or enrich:tsargrad-tv"
        )
    if number := match["geonames"]:
        return (_GEONAMES << _BITS) | int(number)
    if number := match["wikidata"]:
        return (_WIKIDATA << _BITS) | int(number)
    return None


def curie_of(key: int) -> str | None:
    """Return the CURIE of a key, or None where it stands for an ``enrich:`` id.

    Example:
        >>> curie_of(616052), curie_of((1 << 48) | 1953)
        ('geonames:616052', 'wikidata:Q1953')
    """
    scheme, number = key >> _BITS, key & ((1 << _BITS) - 1)
    if scheme == _GEONAMES:
        return f"geonames:{number}"
    if scheme == _WIKIDATA:
        return f"wikidata:Q{number}"
    return None


def local_key(number: int) -> int:
    """Return the key of the n-th ``enrich:`` id of a store."""
    return (_LOCAL << _BITS) | number


class Keys:
    """A set of entity keys: a bitmap for the dense GeoNames numbers, a set for the rest."""

    def __init__(self) -> None:
        self._bits = bytearray()
        self._rest: set[int] = set()

    def __contains__(self, key: int) -> bool:
        if key >= _DENSE:
            return key in self._rest
        byte = key >> 3
        return byte < len(self._bits) and bool(self._bits[byte] >> (key & 7) & 1)

    def add(self, key: int) -> None:
        """Add a key."""
        if key >= _DENSE:
            self._rest.add(key)
            return
        byte = key >> 3
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte + 65_536 - len(self._bits)))
        self._bits[byte] |= 1 << (key & 7)

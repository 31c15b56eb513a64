"""Words that make an area of a name: "Syunik Province", "Becker, Clay and Wilkin counties"."""

from __future__ import annotations

import re
from typing import Final

AREA_WORDS: Final = frozenset(
    "province county parish oblast region district governorate prefecture state raion krai borough"
    " township municipality republic territory department canton emirate".split()
)
"""The last word of an area's name, lower case."""

_ONE_OF: Final = {
    "counties": "County", "parishes": "Parish", "boroughs": "Borough", "provinces": "Province",
    "districts": "District", "regions": "Region", "governorates": "Governorate", "states": "State",
}  # fmt: skip
_LIST: Final = re.compile(
    r"(?:(?:,|,? and|,? or|,? &|/) ?[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)?)*"
    rf" (?P<level>(?i:{'|'.join(_ONE_OF)}))\b"
)
_REACH: Final = 120


def level_of_list(text: str, end: int) -> str:
    """Return what the names of a list are, when it goes on behind the name ending there, or "".

    Example:
        >>> level_of_list("Becker, Clay and Wilkin counties", 6), level_of_list("Becker, Minn.", 6)
        ('County', '')
    """
    match = _LIST.match(text, end, end + _REACH)
    return _ONE_OF[match["level"].lower()] if match else ""

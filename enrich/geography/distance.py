"""How distances are written, "20 km north of", and how far that is."""

from __future__ import annotations

import re
from typing import Final

# A number begins where no other one goes on, and is as long as a distance can be: in a list
# without spaces, "1000,1001,1002", it would otherwise be read to the end from each of its members.
_NUMBER: Final = (
    r"(?<![0-9])(?<![0-9][.,])[0-9]{1,9}+(?:[.,][0-9]{1,9}+){0,4}+"
    r"|(?:a|one|two|three|four|five|six|seven|eight|nine)\shundred|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty"
    r"|thirty|forty|fifty|a\sfew|several"
)
_UNIT: Final = r"km|kms|kilomet(?:er|re)s?|(?:nautical[ ])?miles?"
DISTANCE: Final = rf"(?P<number>{_NUMBER})[\s-]?(?P<unit>{_UNIT})\b"
"""A pattern of a number with its unit, for a verbose expression that ignores case."""
_DISTANCE: Final = re.compile(rf"\b{DISTANCE}", re.IGNORECASE)
_WORDS: Final = {
    "a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0,
    "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "twelve": 12.0, "fifteen": 15.0,
    "twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "a few": 5.0, "several": 7.0,
}  # fmt: skip
_KM_PER_MILE: Final = 1.609344  # the international mile of 1959
_KM_PER_NAUTICAL_MILE: Final = 1.852  # the international one of 1929


def distance_of(relation: str) -> float | None:
    """Return the distance that the words of a relation name, in kilometres, or None.

    Example:
        >>> distance_of("20 km north of"), distance_of("10 miles from"), distance_of("northern")
        (20.0, 16.1, None)
    """
    match = _DISTANCE.search(relation)
    if match is None:
        return None
    digits = match["number"].lower()
    few, hundred, _ = digits.partition(" hundred")
    number = _WORDS.get(few if hundred else digits)
    if number is None:
        number = _read(digits)
    return round(number * (100.0 if hundred else 1.0) * _km(match["unit"].lower()), 1)


def _km(unit: str) -> float:
    if unit.startswith("nautical"):
        return _KM_PER_NAUTICAL_MILE
    return _KM_PER_MILE if unit.startswith("mile") else 1.0


def _read(digits: str) -> float:
    """Read "1,200" as twelve hundred, "2.125" as a little over two, "2,5" as two and a half."""
    whole, dot, decimals = digits.partition(".")
    head, *rest = whole.split(",")
    if rest and not all(len(group) == 3 for group in rest):
        return float(f"{head}.{rest[0]}")
    return float(f"{head}{''.join(rest)}{dot}{decimals.replace('.', '')}")

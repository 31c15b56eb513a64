"""Text made safe to look at: control and direction characters shown, not obeyed.

A text may hold escape sequences that recolour a terminal, and bidirectional controls that show
a line in another order than it is stored. Data keeps them; what a person reads shows them.
"""

from __future__ import annotations

import re
from typing import Final

CONTROLS: Final = (
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # the direction controls of Unicode
    "\u2028\u2029"  # line and paragraph separators
    "\ud800-\udfff"  # lone surrogates
    "\ufeff"  # a byte order mark inside the text
)
"""Ranges of a regular expression's character class."""

_LONGEST: Final = 1000
_CONTROL: Final = re.compile(f"[{CONTROLS}]")
_CONTROL_BUT_LAYOUT: Final = re.compile(f"(?![\n\t])[{CONTROLS}]")


def _escaped(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")


def visible(text: str) -> str:
    r"""Return text with every control but line feed and tab written as a Python escape.

    Example:
        >>> visible("red \x1b[31m")
        'red \\x1b[31m'
    """
    return _CONTROL_BUT_LAYOUT.sub(_escaped, text)


def one_line(text: str) -> str:
    r"""Return text with every control, line feeds too, written as a Python escape.

    Example:
        >>> one_line("two\nlines")
        'two\\nlines'
    """
    return _CONTROL.sub(_escaped, text)


def message(text: str) -> str:
    r"""Return text as one line of bearable length; what is left out is in its middle.

    A line of input may be ten megabytes long, and a message may quote all of it.

    Example:
        >>> message("two\nlines"), len(message("x" * 5000))
        ('two\\nlines', 1000)
    """
    line = one_line(text)
    if len(line) <= _LONGEST:
        return line
    half = _LONGEST // 2
    return f"{line[: half - 5]} [...] {line[-half + 2 :]}"

"""What a linker does unless it is told otherwise."""

from typing import Final

__all__ = ["LEVELS", "MIN_SCORE"]

MIN_SCORE: Final = 0.25
"""Below this probability a mention is left unlinked, unless something else is asked for."""
LEVELS: Final = ("auto", "city", "admin")
"""Which of a city and the area of its name is meant: what the text suggests, or always one."""

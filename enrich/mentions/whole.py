"""The last thing that stage 1 does: every mention is a piece of the text that can be shown.

Whatever found it, a mention lies inside the text, is not empty, says what stands there, and begins
and ends with a character that is seen; and no two mentions cross.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from enrich.model import Mention
from gazetteer.errors import InputError


def whole_mentions(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    r"""Return mentions without white space and controls at their edges, and without crossing ones.

    They are in the order of the text. What is nothing else is left out; of two that cross, the
    shorter is. What a caller gave is to be kept as it is.

    Raises:
        InputError: An offset lies outside the text, as a stage 1 of the caller's own may have it.

    Example:
        >>> from gazetteer.model import Kind
        >>> [m.text for m in whole_mentions("David\n", [Mention(0, 6, "David\n", Kind.PERSON)])]
        ['David']
    """
    trimmed = [_trimmed(text, mention) for mention in mentions]
    return _uncrossed([mention for mention in trimmed if mention.start < mention.end])


def _trimmed(text: str, mention: Mention) -> Mention:
    start, end = mention.start, mention.end
    if not 0 <= start <= end <= len(text):
        raise InputError(
            f"mention ({start}, {end}) was found outside the text of {len(text)} code points"
        )
    while start < end and not _is_seen(text[start]):
        start += 1
    while start < end and not _is_seen(text[end - 1]):
        end -= 1
    found = text[start:end]
    if (start, end, found) == (mention.start, mention.end, mention.text):
        return mention
    return replace(mention, start=start, end=end, text=found)


def _is_seen(character: str) -> bool:
    return character.isprintable() and not character.isspace()


def _uncrossed(mentions: list[Mention]) -> tuple[Mention, ...]:
    kept: list[Mention] = []
    around: list[Mention] = []  # those that the current one may lie in, the innermost last
    refused: set[int] = set()
    for mention in mentions:
        while around and around[-1].end <= mention.start:
            around.pop()
        while around and around[-1].start < mention.start and around[-1].end < mention.end:
            if mention.end - mention.start <= around[-1].end - around[-1].start:
                break
            refused.add(id(around.pop()))
        else:
            kept.append(mention)
            around.append(mention)
    return tuple(m for m in kept if id(m) not in refused) if refused else tuple(kept)

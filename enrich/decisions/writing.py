"""A decision added to ``decisions.toml``: what stands there already stays as it was written.

The entry is put into the text, and then the text is read again: unless it says what it said
before, and this decision too, nothing is written.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from enrich.decisions.file import NAME, parse_decisions, read_text
from enrich.decisions.model import Action, Decision
from gazetteer.errors import InputError

_HEADER: Final = re.compile(r"[ \t]*\[\[[ \t]*([\"']?)decision\1[ \t]*\]\][ \t]*(?:#.*)?\r?\n?")
_TABLE: Final = re.compile(r"[ \t]*\[")
_EMPTY: Final = re.compile(r"[ \t]*(?:#.*)?\r?\n?")
_WRITTEN: Final = "name action entity kind document occurrence around note by date".split()


def text_with(text: str, decision: Decision, path: str | os.PathLike[str] = NAME) -> str:
    r"""Return the text of a file with one decision more, comments and order kept.

    It takes the place of what was decided on the same scope; only rejections of several entities
    stand beside each other.

    Raises:
        InputError: The text is no file of decisions, or holds them in a way that cannot grow.

    Example:
        >>> print(text_with("# ours\n", Decision("Paris", Action.REJECT)), end="")
        # ours
        <BLANKLINE>
        [[decision]]
        name = "Paris"
        action = "reject"
    """
    entries = parse_decisions(text, path).entries
    replaced = [i for i, other in enumerate(entries) if _gives_way(other, decision)]
    line_end = "\r\n" if "\r\n" in text else "\n"
    block = _block(decision, path).replace("\n", line_end)
    new = _replaced(text, replaced, block) if replaced else _appended(text, block, line_end)
    kept = [entry for i, entry in enumerate(entries) if i not in set(replaced)]
    if new is None or _said(new, path) != sorted(map(_plain, [*kept, decision])):
        raise InputError(
            f"{os.fspath(path)}: write each decision under a line [[decision]] of its own, so that"
            " another can be added"
        )
    return new


def added(path: Path, decision: Decision) -> str:
    """Return what a file holds with one decision more."""
    return text_with(read_text(path) if path.exists() else "", decision, path)


def _gives_way(old: Decision, new: Decision) -> bool:
    if old.scope != new.scope:
        return False
    both = old.action is new.action is Action.REJECT and None not in (old.entity, new.entity)
    return not both or old.entity == new.entity


def _block(decision: Decision, path: str | os.PathLike[str]) -> str:
    values = {key: getattr(decision, key) for key in _WRITTEN}
    lines = [
        f"{key} = {value if isinstance(value, int) else _quoted(str(value))}\n"
        for key, value in values.items()
        if value not in (None, "")
    ]
    block = "".join(["[[decision]]\n", *lines])
    try:
        block.encode()
    except UnicodeEncodeError as error:
        said = "the note" if _is_text(decision.name) else repr(decision.name)
        raise InputError(
            f"{os.fspath(path)}: {said} cannot be written: it holds what is no text in UTF-8"
        ) from error
    return block


def _quoted(value: str) -> str:
    """A string of TOML: that of JSON, but for the one control character that JSON lets stand."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _appended(text: str, block: str, line_end: str) -> str:
    if not text.removeprefix("\ufeff").strip():
        return text + block
    apart = "" if text.endswith("\n") else line_end
    return f"{text}{apart}{line_end}{block}"


def _replaced(text: str, places: list[int], block: str) -> str | None:
    """Put a block where the first of some entries stands, and take the others out."""
    lines = text.splitlines(keepends=True)
    headers = [i for i, line in enumerate(lines) if _HEADER.fullmatch(line)]
    if len(headers) <= places[-1]:
        return None
    for place in reversed(places):
        start = headers[place]
        end = _end(lines, start)
        lines[start:end] = [block] if place == places[0] else []
    return "".join(lines)


def _end(lines: list[str], start: int) -> int:
    """Return the line behind an entry; comments before the next one belong to that."""
    end = start + 1
    while end < len(lines) and not _TABLE.match(lines[end]):
        end += 1
    while end > start + 1 and _EMPTY.fullmatch(lines[end - 1]):
        end -= 1
    return end


def _said(text: str, path: str | os.PathLike[str]) -> list[str] | None:
    try:
        return sorted(map(_plain, parse_decisions(text, path).entries))
    except InputError:
        return None


def _plain(decision: Decision) -> str:
    return repr(replace(decision, number=0))

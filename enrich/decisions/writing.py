"""A decision added to ``decisions.toml``: what stands there already stays as it was written.

The entry is put into the text, and then the text is read again: unless it says what it said
before, and this decision too, nothing is written.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from enrich.decisions.file import KEYS, NAME, parse_decisions, read_text
from enrich.decisions.model import Decision, Decisions
from enrich.decisions.values import Table
from gazetteer.errors import InputError

_HEADER: Final = re.compile(r"[ \t]*\[\[[ \t]*([\"']?)decision\1[ \t]*\]\][ \t]*(?:#.*)?\r?\n?")
_TABLE: Final = re.compile(r"[ \t]*\[")
_EMPTY: Final = re.compile(r"[ \t]*(?:#.*)?\r?\n?")


def text_with(text: str, decision: Decision, path: str | os.PathLike[str] = NAME) -> str:
    r"""Return the text of a file with one decision more, comments and order kept.

    It takes the place of what was decided on the same scope; only rejections of several entities
    stand beside each other.

    Raises:
        InputError: The text is not a file of decisions, or holds them in a way that cannot grow.

    Example:
        >>> from enrich.decisions.model import Action
        >>> print(text_with("# ours\n", Decision("Paris", Action.REJECT)), end="")
        # ours
        <BLANKLINE>
        [[decision]]
        name = "Paris"
        action = "reject"
    """
    entries = parse_decisions(text, path).entries
    replaced = [i for i, other in enumerate(entries) if other.gives_way(decision)]
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


def toml_of(decisions: Decisions, others: Mapping[str, Sequence[Table]]) -> str:
    """Return a new file of decisions.

    Args:
        decisions: The decisions, with their merges and entities.
        others: The tables that the merges and the entities were made of, by their sections.

    Raises:
        InputError: They hold what cannot be written.

    Example:
        >>> from enrich.decisions.file import decisions_of
        >>> mill = {"id": "enrich:mill", "name": "Old Mill", "kind": "place", "names": ["Mill"]}
        >>> print(toml_of(decisions_of({"entity": [mill]}), {"entity": [mill]}), end="")
        [[entity]]
        id = "enrich:mill"
        name = "Old Mill"
        names = ["Mill"]
        kind = "place"
    """
    blocks = [_block(entry, NAME) for entry in decisions.entries]
    for section, tables in others.items():
        blocks += [_table(section, table) for table in tables]
    text = "\n".join(blocks)
    read = parse_decisions(text, NAME)
    if (read.entries, read.merges, read.entities) != (
        decisions.entries, decisions.merges, decisions.entities,
    ):  # fmt: skip
        raise InputError(f"{NAME}: these decisions cannot be written so that they read the same")
    return text


def _table(section: str, table: Table) -> str:
    lines = [f"{key} = {_value(table[key])}\n" for key in KEYS[section] if key in table]
    return "".join([f"[[{section}]]\n", *lines])


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return repr(value) if isinstance(value, int | float) else _quoted(str(value))


def _block(decision: Decision, path: str | os.PathLike[str]) -> str:
    values = {key: getattr(decision, key) for key in KEYS["decision"]}
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
            f"{os.fspath(path)}: {said} cannot be written: it holds text that is not valid UTF-8"
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

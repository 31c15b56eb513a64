"""A decision added to ``decisions.toml``: what stands there already stays as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from enrich.decisions.model import Decision
from gazetteer.errors import InputError
from gazetteer.names import fold

__all__ = ["added", "text_with"]


def text_with(text: str, decision: Decision) -> str:
    r"""Return the text of a file with one decision more, comments and order kept.

    A decision of the same scope is replaced.

    Args:
        text: TOML, or "".
        decision: What is decided.

    Example:
        >>> from enrich.decisions.model import Action
        >>> print(text_with("# ours\n", Decision("Paris", Action.REJECT)))
        # ours
        <BLANKLINE>
        [[decision]]
        name = "Paris"
        action = "reject"
        <BLANKLINE>
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document: Any = tomlkit.parse(text)
    except TOMLKitError as error:
        raise InputError(f"the decisions are no TOML: {error}") from error
    tables = document.get("decision")
    if tables is None:
        tables = tomlkit.aot()
        if text.strip():
            document.add(tomlkit.nl())
        document.append("decision", tables)
    elif not isinstance(tables, tomlkit.items.AoT):
        raise InputError("write each decision under [[decision]]: a list in one line cannot grow")
    table = tomlkit.table()
    for key in ("name", "action", "entity", "kind", "document", "occurrence", "note"):
        value = getattr(decision, key)
        if value not in (None, ""):
            table.add(key, value if isinstance(value, int) else str(value))
    same = [index for index, other in enumerate(tables) if _scope(other) == _scope(table)]
    if same:
        tables[same[0]] = table
        for index in reversed(same[1:]):  # several entities were rejected there
            del tables[index]
    else:
        tables.append(table)
    return tomlkit.dumps(document)


def _scope(table: Any) -> tuple[Any, ...]:
    """What an entry is about, as ``Decision.scope`` tells it."""
    rest = (table.get(key) for key in ("kind", "document", "occurrence"))
    return (fold(str(table.get("name", ""))), *rest)


def added(path: Path, decision: Decision) -> str:
    """Return what a file holds with one decision more.

    Raises:
        InputError: The file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    return text_with(text, decision)

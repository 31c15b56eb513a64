"""The tasks behind /desk: a text linked in the light of decisions that its reader sends along.

Nothing of it is kept: the browser holds the text and what was decided, and sends both each time.
Decisions are data here as they are in a file, read by the same rules; no path is ever among them.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from enrich.decisions import Decisions, Merge
from enrich.decisions.file import KEYS, NAME, decisions_of, parse_decisions
from enrich.decisions.writing import toml_of
from enrich.flow.progress import Progress
from enrich.formats import FORMATS, write, write_to
from enrich.inputs.decoding import decode
from enrich.inputs.tables import object_of, parse_json
from enrich.model import Document, Result
from enrich.pipeline import Linker
from enrich.records.record import dumps
from enrich.server.linking import BODY, document_from
from enrich.server.pool import too_long
from enrich.server.refusals import Refusal
from enrich.server.settings import MOST_DECISIONS
from enrich.server.sheet import sheet
from enrich.server.tasks import Desk
from enrich.text.hashing import text_hash
from gazetteer.errors import InputError

TOML: Final = "toml"
"""What the format of a file of decisions is called, beside those of ``enrich.formats``."""
_SECTIONS: Final = {"decision": "decisions", "merge": "merges", "entity": "entities"}
_OF_DOCUMENT: Final = frozenset({"text", "title", "published", "language", "outlet"})
Tables = Mapping[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A text and what was decided about it, read.

    Attributes:
        document: The text.
        decisions: Its reader's, without those of the operator.
        tables: What the merges and entities of these were made of.
    """

    document: Document
    decisions: Decisions
    tables: Tables

    @property
    def toml(self) -> str:
        """The decisions as a file."""
        return toml_of(self.decisions, {k: self.tables[k] for k in ("merge", "entity")})


def correct(desk: Desk, body: bytes) -> bytes:
    """Return what the page shows of a text, as JSON.

    Args:
        desk: What is open.
        body: JSON: a document, with ``decisions``, ``merges`` and ``entities`` whose entries have
            the keys of ``decisions.toml``.

    Raises:
        Refusal: It is too much, or takes too long.
        InputError: It cannot be read, or a decision makes no sense.

    Example:
        >>> from enrich.server.tasks import Limits, open_desk
        >>> from enrich.flow.options import LinkerOptions
        >>> desk = open_desk(LinkerOptions(), Limits(60.0, 1000, 1))
        >>> decided = b'[{"name": "Georgia", "action": "reject"}]'
        >>> sent = b'{"text": "Georgia won.", "decisions": ' + decided + b"}"
        >>> parse_json(correct(desk, sent).decode(), "")["data"]["mentions"][0]["nil"]
        'not_an_entity'
    """
    sent = _read(desk, body)
    with _linker(desk, sent) as linker:
        progress = _linked(linker, sent, desk)
        shown = sheet(linker.result(progress), progress, sent.decisions, linker.gazetteer)
    kept = {name: sent.tables[section] for section, name in _SECTIONS.items()}
    kept["decisions"] = [_told(entry) for entry in sent.decisions.entries]
    return f"{dumps({**shown, **kept})}\n".encode()


def save(desk: Desk, asked: tuple[bytes, str]) -> bytes:
    """Return a text, linked as ``correct`` does, in a format; or its decisions, as ``toml``.

    Raises:
        Refusal: As ``correct``.
        InputError: Likewise.
        OutputError: The format needs what is not installed.
    """
    body, form = asked
    sent = _read(desk, body)
    with _linker(desk, sent) as linker:  # which says what makes no sense
        if form == TOML:
            return sent.toml.encode()
        return _written(linker.result(_linked(linker, sent, desk)), form)


def take_in(desk: Desk, body: bytes) -> bytes:
    r"""Return the entries of a ``decisions.toml`` as JSON.

    Raises:
        InputError: It is none.

    Example:
        >>> take_in(None, b'[[decision]]\nname = "Paris"\naction = "accept"\n')
        b'{"decisions": [{"name": "Paris", "action": "accept"}], "merges": [], "entities": []}\n'
    """
    del desk
    import tomllib

    text = decode(body, NAME)
    entries = parse_decisions(text, NAME).entries
    found = tomllib.loads(text.removeprefix("\ufeff"))
    tables: dict[str, Any] = {
        name: [_plain(table) for table in found.get(section, [])]
        for section, name in _SECTIONS.items()
    }
    tables["decisions"] = [_told(entry) for entry in entries]
    return f"{dumps(tables)}\n".encode()


# ------------------------------------------------------------------------------- what comes in


def _read(desk: Desk, body: bytes) -> Sent:
    value = dict(object_of(parse_json(decode(body, BODY), BODY), BODY))
    tables = {section: _tables(value.pop(name, []), name) for section, name in _SECTIONS.items()}
    if unknown := value.keys() - _OF_DOCUMENT:
        known = ", ".join([*sorted(_OF_DOCUMENT), *_SECTIONS.values()])
        raise InputError(f"{BODY} has a key {min(unknown)!r}; there are {known}")
    return Sent(document_from(value, desk.limits), decisions_of(tables), tables)


def _tables(listed: Any, name: str) -> list[Any]:
    if not isinstance(listed, list):
        raise InputError(f"`{name}` is no list of objects, as decisions.toml has them")
    if len(listed) > MOST_DECISIONS:
        raise Refusal(413, f"{len(listed)} {name}; the limit is {MOST_DECISIONS}")
    return listed


def _told(entry: Any) -> dict[str, Any]:
    values = {key: getattr(entry, key) for key in KEYS["decision"]}
    return {key: value for key, value in values.items() if value not in {None, ""}}


def _plain(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table whose days are texts, for JSON has none."""
    plain = (str, int, float, list)
    return {key: v if isinstance(v, plain) else str(v) for key, v in table.items()}


# ---------------------------------------------------------------------------------- what is done


def _linked(linker: Linker, sent: Sent, desk: Desk) -> Progress:
    progress = linker.progress(sent.document)
    if progress.error:
        raise too_long(desk.limits.seconds)
    return progress


def _linker(desk: Desk, sent: Sent) -> Linker:
    """Return a linker with these decisions; it shares all that takes time to open."""
    own = sent.decisions
    digest = text_hash(sent.toml)
    decisions = Decisions(own.entries, own.merges, own.entities, file=NAME, digest=digest)
    operators = desk.options.decisions
    if isinstance(operators, Decisions):
        decisions = _over(decisions, operators)
    return Linker(replace(desk.options, decisions=decisions))


def _over(own: Decisions, other: Decisions) -> Decisions:
    """Return a reader's decisions over the operator's; where both speak, the reader's hold."""
    scopes = {entry.scope: entry for entry in own.entries}
    left = [e for e in other.entries if e.scope not in scopes or not e.gives_way(scopes[e.scope])]
    return Decisions(
        (*own.entries, *(replace(e, number=len(own.entries) + n) for n, e in enumerate(left, 1))),
        (*own.merges, *_beside(own.merges, other.merges)),
        (*own.entities, *(r for r in other.entities if r.id not in {e.id for e in own.entities})),
        file=NAME,
        digest=text_hash(own.digest + other.digest),
    )


def _beside(own: tuple[Merge, ...], other: tuple[Merge, ...]) -> list[Merge]:
    merged = {merge.one for merge in own}
    return [merge for merge in other if merge.one not in merged]


def _written(result: Result, form: str) -> bytes:
    if not FORMATS[form].to_file:
        out = io.StringIO(newline="")
        write_to([result], out, format=form)
        return out.getvalue().encode()
    with TemporaryDirectory(prefix="enrich-") as folder:  # such a file needs a place to be made in
        path = Path(folder, f"linked.{form}")
        write([result], path, format=form)
        return path.read_bytes()

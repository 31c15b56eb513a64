"""The tasks behind /desk: texts linked in the light of decisions that their reader sends along.

Nothing of it is kept: the browser holds the texts and what was decided, and sends both each time.
Decisions are data here as they are in a file, read by the same rules; no path is ever among them.
"""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from enrich.decisions import Decisions, Merge
from enrich.decisions.file import NAME, decisions_of
from enrich.decisions.writing import toml_of
from enrich.flow.progress import Progress
from enrich.formats import FORMATS, write, write_to
from enrich.inputs.decoding import decode
from enrich.inputs.tables import object_of, parse_json
from enrich.model import Document, Result
from enrich.page.render import page
from enrich.page.surroundings import Surroundings
from enrich.pipeline import Linker
from enrich.records.record import dumps
from enrich.server.linking import BODY, Written, document_from, in_time, told_apart
from enrich.server.refusals import Refusal
from enrich.server.settings import MOST_DECISIONS
from enrich.server.sheet import data_of, named, sheet
from enrich.server.taking import OF_DOCUMENT, SECTIONS, blocks_of, told
from enrich.server.tasks import Desk, Limits
from enrich.text.hashing import text_hash
from gazetteer.errors import InputError

TOML: Final = "toml"
"""What the format of a file of decisions is called, beside those of ``enrich.formats``."""
Tables = Mapping[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Sent:
    """Texts and what was decided about them, read.

    Attributes:
        documents: The texts.
        decisions: Their reader's, without those of the operator.
        tables: What the merges and entities of these were made of.
    """

    documents: list[Document]
    decisions: Decisions
    tables: Tables

    @property
    def toml(self) -> str:
        """The decisions as a file."""
        return toml_of(self.decisions, {k: self.tables[k] for k in ("merge", "entity")})


def correct(desk: Desk, body: bytes) -> Written:
    """Return what the page shows of some texts, as JSON.

    Args:
        desk: What is open.
        body: JSON: ``documents``, and ``decisions``, ``merges`` and ``entities`` whose entries have
            the keys of ``decisions.toml``.

    Raises:
        Refusal: It is too much, or takes too long.
        InputError: It cannot be read, or a decision makes no sense.

    Example:
        >>> from enrich.server.tasks import Limits, open_desk
        >>> from enrich.flow.options import LinkerOptions
        >>> desk = open_desk(LinkerOptions(), Limits(60.0, 1000, 1))
        >>> decided = b'[{"name": "Georgia", "action": "reject"}]'
        >>> sent = b'{"documents": [{"text": "Georgia won."}], "decisions": ' + decided + b"}"
        >>> shown = parse_json(correct(desk, sent).body.decode(), "")["documents"][0]
        >>> shown["data"]["mentions"][0]["nil"]
        'not_an_entity'
    """
    begun = time.monotonic()
    sent = _read(desk, body)
    with _linker(desk, sent) as linker:
        done = _linked(linker, sent, desk, begun)
        drawn: dict[str, Any] = {}  # each once, however many texts name it
        sheets, around = [], Surroundings()
        for number, one in enumerate(done):
            shown = sheet(one, number, linker, sent.decisions, drawn)
            drawn |= shown.pop("outlines")
            sheets.append(shown)
            around.add(linker.result(one))
        called = named(sent.decisions, linker.gazetteer)
    kept = {name: sent.tables[section] for section, name in SECTIONS.items()}
    kept["decisions"] = [told(entry) for entry in sent.decisions.entries]
    shown_on = {"outlines": drawn, "around": around.drawn()}
    answer = dumps({"documents": sheets, **shown_on, "named": called, **kept})
    return Written(f"{answer}\n".encode(), len(sheets))


def save(desk: Desk, asked: tuple[bytes, str]) -> bytes:
    """Return texts, linked as ``correct`` does, as one file; or the decisions, as ``toml``.

    Raises:
        Refusal: As ``correct``.
        InputError: Likewise.
        OutputError: The format needs what is not installed.
    """
    begun = time.monotonic()
    body, form = asked
    sent = _read(desk, body)
    with _linker(desk, sent) as linker:  # which says what makes no sense
        if form == TOML:
            return sent.toml.encode()
        done = _linked(linker, sent, desk, begun)
        if form == "html":  # with what its names may mean, which only what became of them tells
            known = [data_of(one, n, linker, sent.decisions) for n, one in enumerate(done)]
            return "".join(page(map(linker.result, done), lambda _, n: known[n])).encode()
        return _written([linker.result(one) for one in done], form)


# ------------------------------------------------------------------------------- what comes in


def _read(desk: Desk, body: bytes) -> Sent:
    value = dict(object_of(parse_json(decode(body, BODY), BODY), BODY))
    tables = {section: _tables(value.pop(name, []), name) for section, name in SECTIONS.items()}
    listed = value.pop("documents", None)
    if value:
        raise InputError(
            f"{BODY} has a key {min(value)!r}; there are documents, {', '.join(SECTIONS.values())}"
        )
    return Sent(_documents(listed, desk.limits), decisions_of(tables), tables)


def _documents(listed: Any, limits: Limits) -> list[Document]:
    if not isinstance(listed, list) or not listed:
        raise InputError(f"{BODY} has no `documents`, a list of objects with `text`")
    if len(listed) > limits.documents:
        raise Refusal(413, f"{len(listed)} texts; the limit is {limits.documents}")
    several = len(listed) > 1
    found = [
        _document(fields, f"document {n}" if several else "the document", limits)
        for n, fields in enumerate(listed, 1)
    ]
    return found if len(found) == 1 else told_apart(found)


def _document(fields: Any, where: str, limits: Limits) -> Document:
    value = dict(object_of(fields, where))
    blocks = value.pop("blocks", None)
    if unknown := value.keys() - OF_DOCUMENT:
        known = ", ".join(sorted({*OF_DOCUMENT, "blocks"}))
        raise InputError(f"{where} has a key {min(unknown)!r}; there are {known}")
    document = document_from(value, limits, where)
    return replace(document, blocks=blocks_of(blocks, document.text, where))


def _tables(listed: Any, name: str) -> list[Any]:
    if not isinstance(listed, list):
        raise InputError(f"`{name}` is no list of objects, as decisions.toml has them")
    if len(listed) > MOST_DECISIONS:
        raise Refusal(413, f"{len(listed)} {name}; the limit is {MOST_DECISIONS}")
    return listed


# ---------------------------------------------------------------------------------- what is done


def _linked(linker: Linker, sent: Sent, desk: Desk, begun: float) -> list[Progress]:
    return list(in_time(linker.progress_many(sent.documents), begun, desk.limits.seconds))


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


def _written(results: list[Result], form: str) -> bytes:
    if not FORMATS[form].to_file:
        out = io.StringIO(newline="")
        write_to(results, out, format=form)
        return out.getvalue().encode()
    with TemporaryDirectory(prefix="enrich-") as folder:  # such a file needs a place to be made in
        path = Path(folder, f"linked.{form}")
        write(results, path, format=form)
        return path.read_bytes()

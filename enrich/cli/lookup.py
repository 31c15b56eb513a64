"""``enrich lookup``: what the gazetteer has under a name, and Wikidata where that is asked too."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from enrich.cli.live import LiveChoices, opened_wikidata
from enrich.cli.options import CONFIG, GAZETTEER, USER_GAZETTEER
from enrich.cli.parameters import grouped, only, option
from enrich.cli.streams import is_terminal, reporting, standard_output
from enrich.text.escape import message
from gazetteer.errors import ServiceError
from gazetteer.model import Kind

if TYPE_CHECKING:
    from enrich.live.options import LiveOptions
    from gazetteer.store import Gazetteer, Hit

EXAMPLES = """\
enrich lookup Paris --kind place
enrich lookup Тбилиси
enrich lookup --wikidata Nikol Pashinyan"""

Name = Annotated[list[str], typer.Argument(metavar="NAME", help="A name, in any script.")]


@grouped
def lookup(
    context: typer.Context,
    name: Name,
    *,
    kind: Kind | None = typer.Option(None, "--kind", help="Only entities of this kind."),
    format_: str | None = option(
        "--format",
        "A terminal gets a table, a pipe gets jsonl.",
        choices=("table", "json", "jsonl"),
    ),
    gazetteer: Path | None = GAZETTEER,
    user_gazetteer: str | None = USER_GAZETTEER,
    live: Annotated[
        LiveChoices, only("wikidata", "contact", "wikidata_api", "wikidata_sparql", "cache")
    ],
    _config: str | None = CONFIG,
) -> None:
    """Look a name up in the gazetteer.

    Where nothing has the name, names one edit away are shown. With --wikidata, also what Wikidata
    has under it.
    """
    live.refuse_idle(context)
    with reporting() as report:
        from gazetteer.store.user import open_gazetteer

        words = " ".join(name)
        chosen = format_ or ("table" if is_terminal() else "jsonl")
        asked = live.live_options()
        with open_gazetteer(gazetteer, user_gazetteer) as opened:
            hits, warning = _hits_of(words, kind, opened, asked)
        if warning:
            report.note(warning)
        if not hits:
            report.note(f"nothing is known under {message(words)!r}")
        with standard_output(styled=chosen == "table") as out:
            _write_hits(hits, out, form=chosen)


def _hits_of(
    name: str, kind: Kind | None, gazetteer: Gazetteer, live: LiveOptions | None
) -> tuple[tuple[Hit, ...], str | None]:
    """Return what a name may mean, and a warning where Wikidata could not be asked."""
    if live is None:
        return _held(name, kind, gazetteer), None
    try:
        return _with_wikidata(name, kind, gazetteer, live), None
    except ServiceError as error:
        if live.required:
            raise
        return _held(name, kind, gazetteer), f"{error}; what is shown was found offline"


def _held(name: str, kind: Kind | None, gazetteer: Gazetteer) -> tuple[Hit, ...]:
    return gazetteer.lookup(name, kind) or gazetteer.fuzzy(name, kind)


def _with_wikidata(
    name: str, kind: Kind | None, gazetteer: Gazetteer, live: LiveOptions
) -> tuple[Hit, ...]:
    from enrich.languages import detect_language
    from gazetteer.model import Name as EntityName
    from gazetteer.names import fold
    from gazetteer.store import Hit
    from gazetteer.store.adopt import prepare
    from gazetteer.store.layers import Layer

    language = detect_language(name).code or "en"
    with opened_wikidata(gazetteer, live) as wikidata:
        found = dict.fromkeys(
            number
            for asked in ((kind,) if kind else (Kind.PERSON, Kind.PLACE))  # places: and all else
            for number in wikidata.search(name, asked, language)
        )
        rows = wikidata.rows(found, [language])
    layer = Layer(prepare(row, gazetteer) for row in rows.values())
    hits = {hit.entity.id: hit for hit in _held(name, kind, gazetteer.with_layer(layer))}
    # What Wikidata found under a name that it does not show is found under it all the same.
    for number in found:
        entity = layer.entities.get(f"wikidata:Q{number}")
        if entity is not None and kind in (None, entity.kind) and entity.id not in hits:
            names = [n for n in rows[number].names if fold(n.text) == fold(name)]
            hits[entity.id] = Hit(entity, names[0] if names else EntityName(entity.name))
    return tuple(hits.values())


def _write_hits(hits: Iterable[Hit], out: TextIO, *, form: str) -> None:
    """Write entities as a table, "json" (an array) or "jsonl" (an entity a line)."""
    from enrich.records.record import dumps, hit_record

    if form == "table":
        _write_table(hits, out)
    elif form == "jsonl":
        out.writelines(f"{dumps(hit_record(hit))}\n" for hit in hits)
    else:
        lines = ",\n".join(dumps(hit_record(hit)) for hit in hits)
        out.write(f"[\n{lines}\n]\n" if lines else "[]\n")


def _write_table(hits: Iterable[Hit], out: TextIO) -> None:
    from rich.console import Console

    from enrich.writers.table import entity_table

    rows = [(hit.entity, _matched(hit)) for hit in hits]
    if rows:
        console = Console(file=out, highlight=False, markup=False, emoji=False)
        console.print(entity_table(rows))


def _matched(hit: Hit) -> str:
    """Return how the name matched, "" where it is simply the name shown."""
    name = "" if hit.name.text == hit.entity.name else f"{hit.name.text}, {hit.name.type}"
    edits = f"{hit.edits} edit" if hit.edits == 1 else f"{hit.edits} edits"
    return ", ".join(part for part in (name, edits if hit.edits else "") if part)

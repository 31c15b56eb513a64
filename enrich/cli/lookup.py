"""``enrich lookup``: what the gazetteer, and on request Wikidata, has under a name or an id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TextIO

import typer

from enrich.cli.live import LiveChoices, opened_wikidata
from enrich.cli.options import CONFIG, GAZETTEER, USER_GAZETTEER
from enrich.cli.parameters import grouped, only, option
from enrich.cli.streams import is_terminal, reporting, standard_output
from enrich.text.escape import message
from gazetteer.errors import ServiceError, UnknownEntity
from gazetteer.ids import written_id
from gazetteer.model import Kind
from gazetteer.store.hits import each_once

if TYPE_CHECKING:
    from enrich.live.options import LiveOptions
    from gazetteer.store import Gazetteer, Hit

EXAMPLES = """\
enrich lookup Paris --kind place
enrich lookup Тбилиси --format csv
enrich lookup Q311440
enrich lookup --wikidata Nikol Pashinyan"""

_FORMATS: Final = ("table", "csv", "json", "jsonl")
_SUGGESTIONS: Final = 5
_IN_CELLS: Final = (
    "id", "name", "kind", "description", "geonames", "wikidata", "lat", "lon", "country", "admin1",
    "feature", "precision", "radius_km", "population", "prominence", "spellings",
)  # fmt: skip

Name = Annotated[
    list[str], typer.Argument(metavar="NAME", help="A name in any script, or an id: Q1953, 616052.")
]


@grouped
def lookup(
    context: typer.Context,
    name: Name,
    *,
    kind: Kind | None = typer.Option(None, "--kind", help="Only this kind."),
    format_: str | None = option(
        "--format",
        "By default, a table on a terminal and jsonl in a pipe.",
        choices=_FORMATS,
    ),
    gazetteer: Path | None = GAZETTEER,
    user_gazetteer: str | None = USER_GAZETTEER,
    live: Annotated[
        LiveChoices, only("wikidata", "contact", "wikidata_api", "wikidata_sparql", "cache")
    ],
    _config: str | None = CONFIG,
) -> None:
    """Look up a name or an id in the gazetteer.

    Each entity comes once, with those of its spellings that match. If nothing has the name, similar
    names are suggested, and the exit code is 1. With --wikidata, Wikidata is searched too.
    """
    live.refuse_idle(context)
    with reporting() as report:
        from gazetteer.store.user import open_gazetteer

        words = " ".join(name)
        chosen = format_ or ("table" if is_terminal() else "jsonl")
        asked = live.live_options()
        with open_gazetteer(gazetteer, user_gazetteer) as opened:
            hits, warning = _hits_of(words, kind, opened, asked)
            missing = "" if hits else _missing(words, kind, opened)
        if warning:
            report.note(warning)
        with standard_output(styled=chosen == "table") as out:
            _write_hits(hits, out, form=chosen)
        if missing:
            raise UnknownEntity(missing)


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
        return _held(name, kind, gazetteer), f"{error}; results are from the offline gazetteer only"


def _held(name: str, kind: Kind | None, gazetteer: Gazetteer) -> tuple[Hit, ...]:
    """Return the entity of an id, or what has a name, or the place of a GeoNames number."""
    return (
        _of_id(written_id(name), kind, gazetteer)
        or each_once(gazetteer.lookup(name, kind))
        or _of_id(written_id(f"geonames:{name.strip()}"), kind, gazetteer)
    )


def _of_id(curie: str | None, kind: Kind | None, gazetteer: Gazetteer) -> tuple[Hit, ...]:
    from gazetteer.model import Name as EntityName
    from gazetteer.store.hits import Hit

    try:
        entity = gazetteer.get(curie) if curie else None
    except UnknownEntity:
        entity = None
    if entity is None or kind not in (None, entity.kind):
        return ()
    return (Hit(entity, EntityName(entity.name)),)


def _missing(name: str, kind: Kind | None, gazetteer: Gazetteer) -> str:
    """Return what to say of a name that nothing is known under: also what is known near it."""
    said = f"nothing is known under {message(repr(name))}"
    if kind is not None:
        said = f"no {kind} is known under {message(repr(name))}"
        others = _held(name, None, gazetteer)
        if others:
            return f"{said}; without --kind there is {_listed(others)}"
    near = each_once(gazetteer.fuzzy(name, kind))
    return f"{said}; similar names: {_listed(near)}" if near else said


def _listed(hits: Sequence[Hit]) -> str:
    more = len(hits) - _SUGGESTIONS
    shown = ", ".join(map(_suggested, hits[:_SUGGESTIONS]))
    return f"{shown} and {more} more" if more > 0 else shown


def _suggested(hit: Hit) -> str:
    """Return an entity with its id and the spelling that is near, if it is not the name shown."""
    name, spelling = hit.entity.name, hit.spellings[0]
    as_spelt = "" if spelling == name else f"{spelling!r}, "
    return f"{name} ({as_spelt}{hit.entity.id})"


def _with_wikidata(
    name: str, kind: Kind | None, gazetteer: Gazetteer, live: LiveOptions
) -> tuple[Hit, ...]:
    from enrich.languages import detect_language
    from gazetteer.model import Name as EntityName
    from gazetteer.names import fold
    from gazetteer.store import Hit
    from gazetteer.store.adopt import prepare
    from gazetteer.store.layers import Layer
    from gazetteer.wikidata.ids import number_of

    language = detect_language(name).code or "en"
    curie = written_id(name)
    number = None if curie is None else number_of(curie.removeprefix("wikidata:"))
    with opened_wikidata(gazetteer, live) as wikidata:
        if curie is not None:
            found = {} if number is None else {number: None}
        else:
            kinds = (kind,) if kind else (Kind.PERSON, Kind.PLACE)  # places: and all else
            found = dict.fromkeys(n for one in kinds for n in wikidata.search(name, one, language))
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
    """Write entities as a table, "csv", "json" (an array) or "jsonl" (an entity a line)."""
    from enrich.records.record import dumps, hit_record

    if form == "table":
        _write_table(hits, out)
        return
    records = [hit_record(hit) for hit in hits]
    if form == "csv":
        from enrich.writers.csv import write_rows

        write_rows(records, _IN_CELLS, out)
    elif form == "jsonl":
        out.writelines(f"{dumps(record)}\n" for record in records)
    else:
        lines = ",\n".join(map(dumps, records))
        out.write(f"[\n{lines}\n]\n" if lines else "[]\n")


def _write_table(hits: Iterable[Hit], out: TextIO) -> None:
    from rich.console import Console

    from enrich.writers.table import entity_table

    rows = [(hit.entity, hit.spellings) for hit in hits]
    if rows:
        console = Console(file=out, highlight=False, markup=False, emoji=False)
        console.print(entity_table(rows))

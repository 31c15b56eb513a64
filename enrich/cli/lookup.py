"""``enrich lookup``: what the gazetteer has under a name, and Wikidata where that is asked too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from enrich.cli.errors import reporting
from enrich.cli.live import Live
from enrich.cli.options import ConfigFile, GazetteerPath, UserGazetteer
from enrich.cli.parameters import grouped, only
from enrich.cli.stdout import is_terminal, standard_output
from enrich.cli.values import one_of
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
KindOnly = Annotated[Kind | None, typer.Option("--kind", help="Only entities of this kind.")]
LookupFormat = Annotated[
    str | None,
    one_of(
        "--format",
        choices=("table", "json", "jsonl"),
        help="A terminal gets a table, a pipe gets jsonl.",
    ),
]


@grouped
def lookup(
    context: typer.Context,
    name: Name,
    *,
    kind: KindOnly = None,
    format_: LookupFormat = None,
    gazetteer: GazetteerPath = None,
    user_gazetteer: UserGazetteer = None,
    live: Annotated[Live, only("wikidata", "contact", "wikidata_api", "wikidata_sparql", "cache")],
    config: ConfigFile = None,
) -> None:
    """Look a name up in the gazetteer.

    Where nothing has the name, names one edit away are shown. With --wikidata, also what Wikidata
    has under it.
    """
    del config  # it was read before the others
    live.refuse_idle(context)
    with reporting() as report:
        from enrich.cli.lookup_table import write_hits
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
            write_hits(hits, out, form=chosen)


def _hits_of(
    name: str, kind: Kind | None, gazetteer: Gazetteer, live: LiveOptions | None
) -> tuple[tuple[Hit, ...], str | None]:
    """Return what a name may mean, and a warning where Wikidata could not be asked.

    Args:
        name: The name.
        kind: Only entities of this kind.
        gazetteer: Where to look.
        live: How to ask Wikidata; None asks nobody.

    Raises:
        ServiceError: Wikidata cannot be asked, and must be.
    """
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
    from enrich.cli.wikidata import opened_wikidata
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

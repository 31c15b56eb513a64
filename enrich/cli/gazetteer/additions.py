"""``enrich gazetteer add``, ``remove`` and ``refresh``: what was added, brought up to date.

``refresh --since`` does the same for a whole gazetteer that holds slices of Wikidata.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from enrich.cli.live import LiveChoices
from enrich.cli.options import GAZETTEER
from enrich.cli.parameters import LINKING, grouped, only, option
from enrich.cli.streams import reporting
from enrich.cli.values import date, each, plain, two_letters
from gazetteer.errors import InputError
from gazetteer.ids import is_curie

EXAMPLES = """\
enrich gazetteer add Q58217
enrich gazetteer add --from-run out.json"""
REMOVE_EXAMPLES = """\
enrich gazetteer remove Q58217
enrich gazetteer remove Q58217 --user-gazetteer ours.jsonl"""
REFRESH_EXAMPLES = """\
enrich gazetteer refresh
enrich gazetteer refresh world.gaz --since 2026-06-01"""


def _item_ids(values: list[str] | None) -> list[str]:
    """Let ids of Wikidata items pass."""
    from gazetteer.wikidata.ids import item_number

    for value in values or ():
        try:
            item_number(value)
        except InputError as error:
            raise typer.BadParameter(str(error)) from error
    return values or []


def _entity_ids(values: list[str]) -> list[str]:
    """Let ids pass; one without a scheme is of Wikidata."""
    curies = [value if ":" in value else f"wikidata:{value}" for value in values]
    for curie, value in zip(curies, values, strict=True):
        if not is_curie(curie):
            raise typer.BadParameter(f"{value!r} is not an id such as Q58217 or geonames:616052")
    return curies


def _own_path(value: str) -> str:
    """Let the path of what is added to pass: there has to be one."""
    if value == "none":
        raise typer.BadParameter("--user-gazetteer none: there is nothing to add to or remove from")
    return plain(value)


ItemIds = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="Q...",
        callback=_item_ids,
        show_default=False,
        help="Ids of Wikidata items: Q58217.",
    ),
]
EntityIds = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...", callback=_entity_ids, help="Ids: Q58217, wikidata:Q58217, geonames:616052."
    ),
]
OWN_GAZETTEER: str | None = option(
    "--user-gazetteer PATH",
    "File of the entities you add; by default, one in your user data.",
    _own_path,
    envvar="ENRICH_USER_GAZETTEER",
    panel=LINKING,
)
Refreshed = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="Q...|GAZETTEER",
        show_default=False,
        help="Ids of Wikidata items; with --since, a gazetteer.",
    ),
]
_ASKED = only("contact", "wikidata_api", "wikidata_sparql", "cache")


@grouped
def add(
    ids: ItemIds = None,
    *,
    from_run: Path | None = option(
        "--from-run OUT.json",
        "Add what a run with --format json found live, without asking again.",
    ),
    gazetteer: Path | None = GAZETTEER,
    user_gazetteer: str | None = OWN_GAZETTEER,
    live: Annotated[LiveChoices, _ASKED],
) -> None:
    """Add entities from Wikidata, for offline use from then on.

    Give ids of items, or the output of a run that asked Wikidata.
    """
    if not ids and from_run is None:
        raise typer.BadParameter("name items such as Q58217, or a run with --from-run OUT.json")
    with reporting() as report:
        from enrich.cli.gazetteer.user import Shelf, add_entities

        shelf = Shelf(gazetteer, user_gazetteer, live.required())
        for line in add_entities(ids or (), from_run, shelf):
            report.note(line)


def remove(ids: EntityIds, *, user_gazetteer: str | None = OWN_GAZETTEER) -> None:
    """Remove entities you added."""
    with reporting() as report:
        from enrich.cli.gazetteer.user import remove_entities

        for line in remove_entities(ids, user_gazetteer):
            report.note(line)


@grouped
def refresh(
    named: Refreshed = None,
    *,
    since: str | None = option(
        "--since DATE",
        "For a gazetteer built from wikidata-query: ask for changes since this day.",
        date,
    ),
    output: Path | None = option(
        "-o --output OUT", "With --since: write to this file instead, whole or not at all."
    ),
    max_requests: int = option(
        "--max-requests N", "With --since: most requests to send.", default=500, min=1
    ),
    country: str | None = option(
        "--country CC",
        "Also refresh everyone the gazetteer has in an office of this state.",
        each(two_letters),
    ),
    gazetteer: Path | None = GAZETTEER,
    user_gazetteer: str | None = OWN_GAZETTEER,
    live: Annotated[LiveChoices, _ASKED],
) -> None:
    """Bring offices and facts up to date from Wikidata.

    Refreshes everything you added, or only the given items; with --country, also the people in
    office there. With --since DATE, refreshes a whole gazetteer built from wikidata-query: new
    office-holders, deaths, new ids and additions to its slices.
    """
    if since is not None:
        _refresh_file(named or (), since, output, live, max_requests)
        return
    if output is not None:
        raise typer.BadParameter("-o is for a whole gazetteer: give --since DATE too")
    for value in named or ():
        if Path(value).suffix and Path(value).is_file():  # no id has one
            raise typer.BadParameter(f"{value} is a file: give --since DATE to refresh a gazetteer")
    ids = _item_ids(named)
    with reporting() as report:
        from enrich.cli.gazetteer.user import Shelf, refresh_entities

        shelf = Shelf(gazetteer, user_gazetteer, live.required())
        for line in refresh_entities(ids or (), country, shelf):
            report.note(line)


def _refresh_file(
    named: Sequence[str], since: str, output: Path | None, live: LiveChoices, max_requests: int
) -> None:
    """Bring a gazetteer up to date that holds slices of Wikidata."""
    if len(named) != 1:
        raise typer.BadParameter("--since DATE is for one gazetteer: name its file")
    with reporting() as report:
        from enrich.cli.gazetteer.slices import Asking, refresh_file

        endpoint = live.required().settings.sparql
        asking = Asking(endpoint, live.contact, max_requests, dry_run=False)
        path = Path(named[0])
        for line in refresh_file(path, output or path, since, asking, report):
            report.note(line)

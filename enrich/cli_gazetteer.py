"""The command ``enrich gazetteer``: what the gazetteer is built from, holds, and is given."""

import typer

from enrich import options, options_gazetteer, options_live
from enrich.commands.errors import errors_in_one_line
from enrich.commands.stdout import standard_output
from enrich.escape import message
from gazetteer.wikidata.settings import API, SPARQL

__all__ = ["gazetteer_app"]

gazetteer_app = typer.Typer(
    help="What the gazetteer holds and where it comes from.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@gazetteer_app.command()
def build(  # noqa: PLR0913 - one parameter per option
    sources: options_gazetteer.Sources = None,
    *,
    output: options_gazetteer.GazetteerOut,
    download: options_gazetteer.Download = None,
    countries: options_gazetteer.Countries = None,
    features: options_gazetteer.Features = None,
    min_population: options_gazetteer.MinPopulation = 0,
    languages: options_gazetteer.Languages = None,
    min_sitelinks: options_gazetteer.MinSitelinks = 0,
    workers: options_gazetteer.Workers = 1,
    cache: options_gazetteer.Cache = None,
    mirror: options_gazetteer.Mirror = None,
) -> None:
    """Build a gazetteer from public data and tables of your own.

    The facts kept by hand are always in. The file appears when it is finished; until then, and
    if the build fails, one that was there stays.
    """
    named = options_gazetteer.split_sources(sources or ())
    mirrors = options_gazetteer.split_mirrors(mirror or ())
    for kind in download or ():
        options.one_of(options_gazetteer.DOWNLOADS)(kind)
    if not named and not download:
        raise typer.BadParameter("name a SOURCE such as geonames:DIR, or --download KIND")
    with errors_in_one_line():
        from enrich.commands.build import Order, build_gazetteer
        from gazetteer.sources.options import BuildOptions

        wanted = BuildOptions(
            countries=frozenset((countries or "").upper().split(",")) - {""},
            features=frozenset((features or "").upper().split(",")) - {""},
            min_population=min_population,
            languages=frozenset((languages or "").lower().split(",")) - {""},
            min_sitelinks=min_sitelinks,
            workers=workers,
        )
        order = Order(output, named, tuple(download or ()), mirrors, cache, wanted)
        for line in build_gazetteer(order):
            typer.echo(f"enrich: {message(line)}", err=True)


@gazetteer_app.command()
def info(
    path: options_gazetteer.InfoPath = None,
    *,
    gazetteer: options.GazetteerPath = None,
    format_: options.TextOrJson = "text",
) -> None:
    """Show what it is made of: build, counts, sources.

    Sources come with their dates and licences.
    """
    if path is not None and gazetteer is not None:
        raise typer.BadParameter("PATH and --gazetteer name the same thing: give one of them")
    with errors_in_one_line():
        from enrich.commands.lookup_table import write_info
        from gazetteer.store import Gazetteer

        with Gazetteer.open(path or gazetteer) as opened, standard_output() as out:
            write_info(opened, out, as_json=format_ == "json")


@gazetteer_app.command()
def sources(
    *, gazetteer: options.GazetteerPath = None, format_: options.TextOrJson = "text"
) -> None:
    """Show whose facts it holds, and how to credit them.

    With the licence of each source and the attribution to give.
    """
    with errors_in_one_line():
        from enrich.commands.lookup_table import write_sources
        from gazetteer.store import Gazetteer

        with Gazetteer.open(gazetteer) as opened, standard_output() as out:
            write_sources(opened, out, as_json=format_ == "json")


@gazetteer_app.command()
def add(  # noqa: PLR0913 - one parameter per option
    ids: options_gazetteer.ItemIds = None,
    *,
    from_run: options_gazetteer.FromRun = None,
    gazetteer: options.GazetteerPath = None,
    user_gazetteer: options_live.OwnGazetteer = None,
    contact: options_live.Contact = None,
    wikidata_api: options_live.WikidataApi = API,
    wikidata_sparql: options_live.WikidataSparql = SPARQL,
    cache: options_live.CacheFile = None,
) -> None:
    """Add what Wikidata knows, to be used offline from then on.

    Items are asked for by their ids; what a run found live is taken from its output.
    """
    if not ids and from_run is None:
        raise typer.BadParameter("name items such as Q58217, or a run with --from-run OUT.json")
    with errors_in_one_line():
        from enrich.commands.user import Order, add_entities

        live = options_live.live_options(
            "require", contact=contact, api=wikidata_api, sparql=wikidata_sparql, cache=cache
        )
        order = Order(gazetteer, options_live.own_path(user_gazetteer), live)
        for line in add_entities(ids or (), from_run, order):
            typer.echo(f"enrich: {message(line)}", err=True)


@gazetteer_app.command()
def remove(
    ids: options_gazetteer.EntityIds, *, user_gazetteer: options_live.OwnGazetteer = None
) -> None:
    """Remove what was added."""
    with errors_in_one_line():
        from enrich.commands.user import remove_entities

        for line in remove_entities(ids, options_live.own_path(user_gazetteer)):
            typer.echo(f"enrich: {message(line)}", err=True)


@gazetteer_app.command()
def refresh(  # noqa: PLR0913 - one parameter per option
    ids: options_gazetteer.ItemIds = None,
    *,
    country: options_gazetteer.InOffice = None,
    gazetteer: options.GazetteerPath = None,
    user_gazetteer: options_live.OwnGazetteer = None,
    contact: options_live.Contact = None,
    wikidata_api: options_live.WikidataApi = API,
    wikidata_sparql: options_live.WikidataSparql = SPARQL,
    cache: options_live.CacheFile = None,
) -> None:
    """Bring offices and facts up to date, from Wikidata.

    All that was added, or only the items named; and with --country the people in office there.
    """
    with errors_in_one_line():
        from enrich.commands.user import Order, refresh_entities

        live = options_live.live_options(
            "require", contact=contact, api=wikidata_api, sparql=wikidata_sparql, cache=cache
        )
        order = Order(gazetteer, options_live.own_path(user_gazetteer), live)
        for line in refresh_entities(ids or (), country, order):
            typer.echo(f"enrich: {message(line)}", err=True)

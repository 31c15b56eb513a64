"""The options of what may be asked of live services, the same for every command that asks."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from enrich.options import language_code, one_of, plain
from gazetteer.atomic import expanded
from gazetteer.errors import InputError
from gazetteer.wikidata.settings import API, SPARQL

if TYPE_CHECKING:
    from enrich.live.options import LiveOptions

GEOCODERS = ("nominatim", "photon", "pelias")
WIKIDATA = ("on", "require", "off")
ASKING = ("on", "require")
_BUDGET = re.compile(r"(\d{1,6})(?:,(\d{1,6}))?", re.ASCII)


def budget(value: str | None) -> str | None:
    """Let ``REQUESTS`` or ``REQUESTS,SECONDS`` pass."""
    if value is not None and not _BUDGET.fullmatch(value):
        raise typer.BadParameter(f"{value!r} is no REQUESTS,SECONDS such as 40,60")
    return value


CacheFile = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        metavar="PATH",
        envvar="ENRICH_CACHE",
        help="File with the answers of live services; otherwise one in the system's caches.",
    ),
]
ExpiredOnly = Annotated[
    bool, typer.Option("--expired", help="Remove only what has expired and is not used any more.")
]
Wikidata = Annotated[
    str | None,
    typer.Option(
        "--wikidata",
        metavar="[=require]",
        callback=one_of(WIKIDATA),
        help="Ask Wikidata for what the gazetteer does not know: names leave the machine, the text"
        " does not. With =require it is an error when it cannot be asked.",
    ),
]
Contact = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        envvar="ENRICH_CONTACT",
        callback=plain,
        help="How live services can reach you: an e-mail or web address.",
    ),
]
WikidataBudget = Annotated[
    str | None,
    typer.Option(
        metavar="N,S",
        callback=budget,
        help="Requests that a document may cost, and seconds; otherwise 40,60.",
    ),
]
WikidataApi = Annotated[
    str,
    typer.Option(
        metavar="URL", envvar="ENRICH_WIKIDATA_API", callback=plain,
        help="Another MediaWiki API with Wikidata's items.", show_default=False,
    ),
]  # fmt: skip
WikidataSparql = Annotated[
    str,
    typer.Option(
        metavar="URL", envvar="ENRICH_WIKIDATA_SPARQL", callback=plain,
        help="Another SPARQL endpoint over them.", show_default=False,
    ),
]  # fmt: skip
Labels = Annotated[
    str | None,
    typer.Option(
        metavar="CODE",
        callback=language_code,
        help="Name what is linked in this language, as Wikidata does: hy, ru.",
    ),
]
GeocoderName = Annotated[
    str | None,
    typer.Option(
        "--geocoder",
        metavar="|".join(GEOCODERS),
        callback=one_of(GEOCODERS),
        help="Ask a geocoder for places that nothing else knows, near those that are known.",
    ),
]
GeocoderUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL", envvar="ENRICH_GEOCODER_URL", callback=plain, help="Where the geocoder is."
    ),
]
GeocoderKey = Annotated[
    str | None,
    typer.Option(
        metavar="KEY", envvar="ENRICH_GEOCODER_KEY", callback=plain,
        help="Its key, if it wants one; better set as ENRICH_GEOCODER_KEY.",
    ),
]  # fmt: skip


def _existing(
    context: typer.Context, parameter: typer.CallbackParam, value: str | None
) -> str | None:
    """Say where a file is named that there is not; one of the environment may be made later."""
    value = plain(value)
    source = context.get_parameter_source(parameter.name or "")
    named = source is not None and source.name == "COMMANDLINE"
    if value not in (None, "none") and named and not expanded(value or "").exists():
        typer.echo(f"enrich: {value}: no such file, so nothing of your own is used", err=True)
    return value


UserGazetteer = Annotated[
    str | None,
    typer.Option(
        metavar="PATH|none",
        envvar="ENRICH_USER_GAZETTEER",
        callback=_existing,
        help="File of the entities that you added; otherwise one in your user data.",
    ),
]
OwnGazetteer = Annotated[
    str | None,
    typer.Option(
        "--user-gazetteer",
        metavar="PATH",
        envvar="ENRICH_USER_GAZETTEER",
        callback=plain,
        help="File of the entities that you add; otherwise one in your user data.",
    ),
]


def user_path(value: str | None) -> str | None:
    """Return the path that the linker takes: "" for none."""
    return "" if value == "none" else value


def own_path(value: str | None) -> str | None:
    """Return the path of what is added to: there has to be one."""
    if value == "none":
        raise typer.BadParameter("--user-gazetteer none: there is nothing to add to or remove from")
    return value


def refuse_idle(context: typer.Context, *, wikidata: bool, geocoder: bool = False) -> None:
    """Refuse options that were given to a command and would do nothing.

    What the environment sets is meant for those runs that ask.

    Args:
        context: Of the command.
        wikidata: Whether Wikidata is asked.
        geocoder: Whether a geocoder is.

    Raises:
        typer.BadParameter: There is such an option.
    """
    needed = (
        (wikidata, "--wikidata", ("wikidata_api", "wikidata_sparql", "labels")),
        (geocoder, "--geocoder", ("geocoder_url", "geocoder_key")),
        (wikidata or geocoder, "--wikidata", ("contact", "wikidata_budget", "cache")),
    )
    for asked, by, names in needed:
        for name in names if not asked else ():
            source = context.get_parameter_source(name)
            if source is not None and source.name == "COMMANDLINE":
                option = name.replace("_", "-")
                raise typer.BadParameter(f"--{option} does nothing without {by}")


def live_options(  # noqa: PLR0913 - one argument per option
    wikidata: str | None = None,
    *,
    contact: str | None = None,
    limits: str | None = None,
    api: str = API,
    sparql: str = SPARQL,
    labels: str | None = None,
    cache: Path | None = None,
    geocoder: str | None = None,
    geocoder_url: str | None = None,
    geocoder_key: str | None = None,
) -> "LiveOptions | None":
    """Return what the options allow to ask, None where that is nothing.

    Raises:
        typer.BadParameter: They contradict each other, or one of them cannot be used.
    """
    asks = wikidata in ASKING
    if not asks and geocoder is None and labels is None:
        return None
    from enrich.live.options import LiveOptions
    from gazetteer.wikidata.settings import Settings

    requests, _, seconds = (limits or "").partition(",")
    try:
        told = LiveOptions(
            wikidata=asks, required=wikidata == "require", settings=Settings(api, sparql),
            contact=contact, labels=labels, cache=cache, geocoder=geocoder,
            geocoder_url=geocoder_url, geocoder_key=geocoder_key,
        )  # fmt: skip
    except InputError as error:
        raise typer.BadParameter(str(error)) from error
    return replace(
        told,
        requests=int(requests) if requests else told.requests,
        seconds=float(seconds) if seconds else told.seconds,
    )

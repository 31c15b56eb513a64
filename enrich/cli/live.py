"""The options of what may be asked of live services, the same for every command that asks."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, cast

import typer

from enrich.cli.parameters import LIVE
from enrich.cli.values import language_code, one_of, plain
from gazetteer.errors import InputError
from gazetteer.wikidata.settings import API, SPARQL

if TYPE_CHECKING:
    from enrich.live.options import LiveOptions

_GEOCODERS = ("nominatim", "photon", "pelias")
_WIKIDATA = ("on", "require", "off")
_ASKING = ("on", "require")
_BUDGET = re.compile(r"(\d{1,6})(?:,(\d{1,6}))?", re.ASCII)


def _budget(value: str | None) -> str | None:
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
        rich_help_panel=LIVE,
    ),
]


@dataclass(frozen=True, slots=True)
class Live:
    """What may be asked of live services."""

    panel: ClassVar[str] = LIVE

    wikidata: Annotated[
        str | None,
        one_of(
            "--wikidata",
            choices=_WIKIDATA,
            metavar="[=require]",
            help="Ask Wikidata for what the gazetteer does not know: names leave the machine, the"
            " text does not. With =require it is an error when it cannot be asked.",
        ),
    ] = None
    contact: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            envvar="ENRICH_CONTACT",
            callback=plain,
            help="How live services can reach you: an e-mail or web address.",
        ),
    ] = None
    wikidata_budget: Annotated[
        str | None,
        typer.Option(
            metavar="N,S",
            callback=_budget,
            help="Requests that a document may cost, and seconds; otherwise 40,60.",
        ),
    ] = None
    wikidata_api: Annotated[
        str,
        typer.Option(
            metavar="URL",
            envvar="ENRICH_WIKIDATA_API",
            callback=plain,
            help="Another MediaWiki API with Wikidata's items.",
            show_default=False,
        ),
    ] = API
    wikidata_sparql: Annotated[
        str,
        typer.Option(
            metavar="URL",
            envvar="ENRICH_WIKIDATA_SPARQL",
            callback=plain,
            help="Another SPARQL endpoint over them.",
            show_default=False,
        ),
    ] = SPARQL
    labels: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            callback=language_code,
            help="Name what is linked in this language, as Wikidata does: hy, ru.",
        ),
    ] = None
    geocoder: Annotated[
        str | None,
        one_of(
            "--geocoder",
            choices=_GEOCODERS,
            help="Ask a geocoder for places that nothing else knows, near those that are known.",
        ),
    ] = None
    geocoder_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            envvar="ENRICH_GEOCODER_URL",
            callback=plain,
            help="Where the geocoder is.",
        ),
    ] = None
    geocoder_key: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            envvar="ENRICH_GEOCODER_KEY",
            callback=plain,
            help="Its key, if it wants one; better set as ENRICH_GEOCODER_KEY.",
        ),
    ] = None
    cache: CacheFile = None

    @property
    def asks_wikidata(self) -> bool:
        """Whether Wikidata is asked."""
        return self.wikidata in _ASKING

    def refuse_idle(self, context: typer.Context) -> None:
        """Refuse options that were given to a command and would do nothing.

        What the environment sets is meant for those runs that ask.

        Raises:
            typer.BadParameter: There is such an option.
        """
        wikidata, geocoder = self.asks_wikidata, self.geocoder is not None
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

    def required(self) -> "LiveOptions":
        """Return them for a command that asks Wikidata and is nothing without it."""
        return cast("LiveOptions", replace(self, wikidata="require").live_options())

    def live_options(self) -> "LiveOptions | None":
        """Return what they allow to ask, None where that is nothing.

        Raises:
            typer.BadParameter: They contradict each other, or one of them cannot be used.
        """
        if not self.asks_wikidata and self.geocoder is None and self.labels is None:
            return None
        from enrich.live.options import LiveOptions
        from gazetteer.wikidata.settings import Settings

        requests, _, seconds = (self.wikidata_budget or "").partition(",")
        costs: dict[str, Any] = {}
        if requests:
            costs["requests"] = int(requests)
        if seconds:
            costs["seconds"] = float(seconds)
        try:
            return LiveOptions(
                wikidata=self.asks_wikidata,
                required=self.wikidata == "require",
                settings=Settings(self.wikidata_api, self.wikidata_sparql),
                contact=self.contact,
                labels=self.labels,
                cache=self.cache,
                geocoder=self.geocoder,
                geocoder_url=self.geocoder_url,
                geocoder_key=self.geocoder_key,
                **costs,
            )
        except InputError as error:
            raise typer.BadParameter(str(error)) from error

"""The options of what may be asked of live services, the same for every command that asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

import typer

from enrich.cli.parameters import LIVE, option, source_of
from enrich.cli.streams import say
from enrich.cli.values import language_code, plain
from gazetteer.errors import InputError
from gazetteer.wikidata.settings import API, SPARQL

if TYPE_CHECKING:
    from enrich.live.options import LiveOptions
    from gazetteer.store import Gazetteer
    from gazetteer.wikidata.client import Wikidata

_GEOCODERS = ("nominatim", "photon", "pelias")
_WIKIDATA = ("on", "require", "off")
_BUDGET = re.compile(r"(\d{1,6})(?:,(\d{1,6}))?", re.ASCII)


def _budget(value: str) -> str:
    """Let ``REQUESTS`` or ``REQUESTS,SECONDS`` pass."""
    if not _BUDGET.fullmatch(value):
        raise typer.BadParameter(f"{value!r} is not REQUESTS,SECONDS such as 40,60")
    return value


CACHE: Path | None = option(
    "--cache PATH",
    "File with the answers of live services; by default, one in the system's cache folder.",
    envvar="ENRICH_CACHE",
    panel=LIVE,
)


@dataclass(frozen=True, slots=True)
class LiveChoices:
    """What may be asked of live services."""

    panel: ClassVar[str] = LIVE

    wikidata: str | None = option(
        "--wikidata [=require]",
        "Ask Wikidata about what the gazetteer does not know: names leave the machine, the text"
        " does not. With =require, it is an error if Wikidata cannot be reached.",
        choices=_WIKIDATA,
    )
    contact: str | None = option(
        "--contact ADDRESS",
        "How live services can reach you: an e-mail or web address.",
        plain,
        envvar="ENRICH_CONTACT",
    )
    wikidata_budget: str | None = option(
        "--wikidata-budget N,S",
        "Requests and seconds that a document may cost; 40,60 by default.",
        _budget,
    )
    wikidata_api: str = option(
        "--wikidata-api URL",
        "MediaWiki API to use instead of Wikidata's.",
        plain,
        default=API,
        envvar="ENRICH_WIKIDATA_API",
        show_default=False,
    )
    wikidata_sparql: str = option(
        "--wikidata-sparql URL",
        "SPARQL endpoint to use instead of Wikidata's.",
        plain,
        default=SPARQL,
        envvar="ENRICH_WIKIDATA_SPARQL",
        show_default=False,
    )
    labels: str | None = option(
        "--labels CODE",
        "Name linked entities in this language, as Wikidata does: hy, ru.",
        language_code,
    )
    geocoder: str | None = option(
        "--geocoder",
        "Ask a geocoder about places that nothing else knows, near those that are known.",
        choices=_GEOCODERS,
    )
    geocoder_url: str | None = option(
        "--geocoder-url URL", "Address of the geocoder.", plain, envvar="ENRICH_GEOCODER_URL"
    )
    geocoder_key: str | None = option(
        "--geocoder-key KEY",
        "Its key, if it needs one; better set as ENRICH_GEOCODER_KEY.",
        plain,
        envvar="ENRICH_GEOCODER_KEY",
    )
    cache: Path | None = CACHE

    @property
    def asks_wikidata(self) -> bool:
        """Whether Wikidata is asked."""
        return self.wikidata in ("on", "require")

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
                if source_of(context, name) == "COMMANDLINE":
                    given = name.replace("_", "-")
                    raise typer.BadParameter(f"--{given} does nothing without {by}")

    def required(self) -> LiveOptions:
        """Return them for a command that asks Wikidata and is nothing without it."""
        return cast("LiveOptions", replace(self, wikidata="require").live_options())

    def live_options(self) -> LiveOptions | None:
        """Return what they allow to ask, None where that is nothing.

        Raises:
            typer.BadParameter: They contradict each other, or one of them cannot be used.
        """
        if not self.asks_wikidata and self.geocoder is None and self.labels is None:
            return None
        from enrich.live.options import LiveOptions
        from gazetteer.wikidata.settings import Settings

        requests, _, seconds = (self.wikidata_budget or "").partition(",")
        costs: dict[str, Any] = {"requests": int(requests)} if requests else {}
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


@contextmanager
def opened_wikidata(
    gazetteer: Gazetteer, options: LiveOptions, *, anew: bool = False
) -> Iterator[Wikidata]:
    """Open what asks Wikidata where no text is linked; what hinders its cache is said at the end.

    With ``anew`` everything is asked again, whatever the cache holds.
    """
    from gazetteer.net.asking import Asker
    from gazetteer.net.cache import Cache
    from gazetteer.wikidata.client import Wikidata

    asker = Asker(contact=options.contact, timeout_s=options.timeout_s)
    with Cache(None if options.cache is None else Path(options.cache)) as cache:
        try:
            yield Wikidata(asker, cache, gazetteer.area_codes(), options.settings, anew=anew)
        finally:
            if cache.problem:
                say(cache.problem)

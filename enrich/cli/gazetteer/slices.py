"""What commands ask Wikidata for as slices: the options, the folders, and a run without sending."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, ClassVar, Final

from enrich.cli.parameters import flag, option
from enrich.cli.streams import Report, standard_output
from enrich.cli.values import plain
from gazetteer.atomic import check_writable
from gazetteer.errors import ArgumentError
from gazetteer.wikidata.settings import SPARQL, Settings

if TYPE_CHECKING:
    from gazetteer.sources.options import BuildOptions
    from gazetteer.wikidata.slices import Brought, Slice

KIND: Final = "wikidata-query"
_TIMEOUT_S: Final = 70.0  # the service's own minute, and some seconds to send what it found
_PATIENCE_S: Final = 300.0
_TRIES: Final = 4


def _address(value: str) -> str:
    """Let the address of a service pass."""
    return Settings(sparql=value).sparql


@dataclass(frozen=True, slots=True)
class Asking:
    """Who is asked for slices of Wikidata, and how much."""

    panel: ClassVar[str] = "Slices of Wikidata"

    endpoint: str = option(
        "--endpoint URL",
        "SPARQL service to ask; Wikidata's own by default.",
        _address,
        default=SPARQL,
        envvar="ENRICH_WIKIDATA_SPARQL",
        show_default=False,
    )
    contact: str | None = option(
        "--contact ADDRESS",
        "How the service can reach you: an e-mail or web address.",
        plain,
        envvar="ENRICH_CONTACT",
    )
    max_requests: int = option("--max-requests N", "Most requests to send.", default=500, min=1)
    dry_run: bool = flag(
        "--dry-run",
        "Show the queries and how many requests they take; send and build nothing.",
    )

    def bring(
        self, slices: Sequence[Brought], report: Report, shown: Callable[[int], object]
    ) -> None:
        """Ask for what is missing of slices; what it will cost is said before.

        Raises:
            ArgumentError: The address is none, or Wikidata's service is told no contact.
            SourceError: More requests are needed than are allowed, or no answer can be had.
        """
        from gazetteer.net.asking import Asker
        from gazetteer.wikidata.slice_asking import Service, bring
        from gazetteer.wikidata.sparql import Sparql

        if self.endpoint == SPARQL and not self.contact:
            raise ArgumentError(
                "query.wikidata.org asks heavy users for a contact: give your e-mail or web"
                " address with --contact"
            )
        asker = Asker(
            contact=self.contact, timeout_s=_TIMEOUT_S, tries=_TRIES, patience_s=_PATIENCE_S
        )
        service = Service(Sparql(asker, self.endpoint), self.max_requests)
        bring(slices, service, report.note, shown)

    def show(self, slices: Sequence[Brought], report: Report) -> None:
        """Write the queries that come next, and say what all will cost; nothing is sent."""
        from gazetteer.wikidata.slice_asking import cost_of, iter_texts

        with standard_output() as out:
            out.writelines(f"{text}\n\n" for text in iter_texts(slices))
        for line in cost_of(slices):
            report.note(line)


def slices_named(names: Sequence[str], options: BuildOptions) -> list[Slice]:
    """Return the slices of some names that the options of a build select.

    Raises:
        ArgumentError: There is no such slice, a country is unknown, or it is all too much.
    """
    from gazetteer.store import Gazetteer
    from gazetteer.wikidata.slices import Slice

    with Gazetteer.open() as embedded:
        known = embedded.area_codes()
    countries = sorted(
        (code, number) for number, code in known.items() if code in options.countries
    )
    if missing := options.countries - {code for code, _ in countries}:
        raise ArgumentError(f"{', '.join(sorted(missing))}: no country whose item is known")
    languages = tuple(sorted(options.languages))
    return [Slice(name, tuple(countries), options.min_sitelinks, languages) for name in names]


def slice_folder(cache: Path | None) -> Path:
    """Return the folder of all slices in a cache; None for the system's."""
    from gazetteer.net.folders import cache_folder

    return (cache or cache_folder()) / KIND


def refresh_file(
    path: Path, output: Path, since: str, asking: Asking, report: Report
) -> Iterator[str]:
    """Ask for what changed in a gazetteer since a day and write it anew; yield what changed.

    The pages lie in the cache under the day that they were asked for on, so that a run that was
    stopped goes on, and are gone when the gazetteer is written.
    """
    from gazetteer.wikidata.refreshing import refresh, slices_since
    from gazetteer.wikidata.slices import Brought

    check_writable(output)
    today = datetime.now(UTC).date().isoformat()
    folder = slice_folder(None) / f"since-{since}-asked-{today}"
    slices = [
        (Brought(slice_, folder, asking.endpoint), options)
        for slice_, options in slices_since(path, since)
    ]
    asking.bring([brought for brought, _ in slices], report, lambda _: None)
    done = refresh(path, output, slices, today)
    rmtree(folder, ignore_errors=True)
    yield (
        f"{output}, build {done.build}: {done.new:,} new, {done.changed:,} changed;"
        f" offices begun {done.offices:,}, ended {done.ended:,}, deaths {done.deaths:,}"
    )

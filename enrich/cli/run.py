"""``enrich run``: documents read, linked, and written out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import typer

from enrich.cli.command import config_record
from enrich.cli.config import config_file, is_from_config
from enrich.cli.linking import Linking, complete_results
from enrich.cli.live import LiveChoices
from enrich.cli.options import CONFIG, Files
from enrich.cli.output import OutputOptions, Target
from enrich.cli.parameters import flag, grouped
from enrich.cli.reading import InputOptions
from enrich.cli.streams import Report, reporting, standard_output
from enrich.formats import FORMATS, write, write_to
from gazetteer.errors import InputError
from gazetteer.store.user import default_user_path

if TYPE_CHECKING:
    from enrich.model import Result

EXAMPLES = """\
enrich talks.txt                 # tables on a terminal
enrich talks.html -o talks.gpkg  # a map for QGIS
enrich - --geojson < talks.txt   # a map to pipe on
enrich news.csv --column text=body -o links.csv
enrich *.txt --country US --near Dallas -o map.geojson"""


@grouped
def run(
    context: typer.Context,
    files: Files,
    *,
    reading: InputOptions,
    writing: OutputOptions,
    linking: Linking,
    live: LiveChoices,
    _config: str | None = CONFIG,
    explain: bool = flag("--explain", "Print the evidence of each link on standard error."),
    quiet: bool = flag("--quiet", "Print only errors on standard error."),
) -> None:
    """Read documents, link the names in them, and write the result."""
    live.refuse_idle(context)
    with reporting(quiet=quiet) as report:
        asked = live.live_options()
        files = reading.files(files, report)
        decisions = linking.decisions_file(report)
        target = writing.target(
            files,
            beside=(
                linking.gazetteer,
                decisions,
                live.cache,
                config_file(_config, files),
                linking.user_gazetteer or default_user_path(),
            ),
            defaults=[name for name in context.params if is_from_config(context, name)],
        )
        documents = reading.documents(files, report)
        from enrich.pipeline import Linker

        options = linking.linker_options(decisions, outlet=reading.outlet, live=asked)
        with Linker(options) as linker:
            results = complete_results(linker.link_many(documents), report)
            if record := config_record(context):
                results = (replace(one, run={**one.run, "config": record}) for one in results)
            if target.shows_progress and not quiet:
                from enrich.cli.progress import count_documents, with_progress

                results = with_progress(results, count_documents(files, reading.input_format))
            _write_results(_explained(results) if explain else results, target, report)
            if linker.live is not None:
                _note_requests(linker.live.asker.sent, report)
            for line in linker.warnings():
                report.note(line)


def _explained(results: Iterable[Result]) -> Iterator[Result]:
    """Pass results on, and show the evidence of each on standard error."""
    from enrich.cli.evidence import explanation

    for result in results:
        for line in explanation(result):
            typer.echo(line, err=True)
        yield result


def _write_results(results: Iterable[Result], target: Target, report: Report) -> None:
    """Write results and say what was found; nothing at all is written if there are none."""
    from enrich.cli.summary import Summary

    iterator = iter(results)
    first = next(iterator, None)
    if first is None:
        if not report.errors:
            raise InputError("the input holds no document")
        return
    summary = Summary()
    watched = summary.watch(chain([first], iterator))
    how: dict[str, Any] = {"format": target.format, "layer": target.layer, **target.settings}
    if target.path is not None:
        write(watched, target.path, style=target.style, **how)
    else:
        with standard_output(styled=target.format == "table") as out:
            write_to(watched, out, **how)
    told = summary.line(FORMATS[target.format].holds, target.layer)
    guarded = summary.guarded_line() if target.format == "csv" else None
    for line in filter(None, (*summary.notes, guarded, *target.notes, told)):
        report.note(line)


def _note_requests(sent: int, report: Report) -> None:
    report.note(f"{'1 request' if sent == 1 else f'{sent:,} requests'} sent to live services")

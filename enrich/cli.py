"""The command ``enrich``: options in, data on standard output, everything else on standard error.

Exit codes: 0 all is well; 1 an ``EnrichError``, said in one line, the other documents written;
2 wrong usage; 130 interrupted; 141 the reader of the output went away.
"""

import signal
import sys
from typing import NoReturn

import typer

from enrich import options, options_diff, options_live
from enrich.cli_gazetteer import gazetteer_app
from enrich.commands.errors import Complaints, Remarks, errors_in_one_line
from enrich.commands.run import (
    complained_of,
    decisions_file,
    explained,
    read_files,
    settled,
    tell_live,
    tell_same_names,
    write_results,
)
from enrich.commands.stdout import discard_output, is_terminal, standard_output
from enrich.deadline import SECONDS
from enrich.decoding import MAX_BYTES
from enrich.documents import iter_documents
from enrich.escape import message, one_line
from gazetteer.wikidata.settings import API, SPARQL

__all__ = ["app", "main"]

_INTERRUPTED = 130
_SIGNALLED = 128  # plus the number of the signal, as shells count


app = typer.Typer(
    cls=options.RunByDefault,
    add_completion=False,
    rich_markup_mode=None,  # plain help: the same on a terminal, in a pipe and in the manual
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(gazetteer_app, name="gazetteer")
cache_app = typer.Typer(
    help="Answers of live services that are kept on disk.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(cache_app, name="cache")


def main() -> None:
    """Run the command; the entry point of the package."""
    _leave_orderly()
    try:
        app(prog_name="enrich")
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except OSError as error:  # what is shown could not be: the disk behind the output is full
        discard_output()
        typer.echo(f"enrich: {message(str(error))}", err=True)
        sys.exit(1)


def _leave_orderly() -> None:
    """Leave no half-written file behind when told to stop or when the terminal is closed."""
    signal.signal(signal.SIGTERM, _terminate)
    hangup = getattr(signal, "SIGHUP", None)  # not on Windows
    if hangup is not None and signal.getsignal(hangup) is not signal.SIG_IGN:  # under nohup
        signal.signal(hangup, _terminate)


def _terminate(number: int, _: object) -> NoReturn:
    sys.exit(_SIGNALLED + number)


# ------------------------------------------------------------------------------------- options


@app.callback()
def _enrich(
    *,
    version: options.Version = False,
) -> None:
    """Find the places, people and organisations a text names, and put them on a map.

    Reads .txt, .md, .html, e-mails, feeds, agency XML, and .json, .jsonl or .csv with many
    documents; "-" is standard input. Without a format, a terminal gets tables and a pipe gets a
    JSON record per mention.
    """
    del version


# ----------------------------------------------------------------------------------------- run


@app.command()
def run(  # noqa: PLR0913 - one parameter per option
    context: typer.Context,
    files: options.Files,
    *,
    geojson: options.GeoJson = False,
    format_: options.OutputFormat = None,
    output: options.Output = None,
    layer: options.Layer = None,
    style: options.Style = False,
    simplestyle: options.SimpleStyle = False,
    excel: options.Excel = False,
    roles: options.Roles = None,
    gazetteer: options.GazetteerPath = None,
    published: options.Published = None,
    outlet: options.Outlet = None,
    language: options.Language = None,
    country: options.Country = None,
    near: options.Near = None,
    prefer: options.Prefer = None,
    min_score: options.MinScore = None,
    tagger: options.TaggerSpec = None,
    input_format: options.InputFormat = None,
    recursive: options.Recursive = False,
    column: options.Column = None,
    records: options.Records = None,
    date_order: options.DateOrder = None,
    max_bytes: options.MaxBytes = MAX_BYTES,
    seconds_per_document: options.SecondsPerDocument = SECONDS,
    explain: options.Explain = False,
    quiet: options.Quiet = False,
    decisions: options.DecisionsFile = None,
    wikidata: options_live.Wikidata = None,
    contact: options_live.Contact = None,
    wikidata_budget: options_live.WikidataBudget = None,
    wikidata_api: options_live.WikidataApi = API,
    wikidata_sparql: options_live.WikidataSparql = SPARQL,
    labels: options_live.Labels = None,
    geocoder: options_live.GeocoderName = None,
    geocoder_url: options_live.GeocoderUrl = None,
    geocoder_key: options_live.GeocoderKey = None,
    cache: options_live.CacheFile = None,
    user_gazetteer: options_live.UserGazetteer = None,
) -> None:
    """Read documents, link what they name, write it out."""
    asks = wikidata in options_live.ASKING
    options_live.refuse_idle(context, wikidata=asks, geocoder=geocoder is not None)
    with errors_in_one_line():
        live = options_live.live_options(
            wikidata,
            contact=contact,
            limits=wikidata_budget,
            api=wikidata_api,
            sparql=wikidata_sparql,
            labels=labels,
            cache=cache,
            geocoder=geocoder,
            geocoder_url=geocoder_url,
            geocoder_key=geocoder_key,
        )
        columns = options.columns_of(column, date_order)
        remark = Remarks(quiet)
        complaints = Complaints()
        files = read_files(files, complaints, remark, recursive=recursive)
        named = decisions_file(decisions, remark)
        target = settled(
            files,
            output,
            shorthand="geojson" if geojson else None,
            name=format_,
            layer=layer,
            settings={"simplestyle": simplestyle or None, "excel": excel or None},
            style=style,
            beside=(gazetteer, named, options_live.user_path(user_gazetteer) or None, cache),
        )
        tell_same_names(files, input_format, remark)
        documents = iter_documents(
            files,
            on_error=complaints,
            on_note=remark,
            published=published,
            outlet=outlet,
            language=language,
            input_format=input_format,
            max_bytes=max_bytes,
            columns=columns,
            records=records,
        )
        from enrich.pipeline import Linker

        with Linker(
            gazetteer,
            min_score=min_score,
            country=country,
            outlet=outlet,
            near=near,
            prefer=prefer or "auto",
            roles=roles,
            tagger=tagger,
            live=live,
            user_gazetteer=options_live.user_path(user_gazetteer),
            decisions=named,
            seconds_per_document=seconds_per_document,
        ) as linker:
            results = complained_of(linker.link_many(documents), complaints)
            if target.shows_progress and not quiet:
                from enrich.progress import count_documents, with_progress

                results = with_progress(results, count_documents(files, input_format))
            write_results(explained(results) if explain else results, target, complaints, remark)
            if linker.live is not None:
                tell_live(linker.live, remark)
            for line in linker.decider.warnings() if linker.decider else ():
                remark(line)
    if complaints.count:
        raise typer.Exit(1)


# ---------------------------------------------------------------------------------------- rest


@app.command()
def lookup(  # noqa: PLR0913 - one parameter per option
    context: typer.Context,
    name: options.Name,
    *,
    kind: options.KindOnly = None,
    format_: options.LookupFormat = None,
    gazetteer: options.GazetteerPath = None,
    wikidata: options_live.Wikidata = None,
    contact: options_live.Contact = None,
    wikidata_api: options_live.WikidataApi = API,
    wikidata_sparql: options_live.WikidataSparql = SPARQL,
    cache: options_live.CacheFile = None,
    user_gazetteer: options_live.UserGazetteer = None,
) -> None:
    """Look a name up in the gazetteer.

    Where nothing has the name, names one edit away are shown. With --wikidata, also what Wikidata
    has under it.
    """
    options_live.refuse_idle(context, wikidata=wikidata in options_live.ASKING)
    with errors_in_one_line():
        from enrich.commands.lookup import hits_of
        from enrich.commands.lookup_table import write_hits
        from gazetteer.user import open_gazetteer

        words = " ".join(name)
        chosen = format_ or ("table" if is_terminal() else "jsonl")
        live = options_live.live_options(
            wikidata, contact=contact, api=wikidata_api, sparql=wikidata_sparql, cache=cache
        )
        with open_gazetteer(gazetteer, options_live.user_path(user_gazetteer)) as opened:
            hits, warning = hits_of(words, kind, opened, live)
        if warning:
            typer.echo(f"enrich: {message(warning)}", err=True)
        if not hits:
            typer.echo(f"enrich: nothing is known under {message(words)!r}", err=True)
        with standard_output(styled=chosen == "table") as out:
            write_hits(hits, out, form=chosen)


@app.command()
def review(  # noqa: PLR0913 - one parameter per option
    files: options.ReviewFiles,
    *,
    limit: options.ReviewLimit = 50,
    below: options.Below = 0.9,
    decisions: options.DecisionsFile = None,
    gazetteer: options.GazetteerPath = None,
    published: options.Published = None,
    outlet: options.Outlet = None,
    language: options.Language = None,
    country: options.Country = None,
    near: options.Near = None,
    input_format: options.InputFormat = None,
    recursive: options.Recursive = False,
    column: options.Column = None,
    records: options.Records = None,
    date_order: options.DateOrder = None,
    user_gazetteer: options_live.UserGazetteer = None,
) -> None:
    """Ask about the least certain links, and keep what you decide.

    Each answer is written to decisions.toml at once, and honoured on every later run.
    """
    with errors_in_one_line():
        from enrich.commands.review import Order, review_links

        if any(file in ("-", "/dev/stdin") for file in files):
            raise typer.BadParameter("standard input is for the answers: name a file")
        columns = options.columns_of(column, date_order)
        complaints = Complaints()
        files = read_files(files, complaints, Remarks(), recursive=recursive)
        tell_same_names(files, input_format)
        documents = iter_documents(
            files,
            on_error=complaints,
            on_note=Remarks(),
            columns=columns,
            records=records,
            published=published,
            outlet=outlet,
            language=language,
            input_format=input_format,
        )
        user = options_live.user_path(user_gazetteer)
        order = Order(decisions, gazetteer, user, limit, below, country, near)
        review_links(documents, order, complaints)
    if complaints.count:
        raise typer.Exit(1)


@cache_app.command("info")
def cache_info(
    *, cache: options_live.CacheFile = None, format_: options.TextOrJson = "text"
) -> None:
    """Show what is kept: how much of which service, and since when.

    Nothing is made where there is no cache yet.
    """
    with errors_in_one_line():
        from enrich.commands.cache import show_info

        show_info(cache, as_json=format_ == "json")


@cache_app.command("clear")
def cache_clear(
    *, cache: options_live.CacheFile = None, expired: options_live.ExpiredOnly = False
) -> None:
    """Remove what is kept; it is asked anew when it is needed."""
    with errors_in_one_line():
        from enrich.commands.cache import clear_cache

        typer.echo(f"enrich: {message(clear_cache(cache, expired_only=expired))}", err=True)


@app.command()
def evaluate(  # noqa: PLR0913 - one parameter per option
    gold: options.GoldPath,
    *,
    gazetteer: options.GazetteerPath = None,
    min_score: options.MinScore = None,
    country: options.Country = None,
    format_: options.EvaluationFormat = None,
    output: options.EvaluationOut = None,
    against: options.Against = None,
    errors: options.ErrorsShown = 0,
) -> None:
    """Measure the links on documents that you have annotated.

    GOLD has one document a line, a JSON object: "text", "mentions" and, if known, "id", "title",
    "published", "outlet", "url", "language". A mention has "start" and "end", in code points, the
    end excluded, and, if known, "kind", "geonames", "wikidata", "lat", "lon". Every mention of a
    kind that you annotate is to be there: what is found beside them counts as wrong.
    """
    with errors_in_one_line():
        from enrich.commands.evaluate import Order, evaluate_gold

        order = Order(gold, output, format_, gazetteer, min_score, country, against, errors)
        complaints = Complaints()
        for line in evaluate_gold(order, complaints):
            typer.echo(f"enrich: {message(line)}", err=True)
    if complaints.count:
        raise typer.Exit(1)


@app.command()
def diff(  # noqa: PLR0913 - one parameter per option
    old: options_diff.OldFile,
    new: options_diff.NewFile,
    *,
    format_: options_diff.DiffFormat = "text",
    km: options_diff.Km = 1.0,
    score: options_diff.Score = 0.05,
    guard: options_diff.Guarded = False,
    allow: options_diff.Allow = None,
) -> None:
    """Compare two outputs of the same documents.

    Lists what appeared, vanished, moved, is linked otherwise or plays another role, and what
    differs in version, gazetteer, settings and models.
    """
    if allow and not guard:
        raise typer.BadParameter("--allow does nothing without --guard")
    with errors_in_one_line():
        from enrich.commands.diff import Guard, diff_files
        from enrich.runs import Limits

        comparison = diff_files(old, new, Limits(km, score), format_)
        complaint = Guard(guard, allow.split(",") if allow else ()).complaint(comparison)
    if complaint:
        typer.echo(f"enrich: {complaint}", err=True)
        raise typer.Exit(1)


@app.command()
def doctor(*, gazetteer: options.GazetteerPath = None) -> None:
    """Check that all is in place.

    Shows versions, the gazetteer, a self-test, and the command that mends what is broken.
    """
    with errors_in_one_line():
        from enrich.doctor import checks

        broken = 0
        is_terminal()  # says so now if standard output is closed
        for check in checks(gazetteer):
            broken += not check.ok
            typer.echo(
                f"{'ok    ' if check.ok else 'BROKEN'}  {check.name}: {one_line(check.detail)}"
            )
            if check.remedy:
                typer.echo(f"        to mend it: {check.remedy}")
    if broken:
        raise typer.Exit(1)


if __name__ == "__main__":
    main()

"""The typer side of the command line: the default command, and every option with its check."""

import re
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from enrich.columns import COLUMN_FIELDS, Columns
from enrich.commands.meant import command_meant, files_meant
from enrich.dates import iso_date
from enrich.documents import INPUT_FORMATS
from enrich.escape import one_line
from enrich.formats import FORMATS, LAYERS
from enrich.rank.ranker import LEVELS
from enrich.roles import CHOICES, role_set, roles_named
from enrich.suggestions import did_you_mean
from gazetteer.errors import OutputError
from gazetteer.language_tags import is_language_tag, no_language
from gazetteer.model import Kind

# Codes that people take for those of ISO 3166-1 alpha-2, and the right ones.
_NOT_ISO = {
    "UK": "GB", "EL": "GR", "USA": "US", "GBR": "GB", "ARM": "AM", "GEO": "GE", "AZE": "AZ",
    "RUS": "RU", "UKR": "UA", "TUR": "TR", "IRN": "IR", "DEU": "DE", "GER": "DE", "FRA": "FR",
    "ESP": "ES", "SU": "RU",
}  # fmt: skip
# An option whose value may be left out: the parser would take the next word for it.
_VALUED = {"--wikidata": "--wikidata=on"}


class RunByDefault(TyperGroup):
    """``enrich FILE`` is ``enrich run FILE``: what begins with no command belongs to run."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Prepend ``run`` where the first word is neither a command nor an option of the group."""
        own = {*self.commands, "-h", "--help", "--version"}
        args = command_meant(args, self.commands)
        if args and args[0] not in own:
            args = ["run", *args]
        args = [_VALUED.get(word, word) for word in args]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show what most people need, the options of run, before the other commands."""
        run = self.commands["run"]
        names = ctx.help_option_names
        with typer.Context(run, info_name=ctx.info_name, help_option_names=names) as run_context:
            run.format_usage(run_context, formatter)
            self.format_help_text(ctx, formatter)
            run.format_options(run_context, formatter)
        self.format_commands(ctx, formatter)
        formatter.write_paragraph()
        formatter.write_text("enrich COMMAND -h shows more of a command; enrich --version, which.")


def show_version(value: bool) -> None:  # noqa: FBT001 - typer's callback
    """Print the version and leave."""
    if value:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"enrich {version('enrich-geo')}")
        except PackageNotFoundError:
            typer.echo("enrich, from a source tree that was not installed")
        raise typer.Exit


def one_of(choices: Collection[str]) -> Callable[[str | None], str | None]:
    """Return a callback that lets one of the choices pass, or nothing given."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in choices:
            hint = did_you_mean(value, choices)
            raise typer.BadParameter(f"{value!r} is none of {', '.join(choices)}{hint}")
        return value

    return check


def date(value: str | None) -> str | None:
    """Let a date pass, as ISO 8601 has it."""
    try:
        return None if value is None else iso_date(value)
    except ValueError as error:
        raise typer.BadParameter(
            f"{value!r} cannot be read as one date; write it as 2023-05-17"
        ) from error


def columns_of(named: list[str] | None, date_order: str | None) -> Columns:
    """Return which columns of tables stand for what.

    Args:
        named: As given, "text=body".
        date_order: One of ``DATE_ORDERS``, or None.

    Raises:
        typer.BadParameter: One is not of that form, or names nothing that a column can stand for.
    """
    chosen: dict[str, str] = {}
    for pair in named or ():
        known, equals, name = pair.partition("=")
        if not equals or not name or known not in COLUMN_FIELDS:
            raise typer.BadParameter(
                f"--column {pair}: give FIELD=COLUMN, such as text=body; FIELD is one of"
                f" {', '.join(COLUMN_FIELDS)}"
            )
        chosen[known] = name
    return Columns(chosen, None if date_order is None else date_order == DATE_ORDERS[0])


DATE_ORDERS = ("day-first", "month-first")


def country_code(value: str | None) -> str | None:
    """Let an ISO 3166-1 alpha-2 code pass, in capitals."""
    meant = _NOT_ISO.get(value.upper()) if value else None
    if meant:
        raise typer.BadParameter(f"{value!r} is no ISO 3166-1 alpha-2 code; did you mean {meant}?")
    if value is not None and not re.fullmatch("[A-Za-z]{2}", value):
        raise typer.BadParameter(f"{value!r} is no ISO 3166-1 alpha-2 code such as AM")
    return value and value.upper()


def language_code(value: str | None) -> str | None:
    """Let the tag of a language pass, in small letters."""
    if value is not None and not is_language_tag(value):
        raise typer.BadParameter(no_language(value))
    return value and value.lower()


def codes(pattern: str, what: str) -> Callable[[str | None], str | None]:
    """Return a callback that lets a list of codes pass, with commas between."""
    form = re.compile(pattern, re.IGNORECASE | re.ASCII)

    def check(value: str | None) -> str | None:
        if value is None:
            return None
        found = [code.strip() for code in value.split(",")]
        wrong = next((code for code in found if not form.fullmatch(code)), None)
        if wrong is not None:
            raise typer.BadParameter(f"{wrong!r} is no {what}")
        return ",".join(found)

    return check


def language_codes(value: str | None) -> str | None:
    """Let a list of tags of languages pass, with commas between."""
    found = [code.strip() for code in value.split(",")] if value is not None else []
    for code in found:
        if not is_language_tag(code):
            raise typer.BadParameter(no_language(code))
    return value and ",".join(found)


def role_names(value: str | None) -> str | None:
    """Let a list of roles pass, each once and in order."""
    try:
        return None if value is None else roles_named(role_set(value))
    except OutputError as error:
        raise typer.BadParameter(str(error)) from error


def positive(value: float) -> float:
    """Let a number above zero pass; infinity is one."""
    if not value > 0:
        raise typer.BadParameter(f"{value:g} is no number above 0")
    return value


def plain(value: str | None) -> str | None:
    """Let a text pass that can be written out again."""
    if value is not None and one_line(value) != value:
        raise typer.BadParameter("it holds control characters or is not valid UTF-8")
    return value


# -------------------------------------------------------------------------- the options of run

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        callback=files_meant,
        help="Files to read; - is standard input, plain text unless --input-format says what. With"
        " --recursive, also folders, and patterns in quotes.",
    ),
]
GeoJson = Annotated[bool, typer.Option("--geojson", help="Same as --format geojson.")]
OutputFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        callback=one_of(FORMATS),
        help=f"Otherwise the suffix of OUT tells: {', '.join(FORMATS)}.",
    ),
]
Output = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="OUT", help="File to write, whole or not at all."),
]
Layer = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(LAYERS),
        callback=one_of(LAYERS),
        help="On a map, a feature per place (the default) or mention, or an outline per document.",
    ),
]
Style = Annotated[
    bool,
    typer.Option(
        "--style", help="Write a QGIS style beside a GeoJSON or FlatGeobuf file: OUT.qml."
    ),
]
SimpleStyle = Annotated[
    bool,
    typer.Option("--simplestyle", help="Say in GeoJSON how web viewers are to draw it."),
]
Roles = Annotated[
    str | None,
    typer.Option(
        metavar="ROLE,ROLE",
        callback=role_names,
        help=f"On a map, only mentions in these roles: {', '.join(CHOICES)}.",
    ),
]
GazetteerPath = Annotated[
    Path | None,
    typer.Option("--gazetteer", metavar="PATH", help="Another gazetteer than the embedded one."),
]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", callback=date, help="Date of texts that name none: 2024-06-12."),
]
Outlet = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        callback=plain,
        help="Publisher of texts that name none: each is read in the light of its other texts.",
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        metavar="CODE",
        callback=language_code,
        help="Language of texts that name none, otherwise detected: hy, ru.",
    ),
]
Country = Annotated[
    str | None,
    typer.Option(
        metavar="CC",
        callback=country_code,
        help="Country the texts are about, by its two letters: US.",
    ),
]
Near = Annotated[
    str | None,
    typer.Option(
        metavar="LAT,LON|PLACE",
        callback=plain,
        help="Where the readers are, 40.18,44.51 or a place by its name or id: what lies around"
        " is likelier.",
    ),
]
Prefer = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(LEVELS),
        callback=one_of(LEVELS),
        help="Of a city and the area of its name around it, link what the text suggests (auto),"
        " or always one.",
    ),
]
MinScore = Annotated[
    float | None,
    typer.Option(
        min=0.0, max=1.0, metavar="X", help="Link only what is at least this sure; otherwise 0.25."
    ),
]
TaggerSpec = Annotated[
    str | None,
    typer.Option(
        "--tagger",
        metavar="NAME:MODEL",
        help="Find names with another model: spacy:en_core_web_sm, huggingface:PATH,"
        " gliner:PATH, or a tagger of your own.",
    ),
]
InputFormat = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(INPUT_FORMATS),
        callback=one_of(INPUT_FORMATS),
        help="Read every file so, whatever its suffix.",
    ),
]
Recursive = Annotated[
    bool,
    typer.Option(
        "--recursive", help="Also read folders, with the folders in them, and patterns in quotes."
    ),
]
Column = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=NAME",
        help="Which column of a table holds what, such as text=body; may be repeated. FIELD is one"
        f" of {', '.join(COLUMN_FIELDS)}. Otherwise the names that the usual tools give are known.",
    ),
]
Records = Annotated[
    str | None,
    typer.Option(
        "--records",
        metavar="NAME.NAME",
        callback=plain,
        help="Where in a .json file the articles are, such as data.articles.",
    ),
]
DateOrder = Annotated[
    str | None,
    typer.Option(
        "--date-order",
        metavar="|".join(DATE_ORDERS),
        callback=one_of(DATE_ORDERS),
        help="How to read dates such as 03/04/2023; otherwise only the year is used.",
    ),
]
Excel = Annotated[
    bool,
    typer.Option(
        "--excel",
        help="Begin a CSV with a byte order mark, so that Excel shows accents correctly.",
    ),
]
MaxBytes = Annotated[
    int,
    typer.Option(
        min=1, max=sys.maxsize - 1, metavar="N", help="Refuse documents larger than this."
    ),
]
SecondsPerDocument = Annotated[
    float,
    typer.Option(
        metavar="S",
        callback=positive,
        help="Give up on a document that takes longer, and read only its beginning.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say nothing but errors on standard error.")]
Explain = Annotated[
    bool, typer.Option("--explain", help="Show the evidence of each link on standard error.")
]

# ------------------------------------------------------------------ those of the other commands

Version = Annotated[
    bool,
    typer.Option("--version", is_eager=True, callback=show_version, help="Show the version."),
]
Name = Annotated[list[str], typer.Argument(metavar="NAME", help="A name, in any script.")]
KindOnly = Annotated[Kind | None, typer.Option("--kind", help="Only entities of this kind.")]
LookupFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="table|json|jsonl",
        callback=one_of(("table", "json", "jsonl")),
        help="A terminal gets a table, a pipe gets jsonl.",
    ),
]
TextOrJson = Annotated[
    str,
    typer.Option(
        "--format", metavar="text|json", callback=one_of(("text", "json")), help="Output format."
    ),
]

# ------------------------------------------------------------------------- those of evaluate

GoldPath = Annotated[
    Path,
    typer.Argument(metavar="GOLD", help="A .jsonl file, as above; docs/evaluation.md has more."),
]
EvaluationFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="text|json",
        callback=one_of(("text", "json")),
        help="json holds every decision, for --against; otherwise the suffix of OUT tells.",
    ),
]
EvaluationOut = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="OUT", help="File to write, whole or not at all."),
]
Against = Annotated[
    Path | None,
    typer.Option(
        metavar="EARLIER.json",
        help="List every decision that changed since an evaluation of the same documents.",
    ),
]
ErrorsShown = Annotated[
    int, typer.Option("--errors", min=0, metavar="N", help="Show N errors of each sort.")
]
DecisionsFile = Annotated[
    str | None,
    typer.Option(
        "--decisions",
        metavar="FILE|none",
        callback=plain,
        help="What you decided about names; otherwise decisions.toml where it lies in the folder.",
    ),
]
ReviewFiles = Annotated[
    list[str],
    typer.Argument(metavar="FILE", callback=files_meant, help="Files to read, as for enrich run."),
]
ReviewLimit = Annotated[
    int, typer.Option("--limit", min=1, metavar="N", help="Ask about so many names at most.")
]
Below = Annotated[
    float,
    typer.Option(
        "--below",
        min=0.0,
        max=1.0,
        metavar="X",
        help="Ask only about links less sure than this, and about names that are not linked.",
    ),
]

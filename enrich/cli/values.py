"""What a value on the command line has to be: checks, each with a message that says what is meant.

Each returns what the value means. An ``EnrichError`` is as good as a ``typer.BadParameter``.
"""

import re
from collections.abc import Callable, Collection

import typer

from enrich.suggestions import did_you_mean
from enrich.text.escape import one_line
from gazetteer.language_tags import is_language_tag, no_language

# Codes that people take for those of ISO 3166-1 alpha-2, and the right ones.
_NOT_ISO = {
    "UK": "GB", "EL": "GR", "USA": "US", "GBR": "GB", "ARM": "AM", "GEO": "GE", "AZE": "AZ",
    "RUS": "RU", "UKR": "UA", "TUR": "TR", "IRN": "IR", "DEU": "DE", "GER": "DE", "FRA": "FR",
    "ESP": "ES", "SU": "RU",
}  # fmt: skip


def refuse_other(value: str, choices: Collection[str]) -> str:
    """Let one of the choices pass; another may have been meant for one."""
    if value not in choices:
        hint = did_you_mean(value, choices)
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(choices)}{hint}")
    return value


def each(check: Callable[[str], str]) -> Callable[[str], str]:
    """Return a check of a list with commas between."""
    return lambda value: ",".join([check(one.strip()) for one in value.split(",")])


def code(pattern: str, what: str) -> Callable[[str], str]:
    """Return a check of a code, which is in capitals thereafter."""
    form = re.compile(pattern, re.IGNORECASE | re.ASCII)

    def check(value: str) -> str:
        if not form.fullmatch(value):
            raise typer.BadParameter(f"{value!r} is not {what}")
        return value.upper()

    return check


two_letters = code("[a-z]{2}", "an ISO 3166-1 alpha-2 code such as AM")


def country_code(value: str) -> str:
    """Let an ISO 3166-1 alpha-2 code pass, in capitals."""
    if meant := _NOT_ISO.get(value.upper()):
        raise typer.BadParameter(
            f"{value!r} is not an ISO 3166-1 alpha-2 code; did you mean {meant}?"
        )
    return two_letters(value)


def language_code(value: str) -> str:
    """Let the tag of a language pass, in small letters."""
    if not is_language_tag(value):
        raise typer.BadParameter(no_language(value))
    return value.lower()


def date(value: str) -> str:
    """Let a date pass, as ISO 8601 has it."""
    from enrich.text.dates import iso_date

    try:
        return iso_date(value)
    except ValueError as error:
        raise typer.BadParameter(
            f"{value!r} cannot be read as one date; write it as 2023-05-17"
        ) from error


def tagger_spec(value: str) -> str:
    """Let the spec of a tagger pass that is registered."""
    from enrich.mentions.taggers.registry import entry_point_of

    entry_point_of(value)
    return value


def positive(value: float) -> float:
    """Let a number above zero pass; infinity is one."""
    if not value > 0:
        raise typer.BadParameter(f"{value:g} is not a number above 0")
    return value


def plain(value: str) -> str:
    """Let a text pass that can be written out again."""
    if one_line(value) != value:
        raise typer.BadParameter("it holds control characters or is not valid UTF-8")
    return value

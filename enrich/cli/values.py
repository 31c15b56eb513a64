"""What a value on the command line has to be: checks, each with a message that says what is meant.

Each lets None pass, for an option that is not given.
"""

import re
from collections.abc import Callable, Collection
from typing import Any

import typer

from enrich.suggestions import did_you_mean
from enrich.text.escape import one_line
from gazetteer.errors import OutputError, TaggerError
from gazetteer.language_tags import is_language_tag, no_language

# Codes that people take for those of ISO 3166-1 alpha-2, and the right ones.
_NOT_ISO = {
    "UK": "GB", "EL": "GR", "USA": "US", "GBR": "GB", "ARM": "AM", "GEO": "GE", "AZE": "AZ",
    "RUS": "RU", "UKR": "UA", "TUR": "TR", "IRN": "IR", "DEU": "DE", "GER": "DE", "FRA": "FR",
    "ESP": "ES", "SU": "RU",
}  # fmt: skip


def one_of(*names: str, choices: Collection[str], metavar: str | None = None, **others: Any) -> Any:
    """Return an option that takes one of the choices, and that a shell completes.

    Args:
        names: As typer takes them.
        choices: What it may be.
        metavar: What stands for the value in the help; the choices otherwise.
        others: As typer takes them.
    """

    def check(value: str | None) -> str | None:
        if value is not None:
            refuse_other(value, choices)
        return value

    return typer.Option(
        *names,
        metavar=metavar or "|".join(choices),
        callback=check,
        autocompletion=lambda: list(choices),
        **others,
    )


def refuse_other(value: str, choices: Collection[str]) -> None:
    """Refuse what is none of the choices.

    Raises:
        typer.BadParameter: It is not, and may have been meant for one.
    """
    if value not in choices:
        hint = did_you_mean(value, choices)
        raise typer.BadParameter(f"{value!r} is none of {', '.join(choices)}{hint}")


def date(value: str | None) -> str | None:
    """Let a date pass, as ISO 8601 has it."""
    from enrich.text.dates import iso_date

    try:
        return None if value is None else iso_date(value)
    except ValueError as error:
        raise typer.BadParameter(
            f"{value!r} cannot be read as one date; write it as 2023-05-17"
        ) from error


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


def language_codes(value: str | None) -> str | None:
    """Let a list of tags of languages pass, with commas between."""
    found = [code.strip() for code in value.split(",")] if value is not None else []
    for code in found:
        if not is_language_tag(code):
            raise typer.BadParameter(no_language(code))
    return value and ",".join(found)


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


def role_names(value: str | None) -> str | None:
    """Let a list of roles pass, each once and in order."""
    from enrich.roles import role_set, roles_named

    try:
        return None if value is None else roles_named(role_set(value))
    except OutputError as error:
        raise typer.BadParameter(str(error)) from error


def tagger_spec(value: str | None) -> str | None:
    """Let the spec of a tagger pass that is registered."""
    if value is not None:
        from enrich.mentions.taggers.registry import entry_point_of

        try:
            entry_point_of(value)
        except TaggerError as error:
            raise typer.BadParameter(str(error)) from error
    return value


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

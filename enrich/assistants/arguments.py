"""What the tools take: models that check the arguments of a call, and tell an assistant of them.

An argument that is left out, null or empty is not given. The descriptions are read by language
models, in every conversation: each word costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from enrich.assistants.schemas import schema_of
from enrich.suggestions import did_you_mean
from enrich.text.escape import message
from gazetteer.errors import ArgumentError

LONGEST_NAME: Final = 200
"""Characters of a name to look up or to explain."""

KindName = Literal["place", "person", "organisation"]
RoleName = Literal["literal", "metonymic", "modifier", "embedded", "demonym", "dateline"]
_MESSAGES: Final = {
    "missing": "is missing",
    "string_type": "is not a string",
    "list_type": "is not a list",
    "int_type": "is not a whole number",
    "int_parsing": "is not a whole number",
    "int_from_float": "is not a whole number",
    "greater_than_equal": "is less than {ge}",
    "less_than_equal": "is more than {le}",
    "bool_type": "is neither true nor false",
    "bool_parsing": "is neither true nor false",
    "literal_error": "is not one of {expected}",
}


def _listed(value: object) -> object:
    """A list, where it came as text: "place,person" or '["place"]'."""
    if not isinstance(value, str):
        return value
    words = value.strip(" []").split(",")
    return [word.strip(" \"'") for word in words if word.strip(" \"'")]


class Arguments(BaseModel):
    """What a tool takes."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    @classmethod
    def of(cls, tool: str, given: Mapping[str, Any]) -> Self:
        """Return checked arguments.

        Raises:
            ArgumentError: Some are missing, unknown or of the wrong type; no value is repeated.

        Example:
            >>> Lookup.of("lookup", {"name": "Goris", "limit": "5", "kind": None}).limit
            5
            >>> Lookup.of("lookup", {"name": "Goris", "kind": "town"})
            Traceback (most recent call last):
            ...
            gazetteer.errors.ArgumentError: lookup: 'kind' is not one of 'place', 'person' or
            'organisation'
        """
        told = {name: value for name, value in given.items() if value is not None}
        try:
            return cls.model_validate(told)
        except ValidationError as error:
            faults = [cls._fault(one) for one in error.errors(include_url=False)]
            raise ArgumentError(f"{tool}: {'; '.join(faults)}") from None

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema of the arguments."""
        return schema_of(cls)

    @classmethod
    def _fault(cls, error: Mapping[str, Any]) -> str:
        first, *inside = error["loc"] or ("arguments",)
        if error["type"] == "extra_forbidden":
            names = list(cls.model_fields)
            hint = did_you_mean(str(first), names)
            return (
                f"{message(str(first))[:60]!r} is not an argument{hint or '; ' + ', '.join(names)}"
            )
        said = _MESSAGES.get(error["type"], "cannot be used")
        where = f" (item {inside[0] + 1})" if inside and isinstance(inside[0], int) else ""
        return f"{first!r}{where} {said.format(**error.get('ctx', {}))}"


Date = Annotated[
    str,
    Field(description="Publication date, 2024-06-12: officials are those in office that day."),
]
Country = Annotated[
    str,
    Field(description="ISO 3166-1 alpha-2 code of the country it is about, only if you know: GE."),
]


class Text(Arguments):
    """What every tool that reads a text takes."""

    text: str = Field(
        description="The whole text, plain: its other names show which place is meant."
    )
    date: Date = ""
    country: Country = ""


class LinkText(Text):
    """What ``link_text`` takes."""

    kinds: Annotated[list[KindName], BeforeValidator(_listed)] = Field(
        [], description="Only these kinds; all if left out."
    )
    detailed: bool = Field(
        default=False,
        description="Reason and runner-up of every link, not only of those below 0.8.",
    )
    limit: int = Field(40, ge=1, le=500, description="Most entities, and most unlinked names.")


class PlacesOnMap(Text):
    """What ``places_on_map`` takes."""

    roles: Annotated[list[RoleName], BeforeValidator(_listed)] = Field(
        [], description='Only mentions in these roles; ["literal"] for where things happen.'
    )
    limit: int = Field(100, ge=1, le=1000, description="Most places.")


class ExplainLink(Text):
    """What ``explain_link`` takes."""

    name: str = Field(description="The name as the text has it.")
    occurrence: int = Field(1, ge=1, description="Which of its mentions, from 1.")


class Lookup(Arguments):
    """What ``lookup`` takes."""

    name: str = Field(description="A name in any script; no address, no description.")
    kind: KindName | None = Field(None, description="Only this kind.")
    country: Annotated[
        str, Field(description="Only entities in or of this country, by its code: US.")
    ] = ""
    limit: int = Field(10, ge=1, le=100, description="Most entities.")

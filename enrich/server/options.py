"""What may be asked for in the address of a request, with the names of the command's options."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

_OF_LINKER: Final = frozenset({"country", "near", "prefer", "min_score", "roles"})
_OF_DOCUMENT: Final = frozenset({"title", "published", "language", "outlet", "id"})


class BatchQuery(BaseModel):
    """Options of a batch; they hold for each of its documents."""

    model_config = ConfigDict(extra="forbid")

    country: str | None = Field(
        None,
        description="Country the texts are about, by its two letters.",
        pattern="^[A-Za-z]{2}$",
        examples=["US"],
    )
    near: str | None = Field(
        None,
        description="Where the readers are: 40.18,44.51 or a place by its name or id.",
        min_length=1,
        max_length=200,
    )
    prefer: Literal["auto", "city", "admin"] | None = Field(
        None, description="Which of a city and the area of its name is linked."
    )
    min_score: float | None = Field(
        None,
        description="Link only what is at least this sure.",
        ge=0,
        le=1,
        allow_inf_nan=False,
    )
    roles: str | None = Field(
        None,
        description="On a map, only mentions in these roles: literal,dateline.",
        max_length=200,
    )
    published: str | None = Field(
        None, description="Date of documents that name none: 2023-05-17.", max_length=100
    )
    language: str | None = Field(
        None, description="Language of documents that name none: en.", max_length=50
    )
    outlet: str | None = Field(
        None, description="Publisher of documents that name none.", max_length=300
    )

    def of_linker(self) -> dict[str, Any]:
        """Return what the linker is told.

        Example:
            >>> BatchQuery(country="am", outlet="The Herald").of_linker()
            {'country': 'AM'}
        """
        given = self._given(_OF_LINKER)
        return given | {key: value.upper() for key, value in given.items() if key == "country"}

    def of_document(self) -> dict[str, str]:
        """Return what holds for documents that do not say so themselves."""
        return self._given(_OF_DOCUMENT)

    def _given(self, names: frozenset[str]) -> dict[str, Any]:
        return {key: value for key, value in self if key in names and value not in {None, ""}}


class LinkQuery(BatchQuery):
    """Options of a request to link."""

    title: str | None = Field(None, description="Headline of a text, as context.", max_length=1000)
    id: str | None = Field(None, description="Id of a text.", max_length=300)
    format: (
        Literal["json", "geojson", "jsonl", "csv", "annotations", "schemaorg", "html", "kml"] | None
    ) = Field(None, description="Of the answer; otherwise what Accept names.")
    layer: Literal["places", "mentions", "areas", "footprint"] = Field(
        "places", description="Of a map."
    )

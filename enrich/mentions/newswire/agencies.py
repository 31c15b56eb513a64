"""Who files reports: news agencies and press services, by the forms that datelines have."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from enrich.model import Mention
from gazetteer.model import Kind
from gazetteer.names import fold

_SHORT_AGENCY: Final = 3


@cache
def _agencies() -> Mapping[str, str]:
    path = Path(__file__).with_name("datelines.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))["agencies"]
    return {_agency_key(form): name for name, forms in table.items() for form in forms}


def _agency_key(form: str) -> str:
    """A form without regard to case, but for short ones: "PA" is no "Pa."."""
    return form if len(form.replace(".", "")) <= _SHORT_AGENCY else fold(form)


def known_agency(text: str) -> str:
    """Return the full name of an agency, "" for anything else.

    Example:
        >>> known_agency("AFP"), known_agency("Yerevan")
        ('Agence France-Presse', '')
    """
    return _agencies().get(_agency_key(text), "")


def agency_mention(text: str, start: int, end: int, found_by: str) -> Mention:
    """Return the mention of an agency, looked up by its full name where that is known."""
    name = text[start:end]
    full = known_agency(name)
    lookup = full if full != name else ""
    return Mention(start, end, name, Kind.ORGANISATION, None, found_by, lookup=lookup)

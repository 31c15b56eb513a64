"""What the service says of itself, in either version of the protocol."""

from __future__ import annotations

from typing import Any, Final

from enrich.server.reconcile.extending import CONTENTS
from enrich.server.reconcile.model import BATCH, Version
from enrich.server.reconcile.preview import HEIGHT, WIDTH
from enrich.server.reconcile.replies import type_of
from enrich.server.reconcile.types import TYPES
from enrich.settings import installed_version

NAME: Final = "enrich: places, people and organisations"
IDENTIFIERS: Final = "urn:enrich:entity"
"""The identifier space: CURIEs such as geonames:616052, wikidata:Q58217 and enrich:tsargrad-tv."""
SCHEMA: Final = "urn:enrich:type"
# Name of a setting, its label, its default, what it does.
_LIMIT: Final = ("limit", "Limit", 0, "Greatest number of values in a cell (0 for no limit)")
_DATE: Final = ("date", "Date", "", "Offices as of this day, such as 2023-05-17; else those of now")
_CONTENT: Final = ("content", "Content", "entity", "What is put into the cells of countries, areas")


def manifest(version: Version, base_url: str) -> dict[str, Any]:
    """Return the manifest of the service.

    Args:
        version: Of the protocol.
        base_url: Where the endpoint of that version is mounted, without a slash at its end.

    Example:
        >>> manifest("0.2", "http://127.0.0.1:8000/reconcile")["view"]["url"]
        'http://127.0.0.1:8000/reconcile/view?id={{id}}'
    """
    common = {
        "versions": [version],
        "name": NAME,
        "serviceVersion": installed_version(),
        "defaultTypes": [type_of(one) for one in TYPES],
        "batchSize": BATCH,
    }
    return common | (_of_02(base_url) if version == "0.2" else _of_10(base_url))


def _of_02(base_url: str) -> dict[str, Any]:
    suggest = {
        what: {
            "service_url": base_url,
            "service_path": f"/suggest/{what}",
            **({"flyout_service_path": "/flyout/entity?id=${id}"} if what == "entity" else {}),
        }
        for what in ("entity", "type", "property")
    }
    return {
        "identifierSpace": IDENTIFIERS,
        "schemaSpace": SCHEMA,
        "view": {"url": f"{base_url}/view?id={{{{id}}}}"},
        "preview": {
            "url": f"{base_url}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT,
        },
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": base_url, "service_path": "/extend/propose"},
            "property_settings": [
                {"name": name, "label": label, "default": default, "help_text": text, **rest}
                for (name, label, default, text), rest in _settings()
            ],
        },
    }  # fmt: skip


def _of_10(base_url: str) -> dict[str, Any]:
    return {
        "lang": "en",
        "view": {"url": f"{base_url}/view?id={{id}}"},
        "preview": {"width": WIDTH, "height": HEIGHT},
        "suggest": {"entity": True, "type": True, "property": True},
        "extend": {
            "proposeProperties": True,
            "propertySettings": [
                {"id": name, "name": label, "default": default, "helpText": text, **rest}
                for (name, label, default, text), rest in _settings()
            ],
        },
        "standardizedScore": True,
    }


def _settings() -> tuple[tuple[tuple[str, str, int | str, str], dict[str, Any]], ...]:
    choices = [{"value": value, "name": name} for value, name in CONTENTS.items()]
    return (
        (_LIMIT, {"type": "number"}),
        (_DATE, {"type": "text"}),
        (_CONTENT, {"type": "select", "choices": choices}),
    )

"""An entity in a few lines of HTML: everything escaped, nothing fetched, no script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from enrich.records.iris import same_as
from enrich.server.reconcile.replies import described
from enrich.server.reconcile.types import types_of
from enrich.text.escape import one_line
from gazetteer.model import Entity

WIDTH: Final = 400
"""Pixels."""
HEIGHT: Final = 180
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *"
"""The Content-Security-Policy of the page: whatever slipped in could do nothing, and any page may
show it in a frame, as tools do."""
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{margin:.6rem;font:14px/1.4 system-ui,sans-serif;color:#222;background:#fff}}
h1{{margin:0;font-size:1.1em}}p{{margin:.2em 0}}.type{{color:#666;font-weight:normal}}</style>
</head><body>
{body}
</body></html>
"""
_OFFICES: Final = 3


def preview_html(entity: Entity) -> str:
    """Return a page of its own about an entity, some ``WIDTH`` by ``HEIGHT`` pixels large.

    Example:
        >>> from gazetteer.model import Kind
        >>> page = preview_html(Entity("enrich:x", "<b>Nowhere</b>", Kind.PLACE))
        >>> "&lt;b&gt;Nowhere" in page, "<b>" in page
        (True, False)
    """
    title = _safe(entity.name)
    heading = f'<h1>{title} <span class="type">{_safe(types_of(entity)[0].name)}</span></h1>'
    lines = [heading, *(f"<p>{line}</p>" for line in _lines(entity))]
    return _PAGE.format(title=title, body="\n".join(lines))


def _lines(entity: Entity) -> Iterator[str]:
    if text := described(entity):
        yield _safe(text)
    if entity.point is not None:
        yield _safe(f"{entity.point.lat:.4f}, {entity.point.lon:.4f}")
    if entity.population:
        yield _safe(f"{entity.population:,} inhabitants")
    for term in entity.roles[-_OFFICES:]:
        yield _safe(f"{term.title}, {term.start or ''}–{term.end or ''}")
    links = [
        f'<a href="{_safe(iri)}" target="_blank" rel="noopener noreferrer">{_safe(iri)}</a>'
        for iri in same_as(entity)
    ]
    yield " ".join([_safe(entity.id), *links])


def _safe(text: str) -> str:
    return escape(one_line(text))

"""The page as HTML: all of the text and the lists, so that it can be read without its script.

Text from an article is data. Here it is escaped wherever it stands; the script gets it as JSON in
which no ``<`` is left, and puts it on the page as text. The policy in the head allows the style
and the script that are in the file, by their hashes, and nothing else: no address is ever asked.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import Any, Final

from enrich.escape import CONTROLS
from enrich.model import Link, Result
from enrich.page.data import page_data
from enrich.page.pieces import Piece, iter_pieces
from enrich.roles import UNCLEAR
from enrich.writers.manifest import Manifest
from enrich.writers.records import Tally, roles_text, tally
from gazetteer.model import Kind

__all__ = ["page"]

_LANGUAGE: Final = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
_INVISIBLE: Final = re.compile(f"[{CONTROLS}]")
_KEPT: Final = frozenset("\n\t")
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n\s*")
_HEADINGS: Final = {
    Kind.PLACE: "Places",
    Kind.PERSON: "People",
    Kind.ORGANISATION: "Organisations",
}
_ROLE_LETTER: Final = {
    "literal": "", "metonymic": "m", "modifier": "a", "embedded": "n", "demonym": "p",
    "dateline": "d", UNCLEAR: "?",
}  # fmt: skip


def page(results: Iterable[Result]) -> Iterator[str]:
    """Yield the page, part by part.

    Args:
        results: One per document.
    """
    held = list(results)
    manifest = Manifest()
    for result in held:
        manifest.add(result)
    style, script = _own("page.css"), _own("page.js")
    title = held[0].document.title or held[0].document.id or "Article" if held else "Nothing"
    more = f" and {len(held) - 1} more" if len(held) > 1 else ""
    language = _language(held[0]) if held else "en"
    yield (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_text(title)}{more}: places, people, organisations</title>\n"
        f"<style>{style}</style>\n</head>\n<body>\n"
    )
    yield _SKIP
    yield f'<header class="top"><p class="brand">What this text names</p>{_contents(held)}'
    yield f'{_LEGEND}</header>\n<main>\n<div class="columns">\n<div class="texts" id="text">\n'
    first = 0
    for number, result in enumerate(held):
        yield from _article(result, number, first)
        first += len(result.links)
    yield f"</div>\n{_SIDE}</div>\n"
    yield from _lists(held)
    yield f"</main>\n{_foot(manifest)}"
    yield f'<script type="application/json" id="data">{_json(page_data(held))}</script>\n'
    yield f'<script type="application/json" id="basemap">{_own("basemap.json").strip()}</script>\n'
    yield f"<script>{script}</script>\n</body>\n</html>\n"


_SKIP: Final = (
    '<a class="skip" href="#text">Skip to the text</a>\n'
    '<a class="skip" href="#lists">Skip to the lists</a>\n'
)
_LEGEND: Final = """
<ul class="legend" aria-label="How names are marked">
<li><span class="m place">place</span> meant literally</li>
<li><span class="m place other">place<sup>m</sup></span> in another role: m for its government or
people, a before a noun, n in another name, p its people, d dateline, ? unclear</li>
<li><span class="m person">person</span></li>
<li><span class="m organisation">organisation</span></li>
<li><span class="m unlinked">not linked</span></li>
</ul>
"""
_SIDE: Final = """<div class="side">
<section class="map" aria-label="Map">
<svg id="map" role="group" aria-label="Map of the places named"></svg>
<div class="tools">
<button type="button" id="in" aria-label="Zoom in">+</button>
<button type="button" id="out" aria-label="Zoom out">&minus;</button>
<button type="button" id="fit" aria-label="Show all places">All</button>
</div>
<p class="note" id="mapnote">A dot grows with the mentions of a place; it is filled where the text
means the place itself. A ring is an area or a country, as large as the circle that covers it.</p>
</section>
<section class="panel" id="panel" aria-live="polite" aria-label="Details of the name chosen"
tabindex="-1"><p class="hint">Choose a name in the text, in the lists or on the map to see what it
was linked to, and why.</p></section>
</div>
"""


def _own(name: str) -> str:
    return (files("enrich.page") / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return the policy: what is in the file runs, by its hash, and nothing is fetched."""
    hashes = [b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}';"
        " base-uri 'none'; form-action 'none'"
    )


def _json(value: Any) -> str:
    """Return JSON in which nothing can end the element that it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8", "replace").decode()


def _text(text: str) -> str:
    """Return text as HTML; controls that would turn or break a line are shown as spaces."""
    return escape(_INVISIBLE.sub(lambda m: m[0] if m[0] in _KEPT else "\u2002", text))


def _language(result: Result) -> str:
    code = result.document.language or "en"
    return code if _LANGUAGE.fullmatch(code) else "en"


# ------------------------------------------------------------------------------ the articles


def _contents(results: Sequence[Result]) -> str:
    if len(results) < 2:
        return ""
    items = "".join(
        f'<li><a href="#d{n}">{_text(_title(r, n))}</a></li>' for n, r in enumerate(results)
    )
    return f'<nav aria-label="Articles"><ol>{items}</ol></nav>'


def _title(result: Result, number: int) -> str:
    return result.document.title or result.document.id or f"Text {number + 1}"


def _article(result: Result, number: int, first: int) -> Iterator[str]:
    document = result.document
    title = _title(result, number)
    facts = [_text(str(x)) for x in (document.outlet, document.published) if x]
    if result.primary_place is not None:
        facts.append(f"primary place: {_text(result.primary_place.name)}")
    yield (
        f'<article id="d{number}" lang="{_language(result)}" aria-labelledby="t{number}">\n'
        f'<h{1 if number == 0 else 2} id="t{number}" dir="auto">{_text(title)}'
        f'</h{1 if number == 0 else 2}>\n<p class="facts">{" · ".join(facts)}</p>\n'
    )
    yield '<p dir="auto">'
    for piece in iter_pieces(document.text, result.links):
        yield _piece(piece, result.links, first)
    yield "</p>\n</article>\n"


def _piece(piece: Piece, links: Sequence[Link], first: int) -> str:
    if piece.link is None:
        return _PARAGRAPH.sub('</p>\n<p dir="auto">', _text(piece.text))
    link = links[piece.link]
    number = first + piece.link
    role = str(link.mention.role or UNCLEAR)
    kind = link.entity.kind if link.entity else link.mention.kind
    place = kind is Kind.PLACE
    classes = ["m", str(kind)]
    if link.entity is None:
        classes.append("unlinked")
    elif place and role != "literal":
        classes.append("other")
    letter = _ROLE_LETTER.get(role, "") if place and link.entity and piece.first else ""
    mark = f'<sup aria-hidden="true">{letter}</sup>' if letter else ""
    told = f"{kind}, {role}" if place else str(kind)
    said = f", {'not linked' if link.entity is None else link.entity.name}"
    opens = f' id="m{number}"' if piece.first else ""
    return (
        f'<span class="{" ".join(classes)}" role="button" tabindex="-1" data-m="{number}"{opens}'
        f' aria-label="{_text(link.mention.text)}: {told}{_text(said)}">'
        f"{_text(piece.text)}{mark}</span>"
    )


# --------------------------------------------------------------------------------- the lists


def _lists(results: Sequence[Result]) -> Iterator[str]:
    links: list[Link] = [link for result in results for link in result.links]
    at: dict[str, int] = {}
    for number, link in enumerate(links):
        if link.entity is not None:
            at.setdefault(link.entity.id, number)
    counted = tally(links)
    yield '<div class="lists" id="lists">\n'
    for kind, heading in _HEADINGS.items():
        rows = [row for row in counted.values() if row.entity.kind is kind]
        yield _list(heading, [_row(row, at[row.entity.id]) for row in rows])
    yield _list("Not linked", list(_unlinked(links)))
    yield "</div>\n"


def _list(heading: str, rows: Sequence[str]) -> str:
    body = f"<ul>{''.join(rows)}</ul>" if rows else "<p>None.</p>"
    return f'<section class="list"><h2>{heading} <small>{len(rows)}</small></h2>{body}</section>\n'


def _row(row: Tally, number: int) -> str:
    entity = row.entity
    about = entity.description or ", ".join(
        [*reversed(entity.admin), *([entity.country] if entity.country else [])]
    )
    if entity.kind is Kind.PLACE:
        about = f"{about}; {roles_text(row.roles)}".removeprefix("; ")
        if entity.point is None:
            about += "; no coordinates are known"
    times = "1 mention" if row.mentions == 1 else f"{row.mentions} mentions"
    return (
        f'<li><button type="button" class="go" data-m="{number}" dir="auto">{_text(entity.name)}'
        f'</button> <span class="about">{times}{f"; {_text(about)}" if about else ""}</span></li>'
    )


def _unlinked(links: Sequence[Link]) -> Iterator[str]:
    found: dict[tuple[str, str], list[int]] = {}
    for number, link in enumerate(links):
        if link.entity is None:
            found.setdefault((link.mention.text, link.reason), []).append(number)
    for (text, reason), numbers in found.items():
        yield (
            f'<li><button type="button" class="go" data-m="{numbers[0]}" dir="auto">{_text(text)}'
            f'</button> <span class="about">{len(numbers)}×; {_text(reason)}</span></li>'
        )


def _foot(manifest: Manifest) -> str:
    run = json.dumps(manifest.to_dict(), ensure_ascii=False, indent=1)
    return (
        "<footer><p>Places © GeoNames (geonames.org), CC-BY 4.0. Outlines made with Natural Earth;"
        " borders are as it draws them, and take no side. Ids, people and offices from Wikidata"
        " (CC0). Every link is a program's judgement with a probability, not a fact.</p>"
        f'<details><summary>How this page was made</summary><pre tabindex="0">{_text(run)}</pre>'
        "</details></footer>\n"
    )

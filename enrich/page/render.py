"""The page: one file, written document by document, that needs no other and asks no address.

Text from an article is data. It is escaped wherever it stands in the page; the script gets it as
JSON in which no ``<`` is left, and puts it on the page as text. The policy in the head allows the
style and the script that are in the file, by their hashes, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import chain, islice
from string import Template
from typing import Any, Final

from enrich.model import Result
from enrich.page.article import as_text, heading, iter_article, iter_lists
from enrich.page.data import Json, document_data, outlines
from enrich.page.surroundings import Surroundings
from enrich.page.tiles import Tiles
from enrich.records.manifest import Manifest

_TITLE: Final = 200  # code points
SHARED_SCRIPTS: Final = (
    "frame.js", "tiles.js", "map.js", "gestures.js", "panel.js", "lists.js", "filters.js",
    "contents.js", "spots.js", "reader.js",
)  # fmt: skip
"""The scripts that show texts, here and on the desk of the service, in order."""
_SCRIPTS: Final = (*SHARED_SCRIPTS, "downloads.js", "page.js")


def page(
    results: Iterable[Result],
    data: Callable[[Result, int], Json] = document_data,
    *,
    tiles: Tiles | None = None,
) -> Iterator[str]:
    """Yield the page, part by part; no more than two results are held at a time.

    Args:
        results: The documents, linked.
        data: What the script is to know of a document of a number, from 0.
        tiles: What the map is drawn on, fetched when the page is read; None to fetch nothing.

    Example:
        >>> "".join(page([]))[:15]
        '<!DOCTYPE html>'
    """
    manifest = Manifest()
    drawn: Json = {}
    around = Surroundings()
    iterator = iter(results)
    ahead = list(islice(iterator, 2))
    several = len(ahead) > 1
    before, after = _own("page.html").split("<!-- documents -->\n")
    yield Template(before).substitute(_head(ahead, tiles))
    for number, result in enumerate(chain(ahead, iterator)):
        manifest.add(result)
        around.add(result)
        drawn |= outlines(result, drawn)  # each once, however many documents name it
        yield from _document(result, number, data(result, number), several=several)
    yield Template(after).substitute(
        map=part("map"),
        run=_run(manifest.to_dict()),
        basemap=_own("basemap.json").strip(),
        outlines=_json(drawn),
        around=_json(around.drawn()),
        script=_script(),
    )


def part(name: str) -> str:
    """Return what stands in the page as it stands on the desk of the service, as HTML.

    Args:
        name: ``legend``, ``finder`` or ``map``.

    Example:
        >>> 'role="search"' in part("finder")
        True
    """
    return _own(f"{name}.html").strip()


@cache
def _own(name: str) -> str:
    return (files("enrich.page") / name).read_text(encoding="utf-8")


def _head(ahead: list[Result], tiles: Tiles | None) -> dict[str, str]:
    """Return what goes into the page before its documents, of which there are at least these."""
    title = heading(ahead[0], 0)[:_TITLE] if ahead else "No document"
    several = len(ahead) > 1
    banner = '<h1 class="brand">What these texts name</h1>'
    return {
        "policy": page_policy(tiles.origin if tiles else ""),
        # Servers of tiles ask who shows them: the origin of the page, never its address.
        "referrer": "strict-origin" if tiles else "no-referrer",
        "tiles": _attributes(tiles) if tiles else "",
        "title": as_text(f"{title} and others: what they name" if several else title),
        "style": _own("page.css"),
        "shape": "several" if several else "single",
        "banner": banner if several else '<p class="brand">What this text names</p>',
        "contents": '<nav id="contents" aria-label="Texts" hidden></nav>' if several else "",
        "legend": part("legend"),
        "finder": part("finder"),
    }


def _attributes(tiles: Tiles) -> str:
    return f' data-tiles="{as_text(tiles.url)}" data-credit="{as_text(tiles.credit)}"'


@cache
def page_policy(images: str = "") -> str:
    """Return the content security policy of pages, which each holds.

    What is in the file runs, by its hash, and nothing is fetched but images from one origin, if
    one is given.

    Example:
        >>> page_policy()[:18]
        "default-src 'none'"
    """
    style, script = _hash(_own("page.css")), _hash(_script())
    return (
        f"default-src 'none'; style-src {style}; script-src {script};"
        f"{f' img-src {images};' if images else ''}"
        " base-uri 'none'; form-action 'none'"
    )


@cache
def _script() -> str:
    return "".join(map(_own, _SCRIPTS))


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _json(value: Any) -> str:
    """Return JSON in which nothing can end the element that it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8", "replace").decode()


def _document(result: Result, number: int, data: Json, *, several: bool) -> Iterator[str]:
    level = 2 if several else 1
    yield f'<section class="document" id="d{number}" aria-labelledby="t{number}">\n'
    yield from iter_article(result, number, level)
    yield '<div class="lists">\n'
    yield from iter_lists(result, level + 1)
    yield "</div>\n"
    yield f'<script type="application/json" class="data">{_json(data)}</script>\n</section>\n'


def _run(manifest: dict[str, Any]) -> str:
    """Return how the page was made: the gist as a line, all of it to unfold."""
    told = [f"enrich {manifest['version']}"] if manifest.get("version") else []
    told += [f"gazetteer {manifest['gazetteer']}"] if manifest.get("gazetteer") else []
    told += [str(model) for model in dict(manifest.get("models") or {}).values()]
    documents = manifest.get("documents", [])
    if len(documents) == 1 and documents[0].get("sha256"):
        told.append(f"SHA-256 of the text {documents[0]['sha256'][:12]}…")
    whole = as_text(json.dumps(manifest, ensure_ascii=False, indent=1))
    return (
        f"<p>{as_text(' · '.join(told))}</p>\n<details><summary>The run in full: version, settings,"
        f' gazetteer, models, input</summary><pre tabindex="0">{whole}</pre></details>'
    )

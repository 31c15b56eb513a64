"""What holds of every result and every output, whatever was read: as lists of what is broken.

The property tests ask the same of what Hypothesis draws.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import Any, Final

from lxml import etree

from enrich.formats import LAYERS, write_to
from enrich.model import Document, Link, Result
from enrich.records.features import iter_features
from enrich.records.record import FIELDS, iter_records
from fuzzing.geojson_rules import broken_rules

TEXT_FORMATS: Final = (
    "json", "jsonl", "csv", "annotations", "schemaorg", "tei", "table", "html",
    "geojson", "geojsonseq", "kml", "linkedplaces",
)  # fmt: skip
"""Formats that are text; the last four are of a layer."""
MAPS: Final = frozenset(TEXT_FORMATS[-4:])
_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_GUARDED: Final = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")
_KML: Final = "{http://www.opengis.net/kml/2.2}"
_TEI: Final = "{http://www.tei-c.org/ns/1.0}"


def broken(result: Result) -> list[str]:
    """Return what is broken in a result; nothing for a good one."""
    found = [line for link in result.links for line in _of_link(link, result)]
    spans = [(link.mention.start, link.mention.end) for link in result.links]
    if result.document.spans is None:
        if [start for start, _ in spans] != sorted(start for start, _ in spans):
            found.append("the links are not in the order of the text")
        found += _crossing(spans)
        each = Counter(
            (*span, link.mention.kind) for span, link in zip(spans, result.links, strict=True)
        )
        found += [f"{span} has {n} links" for span, n in each.items() if n > 1]
    place = result.primary_place
    if place is not None and place.id not in {entity.id for entity in result.places}:
        found.append(f"the primary place {place.id} is not in the text")
    return found


def _of_link(link: Link, result: Result) -> Iterator[str]:
    text, mention = result.document.text, link.mention
    span = f"mention {mention.start}..{mention.end} {mention.text!r}"
    if not 0 <= mention.start < mention.end <= len(text):
        yield f"{span} is empty or outside the text"
        return
    if text[mention.start : mention.end] != mention.text:
        yield f"{span} is not what the text has there"
    given = result.document.spans is not None
    if not given and not (_is_seen(mention.text[0]) and _is_seen(mention.text[-1], end=True)):
        yield f"{span} begins or ends with what is not seen"
    for score in (link.score, link.runner_up_score, *(p for _, p in mention.roles)):
        if score is not None and not 0.0 <= score <= 1.0:
            yield f"{span}: {score} is not a probability"
    if (link.entity is None) != (link.nil is not None):
        yield f"{span}: an entity {link.id} and nil {link.nil}"
    if link.lat is not None and not (
        math.isfinite(link.lat) and math.isfinite(link.lon or 0.0)
        and abs(link.lat) <= 90 and abs(link.lon or 0.0) <= 180
    ):  # fmt: skip
        yield f"{span}: {link.lat}, {link.lon} is off the globe"
    if "\n" in link.reason:
        yield f"{span}: a reason of several lines"


def _is_seen(sign: str, *, end: bool = False) -> bool:
    """Whether a sign is seen; a name that was decoded wrongly may end with any byte of UTF-8."""
    return (sign.isprintable() and not sign.isspace()) or (end and "\x80" <= sign <= "\xbf")


def _crossing(spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield the pairs that are neither equal, nested nor apart; the time is that of sorting."""
    around: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        while around and around[-1][1] <= start:
            around.pop()
        if around and end > around[-1][1]:
            yield f"{around[-1]} and {start, end} cross"
        around.append((start, end))


def broken_error(error: Exception) -> list[str]:
    """Return what is wrong with the message of an error: it is to be one line, and not endless."""
    said = str(error)
    found = ["an error of several lines"] if "\n" in said or "\r" in said else []
    if not said.strip():
        found.append("an error without a word")
    if len(said) > 2000:
        found.append(f"an error of {len(said)} characters")
    return found


def broken_output(results: Sequence[Result], name: str, layer: str = LAYERS[0]) -> list[str]:
    """Return what is broken in an output: it parses strictly and holds what the results do.

    Args:
        results: One per document.
        name: A member of ``TEXT_FORMATS``.
        layer: Of a map.
    """
    out = io.StringIO(newline="")
    write_to(results, out, format=name, **({"layer": layer} if name in MAPS else {}))
    written = out.getvalue()
    try:
        written.encode()
        found = list(_CHECKS[name](written, results, layer))
    except (ValueError, KeyError, etree.LxmlError, csv.Error) as error:
        found = [f"cannot be read back: {type(error).__name__}: {error}"]
    return [f"{name} {layer if name in MAPS else ''}: {line}" for line in found]


def _records(results: Sequence[Result]) -> list[dict[str, Any]]:
    return [record for result in results for record in iter_records(result)]


def _of_json(written: str, results: Sequence[Result], _: str) -> Iterator[str]:
    value = _strict(written)
    objects = [value] if len(results) == 1 else value
    if [o["document"]["text"] for o in objects] != [result.document.text for result in results]:
        yield "another text"
    if [mention for o in objects for mention in o["mentions"]] != _records(results):
        yield "other mentions"
    yield from _controls(written)


def _of_jsonl(written: str, results: Sequence[Result], _: str) -> Iterator[str]:
    if [_strict(line) for line in written.split("\n")[:-1]] != _records(results):
        yield "other records"
    yield from _controls(written)


def _of_csv(written: str, results: Sequence[Result], _: str) -> Iterator[str]:
    header, *rows = csv.reader(io.StringIO(written, newline=""), strict=True)
    if tuple(header) != FIELDS:
        yield f"the header is {header}"
    cells = [["" if v is None else str(v) for v in r.values()] for r in _records(results)]
    if [[_unguarded(cell) for cell in row] for row in rows] != cells:
        yield "other cells"
    if any(re.match(r"[=+@\t\r\n＝＋－＠]", cell) for row in rows for cell in row):
        yield "a cell that a spreadsheet takes for a formula"


def _of_annotations(written: str, results: Sequence[Result], _: str) -> Iterator[str]:
    items = _strict(written)["first"]["items"]
    mentions = [link.mention for result in results for link in result.links]
    selectors = [list(item["target"]["selector"]) for item in items]
    for kind, key, expected in (
        ("TextPositionSelector", "start", [m.start for m in mentions]),
        ("TextPositionSelector", "end", [m.end for m in mentions]),
        ("TextQuoteSelector", "exact", [m.text for m in mentions]),
    ):
        if [s[key] for several in selectors for s in several if s["type"] == kind] != expected:
            yield f"other values of {key}"
    yield from _controls(written)


def _of_schemaorg(written: str, results: Sequence[Result], _: str) -> Iterator[str]:
    value = _strict(written)
    if len([value] if isinstance(value, dict) else value) != len(results):
        yield "another number of articles"
    if "<" in written:
        yield "a < that could end a script"
    yield from _controls(written)


def _of_tei(written: str, results: Sequence[Result], _: str) -> Iterator[str]:
    bodies = ["".join(body.itertext()) for body in _xml(written).iter(f"{_TEI}body")]
    if bodies != [_NO_XML.sub("\ufffd", result.document.text) for result in results]:
        yield "another text"


def _of_table(written: str, _: Sequence[Result], __: str) -> Iterator[str]:
    if "\x1b" in written:
        yield "an escape sequence"


def _of_html(written: str, results: Sequence[Result], _: str) -> Iterator[str]:
    out = io.StringIO(newline="")
    empty = [Result(Document("", str(number)), ()) for number in range(len(results))]
    write_to(empty, out, format="html")
    found, plain = _active(written), _active(out.getvalue())
    if found - plain:
        yield f"active content: {sorted(found - plain)[:5]}"


def _of_geojson(written: str, results: Sequence[Result], layer: str) -> Iterator[str]:
    value = _strict(written)
    yield from broken_rules(value)
    if value["features"] != _features(results, layer):
        yield "other features"
    yield from _controls(written)


def _of_geojsonseq(written: str, results: Sequence[Result], layer: str) -> Iterator[str]:
    first, *texts = written.split("\x1e")
    if first or [_strict(text) for text in texts] != _features(results, layer):
        yield "other features"


def _of_kml(written: str, results: Sequence[Result], layer: str) -> Iterator[str]:
    folders = {
        folder.findtext(f"{_KML}name"): folder for folder in _xml(written).iter(f"{_KML}Folder")
    }
    if len(folders[layer].findall(f"{_KML}Placemark")) != len(_features(results, layer)):
        yield "another number of placemarks"


def _of_linkedplaces(written: str, _: Sequence[Result], __: str) -> Iterator[str]:
    value = _strict(written)
    if value["type"] != "FeatureCollection":
        yield "no collection"
    yield from _controls(written)


_CHECKS: Final = {
    "json": _of_json, "jsonl": _of_jsonl, "csv": _of_csv, "annotations": _of_annotations,
    "schemaorg": _of_schemaorg, "tei": _of_tei, "table": _of_table, "html": _of_html,
    "geojson": _of_geojson, "geojsonseq": _of_geojsonseq, "kml": _of_kml,
    "linkedplaces": _of_linkedplaces,
}  # fmt: skip


def _features(results: Sequence[Result], layer: str) -> list[Any]:
    return json.loads(json.dumps(list(iter_features(results, layer))))  # tuples become lists


def _unguarded(cell: str) -> str:
    """Return a cell as the documentation of the format says to read it."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _controls(written: str) -> Iterator[str]:
    if match := _CONTROLS.search(written):
        yield f"the control character {match[0]!r}"


def _strict(text: str) -> Any:
    """Parse JSON (RFC 8259): no NaN, no key twice."""

    def refuse(name: str) -> None:
        raise ValueError(f"{name} is not JSON")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a key stands twice")
        return found

    return json.loads(text, parse_constant=refuse, object_pairs_hook=unique)


def _xml(written: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(written.encode(), parser)


class _Active(HTMLParser):
    """Counts what a browser would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "iframe", "object", "embed", "link", "base", "form", "meta"}:
            self.found[tag] += 1
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith(
                ("javascript:", "data:text")
            ):
                self.found[f"{tag} {name}"] += 1


def _active(page: str) -> Counter[str]:
    parser = _Active()
    parser.feed(page)
    parser.close()
    return parser.found

"""A chunk of a Wikidata dump as a batch of drafts: what one worker does.

Most lines of a dump are of no use here (articles of science, categories, genes). They are told by
their bytes and never parsed; of those only the ends are checked for damage.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from gazetteer.errors import SourceError
from gazetteer.sources.options import BuildOptions
from gazetteer.sources.wikidata_classes import vetoed_classes
from gazetteer.sources.wikidata_item import (
    Draft,
    Json,
    draft_item,
    feature_of,
    number_of,
    superclasses,
)

_FIRST_CLASS: Final = re.compile(
    rb'"P31":\[\{"mainsnak":\{"snaktype":"value","property":"P31",(?:"hash":"[^"]*",)?'
    rb'"datavalue":\{"value":\{"entity-type":"item","numeric-id":(\d{1,12})\b'
)
_MAPPINGS: Final = ("labels", "descriptions", "aliases", "claims", "sitelinks")
_ITEM: Final = re.compile(rb'"type":\s*"item"')


@dataclass(slots=True)
class Batch:
    """What a chunk of lines came to.

    Attributes:
        drafts: Lines of JSON, a draft each, deflated; b"" for none.
        edges: (subclass, class).
        features: GeoNames feature of a class.
        countries: ISO 3166-1 alpha-2 code of a country.
        referred: Numbers of the areas, seats, offices and bodies that the drafts refer to.
        items: Items found, kept or not.
        problems: (line, what is wrong).
    """

    drafts: bytes = b""
    edges: list[tuple[int, int]] = field(default_factory=list)
    features: list[tuple[int, str]] = field(default_factory=list)
    countries: list[tuple[int, str]] = field(default_factory=list)
    referred: set[int] = field(default_factory=set)
    items: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


class BadLine(ValueError):
    """A line holds no item that can be read."""


def load_json(data: bytes) -> Json:
    """Return parsed JSON; without orjson, a ``SourceError`` says how to install it."""
    try:
        import orjson
    except ModuleNotFoundError as error:
        raise SourceError(
            "reading a Wikidata dump needs orjson: pip install 'enrich-geo[build]'"
        ) from error
    return orjson.loads(data)


def read_chunk(first: int, data: bytes, options: BuildOptions) -> Batch:
    r"""Return the drafts of some whole lines of a dump, of which the first has a number.

    Example:
        >>> read_chunk(1, b'[\n{"type":"item"},\n]', BuildOptions()).problems
        [(2, 'item without an id')]
    """
    batch = Batch()
    drafts = []
    for number, line in enumerate(data.split(b"\n"), first):
        try:
            if draft := _read_line(line.strip(b" \t\r,"), number, batch, options):
                drafts.append(draft)
        except BadLine as error:
            batch.problems.append((number, str(error)))
    batch.drafts = _packed(drafts)
    return batch


def _packed(drafts: list[Draft]) -> bytes:
    if not drafts:
        return b""
    import orjson

    return zlib.compress(b"\n".join(map(orjson.dumps, drafts)), level=1)


def iter_drafts(packed: bytes) -> Iterator[Draft]:
    """Yield the drafts of a batch."""
    if packed:
        for line in zlib.decompress(packed).split(b"\n"):
            yield load_json(line)


def _read_line(line: bytes, number: int, batch: Batch, options: BuildOptions) -> Draft | None:
    if line in {b"", b"[", b"]"}:
        return None
    if not line.startswith(b"{"):
        raise BadLine("line that is not a JSON object")
    if _is_useless(line):
        if not line.endswith(b"}"):
            raise BadLine("broken JSON")
        batch.items += _ITEM.search(line, 0, 200) is not None
        return None
    try:
        item = load_json(line)
    except ValueError:
        raise BadLine("broken JSON") from None
    return _read_item(item, number, batch, options)


def _is_useless(line: bytes) -> bool:
    """Whether the first class of a line is one that is left out, told without parsing it."""
    match = _FIRST_CLASS.match(line, max(0, line.find(b'"P31":[')))
    return match is not None and int(match[1]) in vetoed_classes()


def _read_item(item: Json, line: int, batch: Batch, options: BuildOptions) -> Draft | None:
    if item.get("type") != "item":
        return None
    number = number_of(item.get("id"))
    if number is None:
        raise BadLine("item without an id")
    batch.items += 1
    for key in _MAPPINGS:
        if isinstance(item.get(key), list):
            batch.problems.append((line, f"list where a mapping of {key} belongs"))
    batch.edges += [(number, parent) for parent in superclasses(item)]
    if feature := feature_of(item):
        batch.features.append((number, feature))
    draft = draft_item(item, number, options)
    if draft is None or not vetoed_classes().isdisjoint(draft["classes"]):
        return None
    if iso := draft.get("iso"):
        batch.countries.append((number, iso))
    for key in ("places", "seats", "occupations"):
        batch.referred.update(draft.get(key, ()))  # type: ignore[arg-type]
    for office in draft.get("offices", ()):
        batch.referred.update((office["office"], *office["of"]))
    return draft

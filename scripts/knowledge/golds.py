"""Golds of every corpus in one shape: by id, by name where there is no id, or nothing to link to.

The golds never depend on the gazetteer that is measured: two gazetteers are compared over the same.
Titles of Wikipedia (GUM) become ids by the references alone; a title that none of them has is a
gold by its name, as an entity of ``world/`` is that the annotators named without an id.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from evaluation import corpora
from evaluation.wikinews import is_name

from enrich.evaluation.gold import Gold, GoldDocument
from enrich.model import Document
from gazetteer.model import Kind

__all__ = [
    "CORPORA",
    "LINKING",
    "PLACES",
    "WIKINEWS",
    "WORLD",
    "Article",
    "Expected",
    "read_articles",
    "spellings",
]

LINKING: Final = ("linking_wiki_fair_v2", "linking_kore50", "linking_oke_2016_train")
WIKINEWS: Final = "linking_gum_wikinews"
PLACES: Final = ("places_lgl", "places_trnews", "places_gwn")
WORLD: Final = "world"
CORPORA: Final = (*LINKING, WIKINEWS, WORLD, *PLACES)

_KINDS: Final = {"person": "person", "organization": "organisation", "place": "place"}
_POSSESSIVE: Final = re.compile(r"\s*(?:['’]\s?s|(?<=s)['’])$", re.IGNORECASE)
_LITTLE: Final = {"", "of", "the", "and", "for", "in"}

Same = Callable[[str], frozenset[str]]
"""Returns all Wikidata ids of the entity that has one of them."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What annotators say of a span.

    Attributes:
        start: Offset of its first code point.
        end: Offset after its last.
        text: As written.
        kind: "place", "person", "organisation", or another for what is not looked for.
        ids: CURIEs of the entity, duplicates of the same one among them.
        name: Of the entity, or "".
        nil: Whether it is nobody that a gazetteer would have.
        ignored: Neither to be missed nor wrong to link.
    """

    start: int
    end: int
    text: str
    kind: str
    ids: frozenset[str] = frozenset()
    name: str = ""
    nil: bool = False
    ignored: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """Start and end."""
        return self.start, self.end

    @property
    def known(self) -> bool:
        """Whether it says which entity is meant."""
        return bool(self.ids or self.name) and not self.nil and not self.ignored


@dataclass(frozen=True, slots=True)
class Article:
    """A text and what is annotated in it.

    Attributes:
        corpus: Its corpus.
        id: Corpus and id: "world:adjara-2004".
        text: The text.
        expected: Its golds in the order of the text.
        kinds: Kinds that its corpus annotates, so that a link beside a gold is wrong.
        published: ISO 8601 date, or None.
        outlet: Who published it, or None.
        span: The part that was annotated, or None for all of it.
    """

    corpus: str
    id: str
    text: str
    expected: tuple[Expected, ...]
    kinds: frozenset[str]
    published: str | None = None
    outlet: str | None = None
    span: tuple[int, int] | None = None

    def document(self, *, given: bool) -> Document:
        """Return what a linker is to read, the spans of the golds given or not."""
        asked = {(e.start, e.end, Kind(e.kind)): None for e in self.expected if e.kind in self.kinds
                 and not e.ignored}  # fmt: skip
        spans = tuple(asked) if given else None
        return Document(
            self.text, self.id, published=self.published, outlet=self.outlet, spans=spans
        )

    def is_annotated(self, start: int, end: int) -> bool:
        """Tell whether a span lies in the part that was annotated."""
        return self.span is None or (self.span[0] <= start and end <= self.span[1])


def read_articles(
    shared: Path, corpus: str, same: Same, titles: Mapping[str, str]
) -> Iterator[Article]:
    """Read a corpus.

    Args:
        shared: Folder of the reference data.
        corpus: One of ``CORPORA``.
        same: All ids of the entity of an id.
        titles: Wikidata ids by title of the English Wikipedia.
    """
    if corpus == WORLD:
        yield from _world(shared / "world" / "world_news.jsonl", same)
    elif corpus == WIKINEWS:
        yield from _wikinews(shared / "corpora" / f"{corpus}.jsonl", same, titles)
    elif corpus in PLACES:
        path = shared / "corpora" / f"{corpus}.jsonl"
        yield from _from_golds(corpus, corpora.read_places(path), {}, same, frozenset({"place"}))
    else:
        path = shared / "corpora" / f"{corpus}.jsonl"
        yield from _from_golds(corpus, corpora.read_linking(path), _names(path), same, _ALL)


def spellings(name: str) -> frozenset[str]:
    """Return what a name is compared by.

    It is compared whole, without what stands behind a comma or in brackets, and as its words in
    any order without "of" and "the".

    Example:
        >>> bool(spellings("Ministry of Defence (Iran)") & spellings("ministry of defence"))
        True
    """
    words = name.replace("(", " ").replace(")", " ").replace(",", " ").split()
    bare = sorted({_folded(word) for word in words} - _LITTLE)
    shorter = (name.partition(mark)[0] for mark in (",", " ("))
    whole = (_folded(name), *map(_folded, shorter))
    return frozenset({*whole, " ".join(bare)}) - {""}


_ALL: Final = frozenset(Kind(kind).value for kind in Kind)


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isalnum())


def _from_golds(
    corpus: str,
    documents: Iterable[GoldDocument],
    names: Mapping[tuple[str, int, int, str], str],
    same: Same,
    kinds: frozenset[str],
) -> Iterator[Article]:
    for document in documents:
        expected = tuple(
            _expected(gold, names.get((document.id, *gold.span, gold.kind or ""), ""), same)
            for gold in document.golds
        )
        yield Article(
            corpus, f"{corpus}:{document.id}", document.text, expected, kinds,
            document.published, None, document.span,
        )  # fmt: skip


def _expected(gold: Gold, name: str, same: Same) -> Expected:
    ids = _all_ids(gold.curies, same)
    ignored = gold.optional or (gold.kind in _ALL and not ids)
    return Expected(
        *gold.span, gold.text, gold.kind or "", ids, name if ids else "", ignored=ignored
    )


def _all_ids(curies: Iterable[str], same: Same) -> frozenset[str]:
    found = set(curies)
    for curie in tuple(found):
        scheme, _, number = curie.partition(":")
        if scheme == "wikidata":
            found |= {f"wikidata:{other}" for other in same(number)}
    return frozenset(found)


def _names(path: Path) -> dict[tuple[str, int, int, str], str]:
    """Names of the entities as the corpus gives them."""
    return {
        (str(line["id"]), m["start"], m["end"], m["kind"]): m.get("name") or ""
        for line in _lines(path)
        for m in line["mentions"]
    }


def _world(path: Path, same: Same) -> Iterator[Article]:
    for line in _lines(path):
        expected = tuple(_of_world(mention, same) for mention in line["mentions"])
        yield Article(
            WORLD, f"{WORLD}:{line['id']}", line["text"], expected, _ALL,
            line.get("published") or None, line.get("outlet") or None,
        )  # fmt: skip


def _of_world(mention: Mapping[str, Any], same: Same) -> Expected:
    curies = [f"{s}:{mention[s]}" for s in ("geonames", "wikidata") if mention.get(s)]
    return Expected(
        mention["start"], mention["end"], mention["text"], mention["kind"],
        _all_ids(curies, same), mention.get("name") or "", bool(mention.get("nil")),
    )  # fmt: skip


def _wikinews(path: Path, same: Same, titles: Mapping[str, str]) -> Iterator[Article]:
    for line in _lines(path):
        found = [
            _titled(m, line["text"], same, titles) for m in line["mentions"] if m["type"] in _KINDS
        ]
        expected = tuple(sorted(found, key=lambda e: e.span))
        yield Article(WIKINEWS, f"{WIKINEWS}:{line['id']}", line["text"], expected, _ALL)


def _titled(
    mention: Mapping[str, Any], text: str, same: Same, titles: Mapping[str, str]
) -> Expected:
    start, end = mention["start"], mention["end"]
    head = text[start:end].split(" ", 1)
    if len(head) > 1 and head[0].lower() in ("the", "a", "an"):
        start += len(head[0]) + 1  # the article is no part of a name of ours
    end -= len(text[start:end]) - len(_POSSESSIVE.sub("", text[start:end]))  # nor is this
    title = unquote(mention["wiki"]).replace("_", " ")
    qid = titles.get(title)
    ids = _all_ids([f"wikidata:{qid}"] if qid else [], same)
    words = text[start:end]
    return Expected(
        start, end, words, _KINDS[mention["type"]], ids, title, ignored=not is_name(words)
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)

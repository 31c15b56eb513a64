"""Read the Wikinews part of GUM: titles of Wikipedia articles, mapped to Wikidata ids.

Titles become ids through facts at hand only, in this order:

- the English article of a politician (``politicians_wikidata``) or an organisation (``ror``);
- "City,_State" is the one place of that name within an area of that name;
- a title without brackets is the country or capital of exactly that name, where there is one, else
  the state of the United States, else the one entity of the kind that the gazetteer shows under
  exactly that name; "(country)" and "(state)" are what they say.

A gold whose title cannot be mapped is excluded, and so is what is no name ("the ant species",
"there"): both count neither way, and both are counted.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from enrich.evaluation.gold import Gold, GoldDocument
from gazetteer.codes import CAPITAL, is_country, is_first_level
from gazetteer.model import Entity, Kind
from gazetteer.store import Gazetteer

__all__ = ["Titles", "is_name", "read_wikinews", "title_of_address"]

_KINDS = {"person": "person", "organization": "organisation", "place": "place"}
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_LOWER = {"and", "at", "bin", "da", "de", "del", "der", "di", "for", "in", "la", "of", "on", "the",
          "to", "van", "von"}  # fmt: skip
_PRONOUNS = {"He", "Her", "His", "I", "It", "Its", "She", "Their", "They", "We", "Who"}


@dataclass
class Titles:
    """Ids of Wikipedia articles.

    Attributes:
        gazetteer: Where names are looked up.
        known: Ids by title, as references have them.
    """

    gazetteer: Gazetteer
    known: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_references(cls, gazetteer: Gazetteer, references: Path) -> Titles:
        """Read the references.

        Args:
            gazetteer: Where names are looked up.
            references: Folder of ``politicians_wikidata.jsonl.gz`` and the others.
        """
        return cls(gazetteer, dict(_iter_known(references)))

    def id_of(self, title: str, kind: str) -> str | None:
        """Return the Wikidata id of an article, None where nothing at hand tells it.

        Args:
            title: As in its address: "Paris,_Texas".
            kind: "place", "person" or "organisation".
        """
        name = unquote(title).replace("_", " ")
        if name in self.known:
            return self.known[name]
        bare, _, bracket = name.partition(" (")
        if bracket:
            return self._bracketed(bare, kind, bracket.rstrip(")"))
        if "," in bare:
            name, _, area = (part.strip() for part in bare.partition(","))
            return _single(e for e in self._held(name, kind) if area in e.admin)
        held = self._held(bare, kind)
        for wellknown in (_is_state, _is_american_state):
            if found := [e for e in held if wellknown(e)]:
                return _single(found)
        return _single(held)

    def _bracketed(self, name: str, kind: str, bracket: str) -> str | None:
        rules = {
            "country": _is_country, "state": _is_american_state, "U.S. state": _is_american_state,
        }  # fmt: skip
        rule = rules.get(bracket)
        return None if rule is None else _single(e for e in self._held(name, kind) if rule(e))

    def _held(self, name: str, kind: str) -> list[Entity]:
        hits = self.gazetteer.lookup(name, Kind(kind))
        return [hit.entity for hit in hits if hit.entity.name == name]


def read_wikinews(path: Path, titles: Titles) -> tuple[list[GoldDocument], Counter[str]]:
    """Read the corpus.

    Args:
        path: ``linking_gum_wikinews.jsonl``.
        titles: What maps titles to ids.

    Returns:
        The documents, golds that are excluded marked as optional, and how many there are of each
        sort.
    """
    counts: Counter[str] = Counter()
    documents = []
    for line in path.read_text(encoding="utf-8").splitlines():
        content = json.loads(line)
        golds = [
            _gold(m, content["text"], titles.id_of, counts)
            for m in content["mentions"]
            if m["type"] in _KINDS
        ]
        golds.sort(key=lambda gold: gold.span)
        documents.append(GoldDocument(content["id"], content["text"], tuple(golds)))
    return documents, counts


def is_name(text: str) -> bool:
    """Tell whether a mention is a name, by its form: capitals but for the words between.

    Example:
        >>> is_name("University of Helsinki"), is_name("the ant species"), is_name("It")
        (True, False, False)
    """
    words = _ARTICLE.sub("", text, count=1).split() if _ARTICLE.match(text) else text.split()
    letters = [word for word in words if word[:1].isalnum()]
    if not letters or letters[0] in _PRONOUNS or not letters[0][0].isupper():
        return False
    return letters[-1][0].isupper() and all(w[0].isupper() or w in _LOWER for w in letters)


def _gold(
    mention: Mapping[str, Any],
    text: str,
    id_of: Callable[[str, str], str | None],
    counts: Counter[str],
) -> Gold:
    kind = _KINDS[mention["type"]]
    start, end = mention["start"], mention["end"]
    if article := _ARTICLE.match(text[start:end]):
        start += article.end()  # "the University of Helsinki": the article is no part of ours
    words = text[start:end]
    found = id_of(mention["wiki"], kind) if is_name(words) else None
    sort = "mapped" if found else "no id at hand" if is_name(words) else "no name"
    counts[sort] += 1
    return Gold(start, end, words, kind, wikidata=found, optional=found is None)


def _is_country(entity: Entity) -> bool:
    return is_country(entity.feature)


def _is_state(entity: Entity) -> bool:
    return _is_country(entity) or entity.feature == CAPITAL


def _is_american_state(entity: Entity) -> bool:
    return entity.country == "US" and is_first_level(entity.feature)


def _single(entities: Iterable[Entity]) -> str | None:
    """The Wikidata id of the one entity; None of none or several."""
    ids = {entity.id_in("wikidata") for entity in entities}
    return ids.pop() if len(ids) == 1 else None


def _iter_known(references: Path) -> Iterator[tuple[str, str]]:
    for line in _lines(references / "ror_organisations.jsonl.gz"):
        for sort, address in line.get("links") or ():
            english = "//en.wikipedia.org/wiki/" in (address or "")
            if sort == "wikipedia" and english and line.get("wd"):
                yield title_of_address(address), line["wd"]
    for line in _lines(references / "politicians_wikidata.jsonl.gz"):
        if line.get("enwiki"):
            yield line["enwiki"], line["qid"]


def title_of_address(address: str) -> str:
    """Return the title of the article at an address of Wikipedia.

    Example:
        >>> title_of_address("https://en.wikipedia.org/wiki/Le_Monde")
        'Le Monde'
    """
    return unquote(address.partition("/wiki/")[2]).replace("_", " ")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)

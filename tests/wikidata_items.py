"""Items of Wikidata as the tests' own server holds them: what is said of each, by property."""

import bz2
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

ENTITY = "http://www.wikidata.org/entity/"

Json = dict[str, Any]


def load_items(path: Path) -> list[Json]:
    """Read an array of items, packed with bzip2 or not: a dump, or a file of ours."""
    opened = bz2.open if path.suffix == ".bz2" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def mapping(value: Any) -> Mapping[str, Any]:
    """PHP writes an empty mapping as an empty list."""
    return value if isinstance(value, dict) else {}


def languages_after(language: str) -> list[str]:
    """Return a language and those that stand in for it, as Wikibase has them."""
    parents = ["-".join(language.split("-")[:n]) for n in range(language.count("-"), 0, -1)]
    return list(dict.fromkeys([language, *parents, "mul", "en"]))


def folded(text: str) -> str:
    """Fold case and accents, so that "Kapán" is found under "kapan"."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@cache
def words_of(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", folded(text)))


class Items:
    """Items by id; one that was merged into another is led to it.

    Args:
        items: In the form of the dumps.
        redirects: Old ids with those that they lead to.
    """

    def __init__(self, items: Iterable[Json], redirects: Mapping[str, str] | None = None) -> None:
        self._by_id = {item["id"]: item for item in items}
        self.redirects = dict(redirects or {})

    def __iter__(self) -> Iterator[Json]:
        return iter(self._by_id.values())

    def get(self, id_: str) -> Json | None:
        return self._by_id.get(self.redirects.get(id_, id_))

    def add(self, item: Json) -> None:
        self._by_id[item["id"]] = item

    def remove(self, id_: str) -> None:
        del self._by_id[id_]

    def best(self, id_: str, prop: str) -> list[Json]:
        """Return the main snaks that count: preferred ones if there are any, never deprecated."""
        held = self.statements(id_, prop)
        preferred = [s for s in held if s.get("rank") == "preferred"]
        counted = preferred or [s for s in held if s.get("rank") != "deprecated"]
        return [s["mainsnak"] for s in counted]

    def statements(self, id_: str, prop: str) -> list[Json]:
        return list(mapping(mapping(self.get(id_)).get("claims")).get(prop, ()))

    def linked(self, id_: str, prop: str) -> list[str]:
        """Return the ids that the best statements of a property name."""
        return [found for snak in self.best(id_, prop) if (found := linked_id(snak))]

    def above(self, id_: str, prop: str) -> list[str]:
        """Return what is reached by one or more steps along a property, the nearest first."""
        found: dict[str, None] = {}
        waiting = self.linked(id_, prop)
        while waiting:
            at = waiting.pop(0)
            if at not in found:
                found[at] = None
                waiting.extend(self.linked(at, prop))
        return list(found)


def value_of(snak: Json) -> Any:
    """Return the value, or None where it is unknown or there is none."""
    return mapping(snak.get("datavalue")).get("value")


def linked_id(snak: Json) -> str | None:
    value = mapping(value_of(snak))
    if "numeric-id" in value and "id" not in value:  # as before 2017
        return f"Q{value['numeric-id']}"
    return value.get("id")


def term(item: Json, kind: str, language: str) -> str | None:
    """Return the label or the description of an item in one language."""
    return mapping(mapping(item.get(kind)).get(language)).get("value")


def aliases(item: Json, language: str) -> list[str]:
    return [alias["value"] for alias in mapping(item.get("aliases")).get(language, ())]


def count_sitelinks(item: Json) -> int:
    return len(mapping(item.get("sitelinks")))


def number_of(item: Json) -> int:
    return int(item["id"][1:])


def title_of(item: Json) -> str:
    return f"Property:{item['id']}" if item["id"].startswith("P") else item["id"]

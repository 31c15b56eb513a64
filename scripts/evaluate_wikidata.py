"""Measure what live Wikidata adds, over the entities that a server of our own holds.

    python scripts/evaluate_wikidata.py [--shared DIR] [--json OUT]

The documents of two corpora of entity linking, KORE50 and OKE 2016, are linked without and with
Wikidata, which is played by the server of the tests. Two sets of items are kept apart:

- real: the 1,130 items of the reference data;
- rebuilt: an item for each further gold, made of what the annotation says of it: the id, the name
  and the kind, one Wikipedia article, no alias and no fact. So it says what linking does with what
  a search finds, not what Wikidata's search would find.

Counted are the golds whose item the server holds, with their spans and kinds given and from raw
text (a gold counts as found when a link has its very span). "Lost" are links of all golds that are
right without Wikidata and not with it; "new wrong" are golds that were unlinked and are linked to
another entity than the annotated one. Nothing is tuned on these documents.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from live import SHARED, documents, sample_items, serving

from enrich import Document, Kind, Linker, LiveOptions
from enrich.model import Result
from gazetteer.wikidata.settings import Settings

CORPORA = ("linking_kore50", "linking_oke_2016_train")
CLASSES = {"person": "Q5", "place": "Q486972", "organisation": "Q43229"}
Gold = dict[str, Any]
Answers = dict[tuple[int, int], str | None]


def main() -> int:
    """Measure, print a table, and write the figures if asked to; return the exit status."""
    options = _parse_arguments()
    real = sample_items(options.shared)
    held = {item["id"] for item in real}
    rebuilt = list(_rebuilt(options.shared, held))
    rows = []
    for items, name, counted in (
        (real, "real", held),
        (real + rebuilt, "rebuilt", {item["id"] for item in rebuilt}),
    ):
        with serving(items) as site, tempfile.TemporaryDirectory() as folder:
            live = LiveOptions(
                wikidata=True,
                settings=Settings(site.api, site.sparql),
                cache=Path(folder, "answers.sqlite"),
                requests=1000,
                seconds=600.0,
            )
            with Linker(user_gazetteer="") as offline, Linker(live=live, user_gazetteer="") as asks:
                for corpus in CORPORA:
                    for given in (True, False):
                        found = _measure(
                            documents(options.shared, corpus), counted, (offline, asks), given=given
                        )
                        rows += [
                            {"items": name, "corpus": corpus, "spans given": given, "kind": k, **v}
                            for k, v in found.items()
                        ]
    _print(rows)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


def _rebuilt(shared: Path, held: set[str]) -> Iterator[dict[str, Any]]:
    seen = set(held)
    for corpus in CORPORA:
        for document in documents(shared, corpus):
            for gold in document["mentions"]:
                item, name = gold.get("wikidata"), gold.get("name")
                if not item or not name or item in seen or gold["kind"] not in CLASSES:
                    continue
                seen.add(item)
                value = {"entity-type": "item", "id": CLASSES[gold["kind"]]}
                claim = {
                    "mainsnak": {"snaktype": "value", "datavalue": {"value": value}},
                    "rank": "normal",
                }
                yield {
                    "id": item,
                    "type": "item",
                    "labels": {"en": {"language": "en", "value": name}},
                    "claims": {"P31": [claim]},
                    "sitelinks": {"enwiki": {"site": "enwiki", "title": name}},
                }


def _measure(
    texts: list[dict[str, Any]], counted: set[str], linkers: tuple[Linker, Linker], *, given: bool
) -> dict[str, Counter[str]]:
    read = [_document(text, given=given) for text in texts]
    without, with_ = (list(linker.link_many(read)) for linker in linkers)
    found: dict[str, Counter[str]] = {kind: Counter() for kind in CLASSES}
    for text, before, after in zip(texts, without, with_, strict=True):
        for gold in text["mentions"]:
            if gold["kind"] in CLASSES and gold.get("wikidata"):
                _count(found[gold["kind"]], gold, _answers(before), _answers(after), counted)
    return found


def _document(text: dict[str, Any], *, given: bool) -> Document:
    golds = [g for g in text["mentions"] if g["kind"] in CLASSES]
    spans = tuple((g["start"], g["end"], Kind(g["kind"])) for g in golds) if given else None
    return Document(text["text"], text["id"], language="en", spans=spans)


def _answers(result: Result) -> Answers:
    return {
        (link.mention.start, link.mention.end): link.entity.id_in("wikidata") or link.entity.id
        for link in result.links
        if link.entity is not None
    }


def _count(
    counts: Counter[str], gold: Gold, before: Answers, after: Answers, counted: set[str]
) -> None:
    span, right = (gold["start"], gold["end"]), gold["wikidata"]
    old, new = before.get(span), after.get(span)
    counts["all golds"] += 1
    counts["lost"] += old == right != new
    counts["new wrong"] += old is None and new is not None and new != right
    if right in counted:
        counts["golds"] += 1
        counts["right without"] += old == right
        counts["right with"] += new == right
        counts["linked without"] += old is not None
        counts["linked with"] += new is not None


def _print(rows: list[dict[str, Any]]) -> None:
    print("| items | corpus | spans | kind | golds held | right without | right with | linked"
          " without | linked with | of all golds | lost | new wrong |")  # fmt: skip
    print("|" + "---|" * 12)
    for row in rows:
        spans = "given" if row["spans given"] else "found"
        keys = ("golds", "right without", "right with", "linked without", "linked with",
                "all golds", "lost", "new wrong")  # fmt: skip
        told = " | ".join(str(row.get(key, 0)) for key in keys)
        print(f"| {row['items']} | {row['corpus']} | {spans} | {row['kind']} | {told} |")


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of the reference data")
    parser.add_argument("--json", type=Path, help="write the figures here")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())

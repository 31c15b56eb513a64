"""Measure what live Wikidata adds and what it breaks, over the entities that our server holds.

    python scripts/evaluate_wikidata.py [--shared DIR] [--json OUT]
    python scripts/evaluate_wikidata.py --errors            # each link that live linking changes

The documents of two corpora of entity linking, KORE50 and OKE 2016, are linked without and with
Wikidata, each by itself, once with the spans and kinds of the golds given and once from raw text.
Wikidata is played by the server of the tests, with three sets of items, each with those before it:

- real: the 1,130 items of the reference data;
- references: rebuilt from the reference tables (live/rebuilt.py);
- annotated: an item for each further gold, of its annotation alone.

The first table counts the golds that are names and whose item is new with the set. OKE annotates
pronouns and nouns too ("he", "the president"): they are given and linked with the others, and
counted in the second table only, which says what changes over all golds of the corpora, held by the
server or not, and where links come up at no gold. A gold linked to what has no Wikidata id is
neither right nor wrong: the gazetteer holds some well-known people and organisations without one.
What is right is said in ``docs/evaluation.md``. Nothing is tuned on these documents; the weights of
organisations, the same without and with Wikidata, were trained on them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from evaluation import corpora
from evaluation.markdown import percent, table
from evaluation.wikinews import is_name
from live import documents, sample_items, serving
from live.rebuilt import iter_annotated, iter_references, names_in
from reference_data import add_shared

from enrich import Linker, LiveOptions
from enrich.evaluation.bootstrap import f1_interval, paired_interval
from enrich.evaluation.decisions import (
    Judged,
    JudgedSpan,
    Knowledge,
    judge_found,
    judge_given,
)
from enrich.evaluation.demonyms import demonym_rule
from enrich.evaluation.scores import Score
from enrich.evaluation.settings import FOUND, GIVEN, KeptMentions
from enrich.mentions import MentionFinder
from enrich.mentions.taggers.model import NameTagger
from gazetteer.model import Kind
from gazetteer.store import Gazetteer
from gazetteer.wikidata.settings import Settings

CORPORA: Final = ("linking_kore50", "linking_oke_2016_train")
REAL, REFERENCES, ANNOTATED = "real", "references", "annotated"
JUDGES: Final = {GIVEN: judge_given, FOUND: judge_found}
_LEAST: Final = 20
"""Golds, or links, below which no interval is told: so few say nothing of others."""
_CHANGES: Final = (
    "unlinked to right", "wrong to right", "without an id to right", "right to wrong",
    "right to unlinked", "unlinked to wrong", "new links at no gold",
)  # fmt: skip

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold, or a span that none stands at, judged without and with Wikidata.

    Attributes:
        document: Id of the document.
        before: Without; None where nothing was found there.
        after: With.
    """

    document: str
    before: JudgedSpan | None
    after: JudgedSpan | None

    @property
    def told(self) -> JudgedSpan:
        """One of the two, for what both say."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - there is no pair of nothing
        return found

    @property
    def change(self) -> str:
        """What became of it: of ``_CHANGES``, or anything else that is not counted."""
        before, after = _state(self.before), _state(self.after)
        if self.told.has_id:
            return f"{before} to {after}"
        is_new = self.told.gold is None and before == "unlinked" and after != "unlinked"
        return "new links at no gold" if is_new else ""


@dataclass(frozen=True, slots=True)
class Part:
    """What one row of the tables counts.

    Attributes:
        items: Name of the set of items.
        corpus: Name of the corpus.
        spans: ``GIVEN`` or ``FOUND``.
        kind: Of the golds.
        documents: Ids of all documents of the corpus.
        pairs: All of the corpus, of that kind.
        held: Wikidata ids of the items that are new with the set.
    """

    items: str
    corpus: str
    spans: str
    kind: Kind
    documents: Sequence[str]
    pairs: Sequence[Pair]
    held: frozenset[str]

    def held_golds(self) -> list[Pair]:
        """Return the golds that are names and whose item is new with the set."""
        golds = ((pair, pair.told.gold) for pair in self.pairs)
        return [
            pair
            for pair, gold in golds
            if gold is not None and gold.wikidata in self.held and is_name(gold.text)
        ]

    def figures(self) -> dict[str, Any]:
        """Return what is counted."""
        golds = self.held_golds()
        before, after = (self._scores(golds, which) for which in ("before", "after"))
        changes = Counter(pair.change for pair in self.pairs)
        whole, links = sum(after, Score()), sum(after, Score()).predicted
        few = len(golds) < _LEAST
        return {
            "items": self.items,
            "corpus": self.corpus,
            "spans": self.spans,
            "kind": str(self.kind),
            "names held": len(golds),
            "of them lacked by the gazetteer": sum(not pair.told.held for pair in golds),
            "linked to what has no id, without": _count_without_id(p.before for p in golds),
            "linked to what has no id, with": _count_without_id(p.after for p in golds),
            "without": sum(before, Score()).to_dict(),
            "with": whole.to_dict(),
            "precision with, 95 %": None if links < _LEAST else f1_interval(_of_links(after)),
            "right, change in 95 %": (
                None if few else paired_interval(_of_golds(before), _of_golds(after))
            ),
            "all golds": sum(pair.told.has_id for pair in self.pairs),
            "changes": {name: changes[name] for name in _CHANGES},
        }

    def _scores(self, golds: Iterable[Pair], which: str) -> list[Score]:
        """Return the counts of each document of the corpus."""
        found = dict.fromkeys(self.documents, Score())
        for pair in golds:
            decision: JudgedSpan | None = getattr(pair, which)
            state = _state(decision)
            found[pair.document] += Score(state == "right", state in {"right", "wrong"}, 1)
        return list(found.values())


class Trial:
    """Links the corpora without Wikidata once, and with it for each set of items.

    Args:
        gazetteer: The embedded one.
        shared: Folder of the reference data.
    """

    def __init__(self, gazetteer: Gazetteer, shared: Path) -> None:
        self._gazetteer = gazetteer
        self._shared = shared
        self._find = KeptMentions(MentionFinder(gazetteer, NameTagger(gazetteer)))
        self.documents = {
            name: list(corpora.read_linking(shared / "corpora" / f"{name}.jsonl"))
            for name in CORPORA
        }
        with Linker(gazetteer, find_mentions=self._find) as linker:
            self._without = self._judged(linker)

    def sets(self) -> Iterator[tuple[str, list[Item]]]:
        """Yield the names of the sets of items, each with the items that are new with it."""
        sample = sample_items(self._shared)
        codes = self._gazetteer.area_codes()
        countries = {code: number for number, code in codes.items() if len(code) == 2}
        texts = [d.text for of_corpus in self.documents.values() for d in of_corpus]
        references = self._shared / "sources" / "reference"
        named = {
            gold["wikidata"]: gold["name"]
            for corpus in CORPORA
            for line in documents(self._shared, corpus)
            for gold in line["mentions"]
            if gold["wikidata"] and gold.get("name")
        }
        every = [document for of_corpus in self.documents.values() for document in of_corpus]
        seen: set[str] = set()
        for name, items in (
            (REAL, sample),
            (REFERENCES, iter_references(references, countries, names_in(texts))),
            (ANNOTATED, iter_annotated(every, named)),
        ):
            new = list({item["id"]: item for item in items if item["id"] not in seen}.values())
            seen.update(item["id"] for item in new)
            yield name, new

    def parts(self, name: str, items: Sequence[Item], new: Iterable[Item]) -> Iterator[Part]:
        """Yield what the rows of a set of items count.

        Args:
            name: Of the set.
            items: All that the server holds.
            new: Those that are new with the set.
        """
        held = frozenset(item["id"] for item in new)
        with serving(items) as site, tempfile.TemporaryDirectory() as folder:
            live = LiveOptions(
                wikidata=True,
                required=True,
                settings=Settings(site.api, site.sparql),
                cache=Path(folder, "answers.sqlite"),
                requests=1000,
                seconds=600.0,
            )
            with Linker(self._gazetteer, find_mentions=self._find, live=live) as linker:
                with_wikidata = self._judged(linker)
        for corpus, of_corpus in self.documents.items():
            ids = [document.id for document in of_corpus]
            for spans in JUDGES:
                pairs = list(_paired(self._without[corpus][spans], with_wikidata[corpus][spans]))
                for kind in Kind:
                    own = [pair for pair in pairs if pair.told.kind == kind]
                    yield Part(name, corpus, spans, kind, ids, own, held)

    def _judged(self, linker: Linker) -> dict[str, dict[str, list[Judged]]]:
        """Return what became of each document by corpus and by how the spans are had."""
        found: dict[str, dict[str, list[Judged]]] = {}
        rule = demonym_rule(self._gazetteer)
        for corpus, of_corpus in self.documents.items():
            known = Knowledge(self._gazetteer, rule).of(of_corpus)
            found[corpus] = {}
            for spans, judge in JUDGES.items():
                read = [d.document(given=spans == GIVEN, outlet=False) for d in of_corpus]
                results = zip(of_corpus, linker.link_many(read), strict=True)
                found[corpus][spans] = [judge(d, result.links, known) for d, result in results]
        return found


def main() -> int:
    """Measure, print the tables, and write the figures if asked to; return the exit status."""
    options = _parse_arguments()
    rows: list[dict[str, Any]] = []
    with Gazetteer.open() as gazetteer:
        trial = Trial(gazetteer, options.shared)
        items: list[Item] = []
        for name, new in trial.sets():
            items += new
            print(f"{name}: {len(new)} items, {len(items)} with those before", file=sys.stderr)
            for part in trial.parts(name, items, new):
                rows.append(part.figures())
                if options.errors:
                    _print_changes(part)
    print(_table_of_held(rows), _table_of_changes(rows), sep="\n\n")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


def _paired(before: Iterable[Judged], after: Iterable[Judged]) -> Iterator[Pair]:
    """Bring together what both say of a gold or, where there is none, of a span."""
    for one, other in zip(before, after, strict=True):
        held = {_key(decision): decision for decision in one.decisions}
        new = {_key(decision): decision for decision in other.decisions}
        for key in dict.fromkeys((*held, *new)):
            yield Pair(one.document, held.get(key), new.get(key))


def _key(decision: JudgedSpan) -> tuple[object, ...]:
    return (*decision.span, decision.kind, decision.gold is not None)


def _state(decision: JudgedSpan | None) -> str:
    if decision is None or not decision.linked:
        return "unlinked"
    if decision.right:
        return "right"
    return "wrong" if decision.comparable or decision.gold is None else "without an id"


def _count_without_id(decisions: Iterable[JudgedSpan | None]) -> int:
    return sum(_state(decision) == "without an id" for decision in decisions)


def _of_golds(scores: Iterable[Score]) -> list[Score]:
    """Return counts of which F1 is the share of golds that are right."""
    return [Score(score.right, score.gold, score.gold) for score in scores]


def _of_links(scores: Iterable[Score]) -> list[Score]:
    """Return counts of which F1 is the share of links that are right."""
    return [Score(score.right, score.predicted, score.predicted) for score in scores]


# ------------------------------------------------------------------------------------- the tables


def _table_of_held(rows: Iterable[Mapping[str, Any]]) -> str:
    header = ["items", "corpus", "spans", "kind", "names held", "lacked offline", "right without",
              "right with", "wrong without", "wrong with", "no id without", "no id with",
              "precision with, % [95 %]", "right, change in points [95 %]"]  # fmt: skip
    cells = [
        [
            *(row[name] for name in ("items", "corpus", "spans", "kind", "names held")),
            row["of them lacked by the gazetteer"],
            row["without"]["right"],
            row["with"]["right"],
            row["without"]["predicted"] - row["without"]["right"],
            row["with"]["predicted"] - row["with"]["right"],
            row["linked to what has no id, without"],
            row["linked to what has no id, with"],
            _figure(row["with"]["precision"], row["precision with, 95 %"])
            if row["with"]["predicted"]
            else "–",
            _figure(row["with"]["recall"] - row["without"]["recall"], row["right, change in 95 %"]),
        ]
        for row in rows
        if row["names held"]
    ]
    return table(header, cells, left=range(4))


def _table_of_changes(rows: Iterable[Mapping[str, Any]]) -> str:
    header = ["items", "corpus", "spans", "kind", "all golds", *_CHANGES]
    cells = [
        [
            *(row[name] for name in ("items", "corpus", "spans", "kind", "all golds")),
            *row["changes"].values(),
        ]
        for row in rows
    ]
    return table(header, cells, left=range(4))


def _figure(value: float, interval: tuple[float, float] | None) -> str:
    if interval is None:
        return percent(value)
    low, high = interval
    return f"{percent(value)} [{percent(low)}, {percent(high)}]"


def _print_changes(part: Part) -> None:
    """Print each link that differs, for reading."""
    for pair in part.pairs:
        before, after = pair.before, pair.after
        if _answer(before) == _answer(after):
            continue
        change = pair.change or f"{_state(before)} to {_state(after)}"
        gold = pair.told.gold
        meant = f"meant {gold.wikidata}" if gold else "no gold"
        print(
            f"{part.items} {part.corpus} {part.spans} {part.kind} {change}: {pair.told.context}"
            f" ({meant}) without {_answer(before)}, with {_answer(after)}"
        )


def _answer(decision: JudgedSpan | None) -> str:
    answer = decision.answer if decision else None
    if answer is None:
        return "nothing"
    if answer.entity is None:
        return f"{answer.nil} {answer.score:.2f}" if answer.score else str(answer.nil)
    return f"{answer.entity} {answer.name} {answer.score:.2f}"


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Measure what live Wikidata adds and what it breaks.", allow_abbrev=False
    )
    add_shared(parser)
    parser.add_argument("--errors", action="store_true", help="print each link that differs")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures to a file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""Measure the linker against the annotated corpora and print every figure with its denominator.

    python scripts/evaluate.py --models build/tagger                # the three place corpora
    python scripts/evaluate.py --models build/tagger --corpus linking_kore50 --errors 20
    python scripts/evaluate.py --models build/tagger --corpus all --json before.json
    python scripts/evaluate.py --models build/tagger --corpus all --against before.json

What counts as a gold and as right is said in ``docs/evaluation.md``; which golds were excluded is
counted in the output. ``--json`` keeps every decision, and ``--against`` lists those that changed.
``--limit N`` takes the first N documents of each corpus: for a quick look, not for reporting.

The shipped tagger and the shipped ranker were trained on the place corpora, the tagger also on
ReLocaR and the ranker on the corpora of entity linking. With ``--models``, the folder of
``scripts/train_tagger.py`` and ``scripts/train_ranker.py``, each document is read and linked by
those that were trained without its fold (``evaluation/folds.py``); without, or where the weights of
the ranker are absent, a warning is printed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path

from evaluation import corpora, linking
from evaluation.choosing import LINKING, WIKINEWS, named, training_documents
from evaluation.folds import Folds, missing_weights
from evaluation.novelty import novelty_rule
from evaluation.places import count_roles
from evaluation.scores import Tally
from evaluation.trial import Models
from evaluation.wikinews import Titles, read_wikinews
from reference_data import add_shared
from tagger.parts import FOLDS, fold_model

from enrich import Linker
from enrich.evaluation.comparison import compare
from enrich.evaluation.decisions import Judged, Knowledge
from enrich.evaluation.demonyms import demonym_rule
from enrich.evaluation.figures import figures_of
from enrich.evaluation.gold import GoldDocument
from enrich.evaluation.goldfile import digest_of
from enrich.evaluation.records import (
    Evaluation,
    read_evaluation,
    records_of,
)
from enrich.evaluation.report import iter_comparison, iter_errors, iter_report
from enrich.evaluation.settings import FOUND, GIVEN
from enrich.mentions import MentionFinder
from gazetteer.errors import InputError
from gazetteer.store import Gazetteer

ROOT = Path(__file__).resolve().parent.parent

PLACES = ("places_lgl", "places_trnews", "places_gwn")
RELOCAR = "roles_relocar"
JUDGED = (*PLACES, *LINKING, WIKINEWS)
"""Corpora whose links are judged; the others have measures of their own."""
CORPORA = (*JUDGED, "article", RELOCAR)


def main() -> int:
    """Evaluate what the command line names; return the exit status."""
    options = _parse_arguments()
    if not (options.shared / "corpora").is_dir():
        print(f"no reference data at {options.shared}; say --shared PATH", file=sys.stderr)
        return 1
    try:
        earlier = read_evaluation(options.against) if options.against else None
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    with Gazetteer.open(options.gazetteer) as gazetteer, Gazetteer.open() as embedded:
        print(f"gazetteer {gazetteer.build_id}")
        evaluation = _Run(gazetteer, embedded, options).evaluate()
    if options.json:
        content = json.dumps(evaluation.to_dict(), indent=1, ensure_ascii=False)
        options.json.write_text(content + "\n", encoding="utf-8")
    if earlier:
        _print_lines(iter_comparison(compare(earlier, evaluation)))
    return 0


class _Run:
    """One run over some corpora.

    Args:
        gazetteer: What is linked to.
        embedded: Where taggers know names from, whatever is linked to.
        options: Of the command line.
    """

    def __init__(
        self, gazetteer: Gazetteer, embedded: Gazetteer, options: argparse.Namespace
    ) -> None:
        self.gazetteer = gazetteer
        self.options = options
        self.finder = _finders(gazetteer, embedded, options.models)
        self.folds = Folds(gazetteer, self.finder, options.ranker)
        novel = novelty_rule(training_documents(options.shared))
        self.known = Knowledge(gazetteer, demonym_rule(gazetteer), novel)
        self.digests: dict[str, str] = {}
        self.figures: dict[str, object] = {}

    def evaluate(self) -> Evaluation:
        """Evaluate every corpus; return what was judged, the corpora pooled."""
        _warn(self.options)
        judged: dict[str, Mapping[str, Sequence[Judged]]] = {}
        for name in self.options.corpus:
            started = time.perf_counter()
            if name in JUDGED:
                judged[name] = self._judge(name)
            else:
                tally = self._other(name)
                self.figures[name] = tally.to_dict()
                _print_tally(name, tally, self.options.errors)
            print(f"{name}: {time.perf_counter() - started:.1f} s", file=sys.stderr)
        pooled = [judged[name] for name in PLACES if name in judged]
        if len(pooled) > 1:
            self._print("places, pooled", _pool(pooled), 0)
        everything = _pool(judged.values())
        about = {"gazetteer": self.gazetteer.build_id, "corpora": list(self.options.corpus)}
        return Evaluation(about, self.digests, self.figures, records_of(everything))

    def _judge(self, name: str) -> Mapping[str, Sequence[Judged]]:
        documents = named(islice(self._documents(name), self.options.limit), name)
        self.digests |= {document.id: digest_of(document) for document in documents}
        judged = self.folds.judge(documents, self.known)
        self._print(name, judged, self.options.errors)
        if any(gold.role for document in documents for gold in document.golds):
            roles = count_roles(judged[GIVEN], "gold spans")
            roles.add(count_roles(judged[FOUND], "found spans"))
            self.figures[f"{name}, roles"] = roles.to_dict()
            _print_tally(f"{name}, roles", roles, self.options.errors)
        return judged

    def _documents(self, name: str) -> Iterable[GoldDocument]:
        path = self.options.shared / "corpora" / f"{name}.jsonl"
        if name in PLACES:
            return corpora.read_places(path)
        if name != WIKINEWS:
            return corpora.read_linking(path)
        references = self.options.shared / "sources" / "reference"
        documents, counts = read_wikinews(path, Titles.from_references(self.gazetteer, references))
        print(f"\n{name}: {', '.join(f'{sort} {count}' for sort, count in counts.items())}")
        return documents

    def _other(self, name: str) -> Tally:
        """Evaluate the reference article, or ReLocaR."""
        shared = self.options.shared
        if name == "article":
            article = shared / "article.txt"
            document = corpora.read_article(article, article.with_suffix(".gold.json"))
            with Linker(self.gazetteer) as linker:
                return linking.evaluate_article(document, linker)
        samples = islice(
            corpora.read_relocar(shared / "corpora" / f"{name}.xml"), self.options.limit
        )
        tally = Tally()
        for model, part in groupby(samples, key=lambda s: fold_model(f"relocar:{s.id}")):
            with Linker(self.gazetteer, find_mentions=self.finder(model)) as linker:
                tally.add(linking.evaluate_relocar(part, linker))
        return tally

    def _print(self, name: str, judged: Mapping[str, Sequence[Judged]], errors: int) -> None:
        figures = figures_of(judged)
        self.figures[name] = figures
        evaluation = Evaluation({}, {}, figures, records_of(judged) if errors else {})
        print(f"\n{name}")
        _print_lines(f"  {line}" for line in iter_report(evaluation))
        if errors:
            _print_lines(f"  {line}" for line in iter_errors(evaluation, errors))


def _finders(
    gazetteer: Gazetteer, embedded: Gazetteer, folder: Path | None
) -> Callable[[str], MentionFinder]:
    """Return what gives the finder with the tagger of a fold, or the shipped one for all."""
    from enrich.mentions.taggers.model import NameTagger

    shipped = MentionFinder(gazetteer, NameTagger(embedded))
    if folder is None:
        return lambda _: shipped
    models = Models(folder, embedded)
    finders: dict[str, MentionFinder] = {}

    def finder(model: str) -> MentionFinder:
        if not model.startswith("fold-"):
            return shipped
        if model not in finders:
            finders[model] = MentionFinder(gazetteer, models.tagger(model))
        return finders[model]

    return finder


def _warn(options: argparse.Namespace) -> None:
    seen = sorted({*PLACES, RELOCAR}.intersection(options.corpus))
    if not options.models and seen:
        print(
            f"warning: the shipped tagger was trained on {', '.join(seen)}: say --models DIR"
            " for figures of taggers that have not seen the documents",
            file=sys.stderr,
        )
    missing = missing_weights(options.ranker)
    if missing and set(JUDGED).intersection(options.corpus):
        print(f"warning: {missing}", file=sys.stderr)


def _pool(parts: Iterable[Mapping[str, Sequence[Judged]]]) -> dict[str, list[Judged]]:
    pooled: dict[str, list[Judged]] = {}
    for part in parts:
        for setting, judged in part.items():
            pooled.setdefault(setting, []).extend(judged)
    return pooled


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line.rstrip())


def _print_tally(name: str, tally: Tally, errors: int) -> None:
    """Print figures of a corpus and the first errors of each sort."""
    print(f"\n{name}")
    for line in tally.lines():
        print(line)
    if errors:
        shown: Counter[str] = Counter()
        sorts = Counter(miss.sort for miss in tally.misses)
        for miss in sorted(tally.misses, key=lambda m: m.sort):  # stable: text order is kept
            if shown[miss.sort] == 0:
                print(f"  -- {miss.sort}: {sorts[miss.sort]}")
            shown[miss.sort] += 1
            if shown[miss.sort] <= errors:
                print(f"     {miss}")


def _parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure the linker against annotated corpora.")
    add_shared(parser)
    parser.add_argument(
        "--corpus",
        action="append",
        choices=[*CORPORA, "all"],
        help="may be repeated (default: the three place corpora)",
    )
    parser.add_argument("--limit", type=int, metavar="N", help="first N documents of each corpus")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N of each sort")
    parser.add_argument("--json", type=Path, metavar="OUT", help="keep figures and decisions")
    parser.add_argument(
        "--against", type=Path, metavar="JSON", help="list what changed since an earlier --json"
    )
    parser.add_argument("--gazetteer", type=Path, help="another gazetteer than the embedded one")
    parser.add_argument(
        "--models",
        type=Path,
        metavar="DIR",
        help="folder of fold-0.onnx ... and rank-fold-0.json ...: cross-validate",
    )
    parser.add_argument(
        "--ranker",
        type=Path,
        metavar="DIR",
        help="folder of rank-fold-0.json ... where it is not that of --models",
    )
    options = parser.parse_args()
    options.ranker = options.ranker or options.models
    if options.models:
        needed = [options.models / f"fold-{k}.onnx" for k in range(FOLDS)]
        absent = [str(path) for path in needed if not path.is_file()]
        if absent:
            parser.error(f"no {', '.join(absent)}; scripts/train_tagger.py makes them")
    options.corpus = options.corpus or list(PLACES)
    if "all" in options.corpus:
        options.corpus = list(CORPORA)
    return options


if __name__ == "__main__":
    sys.exit(main())

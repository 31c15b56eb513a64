"""Measure the linker against the annotated corpora and print every figure with its denominator.

    python scripts/evaluate.py                      # the three place corpora, alone and pooled
    python scripts/evaluate.py --corpus article --errors 20
    python scripts/evaluate.py --corpus all --json figures.json
    python scripts/evaluate.py --models build/tagger        # by taggers that have not seen them

What counts as a gold and as right is said in ``evaluation/places.py`` and ``linking.py``, and
which golds were excluded is counted in the output. ``--limit N`` takes the first N documents of
each corpus: for a quick look, not for reporting.

The shipped tagger was trained on the place corpora and ReLocaR. With ``--models``, a folder of
``scripts/train_tagger.py``, each of their documents is read by the tagger that was trained without
its fold; without, a warning is printed. The other corpora are read by the shipped tagger always.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from itertools import groupby, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
for folder in (ROOT / "scripts", ROOT):
    if str(folder) not in sys.path:  # the package as installed goes before the source tree
        sys.path.append(str(folder))

from evaluation import corpora, linking, places  # noqa: E402
from evaluation.corpora import GoldDocument  # noqa: E402
from evaluation.scores import Tally  # noqa: E402
from evaluation.trial import Models  # noqa: E402
from tagger.parts import FOLDS, fold_model  # noqa: E402

from enrich import Linker  # noqa: E402 - after the path is set
from gazetteer.store import Gazetteer  # noqa: E402

PLACES = ("places_lgl", "places_trnews", "places_gwn")
LINKING = ("linking_kore50", "linking_oke_2016_train", "linking_wiki_fair_v2")
RELOCAR = "roles_relocar"
CORPORA = (*PLACES, "article", RELOCAR, *LINKING)
LinkerFor = Callable[[str], Linker]
"""The linker for the documents of a fold, by the name of the tagger that has not seen them."""


def main() -> int:
    """Evaluate what the command line names; return the exit status."""
    options = _parse_arguments()
    if not (options.shared / "corpora").is_dir():
        print(f"no reference data at {options.shared}; say --shared PATH", file=sys.stderr)
        return 1
    tallies: dict[str, Tally] = {}
    with (
        Gazetteer.open(options.gazetteer) as gazetteer,
        Gazetteer.open() as embedded,
        Linker(gazetteer) as linker,
    ):
        print(f"gazetteer {gazetteer.build_id}")
        is_demonym = places.demonym_rule(gazetteer)
        linker_for = _linkers(gazetteer, embedded, linker, options)
        for name in options.corpus:
            started = time.perf_counter()
            tallies[name] = _evaluate(name, linker, linker_for, is_demonym, options)
            _print(name, tallies[name], options.errors, time.perf_counter() - started)
    pooled = [tallies[name] for name in PLACES if name in tallies]
    if len(pooled) > 1:
        tallies["places, pooled"] = _pool(pooled)
        _print("places, pooled", tallies["places, pooled"], 0, None)
    if options.json:
        figures = {name: tally.to_dict() for name, tally in tallies.items()}
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def _linkers(
    gazetteer: Gazetteer, embedded: Gazetteer, shipped: Linker, options: argparse.Namespace
) -> LinkerFor:
    """Return what gives the linker of a fold: with its own tagger, or the shipped one with a word.

    Taggers know names from the embedded gazetteer, whatever is linked to.
    """
    seen = sorted({*PLACES, RELOCAR}.intersection(options.corpus))
    if not options.models:
        if seen:
            print(
                f"warning: the shipped tagger was trained on {', '.join(seen)}: say --models DIR"
                " for figures of taggers that have not seen the documents",
                file=sys.stderr,
            )
        return lambda _: shipped
    models = Models(options.models, embedded)

    @cache
    def linker_for(model: str) -> Linker:
        return Linker(gazetteer, tagger=models.tagger(model))

    return linker_for


def _evaluate(
    name: str,
    linker: Linker,
    linker_for: LinkerFor,
    is_demonym: places.Rule,
    options: argparse.Namespace,
) -> Tally:
    """Read one corpus, at most ``--limit`` documents of it, and evaluate it."""
    if name == "article":
        article = options.shared / "article.txt"
        return linking.evaluate_article(
            corpora.read_article(article, article.with_suffix(".gold.json")), linker
        )
    folder = options.shared / "corpora"
    if name == RELOCAR:
        samples = islice(corpora.read_relocar(folder / f"{name}.xml"), options.limit)
        return _by_fold(samples, "relocar", linker_for, linking.evaluate_relocar)
    path = folder / f"{name}.jsonl"
    if name in LINKING:
        documents = islice(corpora.read_linking(path), options.limit)
        return linking.evaluate_linking(documents, linker, name)
    documents = islice(corpora.read_places(path), options.limit)
    return _by_fold(
        documents,
        name,
        linker_for,
        lambda part, linker: places.evaluate_places(part, linker, is_demonym, name),
    )


def _by_fold(
    documents: Iterable[GoldDocument],
    corpus: str,
    linker_for: LinkerFor,
    evaluate: Callable[[Iterable[GoldDocument], Linker], Tally],
) -> Tally:
    """Evaluate each run of documents of one fold with the linker of that fold."""
    runs = groupby(documents, key=lambda document: fold_model(f"{corpus}:{document.id}"))
    return _pool(evaluate(part, linker_for(model)) for model, part in runs)


def _pool(tallies: Iterable[Tally]) -> Tally:
    """Add up the counts of several corpora."""
    pooled = Tally()
    for tally in tallies:
        pooled.add(tally)
    return pooled


def _print(name: str, tally: Tally, errors: int, seconds: float | None) -> None:
    """Print one corpus's figures and the first errors of each sort."""
    print(f"\n{name}" + (f" ({seconds:.1f} s)" if seconds is not None else ""))
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
    parser.add_argument(
        "--shared",
        type=Path,
        default=Path(os.environ.get("ENRICH_SHARED", ROOT.parent / "shared" / "data")),
        help="folder of the reference data (default: $ENRICH_SHARED, else ../shared/data)",
    )
    parser.add_argument(
        "--corpus",
        action="append",
        choices=[*CORPORA, "all"],
        help="may be repeated (default: the three place corpora)",
    )
    parser.add_argument("--limit", type=int, metavar="N", help="first N documents of each corpus")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N of each sort")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all figures to a file")
    parser.add_argument("--gazetteer", type=Path, help="another gazetteer than the embedded one")
    parser.add_argument(
        "--models", type=Path, metavar="DIR", help="folder of fold-0.onnx ...: cross-validate"
    )
    options = parser.parse_args()
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

"""Train the ranker and write enrich/rank/weights.json.

    python scripts/train_ranker.py --models build/tagger --work build/ranker      # the folds
    python scripts/train_ranker.py --models build/tagger                          # what ships

With ``--work DIR``, ``DIR/rank-fold-0.json`` ... are written: weights that have not seen the
documents of that fold, for ``scripts/evaluate.py --models``. Without, the weights of all documents
are written to the package. Plain numpy; a few minutes on one core. What it learns from is said in
``ranker/examples.py``; the taggers of ``scripts/train_tagger.py`` read the documents.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

from evaluation.trial import Models
from ranker.examples import Example, read_examples
from ranker.training import to_json, train
from reference_data import add_shared
from tagger.parts import FOLDS

from enrich.rank.ranker import Ranker
from enrich.rank.weights import SHIPPED, load_weights
from gazetteer.store import Gazetteer

ROOT = Path(__file__).resolve().parent.parent

_NOTE = (
    "Weights in log-odds per unit of each signal of enrich/rank/signals.py, and of each measure of"
    " enrich/rank/calibration.py. Written by scripts/train_ranker.py{seen}; do not edit."
)


def main() -> int:
    """Train what the command line names; return the exit status."""
    options = _parse_arguments()
    folds = [f"fold-{k}" for k in range(FOLDS)]
    started = time.perf_counter()
    with Gazetteer.open() as gazetteer:
        models = Models(options.models, gazetteer)
        ranker = Ranker(gazetteer, load_weights())
        examples = list(read_examples(options.shared, gazetteer, models, ranker, options.limit))
        _say(f"{_count(examples)}, gazetteer {gazetteer.build_id}", started)
        for fold in folds if options.work else [None]:
            seen = [e for e in examples if e.fold != fold]
            weights = train(seen, gazetteer, [f for f in folds if f != fold])
            note = _NOTE.format(seen=f" without the documents of {fold}" if fold else "")
            path = options.work / f"rank-{fold}.json" if fold else options.out
            _write(path, to_json(weights, note))
            _say(f"{path}: {weights.id}", started)
    return 0


def _write(path: Path, weights: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")
    part.replace(path)


def _count(examples: list[Example]) -> str:
    answers: Counter[str] = Counter()
    for example in examples:
        for group in example.draft.groups:
            known = sum(example.answers[at] is not None for at in group.mentions)
            answers[group.kind.value] += known
    return ", ".join(f"{count:,} answers for {kind}" for kind, count in answers.items())


def _say(what: str, started: float) -> None:
    print(f"{time.perf_counter() - started:6.0f} s  {what}", file=sys.stderr)


def _parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Train the ranker.")
    parser.add_argument(
        "--models", type=Path, required=True, metavar="DIR", help="folder of fold-0.onnx ..."
    )
    parser.add_argument(
        "--work", type=Path, metavar="DIR", help="write the weights of the folds there"
    )
    parser.add_argument("--out", type=Path, default=SHIPPED, help="where the weights go")
    add_shared(parser)
    parser.add_argument("--limit", type=int, metavar="N", help="first N documents of each corpus")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

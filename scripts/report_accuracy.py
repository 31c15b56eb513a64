"""Measure finding mentions, their roles and choosing the entity, and write docs/accuracy.md.

    python scripts/report_accuracy.py --models build/tagger
    python scripts/report_accuracy.py --models build/tagger --speed speed.json --json figures.json
    python scripts/report_accuracy.py --from figures.json       # the page again, unmeasured

The models are those of ``scripts/train_tagger.py all``, and beside them the weights of
``scripts/train_ranker.py``: each document is read and linked by those that have not seen it.
``--limit N`` takes the first N documents of each corpus, and ``--only`` some sections: for a quick
look, with ``--out`` elsewhere. The reference data are needed.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmark import describe_machine
from evaluation.folds import Folds
from evaluation.report import SECTIONS, measure, render
from evaluation.trial import Models, Trial
from reference_data import add_shared

from gazetteer.store import Gazetteer

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Measure or read the figures, write the page; return the exit status."""
    options = _parse_arguments()
    if options.figures:
        known = json.loads(options.figures.read_text(encoding="utf-8"))
    else:
        fault = _missing(options)
        if fault:
            print(fault, file=sys.stderr)
            return 1
        known = _measure(options)
    if options.json:
        written = json.dumps(known, indent=1, ensure_ascii=False)
        options.json.write_text(written + "\n", encoding="utf-8")
    page = render(known["about"], known["sections"])
    options.out.write_text(page, encoding="utf-8")
    return 0


def _missing(options: argparse.Namespace) -> str | None:
    """Say what is not there, and how to get it."""
    if not (options.shared / "corpora").is_dir():
        return f"no reference data at {options.shared}; say --shared PATH"
    absent = [name for name in Models.needed() if not (options.models / f"{name}.onnx").is_file()]
    if absent:
        return (
            f"no {', '.join(absent)} in {options.models};"
            f" python scripts/train_tagger.py --work {options.models} {' '.join(absent)}"
        )
    return None


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    with Gazetteer.open() as gazetteer:
        trial = Trial(
            options.shared,
            Models(options.models, gazetteer),
            options.limit,
            speed=options.speed,
            ranker=options.ranker,
        )
        machine = describe_machine()
        about = {
            "command": "python scripts/report_accuracy.py --models DIR",
            "version": version("enrich-geo"),
            "gazetteer": gazetteer.build_id,
            "model": trial.models.tagger("final").id,
            "ranker": Folds(gazetteer, trial.models.finder).ranker,
            "machine": {name: machine[name] for name in ("cores", "cpu")},
            "limit": options.limit,
        }
        wanted = [s for s in SECTIONS if not options.only or s.name in options.only]
        return {"about": about, "sections": measure(trial, wanted)}


def _parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure accuracy and write its page.")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--models", type=Path, metavar="DIR", help="folder of fold-0.onnx, without-lgl.onnx, ..."
    )
    source.add_argument(
        "--from", type=Path, dest="figures", metavar="FILE", help="figures of an earlier --json"
    )
    add_shared(parser)
    parser.add_argument(
        "--ranker",
        type=Path,
        metavar="DIR",
        help="folder of rank-fold-0.json ... where it is not that of --models",
    )
    parser.add_argument("--speed", type=Path, metavar="FILE", help="figures of benchmark.py --json")
    parser.add_argument(
        "--only", action="append", choices=[s.name for s in SECTIONS], help="may be repeated"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="first N documents of each corpus")
    parser.add_argument("--json", type=Path, metavar="OUT", help="keep the figures in a file")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "accuracy.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

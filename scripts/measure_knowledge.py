"""Measure what a gazetteer knows of what texts name, and what another would gain and harm.

    python scripts/measure_knowledge.py --json before.json           # the embedded gazetteer
    python scripts/measure_knowledge.py --gazetteer OLD.gaz NEW.gaz --changes changes.tsv
    python scripts/measure_knowledge.py --against before.json --changes changes.tsv
    python scripts/measure_knowledge.py --read before.json --unlinked unlinked.tsv

Over the corpora of entity linking, world news and the place corpora: links over all golds; what
becomes of a gold whose span is given; with two gazetteers, every decision that changed and which
source and class of entities gained and harmed; with ``--unlinked``, a sample of the names of people
and organisations that stay unlinked, and what would bring them. What is counted is said in
``docs/evaluation.md``.

The shipped models link, whatever the gazetteer. They have seen the place corpora and the corpora
of entity linking in training, so the figures serve to compare gazetteers; ``scripts/evaluate.py``
has those of models that have not seen the documents.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from knowledge import change_tables, changes, unlinked
from knowledge.classes import Classes
from knowledge.decisions import Measured, read_measured
from knowledge.figures import figures_of, iter_lines
from knowledge.golds import CORPORA, Article, read_articles
from knowledge.linking import FOUND, GIVEN, link_articles
from knowledge.references import References
from reference_data import add_shared

from gazetteer.errors import EnrichError
from gazetteer.store import Gazetteer
from gazetteer.store.file import EMBEDDED

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Measure what the command line names; return the exit status."""
    options = _parse_arguments()
    if not (options.shared / "corpora").is_dir():
        print(f"no reference data at {options.shared}; say --shared PATH", file=sys.stderr)
        return 1
    references = References(options.shared)
    try:
        runs = _runs(options, references)
    except EnrichError as error:
        print(error, file=sys.stderr)
        return 1
    for run in runs[-1:]:
        figures = figures_of(run)
        _print_lines([f"gazetteer {run.about['gazetteer']}", "", *iter_lines(figures)])
        if options.json:
            run.write(options.json, figures)
    if len(runs) > 1:
        _compare(runs[0], runs[-1], options, references)
    if options.unlinked:
        sample = unlinked.sample(runs[-1].found, options.sample, options.seed)
        rows = unlinked.classify_all(sample, references)
        unlinked.write(rows, options.unlinked)
        _print_lines(["", *unlinked.iter_lines(rows, unlinked.count_names(runs[-1].found))])
    return 0


def _runs(options: argparse.Namespace, references: References) -> list[Measured]:
    """Return the runs that the command line names, the one that is measured last."""
    runs = [read_measured(path) for path in (options.against,) if path]
    if options.read:
        return [*runs, read_measured(options.read)]
    articles = [
        article
        for corpus in options.corpus
        for article in _limited(
            read_articles(options.shared, corpus, references.same, references.titles),
            options.limit,
        )
    ]
    return [*runs, *(_measure(articles, path, options) for path in options.gazetteer)]


def _measure(articles: Sequence[Article], path: Path, options: argparse.Namespace) -> Measured:
    started = time.perf_counter()
    with Gazetteer.open(path) as gazetteer:
        build = gazetteer.build_id
    done = link_articles(articles, path, options.processes)
    seconds = time.perf_counter() - started
    print(f"{path}: {len(articles)} texts, {seconds:.0f} s", file=sys.stderr)
    about = {
        "gazetteer": build,
        "path": str(path.resolve()),
        "documents": [article.id for article in articles],
    }
    return Measured(about, tuple(done[FOUND]), tuple(done[GIVEN]))


def _compare(
    before: Measured, after: Measured, options: argparse.Namespace, references: References
) -> None:
    classes = Classes(options.curated, references)
    with (
        Gazetteer.open(before.about["path"]) as old,
        Gazetteer.open(after.about["path"]) as new,
    ):
        found = changes.changes_of(*changes.in_both(before, after), old, new, classes)
    _print_lines(["", *change_tables.iter_lines(found)])
    if options.changes:
        change_tables.write(found, options.changes)


def _limited(articles: Iterable[Article], limit: int | None) -> list[Article]:
    return list(articles)[:limit]


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line.rstrip())


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what a gazetteer knows.")
    add_shared(parser)
    parser.add_argument(
        "--gazetteer",
        type=Path,
        nargs="+",
        default=[EMBEDDED],
        metavar="GAZ",
        help="one to measure, or two to compare: before, after (default: the embedded one)",
    )
    parser.add_argument(
        "--corpus", action="append", choices=CORPORA, help="may be repeated (default: all)"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="first N documents of each corpus")
    parser.add_argument("--json", type=Path, metavar="OUT", help="keep figures and decisions")
    parser.add_argument("--read", type=Path, metavar="JSON", help="measure nothing: read --json")
    parser.add_argument("--against", type=Path, metavar="JSON", help="compare with a --json")
    parser.add_argument("--changes", type=Path, metavar="OUT.tsv", help="every change, to read")
    parser.add_argument("--unlinked", type=Path, metavar="OUT.tsv", help="sample what is unlinked")
    parser.add_argument("--sample", type=int, default=200, metavar="N", help="names of each kind")
    parser.add_argument("--seed", type=int, default=15, help="of the sample (default: 15)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument(
        "--curated",
        type=Path,
        default=ROOT / "gazetteer" / "curated",
        help="tables that tell the categories of organisations (default: the curated ones)",
    )
    options = parser.parse_args()
    options.corpus = options.corpus or list(CORPORA)
    if len(options.gazetteer) > 2:
        parser.error("--gazetteer takes one file, or two: before and after")
    return options


if __name__ == "__main__":
    sys.exit(main())

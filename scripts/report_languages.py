"""Measure texts in other languages than English, and write the figures of docs/languages.md.

    python scripts/report_languages.py
    python scripts/report_languages.py --limit 300 --only ru,uk    # a quick look, nothing written
    python scripts/report_languages.py --mistakes mistakes.txt     # every mistake, to read

The corpora are those of ``evaluation.languages``; no model was trained on them. Needs the reference
data; the texts of our own are here.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmark import describe_machine
from evaluation.languages import (
    KINDS,
    SETS,
    Figures,
    Judged,
    judge_texts,
    link_corpora,
    measure_set,
    read_marked,
)
from evaluation.markdown import table
from reference_data import add_shared

from enrich.languages import detect_language, language_name
from enrich.mentions import MentionFinder
from enrich.mentions.scan.scanning import scan_mentions
from enrich.mentions.taggers.model import NameTagger
from enrich.model import Document, Mention
from enrich.pipeline import Linker
from gazetteer.store import Gazetteer

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "languages.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"
TEXTS = Path(__file__).parent / "evaluation" / "data" / "languages"
_KIND_NAMES = {"place": "places", "person": "people", "organisation": "organisations"}


def main() -> int:
    """Measure, write the page; return the exit status."""
    options = _parse_arguments()
    only = set(options.only.split(",")) if options.only else None
    languages = [code for code in SETS if only is None or code in only]
    with ProcessPoolExecutor(options.processes) as pool:
        folder = options.shared / "multilingual"
        found = list(pool.map(partial(_measured, folder, options.limit), languages))
    parts = [_finding(found)]
    with Gazetteer.open() as gazetteer, Linker(gazetteer) as linker:
        texts = [m for m in read_marked(TEXTS) if only is None or m.language in only]
        judged = list(judge_texts(texts, linker))
        parts += [_own(judged), _classes(judged)]
        parts.append(_linking(options, linker, gazetteer))
    if options.mistakes:
        lines = [line for measured in found for line in measured.mistakes]
        lines += [str(j) for j in judged if not j.is_right]
        options.mistakes.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    figures = "\n\n".join(parts)
    print(figures)
    if only is None and not options.limit:
        page = PAGE.read_text(encoding="utf-8")
        head, _, rest = page.partition(BEGIN)
        _, _, tail = rest.partition(END)
        PAGE.write_text(f"{head}{BEGIN}\n{figures}\n\n{END}{tail}", encoding="utf-8")
    return 0


@dataclass(frozen=True)
class _Measured:
    """What was found in the corpora of one language."""

    code: str
    figures: Figures
    scan: float
    seconds: float
    mistakes: list[str]


def _measured(folder: Path, limit: int, code: str) -> _Measured:
    """Measure one language, in a process of its own."""
    with Gazetteer.open() as gazetteer:
        find = MentionFinder(gazetteer, NameTagger(gazetteer))

        def scan(document: Document) -> Sequence[Mention]:
            language = detect_language(document.text, document.language)
            return scan_mentions(document, gazetteer, language)

        started = time.process_time()
        figures, wrong = measure_set(folder, code, find, limit)
        seconds = time.process_time() - started
        before, _ = measure_set(folder, code, scan, limit)
    mistakes = [
        f"{code}\t{text}\t- {'; '.join(missed)}\t+ {'; '.join(extra)}"
        for text, missed, extra in wrong
    ]
    return _Measured(code, figures, before.f1(), seconds, mistakes)


def _finding(found: Sequence[_Measured]) -> str:
    rows = []
    for one in found:
        figures = one.figures
        by_kind = [f"{figures.f1(kind):.1f}" if figures.golds[kind] else "–" for kind in KINDS]
        sources = ", ".join(f"`{name}`" for name in SETS[one.code])
        rows.append([
            language_name(one.code), sources, f"{figures.sentences:,}", f"{figures.f1():.1f}",
            *by_kind, f"{one.scan:.1f}",
        ])  # fmt: skip
    header = [
        "", "measured on", "sentences", "F1", "people", "places", "organisations", "scan alone",
    ]  # fmt: skip
    words = sum(one.figures.words for one in found)
    speed = words / sum(one.seconds for one in found)
    return (
        f"{table(header, rows, left=(0, 1))}\n\n{speed:,.0f} words a second of processor time,"
        f" sentence by sentence, finding alone ({describe_machine()['cpu']})."
    )


def _own(judged: Sequence[Judged]) -> str:
    rows = []
    for code in [*sorted({j.language for j in judged}), ""]:
        own = [j for j in judged if code in ("", j.language)]
        row = [language_name(code) if code else "all"]
        for kind in _KIND_NAMES:
            golds = [j for j in own if j.gold_kind == kind]
            found = sum(j.is_found for j in golds)
            extra = sum(j.gold_kind is None and j.kind == kind for j in own)
            other = sum(j.gold_kind not in (None, kind) and j.kind == kind for j in own)
            row.append(f"{200 * found / max(1, len(golds) + found + extra + other):.0f}")
        for kind in _KIND_NAMES:
            known = [j for j in own if j.gold_kind == kind and j.gold_id.startswith("Q")]
            right = sum(j.linked == j.gold_id for j in known)
            wrong = sum(bool(j.linked) and j.linked != j.gold_id for j in known)
            row.append(f"{right} and {wrong} of {len(known)}")
        invented = [j for j in own if j.gold_id == "-"]
        row.append(f"{sum(bool(j.linked) for j in invented)} of {len(invented)}")
        rows.append(row)
    header = [
        "", *(f"F1 {name}" for name in _KIND_NAMES.values()),
        *(f"{name} linked right and wrong" for name in _KIND_NAMES.values()), "invented, linked",
    ]  # fmt: skip
    return table(header, rows)


def _classes(judged: Sequence[Judged]) -> str:
    counts: Counter[str] = Counter(j.fault for j in judged if not j.is_right)
    examples: dict[str, list[str]] = {}
    for j in judged:
        if not j.is_right and len(examples.setdefault(j.fault, [])) < 4:
            examples[j.fault].append(f"{j.surface} ({j.language})")
    rows = [[fault, n, ", ".join(examples[fault])] for fault, n in counts.most_common()]
    return table(["what is wrong in these texts", "names", "for example"], rows, left=(0, 2))


def _linking(options: argparse.Namespace, linker: Linker, gazetteer: Gazetteer) -> str:
    rows = []
    for name, figures in link_corpora(options.shared / "multilingual", linker, gazetteer):
        rows.append([
            f"`{name}`",
            *(f"{figures.right[k]} of {figures.golds[k]}" for k in ("LOC", "PER", "ORG")),
        ])  # fmt: skip
    return table(
        ["linked right, of the spans given whose item the gazetteer holds", "places", "people",
         "organisations"], rows,
    )  # fmt: skip


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, default=0, help="sentences of each corpus; 0 for all")
    parser.add_argument("--only", default="", help="languages, between commas")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--mistakes", type=Path, help="write each mistake to a file")
    add_shared(parser)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""``enrich evaluate``: a linker measured on documents that the user has annotated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from enrich.cli.linking import Linking
from enrich.cli.options import CONFIG
from enrich.cli.parameters import grouped, only, option
from enrich.cli.streams import reporting, standard_output
from enrich.text.counting import counted
from gazetteer.atomic import check_writable, replacing
from gazetteer.errors import InputError

if TYPE_CHECKING:  # numpy and the linker are loaded once the gold file has been read
    from enrich.evaluation.comparison import EvaluationComparison
    from enrich.evaluation.gold import GoldDocument
    from enrich.evaluation.records import Evaluation

EXAMPLES = """\
enrich evaluate gold.jsonl --errors 10
enrich evaluate gold.jsonl -o before.json
enrich evaluate gold.jsonl --against before.json"""

GoldPath = Annotated[
    Path,
    typer.Argument(metavar="GOLD", help="A .jsonl file as described above."),
]


@grouped
def evaluate(
    gold: GoldPath,
    *,
    linking: Annotated[Linking, only("gazetteer", "min_score", "country")],
    format_: str | None = option(
        "--format",
        "json holds every decision, for --against; by default, chosen by the suffix of OUT.",
        choices=("text", "json"),
    ),
    output: Path | None = option("-o --output OUT", "File to write, whole or not at all."),
    against: Path | None = option(
        "--against EARLIER.json",
        "List every decision that changed since an evaluation of the same documents.",
    ),
    errors: int = option("--errors N", "Show N errors of each kind.", default=0, min=0),
    _config: str | None = CONFIG,
) -> None:
    """Measure the links on documents that you have annotated.

    Each line of GOLD is a JSON object, one document: "text", "mentions" and, if known, "id",
    "title", "published", "outlet", "url", "language". A mention has "start" and "end", in code
    points, end exclusive, and, if known, "kind", "geonames", "wikidata", "lat", "lon". Annotate
    every mention of a kind or none: whatever else is found counts as wrong.
    """
    with reporting() as report:
        file = None if output in (None, Path("-")) else output
        if file is not None:
            check_writable(file, inputs=[gold])
        from enrich.evaluation.comparison import compare
        from enrich.evaluation.goldfile import iter_gold
        from enrich.evaluation.records import read_evaluation

        earlier = read_evaluation(against) if against else None
        documents = list(iter_gold(gold, report.error))
        if not documents:
            raise InputError(f"{gold}: none of its documents is annotated")
        evaluation = _measure(gold, linking, documents)
        comparisons = compare(earlier, evaluation) if earlier else {}
        suffix = "" if file is None else file.suffix.lower()
        as_json = format_ == "json" or (format_ is None and suffix == ".json")
        with standard_output() if file is None else replacing(file) as out:
            if as_json:
                out.write(_json(evaluation, comparisons))
            else:
                out.writelines(f"{line}\n" for line in _text(errors, evaluation, comparisons))
        if earlier and not any(c.documents for c in comparisons.values()):
            report.note(f"{against}: shares no document with this one; nothing was compared")


def _text(
    errors: int, evaluation: Evaluation, comparisons: Mapping[str, EvaluationComparison]
) -> Iterator[str]:
    from enrich.evaluation.report import iter_comparison, iter_errors, iter_report

    about = evaluation.about
    settings = ", ".join(f"{k} {v}" for k, v in about["settings"].items() if v is not None)
    yield (
        f"{about['gold']}: {counted(about['documents'], 'document')},"
        f" {counted(about['golds'], 'gold')}; enrich"
        f" {about['version']}, gazetteer {about['gazetteer']}, {settings}"
    )
    yield ""
    yield from iter_report(evaluation)
    yield from iter_errors(evaluation, errors) if errors else ()
    yield from iter_comparison(comparisons)


def _json(evaluation: Evaluation, comparisons: Mapping[str, EvaluationComparison]) -> str:
    import json

    content = evaluation.to_dict()
    if comparisons:
        content["against"] = {setting: c.to_dict() for setting, c in comparisons.items()}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _measure(gold: Path, linking: Linking, documents: list[GoldDocument]) -> Evaluation:
    from enrich.evaluation import KeptMentions, Knowledge, demonym_rule, figures_of, judge_all
    from enrich.evaluation.goldfile import digest_of, with_kinds
    from enrich.evaluation.records import Evaluation, records_of
    from enrich.mentions import MentionFinder
    from enrich.mentions.taggers.model import NameTagger
    from enrich.pipeline import Linker
    from gazetteer.store import Gazetteer

    options = linking.linker_options()
    with Gazetteer.open(linking.gazetteer) as gazetteer:
        tagger = NameTagger(gazetteer if linking.gazetteer is None else None)
        known = Knowledge(gazetteer, demonym_rule(gazetteer))
        golds = with_kinds(documents, known)
        with Linker(
            replace(
                options,
                gazetteer=gazetteer,
                seconds_per_document=None,  # the figures of a slow machine are those of a fast one
                find_mentions=KeptMentions(MentionFinder(gazetteer, tagger)),
            )
        ) as linker:
            judged = judge_all(golds, linker, known)
            run = linker("").run
        tagger.close()
        return Evaluation(
            _about(gold, golds, run, tagger.id),
            {d.id: digest_of(d) for d in documents},
            figures_of(judged),
            records_of(judged),
        )


def _about(gold: Path, documents: list[GoldDocument], run: Any, tagger: str) -> dict[str, Any]:
    return {
        "gold": str(gold),
        "documents": len(documents),
        "golds": sum(len(document.golds) for document in documents),
        "version": run["version"],
        "gazetteer": run["gazetteer"],
        "models": {**run["models"], "mentions": tagger},
        "settings": {name: run["settings"][name] for name in ("min_score", "country")},
    }

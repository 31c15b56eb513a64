"""``enrich evaluate``: a linker measured on documents that the user has annotated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enrich.commands.stdout import standard_output
from gazetteer.atomic import check_writable, replacing
from gazetteer.errors import InputError

if TYPE_CHECKING:  # numpy and the linker are loaded once the gold file has been read
    from enrich.evaluation.comparison import Comparison
    from enrich.evaluation.gold import GoldDocument
    from enrich.evaluation.records import Evaluation

__all__ = ["Order", "evaluate_gold"]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be measured.

    Attributes:
        gold: The ``.jsonl`` file with the golds.
        output: The file to write; standard output if None or "-".
        format: "text", "json", or None for what the suffix of the output says.
        gazetteer: Path of another gazetteer than the embedded one.
        min_score: As ``Linker`` has it.
        country: Likewise.
        against: The JSON of an earlier evaluation to compare with.
        errors: How many errors of each sort to show.
    """

    gold: Path
    output: Path | None = None
    format: str | None = None
    gazetteer: Path | None = None
    min_score: float | None = None
    country: str | None = None
    against: Path | None = None
    errors: int = 0

    @property
    def file(self) -> Path | None:
        """Where to write, None for standard output."""
        return None if self.output in (None, Path("-")) else self.output

    @property
    def as_json(self) -> bool:
        """Whether JSON is wanted."""
        if self.format is not None:
            return self.format == "json"
        return self.file is not None and self.file.suffix.lower() == ".json"


def evaluate_gold(order: Order, on_error: Callable[[InputError], None]) -> Iterator[str]:
    """Read the golds, link the documents, measure, and write it out; yield what is to be told.

    Args:
        order: What is to be measured.
        on_error: Called with each line of the gold file that cannot be used.

    Raises:
        EnrichError: A file or the gazetteer cannot be used, or there is no document.
    """
    if order.file is not None:
        check_writable(order.file, inputs=[order.gold])
    from enrich.evaluation.comparison import compare
    from enrich.evaluation.goldfile import iter_gold
    from enrich.evaluation.records import read_evaluation

    earlier = read_evaluation(order.against) if order.against else None
    documents = list(iter_gold(order.gold, on_error))
    if not documents:
        raise InputError(f"{order.gold}: no document in it is annotated")
    evaluation = _measure(order, documents)
    comparisons = compare(earlier, evaluation) if earlier else {}
    sink = standard_output() if order.file is None else replacing(order.file)
    with sink as out:
        if order.as_json:
            out.write(_json(evaluation, comparisons))
        else:
            out.writelines(f"{line}\n" for line in _text(order, evaluation, comparisons))
    if earlier and not any(c.documents for c in comparisons.values()):
        yield f"{order.against}: no document is the same as now, so that nothing is compared"


def _text(
    order: Order, evaluation: Evaluation, comparisons: Mapping[str, Comparison]
) -> Iterator[str]:
    from enrich.evaluation.report import counted, iter_comparison, iter_errors, iter_report

    about = evaluation.about
    settings = ", ".join(f"{k} {v}" for k, v in about["settings"].items() if v is not None)
    yield (
        f"{about['gold']}: {counted(about['documents'], 'document')},"
        f" {counted(about['golds'], 'gold')}; enrich"
        f" {about['version']}, gazetteer {about['gazetteer']}, {settings}"
    )
    yield ""
    yield from iter_report(evaluation)
    yield from iter_errors(evaluation, order.errors) if order.errors else ()
    yield from iter_comparison(comparisons)


def _json(evaluation: Evaluation, comparisons: Mapping[str, Comparison]) -> str:
    import json

    content = evaluation.to_dict()
    if comparisons:
        content["against"] = {setting: c.to_dict() for setting, c in comparisons.items()}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _measure(order: Order, documents: list[GoldDocument]) -> Evaluation:
    from enrich.evaluation.decisions import Knowledge
    from enrich.evaluation.demonyms import demonym_rule
    from enrich.evaluation.figures import figures_of
    from enrich.evaluation.goldfile import digest_of, with_kinds
    from enrich.evaluation.records import Evaluation, records_of
    from enrich.evaluation.settings import KeptMentions, judge_all
    from enrich.mentions import MentionFinder
    from enrich.mentions.taggers.model import NameTagger
    from enrich.pipeline import Linker
    from gazetteer.store import Gazetteer

    with Gazetteer.open(order.gazetteer) as gazetteer:
        tagger = NameTagger(gazetteer if order.gazetteer is None else None)
        known = Knowledge(gazetteer, demonym_rule(gazetteer))
        golds = with_kinds(documents, known)
        with Linker(
            gazetteer,
            min_score=order.min_score,
            country=order.country,
            seconds_per_document=None,  # the figures of a slow machine are those of a fast one
            find_mentions=KeptMentions(MentionFinder(gazetteer, tagger)),
        ) as linker:
            judged = judge_all(golds, linker, known)
            run = linker("").run
        tagger.close()
        return Evaluation(
            _about(order, golds, run, tagger.id),
            {d.id: digest_of(d) for d in documents},
            figures_of(judged),
            records_of(judged),
        )


def _about(order: Order, documents: list[GoldDocument], run: Any, tagger: str) -> dict[str, Any]:
    return {
        "gold": str(order.gold),
        "documents": len(documents),
        "golds": sum(len(document.golds) for document in documents),
        "version": run["version"],
        "gazetteer": run["gazetteer"],
        "models": {**run["models"], "mentions": tagger},
        "settings": {name: run["settings"][name] for name in ("min_score", "country")},
    }

"""Decisions as flat records: what an evaluation keeps, and another is compared with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from enrich.evaluation.decisions import Judged, JudgedSpan
from enrich.evaluation.scores import Score
from gazetteer.errors import InputError
from gazetteer.reading import read_plain

FORMAT: Final = "enrich evaluation 1"
"""What the file of an evaluation says of itself."""


@dataclass(frozen=True, slots=True)
class Record:
    """What was decided for a span; other fields are those of ``JudgedSpan`` and of its answer.

    Attributes:
        kind: As annotated, None where the annotators did not say; as found where no gold is.
        expected: CURIEs of the gold, or its point, or "" where none is annotated.
        annotated: Whether there is a gold.
        found: Whether there is an answer, linked or not.
        score: Probability of the entity, or of the best candidate where none is linked; None
            where nothing was found.
        error_km: Of places, how far off; None where that cannot be said.
        right: 1 where it is right.
        predicted: 1 where it counts as a link.
        gold: 1 where it counts as a gold.
        reason: In plain words, why; None in an evaluation that did not keep it.
    """

    document: str
    start: int
    end: int
    kind: str | None
    context: str
    expected: str
    annotated: bool
    found: bool
    entity: str | None
    name: str
    about: str
    score: float | None
    nil: str | None
    error_km: float | None
    held: bool
    demonym: bool
    novel: bool | None
    right: int
    predicted: int
    gold: int
    reason: str | None = None

    @property
    def key(self) -> tuple[str, int, int, str | None]:
        """What finds the same span in another evaluation."""
        return self.document, self.start, self.end, self.kind

    @property
    def counts(self) -> Score:
        """What it adds to the score of linking."""
        return Score(self.right, self.predicted, self.gold)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is kept of an evaluation.

    Attributes:
        about: What was evaluated: version, gazetteer, models, settings.
        digests: ``goldfile.digest_of`` each document, by its id.
        figures: ``figures_of`` the decisions.
        records: The decisions, by setting.
    """

    about: Mapping[str, Any]
    digests: Mapping[str, str]
    figures: Mapping[str, Any]
    records: Mapping[str, Sequence[Record]]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {
            "format": FORMAT,
            "about": dict(self.about),
            "documents": dict(self.digests),
            "figures": dict(self.figures),
            "decisions": {
                setting: [asdict(record) for record in records]
                for setting, records in self.records.items()
            },
        }


def record_of(decision: JudgedSpan) -> Record:
    """Return a decision as a record."""
    answer, counts = decision.answer, decision.counts
    return Record(
        decision.document,
        decision.start,
        decision.end,
        decision.gold.kind if decision.gold else decision.kind,
        decision.context,
        _expected(decision),
        decision.gold is not None,
        answer is not None,
        answer.entity if answer else None,
        answer.name if answer else "",
        answer.about if answer else "",
        answer.score if answer else None,
        answer.nil if answer else None,
        None if decision.error_km is None else round(decision.error_km, 1),
        decision.held,
        decision.demonym,
        decision.novel,
        int(counts.right),
        int(counts.predicted),
        int(counts.gold),
        answer.reason if answer else "",
    )


def records_of(judged: Mapping[str, Iterable[Judged]]) -> dict[str, list[Record]]:
    """Return the decisions of all documents as records, by setting."""
    return {
        setting: [record_of(d) for document in documents for d in document.decisions]
        for setting, documents in judged.items()
    }


def read_evaluation(path: Path) -> Evaluation:
    """Read what ``enrich evaluate --format json`` wrote.

    Raises:
        InputError: It is not there, or is something else.
    """
    try:
        content = json.loads(read_plain(path))
    except OSError as error:
        why = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise InputError(f"{path}: {why or error}") from error
    except (ValueError, RecursionError) as error:
        raise _no_evaluation(path) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _no_evaluation(path)
    names = {field.name for field in fields(Record)}
    try:
        records = {
            setting: [Record(**{k: v for k, v in line.items() if k in names}) for line in lines]
            for setting, lines in content["decisions"].items()
        }
        return Evaluation(content["about"], content["documents"], content["figures"], records)
    except (AttributeError, KeyError, TypeError) as error:
        raise _no_evaluation(path) from error


def _no_evaluation(path: Path) -> InputError:
    return InputError(
        f"{path}: is not an earlier evaluation; make one with enrich evaluate GOLD -o"
        f" {path.stem}.json"
    )


def _expected(decision: JudgedSpan) -> str:
    gold = decision.gold
    if gold is None:
        return ""
    if gold.curies:
        return " ".join(gold.curies)
    return "" if gold.lat is None else f"{gold.lat},{gold.lon}"

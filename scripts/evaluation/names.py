"""Section "Names": people, places and organisations in corpora that no model has seen.

The corpora are read with the conventions of training (``tagger.samples``): a title is no part of a
person, a well-known place labelled as an organisation is a place. They are flat, so that a place
inside a longer name of ours is not scored, and adjectives are not, which they label otherwise or
not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from enrich.evaluation.demonyms import Rule
from enrich.model import Document, Role
from evaluation.markdown import counts, prf, table
from evaluation.scores import Score, Span, touches
from evaluation.trial import FINDER, TAGGER, Found, Trial
from gazetteer.model import Kind

if TYPE_CHECKING:
    from tagger.samples import Sample

__all__ = ["CORPORA", "measure", "recase", "render", "score_names"]

CORPORA = {
    "crossner_politics.dev": "CrossNER politics, development part (Wikipedia)",
    "uner_ewt.dev": "Universal NER, English web treebank, development part (web text)",
}
_KINDS = {"PER": Kind.PERSON, "LOC": Kind.PLACE, "ORG": Kind.ORGANISATION}
_CASES: dict[str, Callable[[str], str]] = {
    "as is": str,
    "upper case": str.upper,
    "lower case": str.lower,
}
_ALL = "all kinds"


def measure(trial: Trial) -> dict[str, Any]:
    """Count every corpus, case and system.

    Args:
        trial: Where corpora and models are.
    """
    from tagger.samples import Names, read_conll

    known = Names(trial.models.gazetteer)
    figures: dict[str, Any] = {}
    for corpus in CORPORA:
        samples = trial.limited(read_conll(trial.shared / f"ner/{corpus}.conll.gz", known))
        figures[corpus] = {"sentences": len(samples)}
        for case, change in _CASES.items():
            figures[corpus][case] = _measure_case(trial, samples, change)
    return figures


def render(figures: dict[str, Any]) -> str:
    """Return the section in Markdown.

    Args:
        figures: What ``measure`` returned.
    """
    parts = [_CONVENTIONS]
    for corpus, by_case in figures.items():
        rows = [
            [case, system, kind, *prf(score), counts(score)]
            for case in _CASES
            for system, by_kind in by_case[case].items()
            for kind, score in by_kind.items()
        ]
        shown = table(["text", "system", "kind", "P", "R", "F1", "counts"], rows, left=(0, 1, 2))
        parts.append(f"### {CORPORA[corpus]}\n\n{by_case['sentences']} sentences.\n\n{shown}")
    return "\n\n".join(parts)


def recase(text: str, change: Callable[[str], str]) -> str:
    """Change the case of a text and keep its offsets.

    Args:
        text: The text.
        change: ``str.upper`` or the like; a letter that it makes longer stays as it is.

    Example:
        >>> recase("Straße in Bonn", str.upper)
        'STRAßE IN BONN'
    """
    return "".join(c if len(changed := change(c)) != 1 else changed for c in text)


def score_names(sample: Sample, found: Sequence[Found], is_demonym: Rule) -> dict[Kind, Score]:
    """Count the names of a sentence by kind.

    Args:
        sample: In its own case: adjectives are told by it, whatever case was read.
        found: What came out.
        is_demonym: The rule of ``demonym_rule``.
    """

    def is_adjective(span: Span) -> bool:
        return is_demonym(sample.text[span[0] : span[1]])

    golds: dict[Span, Kind] = {}
    adjectives: set[Span] = set()
    open_spans: set[Span] = set()
    for span in sample.spans:
        at = (span.start, span.end)
        if len(span.labels) > 1:
            open_spans.add(at)
        elif is_adjective(at) or span.labels == {"DEM"}:
            adjectives.add(at)
        else:
            golds[at] = _KINDS[next(iter(span.labels))]
    counted = [
        f
        for f in _flat(found)
        if f.span in golds
        or not (is_adjective(f.span) or f.span in adjectives or touches(f.span, open_spans))
    ]
    return {
        kind: Score(
            sum(golds.get(f.span) is kind for f in counted if f.kind is kind),
            sum(f.kind is kind for f in counted),
            sum(gold is kind for gold in golds.values()),
        )
        for kind in Kind
    }


def _flat(found: Iterable[Found]) -> Iterator[Found]:
    """Yield what lies in no longer name: of ours, or of the text ("the 1992 ... election")."""
    names = sorted(found, key=lambda f: (f.start, -f.end))
    reach = 0
    for name in names:
        embedded = name.role is Role.EMBEDDED or name.end <= reach
        if name.kind is not Kind.PLACE or not embedded:
            yield name
        reach = max(reach, name.end)


def _measure_case(
    trial: Trial, samples: Sequence[Sample], change: Callable[[str], str]
) -> dict[str, dict[str, Any]]:
    finder, tagger = trial.models.finder("final"), trial.models.tagger("final")
    totals = {system: dict.fromkeys(Kind, Score()) for system in (FINDER, TAGGER)}
    for sample in samples:
        text = recase(sample.text, change)
        # A lone sentence is too short to tell its language by.
        mentions = finder(Document(text, language="en"))
        for system, found in (
            (FINDER, Found.from_mentions(mentions)),
            (TAGGER, Found.from_spans(tagger(text))),
        ):
            for kind, score in score_names(sample, found, trial.is_demonym).items():
                totals[system][kind] += score
    return {
        system: {
            **{str(kind): score.to_dict() for kind, score in by_kind.items()},
            _ALL: sum(by_kind.values(), Score()).to_dict(),
        }
        for system, by_kind in totals.items()
    }


_CONVENTIONS = """\
Span and kind must be exactly those annotated. The model is the one that ships; it has seen neither
corpus. Conventions: titles are no part of a person's name, on either side; a well-known place that
is labelled an organisation ("Russia") is a place; adjectives of places ("Syrian"), by the rule
used for demonyms above, are not scored; a place that we report inside a longer name is not scored,
because these corpora mark the longer name only; a span whose label is open (handles such as
"@name") counts neither way. Each sentence is read by itself, as English. "Upper case" and
"lower case" are the same sentences re-cased. Counts are right / found / annotated."""

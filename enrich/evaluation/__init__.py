"""How good the links are, measured against documents that people have annotated.

    gold          documents with golds: what is annotated
    goldfile      such documents from a .jsonl file, faults told line by line
    settings      a linker run over them: spans given or found, alone or with their outlet
    decisions     gold and answer brought together, span by span: what is right
    groups        kinds; places without demonyms
    scores        precision, recall, overlaps
    distances     errors in kilometres, and the area under their curve
    calibration   do scores mean what they say
    bootstrap     95 % intervals over documents; paired, of a difference
    figures       all of it as plain values with denominators
    records       decisions as JSON, and back
    comparison    what changed from one evaluation to another
    report        the figures as text

``docs/evaluation.md`` says what each figure counts. numpy is loaded with this package.
"""

from enrich.evaluation.bootstrap import f1_interval, interval, paired_interval, ratio_interval
from enrich.evaluation.calibration import (
    Bin,
    Coverage,
    calibration_error,
    coverage_at,
    equal_mass_bins,
    equal_width_bins,
)
from enrich.evaluation.decisions import Answer, Judged, JudgedSpan, Knowledge
from enrich.evaluation.demonyms import demonym_rule
from enrich.evaluation.distances import Errors, error_auc, summarise_errors
from enrich.evaluation.figures import figures_of
from enrich.evaluation.gold import Gold, GoldDocument
from enrich.evaluation.scores import Ratio, Score
from enrich.evaluation.settings import KeptMentions, judge_all

__all__ = [
    "Answer",
    "Bin",
    "Coverage",
    "Errors",
    "Gold",
    "GoldDocument",
    "Judged",
    "JudgedSpan",
    "KeptMentions",
    "Knowledge",
    "Ratio",
    "Score",
    "calibration_error",
    "coverage_at",
    "demonym_rule",
    "equal_mass_bins",
    "equal_width_bins",
    "error_auc",
    "f1_interval",
    "figures_of",
    "interval",
    "judge_all",
    "paired_interval",
    "ratio_interval",
    "summarise_errors",
]

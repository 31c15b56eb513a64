"""An evaluation as text: tables for a person, every figure with its counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from enrich.evaluation.comparison import ChangedDecision, EvaluationComparison
from enrich.evaluation.figures import WITHOUT_COMPARABLE_ID
from enrich.evaluation.records import Evaluation, Record
from enrich.evaluation.settings import FOUND, GIVEN
from enrich.text.counting import counted

Figures = Mapping[str, Any]

_F1_ROWS: Final = (
    "detection, exact",
    "detection, overlap",
    "linking, exact id",
    "linking, within 161 km",
    "linking, exact id, gazetteer holds it",
)
_RATIO_ROWS: Final = (
    "exact id",
    "within 161 km",
    "within 161 km, by points alone",
    "within 161 km, golds with coordinates only",
    "linked",
    "exact id, gazetteer holds it",
    "left unlinked, gazetteer does not hold it",
    "within 161 km, gazetteer does not hold it",
    "exact id, novel pairs",
    "exact id, pairs seen",
    "recall, exact id, novel pairs",
)
_NONE: Final = "–"


def iter_report(evaluation: Evaluation) -> Iterator[str]:
    """Yield the lines of a report."""
    for setting, figures in evaluation.figures.items():
        yield f"{setting}: {counted(figures['documents'], 'document')}"
        yield from _given(figures) if "resolution" in figures else _found(figures)
        yield ""


def iter_errors(evaluation: Evaluation, shown: int) -> Iterator[str]:
    """Yield some of each sort of what went wrong, each document read by itself."""
    by_sort: defaultdict[str, list[Record]] = defaultdict(list)
    for setting in (GIVEN, FOUND):
        for record in evaluation.records.get(setting, ()):
            if sort := _sort_of(record):
                by_sort[f"{setting}, {sort}"].append(record)
    for sort, records in by_sort.items():
        yield f"{sort}: {len(records)}"
        yield from (f"    {_told(record)}" for record in records[:shown])
        yield ""


def iter_comparison(comparisons: Mapping[str, EvaluationComparison]) -> Iterator[str]:
    """Yield what changed, setting by setting: the sums, then every decision."""
    for setting, compared in comparisons.items():
        low, high = compared.interval
        before, after = 100 * compared.before.f1, 100 * compared.after.f1
        measure = "exact id" if setting.startswith(GIVEN) else "linking F1"
        yield (
            f"{setting}, against the earlier evaluation: {measure} {before:.1f} -> {after:.1f},"
            f" {after - before:+.1f} (95 % {100 * low:+.1f} to {100 * high:+.1f}), over"
            f" {counted(compared.documents, 'document')}"
            + (f"; left out, since they differ: {compared.left_out}" if compared.left_out else "")
        )
        yield (
            f"  changed: {len(compared.changes)}; gains {compared.count(1)}, losses"
            f" {compared.count(-1)}, neither {compared.count(0)}{_transitions(compared)}"
        )
        if compared.rescored or compared.reworded:
            yield (
                f"  the same entity with another score: {compared.rescored}, with another reason:"
                f" {compared.reworded}"
            )
        signs = {1: "+", -1: "-", 0: " "}
        for change in compared.changes:
            yield f"  {signs[change.effect]} {_told_change(change)}"
        yield ""


def _found(figures: Figures) -> Iterator[str]:
    for name, group in figures.items():
        if not isinstance(group, Mapping):
            continue
        rows = [[row, *_f1_cells(group[row])] for row in _F1_ROWS if row in group]
        yield from _table([name, "P", "R", "F1", "95 %", "right", "predicted", "gold"], rows)
        yield from _ratio_lines(group)
        if count := group[WITHOUT_COMPARABLE_ID]:
            yield f"    {WITHOUT_COMPARABLE_ID}: {count}"
        yield f"    at --min-score: {'; '.join(map(_f1_at, group['thresholds']))}"


def _f1_at(figures: Figures) -> str:
    p, r, f1 = (_percent(figures[name]) for name in ("precision", "recall", "f1"))
    return f"{figures['threshold']:g} P {p} R {r} F1 {f1}"


def _given(figures: Figures) -> Iterator[str]:
    golds = figures["golds"]
    yield f"  golds: {', '.join(f'{name} {count}' for name, count in golds.items())}"
    for name, group in figures["resolution"].items():
        rows = [[row, *_ratio_cells(group[row])] for row in _RATIO_ROWS if _is_shown(group, row)]
        yield from _table([name, "%", "95 %", "right", "of"], rows)
        if errors := group.get("errors"):
            yield f"    error: {_errors(errors)}"
    for name, group in figures["calibration"].items():
        yield from _calibration(name, group)


def _errors(figures: Figures) -> str:
    mean, auc = figures["mean_km, 95 %"], figures["auc, 95 %"]
    return (
        f"mean {figures['mean_km']:.0f} km{_range(mean, '{:.0f}')}, median"
        f" {figures['median_km']:.1f} km, area under the curve {figures['auc']:.3f}"
        f"{_range(auc, '{:.3f}')} (of {figures['of']}; unlinked as 20,039 km)"
    )


def _calibration(name: str, figures: Figures) -> Iterator[str]:
    yield (
        f"  scores of {name}: {figures['links']} links of {figures['golds']} golds, mean score"
        f" {_percent(figures['mean score'])}, right {figures['right']}"
        f" ({figures['not comparable']} more without an id to compare)"
    )
    for bins in ("error, 15 equal-mass bins", "error, 10 equal-width bins"):
        error = figures[bins]
        value = _NONE if error["value"] is None else f"{error['value']:.3f}"
        yield f"    expected calibration {bins}: {value}{_range(error['95 %'], '{:.3f}')}"
    coverage = figures["coverage"]
    threshold = coverage["threshold"]
    if threshold is None:
        yield f"    no threshold gives {_percent(coverage['at accuracy'])} % right"
    else:
        yield (
            f"    {_percent(coverage['at accuracy'])} % right from a score of {threshold:.3f}:"
            f" keeps {_percent(coverage['of_links'])} % of the links"
            f"{_range(coverage['of_links, 95 %'], '{:.1f}', 100)}, {_percent(coverage['of_golds'])}"
            f" % of the golds ({coverage['kept']}, right {coverage['right']})"
        )
    rows = [
        [f"{b['low']:.1f}-{b['high']:.1f}", b["of"], f"{b['score']:.3f}", f"{b['accuracy']:.3f}"]
        for b in figures["reliability"]
    ]
    table = _table(["score", "links", "mean score", "right"], rows)
    yield from (f"  {line}" for line in table)
    at = (
        f"{t['threshold']:g} {_percent(t['of_golds'])} % kept, {_percent(t['accuracy'])} % right"
        for t in figures["thresholds"]
    )
    yield f"    at --min-score: {'; '.join(at)}"


def _ratio_lines(group: Figures) -> Iterator[str]:
    for row in _RATIO_ROWS:
        if _is_shown(group, row):
            figures = group[row]
            counts = f"({figures['right']}/{figures['of']})"
            yield f"    {row}: {_percent(figures['value'])} {counts}"


def _is_shown(group: Figures, row: str) -> bool:
    return row in group and bool(group[row]["of"])


def _f1_cells(figures: Figures) -> list[str]:
    shares = [_percent(figures[name]) for name in ("precision", "recall", "f1")]
    counts = [str(figures[name]) for name in ("right", "predicted", "gold")]
    return [*shares, _range(figures["f1, 95 %"], "{:.1f}", 100).strip(), *counts]


def _ratio_cells(figures: Figures) -> list[str]:
    span = _range(figures["95 %"], "{:.1f}", 100).strip()
    return [_percent(figures["value"]), span, str(figures["right"]), str(figures["of"])]


def _table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    cells = [list(header), *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        first, *rest = (
            cell.rjust(width) if number else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        indent = "  " if row is cells[0] else "    "
        yield f"{indent}{first}{' ' * (4 - len(indent))}  {'  '.join(rest)}".rstrip()


def _percent(value: float | None) -> str:
    return _NONE if value is None else f"{100 * value:.1f}"


def _range(interval: Sequence[float] | None, form: str, factor: float = 1) -> str:
    if interval is None:
        return ""
    low, high = (form.format(factor * value) for value in interval)
    return f" ({low}–{high})"


def _sort_of(record: Record) -> str | None:
    """What went wrong, if anything did."""
    if record.right or not (record.gold or record.predicted or record.annotated):
        return None
    if record.annotated and not record.found:
        return "not found"
    if record.gold:
        return "not linked" if record.entity is None else "wrong entity"
    return None if record.annotated else "linked, not annotated"


def _told(record: Record) -> str:
    expected = record.expected or "no id"
    known = "" if record.held or not record.expected else ", not in the gazetteer"
    wanted = f"expected {expected}{known}" if record.annotated else "not annotated"
    return f"{record.document}: {record.context}  {wanted}; got {_entity(record)}{_off(record)}"


def _off(record: Record) -> str:
    if record.entity is None or record.right or not record.error_km:
        return ""
    return f", {record.error_km:,.0f} km off"


def _told_change(change: ChangedDecision) -> str:
    record = change.record
    before, after = change.verdicts
    kind = f" ({record.kind})" if record.kind else ""
    return (
        f"{record.document}: {record.context}{kind}  {_entity(change.before)}, {before} ->"
        f" {_entity(change.after)}, {after}"
        + (f"; expected {record.expected or 'no id'}" * record.annotated)
    )


def _entity(record: Record | None) -> str:
    if record is None or not record.found:
        return "nothing found"
    score = "" if record.score is None else f" {record.score:.2f}"
    if record.entity is None:
        return f"no link ({record.nil}{score})"
    about = f", {record.about}" if record.about else ""
    return f"{record.entity} {record.name}{about} ({score.strip()})"


def _transitions(compared: EvaluationComparison) -> str:
    told = [f"{a} to {b} {n}" for (a, b), n in sorted(compared.transitions.items())]
    return f" ({', '.join(told)})" if told else ""

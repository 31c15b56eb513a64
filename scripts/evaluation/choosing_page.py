"""The section "Choosing the entity" in Markdown, from the figures of ``choosing``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from enrich.evaluation.settings import FOUND, FOUND_OUTLET, GIVEN, GIVEN_OUTLET
from evaluation.choosing import LINKING, POOLED, WIKINEWS
from evaluation.markdown import counts, percent, prf, ratio, table

__all__ = ["render"]

Figures = Mapping[str, Any]

_GROUPS = ("places, no demonyms", "places")
_KINDS = ("places", "people", "organisations")
_OUTLET = {
    GIVEN: "no outlet", GIVEN_OUTLET: "outlet", FOUND: "no outlet", FOUND_OUTLET: "outlet",
}  # fmt: skip
_TITLES = {
    "lgl": "LGL", "trnews": "TR-News", "gwn": "GeoWebNews", POOLED: "pooled",
    "linking_wiki_fair_v2": "Wiki-Fair v2", "linking_kore50": "KORE 50",
    "linking_oke_2016_train": "OKE 2016", WIKINEWS: "GUM Wikinews",
}  # fmt: skip


def render(figures: dict[str, Any]) -> str:
    """Return the section in Markdown.

    Args:
        figures: What ``choosing.measure`` returned.
    """
    parts = [_CONVENTIONS]
    if not figures["cross-validated"]:
        parts.append(_SEEN)
    places, linking = figures["places"], figures["linking"]
    parts += [
        f"### Places, spans given\n\n{_RESOLUTION}\n\n{_resolution_table(places)}",
        f"{_KNOWN}\n\n{_known_table(places)}",
        f"### Places, from raw text\n\n{_RAW}\n\n{_raw_table(places)}",
        f"### Are scores what they say?\n\n{_CALIBRATION}\n\n{_calibration_table(figures)}",
        f"{_RELIABILITY}\n\n{_reliability_table(figures)}",
        f"### How sure to be: `--min-score`\n\n{_min_score_text(figures)}",
        _threshold_table(figures),
        f"### People, organisations and places of Wikidata\n\n{_linking_text(figures)}",
        _linking_table(linking),
        f"{_GIVEN_KIND}\n\n{_identity_table(linking)}",
        f"### Beside others\n\n{_BESIDE}\n\n{_beside_table(figures['beside'])}",
    ]
    return "\n\n".join(parts)


# -------------------------------------------------------------------------------------- places


def _rows(
    places: Figures, settings: Sequence[str], groups: Sequence[str]
) -> Iterator[tuple[list[str], Figures, str]]:
    """Yield the first cells of a row, the figures of its setting, and the name of its group."""
    for group in groups:
        for setting in settings:
            for corpus, by_setting in places.items():
                if setting in by_setting:
                    told = [group, _OUTLET[setting], _TITLES[corpus]]
                    yield told, by_setting[setting], group


def _resolution_table(places: Figures) -> str:
    header = [
        "golds", "outlet", "corpus", "exact id", "95 %", "within 161 km", "95 %", "by points alone",
        "mean km", "median km", "area under errors", "95 %",
    ]  # fmt: skip
    rows = []
    for told, figures, group in _rows(places, (GIVEN, GIVEN_OUTLET), _GROUPS):
        found = figures["resolution"].get(group)
        if found is None or not found.get("errors"):
            continue
        errors = found["errors"]
        rows.append(
            [
                *told, ratio(found["exact id"]), _interval(found["exact id"]["95 %"]),
                ratio(found["within 161 km"]), _interval(found["within 161 km"]["95 %"]),
                percent(found["within 161 km, by points alone"]["value"]),
                f"{errors['mean_km']:.0f}", f"{errors['median_km']:.1f}", f"{errors['auc']:.3f}",
                _interval(errors["auc, 95 %"], 1, 3),
            ]
        )  # fmt: skip
    return table(header, rows, left=(0, 1, 2))


def _known_table(places: Figures) -> str:
    header = [
        "golds", "outlet", "corpus", "gazetteer holds it", "novel pairs", "pairs seen",
        "not held: left unlinked", "not held: within 161 km", "coordinates only: within 161 km",
    ]  # fmt: skip
    names = (
        "exact id, gazetteer holds it", "exact id, novel pairs", "exact id, pairs seen",
        "left unlinked, gazetteer does not hold it", "within 161 km, gazetteer does not hold it",
        "within 161 km, golds with coordinates only",
    )  # fmt: skip
    rows = [
        [*told, *(_ratio(figures["resolution"][group].get(name)) for name in names)]
        for told, figures, group in _rows(places, (GIVEN, GIVEN_OUTLET), _GROUPS)
        if group in figures["resolution"]
    ]
    return table(header, rows, left=(0, 1, 2))


def _raw_table(places: Figures) -> str:
    header = [
        "golds", "outlet", "corpus", "P", "R", "F1", "95 %", "counts", "within 161 km F1",
        "gazetteer holds it F1", "recall, novel pairs", "detection F1, exact", "overlap",
    ]  # fmt: skip
    rows = []
    for told, figures, group in _rows(places, (FOUND, FOUND_OUTLET), _GROUPS):
        found = figures.get(group)
        if found is None:
            continue
        linking = found["linking, exact id"]
        near = found.get("linking, within 161 km")
        rows.append(
            [
                *told, *prf(linking), _interval(linking["f1, 95 %"]), counts(linking),
                percent(near["f1"] if near else None),
                percent(found["linking, exact id, gazetteer holds it"]["f1"]),
                _ratio(found.get("recall, exact id, novel pairs")),
                percent(found["detection, exact"]["f1"]),
                percent(found["detection, overlap"]["f1"]),
            ]
        )  # fmt: skip
    return table(header, rows, left=(0, 1, 2))


# --------------------------------------------------------------------------------- calibration


def _calibrated(figures: Figures) -> Iterator[tuple[str, Figures]]:
    pooled = figures["places"][POOLED]
    for setting in (GIVEN, GIVEN_OUTLET):
        if setting in pooled and "places" in pooled[setting]["calibration"]:
            yield f"places, {_OUTLET[setting]}", pooled[setting]["calibration"]["places"]
    if figures["people and organisations"]["golds"]:
        yield "people and organisations", figures["people and organisations"]


def _calibration_table(figures: Figures) -> str:
    header = [
        "links of", "golds", "links", "mean score", "right", "error, 15 equal-mass bins", "95 %",
        "error, 10 equal-width bins", "95 %", "score for 95 % right", "keeps of links", "95 %",
        "of golds",
    ]  # fmt: skip
    rows = []
    for name, found in _calibrated(figures):
        mass, width = found["error, 15 equal-mass bins"], found["error, 10 equal-width bins"]
        coverage = found["coverage"]
        right = found["right"] / found["links"] if found["links"] else None
        rows.append(
            [
                name, found["golds"], found["links"], percent(found["mean score"]), percent(right),
                _decimals(mass["value"]), _interval(mass["95 %"], 1, 3), _decimals(width["value"]),
                _interval(width["95 %"], 1, 3), _decimals(coverage["threshold"]),
                percent(coverage["of_links"]), _interval(coverage["of_links, 95 %"]),
                percent(coverage["of_golds"]),
            ]
        )  # fmt: skip
    return table(header, rows)


def _reliability_table(figures: Figures) -> str:
    found = dict(_calibrated(figures))
    bins = {name: {b["low"]: b for b in group["reliability"]} for name, group in found.items()}
    lows = sorted({low for of_group in bins.values() for low in of_group})
    rows = [
        [f"{low:.1f}–{low + 0.1:.1f}", *(_bin(of_group.get(low)) for of_group in bins.values())]
        for low in lows
    ]
    return table(["score", *bins], rows)


def _bin(found: Figures | None) -> str:
    if found is None:
        return "–"
    return f"{percent(found['score'])} → {percent(found['accuracy'])} ({found['of']})"


def _min_score_text(figures: Figures) -> str:
    return (
        f"Below {figures['min_score']:g} a mention is left unlinked unless `--min-score` says"
        f" otherwise. {_MIN_SCORE}"
    )


def _threshold_table(figures: Figures) -> str:
    header = ["links of", "score"]
    header += ["kept of the golds", "right of those kept", "raw text: P", "R", "F1"]
    pooled = figures["places"][POOLED]
    raw = {
        f"places, {_OUTLET[setting]}": pooled[setting]["places"]["thresholds"]
        for setting in (FOUND, FOUND_OUTLET)
        if "places" in pooled.get(setting, {})
    }
    rows = []
    for name, found in _calibrated(figures):
        for number, at in enumerate(found["thresholds"]):
            of_raw = prf(raw[name][number]) if name in raw else ["–"] * 3
            told = f"{at['threshold']:g}"
            shares = [percent(at["of_golds"]), percent(at["accuracy"])]
            rows.append([name, told, *shares, *of_raw])
    return table(header, rows, left=(0, 1))


# ------------------------------------------------------------------------------------- linking


def _linking_text(figures: Figures) -> str:
    wikinews = figures["wikinews"]
    return _LINKING.format(
        mapped=wikinews.get("mapped", 0),
        unmapped=wikinews.get("no id at hand", 0),
        no_name=wikinews.get("no name", 0),
    )


def _linking_table(linking: Figures) -> str:
    header = ["corpus", "kind", "P", "R", "F1", "95 %", "counts", "held: P", "R", "F1", "counts"]
    rows = []
    for corpus in (*LINKING, WIKINEWS):
        for kind in _KINDS:
            found = linking.get(corpus, {}).get(FOUND, {}).get(kind)
            if found is None:
                continue
            every, held = found["linking, exact id"], found["linking, exact id, gazetteer holds it"]
            rows.append(
                [
                    _TITLES[corpus], kind, *prf(every), _interval(every["f1, 95 %"]), counts(every),
                    *prf(held), counts(held),
                ]
            )  # fmt: skip
    return table(header, rows, left=(0, 1))


def _identity_table(linking: Figures) -> str:
    header = ["corpus", "kind", "exact id, gazetteer holds it", "95 %", "exact id, all golds",
              "not held: left unlinked"]  # fmt: skip
    rows = []
    for corpus in (*LINKING, WIKINEWS):
        for kind in _KINDS:
            found = linking.get(corpus, {}).get(GIVEN, {}).get("resolution", {}).get(kind)
            if found is None:
                continue
            held = found["exact id, gazetteer holds it"]
            rows.append(
                [
                    _TITLES[corpus], kind, ratio(held), _interval(held["95 %"]),
                    ratio(found["exact id"]),
                    ratio(found["left unlinked, gazetteer does not hold it"]),
                ]
            )  # fmt: skip
    return table(header, rows, left=(0, 1))


def _beside_table(rows: Sequence[Figures]) -> str:
    header = ["measure", "published", "system", "its setting", "ours", "our setting"]
    shown = []
    for row in rows:
        ours = percent(row["ours"]) if row["unit"] == "%" else _decimals(row["ours"])
        shown.append(
            [row["measure"], row["figure"], row["system"], row["setting"], ours,
             row["ours_setting"] or "–"]
        )  # fmt: skip
    return table(header, shown, left=(0, 2, 3, 5))


# --------------------------------------------------------------------------------------- cells


def _interval(found: Sequence[float] | None, factor: float = 100, decimals: int = 1) -> str:
    if found is None:
        return "–"
    low, high = (f"{factor * value:.{decimals}f}" for value in found)
    return f"{low}–{high}"


def _decimals(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _ratio(found: Figures | None) -> str:
    return "–" if found is None or not found["of"] else ratio(found)


_CONVENTIONS = """\
Which place, person or organisation is meant? Each document is linked by a tagger and a ranker that
were trained without its quarter of the documents. [evaluation.md](evaluation.md) says what every
figure counts; in short: ids are compared first, every gold with an id is in the denominator, and
what is left unlinked is wrong. "No demonyms" is explained above. "Outlet" has all documents of a
corpus linked in one batch, each with the host of its address as its outlet: what the outlet's other
articles name is then known, without any label. "No outlet" has each document by itself. Intervals
are 95 % percentiles over resampled documents."""
_SEEN = """\
**Not so on this page: the rankers of the folds were not at hand. The one that ships was used, which
has seen the documents.**"""
_RESOLUTION = """\
Golds with a GeoNames id, their spans given as places. A right id has an error of 0 km, what was not
linked one of 20,039; the area under the curve of logarithmic errors is 0 at best and 1 at worst."""
_KNOWN = """\
The same by what is known: exact id of golds that the gazetteer holds; of pairs of a name and an id
that are in no document the ranker was trained on ("novel"), and of the others; of golds that the
gazetteer does not hold, which cannot be right, how many are left unlinked and how many are linked
to something within 161 km; and golds without an id that have coordinates."""
_RAW = """\
Nothing is given: a link is right when span and id are exactly those of a gold. Links on golds
without an id are left out. Counts are right / linked / golds with an id."""
_CALIBRATION = """\
Links made with the span given, over golds with an id, all corpora pooled; people and organisations
are those of the corpora of Wikidata ids below. What was left unlinked is in no bin, nor is a link
without a GeoNames id (for people and organisations, a Wikidata id), which cannot be compared; both
count among the golds. The error is the mean distance between score and accuracy over bins. The
score for 95 % right is the lowest threshold above which 95 of 100 links are right, read off
these documents."""
_RELIABILITY = """\
Mean score → share that is right (links), by tenths of the score:"""
_MIN_SCORE = """\
What each threshold keeps and how much of that is right: spans given, and from raw text."""
_LINKING = """\
From raw text, links with Wikidata ids by kind: over all golds, and over those whose entity the
gazetteer holds ("held"). A link to an entity without a Wikidata id counts as wrong. The shipped
tagger has seen none of these corpora. GUM Wikinews has titles of Wikipedia articles instead of ids:
{mapped} names are mapped to an id through facts at hand, {unmapped} are not and are excluded, and
so are {no_name} mentions that are no names ("the ant species"). The mapping knows mostly what the
gazetteer knows, so that its recall flatters. Counts are right / linked / golds with an id."""
_GIVEN_KIND = """\
Span and kind given, how often is the id right?"""
_BESIDE = """\
Published figures, with the setting of each, and ours. None was measured on exactly our documents:
those of LGL, TR-News and GeoWebNews are of the last 30 %, ours of the first 70 %. Differences of a
point or two mean nothing between different documents."""

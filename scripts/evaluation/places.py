"""Toponyms: are they found, do they get the right GeoNames id, is their role right?

Each document is linked twice: once as it comes ("found"), once with the annotators' spans given
as places ("gold spans").

Which golds count:

- **Detection**: every toponym, with an id or not. Homonyms and names of languages, which
  GeoWebNews marks though they name no place, are neither to be missed nor wrong to find.
- **Resolution**: every toponym with a GeoNames id; the others are excluded and counted. With gold
  spans, an unlinked mention is wrong. End to end, a link is right when its span and its id are
  exactly those of a gold; a link whose span is a gold without an id is left out.
- **No demonyms**: golds and predictions that are demonyms are left out, both by one rule, because
  only GeoWebNews marks them and LGL and TR-News do not: a text is a demonym when the gazetteer
  holds it as the adjective or the demonym of a place of which it is not also a name ("Russian",
  "Armenians"; not "Hong Kong"), or when its role is annotated as demonym.

A place within 161 km counts by the geodesic between its point and the annotated one; a link with
the right id counts whatever the distance, since two gazetteers may put one large country's point
far apart. The median is that of all linked golds with coordinates, the right ones among them.

Roles are compared with gold spans, and again over the golds whose exact span was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from enrich import Linker
from enrich.model import Link, Nil, Result, Role
from evaluation.corpora import Gold, GoldDocument
from evaluation.scores import WITHIN_KM, Miss, Ratio, Score, Span, Tally, score_spans, touches
from gazetteer.model import Kind, NameType
from gazetteer.store import Gazetteer

__all__ = ["Rule", "demonym_rule", "evaluate_places", "names_people", "quote"]

SETTINGS = ("all golds", "no demonyms")
_PEOPLES = {NameType.ADJECTIVE, NameType.DEMONYM}
_WITHIN = f"within {WITHIN_KM:.0f} km"
_LITERAL = {Role.LITERAL, Role.DATELINE}
_ROLES = {"literal", "metonymic", "modifier", "embedded", "demonym"}

Rule = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class _View:
    """What counts of one document in one setting.

    Attributes:
        setting: One of ``SETTINGS``.
        name: Corpus and id of the document.
        text: Its text.
        golds: The golds that count.
        predictions: The place mentions found that count, by span.
        ignored: Spans of golds that do not count: a prediction there is neither right nor wrong.
    """

    setting: str
    name: str
    text: str
    golds: tuple[Gold, ...]
    predictions: Mapping[Span, Link]
    ignored: frozenset[Span]


def demonym_rule(gazetteer: Gazetteer) -> Rule:
    """Return the rule that tells a demonym or adjective from a name, with its answers kept.

    Args:
        gazetteer: Where demonyms are looked up.
    """
    known: dict[str, bool] = {}

    def is_demonym(text: str) -> bool:
        if text not in known:
            hits = gazetteer.lookup(text, Kind.PLACE)
            peoples = {h.entity.id for h in hits if h.name.type in _PEOPLES}
            named = {h.entity.id for h in hits if h.name.type not in _PEOPLES}
            known[text] = bool(peoples - named)
        return known[text]

    return is_demonym


def evaluate_places(
    documents: Iterable[GoldDocument], linker: Linker, is_demonym: Rule, corpus: str
) -> Tally:
    """Link every document, with its spans found and with them given, and count.

    Args:
        documents: With their golds.
        linker: What is evaluated.
        is_demonym: The rule of ``demonym_rule``.
        corpus: Name for the report.

    Returns:
        The counts of both settings, and of roles where they are annotated.
    """
    tally = Tally()
    for document in documents:
        toponyms = [g for g in document.golds if not g.optional]
        spans = [(g.start, g.end, Kind.PLACE) for g in toponyms]
        found = linker(document.text, published=document.published, title=document.title)
        given = linker(
            document.text, mentions=spans, published=document.published, title=document.title
        )
        by_span = {(link.mention.start, link.mention.end): link for link in given.links}
        tally.counts["documents"] += 1
        tally.counts["golds that name no place, ignored"] += len(document.golds) - len(toponyms)
        for setting in SETTINGS:
            view = _view(document, found, is_demonym, setting, corpus)
            _count_detection(tally, view)
            _count_found(tally, view)
            _count_given(tally, view, by_span)
            if setting == SETTINGS[0]:
                _count_roles(tally, view, by_span, "gold spans")
                _count_roles(tally, view, view.predictions, "found spans")
    return tally


def names_people(gold: Gold, is_demonym: Rule) -> bool:
    """Tell whether a gold is left out of "no demonyms": by its annotated role or by the rule.

    Args:
        gold: An annotated toponym.
        is_demonym: The rule of ``demonym_rule``.
    """
    return gold.role == Role.DEMONYM or is_demonym(gold.text)


def quote(text: str, start: int, end: int, width: int = 40) -> str:
    """Return a mention in square brackets with some text around it, on one line.

    Example:
        >>> quote("He flew to Yerevan on Monday.", 11, 18, width=6)
        'ew to [Yerevan] on Mo'
    """
    before, after = text[max(0, start - width) : start], text[end : end + width]
    return f"{before}[{text[start:end]}]{after}".replace("\n", " ")


def _view(
    document: GoldDocument, found: Result, is_demonym: Rule, setting: str, corpus: str
) -> _View:
    without_demonyms = setting != SETTINGS[0]

    def is_left_out(gold: Gold) -> bool:
        return gold.optional or (without_demonyms and names_people(gold, is_demonym))

    golds = tuple(g for g in document.golds if not is_left_out(g))
    predictions = {
        (link.mention.start, link.mention.end): link
        for link in found.links
        if link.mention.kind is Kind.PLACE
        and link.nil is not Nil.NOT_AN_ENTITY
        and not (without_demonyms and is_demonym(link.mention.text))
    }
    ignored = frozenset(g.span for g in document.golds if is_left_out(g))
    return _View(setting, f"{corpus}/{document.id}", document.text, golds, predictions, ignored)


def _count_detection(tally: Tally, view: _View) -> None:
    gold = {g.span for g in view.golds}
    exact, overlap = score_spans(gold, view.predictions, view.ignored)
    tally.scores[f"detection exact, {view.setting}"] += exact
    tally.scores[f"detection overlap, {view.setting}"] += overlap
    if view.setting == SETTINGS[0]:
        counted = [s for s in view.predictions if s not in view.ignored]
        clear = [s for s in counted if s in gold or not touches(s, view.ignored)]
        _note_detection_misses(tally, view, gold, clear)


def _note_detection_misses(
    tally: Tally, view: _View, gold: set[Span], predicted: Iterable[Span]
) -> None:
    for span in sorted(gold.difference(predicted)):
        overlapping = [view.text[a:b] for a, b in predicted if a < span[1] and span[0] < b]
        context = quote(view.text, *span)
        tally.misses.append(Miss("missed", view.name, context, "a place", str(overlapping)))
    for span in sorted(set(predicted) - gold):
        mention = view.predictions[span].mention
        sort = "wrong borders" if touches(span, gold) else "spurious"
        tally.counts[f"{sort}, role {mention.role}"] += 1
        got = f"{mention.role} by {mention.found_by}"
        tally.misses.append(Miss(sort, view.name, quote(view.text, *span), "nothing", got))


def _count_found(tally: Tally, view: _View) -> None:
    """Resolution with spans found: end to end, and over the golds whose span was found."""
    golds = {g.span: g for g in view.golds if g.geonames is not None}
    without_id = {g.span for g in view.golds if g.geonames is None}
    linked = {
        span: link
        for span, link in view.predictions.items()
        if link.entity is not None and span not in view.ignored and span not in without_id
    }
    right = [s for s, link in linked.items() if s in golds and _is_right(link, golds[s])]
    near = [s for s, link in linked.items() if s in golds and _is_near(link, golds[s])]
    both = golds.keys() & view.predictions.keys()
    for what, good in (("exact id", right), (_WITHIN, near)):
        end_to_end = Score(len(good), len(linked), len(golds))
        tally.scores[f"end to end {what}, {view.setting}"] += end_to_end
        tally.ratios[f"found spans {what}, {view.setting}"] += Ratio(len(good), len(both))
    for span in both:
        distance = _distance_km(view.predictions[span], golds[span])
        if distance is not None:
            tally.distances[f"found spans median error, {view.setting}"].append(distance)


def _count_given(tally: Tally, view: _View, links: Mapping[Span, Link]) -> None:
    """Resolution with gold spans."""
    for gold in view.golds:
        if gold.geonames is None:
            tally.counts[f"golds without id, excluded from resolution, {view.setting}"] += 1
            continue
        link = links[gold.span]
        right = _is_right(link, gold)
        linked = link.entity is not None
        for what, good in (
            ("exact id", right),
            (_WITHIN, _is_near(link, gold)),
            ("linked", linked),
        ):
            tally.ratios[f"gold spans {what}, {view.setting}"] += Ratio(good, 1)
        distance = _distance_km(link, gold)
        if distance is not None:
            tally.distances[f"gold spans median error, {view.setting}"].append(distance)
        if not right and view.setting == SETTINGS[0]:
            context = quote(view.text, *gold.span)
            expected = f"geonames:{gold.geonames} at {gold.lat},{gold.lon}"
            sort = "wrong id" if linked else "not linked"
            tally.misses.append(Miss(sort, view.name, context, expected, _got(link)))


def _count_roles(tally: Tally, view: _View, links: Mapping[Span, Link], how: str) -> None:
    """Roles where the corpus has them; "mixed" has no counterpart of ours."""
    for gold in view.golds:
        link = links.get(gold.span)
        if gold.role is None or link is None:
            continue
        if gold.role not in _ROLES:
            tally.counts[f"{how} with role {gold.role}, excluded from roles"] += 1
            continue
        role = link.mention.role
        ours = "literal" if role in _LITERAL else str(role)
        same_side = (gold.role == "literal") == (role in _LITERAL)
        tally.ratios[f"role, five classes, {how}"] += Ratio(ours == gold.role, 1)
        tally.ratios[f"role, literal or not, {how}"] += Ratio(same_side, 1)
        tally.scores[f"role {gold.role}, {how}"] += Score(0, 0, 1)
        tally.scores[f"role {ours}, {how}"] += Score(ours == gold.role, 1, 0)
        if ours != gold.role:
            context = quote(view.text, *gold.span)
            sort = f"wrong role, {how}"
            tally.misses.append(Miss(sort, view.name, context, gold.role, ours))


def _is_right(link: Link, gold: Gold) -> bool:
    return link.entity is not None and link.entity.id_in("geonames") == str(gold.geonames)


def _is_near(link: Link, gold: Gold) -> bool:
    distance = _distance_km(link, gold)
    return _is_right(link, gold) or (distance is not None and distance <= WITHIN_KM)


def _distance_km(link: Link, gold: Gold) -> float | None:
    """Geodesic between the link's point and the annotated one in kilometres."""
    if link.entity is None or link.entity.point is None or gold.lat is None or gold.lon is None:
        return None
    from geopy.distance import geodesic

    point = link.entity.point
    return float(geodesic((point.lat, point.lon), (gold.lat, gold.lon)).km)


def _got(link: Link) -> str:
    if link.entity is None:
        return f"nothing ({link.nil})"
    entity = link.entity
    return f"{entity.id} {entity.name}, {entity.country}, {entity.feature} ({link.score:.2f})"

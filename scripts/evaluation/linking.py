"""The reference article, and ReLocaR: literal or not."""

from __future__ import annotations

from collections.abc import Iterable

from enrich import Linker
from enrich.evaluation.decisions import quote
from enrich.model import Link, Role
from evaluation.corpora import Gold, GoldDocument
from evaluation.scores import Miss, Ratio, Score, Span, Tally
from gazetteer.model import Kind

__all__ = ["evaluate_article", "evaluate_relocar"]

_METONYMIC = {Role.METONYMIC, Role.DEMONYM}


def evaluate_article(document: GoldDocument, linker: Linker) -> Tally:
    """Compare the reference article with its golds.

    Every gold counts in each denominator it has a value for, found or not: a mention that was
    not found has neither the right id nor the right role.

    Args:
        document: The article.
        linker: What is evaluated.
    """
    tally = Tally()
    result = linker(document.text, published=document.published, title=document.title)
    by_span = {(link.mention.start, link.mention.end): link for link in result.links}
    _count_article_spans(tally, document, by_span)
    for gold in document.golds:
        _count_article_gold(tally, gold, by_span.get(gold.span), document)
    linked = [link for link in result.links if link.entity is not None]
    with_id = sum(link.entity.id_in("wikidata") is not None for link in linked if link.entity)
    tally.ratios["linked mentions with a Wikidata id"] += Ratio(with_id, len(linked))
    return tally


def evaluate_relocar(documents: Iterable[GoldDocument], linker: Linker) -> Tally:
    """Tell literal from metonymic places in ReLocaR's sentences, the spans given.

    Our metonymic and demonym are ReLocaR's "met"; every other role is its "lit", since it counts
    a name before a noun as the place itself.

    Args:
        documents: One sentence each, with one gold.
        linker: What is evaluated.
    """
    tally = Tally()
    for document in documents:
        for gold in document.golds:
            link = linker(document.text, mentions=[(*gold.span, Kind.PLACE)]).links[0]
            ours = "met" if link.mention.role in _METONYMIC else "lit"
            tally.ratios["literal or metonymic"] += Ratio(ours == gold.role, 1)
            tally.scores[f"role {gold.role}"] += Score(0, 0, 1)
            tally.scores[f"role {ours}"] += Score(ours == gold.role, 1, 0)
            tally.counts[f"our {link.mention.role} is {gold.role}"] += 1
            if ours != gold.role:
                context = quote(document.text, *gold.span, width=60)
                got = str(link.mention.role)
                tally.misses.append(Miss("wrong role", document.id, context, str(gold.role), got))
    return tally


def _count_article_spans(tally: Tally, document: GoldDocument, by_span: dict[Span, Link]) -> None:
    gold_kinds = {g.span: g.kind for g in document.golds}
    tally.scores["span, all kinds"] += Score(
        len(gold_kinds.keys() & by_span.keys()), len(by_span), len(gold_kinds)
    )
    for kind in Kind:
        gold = {span for span, k in gold_kinds.items() if k == kind}
        found = {span for span, link in by_span.items() if link.mention.kind is kind}
        tally.scores[f"span and kind, {kind}"] += Score(len(gold & found), len(found), len(gold))
    for span in sorted(by_span.keys() - gold_kinds.keys()):
        mention = by_span[span].mention
        context = quote(document.text, *span)
        got = f"{mention.kind} by {mention.found_by}"
        tally.misses.append(Miss("spurious", document.id, context, "nothing", got))


def _count_article_gold(
    tally: Tally, gold: Gold, link: Link | None, document: GoldDocument
) -> None:
    context = quote(document.text, *gold.span)
    if link is None:
        tally.misses.append(Miss("missed", document.id, context, gold.kind, "nothing"))
    if gold.geonames is not None or gold.wikidata is not None:
        right = link is not None and _has_id(link, gold)
        tally.ratios["exact id, golds that have one"] += Ratio(right, 1)
        if not right and link is not None:
            expected = f"geonames:{gold.geonames} wikidata:{gold.wikidata}"
            got = link.entity.id if link.entity else f"nothing ({link.nil})"
            tally.misses.append(Miss("wrong id", document.id, context, expected, got))
    if gold.role is not None:
        role = link.mention.role if link is not None else None
        tally.ratios["role, golds that have one"] += Ratio(role == gold.role, 1)
        if role != gold.role and link is not None:
            tally.misses.append(Miss("wrong role", document.id, context, gold.role, str(role)))


def _has_id(link: Link, gold: Gold) -> bool:
    """Tell whether the entity has the gold's GeoNames or its Wikidata id."""
    if link.entity is None:
        return False
    geonames = link.entity.id_in("geonames")
    wikidata = link.entity.id_in("wikidata")
    return (gold.geonames is not None and geonames == str(gold.geonames)) or (
        gold.wikidata is not None and wikidata == gold.wikidata
    )

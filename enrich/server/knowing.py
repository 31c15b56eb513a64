"""The tasks behind /lookup, /entity and /reconcile: what the gazetteer knows of names and ids."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from enrich.records.record import entity_record, hit_record
from enrich.server.reconcile import Reconciler, ReconcileReply, ReconcileRequest
from enrich.server.refusals import Refusal
from enrich.server.tasks import Desk
from gazetteer.errors import UnknownEntity
from gazetteer.ids import written_id
from gazetteer.model import Kind
from gazetteer.store.hits import each_once


@dataclass(frozen=True, slots=True)
class Name:
    """A name that is looked up.

    Attributes:
        text: In any script.
        kind: Only entities of this kind.
        limit: So many of them.
    """

    text: str
    kind: Kind | None = None
    limit: int = 20


def lookup(desk: Desk, name: Name) -> dict[str, Any]:
    """Return what is held under a name, the best known first; else what is an edit away.

    Example:
        >>> from gazetteer.store import Gazetteer
        >>> from enrich.flow.options import LinkerOptions
        >>> from enrich.server.tasks import Limits
        >>> with Gazetteer.open() as gazetteer:
        ...     desk = Desk(LinkerOptions(gazetteer), gazetteer, Limits(1.0, 1, 1))
        ...     lookup(desk, Name("Erevan"))["hits"][0]["name"]
        'Yerevan'
    """
    held = desk.gazetteer
    found = held.lookup(name.text, name.kind) or held.fuzzy(name.text, name.kind)
    hits = each_once(found)
    return {"hits": [hit_record(hit) for hit in islice(hits, name.limit)], "found": len(hits)}


def entity(desk: Desk, curie: str) -> dict[str, Any]:
    """Return all that is known of an entity; "Q1953" is short for "wikidata:Q1953".

    Raises:
        Refusal: It is not held, or the text is no id.
    """
    full = written_id(curie)
    if full is None:
        raise Refusal(
            422, "ids look like geonames:616052, wikidata:Q1953, Q1953 or enrich:tsargrad-tv"
        )
    try:
        return entity_record(desk.gazetteer.get(full))
    except UnknownEntity as error:
        raise Refusal(404, f"the gazetteer has no {full}") from error


def reconcile(desk: Desk, asked: ReconcileRequest) -> ReconcileReply:
    """Return the reply to a request of the reconciliation API."""
    if "reconciler" not in desk.kept:
        desk.kept["reconciler"] = Reconciler(desk.linker(), origin="")
    reply: ReconcileReply = desk.kept["reconciler"].answer(asked)
    return reply

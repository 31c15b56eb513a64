"""The reason of a link in plain words, made of its grounds when somebody asks for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from enrich.reasons.grounds import LIVE, Ground, Why
from enrich.reasons.naming import describe, told_apart

_STOPS: Final = re.compile(r"(?<!\.)\.\.(?!\.)")
_HEADS: Final = frozenset({Why.CHOSEN, Why.ONLY, Why.KNOWN})
_CLAUSES: Final = frozenset(
    why
    for why in Why
    if why is not Why.SAID and "..." not in why.value and not why.value.endswith((".", ":"))
)


def reason_of(grounds: Sequence[Ground]) -> str:
    """Return the grounds of a link as one reason, in their order.

    The clauses that follow an entity chosen become one sentence with it.

    Example:
        >>> from gazetteer.model import Entity, Kind
        >>> goris = Entity("geonames:174895", "Goris", Kind.PLACE, country="AM", feature="PPLA")
        >>> near = Ground(Why.NEAR, ("12", "Tatev"))
        >>> reason_of([Ground(Why.KNOWN, ("Armenia",), (goris,)), near])
        'Goris, Armenia: it is 12 km from Tatev, which the text names.'
    """
    live = any(ground.why in LIVE for ground in grounds)
    sentences: list[str] = []
    clauses: list[str] = []
    head = ""

    def finish() -> None:
        if head:
            sentences.append(f"{head}: {_joined(clauses)}." if clauses else f"{head}.")

    for ground in grounds:
        if ground.why in _CLAUSES:
            clauses.append(ground.why.value.format(*ground.words))
            continue
        finish()
        head, clauses = "", []
        if ground.why in _HEADS:
            head = _head(ground, live=live)
        else:
            sentences.append(_sentence(ground))
    finish()
    return " ".join(" ".join(sentences).split())  # a name that is quoted may run over two lines


def _head(ground: Ground, *, live: bool) -> str:
    chosen = ground.entities[0]
    countries = _countries(ground)
    if ground.why is Why.CHOSEN:
        mine, other = told_apart(chosen, ground.entities[1], countries.get)
        return f"{mine} rather than {other}"
    known = describe(chosen, countries.get)
    if ground.why is Why.KNOWN:
        return known
    return f"{known}, the only one {'found' if live else 'the gazetteer holds'} under this name"


def _sentence(ground: Ground) -> str:
    if ground.why is Why.UNLIKELY:
        known = describe(ground.entities[0], _countries(ground).get)
        return f"The likeliest candidate, {known}, is not likely enough (below min_score)."
    # A name may end with a full stop of its own: "Nottingham Forest F.C."
    return _STOPS.sub(".", str(ground.why.value).format(*ground.words))


def _countries(ground: Ground) -> dict[str | None, str | None]:
    return {e.country: name or None for e, name in zip(ground.entities, ground.words, strict=True)}


def _joined(clauses: Sequence[str]) -> str:
    comma = "," if "," in clauses[0] else ""
    return f"{comma} and ".join(clauses)

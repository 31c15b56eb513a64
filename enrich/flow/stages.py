"""The stages and the passes of a linker, opened in one process from its options."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, cast

from enrich.candidates import CandidateFinder
from enrich.flow.described import DescriptionPass
from enrich.flow.miscellany import MiscellanyPass
from enrich.flow.officeholders import OfficePass
from enrich.flow.options import FindMentions, LinkerOptions
from enrich.flow.passes import Pass
from enrich.mentions import MentionFinder
from enrich.mentions.found import Found
from enrich.model import Document
from enrich.rank.near import Near, place_near
from enrich.rank.ranker import Ranker
from enrich.rank.weights import load_weights
from enrich.roles import roles_named
from gazetteer.errors import ArgumentError
from gazetteer.store import Gazetteer
from gazetteer.store.user import open_gazetteer

if TYPE_CHECKING:
    from enrich.decisions import Decisions
    from enrich.flow.decided import Decider
    from enrich.flow.live import Live
    from enrich.live.options import LiveOptions
    from enrich.mentions.taggers import Tagger
    from enrich.model import Role

_KEPT: Final = 4  # linkers of other processes whose stages stay open
_sent: dict[str, Stages] = {}
_opening: dict[int, threading.Lock] = {}  # of each process: a fork may copy one that is held


@dataclass(frozen=True, slots=True)
class Stages:
    """What a linker works with; made anew in each process.

    Attributes:
        gazetteer: Open, with the local entities of the decisions.
        find_mentions: Stage 1.
        find_candidates: Stage 2.
        ranker: Stage 3.
        passes: What looks at the documents beside them, in the order in which it does.
        live: The one of them that asks live services, or None.
        near: Where the readers are, or None.
        settings: What ``Result.run`` tells of the options.
        models: What it tells of the models.
        process: Where this was opened.
        close: Frees what was opened here.
    """

    gazetteer: Gazetteer
    find_mentions: Callable[[Document], Found]
    find_candidates: CandidateFinder
    ranker: Ranker
    passes: tuple[Pass, ...]
    live: Live | None
    near: Near | None
    settings: dict[str, Any]
    models: dict[str, str]
    process: int
    close: Callable[[], None]

    @classmethod
    def open(cls, options: LinkerOptions) -> Self:
        """Open what options name.

        Raises:
            GazetteerError: The gazetteer cannot be used.
            ArgumentError: The country or the place is unknown.
            InputError: The weights or the decisions cannot be read.
            TaggerError: The tagger cannot be loaded.
        """
        with ExitStack() as opened:
            given = options.gazetteer
            tagger = None if options.tagger is None else _load_tagger(options.tagger)
            if isinstance(given, Gazetteer):
                gazetteer = given
            else:
                gazetteer = open_gazetteer(given, options.user_gazetteer)
                opened.callback(gazetteer.close)
            if tagger is None and options.find_mentions is None:
                tagger = _own_tagger(gazetteer if given is None else None, opened)
            decider = _deciding(options.decisions, gazetteer)
            if decider is not None:
                gazetteer = decider.gazetteer
            ranker = Ranker(
                gazetteer, load_weights(options.weights), cast("float", options.min_score),
                _known_country(options.country, gazetteer), options.prefer,
            )  # fmt: skip
            near = None if options.near is None else place_near(gazetteer, options.near)
            offices = None
            find: Callable[[Document], Found]
            if options.find_mentions is not None:
                find, name = _as_found(options.find_mentions), "the caller's own"
            else:
                reader = cast("Tagger", tagger)
                find, name = MentionFinder(gazetteer, reader), reader.id
                offices = OfficePass(gazetteer, ranker.min_score)
            live = _asking(options.live, gazetteer, ranker)
            if live is not None:
                opened.callback(live.close)
            return cls(
                gazetteer, find, CandidateFinder(gazetteer), ranker,
                tuple(p for p in (
                    offices, decider, MiscellanyPass(), live, DescriptionPass(gazetteer)
                ) if p is not None),
                live, near,
                _settings(options, ranker, near), {"mentions": name, "rank": ranker.weights.id},
                os.getpid(), opened.pop_all().close,
            )  # fmt: skip


def stages_of(linker: str, options: LinkerOptions) -> Stages:
    """Return the stages of a linker that was made in another process.

    A pool sends its function anew with every few items, and with it the linker: what was opened for
    one of these stays open for the next.
    """
    with _opening.setdefault(os.getpid(), threading.Lock()):
        found = _sent.pop(linker, None)
        if found is None or found.process != os.getpid():
            found = Stages.open(options)
        _sent[linker] = found
        while len(_sent) > _KEPT:
            oldest = _sent.pop(next(iter(_sent)))
            if oldest.process == os.getpid():
                oldest.close()
        return found


def _settings(options: LinkerOptions, ranker: Ranker, near: Near | None) -> dict[str, Any]:
    roles = cast("frozenset[Role | None] | None", options.roles)
    return {
        "min_score": ranker.min_score,
        "country": ranker.country,
        "outlet": options.outlet,
        "near": None if near is None else near.name,
        "prefer": ranker.prefer,
        "roles": None if roles is None else roles_named(roles),
        "live": options.live is not None and options.live.asks,
    }


def _as_found(find: FindMentions) -> Callable[[Document], Found]:
    """A caller's own stage 1, which may return the mentions alone."""

    def found(document: Document) -> Found:
        mentions = find(document)
        return mentions if isinstance(mentions, Found) else Found(tuple(mentions))

    return found


def _known_country(country: str | None, gazetteer: Gazetteer) -> str | None:
    if country is None:
        return None
    if len(country) == 2 and gazetteer.area(country) is not None:
        return country
    raise ArgumentError(
        f"country {country!r} is not an ISO 3166-1 alpha-2 code that the gazetteer knows;"
        " give one such as AM, GB or US"
    )


def _own_tagger(gazetteer: Gazetteer | None, opened: ExitStack) -> Tagger:
    """Our tagger, which loads when it is first needed.

    Args:
        gazetteer: The embedded one, if it is open already: names are known from that one, whatever
            gazetteer is linked to.
        opened: Closes it.
    """
    from enrich.mentions.taggers.model import NameTagger  # numpy is not needed to import enrich

    tagger = NameTagger(gazetteer)
    opened.callback(tagger.close)
    return tagger


def _load_tagger(tagger: str | Tagger) -> Tagger:
    from enrich.mentions.taggers.registry import load_tagger

    return load_tagger(tagger)


def _deciding(
    decisions: Decisions | str | os.PathLike[str] | None, gazetteer: Gazetteer
) -> Decider | None:
    if decisions is None:
        return None
    from enrich.decisions import Decisions, read_decisions
    from enrich.flow.decided import Decider

    if not isinstance(decisions, Decisions | str | os.PathLike):
        raise ArgumentError(f"decisions {decisions!r} is not a path or Decisions")
    held = decisions if isinstance(decisions, Decisions) else read_decisions(Path(decisions))
    return Decider(held, gazetteer)


def _asking(options: LiveOptions | None, gazetteer: Gazetteer, ranker: Ranker) -> Live | None:
    if options is None or not options.asks:
        return None
    from enrich.flow.live import Live  # HTTP is needed only here

    return Live(gazetteer, ranker, options)

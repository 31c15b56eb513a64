"""How a linker is set up: one frozen value, checked once, that travels between processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypedDict

from enrich.deadline import SECONDS
from enrich.inputs.checks import checked_probability, checked_seconds
from enrich.live.options import LiveOptions
from enrich.roles import role_set
from enrich.settings import LEVELS, MIN_SCORE
from gazetteer.errors import ArgumentError
from gazetteer.model import Point
from gazetteer.store import Gazetteer

if TYPE_CHECKING:
    from enrich.decisions import Decisions
    from enrich.mentions.taggers import Tagger
    from enrich.model import Document, Mention, Role

FindMentions = Callable[["Document"], "Sequence[Mention]"]
"""Stage 1, where a caller has one of their own: returns the mentions, or ``mentions.Found``."""


@dataclass(frozen=True, slots=True)
class LinkerOptions:
    """All that a ``Linker`` is made of. Equal options make linkers that link alike.

    They are checked when they are made, but for what only the gazetteer knows: that is checked
    when a linker opens it. Pickled, they carry names of files and not what the files hold.

    Attributes:
        gazetteer: An open gazetteer, the path of one, or None for the embedded one.
        user_gazetteer: The file of entities that the user has added, beside a gazetteer given by
            its path or the embedded one; None for the default file, "" for none.
        min_score: Mentions whose best candidate is less likely are left unlinked; 0 to 1.
        country: ISO 3166-1 alpha-2 of the country that the texts are about, if one is expected.
        outlet: Who published the texts that do not say so.
        near: Where the readers of the texts are: a point, a pair (latitude, longitude) in degrees,
            "40.18,44.51", or a place of the gazetteer by its name or id. Places around it are
            likelier.
        prefer: Which of a city and the area of its name that lies around it is linked: "city",
            "admin", or "auto" for what the text suggests.
        roles: Only mentions in these roles are mapped, "literal,dateline"; None for all. Records
            hold every mention, and the primary place is chosen over all of them.
        find_mentions: Stage 1, in place of the default.
        tagger: What finds names in the text, for stage 1: a tagger, or the spec of one such as
            ``spacy:en_core_web_sm``.
        weights: A file of ``scripts/train_ranker.py``; None for the weights that the package
            ships.
        live: What may be asked of live services, ``LiveOptions(wikidata=True)``; None asks
            nothing of the network.
        decisions: What was decided about names, or the file that says so; None for nothing.
        seconds_per_document: What a document may take before it is given up and only its beginning
            is read, as ``Result.error`` then tells; None for no limit. What a service takes to
            answer does not count.

    Raises:
        ArgumentError: ``min_score`` is no probability, ``seconds_per_document`` no time, ``prefer``
            no level, or a tagger is given for a stage 1 that is replaced.
        OutputError: A role is unknown.

    Example:
        >>> options = LinkerOptions(country="am", roles="literal")
        >>> options.country, sorted(options.roles)
        ('AM', [<Role.LITERAL: 'literal'>])
    """

    gazetteer: Gazetteer | str | os.PathLike[str] | None = None
    user_gazetteer: str | os.PathLike[str] | None = None
    min_score: float | None = MIN_SCORE
    country: str | None = None
    outlet: str | None = None
    near: Point | tuple[float, float] | str | None = None
    prefer: str = LEVELS[0]
    roles: str | Iterable[str | None] | frozenset[Role | None] | None = None
    find_mentions: FindMentions | None = field(default=None, repr=False)
    tagger: str | Tagger | None = None
    weights: str | os.PathLike[str] | None = None
    live: LiveOptions | None = None
    decisions: Decisions | str | os.PathLike[str] | None = None
    seconds_per_document: float | None = SECONDS

    def __post_init__(self) -> None:
        self._check_types()
        if self.find_mentions is not None and self.tagger is not None:
            raise ArgumentError("find_mentions replaces what the tagger is for: give one of them")
        settle = object.__setattr__
        settle(self, "seconds_per_document", checked_seconds(self.seconds_per_document))
        settle(self, "min_score", checked_probability(
            MIN_SCORE if self.min_score is None else self.min_score
        ))  # fmt: skip
        if self.prefer not in LEVELS:
            raise ArgumentError(f"prefer {self.prefer!r} is none of {', '.join(LEVELS)}")
        if self.country is not None:
            settle(self, "country", self.country.upper() or None)
        if self.roles is not None:
            settle(self, "roles", role_set(self.roles))

    def told(self) -> str:
        """Return the options that are not the default ones, for a person.

        Example:
            >>> LinkerOptions(country="AM", min_score=0.8).told(), LinkerOptions().told()
            ("min_score=0.8, country='AM'", 'default options')
        """
        usual = {option.name: option.default for option in fields(self)}
        usual |= {"min_score": MIN_SCORE, "seconds_per_document": float(SECONDS)}
        given = {name: getattr(self, name) for name in usual}
        other = [f"{name}={value!r}" for name, value in given.items() if value != usual[name]]
        return ", ".join(other) or "default options"

    def _check_types(self) -> None:
        path = (str, os.PathLike)
        wanted: tuple[tuple[str, Any, str], ...] = (
            ("gazetteer", (*path, Gazetteer), "a path or an open Gazetteer"),
            ("user_gazetteer", path, "a path"),
            ("country", str, "a code such as AM"),
            ("outlet", str, "a text"),
            ("roles", Iterable, "names such as literal,dateline"),
            ("find_mentions", Callable, "a function of a Document"),
            ("tagger", (str, Callable), "a spec such as spacy:en_core_web_sm or a tagger"),
            ("weights", path, "a path"),
            ("live", LiveOptions, "LiveOptions, such as LiveOptions(wikidata=True)"),
        )
        for name, types, what in wanted:
            value = getattr(self, name)
            if value is not None and not isinstance(value, types):
                raise ArgumentError(f"{name} {value!r} is not {what}")


class LinkerKeywords(TypedDict, total=False):
    """The same options as keywords of a ``Linker``, for those who check types."""

    user_gazetteer: str | os.PathLike[str] | None
    min_score: float | None
    country: str | None
    outlet: str | None
    near: Point | tuple[float, float] | str | None
    prefer: str
    roles: str | Iterable[str | None] | None
    find_mentions: FindMentions | None
    tagger: str | Tagger | None
    weights: str | os.PathLike[str] | None
    live: LiveOptions | None
    decisions: Decisions | str | os.PathLike[str] | None
    seconds_per_document: float | None

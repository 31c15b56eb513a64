"""What a text says: documents, mentions, candidates, links, results.

Frozen values. A stage takes them and returns new ones; nothing is fetched lazily from one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any

from enrich.document import Block, BlockKind, Document
from enrich.reasons.grounds import DECISIONS, Ground
from enrich.reasons.wording import reason_of
from enrich.roles import Role, role_set, roles_named
from gazetteer.model import Entity, Kind, Point
from gazetteer.regions import degrees

if TYPE_CHECKING:
    from os import PathLike

    from geopandas import GeoDataFrame
    from pandas import DataFrame

__all__ = [
    "Block",
    "BlockKind",
    "Candidate",
    "Document",
    "Evidence",
    "Link",
    "Match",
    "Mention",
    "Nil",
    "Result",
    "Role",
]


class Match(StrEnum):
    """How the text of a mention matched a name of the gazetteer."""

    EXACT = "exact"
    """Letter by letter the name shown."""
    FOLDED = "folded"
    """The name shown, but for case, diacritics or punctuation."""
    ALIAS = "alias"
    """Another name of the entity."""
    ABBREVIATION = "abbreviation"
    DEMONYM = "demonym"
    """An adjective or demonym of the place."""
    SHORT_FORM = "short form"
    """Part of a name given in full elsewhere in the text: "Lavrov"."""
    FUZZY = "fuzzy"
    """A name some edits away."""
    OFFICE = "office"
    """Who held the office named, when the text was published: "the Armenian prime minister"."""
    DECIDED = "decided"
    """No name of the entity: the user decided what it means."""


class Nil(StrEnum):
    """Why a mention was not linked."""

    NO_CANDIDATES = "no_candidates"
    """The gazetteer knows nothing under this name."""
    LOW_SCORE = "low_score"
    """There are candidates, none likely enough."""
    NOT_AN_ENTITY = "not_an_entity"
    """Here it names something else: a storm, a ship, a prize, or nothing, as a user decided."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text.

    Attributes:
        start: Offset of its first code point.
        end: Offset after its last: ``document.text[start:end] == text``.
        text: As written.
        kind: What it names.
        role: For places, in which sense; None for people and organisations, or where unclear.
        found_by: Which rule or model found it: "gazetteer", "title", "short form", "given", ...
        roles: For places, pairs of a role and its probability, summing to 1, where a model told
            them; empty where a rule chose ``role`` outright. ``role`` is the most probable one.
            Pairs and not a mapping, so that mentions, and links to them, stay hashable;
            ``dict(mention.roles)`` looks one up.
        lookup: The name to look it up by where that is not as written: the base form of an
            inflected name ("Москва" for "Москвы"), a given span without its possessive and titles
            ("Donald Trump" for "President Donald Trump's"), the place of which a part is named
            ("Syria" for "northern Syria"); "" for ``text`` itself.
        relation: For places, the words before it, or in it, that put something in relation to it:
            "20 km north of", "northern"; "" where there are none. What is linked is the place
            itself.

    Example:
        >>> told = ((Role.LITERAL, 0.7), (Role.METONYMIC, 0.3))
        >>> mention = Mention(0, 7, "Yerevan", Kind.PLACE, Role.LITERAL, roles=told)
        >>> dict(mention.roles)[Role.METONYMIC]
        0.3
    """

    start: int
    end: int
    text: str
    kind: Kind
    role: Role | None = None
    found_by: str = ""
    roles: tuple[tuple[Role, float], ...] = ()
    lookup: str = ""
    relation: str = ""

    @property
    def name(self) -> str:
        """What it is looked up by: the base form, or the text as written.

        Example:
            >>> Mention(0, 6, "Москвы", Kind.PLACE, lookup="Москва").name
            'Москва'
        """
        return self.lookup or self.text


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity a mention might mean.

    Attributes:
        entity: The entity.
        matched_name: The name of the entity that matched.
        match: How it matched.
        edits: Edit distance (insertions, deletions, substitutions, transpositions) between
            mention and ``matched_name`` as compared, 0 unless fuzzy.
    """

    entity: Entity
    matched_name: str
    match: Match
    edits: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """One signal that spoke for or against a link.

    Attributes:
        signal: Its name, documented in ``enrich.rank``.
        value: What was measured, in the unit that the signal documents.
        weight: Its share in the score, in log-odds; negative speaks against.
    """

    signal: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True, repr=False)
class Link:
    """What became of one mention.

    What is asked of a link most often is an attribute of it: ``id``, ``name``, ``lat``, ``lon``,
    ``geonames`` and ``wikidata``, each None where there is no entity, or where it has none.

    Attributes:
        mention: The mention.
        entity: The entity meant, or None when ``nil`` says why not.
        score: Probability, 0 to 1, that ``entity`` is right (for a NIL: of the best candidate).
        candidate: How the entity matched, or None.
        runner_up: The second-best entity, or None.
        runner_up_score: Its probability, or None.
        evidence: The signals, strongest first.
        nil: Why there is no entity; None when there is one.
        grounds: Why, as data, in the order in which it is said.

    Example:
        >>> point = Point(lat=40.18, lon=44.51)
        >>> yerevan = Entity("geonames:616052", "Yerevan", Kind.PLACE, point=point)
        >>> link = Link(Mention(9, 16, "Yerevan", Kind.PLACE), yerevan, 0.98)
        >>> link
        <Link 'Yerevan' at 9: geonames:616052 Yerevan, score 0.98>
        >>> link.geonames, link.lat, link.wikidata
        (616052, 40.18, None)
    """

    mention: Mention
    entity: Entity | None
    score: float
    candidate: Candidate | None = None
    runner_up: Entity | None = None
    runner_up_score: float | None = None
    evidence: tuple[Evidence, ...] = ()
    nil: Nil | None = None
    grounds: tuple[Ground, ...] = ()

    def __repr__(self) -> str:
        known = f"{self.id} {self.name}" if self.entity else f"not linked ({self.nil})"
        written, at = _shortened(self.mention.text), self.mention.start
        return f"<Link {written!r} at {at}: {known}, score {self.score:.2f}>"

    @property
    def id(self) -> str | None:
        """The id of the entity: "geonames:616052"."""
        return self.entity.id if self.entity else None

    @property
    def name(self) -> str | None:
        """The name shown of the entity; ``mention.text`` is how the text has it."""
        return self.entity.name if self.entity else None

    @property
    def geonames(self) -> int | None:
        """The number of the entity in GeoNames."""
        return self.entity.geonames if self.entity else None

    @property
    def wikidata(self) -> str | None:
        """The id of the entity in Wikidata: "Q1953"."""
        return self.entity.wikidata if self.entity else None

    @property
    def lat(self) -> float | None:
        """The latitude of the place in degrees, WGS 84; None of what is not a place."""
        return degrees(self._point.lat) if self._point else None

    @property
    def lon(self) -> float | None:
        """Its longitude."""
        return degrees(self._point.lon) if self._point else None

    @property
    def _point(self) -> Point | None:
        entity = self.entity
        return entity.point if entity and entity.kind is Kind.PLACE else None

    @property
    def reason(self) -> str:
        """Why, in one or a few plain sentences."""
        return reason_of(self.grounds)

    @property
    def is_decided(self) -> bool:
        """Whether somebody decided what it is, or what it is not."""
        return any(ground.why in DECISIONS for ground in self.grounds)


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """All that was found in one document; a notebook shows it as a text and a map.

    Attributes:
        document: What was read.
        links: One per mention, in the order of the text; none is ever dropped.
        gazetteer: Build id of the gazetteer used.
        run: What is needed to repeat the run: version, settings, model ids.
        primary_place: The place the document is most about, or None.
        mapped_roles: The roles that a mention must have one of to be on a map, None in it for
            mentions without a role. None where nobody asked: then all are on the map, and the
            footprint is that of the literal ones.
        error: Why the document, or all of it but its beginning, could not be read, in one line;
            "" where all is well. Such a result has no links, or only those of the beginning.
        outlines: Of places by id, WKB in WGS 84, where the gazetteer holds them: the layer of areas
            has them, and for other places those that come with the package.

    Example:
        >>> Result(Document("Nothing.", "a"), ())
        <Result 'a': 0 mentions>
    """

    document: Document
    links: tuple[Link, ...]
    gazetteer: str = ""
    run: Mapping[str, Any] = field(default_factory=dict)
    primary_place: Entity | None = None
    mapped_roles: frozenset[Role | None] | None = None
    error: str = ""
    outlines: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def __repr__(self) -> str:
        counts = {"place": self.places, "person": self.people, "organisation": self.organisations}
        parts = [_counted(len(self.links), "mention")]
        parts += [_counted(len(found), what) for what, found in counts.items() if found]
        parts += [f"{len(self.unlinked)} not linked"] if self.unlinked else []
        parts += [f"mostly about {self.primary_place.name}"] if self.primary_place else []
        parts += [f"error: {_shortened(self.error, 200)}"] if self.error else []
        of = f" {_shortened(name)!r}" if (name := str(self.document.id)) else ""
        return f"<Result{of}: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        from enrich.formats import FORMATS

        return str(FORMATS["html"].writer.framed(self))

    @property
    def places(self) -> tuple[Entity, ...]:
        """Each linked place once, in the order of first mention."""
        return self._entities(Kind.PLACE)

    @property
    def people(self) -> tuple[Entity, ...]:
        """Each linked person once, in the order of first mention."""
        return self._entities(Kind.PERSON)

    @property
    def organisations(self) -> tuple[Entity, ...]:
        """Each linked organisation once, in the order of first mention."""
        return self._entities(Kind.ORGANISATION)

    @property
    def unlinked(self) -> tuple[Link, ...]:
        """The mentions without an entity, each with its reason."""
        return tuple(link for link in self.links if link.entity is None)

    def is_mapped(self, mention: Mention) -> bool:
        """Return whether a mention has a role that is to be on a map."""
        return self.mapped_roles is None or mention.role in self.mapped_roles

    def with_roles(self, roles: str | Iterable[str | None] | None) -> Result:
        """Return the result with other roles on its map, as its ``run`` then says too.

        Args:
            roles: As in "literal,dateline"; ``enrich.roles.role_set`` says what else is taken.
                None changes nothing.

        Raises:
            OutputError: A role is unknown.
        """
        if roles is None:
            return self
        chosen = role_set(roles)
        settings = {**self.run.get("settings", {}), "roles": roles_named(chosen)}
        return replace(self, mapped_roles=chosen, run={**self.run, "settings": settings})

    def _entities(self, kind: Kind) -> tuple[Entity, ...]:
        found: dict[str, Entity] = {}
        for link in self.links:
            if link.entity is not None and link.entity.kind is kind:
                found.setdefault(link.entity.id, link.entity)
        return tuple(found.values())

    def to_records(self) -> list[dict[str, Any]]:
        """Return a flat record of each mention: what ``--format jsonl`` writes, and csv.

        Example:
            >>> Result(Document("Nothing."), ()).to_records()
            []
        """
        from enrich.formats import FORMATS

        return list(FORMATS["jsonl"].writer.iter_records(self))

    def to_dataframe(self) -> DataFrame:
        """Return the records as a data frame of pandas, a row a mention.

        Texts are of dtype ``string``, ``geonames`` is ``Int64``, coordinates and scores are
        floats; what is null is missing. ``enrich.frames.dataframe`` makes one of several results.

        Raises:
            OutputError: pandas is missing.
        """
        from enrich.formats import FRAMES

        found: DataFrame = import_module(FRAMES).dataframe([self])
        return found

    def to_geodataframe(
        self, layer: str = "places", *, roles: str | Iterable[str | None] | None = None
    ) -> GeoDataFrame:
        """Return a layer of the map as a data frame of GeoPandas, in EPSG:4326.

        Args:
            layer: As in ``to_geojson``, whose properties are the columns.
            roles: Likewise.

        Raises:
            OutputError: The layer or a role is unknown, or GeoPandas is missing.
        """
        from enrich.formats import FRAMES

        found: GeoDataFrame = import_module(FRAMES).geodataframe([self.with_roles(roles)], layer)
        return found

    def to_geojson(
        self,
        layer: str = "places",
        *,
        roles: str | Iterable[str | None] | None = None,
        simplestyle: bool = False,
    ) -> dict[str, Any]:
        """Return the result as an RFC 7946 FeatureCollection.

        Args:
            layer: "places" (one Point feature per linked place), "mentions" (one per mention of
                a linked place), "areas" (the outline of each place that has one) or "footprint"
                (an outline around the literal places).
            roles: Only mentions in these roles, "literal,dateline"; None for those that the
                linker was told, or all.
            simplestyle: Whether features say how web viewers are to draw them.

        Raises:
            OutputError: The layer or a role is unknown.
        """
        from enrich.formats import FORMATS

        chosen = self.with_roles(roles)
        found: dict[str, Any] = FORMATS["geojson"].writer.feature_collection(
            [chosen], layer=layer, simplestyle=simplestyle
        )
        return found

    def write(
        self,
        path: str | PathLike[str],
        *,
        format: str | None = None,  # noqa: A002 - the name that users know from the command
        roles: str | Iterable[str | None] | None = None,
        style: bool = False,
        **settings: Any,
    ) -> None:
        """Write the result to a file, whole or not at all.

        Args:
            path: Where to; its suffix picks the format unless ``format`` names one.
            format: Name of a writer, a key of ``enrich.formats.FORMATS``: "geojson", "json",
                "annotations", ...
            roles: Only mentions in these roles on a map and in the footprint; None for those
                that the linker was told, or all. Records hold every mention.
            style: Whether a QGIS style is written beside a GeoJSON or FlatGeobuf file.
            settings: What the format takes besides: ``layer``, ``simplestyle`` for GeoJSON,
                ``tiles`` for a page.

        Raises:
            OutputError: The suffix, format or a role is unknown, or the file cannot be written.
        """
        from enrich.formats import write

        write([self.with_roles(roles)], path, format=format, style=style, **settings)


def _counted(number: int, what: str) -> str:
    """Return a number of things: "1 person", "2 people"."""
    many = "people" if what == "person" else f"{what}s"
    return f"{number} {what if number == 1 else many}"


def _shortened(text: str, longest: int = 60) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"

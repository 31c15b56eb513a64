"""What a linker said of each span, beside what annotators say: flat records that JSON holds.

A link is right **by id** when an id of the entity is an id of the gold, or the gazetteer resolves
the gold's id to the entity. It is right **by name** too where the two have no scheme of ids in
common, and kind and name are the gold's: an entity that has no id yet is the right one all the
same, and giving it one is not a new link.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from gazetteer.errors import InputError, UnknownEntity
from gazetteer.model import Entity, Kind
from gazetteer.store import Gazetteer
from knowledge.golds import Expected, spellings

__all__ = [
    "BY_ID",
    "BY_NAME",
    "Decision",
    "Known",
    "Measured",
    "facts_of",
    "held",
    "is_right",
    "is_right_by_id",
    "read_measured",
]

BY_ID: Final = "id"
BY_NAME: Final = "name"
FORMAT: Final = "measured knowledge 1"


@dataclass(frozen=True, slots=True)
class Known:
    """What matters of an entity.

    Attributes:
        id: Its CURIE.
        name: The name shown.
        kind: "place", "person" or "organisation".
        ids: All its CURIEs.
        source: Where its facts come from.
        feature: GeoNames feature code of a place, or "".
        description: A few words, or "".
        prominence: 0 to 1.
        offices: How many offices it held.
    """

    id: str
    name: str
    kind: str
    ids: tuple[str, ...] = ()
    source: str = ""
    feature: str = ""
    description: str = ""
    prominence: float = 0.0
    offices: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """A span, what is annotated there and what came out.

    Attributes:
        corpus: Its corpus.
        document: Corpus and id of the document.
        start: Offset of its first code point.
        end: Offset after its last.
        text: As written.
        context: The mention in square brackets, with some text around it.
        kind: Of the mention, else of the gold.
        expected: Kind of the gold, or "" where none is annotated at exactly this span.
        ids: CURIEs of the gold.
        name: Name of the gold's entity, or "".
        nil: Whether the gold is nobody that a gazetteer would have.
        ignored: Whether the span counts neither way.
        judged: Whether a link here can be wrong: its kind is annotated in this corpus.
        touches: Kinds of the golds that have a code point in common with it and another span.
        mentioned: Whether there is a mention; False for a gold that was not found.
        looked_up: What the mention was looked up by.
        entity: What it was linked to, or None.
        match: How its name matched, or "".
        score: Of the entity, or of the best candidate.
        unlinked: Why it was left unlinked, or "".
        best: Of an unlinked mention, the CURIE of the best candidate, or "".
        candidates: CURIEs of the candidates, the best known first.
        holds: CURIE under which the gazetteer holds the entity of the gold, or "".
        held_by: "id", "name" (held without an id), or "".
        named: Whether it is held under the name that was looked up.
        right: Whether the link is right, by id or by name.
        right_by_id: Whether it is right by id.
    """

    corpus: str
    document: str
    start: int
    end: int
    text: str
    context: str
    kind: str
    expected: str = ""
    ids: tuple[str, ...] = ()
    name: str = ""
    nil: bool = False
    ignored: bool = False
    judged: bool = True
    touches: tuple[str, ...] = ()
    mentioned: bool = True
    looked_up: str = ""
    entity: Known | None = None
    match: str = ""
    score: float = 0.0
    unlinked: str = ""
    best: str = ""
    candidates: tuple[str, ...] = ()
    holds: str = ""
    held_by: str = ""
    named: bool = False
    right: bool = False
    right_by_id: bool = False

    @property
    def key(self) -> tuple[str, int, int]:
        """What finds the same span in another run."""
        return self.document, self.start, self.end

    @property
    def known(self) -> bool:
        """Whether a gold here says which entity is meant."""
        return bool(self.ids or self.name) and not self.nil and not self.ignored


@dataclass(frozen=True, slots=True)
class Measured:
    """A run over some corpora.

    Attributes:
        about: The gazetteer, its path, the models, the corpora.
        found: Decisions end to end, of raw text.
        given: Decisions where the spans of the golds were given.
    """

    about: Mapping[str, Any]
    found: Sequence[Decision]
    given: Sequence[Decision] = field(default_factory=tuple)

    def write(self, path: Path, figures: Mapping[str, Any]) -> None:
        """Write it as JSON, with figures beside."""
        content: dict[str, Any] = {
            "format": FORMAT,
            "about": dict(self.about),
            "figures": dict(figures),
        }
        content |= {name: [asdict(d) for d in getattr(self, name)] for name in ("found", "given")}
        path.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")


def read_measured(path: Path) -> Measured:
    """Read what ``Measured.write`` wrote.

    Raises:
        InputError: It is not there, or is something else.
    """
    try:
        content = json.loads(path.read_bytes())
        if content["format"] != FORMAT:
            raise InputError(f"{path}: is no measurement; make one with --json {path.name}")
        return Measured(
            content["about"],
            tuple(map(_decision, content["found"])),
            tuple(map(_decision, content["given"])),
        )
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: is no measurement; make one with --json {path.name}") from error


def facts_of(entity: Entity) -> Known:
    """Return what matters of an entity."""
    return Known(
        entity.id, entity.name, str(entity.kind), (entity.id, *entity.same_as), entity.source,
        entity.feature or "", entity.description, entity.prominence, len(entity.roles),
    )  # fmt: skip


def held(gazetteer: Gazetteer, expected: Expected) -> tuple[Entity | None, str]:
    """Return the entity of a gold as the gazetteer holds it, and what it is told by.

    By id; else by name, where the one of its kind and name has no id in a scheme of the gold's.
    """
    if not expected.known:
        return None, ""
    for curie in sorted(expected.ids):
        try:
            return gazetteer.get(curie), BY_ID
        except UnknownEntity:
            continue
    if not expected.name or expected.kind not in tuple(Kind):
        return None, ""
    wanted = spellings(expected.name)
    for hit in gazetteer.lookup(expected.name, Kind(expected.kind)):
        if wanted & spellings(hit.entity.name) and not _comparable(hit.entity, expected):
            return hit.entity, BY_NAME
    return None, ""


def is_right_by_id(entity: Entity, expected: Expected, holds: Entity | None) -> bool:
    """Tell whether a link is right by the ids.

    Args:
        entity: What was linked.
        expected: The gold.
        holds: What the gazetteer returns for an id of the gold, or None.
    """
    if not expected.ids:
        return False
    own = {entity.id, *entity.same_as}
    return not own.isdisjoint(expected.ids) or (holds is not None and holds.id == entity.id)


def is_right(entity: Entity, expected: Expected, holds: Entity | None, held_by: str) -> bool:
    """Tell whether a link is right, by id or, where no scheme of ids is common, by name."""
    if not expected.known:
        return False
    if is_right_by_id(entity, expected, holds if held_by == BY_ID else None):
        return True
    if expected.kind == "place" and any(i.startswith("geonames:") for i in expected.ids):
        return False
    if not expected.name or _comparable(entity, expected) or entity.kind != expected.kind:
        return False
    return bool(spellings(expected.name) & spellings(entity.name))


def _comparable(entity: Entity, expected: Expected) -> bool:
    schemes = {curie.partition(":")[0] for curie in expected.ids}
    return any(entity.id_in(scheme) is not None for scheme in schemes)


def _decision(content: Mapping[str, Any]) -> Decision:
    known = {f.name for f in fields(Decision)}
    values: dict[str, Any] = {k: _value(v) for k, v in content.items() if k in known}
    if entity := content["entity"]:
        values["entity"] = Known(**{k: _value(v) for k, v in entity.items()})
    return Decision(**values)


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value

"""One line about what was found, and what of it the output does not show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from enrich.formats import Holds
from enrich.model import Link, Nil, Result, Role
from enrich.records.overlaps import shares
from enrich.text.counting import counted
from enrich.writers.csv import is_guarded
from gazetteer.model import Entity, Kind, Point

_WORDS = {
    Kind.PLACE: ("place", "places"),
    Kind.PERSON: ("person", "people"),
    Kind.ORGANISATION: ("organisation", "organisations"),
}


@dataclass(slots=True)
class Summary:
    """Counts over results on their way to a writer.

    Attributes:
        documents: How many results went by.
        mentions: How many mentions they had.
        unlinked: How many of those are not linked.
        rejected: How many of these somebody decided to be no names.
        entities: The ids of the linked entities by kind.
        unlocated: The ids of the linked places without coordinates.
        notes: What the results say of themselves, each once.
        mapped: Where the linked places with coordinates lie that have a mention in a role that
            is mapped, by id.
        areas: Those of them that the gazetteer has no outline of.
        held: Those that it has one of.
        other_roles: How many mentions of places with coordinates have another role.
        outlined: How many documents have a footprint: a place with coordinates in a role that
            counts.
        guarded: How many documents with mentions have an id that CSV holds with an apostrophe.
    """

    documents: int = 0
    mentions: int = 0
    unlinked: int = 0
    rejected: int = 0
    entities: dict[Kind, set[str]] = field(default_factory=lambda: {kind: set() for kind in Kind})
    unlocated: set[str] = field(default_factory=set)
    notes: dict[str, None] = field(default_factory=dict)
    mapped: dict[str, Point] = field(default_factory=dict)
    areas: dict[str, Entity] = field(default_factory=dict)
    held: dict[str, Entity] = field(default_factory=dict)
    other_roles: int = 0
    outlined: int = 0
    guarded: int = 0

    def watch(self, results: Iterable[Result]) -> Iterator[Result]:
        """Pass results on unchanged and count them."""
        for result in results:
            self._count(result)
            yield result

    def _count(self, result: Result) -> None:
        if result.error and not result.links:
            return  # it was told of, and is not a document in which nothing was found
        self.documents += 1
        self.mentions += len(result.links)
        self.guarded += bool(result.links) and is_guarded(result.document.id)
        self.notes |= dict.fromkeys(result.run.get("notes", ()))
        self.outlined += any(_is_outlined(result, link) for link in result.links)
        for link in result.links:
            if link.entity is None:
                self.unlinked += 1
                self.rejected += link.nil is Nil.NOT_AN_ENTITY
                continue
            self.entities[link.entity.kind].add(link.entity.id)
            if link.entity.kind is not Kind.PLACE:
                continue
            if link.entity.point is None:
                self.unlocated.add(link.entity.id)
            elif result.is_mapped(link.mention):
                self.mapped.setdefault(link.entity.id, link.entity.point)
                held = self.held if link.entity.id in result.outlines else self.areas
                held[link.entity.id] = link.entity
            else:
                self.other_roles += 1

    def line(self, holds: Holds, layer: str = "places") -> str:
        """Return the line for what of the results the output holds, and for the layer of a map."""
        if holds is Holds.MAP:
            return self._map_line(tables=True)
        if holds is Holds.LAYER:
            lines = {"footprint": self._footprint_line, "areas": self._areas_line}
            return lines[layer]() if layer in lines else self._map_line(tables=False)
        return self._record_line(pictured=holds is Holds.PAGE)

    def guarded_line(self) -> str | None:
        """Return what CSV changes about ids, or None where it changes nothing."""
        if not self.guarded:
            return None
        ids = "1 id begins" if self.guarded == 1 else f"{self.guarded} ids begin"
        return f"{ids} like a formula, so that CSV has an apostrophe before it; jsonl has none"

    def _not_linked(self) -> str:
        return " not linked" + (f", {self.rejected} of them rejected" if self.rejected else "")

    def _footprint_line(self) -> str:
        without = self.documents - self.outlined
        shown = f"{counted(self.outlined, 'footprint')} on the map"
        if without:
            why = "no place with coordinates in a role that counts"
            shown += f"; without one: {counted(without, 'document')} ({why})"
        return shown

    def _areas_line(self) -> str:
        from enrich.geography.outlines import has_outline

        drawn = sum(map(has_outline, self.areas.values())) + len(self.held)
        without = len(self.mapped) - drawn
        shown = f"{counted(drawn, 'area')} on the map"
        if without:
            them = "1 place has" if without == 1 else f"{without} places have"
            shown += f"; {them} no outline (--layer places shows all as points)"
        return shown

    def _map_line(self, *, tables: bool) -> str:
        unmapped = (Kind.PERSON, Kind.ORGANISATION)
        left_out = [_counted(len(self.entities[k]), k) for k in unmapped if self.entities[k]]
        if self.unlocated:
            left_out.insert(0, f"{_counted(len(self.unlocated), Kind.PLACE)} without coordinates")
        if self.unlinked:
            left_out.append(counted(self.unlinked, "mention") + self._not_linked())
        shown = f"{_counted(len(self.mapped), Kind.PLACE)} on the map"
        if left_out and not tables:
            left_out[-1] += " (--format json shows all, with reasons)"
        if piled := sum(share.number > 1 for share in shares(self.mapped).values()):
            shown += f" ({piled} of them within a kilometre of another)"
        if self.other_roles:
            others = f"{counted(self.other_roles, 'mention')} with other roles"
            them = "it" if self.other_roles == 1 else "them"
            left_out.insert(0, f"{others} (--roles all shows {them})")
        if not left_out:
            return f"{shown}, and nothing else was found"
        where = "in tables beside it" if tables else "not on it"
        return f"{shown}; {where}: {', '.join(left_out)}"

    def _record_line(self, *, pictured: bool) -> str:
        found = ", ".join(_counted(len(self.entities[kind]), kind) for kind in Kind)
        unlinked = f"; {self.unlinked}{self._not_linked()}" if self.unlinked else ""
        roles = ""
        if self.other_roles and pictured:
            roles = f"; not on its map: {counted(self.other_roles, 'mention')} with other roles"
        elif self.other_roles:
            # Records hold every mention, which who asked for some roles might not expect.
            roles = "; records keep all roles, --roles is for maps and footprints"
        return (
            f"{counted(self.mentions, 'mention')} in {counted(self.documents, 'document')}:"
            f" {found}{unlinked}{roles} (--explain shows the evidence)"
        )


def _is_outlined(result: Result, link: Link) -> bool:
    place, roles = link.entity, result.mapped_roles
    if place is None or place.kind is not Kind.PLACE or place.point is None:
        return False
    return link.mention.role in ({Role.LITERAL} if roles is None else roles)


def _counted(number: int, kind: Kind) -> str:
    one, many = _WORDS[kind]
    return f"{number:,} {one if number == 1 else many}"

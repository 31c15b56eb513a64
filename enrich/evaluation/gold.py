"""What annotators say: documents with golds."""

from __future__ import annotations

from dataclasses import dataclass

from enrich.evaluation.scores import Span
from enrich.model import Document
from gazetteer.model import Kind


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated mention.

    Attributes:
        start: Offset of its first code point.
        end: Offset after its last.
        text: As written.
        kind: "place", "person", "organisation", "other" for what is not looked for, or None
            where the annotators did not say.
        role: As annotated, or None where it is not.
        geonames: GeoNames id, or None.
        wikidata: Wikidata id, or None.
        lat: Latitude in WGS 84 degrees, or None.
        lon: Longitude likewise.
        optional: Neither to be missed nor wrong to find.
        name: What it means by name, or None where the annotators did not say.
    """

    start: int
    end: int
    text: str
    kind: str | None
    role: str | None = None
    geonames: int | None = None
    wikidata: str | None = None
    lat: float | None = None
    lon: float | None = None
    optional: bool = False
    name: str | None = None

    @property
    def span(self) -> Span:
        """Start and end."""
        return self.start, self.end

    @property
    def curies(self) -> tuple[str, ...]:
        """Its ids as CURIEs, the GeoNames id first.

        Example:
            >>> Gold(0, 7, "Yerevan", "place", geonames=616052, wikidata="Q1953").curies
            ('geonames:616052', 'wikidata:Q1953')
        """
        geonames = () if self.geonames is None else (f"geonames:{self.geonames}",)
        return geonames if self.wikidata is None else (*geonames, f"wikidata:{self.wikidata}")


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text and what was annotated in it.

    Attributes:
        id: Unique within its corpus.
        text: The text.
        golds: Its annotated mentions in the order of the text.
        title: Headline, or "".
        published: ISO 8601 date, or None.
        span: The part of the text that was annotated, as offsets; None for all of it.
        outlet: Who published it, or None.
        language: ISO 639 code, or None.
    """

    id: str
    text: str
    golds: tuple[Gold, ...]
    title: str = ""
    published: str | None = None
    span: Span | None = None
    outlet: str | None = None
    language: str | None = None

    def is_annotated(self, start: int, end: int) -> bool:
        """Tell whether a span lies in the part of the text that was annotated."""
        return self.span is None or (self.span[0] <= start and end <= self.span[1])

    def document(self, *, given: bool, outlet: bool) -> Document:
        """Return what a linker is to read.

        Args:
            given: Whether the spans of the golds are given, those of ``optional`` ones and of
                other kinds left out.
            outlet: Whether to say who published it.
        """
        asked = {(g.start, g.end, g.kind): None for g in self.golds if is_asked(g)}
        spans = tuple((start, end, Kind(kind) if kind else None) for start, end, kind in asked)
        return Document(
            self.text,
            self.id,
            self.title,
            self.published,
            self.language,
            self.outlet if outlet else None,
            spans=spans if given else None,
        )


def is_asked(gold: Gold) -> bool:
    """Tell whether a gold is one that a linker is asked about."""
    return not gold.optional and gold.kind != "other"

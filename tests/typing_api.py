"""Code of a user who checks types: read by mypy --strict in test_typing.py, never run."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, assert_type

import enrich
from enrich import (
    Candidate,
    Document,
    EnrichError,
    EnrichWarning,
    Entity,
    Evidence,
    Kind,
    Link,
    Linker,
    LinkerOptions,
    LiveOptions,
    Match,
    Mention,
    Nil,
    Point,
    Result,
    Role,
)
from enrich.formats import FORMATS, Format, format_of, write
from gazetteer import Gazetteer, Hit, Name, NameType, Position

assert_type(enrich.__version__, str)
str(enrich.linker)  # type: ignore[attr-defined]

with Linker(near=(40.18, 44.51), roles="literal", live=LiveOptions(wikidata=True)) as linker:
    assert_type(linker, Linker)
    assert_type(linker.gazetteer, Gazetteer)
    result = linker("Talks in Yerevan.", published=date(2024, 6, 12), mentions=[(9, 16)])
    linker("Talks in Yerevan.", mentions=[(9, 16, "GPE")])
    assert_type(result, Result)
    assert_type(linker.link_many(["Talks in Goris.", Document("In Gyumri.")]), Iterator[Result])
    assert_type(linker.learn([Document("A fire in Plano.", outlet="Herald")]), Mapping[str, int])
    linker(b"Talks in Yerevan.")  # type: ignore[arg-type]
    linker("Talks in Yerevan.", publisched="2024-06-12")  # type: ignore[call-arg]
assert_type(Linker(LinkerOptions(country="AM"), outlet="Herald").options, LinkerOptions)
Linker(min_score="0.5")  # type: ignore[arg-type]

assert_type(result.document, Document)
assert_type(result.links, tuple[Link, ...])
assert_type(result.unlinked, tuple[Link, ...])
assert_type(result.places, tuple[Entity, ...])
assert_type(result.people, tuple[Entity, ...])
assert_type(result.organisations, tuple[Entity, ...])
assert_type(result.primary_place, Entity | None)
assert_type(result.error, str)
assert_type(result.with_roles("literal,dateline"), Result)
assert_type(result.to_geojson("mentions", simplestyle=True), dict[str, Any])
result.write("talks.geojson", roles=[Role.LITERAL, None])
assert_type(result.to_records(), list[dict[str, Any]])
result.error = ""  # type: ignore[misc]

for link in result.links:
    assert_type(link.mention, Mention)
    assert_type(link.lat, float | None)
    assert_type(link.geonames, int | None)
    assert_type(link.wikidata, str | None)
    assert_type(link.mention.start, int)
    assert_type(link.mention.kind, Kind)
    assert_type(link.mention.role, Role | None)
    assert_type(dict(link.mention.roles), dict[Role, float])
    assert_type(link.candidate, Candidate | None)
    assert_type(link.evidence, tuple[Evidence, ...])
    assert_type(link.nil, Nil | None)
    assert_type(link.score, float)
    assert_type(link.reason, str)
    if link.candidate is not None:
        assert_type(link.candidate.match, Match)
    str(link.entity.name)  # type: ignore[union-attr]
    if link.entity is not None and link.entity.point is not None:
        assert_type(link.entity.point, Point)
        assert_type(link.entity.point.lat, float)
        assert_type(link.entity.roles, tuple[Position, ...])

assert_type(FORMATS["geojson"], Format)
assert_type(format_of("talks.gpkg"), str)
write(iter([result]), "talks.gpkg")
write(result, "talks.gpkg")  # type: ignore[arg-type]

with Gazetteer.open() as gazetteer:
    for hit in gazetteer.lookup("Yerevan", Kind.PLACE):
        assert_type(hit, Hit)
        assert_type(hit.entity, Entity)
        assert_type(hit.name, Name)
        assert_type(hit.name.type, NameType)
    assert_type(gazetteer.get("geonames:616052"), Entity)

errors: tuple[type[Exception], ...] = (EnrichError, EnrichWarning)

"""What roles are good for once they are known: shown, counted, mapped or not, weighed."""

import dataclasses
import io

import pytest

from enrich.model import Document, Mention, Result, Role
from enrich.writers import write_to
from enrich.writers.explain import explanation
from enrich.writers.geojson import feature_collection
from enrich.writers.json import document_object
from enrich.writers.records import FIELDS, iter_records
from gazetteer.model import Kind

LITERAL, METONYMIC, DATELINE = Role.LITERAL, Role.METONYMIC, Role.DATELINE
UNCLEAR = "unclear"


def written(results, format_, **options):
    out = io.StringIO(newline="")
    write_to(results, out, format=format_, **options)
    return out.getvalue()


@pytest.fixture
def with_roles(link_span):
    """A result whose mentions are names of places, each in a role and, if told, how sure."""

    def make(*names_and_roles, identifier="d", **fields):
        text = " ".join(name for name, *_ in names_and_roles)
        links, at = [], 0
        for name, role, *told in names_and_roles:
            link = link_span(text, at, at + len(name), role)
            mention = dataclasses.replace(link.mention, role=role, roles=tuple(*told))
            links.append(dataclasses.replace(link, mention=mention))
            at += len(name) + 1
        return Result(Document(text, identifier), tuple(links), **fields)

    return make


# --------------------------------------------------------------------------------------- shown


def test_a_mention_with_roles_stays_hashable():
    told = ((LITERAL, 0.7), (METONYMIC, 0.3))
    mentions = [Mention(0, 7, "Yerevan", Kind.PLACE, LITERAL, roles=told) for _ in range(2)]
    assert len(set(mentions)) == 1
    assert Mention(0, 7, "Yerevan", Kind.PLACE).roles == ()


def test_the_explanation_says_how_sure_a_role_is_and_what_else_it_could_be(with_roles):
    told = ((METONYMIC, 0.62), (LITERAL, 0.378), (DATELINE, 0.002))
    lines = list(explanation(with_roles(("Yerevan", METONYMIC, told), ("Armenia", LITERAL))))
    assert (
        "  0-7 'Yerevan' (place, metonymic 0.62) is Yerevan (geonames:616052), score 0.99" in lines
    )
    assert "    or in another role: literal 0.38" in "\n".join(lines)
    assert any("(place, literal) is Armenia" in line for line in lines), "a rule says no figure"


def test_the_table_shows_how_sure_roles_are(with_roles, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    sure, less = ((LITERAL, 0.9), (METONYMIC, 0.1)), ((LITERAL, 0.6), (METONYMIC, 0.4))
    out = written([with_roles(("Yerevan", LITERAL, sure), ("Yerevan", LITERAL, less))], "table")
    assert "literal (0.75)" in out
    mixed = [("Yerevan", LITERAL, sure), ("Yerevan", None), ("Yerevan", METONYMIC)]
    lines = [line.split() for line in written([with_roles(*mixed)], "table").splitlines()]
    assert any(line[-5:-2] == ["literal", "1", "(0.90)"] for line in lines)
    assert ["metonymic", "1"] in lines
    assert ["unclear", "1"] in lines


def test_the_record_keeps_its_keys(with_roles):
    (record,) = iter_records(with_roles(("Yerevan", LITERAL, ((LITERAL, 1.0),))))
    assert tuple(record) == FIELDS
    assert record["role"] == "literal"


def test_a_place_without_role_is_counted_as_unclear_everywhere(with_roles):
    result = with_roles(("Yerevan", None), ("Yerevan", METONYMIC), ("Yerevan", None))
    (entity,) = document_object(result)["entities"]
    assert entity["roles"] == {"metonymic": 1, UNCLEAR: 2}
    (feature,) = feature_collection([result])["features"]
    assert feature["properties"]["roles"] == "metonymic:1 unclear:2"
    assert feature["properties"]["literal_mentions"] == 0
    assert [record["role"] for record in iter_records(result)] == [None, "metonymic", None]

"""Entities as lines: what is read has its type and its bounds, and what is written can be read."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.model import Kind, Name, NameType, Point, Position
from gazetteer.rowlines import line_of, row_of
from gazetteer.rows import Row

WHOLE = Row(
    "wikidata:Q42", Kind.PERSON, 'Douglas "Noël"\nAdams\u2028', (Name("DNA", NameType.ABBREVIATION,
    "en", preferred=True, valid=("2001", None)),), wikidata="Q43", geonames=5, country="GB",
    area="GB.ENG.H9", code="GB.ENG", feature="PPLA2", point=Point(lat=1.5, lon=-2), radius_km=3.5,
    population=7, prominence=0.25, valid=("-0044", "2001-05-11"), description="a writer",
    positions=(Position("chair", "AM", "2001", "2002-12", "wikidata:Q2", "2023"),),
    same_as=("wof:1", "wikidata:Q43"), source="mine",
)  # fmt: skip
LEAST = {"id": "wikidata:Q42", "kind": "person", "name": "Douglas Adams"}
NO_TEXT = [None, True, 7, 1.5, [], ["x"], {}, {"a": 1}, "\ud800"]
BLANK = ["", " ", "\n"]
NO_DATE = [True, 7, "2001-13", "2001-00", "2001-01-32", "1", "20010101", "٢٠٠١", "2001-1", "x", []]
BAD = {
    "id": [*NO_TEXT, "", "Q42", "wikidata:Q0", "wikidata:Q٤", "wikidata:Q1 }", "x:1", "enrich:"],
    "kind": [*NO_TEXT, "", "god", "PERSON"],
    "name": [*NO_TEXT, *BLANK],
    "names": [None, "x", 7, {}, [None], [7], ["x"], [{}], [{"text": "y"}],
              [{"text": "y", "type": "nickname"}], [{"text": 7, "type": "variant"}],
              [{"text": " ", "type": "variant"}], [{"text": "y", "type": "variant", "x": 1}],
              [{"text": "y", "type": "variant", "language": 7}],
              [{"text": "y", "type": "variant", "preferred": 1}],
              [{"text": "y", "type": "variant", "valid": ["1"]}]],
    "wikidata": [True, 7, [], "", "42", "Q0", "Q1 } DROP", "Q99999999999999", "wikidata:Q1"],
    "geonames": [True, "5", 1.0, 0, -1, 10**13, []],
    "country": [True, 7, "", "am", "ARM", "A1", "ԱՄ", [], {}],
    "area": [True, 7, "", "A", "AM 08", "AM.", "AM." + "x" * 50, []],
    "code": [7, "", "am"],
    "feature": [True, 7, "", "ppl", "P.PPL", "PPLPPLPPLPPL", []],
    "point": [True, 7, "x", [], [1, 2], {}, {"lat": 1}, {"lat": 1, "lon": 2, "alt": 3},
              {"lat": "1", "lon": 2}, {"lat": True, "lon": 2}, {"lat": 91, "lon": 0},
              {"lat": 0, "lon": -181}, {"lat": float("nan"), "lon": 0}, {"lat": 10**400, "lon": 0}],
    "radius_km": [True, "1", -1, 1e6, float("inf"), float("nan"), [], 10**400],
    "population": [None, True, "1", 1.5, -1, 10**12, []],
    "prominence": [None, True, "1", -0.1, 1.1, float("nan"), []],
    "valid": [True, 7, "2001", [], ["2001"], ["2001", "2002", "2003"], {"a": 1, "b": 2},
              *([date, None] for date in NO_DATE)],
    "description": NO_TEXT,
    "positions": [None, "x", [None], ["x"], [{}], [{"title": ""}], [{"title": 7}],
                  [{"title": "x", "country": "arm"}], [{"title": "x", "organisation": "Q1"}],
                  [{"title": "x", "y": 1}],
                  *([{"title": "x", key: date}] for key in ("start", "end", "as_of")
                    for date in NO_DATE)],
    "same_as": [None, "wof:1", [None], [7], [""], ["x"], ["x: y"], ["wikidata:Q1 }"],
                ["geonames:x"], ["wikidata:\n"]],
    "source": NO_TEXT,
    "geometry": ["AQ=="],
    "extra": [1],
}  # fmt: skip


def test_every_field_survives():
    line = line_of(WHOLE)
    assert "\n" not in line
    assert row_of(line) == WHOLE
    assert {*json.loads(line)} == {*BAD} - {"geometry", "extra"}  # and none is left untested


def test_what_is_at_its_default_is_not_written():
    assert json.loads(line_of(Row("wikidata:Q1", Kind.PLACE, "x"))) == {
        "id": "wikidata:Q1", "kind": "place", "name": "x",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [(field, value) for field, values in BAD.items() for value in values],
    ids=lambda value: ascii(value)[:30],
)
def test_what_has_another_type_or_is_out_of_bounds_is_refused(field, value):
    with pytest.raises(ValueError, match=f"its {field} is|not an object") as error:
        row_of(json.dumps({**LEAST, field: value}))
    assert len(str(error.value)) < 120


@pytest.mark.parametrize("field", ["id", "kind", "name"])
def test_what_every_entity_has_is_missed(field):
    held = {key: value for key, value in LEAST.items() if key != field}
    with pytest.raises(ValueError, match=f"it has no {field}"):
        row_of(json.dumps(held))


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", "7", "null", "[" * 100_000, '{"id":' * 100_000, "NaN", "9" * 5000,
     '{"names": ' + "[" * 900 + "]" * 900 + "}"],
)  # fmt: skip
def test_what_is_no_object_is_refused(line):
    with pytest.raises(ValueError, match=r"."):
        row_of(line)


@settings(max_examples=200, deadline=None)
@given(
    held=st.dictionaries(
        st.sampled_from(sorted(BAD)),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["text", "type", "title", "lat", "lon", "start"]), inner
                )
            ),
            max_leaves=6,
        ),
    )
)
def test_a_line_is_read_back_or_refused(held):
    try:
        row = row_of(json.dumps({**LEAST, **held}))
    except ValueError:
        return
    assert row_of(line_of(row)) == row


@pytest.mark.parametrize(
    "row",
    [
        Row("Q1", Kind.PLACE, "x"),
        Row("wikidata:Q1", Kind.PLACE, " "),
        Row("wikidata:Q1", Kind.PLACE, "x", valid=("2020-13", None)),
        Row("wikidata:Q1", Kind.PLACE, "x", population=-1),
        Row("wikidata:Q1", Kind.PLACE, "x", description="\ud800"),
    ],
)
def test_what_could_not_be_read_again_is_not_written(row):
    with pytest.raises(ValueError, match="its "):
        line_of(row)

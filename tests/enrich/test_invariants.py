"""What holds of every result and every output, as ``scripts/fuzz.py`` asks it: a fault is seen."""

import io
from dataclasses import replace

import pytest
from fuzzing import invariants
from fuzzing.invariants import TEXT_FORMATS, broken, broken_error, broken_output

from enrich.formats import write_to
from enrich.model import Document
from gazetteer.errors import InputError


def changed(result, **fields):
    first, *rest = result.links
    mention = replace(
        first.mention, **{k: v for k, v in fields.items() if hasattr(first.mention, k)}
    )
    link = {k: v for k, v in fields.items() if not hasattr(first.mention, k)}
    return replace(result, links=(replace(first, mention=mention, **link), *rest))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"end": 3}, "empty or outside"),
        ({"text": "Goris"}, "not what the text has"),
        ({"start": 2, "text": " Yerevan"}, "not seen"),
        ({"score": 1.5}, "not a probability"),
        ({"score": float("nan")}, "not a probability"),
        ({"entity": None}, "nil"),
    ],
)
def test_a_broken_link_is_seen(result_of, fields, said):
    good = result_of("In Yerevan, Lavrov left for Armenia.")
    assert broken(good) == []
    assert any(said in line for line in broken(changed(good, **fields)))


def test_crossing_doubled_and_unordered_links_are_seen(result_of, link_span):
    text = "In Yerevan, Lavrov left for Armenia."
    good = result_of(text)
    crossing = replace(good, links=(link_span(text, 3, 18), link_span(text, 12, 23)))
    assert any("cross" in line for line in broken(crossing))
    nested = replace(good, links=(link_span(text, 3, 18), link_span(text, 3, 10)))
    assert broken(replace(nested, primary_place=None)) == []
    assert any("2 links" in line for line in broken(replace(good, links=good.links[:1] * 2)))
    assert any("order" in line for line in broken(replace(good, links=good.links[::-1])))
    given = replace(crossing, document=Document(text, "d", spans=((3, 18, None), (12, 23, None))))
    assert broken(replace(given, primary_place=None)) == []  # what a caller gave is kept


@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_every_text_format_is_read_back(result_of, format_):
    results = [
        result_of('=1+1\t<b>Yerevan</b> & \u202eLavrov" left for\nArmenia, Atlantis.', name)
        for name in "ab"
    ]
    assert broken_output(results[:1], format_) == []
    assert broken_output(results, format_) == []


@pytest.mark.parametrize(
    ("format_", "old", "new"),
    [
        ("json", '"start":', '"start":1'), ("jsonl", "Yerevan", "Yereван"),
        ("csv", "place", "plaza"),
        ("annotations", '"exact": "Y', '"exact": "y'), ("tei", "left", "right"),
        ("geojson", "44.5126", "444.5126"), ("kml", "<Placemark", "<Other"),
        ("geojsonseq", "Yerevan", "Erivan"), ("html", "<main", "<main onclick='x()'"),
        ("schemaorg", "Yerevan", "<script>"),
    ],
)  # fmt: skip
def test_an_output_that_says_something_else_is_seen(result_of, monkeypatch, format_, old, new):
    """As a writer with a fault would write it."""

    def faulty(results, out, **settings):
        whole = io.StringIO(newline="")
        write_to(results, whole, **settings)
        text = whole.getvalue()
        assert old in text or not results[0].links
        out.write(text.replace(old, new, 1) if results[0].links else text)

    monkeypatch.setattr(invariants, "write_to", faulty)
    assert broken_output([result_of("In Yerevan, Lavrov left for Armenia.")], format_) != []


def test_a_message_of_several_lines_is_seen():
    assert broken_error(ValueError("two\nlines"))
    assert broken_error(ValueError(""))
    assert broken_error(InputError("a.csv: has two\nlines")) == []


def test_a_given_name_of_white_space_is_a_name_without_an_entity(linker):
    result = linker("Talks in  Yerevan.", mentions=[(8, 10, "organisation"), (10, 17)])
    assert broken(result) == []
    assert [link.id for link in result.links] == [None, "geonames:616052"]


def test_what_is_said_of_a_name_over_two_lines_is_one_line(linker):
    result = linker("Talks of Zqwerty\nPlonk in Yerevan.", mentions=[(9, 22), (26, 33)])
    assert not any("\n" in link.reason for link in result.links)

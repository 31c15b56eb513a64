"""Results in a notebook and in data frames, and the texts of data frames linked."""

import copy
import json
import pickle
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest

from enrich import Document, EnrichError, EnrichWarning, Linker, LinkerOptions
from gazetteer.errors import ArgumentError

pd = pytest.importorskip("pandas", reason="no pandas: pip install '.[dev]'")

import numpy as np  # noqa: E402 - after pandas, without which there is nothing to test

import enrich.pandas  # noqa: E402
from enrich.frames import dataframe, geodataframe  # noqa: E402
from enrich.model import Link, Mention, Result  # noqa: E402
from enrich.records.record import FIELDS  # noqa: E402
from gazetteer.model import Entity, Kind, Point  # noqa: E402

assert enrich.pandas  # imported for what it registers
TEXTS = [
    "Talks between Ankara and Yerevan were held in Batumi.",
    "António Guterres spoke to Zzyzxian reporters in Goris.",
    "Nobody said anything.",
    "A delegation from Paris, Texas, left for Tbilisi.",
]


def _sent(value):
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own


@pytest.fixture(scope="module")
def result(linker):
    return linker(TEXTS[0], id="talks", published="2024-06-12")


@pytest.fixture(scope="module")
def results(linker):
    return list(linker.link_many(Document(text, n) for n, text in enumerate(TEXTS, 1)))


def without(frame, *columns):
    return frame.drop(columns=list(columns)).reset_index(drop=True)


# ------------------------------------------------------------------------------ one result


def test_reprs_are_short_and_tell_what_matters(linker, result):
    assert repr(result) == "<Result 'talks': 3 mentions, 3 places, mostly about Batumi>"
    link = result.links[2]
    assert repr(link).startswith("<Link 'Batumi' at 46: geonames:615532 Batumi, score 0.")
    (unknown,) = linker("Talks with Mr Zzyzxqua in haste.", mentions=[(11, 22)]).links
    assert re.fullmatch(
        r"<Link 'Mr Zzyzxqua' at 11: not linked \(no_candidates\), .*>", repr(unknown)
    )
    (bad,) = linker.link_many([Document(5, "b")])
    assert repr(bad).startswith("<Result 'b': 0 mentions, error: ")
    assert len(repr(linker("Talks. " * 50_000))) < 200
    with Linker(linker.gazetteer, country="AM") as other:
        assert "country='AM'" in repr(other)
    assert repr(other).startswith("<closed Linker")


def test_what_is_asked_most_often_is_an_attribute_of_the_link(linker, result):
    record = result.to_records()[2]
    link = result.links[2]
    for name in ("lat", "lon", "geonames", "wikidata", "name"):
        assert getattr(link, name) == record[name] is not None
    assert link.id == record["entity_id"]
    person = next(k for k in linker(TEXTS[1]).links if k.name == "António Guterres")
    assert (person.wikidata, person.geonames, person.lat, person.lon) == ("Q311440", None) + (
        None,
    ) * 2
    nothing = linker("Mr Zzyzxqua spoke.", mentions=[(0, 11)]).links[0]
    names = ("id", "name", "geonames", "wikidata", "lat", "lon")
    assert {getattr(nothing, name) for name in names} == {None}


def test_only_places_have_a_latitude():
    seat = Entity("own:1", "Body", Kind.ORGANISATION, point=Point(lat=40.2, lon=44.5))
    link = Link(Mention(0, 4, "Body", Kind.ORGANISATION), seat, 0.9)
    (record,) = Result(Document("Body"), (link,)).to_records()
    assert (link.lat, link.lon, record["lat"], record["lon"]) == (None,) * 4


def test_records_are_those_of_jsonl(result, tmp_path):
    result.write(tmp_path / "talks.jsonl")
    lines = (tmp_path / "talks.jsonl").read_text(encoding="utf-8").splitlines()
    assert result.to_records() == [json.loads(line) for line in lines]


def test_a_notebook_shows_the_page_in_a_frame_that_nothing_leaves(linker):
    text = '<script>alert(1)</script> & "Talks" in Yerevan, </iframe> said <b>Guterres</b>.'
    shown = linker(text, id='"><script>')._repr_html_()
    frame = re.fullmatch(r'<iframe ([^>]*) srcdoc="([^"]*)">([^<>]*)</iframe>', shown, re.DOTALL)
    assert frame, shown[:300]
    assert re.search(r'sandbox="allow-scripts( allow-popups| allow-popups-to-[a-z-]+)*"', frame[1])
    assert "<" not in frame[2], "nothing of the page is markup of the notebook"
    assert unescape(frame[3]).startswith("<Result "), "where frames are taken out, this is left"
    page = unescape(frame[2])
    assert page.startswith("<!DOCTYPE html>")
    assert "<script>alert" not in page
    assert "Content-Security-Policy" in page
    assert "geonames:616052" in page
    assert len(shown) < 400_000


def test_a_page_too_large_for_a_notebook_is_a_line(linker, monkeypatch):
    from enrich.writers import html

    monkeypatch.setattr(html, "_LARGEST", 1000)
    shown = linker("Talks <i>in</i> Yerevan.", id="<b>")._repr_html_()
    assert shown.startswith("<pre>&lt;Result &#x27;&lt;b&gt;&#x27;: 1 mention")
    assert "result.write(" in unescape(shown)


def test_a_document_that_cannot_be_read_is_shown_too(linker):
    (bad,) = linker.link_many([Document(5, "b")])
    assert "<iframe" in bad._repr_html_()
    assert bad.to_records() == []
    frame = bad.to_dataframe()
    assert (len(frame), tuple(frame.columns)) == (0, FIELDS)


def test_results_can_be_pickled_and_copied(result):
    for other in (_sent(result), copy.deepcopy(result), copy.copy(result)):
        assert other == result
        assert other.to_records() == result.to_records()


@pytest.mark.parametrize(
    ("published", "read"),
    [
        (date(2024, 6, 12), "2024-06-12"),
        (datetime(2024, 6, 12, 8, tzinfo=UTC), "2024-06-12T08:00:00+00:00"),
        (pd.Timestamp("2024-06-12 08:00:00.123456789"), "2024-06-12T08:00:00.123456"),
        (np.datetime64("2024-06-12"), "2024-06-12"),
        (pd.NaT, None),
        (pd.NA, None),
        (float("nan"), None),
    ],
)
def test_dates_are_taken_as_they_are(linker, published, read):
    assert linker("Talks in Goris.", published=published).document.published == read
    (linked,) = linker.link_many([Document("Talks in Goris.", published=published)])
    assert (linked.document.published, linked.error) == (read, "")


@pytest.mark.parametrize(
    "call",
    [
        lambda closed: closed("Talks."),
        lambda closed: closed.link_many(["Talks."]),
        lambda closed: list(closed.link_each([Document("Talks.")])),
        lambda closed: closed.learn([Document("Talks in Goris.", outlet="Herald")]),
        lambda closed: closed.gazetteer,
        lambda closed: closed.live,
        lambda closed: closed.warnings(),
        lambda closed: closed.__enter__(),
        lambda closed: _sent(closed)("Talks."),
        lambda closed: pd.Series(["Talks."]).enrich.link(linker=closed),
    ],
)
def test_a_closed_linker_says_so(linker, call):
    with Linker(linker.gazetteer) as closed:
        begun = closed.link_many(["Talks.", "More talks."])
        next(begun)
    with pytest.raises(EnrichError, match=r"^this linker is closed: [^\n]+$"):
        call(closed)
    with pytest.raises(EnrichError, match=r"^this linker is closed"):
        next(begun)
    closed.close()  # twice does no harm
    assert linker.gazetteer.get("geonames:616052").name == "Yerevan", "the caller's own is open"


# -------------------------------------------------------------------------- frames of results


def test_a_frame_has_types_that_join(results):
    frame = dataframe(results)
    assert tuple(frame.columns) == FIELDS
    types = frame.dtypes.astype(str).to_dict()
    assert types["geonames"] == "Int64"
    assert {types[name] for name in ("document_id", "start", "end")} == {"int64"}
    assert {types[name] for name in ("score", "lat", "lon", "radius_km")} == {"float64"}
    assert {types[name] for name in ("text", "entity_id", "wikidata", "nil")} == {"string"}
    records = [record for result in results for record in result.to_records()]
    back = frame.astype(object).where(frame.notna(), None).to_dict("records")
    assert back == records
    people = frame[frame["kind"] == "person"]
    assert people["geonames"].isna().all()
    facts = pd.DataFrame({"geonames": [615532, 616052], "seen": [1, 2]})
    assert len(frame.merge(facts, on="geonames")) == 2


@pytest.mark.parametrize(
    ("ids", "dtype"),
    [
        ([1, 2], "int64"),
        (["1", "2"], "string"),
        ([1, "2"], "object"),
        ([1, 10**30], "object"),
        (["007", ""], "string"),
    ],
)
def test_ids_come_out_as_they_went_in(linker, ids, dtype):
    frame = dataframe(linker.link_many(Document("Talks in Goris.", i) for i in ids))
    assert frame["document_id"].tolist() == ids
    assert frame["document_id"].dtype == dtype


def test_a_frame_of_nothing_has_all_columns(linker):
    empty, full = dataframe([]), dataframe([linker(TEXTS[0])])
    assert (len(empty), tuple(empty.columns)) == (0, FIELDS)
    both = pd.concat([dataframe([linker("Nothing.")]), full])
    assert both.dtypes.to_dict() == full.dtypes.to_dict()


@pytest.mark.parametrize("layer", ["places", "mentions", "footprint"])
def test_a_geodataframe_is_the_layer_of_geojson(result, layer):
    geopandas = pytest.importorskip("geopandas", reason="no GeoPandas: pip install '.[dev]'")
    frame = result.to_geodataframe(layer)
    assert isinstance(frame, geopandas.GeoDataFrame)
    assert frame.crs.to_epsg() == 4326
    told = result.to_geojson(layer)["features"]
    assert len(frame) == len(told) > 0
    mine = json.loads(frame.to_json(na="null", drop_id=True))["features"]
    for one, other in zip(mine, told, strict=True):
        assert one["properties"] == other["properties"]
        if layer != "footprint":  # a polygon is a multipolygon there
            assert one["geometry"] == other["geometry"]


def test_a_geodataframe_of_several_results_and_of_none(results, tmp_path):
    geopandas = pytest.importorskip("geopandas", reason="no GeoPandas: pip install '.[dev]'")
    places = geodataframe(results)
    assert {"Batumi", "Goris", "Tbilisi"} <= set(places["name"])
    places.to_file(tmp_path / "places.gpkg")
    assert len(geopandas.read_file(tmp_path / "places.gpkg")) == len(places)
    empty = geodataframe([])
    assert (len(empty), empty.crs.to_epsg()) == (0, 4326)
    assert set(empty.columns) == set(places.columns)


def test_roles_and_layers_of_a_geodataframe(result):
    pytest.importorskip("geopandas", reason="no GeoPandas: pip install '.[dev]'")
    assert result.to_geodataframe(roles="literal")["name"].tolist() == ["Batumi"]
    with pytest.raises(EnrichError, match="not a layer"):
        result.to_geodataframe("towns")


# ------------------------------------------------------------------- the texts of a frame


@pytest.fixture
def news():
    return pd.DataFrame(
        {
            "body": [*TEXTS, None],
            "article_id": np.array([30, 20, 10, 40, 50], dtype="int32"),
            "section": list("abcde"),
        },
        index=["one", "two", "three", "four", "five"],
    )


def test_links_are_those_of_link_many(linker, news, results):
    linked = news.enrich.link("body", id="article_id", linker=linker)
    pd.testing.assert_frame_equal(
        without(linked, "document_id"), without(dataframe(results), "document_id")
    )
    assert [*linked.index.unique()] == ["one", "two", "four"]
    assert linked["document_id"].dtype == news["article_id"].dtype
    assert linked["document_id"].unique().tolist() == [30, 20, 40]
    joined = news.join(linked)
    assert joined.loc["one", "name"].tolist() == ["Ankara", "Yerevan", "Batumi"]
    assert joined.loc["one", "section"].tolist() == ["a"] * 3
    assert pd.isna(joined.loc["five", "name"])
    merged = news.merge(linked, left_on="article_id", right_on="document_id", how="left")
    assert len(merged) == len(linked) + 2
    series = news["body"].enrich.link(linker=linker)
    pd.testing.assert_frame_equal(series, linked.drop(columns="document_id"))


def test_columns_are_known_by_their_names(linker):
    frame = pd.DataFrame({
        "Headline": ["Herald: talks"],
        "story": ["The Armenian prime minister spoke."],
        "date": [pd.Timestamp("2019-05-01", tz="UTC")],
        "id": ["x"],
    })  # fmt: skip
    linked = frame.enrich.link(linker=linker)
    expected = linker("The Armenian prime minister spoke.", id="x", title="Herald: talks",
                      published="2019-05-01T00:00:00+00:00").to_dataframe()  # fmt: skip
    assert "Nikol Pashinyan" in set(linked["name"])
    pd.testing.assert_frame_equal(without(linked, "document_id"), without(expected, "document_id"))
    named = frame.rename(columns={"date": "when"}).enrich.link(published="when", linker=linker)
    pd.testing.assert_frame_equal(named, linked)


@pytest.mark.parametrize(
    "index",
    [
        pd.RangeIndex(5),
        pd.Index([7, 7, 7, 7, 7], name="number"),
        pd.MultiIndex.from_tuples(
            [("a", 1), ("a", 2), ("b", 1), ("b", 1), ("c", 9)], names=["x", "y"]
        ),
        pd.date_range("2024-06-12", periods=5),
        pd.CategoricalIndex(list("aabbc")),
        pd.Index([True, False, True, False, True]),
        pd.Index([0.5, 1.0, float("nan"), 2.5, 3.0]),
    ],
    ids=lambda index: type(index).__name__,
)
def test_any_index_is_kept(linker, news, index):
    linked = news[["body"]].set_index(index).enrich.link(linker=linker)
    counts = [3, len(linker(TEXTS[1]).links), 0, 3, 0]
    assert len(linked) == sum(counts)
    assert linked.index.equals(index.repeat(counts))
    assert linked.index.names == index.names
    assert linked.index.dtype == index.dtype


@pytest.mark.parametrize("dtype", ["object", "category", "string", "string[pyarrow]", "large"])
def test_any_column_of_texts_is_read(linker, news, dtype):
    if "pyarrow" in dtype or dtype == "large":
        pa = pytest.importorskip("pyarrow", reason="no pyarrow: pip install '.[dev]'")
    wanted = news["body"].enrich.link(linker=linker)
    dtype = pd.ArrowDtype(pa.large_string()) if dtype == "large" else dtype
    found = news[["body"]].astype({"body": dtype}).enrich.link(linker=linker)
    pd.testing.assert_frame_equal(found, wanted)


def test_ids_of_any_type_come_back(linker):
    ids = [True, ("a", 1), date(2024, 6, 12), 1.5, b"x", None, 2.0, "2"]
    frame = pd.DataFrame(
        {"text": ["Snow in Goris."] * len(ids), "id": pd.Series(ids, dtype=object)}
    )
    assert frame.enrich.link(linker=linker)["document_id"].tolist() == ids


def test_an_empty_frame_gives_an_empty_frame(linker, news):
    linked = news[:0].enrich.link("body", id="article_id", linker=linker)
    full = news.enrich.link("body", id="article_id", linker=linker)
    assert len(linked) == 0
    assert linked.dtypes.to_dict() == full.dtypes.to_dict()
    assert len(news[:0].join(linked)) == 0
    assert len(pd.Series([None, "", " "], dtype=object).enrich.link(linker=linker)) == 0


def test_a_text_that_cannot_be_read_costs_itself(linker):
    frame = pd.DataFrame(
        {"text": ["In Goris.", 5, "half \ud800 a pair", "In Yerevan.", ["In Goris."]]}
    )
    with pytest.warns(EnrichWarning, match=r"^3 texts of 5 could not be read.*row 1.*$"):
        linked = frame.enrich.link(linker=linker)
    assert linked["name"].tolist() == ["Goris", "Yerevan"]
    errors = linked.attrs["errors"]
    assert [error["row"] for error in errors] == [1, 2, 4]
    assert errors[0]["error"] == "the text is of type int, not a string"
    assert all("\n" not in error["error"] for error in errors)
    json.dumps(linked.attrs)  # as a Parquet file keeps it


def test_a_text_that_is_read_in_part_is_told_too(linker, monkeypatch):
    linked = Linker.link_many
    monkeypatch.setattr(
        Linker,
        "link_many",
        lambda self, texts: (replace(r, error="too long") for r in linked(self, texts)),
    )
    with pytest.warns(EnrichWarning, match="1 text of 2 could not be read, or only in part"):
        linked_frame = pd.Series([None, "In Goris."]).enrich.link(linker=linker)
    assert linked_frame["name"].tolist() == ["Goris"]
    assert linked_frame.attrs["errors"] == [{"row": 1, "error": "too long"}]


def test_a_date_that_cannot_be_read_costs_itself(linker):
    frame = pd.DataFrame({"text": ["In Goris."], "published": ["soon"], "id": [1.0]})
    with pytest.warns(EnrichWarning, match="row 0: `published` is 'soon'"):
        linked = frame.enrich.link(linker=linker)
    assert linked["name"].tolist() == ["Goris"]
    assert linked["document_id"].tolist() == [1.0]


def test_columns_called_like_ours_do_no_harm(linker, news):
    frame = news.rename(columns={"section": "name"}).assign(geonames=1, text="Talks in Paris.")
    linked = frame.enrich.link("body", linker=linker)
    assert linked["name"].tolist()[:3] == ["Ankara", "Yerevan", "Batumi"]
    joined = frame.merge(linked, left_index=True, right_index=True, suffixes=("", "_mention"))
    assert joined["name"].tolist()[:3] == ["a"] * 3
    assert joined["name_mention"].tolist()[:3] == ["Ankara", "Yerevan", "Batumi"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda f: f.enrich.link("story"), r"text='story': there is no such column; .*body"),
        (lambda f: f.enrich.link("bdy"), r"did you mean 'body'\?"),
        (lambda f: f.enrich.link("body", id="nr"), r"id='nr': there is no such column"),
        (lambda f: f.enrich.link("body", id=f["article_id"]), "takes the name of a column"),
        (lambda f: f.enrich.link("body", outlets="section"), "no 'outlets' to name"),
        (lambda f: f[["section"]].enrich.link(), "no column is known to hold texts"),
        (lambda f: pd.concat([f, f], axis=1).enrich.link("body"), "there are 2 such columns"),
        (lambda f: f.set_axis(["body", "date", "date"], axis=1).enrich.link(), "published='date'"),
    ],
)
def test_a_column_that_is_not_there_is_named(news, call, message):
    with pytest.raises(ArgumentError, match=message) as caught:
        call(news)
    assert "\n" not in str(caught.value)


def test_a_map_of_the_texts_of_a_frame(linker, news):
    pytest.importorskip("geopandas", reason="no GeoPandas: pip install '.[dev]'")
    places = news.enrich.to_geodataframe("body", id="article_id", linker=linker)
    assert places.set_index("name").loc["Goris", "documents"] == "20"
    by_label = news["body"].enrich.to_geodataframe(layer="mentions", linker=linker)
    assert set(by_label["document_id"]) == {"one", "two", "four"}


def test_options_make_a_linker_that_is_closed_afterwards(news, monkeypatch):
    closed = []
    close = Linker.close
    monkeypatch.setattr(
        Linker, "close", lambda self: (closed.append(self.options.country), close(self))
    )
    linked = news[:1].enrich.link("body", linker=LinkerOptions(country="AM"))
    assert linked["name"].tolist() == ["Ankara", "Yerevan", "Batumi"]
    assert closed == ["AM"]


def test_a_frame_of_mentions_goes_through_parquet(linker, news, tmp_path):
    pytest.importorskip("pyarrow", reason="no pyarrow: pip install '.[dev]'")
    linked = news.enrich.link("body", id="article_id", linker=linker)
    linked.to_parquet(tmp_path / "mentions.parquet")
    read = pd.read_parquet(tmp_path / "mentions.parquet")
    pd.testing.assert_frame_equal(read, linked, check_index_type=False)

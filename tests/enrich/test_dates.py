"""Dates: each form that tools and people write, and what a date that cannot be read costs."""

import datetime as dt
import email.utils
import json
import time
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrich import Document, EnrichWarning
from enrich.text.dates import AmbiguousDate, iso_date, read_date

TEXT = "The Armenian prime minister flew to Gyumri."


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("2023", "2023"),
        ("2023-05", "2023-05"),
        ("20230517", "2023-05-17"),
        (" 2023-05-17 ", "2023-05-17"),
        ("2023-05-17 10:30", "2023-05-17T10:30:00"),
        ("2023-05-17T10:30:00Z", "2023-05-17T10:30:00+00:00"),
        ("2023-05-17T10:30:00.123456789Z", "2023-05-17T10:30:00.123456+00:00"),
        ("2023-05-17 10:30:00 UTC", "2023-05-17T10:30:00+00:00"),
        ("Wed, 17 May 2023 10:30:00 GMT", "2023-05-17T10:30:00+00:00"),
        ("Wed, 17 May 2023 10:30:00 -0500", "2023-05-17T10:30:00-05:00"),
        ("17 May 2023 10:30 EST", "2023-05-17T10:30:00-05:00"),
        ("Wed May 17 10:30:00 +0000 2023", "2023-05-17T10:30:00+00:00"),
        ("1684319400", "2023-05-17T10:30:00+00:00"),
        ("1684319400.5", "2023-05-17T10:30:00.500000+00:00"),
        ("1684319400000", "2023-05-17T10:30:00+00:00"),
        ("1.6843194e9", "2023-05-17T10:30:00+00:00"),
        ("20230517103000", "2023-05-17T10:30:00"),
        ("17 May 2023", "2023-05-17"),
        ("May 17th, 2023", "2023-05-17"),
        ("May 2023", "2023-05"),
        ("17-May-2023", "2023-05-17"),
        ("2023/5/7", "2023-05-07"),
        ("17.05.2023", "2023-05-17"),
        ("03.04.2023", "2023-04-03"),
        ("17/05/2023", "2023-05-17"),
        ("05/17/2023 5:30 PM", "2023-05-17T17:30:00"),
        ("4/4/2023", "2023-04-04"),
        ("17 mai 2023", "2023-05-17"),
        ("17. Mai 2023", "2023-05-17"),
        ("17 de mayo de 2023", "2023-05-17"),
        ("17 мая 2023", "2023-05-17"),
    ],
)
def test_dates_are_kept_in_the_extended_form(given_, kept):
    assert iso_date(given_) == kept


@pytest.mark.parametrize(
    "given_",
    [
        "2023-13", "", "2023-02-30", "0000", "0000-05", "99999", "zz", "2023-05-17T10:00+99:00",
        "2023/13/04", "31/31/2023", "yesterday", "2 hours ago", "12", "10:30", "3/4 2023", "1 Jan",
        "05/17/23", "1" * 30, "x" * 100_000, "in May", "17 May 2023 in Paris, France",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(given_):
    with pytest.raises(ValueError, match=r".+"):
        iso_date(given_)


@pytest.mark.parametrize("value", ["03/04/2023", "3-4-2023", "Fri 03/04/2023", "03/04/2023 10:30"])
def test_a_date_with_two_readings_is_not_guessed(value):
    with pytest.raises(AmbiguousDate) as error:
        iso_date(value)
    assert error.value.year == "2023"
    assert iso_date(value, day_first=True).startswith("2023-04-03")
    assert iso_date(value, day_first=False).startswith("2023-03-04")


MOMENTS = st.datetimes(dt.datetime(2002, 1, 1), dt.datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=dt.UTC)
)


@given(MOMENTS)
def test_every_moment_comes_back_from_every_form(moment):
    seconds = int(moment.timestamp())
    forms = [
        moment, moment.isoformat(), seconds, float(seconds), str(seconds), seconds * 1000,
        str(seconds * 1000), seconds * 1_000_000, email.utils.format_datetime(moment),
        moment.strftime("%a %b %d %H:%M:%S +0000 %Y"), moment.strftime("%Y-%m-%d %H:%M:%S UTC"),
        moment.utctimetuple(),
    ]  # fmt: skip
    assert {read_date(form) for form in forms} == {moment.isoformat()}


@given(st.text(max_size=30) | st.text("0123456789/-.: ,TZ+MayJuneÀ", max_size=30))
def test_no_text_is_more_than_a_date_or_none(text):
    try:
        found = iso_date(text)
    except ValueError:
        return
    assert found[:4].isdigit()


class _Missing(dt.datetime):
    """Like pandas' NaT: a datetime that equals nothing."""

    __hash__ = dt.datetime.__hash__

    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True


@pytest.mark.parametrize("nothing", [None, "", "  ", float("nan"), _Missing(2023, 1, 1)])
def test_what_stands_for_no_date_is_none(nothing):
    assert read_date(nothing) is None


@pytest.mark.parametrize("value", [True, [], {}, 5, -5, 1e30, float("inf"), b"2023"])
def test_other_values_are_no_dates(value):
    with pytest.raises(ValueError, match=r".+"):
        read_date(value)


# -------------------------------------------------------------------------------- the library


@pytest.mark.parametrize(
    "published",
    [
        "2024-06-12",
        dt.date(2024, 6, 12),
        dt.datetime(2024, 6, 12, 3, 4, tzinfo=dt.UTC),
        1718161440,
        "Wed, 12 Jun 2024 03:04:00 +0000",
        time.struct_time((2024, 6, 12, 3, 4, 0, 2, 164, 0)),
    ],
)
def test_a_linker_takes_any_date(linker, published):
    results = [linker(TEXT, published=published), linker(Document(TEXT, published=published))]
    results += linker.link_many([Document(TEXT, published=published)])
    for result in results:
        assert result.document.published.startswith("2024-06-12")
        assert result.run["input"]["published"].startswith("2024-06-12")
        assert result.links[0].entity.name == "Nikol Pashinyan"
        json.dumps(result.to_geojson())


def test_numpy_dates_are_dates():
    numpy = pytest.importorskip("numpy")
    assert read_date(numpy.datetime64("2023-05-17")) == "2023-05-17"
    assert read_date(numpy.datetime64("2023-05-17T10:30:00.000000000")) == "2023-05-17T10:30:00"
    assert read_date(numpy.datetime64("NaT")) is None
    assert read_date(numpy.int64(1684319400)) == "2023-05-17T10:30:00+00:00"
    assert read_date(numpy.float64("nan")) is None


@pytest.mark.parametrize("published", ["zz", "2023-02-30", [], object()])
def test_a_date_that_cannot_be_read_costs_the_date_alone(linker, published):
    with pytest.warns(EnrichWarning, match="document 'a': `published` is") as caught:
        result = linker(TEXT, id="a", published=published)
    assert len(caught) == 1
    assert result.document.published is None
    assert any(link.mention.text == "Gyumri" and link.entity for link in result.links)


def test_no_date_is_no_warning(linker):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert linker(Document(TEXT, published=float("nan"))).document.published is None


def test_an_ambiguous_date_leaves_its_year(linker):
    with pytest.warns(EnrichWarning, match="only the year"):
        assert linker(TEXT, published="03/04/2023").document.published == "2023"


# -------------------------------------------------------------------------------- the command


def test_a_date_that_cannot_be_read_costs_no_article(run, tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [{"text": TEXT, "published": p} for p in ("zz", ["x"], "2024-06-12", "03/04/2023")]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    result = run(path, "--format", "json", "--date-order", "month-first")
    found = [entry["document"]["published"] for entry in json.loads(result.stdout)]
    assert found == [None, None, "2024-06-12", "2023-03-04"]
    assert result.exit_code == 0
    said = [line for line in result.stderr.splitlines() if "`published`" in line]
    assert [line.partition(": `")[0] for line in said] == [
        f"enrich: {path}:1", f"enrich: {path}:2"
    ]  # fmt: skip


def test_a_column_of_odd_dates_is_counted(run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,published\n" + "In Gyumri.,Q3\n" * 50)
    result = run(path)
    said = [line for line in result.stderr.splitlines() if str(path) in line]
    assert len(said) == 11
    assert said[-1].endswith("40 more dates like these")


def test_the_option_takes_any_date(run, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    for value in ("17 May 2023", "2023-05-17"):
        result = run(tmp_path / "a.txt", "--published", value, "--format", "json")
        assert json.loads(result.stdout)["document"]["published"] == "2023-05-17"
    assert run(tmp_path / "a.txt", "--published", "03/04/2023").exit_code == 2

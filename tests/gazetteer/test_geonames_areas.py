"""Further rules of GeoNames: several dumps, area codes, hierarchy, Wikidata ids, odd values."""

import itertools
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.errors import SourceError
from gazetteer.ids import is_curie
from gazetteer.model import Name, NameType
from gazetteer.sources import geonames
from gazetteer.sources.options import BuildOptions, Report

# Invented places in the columns of GeoNames; the areas around them are Armenia's real ones.
COLUMNS = (
    "number name plain others lat lon class_ feature country cc2 admin1 admin2 admin3 admin4"
    " population elevation dem timezone changed"
).split()
DEFAULTS = {
    "name": "Newtown", "lat": "39.5", "lon": "46.3", "class_": "P", "feature": "PPL",
    "country": "AM", "admin1": "08", "population": "0",
}  # fmt: skip


def line(number, **fields):
    values = DEFAULTS | {"number": str(number)} | {k: str(v) for k, v in fields.items()}
    values.setdefault("plain", values["name"])
    return "\t".join(values.get(column, "") for column in COLUMNS)


def alternate(number, language, text, *flags):
    return "\t".join(["1", str(number), language, text, *flags])


@pytest.fixture
def folder(tmp_path):
    """Write files into a folder of GeoNames, each a list of lines."""

    def write(**files):
        for stem, lines in files.items():
            path = tmp_path / f"{stem}.txt"
            path.write_text("".join(f"{text}\n" for text in lines), encoding="utf-8")
        return tmp_path

    return write


def read(path, **options):
    report = Report()
    rows = list(geonames.iter_rows(path, BuildOptions(**options), report))
    return {int(row.id[9:]): row for row in rows}, report


def read_names(path, **options):
    report = Report()
    return list(geonames.SOURCE.iter_names(path, BuildOptions(**options), report)), report


def read_areas(path, report=None, **options):
    return list(geonames.SOURCE.iter_areas(path, BuildOptions(**options), report or Report()))


# ------------------------------------------------------------------------------------------ rows


def test_a_place_has_its_facts(folder):
    rows, report = read(folder(AM=[line(7, population=1200, admin2="5001", lat="-39.25")]))
    row = rows[7]
    assert (row.id, row.name, row.kind, row.source) == (
        "geonames:7",
        "Newtown",
        "place",
        "geonames",
    )
    assert (row.country, row.area, row.code, row.feature) == ("AM", "AM.08.5001", None, "PPL")
    assert (row.point.lat, row.point.lon, row.population) == (-39.25, 46.3, 1200)
    assert 0.1 < row.prominence < 0.2
    assert not report.counts


def test_a_capital_and_areas_are_more_prominent_than_a_town_of_their_size(folder):
    features = {1: ("P", "PPL"), 2: ("P", "PPLC"), 3: ("A", "ADM1"), 4: ("A", "PCLI")}
    rows, _ = read(folder(AM=[
        line(n, class_=c, feature=f, population=90_000) for n, (c, f) in features.items()
    ]))  # fmt: skip
    town, capital, province, country = (rows[n].prominence for n in features)
    assert town < province < capital < country <= 1


def test_codes_of_airports_and_scraps_are_no_names(folder):
    others = "EVN,AMEVN,ZZ1,12,Ու,X,Nieuwstad,新城,Նոր քաղաք,Newtown,A B,,New-Town"
    rows, _ = read(folder(AM=[line(1, others=others, plain="Newtoun")]))
    texts = [name.text for name in rows[1].names]
    assert texts == ["Ու", "Nieuwstad", "新城", "Նոր քաղաք", "New-Town", "Newtoun"]
    assert {name.type for name in rows[1].names} == {NameType.VARIANT}


@given(st.lists(st.text("ABé新Я12 -", max_size=7)))
def test_names_of_the_column_are_those_of_the_slow_rule(texts):
    from gazetteer.sources.geonames_cache import _CODE, _PLAUSIBLE

    slow = [t for t in texts if t and _PLAUSIBLE.search(t) and not _CODE.fullmatch(t)]
    assert geonames._VARIANTS.findall(",".join(texts)) == slow


# ----------------------------------------------------------------------------------------- files


def test_a_place_of_two_dumps_is_read_once_and_no_problem(folder):
    path = folder(
        AM=[line(1, population=1), line(2)],
        AZ=[line(99_000_000)],
        cities500=[line(1, population=2), line(3, population=2), line(99_000_000)],
    )
    rows, report = read(path)
    assert {n: row.population for n, row in rows.items()} == {1: 1, 2: 0, 3: 2, 99_000_000: 0}
    assert not report.counts


def test_a_number_twice_in_one_dump_is_left_for_the_builder_to_count(folder):
    path = folder(AM=[line(1), line(1)], AZ=[line(2)])
    rows = geonames.iter_rows(path, BuildOptions(), Report())
    assert [row.id for row in rows] == ["geonames:1", "geonames:1", "geonames:2"]


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ("one\ttwo", "wrong number of columns"),
        (line(2) + "\tmore", "wrong number of columns"),
        (line(2, lat="91"), "coordinates out of range"),
        (line(2, lon="nan"), "coordinates out of range"),
        (line(2, lat=""), "coordinates out of range"),
        (line("many"), "no id or name"),
        (line("٣"), "no id or name"),
        (line("0"), "no id or name"),
        (line("1" * 13), "no id or name"),
        (line(2, name=""), "no id or name"),
        (line(2, name="N\ufffdwtown"), "not UTF-8"),
    ],
)
def test_a_bad_line_is_counted_with_its_number(folder, bad, what):
    rows, report = read(folder(AM=[line(1), bad, line(3)]))
    assert set(rows) == {1, 3}
    assert report.counts == {what: 1}
    assert report.examples[what] == ["AM.txt:2"]


def test_bad_values_are_counted_and_the_place_is_kept(folder):
    path = folder(AM=[
        line(1, population="-5"), line(2, country="am"), line(3, others="Novgor\ufffdd"),
        line(4, population="9" * 30),
    ])  # fmt: skip
    rows, report = read(path)
    assert set(rows) == {1, 2, 3, 4}
    assert (rows[1].population, rows[2].country, rows[2].area, rows[3].names) == (0, None, None, ())
    assert report.counts == {
        "population is not a number": 2, "country is not an ISO code": 1, "not UTF-8": 1,
    }  # fmt: skip


def test_another_format_throughout_stops_early(folder):
    path = folder(AM=["a,b,c"] * 5000)
    report = Report()
    with pytest.raises(SourceError, match=r"AM\.txt: no line has the 19 columns"):
        list(geonames.iter_rows(path, BuildOptions(), report))
    assert report.counts["wrong number of columns"] == 1000


@settings(max_examples=200)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=25))
def test_no_line_crashes_the_reader(tmp_path_factory, fields):
    path = tmp_path_factory.mktemp("fuzz") / "AM.txt"
    path.write_text(f"{line(1)}\n" + "\t".join(fields) + "\n" + line(9), encoding="utf-8")
    mixed = line(2).split("\t")
    mixed[: len(fields)] = fields[: len(mixed)]
    path.write_text(path.read_text("utf-8") + "\n" + "\t".join(mixed), encoding="utf-8")
    rows = geonames.iter_rows(path, BuildOptions(), Report())
    assert all(is_curie(row.id) and row.name for row in rows)


# ----------------------------------------------------------------------------------------- areas

ADMIN1 = "AM.08\tSyunik Province\tSyunik\t409313"
ADMIN2 = "AM.08.500\tKapan Area\tKapan Area\t900500"
COUNTRY = "\t".join(
    "AM ARM 051 AM Armenia Yerevan 29800 2951776 AS .am AMD Dram 374 ###### ^ hy 174982 GE".split()
)


def test_areas_get_the_codes_of_their_own_rows(folder):
    rows, _ = read(folder(AM=[
        line(1, class_="A", feature="PCLI", admin1="00"), line(2, class_="A", feature="ADM1"),
        line(3, class_="A", feature="ADM2", admin2="500"), line(4, class_="A", feature="ADM3",
        admin2="500"), line(5, class_="A", feature="ADM1", admin1="00"),
        line(6, class_="A", feature="ADM1H"),
    ]))  # fmt: skip
    codes = {n: (row.code, row.area) for n, row in rows.items()}
    assert codes == {
        1: ("AM", "AM"), 2: ("AM.08", "AM.08"), 3: ("AM.08.500", "AM.08.500"),
        4: (None, "AM.08.500"), 5: (None, "AM"), 6: (None, "AM.08"),
    }  # fmt: skip


def test_the_lists_of_areas_say_which_row_has_a_code(folder):
    """A territory's row must not take the code of the country it belongs to."""
    path = folder(
        AM=[
            line(174982, class_="A", feature="PCLI", admin1="00"),
            line(5, class_="A", feature="PCLD", admin1="00"),
            line(409313, class_="A", feature="ADM1"),
            line(900500, class_="A", feature="ADM2", admin2="500"),
        ],
        admin1CodesASCII=[ADMIN1],
        admin2Codes=[ADMIN2],
        countryInfo=["#ISO\tISO3", COUNTRY],
    )
    rows, report = read(path)
    codes = {number: row.code for number, row in rows.items()}
    assert codes == {174982: "AM", 5: None, 409313: "AM.08", 900500: "AM.08.500"}
    assert rows[174982].radius_km == pytest.approx(97.4)
    assert not report.counts


def test_divisions_are_named_without_a_position(folder):
    path = folder(cities500=[line(1)], admin1CodesASCII=[ADMIN1], admin2Codes=[ADMIN2])
    province, district = read_areas(path)
    assert (province.id, province.code, province.area) == ("geonames:409313", "AM.08", "AM.08")
    assert (province.name, province.point, province.feature) == ("Syunik Province", None, "ADM1")
    assert province.names == (Name("Syunik", NameType.VARIANT),)
    assert (district.code, district.feature, district.names) == ("AM.08.500", "ADM2", ())
    assert read_areas(path, features=frozenset({"P"})) == []
    assert read_areas(path, features=frozenset({"ADM2"})) == [district]
    assert read_areas(path, countries=frozenset({"AZ"})) == []
    assert read_areas(path / "cities500.txt") == []


def test_the_hierarchy_fills_in_what_the_columns_lack(folder):
    path = folder(
        AM=[
            line(1, admin1="00"), line(2, admin1=""), line(3, admin1="", country="AZ"),
            line(4, admin1="05"), line(5, admin1=""), line(6, admin1=""),
        ],
        admin1CodesASCII=[ADMIN1],
        admin2Codes=[ADMIN2],
        hierarchy=[
            "900500\t1\tADM", "77\t2", "409313\t77", "900500\t3", "900500\t4", "6\t5", "5\t6",
        ],
    )  # fmt: skip
    rows, _ = read(path)
    areas = {n: rows[n].area for n in range(1, 7)}
    assert areas == {1: "AM.08.500", 2: "AM.08", 3: "AZ", 4: "AM.05", 5: "AM", 6: "AM"}


@pytest.mark.parametrize(
    ("columns", "area"),
    [
        (("08", ""), "AM.08"), (("8", ""), "AM.08"), (("8.0", "500.0"), "AM.08.500"),
        (("11", "a.b"), "AM.11"), (("0.0", "5"), "AM"), (("", "5"), "AM"), (("0", ""), "AM"),
    ],
)  # fmt: skip
def test_codes_that_a_spreadsheet_took_for_numbers_are_mended(folder, columns, area):
    rows, _ = read(folder(AM=[line(1, admin1=columns[0], admin2=columns[1])]))
    assert rows[1].area == area


def test_codes_of_one_digit_stay_where_the_list_has_them(folder):
    path = folder(
        NP=[line(1, country="NP", admin1="3"), line(2, country="NP", admin1="4.0")],
        admin1CodesASCII=["NP.3\tBagmati Province\tBagmati Province\t12095449"],
    )
    rows, _ = read(path)
    assert (rows[1].area, rows[2].area) == ("NP.3", "NP.04")


def test_bad_lines_of_the_small_files_are_counted(folder):
    path = folder(
        AM=[line(1)],
        admin1CodesASCII=[ADMIN1, "AM.08", "AM..\tX\tX\t7", "AM.09\tX\tX\tseven"],
        countryInfo=["AM\tARM", COUNTRY.replace("AM\t", "am\t", 1)],
        hierarchy=["1\tx", "1"],
    )
    _, report = read(path)
    assert report.counts == {
        "wrong number of columns": 2, "no code, id or name of an area": 1, "no id of an area": 1,
    }  # fmt: skip
    report = Report()
    assert [row.code for row in read_areas(path, report)] == ["AM.08"]
    assert report.counts == {"wrong number of columns": 1, "no code, id or name of an area": 2}
    assert report.examples["wrong number of columns"] == ["admin1CodesASCII.txt:2"]


# ----------------------------------------------------------------------------------------- names


def test_names_say_how_they_are_used(folder):
    path = folder(AM=[line(1)], alternateNamesV2=[
        alternate(1, "hy", "Նոր քաղաք", "1", "", "", "", "", ""),
        alternate(1, "ru", "Старый", "", "", "", "1", "1920", "19910921"),
        alternate(1, "en", "Newt", "", "1"),
        alternate(1, "zh-Hans", "新城", "", "", "1", ""),
        alternate(1, "abbr", "N.T."),
        alternate(1, "", "Newton"),
        alternate(1, "en", "Oldtown", "", "", "", "1", "the Middle Ages", ""),
    ])  # fmt: skip
    found, report = read_names(path)
    assert [curie for curie, _ in found] == ["geonames:1"] * 7
    assert [name for _, names in found for name in names] == [
        Name("Նոր քաղաք", NameType.VARIANT, "hy", preferred=True),
        Name("Старый", NameType.FORMER, "ru", valid=("1920", "1991-09-21")),
        Name("Newt", NameType.SHORT, "en"),
        Name("新城", NameType.VARIANT, "zh"),
        Name("N.T.", NameType.ABBREVIATION),
        Name("Newton", NameType.VARIANT),
        Name("Oldtown", NameType.FORMER, "en"),
    ]
    assert not report.counts


def test_links_and_postal_codes_are_no_names(folder):
    rows = [alternate(1, kind, "EVN") for kind in ("link", "post", "iata", "icao", "unlc", "wkdt")]
    path = folder(AM=[line(1)], alternateNamesV2=rows)
    assert read_names(path)[0] == []


def test_the_wikidata_id_of_a_place_is_read_with_it(folder):
    path = folder(AM=[line(1), line(2), line(3)], alternateNamesV2=[
        alternate(2, "wkdt", "Q1953"), alternate(1, "wkdt", "Q400"), alternate(1, "wkdt", "Q30"),
        alternate(3, "wkdt", "http://Q5"), alternate(3, "en", "Q6"), alternate(3, "wkdt", "Q0"),
    ])  # fmt: skip
    rows, _ = read(path)
    assert {n: row.wikidata for n, row in rows.items()} == {1: "Q30", 2: "Q1953", 3: None}


def test_languages_choose_among_the_names(folder):
    path = folder(AM=[line(1, others="Nouvelleville")], alternateNamesV2=[
        alternate(1, code, f"Newtown {code}") for code in ("hy", "ru", "zh-CN", "", "abbr")
    ])  # fmt: skip
    found, _ = read_names(path, languages=frozenset({"hy", "zh"}))
    kept = [name.text for _, names in found for name in names]
    assert kept == ["Newtown hy", "Newtown zh-CN", "Newtown ", "Newtown abbr"]
    # The column names no languages, and says nothing that is not in the file of names.
    assert read(path, languages=frozenset({"hy"}))[0][1].names == ()
    assert [name.text for name in read(path)[0][1].names] == ["Nouvelleville"]


def test_bad_lines_of_names_are_counted(folder):
    path = folder(AM=[line(1)], alternateNamesV2=[
        "1\t1\ten", alternate("x", "en", "Newt"), alternate(1, "en", ""),
        alternate(1, "en", "N\ufffdwt"), alternate(1, "en", "Newt"),
    ])  # fmt: skip
    found, report = read_names(path)
    assert found == [("geonames:1", [Name("Newt", NameType.VARIANT, "en")])]
    assert report.counts == {"wrong number of columns": 2, "no id or name": 1, "not UTF-8": 1}


def test_a_single_dump_has_no_names_beside_it(folder):
    path = folder(AM=[line(1)], alternateNamesV2=[alternate(1, "wkdt", "Q1953")])
    assert read_names(path / "AM.txt")[0] == []
    assert read(path / "AM.txt")[0][1].wikidata is None


# ------------------------------------------------------------------------------- real and large


def test_the_real_dumps(shared):
    path = shared / "sources" / "geonames"
    rows, report = read(path)
    assert not report.counts
    codes = [row.code for row in rows.values() if row.code]
    assert len(codes) == len(set(codes))
    andorra, parish, capital = rows[3041565], rows[3041566], rows[3041563]
    assert (andorra.code, andorra.radius_km) == ("AD", pytest.approx(12.2))
    assert (parish.code, capital.area, capital.feature) == ("AD.07", "AD.07", "PPLC")
    assert rows[2759794].name == "Amsterdam"
    assert rows[2759794].area == "NL.07.0363"


def test_places_rebuilt_from_elsewhere(shared):
    path = shared / "sources" / "geonames_like"
    rows, report = read(path, countries=frozenset({"AZ"}))
    assert set(report.counts) <= {"no id or name"}
    assert rows[146858].area == "AZ.35.147997", "Sharur, in the district of its name"


def test_memory_does_not_grow_with_the_file(tmp_path):
    path = tmp_path / "allCountries.txt"
    path.write_text("".join(f"{line(n, others='Nieuwstad')}\n" for n in range(1, 30_001)))
    tracemalloc.start()
    rows = geonames.iter_rows(path, BuildOptions(), Report())
    for _ in itertools.islice(rows, 1000):
        pass
    early = tracemalloc.get_traced_memory()[0]
    for _ in rows:
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak - early < 2_000_000


def test_speed(tmp_path):
    """A floor far below what it does (150,000 rows a second), to notice a slip of an order."""
    path = tmp_path / "AM.txt"
    path.write_text("".join(f"{line(n)}\n" for n in range(1, 30_001)))
    begin = time.process_time()
    assert sum(1 for _ in geonames.iter_rows(path, BuildOptions(), Report())) == 30_000
    assert time.process_time() - begin < 2.0

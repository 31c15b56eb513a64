"""GeoNames as its publisher writes it, and as broken as it arrives."""

import bz2
import gzip
import zipfile

import pytest

from gazetteer import Name, NameType, Point
from gazetteer.errors import SourceError
from gazetteer.sources.geonames import SOURCE
from gazetteer.sources.options import BuildOptions, Report

GORIS = (
    "174895\tGoris\tGoris\tGerusy,Goris,Kores,GOR,Горис\t39.51111\t46.34167\tP\tPPLA\tAM\t\t08\t\t\t"
    "\t20591\t\t1396\tAsia/Yerevan\t2024-01-01"
)
SYUNIK = (
    "409314\tSyunik\tSyunik\t\t39.25\t46.25\tA\tADM1\tAM\t\t08\t\t\t\t141771\t\t\tAsia/Yerevan\t"
    "2024-01-01"
)
RIVER = "174800\tVorotan\tVorotan\t\t39.4\t46.4\tH\tSTM\tAM\t\t00\t\t\t\t0\t\t\t\t2024-01-01"
ALABAMA = (
    "4829764\tAutauga County\tAutauga County\t\t32.5\t-86.6\tA\tADM2\tUS\t\tAL\t001\t\t\t54571\t\t"
    "\t\t2024-01-01"
)


def read(path, **options):
    report = Report()
    fields = {k: frozenset(v) if isinstance(v, set) else v for k, v in options.items()}
    return list(SOURCE.iter_rows(path, BuildOptions(**fields), report)), report


@pytest.fixture
def dump(tmp_path):
    def write(*lines, name="AM.txt"):
        file = tmp_path / name
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return file

    return write


def test_a_row_is_read_whole(dump):
    (row,), report = read(dump(GORIS))
    assert (row.id, row.name, row.country, row.area) == ("geonames:174895", "Goris", "AM", "AM.08")
    assert (row.feature, row.population) == ("PPLA", 20591)
    assert row.point == Point(lat=39.51111, lon=46.34167)
    assert [n.text for n in row.names] == ["Gerusy", "Kores", "Горис"]
    assert not report.counts


def test_areas_bear_their_own_codes(dump):
    rows, _ = read(dump(SYUNIK, ALABAMA, RIVER))
    assert [(r.code, r.area) for r in rows] == [
        ("AM.08", "AM.08"), ("US.AL.001", "US.AL.001"), (None, "AM"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"features": {"P"}}, ["Goris"]),
        ({"features": {"ADM1", "H"}}, ["Syunik", "Vorotan"]),
        ({"countries": {"US"}}, []),
        ({"min_population": 30_000}, ["Syunik", "Vorotan"]),
    ],
)
def test_options_choose(dump, options, names):
    rows, report = read(dump(GORIS, SYUNIK, RIVER), **options)
    assert [r.name for r in rows] == names
    assert not report.counts


@pytest.mark.parametrize("suffix", ["txt.gz", "txt.bz2", "zip"])
def test_compressed_files_are_read_as_they_are(tmp_path, suffix):
    content = f"{GORIS}\n".encode()
    file = tmp_path / f"AM.{suffix}"
    if suffix == "zip":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("readme.txt", "columns")
            archive.writestr("AM.txt", content)
    else:
        file.write_bytes(gzip.compress(content) if suffix.endswith("gz") else bz2.compress(content))
    assert [r.name for r in read(tmp_path)[0]] == ["Goris"]
    assert [r.name for r in read(file)[0]] == ["Goris"]


def test_broken_lines_are_counted_and_cost_no_other(dump):
    bad = [
        "too\tfew",
        GORIS.replace("39.51111", "95.0"),
        GORIS.replace("39.51111", "north"),
        GORIS.replace("174895", "x"),
        GORIS.replace("\tGoris\tGoris\t", "\t\t\t"),
    ]
    rows, report = read(dump(*bad, SYUNIK))
    assert [r.name for r in rows] == ["Syunik"]
    assert dict(report.counts) == {
        "wrong number of columns": 1, "coordinates out of range": 2, "no id or name": 2,
    }  # fmt: skip
    assert report.examples["wrong number of columns"] == ["AM.txt:1"]


def test_latin_1_is_noticed(tmp_path):
    file = tmp_path / "FR.txt"
    line = GORIS.replace("\tGoris\tGoris\t", "\tOrléans\tOrleans\t").encode("latin-1", "replace")
    file.write_bytes(line + b"\n" + SYUNIK.encode() + b"\n")
    rows, report = read(file)
    assert [r.name for r in rows] == ["Syunik"]
    assert report.counts == {"not UTF-8": 1}


def test_a_file_of_another_format_is_refused(dump):
    with pytest.raises(SourceError, match="19 columns"):
        read(dump(*["id,name"] * 2000))


def test_a_web_page_is_refused(tmp_path):
    (tmp_path / "AM.txt").write_text("<!DOCTYPE html><title>Log in</title>")
    with pytest.raises(SourceError, match="web page"):
        read(tmp_path)


def test_a_file_cut_short_is_refused(tmp_path):
    whole = gzip.compress(f"{GORIS}\n".encode() * 500)
    (tmp_path / "AM.txt.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="cut short"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_missing_or_empty_folder_is_said(tmp_path, name):
    with pytest.raises(SourceError, match=r"no such file|no allCountries"):
        read(tmp_path / name)


def test_all_countries_is_read_alone_and_the_largest_extract(dump, tmp_path):
    dump(GORIS, name="AM.txt")
    dump(SYUNIK, name="cities15000.txt")
    dump(RIVER, name="cities500.txt")
    assert {r.name for r in read(tmp_path)[0]} == {"Goris", "Vorotan"}
    dump(ALABAMA, name="allCountries.txt")
    assert {r.name for r in read(tmp_path)[0]} == {"Autauga County"}


def names(tmp_path, *lines, languages=()):
    (tmp_path / "alternateNamesV2.txt").write_text("".join(f"{line}\n" for line in lines))
    report = Report()
    options = BuildOptions(languages=frozenset(languages))
    return list(SOURCE.iter_names(tmp_path, options, report)), report


def test_alternate_names_keep_what_the_publisher_says(tmp_path):
    found, _ = names(
        tmp_path,
        "1\t174895\thy\tԳորիս\t1\t\t\t\t\t",
        "2\t174895\ten\tGerusy\t\t\t\t1\t\t1936",
        "3\t174895\t\tG.\t\t1\t\t\t\t",
        "4\t174895\twkdt\tQ215662\t\t\t\t\t\t",
        "5\t174895\tlink\thttps://en.wikipedia.org/wiki/Goris\t\t\t\t\t\t",
        "6\t174895\tabbr\tGRS\t\t\t\t\t\t",
    )
    assert [n for _, (n,) in found] == [
        Name("Գորիս", NameType.VARIANT, "hy", preferred=True),
        Name("Gerusy", NameType.FORMER, "en", valid=(None, "1936")),
        Name("G.", NameType.SHORT),
        Name("GRS", NameType.ABBREVIATION),
    ]
    assert {curie for curie, _ in found} == {"geonames:174895"}


def test_languages_choose_and_broken_lines_are_counted(tmp_path):
    lines = ["1\t174895\thy\tԳորիս", "2\t174895\tru\tГорис", "3\tx\tru\tГорис", "4"]
    found, report = names(tmp_path, *lines, languages={"ru"})
    assert [n.text for _, (n,) in found] == ["Горис"]
    assert report.counts == {"wrong number of columns": 2}


def test_the_reference_dumps_are_read(shared):
    rows, report = read(shared / "sources" / "geonames")
    assert len(rows) > 60_000
    assert sum(report.counts.values()) < 0.01 * len(rows)


def test_divisions_that_the_dumps_lack(tmp_path):
    (tmp_path / "admin1CodesASCII.txt").write_text("AM.08\tSyunik\tSyunik\t409314\nAM.09\tx\n")
    (tmp_path / "admin2Codes.txt").write_text("US.AL.001\tAutauga\tAutauga\t4829764\n")
    report = Report()
    rows = list(SOURCE.iter_areas(tmp_path, BuildOptions(countries=frozenset({"AM"})), report))
    assert [(r.id, r.code, r.feature) for r in rows] == [("geonames:409314", "AM.08", "ADM1")]
    assert report.counts == {"wrong number of columns": 1}


def test_languages_are_wanted_whatever_their_capitals():
    from gazetteer.sources.options import BuildOptions

    options = BuildOptions(languages=frozenset({"zh-TW"}))
    assert [options.wants_language(code) for code in ("zh-TW", "zh-tw", "zh")] == [
        True,
        True,
        False,
    ]

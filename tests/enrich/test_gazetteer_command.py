"""``enrich gazetteer build`` and ``info`` on tiny sources and a server of our own."""

import io
import json
import zipfile

import pytest

from gazetteer import Gazetteer

# Names and places of these tests' own, in the nineteen columns of GeoNames.
PLACES = (
    (9900001, "Newtown-on-Test", "AM", "PPL", 40.5, 44.5, 1200),
    (9900002, "Oldtown-on-Test", "AM", "PPL", 40.6, 44.6, 90),
    (9900003, "Elsewhere-on-Test", "AZ", "PPL", 40.7, 47.5, 5000),
    (9900004, "Mount Test", "AM", "MT", 40.8, 44.8, 0),
)


def line(place):
    number, name, country, code, lat, lon, population = place
    feature_class = "T" if code == "MT" else "P"
    columns = [
        number, name, name, "", lat, lon, feature_class, code, country, "", "", "", "", "",
        population, "", "", "Etc/UTC", "2024-01-01",
    ]  # fmt: skip
    return "\t".join(map(str, columns)) + "\n"


pytestmark = pytest.mark.usefixtures("small_base")
TEXT = "".join(line(place) for place in PLACES)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "geonames"
    path.mkdir()
    (path / "allCountries.txt").write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def out(tmp_path):
    return tmp_path / "world.gaz"


def names_in(path):
    wanted = [name for _, name, *_ in PLACES]
    with Gazetteer.open(path) as gazetteer:
        return {name for name in wanted if gazetteer.lookup(name)}


def test_a_gazetteer_is_built_and_summed_up(run, folder, out):
    ran = run("gazetteer", "build", "-o", out, f"geonames:{folder}")
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert names_in(out) == {name for _, name, *_ in PLACES}
    first = ran.stderr.splitlines()[0]
    assert first.startswith(f"enrich: {out}, build ")
    assert "places" in first


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--countries", "az"], {"Elsewhere-on-Test"}),
        (["--countries", "AM,AZ", "--features", "T"], {"Mount Test"}),
        (["--features", "mt"], {"Mount Test"}),
        (["--min-population", "1000"], {"Newtown-on-Test", "Elsewhere-on-Test", "Mount Test"}),
    ],
)
def test_options_choose_what_is_kept(run, folder, out, options, expected):
    ran = run("gazetteer", "build", "-o", out, f"geonames:{folder}", *options)
    assert ran.exit_code == 0, ran.stderr
    assert names_in(out) == expected


def test_what_was_passed_over_is_counted_with_examples(run, folder, out):
    bad = line((9900005, "Off the Globe", "AM", "PPL", 95.0, 44.5, 10))
    (folder / "allCountries.txt").write_text(TEXT + bad + "one\ttwo\n", encoding="utf-8")
    ran = run("gazetteer", "build", "-o", out, f"geonames:{folder}")
    assert ran.exit_code == 0
    assert "2 lines or values were skipped:" in ran.stderr
    with Gazetteer.open(out) as gazetteer:
        assert sum(gazetteer.manifest["problems"].values()) == 2


def test_info_shows_the_whole_manifest(run, folder, out):
    run("gazetteer", "build", "-o", out, f"geonames:{folder}")
    text = run("gazetteer", "info", out).stdout
    about = json.loads(run("gazetteer", "info", out, "--format", "json").stdout)
    for shown in (about["build"], about["built_at"], "GeoNames", "CC-BY 4.0", "AM: ", "AZ: "):
        assert shown in text
    assert about["countries"]["AM"] >= 3
    geonames = next(source for source in about["sources"] if source.get("rows") == 4)
    assert geonames["attribution"] in text
    assert about["path"] == str(out)
    named = run("gazetteer", "info", "--gazetteer", out, "--format", "json").stdout
    assert json.loads(named) == about


def test_info_takes_one_gazetteer(run, out):
    assert run("gazetteer", "info", out, "--gazetteer", out).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ([], "name a SOURCE"),
        (["geo:here"], "'geo:here' is not KIND:PATH"),
        (["geonames"], "'geonames' is not KIND:PATH"),
        (["--download", "osm"], "'osm' is not one of geonames"),
        (["geonames:.", "--countries", "ARM"], "'ARM' is not an ISO 3166-1"),
        (["geonames:.", "--features", "places"], "'places' is not a GeoNames"),
        (["geonames:.", "--languages", "english"], "'english' is not an ISO 639"),
        (["geonames:.", "--mirror", "geonames:x"], "is not KIND=URL"),
    ],
)
def test_wrong_usage_is_said(process, arguments, what):
    ran = process("gazetteer", "build", "-o", "world.gaz", *arguments)
    assert ran.returncode == 2
    assert what in ran.stderr.decode()


def test_a_source_that_is_not_there_is_one_line(run, out):
    ran = run("gazetteer", "build", "-o", out, "geonames:nowhere")
    assert (ran.exit_code, len(ran.stderr.splitlines())) == (1, 1)
    assert "geonames:nowhere: no such file or folder" in ran.stderr
    assert not out.exists()


def test_where_nothing_can_be_written_no_download_is_begun(run, site, tmp_path):
    ran = run(
        "gazetteer", "build", "-o", tmp_path / "no" / "x.gaz", "--download", "geonames",
        "--mirror", f"geonames={site.url}",
    )  # fmt: skip
    assert ran.exit_code == 1
    assert "create it first" in ran.stderr
    assert site.asked == []


# ------------------------------------------------------------------------------------ downloads


def zipped(name, text):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, text)
    return buffer.getvalue()


@pytest.fixture
def mirror(site):
    """GeoNames in small."""
    country = "\t".join(["AM", "ARM", "051", "AM", "Armenia", "Yerevan", *[""] * 13]) + "\n"
    site.files |= {
        "/countryInfo.txt": b"# comment\n" + country.encode(),
        "/admin1CodesASCII.txt": b"AM.99\tTest Province\tTest Province\t9900009\n",
        "/admin2Codes.txt": b"AM.99.1\tTest District\tTest District\t9900010\n",
        "/featureCodes_en.txt": b"P.PPL\tpopulated place\ta city, town or village\n",
        "/hierarchy.zip": zipped("hierarchy.txt", "9900009\t9900001\tADM\n"),
        "/alternateNamesV2.zip": zipped(
            "alternateNamesV2.txt", "1\t9900001\tfr\tVilleneuve-sur-Test\t\t\t\t\t\t\n"
        ),
        "/allCountries.zip": zipped("allCountries.txt", TEXT),
    }
    return site


def test_public_files_are_downloaded_and_built_from(run, mirror, out, tmp_path):
    words = [
        "gazetteer", "build", "-o", out, "--download", "geonames", "--cache", tmp_path / "cache",
        "--mirror", f"geonames={mirror.url}",
    ]  # fmt: skip
    ran = run(*words)
    assert ran.exit_code == 0, ran.stderr
    with Gazetteer.open(out) as gazetteer:
        (hit,) = gazetteer.lookup("Villeneuve-sur-Test")
        assert (hit.entity.id, hit.name.language) == ("geonames:9900001", "fr")
    asked = len(mirror.asked)
    assert run(*words).exit_code == 0
    assert len(mirror.asked) == asked, "the cache was not used"


def test_a_login_page_ends_the_build_in_one_line(process, mirror, http_server, environment):
    mirror.faults["/allCountries.zip"] = [http_server.page()]
    ran = process(
        "gazetteer", "build", "-o", "world.gaz", "--download", "geonames", "--cache", "cache",
        "--mirror", f"geonames={mirror.url}", env=environment | {"no_proxy": "127.0.0.1"},
    )  # fmt: skip
    assert ran.returncode == 1
    (said,) = ran.stderr.decode().splitlines()
    assert "web page instead of allCountries.zip" in said
    assert ran.stdout == b""

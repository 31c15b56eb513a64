"""Output files: the suffix picks the format, and a file is written whole or not at all."""

import io
import json
import os
import stat
from pathlib import Path

import pytest

from enrich.formats import FORMATS, format_of, write, write_to
from gazetteer import atomic
from gazetteer.errors import OutputError

TEXT = "In Yerevan, Lavrov left Nowhere for Armenia and Atlantis. The CSTO met in Yerevan."


@pytest.mark.parametrize(
    ("name", "format_"),
    [("a.geojson", "geojson"), ("a.json", "json"), ("a.JSONL", "jsonl"), ("a.ndjson", "jsonl"),
     ("a.csv", "csv")],
)  # fmt: skip
def test_the_suffix_picks_the_format(result_of, tmp_path, name, format_):
    write([result_of(TEXT)], tmp_path / name)
    expected = io.StringIO(newline="")
    write_to([result_of(TEXT)], expected, format=format_)
    assert (tmp_path / name).read_bytes().decode() == expected.getvalue()


def test_a_result_writes_itself(result_of, tmp_path, geojson_rules):
    result = result_of(TEXT)
    result.write(tmp_path / "a.geojson")
    assert json.loads((tmp_path / "a.geojson").read_text()) == result.to_geojson()
    assert geojson_rules.broken_rules(result.to_geojson("mentions")) == []


@pytest.mark.parametrize("name", ["a.txt", "a", "a.dbf"])
def test_an_unknown_suffix_says_what_there_is(name):
    with pytest.raises(OutputError) as caught:
        format_of(name)
    assert all(known in str(caught.value) for known in FORMATS)


def test_a_shapefile_is_made_of_a_geopackage():
    with pytest.raises(OutputError, match=r"ogr2ogr OUT\.shp OUT\.gpkg places"):
        format_of("a.shp")


def test_unknown_formats_and_layers_are_refused(result_of, tmp_path):
    with pytest.raises(OutputError, match="xml"):
        write([result_of(TEXT)], tmp_path / "a.json", format="xml")
    with pytest.raises(OutputError, match="rivers"):
        write([result_of(TEXT)], tmp_path / "a.geojson", layer="rivers")
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_fails_half_way_leaves_what_was_there(result_of, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("before")

    def results():
        yield result_of(TEXT)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(results(), path)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_permissions_and_links_survive(result_of, tmp_path):
    path, link = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_text("before")
    path.chmod(0o640)
    link.symlink_to(path)
    write([result_of(TEXT)], link)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert path.read_text().startswith("document_id,")


def test_a_new_file_gets_the_permissions_of_new_files(result_of, tmp_path):
    (tmp_path / "other").touch()
    write([result_of(TEXT)], tmp_path / "a.csv")
    assert (tmp_path / "a.csv").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_full_disk_is_said_and_leaves_nothing(result_of, tmp_path, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        write([result_of(TEXT)], tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []


def test_devices_are_written_to_and_not_replaced(result_of):
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with pytest.raises(OutputError, match="/dev/full"):
        write([result_of(TEXT)], "/dev/full", format="csv")
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)  # noqa: PTH116 - Path would do the same


def test_what_cannot_be_written_is_known_before(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").touch()
    for path in ("folder.csv", "missing/a.csv", "file/a.csv"):
        with pytest.raises(OutputError, match=path.split("/", maxsplit=1)[0]):
            atomic.check_writable(tmp_path / path)
    atomic.check_writable(tmp_path / "a.csv")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder.csv"]


def test_an_input_is_never_overwritten(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text\nYerevan\n")
    (tmp_path / "b.csv").symlink_to(path)
    with pytest.raises(OutputError, match="input"):
        atomic.check_writable(tmp_path / "b.csv", inputs=[path])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_write_protected_places_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.touch(mode=0o400)
    with pytest.raises(OutputError, match="write-protected"):
        atomic.check_writable(path)
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="may not be written"):
        atomic.check_writable(tmp_path / "b.csv")
    tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("name", "said"),
    [("a" * 5000 + ".json", "too long"), ("a\0b.json", "null byte"), ("new.json/", "directory")],
)
def test_names_that_no_file_can_have_are_refused(tmp_path, result_of, name, said):
    path = f"{tmp_path}/{name}"
    with pytest.raises(OutputError, match=said):
        atomic.check_writable(path)
    with pytest.raises(OutputError, match=said):
        write([result_of(TEXT)], path, format="json")
    assert list(tmp_path.iterdir()) == []


def test_an_output_in_a_directory_that_is_gone_is_refused(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(OutputError, match=r"a\.json: no such directory"):
        atomic.check_writable("a.json")
    monkeypatch.chdir(tmp_path)

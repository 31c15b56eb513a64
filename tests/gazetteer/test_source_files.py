"""Files of a source open alike however they are packed; broken ones say so in one line."""

import bz2
import gzip
import os
import zipfile

import pytest

from gazetteer.errors import SourceError
from gazetteer.sources.files import find_file, iter_lines, open_bytes

TEXT = "Գորիս\t1\nKapan\u2028Ghapan\t2\r\nMeghri\t3".encode()
LINES = [(1, "Գորիս\t1"), (2, "Kapan\u2028Ghapan\t2"), (3, "Meghri\t3")]


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def write(tmp_path):
    def _write(data, name="places.txt"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return _write


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress])
def test_packing_is_told_by_the_first_bytes(write, pack):
    assert list(iter_lines(write(pack(TEXT)))) == LINES


def test_a_byte_order_mark_is_no_part_of_the_first_line(write):
    assert list(iter_lines(write(b"\xef\xbb\xbf" + TEXT))) == LINES


def test_a_zip_archive_gives_its_text(tmp_path):
    members = {"readme.txt": b"About", "iso-languagecodes.txt": b"hy", "names.txt": TEXT}
    path = zipped(tmp_path / "names.zip", members)
    assert list(iter_lines(path, "names.txt")) == LINES
    assert list(iter_lines(path)) == [(1, "hy")]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
@pytest.mark.parametrize("keep", [0.1, 0.5, 0.98])
def test_a_file_cut_short_is_an_error(write, pack, keep):
    packed = pack(os.urandom(200_000))
    path = write(packed[: int(len(packed) * keep)])
    with pytest.raises(SourceError, match=r"places\.txt: cut short or damaged"):
        _read(path)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_altered_bytes_are_an_error(write, pack):
    packed = bytearray(pack(os.urandom(50_000)))
    packed[20_000:20_100] = bytes(100)
    with pytest.raises(SourceError, match="damaged"):
        _read(write(bytes(packed)))


def test_a_zip_archive_cut_short_is_an_error(tmp_path, write):
    whole = zipped(tmp_path / "a.zip", {"AM.txt": os.urandom(5000)}).read_bytes()
    with pytest.raises(SourceError, match="cut short"):
        _read(write(whole[:3000], "b.zip"))


def test_a_zip_archive_without_text_names_what_it_holds(tmp_path):
    path = zipped(tmp_path / "a.zip", {"readme.txt": b"x", "photo.png": b"x"})
    with pytest.raises(SourceError, match=r"no text file, but photo\.png"):
        _read(path)


@pytest.mark.parametrize("head", [b"<!DOCTYPE html>\n", b"\n <html lang='en'>", b"<HEAD>"])
def test_a_web_page_is_no_data(write, head):
    with pytest.raises(SourceError, match="a web page, not data"):
        _read(write(head + b"<body>Please log in", "allCountries.zip"))


def test_a_missing_file_and_a_folder_are_errors(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        _read(tmp_path / "nowhere.txt")
    with pytest.raises(SourceError, match="a folder"):
        _read(tmp_path)


def test_errors_of_the_reader_of_a_file_stay_what_they_are(write):
    """A full disk of the one who copies must not be taken for a damaged source."""
    full = OSError(28, "No space left on device")
    with pytest.raises(OSError, match="No space left") as caught, open_bytes(write(TEXT)):
        raise full
    assert caught.value is full


def test_a_file_is_found_packed_or_not(tmp_path):
    assert find_file(tmp_path, "hierarchy.txt") is None
    for name in ("hierarchy.zip", "hierarchy.txt.gz", "hierarchy.txt"):
        (tmp_path / name).touch()
        assert find_file(tmp_path, "hierarchy.txt") == tmp_path / name


def _read(path):
    with open_bytes(path) as file:
        while file.read(1 << 16):
            pass

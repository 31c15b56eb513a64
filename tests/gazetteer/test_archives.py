"""Archives made to fill the disk, or cut short on the way."""

import bz2
import os
import zipfile

import pytest

from gazetteer.errors import OutputError, SourceError
from gazetteer.net.archives import Limits, check, unpack


def make_zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


def make_bzip2(path, body):
    path.write_bytes(bz2.compress(body))
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_what_is_packed_is_unpacked_and_takes_the_place_of_what_was_there(tmp_path):
    path = make_bzip2(tmp_path / "a.db.bz2", b"Gyumri" * 1_000_000)
    (tmp_path / "a.db").write_bytes(b"Leninakan")
    unpack(path, tmp_path / "a.db")
    assert (tmp_path / "a.db").read_bytes() == b"Gyumri" * 1_000_000
    assert names(tmp_path) == ["a.db", "a.db.bz2"]


def test_a_whole_archive_passes(tmp_path):
    check(make_zip(tmp_path / "a.zip", {"a.txt": os.urandom(10_000), "b/c.txt": b"", "d/": b""}))


def test_a_zip_bomb_is_stopped_by_its_ratio(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"a.txt": bytes(40 << 20)})
    assert path.stat().st_size < 100_000
    with pytest.raises(SourceError, match="no honest archive"):
        check(path)


def test_a_bzip2_bomb_is_stopped_and_leaves_nothing(tmp_path):
    path = make_bzip2(tmp_path / "a.bz2", bytes(40 << 20))
    with pytest.raises(SourceError, match="no honest archive"):
        unpack(path, tmp_path / "a")
    assert names(tmp_path) == ["a.bz2"]


def test_the_sum_of_all_members_is_bounded(tmp_path):
    path = make_zip(tmp_path / "a.zip", {f"{n}.txt": os.urandom(1000) for n in range(20)})
    with pytest.raises(SourceError, match="10,000 bytes"):
        check(path, Limits(total=10_000))
    with pytest.raises(SourceError, match="more than 19 files"):
        check(path, Limits(members=19))


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_what_is_cut_short_is_said_and_leaves_no_half_file(tmp_path, keep):
    body = os.urandom(200_000)
    packed = make_bzip2(tmp_path / "b.bz2", body), make_zip(tmp_path / "a.zip", {"a.txt": body})
    for path in packed:
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    with pytest.raises(SourceError, match="cut short or damaged"):
        unpack(packed[0], tmp_path / "b")
    with pytest.raises(SourceError, match="cut short or damaged"):
        check(packed[1])
    assert names(tmp_path) == ["a.zip", "b.bz2"]


def test_what_is_no_bzip2_is_said(tmp_path):
    (tmp_path / "a.bz2").write_bytes(b"Talks were held in Batumi.")
    with pytest.raises(SourceError, match="damaged"):
        unpack(tmp_path / "a.bz2", tmp_path / "a")


def test_a_flipped_bit_is_noticed(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"a.txt": os.urandom(10_000)})
    raw = bytearray(path.read_bytes())
    raw[5000] ^= 1
    path.write_bytes(raw)
    with pytest.raises(SourceError, match="damaged"):
        check(path)


def test_an_encrypted_member_is_said(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"a.txt": b"x"})
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    with pytest.raises(SourceError, match="encrypted"):
        check(path)


def test_a_folder_that_cannot_be_made_is_an_error_of_the_output(tmp_path):
    path = make_bzip2(tmp_path / "a.bz2", b"x")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        unpack(path, tmp_path / "file" / "a")

"""Archives made to escape their folder or to fill the disk."""

import bz2
import gzip
import io
import os
import stat
import tarfile
import zipfile

import pytest

from gazetteer.archives import Limits, check, unpack
from gazetteer.errors import OutputError, SourceError

OUTSIDE = ["../evil.txt", "a/../../evil.txt", "/evil.txt", "..\\evil.txt", "C:\\evil.txt"]


def make_zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(
                zipfile.ZipInfo(name) if not isinstance(name, zipfile.ZipInfo) else name,
                body,
                zipfile.ZIP_DEFLATED,
            )
    return path


def make_tar(path, members, mode="w:bz2"):
    with tarfile.open(path, mode) as archive:
        for name, body in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    return path


MAKERS = {"a.zip": make_zip, "a.tar.bz2": make_tar}


def files_below(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("name", MAKERS)
def test_members_are_unpacked_into_their_folder(tmp_path, name):
    members = {"a.txt": b"Yerevan", "deep/b.txt": b"Gyumri" * 100_000}
    path = MAKERS[name](tmp_path / name, members)
    unpack(path, tmp_path / "out")
    assert {
        f: (tmp_path / "out" / f).read_bytes() for f in files_below(tmp_path / "out")
    } == members


@pytest.mark.parametrize(("name", "opened"), [("a.db.bz2", bz2.open), ("a.db.gz", gzip.open)])
def test_a_single_packed_file_loses_its_suffix(tmp_path, name, opened):
    with opened(tmp_path / name, "wb") as out:
        out.write(b"Yerevan")
    assert unpack(tmp_path / name, tmp_path) == [tmp_path / "a.db"]
    assert (tmp_path / "a.db").read_bytes() == b"Yerevan"


@pytest.mark.parametrize("member", OUTSIDE)
@pytest.mark.parametrize("name", MAKERS)
def test_no_member_leaves_the_folder(tmp_path, name, member):
    path = MAKERS[name](tmp_path / name, {"good.txt": b"x", member: b"evil"})
    with pytest.raises(SourceError, match="outside its folder"):
        unpack(path, tmp_path / "in" / "out")
    assert [f for f in files_below(tmp_path) if "evil" in f] == []


def test_no_member_is_written_through_a_link_that_lies_there(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path / "elsewhere")
    path = make_zip(tmp_path / "a.zip", {"link/evil.txt": b"x"})
    with pytest.raises(SourceError, match="through a link"):
        unpack(path, tmp_path / "out")
    assert files_below(tmp_path / "elsewhere") == []


def test_links_and_devices_in_archives_are_left_out(tmp_path):
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for name, kind in (("s", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("p", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/hostname"
            archive.addfile(info)
    link = zipfile.ZipInfo("s")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    make_zip(tmp_path / "a.zip", {link: "/etc/hostname"})
    assert unpack(tmp_path / "a.tar", tmp_path / "tar") == []
    assert unpack(tmp_path / "a.zip", tmp_path / "zip") == []


@pytest.mark.parametrize("use", [check, lambda *a: unpack(a[0], a[0].with_name("out"), *a[1:])])
def test_a_bomb_is_stopped_by_its_ratio(tmp_path, use):
    path = make_zip(tmp_path / "a.zip", {"a.txt": bytes(40 << 20)})
    assert path.stat().st_size < 100_000
    with pytest.raises(SourceError, match="no honest archive"):
        use(path)
    written = sum(f.stat().st_size for f in tmp_path.rglob("*") if f.is_file())
    assert written < 20 << 20


@pytest.mark.parametrize("name", MAKERS)
def test_the_sum_of_all_members_is_bounded(tmp_path, name):
    members = {f"{n}.txt": os.urandom(1000) for n in range(20)}
    path = MAKERS[name](tmp_path / name, members)
    with pytest.raises(SourceError, match="10,000 bytes"):
        unpack(path, tmp_path / "out", Limits(total=10_000))
    with pytest.raises(SourceError, match="more than 19 files"):
        unpack(path, tmp_path / "out", Limits(members=19))


def test_a_bzip2_bomb_is_stopped(tmp_path):
    path = tmp_path / "a.bz2"
    path.write_bytes(bz2.compress(bytes(40 << 20)))
    with pytest.raises(SourceError, match="no honest archive"):
        unpack(path, tmp_path)
    assert files_below(tmp_path) == ["a.bz2"]


@pytest.mark.parametrize("name", [*MAKERS, "b.gz", "b.bz2"])
@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_what_is_cut_short_is_said_and_leaves_no_half_file(tmp_path, name, keep):
    body = os.urandom(200_000)
    if name in MAKERS:
        MAKERS[name](tmp_path / name, {"a.txt": body})
    else:
        with (gzip if name.endswith("gz") else bz2).open(tmp_path / name, "wb") as out:
            out.write(body)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(SourceError, match="cut short or damaged"):
        unpack(tmp_path / name, tmp_path / "out")
    assert files_below(tmp_path) == [name]


def test_a_flipped_bit_is_noticed(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"a.txt": os.urandom(10_000)})
    check(path)
    raw = bytearray(path.read_bytes())
    raw[5000] ^= 1
    path.write_bytes(raw)
    with pytest.raises(SourceError, match="damaged"):
        check(path)


def test_a_folder_that_cannot_be_made_is_an_error_of_the_output(tmp_path):
    path = make_zip(tmp_path / "a.zip", {"a.txt": b"x"})
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        unpack(path, tmp_path / "file" / "below")

"""Packs of gazetteers: made, fetched from servers that misbehave, and from people who do."""

import hashlib
import io
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from gazetteer.build.writer import Builder
from gazetteer.errors import (
    ArgumentError,
    GazetteerDamaged,
    GazetteerError,
    GazetteerMissing,
    GazetteerOutdated,
    OutputError,
    SourceError,
)
from gazetteer.model import Kind, Point
from gazetteer.net.remote import Client
from gazetteer.rows import Row
from gazetteer.share import codec, fetch, pack, unpacking
from gazetteer.share.address import cached_name, check_address, named_after
from gazetteer.share.members import MANIFEST
from gazetteer.store import Gazetteer
from gazetteer.store.file import SCHEMA

SOURCES = [
    {"name": "GeoNames", "licence": "CC-BY 4.0", "attribution": "© GeoNames", "url": "x",
     "date": "2026-01-01", "rows": 4000},
    {"name": "Table", "licence": "", "attribution": "", "url": "", "date": None, "rows": 1},
]  # fmt: skip


def built(path, count=3000, seed=7):
    """A gazetteer that does not pack well, so that transfers of it can break off."""
    chance = random.Random(seed)
    rows = (
        Row(f"geonames:{9_000_000 + n}", Kind.PLACE, f"Town {n}", feature="PPL",
            description=chance.randbytes(60).hex(), point=Point(lat=40.0, lon=45.0), source="x")
        for n in range(count)
    )  # fmt: skip
    with Builder(path) as builder:
        builder.add(rows)
        builder.finish(SOURCES)
    return path


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return built(tmp_path_factory.mktemp("built") / "world.gaz")


@pytest.fixture(scope="module")
def packed(world):
    return pack(world)


@pytest.fixture(scope="module")
def sent(packed):
    """The bytes of a pack."""
    return packed.path.read_bytes()


@pytest.fixture
def out(tmp_path):
    return tmp_path / "fetched.gaz"


@pytest.fixture
def bring(site, sent, out):
    """Fetch a pack of the site, without waiting between tries."""
    site.files["/world.gaz.tar.zst"] = sent

    def call(name="world.gaz.tar.zst", **options):
        client = Client(timeout_s=5, sleep=lambda _: None)
        wanted = {"cache": out.parent / "cache", "client": client} | options
        return fetch(f"{site.url}{name}", out, **wanted)

    return call


def zstd(body):
    packed = io.BytesIO()
    with codec.compressing(packed) as stream:
        stream.write(body)
    return packed.getvalue()


def members(body):
    """What is in a pack, by name, in order."""
    tar = codec._library().decompress(body)
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        return {one.name: archive.extractfile(one).read() for one in archive}


def tarred(files, change=lambda _member: None, behind=b""):
    """A pack of any files in any order, each changed at will."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, body in files:
            member = tarfile.TarInfo(name)
            member.size = len(body)
            change(member)
            archive.addfile(member, io.BytesIO(body))
    return zstd(packed.getvalue() + behind)


def repacked(gazetteer, tmp_path, **changes):
    """A pack of any bytes whose head fits them, but for the changes."""
    head = {
        "format": "enrich gazetteer pack",
        "version": 1,
        "file": {"bytes": len(gazetteer), "sha256": hashlib.sha256(gazetteer).hexdigest()},
        "manifest": {"schema": SCHEMA},
    }
    for key, value in changes.items():
        (head["file"] if key in {"bytes", "sha256"} else head)[key] = value
    files = {MANIFEST: json.dumps(head).encode(), "LICENSES.txt": b"", "gazetteer.gaz": gazetteer}
    path = tmp_path / "other.tar.zst"
    path.write_bytes(tarred(files.items()))
    return path


def altered(world, tmp_path, *statements):
    """A pack of a gazetteer that somebody has written to, with the checksum of what it is now."""
    path = tmp_path / "altered.gaz"
    path.write_bytes(world.read_bytes())
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    with Gazetteer.open(world) as opened:
        manifest = dict(opened.manifest)
    return repacked(path.read_bytes(), tmp_path, manifest=manifest)


def refused(path, out, match, error=GazetteerDamaged):
    """Fetching says why it does not, in one line that names the pack, and leaves nothing."""
    with pytest.raises(error, match=match) as caught:
        fetch(str(path), out)
    assert type(caught.value) is error
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    assert ".part" not in str(caught.value)
    assert ".enrich-" not in str(caught.value)
    assert not out.exists()
    assert not list(out.parent.glob(".enrich-*"))


# -------------------------------------------------------------------------------- what goes well


def test_what_is_packed_comes_out_byte_for_byte(world, packed, out):
    fetched = fetch(str(packed.path), out)
    assert out.read_bytes() == world.read_bytes()
    assert (fetched.path, fetched.size) == (out, world.stat().st_size)
    assert fetched.sha256 == hashlib.sha256(world.read_bytes()).hexdigest()
    with Gazetteer.open(out) as gazetteer:
        assert gazetteer.manifest == fetched.manifest
        assert gazetteer.lookup("Town 17")


def test_a_pack_is_a_tar_that_says_what_it_is(world, packed, sent):
    assert packed.path == world.with_name("world.gaz.tar.zst")
    assert (packed.size, packed.sha256) == (len(sent), hashlib.sha256(sent).hexdigest())
    files = members(sent)
    assert list(files) == ["manifest.json", "LICENSES.txt", "gazetteer.gaz"]
    assert files["gazetteer.gaz"] == world.read_bytes()
    head = json.loads(files["manifest.json"])
    assert head["file"]["sha256"] == hashlib.sha256(files["gazetteer.gaz"]).hexdigest()
    assert head["manifest"]["counts"] == {"place": 3000}
    credited = files["LICENSES.txt"].decode()
    for part in ("GeoNames (2026-01-01)", "CC-BY 4.0", "licenses/by/4.0", "© GeoNames"):
        assert part in credited
    assert packed.unlicensed == ("Table",)
    assert "Table\n    licence: not stated\n" in credited


def test_the_tar_of_the_system_reads_it(packed, tmp_path, world):
    try:
        ran = subprocess.run(
            ["tar", "--zstd", "-xf", packed.path, "-C", tmp_path, "gazetteer.gaz"],
            capture_output=True, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("no tar on this system")
    if ran.returncode:
        pytest.skip(f"this tar knows no zstd: {ran.stderr.decode()}")
    assert (tmp_path / "gazetteer.gaz").read_bytes() == world.read_bytes()


def test_packing_again_gives_the_same_bytes(world, packed, sent, tmp_path):
    again = pack(world, tmp_path / "again.tar.zst")
    assert again.path.read_bytes() == sent
    assert again.sha256 == packed.sha256


def test_what_a_tar_program_has_packed_from_the_same_files_is_read(world, sent, tmp_path, out):
    def owned(member):
        member.uname, member.gname, member.mtime = "desk", "desk", 1_700_000_000

    path = tmp_path / "own.tar.zst"
    path.write_bytes(tarred(members(sent).items(), owned))
    fetch(str(path), out)
    assert out.read_bytes() == world.read_bytes()


def test_an_old_gazetteer_is_replaced_and_progress_is_told(packed, out, world):
    out.write_bytes(b"old")
    out.chmod(0o640)
    seen = []
    fetch(str(packed.path), out, progress=seen.append)
    assert out.stat().st_mode & 0o777 == 0o640
    assert (seen[-1].name, seen[-1].done, seen[-1].total) == (
        out.name, world.stat().st_size, world.stat().st_size,
    )  # fmt: skip


def test_without_a_name_it_is_called_as_the_pack(packed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert fetch(str(packed.path)).path == Path("world.gaz")
    with pytest.raises(OutputError, match=r"world\.gaz: is there already; .* -o world\.gaz"):
        fetch(str(packed.path))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("https://a.org/x/world.gaz.tar.zst?v=2#top", "world.gaz"),
        ("https://a.org/world.tar.zst", "world.gaz"),
        ("/data/monde%20.gaz.tar.zst", None),
        ("https://a.org/%2e%2e%2fpasswd.gaz.tar.zst", "passwd.gaz"),
        ("https://a.org/..%2f.bashrc", None),
        ("https://a.org/", None),
        ("https://a.org/a%00.tar.zst", None),
        ("https://a.org/con%0atrol.tar.zst", None),
        ("https://a.org/мир.gaz.tar.zst", "мир.gaz"),
    ],
)
def test_names_come_from_the_end_of_an_address_and_lead_nowhere(
    source, name, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    if name is None:
        with pytest.raises(ArgumentError, match=r"-o world\.gaz"):
            named_after(source)
    else:
        assert named_after(source) == Path(name)
    assert "/" not in cached_name(source)
    assert cached_name(source).endswith(".tar.zst")


# ------------------------------------------------------------------------------- from an address


def test_a_pack_is_downloaded_checked_and_not_kept(bring, world, out):
    bring()
    assert out.read_bytes() == world.read_bytes()
    assert list((out.parent / "cache" / "packs").iterdir()) == []


def test_a_transfer_that_breaks_off_goes_on_in_the_next_call(site, bring, world, out, http_server):
    site.faults["/world.gaz.tar.zst"] = [
        http_server.breaks_after(100_000), *[http_server.hangs_up] * 5
    ]  # fmt: skip
    with pytest.raises(SourceError, match="kept, start again"):
        bring()
    assert not out.exists()
    asked = len(site.asked)
    bring()
    (last,) = site.asked[asked:]
    assert 0 < int(last[1].removeprefix("bytes=").rstrip("-")) <= 100_000
    assert out.read_bytes() == world.read_bytes()


def test_a_checksum_is_insisted_on(bring, packed, out):
    with pytest.raises(SourceError, match="the sha256 checksum is"):
        bring(checksum="0" * 64)
    assert not out.exists()
    bring(checksum=packed.sha256.upper())
    assert out.exists()


def test_a_checksum_is_insisted_on_for_a_path(packed, out):
    with pytest.raises(GazetteerDamaged, match=f"its SHA-256 is {packed.sha256}, and not 0000"):
        fetch(str(packed.path), out, checksum="0" * 64)
    assert not out.exists()
    fetch(str(packed.path), out, checksum=packed.sha256)


@pytest.mark.parametrize("checksum", ["", "abc", "g" * 64, "0" * 40, "sha256:" + "0" * 64])
def test_what_is_no_checksum_is_said(packed, out, checksum):
    with pytest.raises(ArgumentError, match="is not an SHA-256"):
        fetch(str(packed.path), out, checksum=checksum)


def test_a_damaged_download_is_asked_for_anew(site, bring, sent, out):
    site.files["/world.gaz.tar.zst"] = sent[:-2000]
    with pytest.raises(GazetteerDamaged, match="not a usable pack"):
        bring()
    site.files["/world.gaz.tar.zst"] = sent
    bring()
    assert out.exists()


def test_other_bytes_and_pages_are_seen_before_the_transfer(site, bring, http_server, world):
    site.files["/plain.gaz.tar.zst"] = world.read_bytes()
    with pytest.raises(SourceError, match="what comes is not zstd"):
        bring("plain.gaz.tar.zst")
    site.files["/get"] = b""
    site.faults["/get"] = [http_server.page()]
    with pytest.raises(SourceError, match="web page"):
        bring("get")


@pytest.mark.parametrize(
    "url", ["ftp://a.org/w.tar.zst", "file:///etc/passwd", "https:///w", "http://[::1", "s3://b/w"]
)
def test_other_addresses_are_refused(url, out):
    with pytest.raises(ArgumentError, match="https addresses"):
        fetch(url, out)


def test_http_needs_a_checksum_but_for_this_machine(out):
    with pytest.raises(ArgumentError, match="--checksum SHA256"):
        fetch("http://example.org/world.gaz.tar.zst", out)
    check_address("http://example.org/world.gaz.tar.zst", pinned=True)
    check_address("http://localhost:8000/world.gaz.tar.zst", pinned=False)
    check_address("https://example.org/world.gaz.tar.zst", pinned=False)


# ------------------------------------------------------------------------------- damaged and cut


def test_a_pack_cut_anywhere_is_refused(sent, tmp_path, out):
    path = tmp_path / "cut.tar.zst"
    chance = random.Random(3)
    for size in (0, 1, 4, 20, 1000, *(chance.randrange(len(sent)) for _ in range(30)), -1, -4):
        path.write_bytes(sent[:size])
        refused(path, out, "not a usable pack")


def test_a_pack_altered_anywhere_is_refused_or_says_the_same(sent, world, tmp_path, out):
    path = tmp_path / "altered.tar.zst"
    chance = random.Random(4)
    seen = 0
    for _ in range(60):
        position, bit = chance.randrange(len(sent)), 1 << chance.randrange(8)
        body = bytearray(sent)
        body[position] ^= bit
        path.write_bytes(body)
        try:
            fetch(str(path), out)
        except GazetteerError:
            seen += 1
            assert not out.exists()
        else:
            assert out.read_bytes() == world.read_bytes()
            out.unlink()
    assert seen >= 55


@pytest.mark.parametrize("behind", [b"x", bytes(512) + b"x" * 512, bytes(1 << 17)])
def test_what_follows_the_end_is_refused(sent, tmp_path, out, behind):
    path = tmp_path / "long.tar.zst"
    path.write_bytes(tarred(members(sent).items(), behind=behind))
    refused(path, out, "does not end behind")
    path.write_bytes(sent + behind)
    refused(path, out, "not a usable pack")


def test_another_gazetteer_under_the_head_is_refused(sent, tmp_path, out):
    other = built(tmp_path / "other.gaz", seed=8).read_bytes()
    files = members(sent) | {"gazetteer.gaz": other}
    path = tmp_path / "swapped.tar.zst"
    path.write_bytes(tarred(files.items()))
    refused(path, out, "another SHA-256|another size")


def test_a_head_that_tells_of_another_gazetteer_is_refused(world, sent, tmp_path, out):
    manifest = json.loads(members(sent)["manifest.json"])["manifest"]
    manifest["sources"][0]["licence"] = "public domain"
    refused(
        repacked(world.read_bytes(), tmp_path, manifest=manifest), out, "describes a different"
    )  # fmt: skip


@pytest.mark.parametrize(
    "body", [b"", b"Yerevan", b"PK\x03\x04", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd\x00"]
)
def test_what_is_no_pack_is_refused(tmp_path, out, body):
    path = tmp_path / "a.tar.zst"
    path.write_bytes(body)
    refused(path, out, "not a usable pack")


def test_a_gazetteer_that_is_not_packed_is_refused(world, out):
    refused(world, out, f"is not packed; .* with: enrich gazetteer pack {world}$")


def test_nothing_there_is_one_line(tmp_path, out):
    for path in (tmp_path / "nothing.tar.zst", tmp_path):
        refused(path, out, "no such file", GazetteerMissing)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.tar.zst")
        refused(tmp_path / "pipe.tar.zst", out, "no such file", GazetteerMissing)


# --------------------------------------------------------------------------------------- hostile


def renamed(name):
    return lambda member: setattr(member, "name", name)


@pytest.mark.parametrize(
    ("place", "change"),
    [
        (0, renamed("../manifest.json")),
        (0, renamed("/manifest.json")),
        (1, renamed("./LICENSES.txt")),
        (2, renamed("../../home/.bashrc")),
        (2, renamed("/etc/passwd")),
        (2, renamed("a" * 300)),  # takes a member of its own, which could have any length
        (2, lambda member: setattr(member, "type", tarfile.SYMTYPE)),
        (2, lambda member: setattr(member, "type", tarfile.LNKTYPE)),
        (2, lambda member: setattr(member, "type", tarfile.CHRTYPE)),
        (2, lambda member: setattr(member, "type", tarfile.GNUTYPE_SPARSE)),
        (0, lambda member: setattr(member, "type", tarfile.XHDTYPE)),
        (1, lambda member: setattr(member, "type", tarfile.DIRTYPE)),
    ],
)
def test_members_of_other_names_and_kinds_are_refused(sent, tmp_path, out, place, change):
    files = list(members(sent).items())
    wanted = files[place][0]

    def one(member):
        if member.name == wanted:
            member.linkname = "/etc/passwd"
            change(member)

    path = tmp_path / "hostile.tar.zst"
    path.write_bytes(tarred(files, one))
    before = {one.name for one in tmp_path.iterdir()}
    refused(path, out, r"should come next|not that of a pack")
    assert {one.name for one in tmp_path.iterdir()} == before


def test_the_order_is_fixed_and_nothing_may_be_missing(sent, tmp_path, out):
    files = list(members(sent).items())
    path = tmp_path / "mixed.tar.zst"
    for others in (files[::-1], files[1:], files[:2], [files[0], files[2]], []):
        path.write_bytes(tarred(others))
        refused(path, out, "should come next")


@pytest.mark.parametrize(
    "head",
    [
        b"", b"[]", b"{}", b"null", b"\xff", b"[" * 100_000,
        b'{"format": "other", "version": 1, "file": {}, "manifest": {}}',
    ],
)  # fmt: skip
def test_a_head_that_is_none_is_refused(sent, tmp_path, out, head):
    path = tmp_path / "head.tar.zst"
    path.write_bytes(tarred((members(sent) | {"manifest.json": head}).items()))
    refused(path, out, "not that of a pack")


@pytest.mark.parametrize(
    "changes",
    [
        {"bytes": True}, {"bytes": 0}, {"bytes": -5}, {"bytes": "many"}, {"bytes": 1e3},
        {"sha256": None}, {"sha256": "0" * 63}, {"version": "1"}, {"manifest": []},
        {"manifest": {"schema": None}}, {"file": []},
    ],
)  # fmt: skip
def test_odd_values_in_a_head_are_refused(tmp_path, out, changes):
    refused(repacked(b"x", tmp_path, **changes), out, "not that of a pack")


def test_a_size_that_the_head_does_not_say_is_refused(world, tmp_path, out):
    size = world.stat().st_size
    for said in (size - 1, size + 1):
        path = repacked(world.read_bytes(), tmp_path, bytes=said)
        refused(path, out, "has another size")


def test_a_bomb_is_refused_before_a_byte_is_written(tmp_path, out, monkeypatch):
    path = repacked(bytes(40 << 20), tmp_path)
    assert path.stat().st_size < 20_000
    monkeypatch.setattr(unpacking, "replacing_file", lambda _: pytest.fail("something was written"))
    refused(path, out, "no honest pack")


def test_a_manifest_without_end_is_refused(sent, tmp_path, out):
    path = tmp_path / "bomb.tar.zst"
    path.write_bytes(tarred((members(sent) | {"manifest.json": bytes(17 << 20)}).items()))
    refused(path, out, r"manifest\.json has 17,825,792 bytes")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON name BEGIN DELETE FROM entity; END",
        "CREATE VIEW v AS SELECT * FROM entity",
        "CREATE TABLE more (a)",
        "CREATE INDEX more ON entity (name)",
        "DROP INDEX entity_area",
        "ALTER TABLE entity ADD COLUMN more AS (hex(zeroblob(1000000000)))",
    ],
)
def test_a_database_with_programs_in_it_is_refused(world, tmp_path, out, statement):
    refused(altered(world, tmp_path, statement), out, "other tables than a gazetteer")


def test_a_view_in_place_of_a_table_is_refused(world, tmp_path, out):
    statements = ("DROP TABLE outline", "CREATE VIEW outline AS SELECT 1 AS entity, x'00' AS wkb")
    refused(altered(world, tmp_path, *statements), out, "other tables than a gazetteer")


def test_a_database_of_something_else_is_refused(world, tmp_path, out):
    refused(altered(world, tmp_path, "PRAGMA application_id = 5"), out, "a database of something")
    refused(repacked(b"SQLite format 3\0" * 400, tmp_path), out, "a database of something")
    refused(repacked(b"Yerevan" * 400, tmp_path), out, "of another kind")


def test_damaged_pages_are_found_though_the_checksum_is_right(world, sent, tmp_path, out):
    body = bytearray(world.read_bytes())
    for page in range(4096 * 20, len(body), 4096 * 10):
        body[page : page + 64] = b"\xff" * 64
    manifest = json.loads(members(sent)["manifest.json"])["manifest"]
    refused(repacked(bytes(body), tmp_path, manifest=manifest), out, "not a usable gazetteer")


@pytest.mark.parametrize(
    ("key", "value"),
    [("counts", "[]"), ("counts", '{"place": "x"}'), ("sources", "{}"), ("sources", '["x"]'),
     ("build", "5"), ("sources", '[{"name": 5}]'), ("counts", "{")],
)  # fmt: skip
def test_a_manifest_that_cannot_be_shown_is_refused(world, tmp_path, out, key, value):
    statement = f"UPDATE manifest SET value = '{value}' WHERE key = '{key}'"  # noqa: S608
    refused(altered(world, tmp_path, statement), out, "its manifest")


def test_a_comment_in_the_schema_makes_no_other_gazetteer(world, tmp_path, out):
    """Comments are kept in the file, and may be reworded from version to version."""
    path = altered(
        world, tmp_path, "PRAGMA writable_schema = 1",
        "UPDATE sqlite_master SET sql = replace(sql, 'JSON', 'JSON text')",
    )  # fmt: skip
    fetch(str(path), out)
    assert out.exists()


# ------------------------------------------------------------------------------ other versions


@pytest.mark.parametrize(
    ("schema", "match"),
    [(SCHEMA - 1, "ask its publisher for a newer one"), (SCHEMA + 1, "pip install --upgrade")],
)
def test_another_schema_is_said_before_unpacking(tmp_path, out, schema, match):
    path = repacked(b"x" * 5000, tmp_path, manifest={"schema": schema})
    refused(path, out, match, GazetteerOutdated)


def test_a_newer_kind_of_pack_is_said(tmp_path, out):
    path = repacked(b"x" * 5000, tmp_path, version=2)
    refused(path, out, "made by a newer version", GazetteerOutdated)


def test_a_schema_that_the_head_hides_is_seen(world, tmp_path, out):
    path = altered(world, tmp_path, f"PRAGMA user_version = {SCHEMA + 1}")
    refused(path, out, f"built for schema {SCHEMA + 1}", GazetteerOutdated)


def test_only_a_gazetteer_is_packed(tmp_path, world):
    other = tmp_path / "a.txt"
    other.write_text("Yerevan\n" * 100, encoding="utf-8")
    with pytest.raises(GazetteerDamaged):
        pack(other)
    with pytest.raises(GazetteerMissing):
        pack(tmp_path / "nothing.gaz")
    with pytest.raises(OutputError, match="is an input too"):
        pack(world, world)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_gazetteer_that_changes_while_it_is_packed_is_no_pack(world, tmp_path):
    path = tmp_path / "busy.gaz"
    path.write_bytes(world.read_bytes() + bytes(4096 * 512))
    with closing(sqlite3.connect(world)) as database:
        pages = database.execute("PRAGMA page_count").fetchone()[0]
    with path.open("r+b") as file:
        file.seek(28)
        file.write((pages + 512).to_bytes(4, "big"))  # as long as its header says

    def write(_state):
        with path.open("r+b") as file:
            file.seek(-10, os.SEEK_END)
            file.write(b"x")

    with pytest.raises(GazetteerDamaged, match="was changed while it was being packed"):
        pack(path, progress=write)
    assert [one.name for one in tmp_path.iterdir()] == ["busy.gaz"]


def test_without_zstandard_one_line_says_what_to_do(world, packed, tmp_path, out, monkeypatch):
    monkeypatch.setattr(codec, "_MODULE", "backports.nothing_of_the_sort")
    for call in (lambda: pack(world, tmp_path / "a.zst"), lambda: fetch(str(packed.path), out)):
        with pytest.raises(GazetteerError, match=r"pip install .*tar --zstd -xf") as caught:
            call()
        assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------- disks and kills


@pytest.fixture
def script(package_path):
    """Start Python code as a process, with what is tested in scope."""
    head = """
import resource, sys, time
from pathlib import Path
from gazetteer.errors import EnrichError
from gazetteer.share import fetch, pack
source, out, cache = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
def wait(state):
    if state.name == out.name:
        print("under way", flush=True)
        time.sleep(60)
"""
    environment = {"PYTHONPATH": str(package_path), "no_proxy": "127.0.0.1"}
    started = []

    def start(code, *words):
        process = subprocess.Popen(
            [sys.executable, "-c", head + code, *map(str, words)], env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait(timeout=10)
        process.stdout.close()
        process.stderr.close()


LIMITED = """
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), resource.RLIM_INFINITY))
try:
    {call}
except EnrichError as error:
    sys.exit(f"{{type(error).__name__}}: {{error}}")
"""


def test_a_full_disk_leaves_the_old_gazetteer_and_keeps_the_download(
    site, bring, packed, out, script
):
    out.write_bytes(b"old")
    limit = packed.size + 1000  # enough for the download, not for what is in it
    assert limit < packed.head.size
    code = LIMITED.format(call="fetch(source, out, cache=cache)")
    process = script(code, f"{site.url}world.gaz.tar.zst", out, out.parent / "cache", limit)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said.count("\n")) == (1, 1)
    assert said.startswith(f"OutputError: {out}: cannot be written")
    assert out.read_bytes() == b"old"
    assert not list(out.parent.glob(".enrich-*"))
    asked = len(site.asked)
    bring()
    assert len(site.asked) == asked, "the download was not kept"
    assert out.stat().st_size == packed.head.size


def test_a_full_disk_leaves_no_half_a_pack(world, script, tmp_path):
    out = tmp_path / "world.gaz.tar.zst"
    process = script(LIMITED.format(call="pack(Path(source), out)"), world, out, "", 100_000)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said.count("\n")) == (1, 1)
    assert said.startswith(f"OutputError: {out}: cannot be written")
    assert list(tmp_path.iterdir()) == []


def test_too_small_a_disk_is_known_before_anything_is_written(packed, out, monkeypatch):
    usage = unpacking.shutil.disk_usage(out.parent)
    monkeypatch.setattr(unpacking.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(OutputError, match=r"are to come and 1\.0 kB are free"):
        fetch(str(packed.path), out)
    assert list(out.parent.iterdir()) == []


def test_where_nothing_can_be_written_no_download_is_begun(site, tmp_path):
    with pytest.raises(OutputError, match="create it first"):
        fetch(f"{site.url}world.gaz.tar.zst", tmp_path / "no" / "world.gaz")
    assert site.asked == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_fetch_that_is_stopped_leaves_the_old_gazetteer_and_can_be_started_again(
    site, bring, out, script, number
):
    out.write_bytes(b"old")
    code = "fetch(source, out, cache=cache, progress=wait)"
    process = script(code, f"{site.url}world.gaz.tar.zst", out, out.parent / "cache")
    assert process.stdout.readline() == "under way\n"
    process.send_signal(number)
    process.communicate(timeout=10)
    assert out.read_bytes() == b"old"
    if number == signal.SIGINT:
        assert not list(out.parent.glob(".enrich-*"))
    asked = len(site.asked)
    assert bring().size == out.stat().st_size
    assert len(site.asked) == asked

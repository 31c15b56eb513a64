"""``enrich gazetteer pack`` and ``fetch``, and addresses where a gazetteer is to be named."""

import hashlib
from pathlib import Path

import pytest

from gazetteer import Gazetteer
from gazetteer.build.writer import Builder
from gazetteer.model import Kind
from gazetteer.rows import Row
from gazetteer.share import pack

URL = "https://example.org/world.gaz"


@pytest.fixture
def built(small_base):
    """A gazetteer of two countries."""
    return small_base


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder that is the current one."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return Path()


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_gazetteer_is_packed_and_its_checksum_printed(run, built, here):
    ran = run("gazetteer", "pack", built, "-o", "world.gaz.tar.zst")
    assert ran.exit_code == 0, ran.stderr
    digest = hashlib.sha256(Path("world.gaz.tar.zst").read_bytes()).hexdigest()
    assert ran.stdout == f"{digest}  world.gaz.tar.zst\n"
    (said,) = ran.stderr.splitlines()
    assert said.startswith("enrich: world.gaz.tar.zst, build ")
    assert ": 2 places, 0 people, 0 organisations; " in said
    assert files(here) == ["world.gaz.tar.zst"]


def test_sources_without_a_licence_are_named(run, here):
    with Builder(here / "own.gaz") as builder:
        builder.add([Row("enrich:a", Kind.PLACE, "A", source="x")])
        builder.finish([{"name": "Villages", "licence": ""}, {"name": "Towns", "licence": "MIT"}])
    ran = run("gazetteer", "pack", "own.gaz")
    assert "enrich: Villages: its licence is not stated" in ran.stderr
    assert "Towns" not in ran.stderr
    assert files(here) == ["own.gaz", "own.gaz.tar.zst"]


def test_a_pack_is_fetched_and_summed_up(run, here, gazetteer):
    packed = pack(gazetteer.path, here / "world.gaz.tar.zst")
    ran = run("gazetteer", "fetch", "world.gaz.tar.zst", "--checksum", packed.sha256)
    assert (ran.exit_code, ran.stdout) == (0, ""), ran.stderr
    first, second, third = ran.stderr.splitlines()
    assert first.startswith(f"enrich: {Path.cwd() / 'world.gaz'}, build {gazetteer.build_id}: ")
    assert "GeoNames (CC-BY 4.0), " in second
    assert third.endswith("enrich gazetteer sources --gazetteer world.gaz")
    with Gazetteer.open("world.gaz") as opened:
        assert opened.lookup("Yerevan")
    again = run("gazetteer", "fetch", "world.gaz.tar.zst")
    assert again.exit_code == 1
    assert "world.gaz: is there already; to replace it: -o world.gaz" in again.stderr


def test_a_pack_is_fetched_from_an_address(run, built, here, site, tmp_path):
    site.files["/world.gaz.tar.zst"] = pack(built, here / "a.tar.zst").path.read_bytes()
    words = ["gazetteer", "fetch", f"{site.url}world.gaz.tar.zst", "--cache", tmp_path / "cache"]
    ran = run(*words)
    assert ran.exit_code == 0, ran.stderr
    assert Path("world.gaz").read_bytes() == built.read_bytes()
    shown = run("gazetteer", "info", "world.gaz").stdout
    assert "place: 2" in shown


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [
        (["http://example.org/world.gaz.tar.zst"], 2, "--checksum SHA256"),
        (["ftp://example.org/world.gaz.tar.zst"], 2, "https addresses"),
        (["https://example.org/"], 2, "-o world.gaz"),
        (["world.gaz.tar.zst", "--checksum", "abc"], 2, "is not an SHA-256"),
        (["world.gaz.tar.zst"], 1, "no such file"),
    ],
)
def test_what_cannot_be_fetched_is_one_line(run, here, words, code, what):
    ran = run("gazetteer", "fetch", *words)
    assert ran.exit_code == code
    (said,) = ran.stderr.splitlines()
    assert what in said
    assert files(here) == []


@pytest.mark.parametrize(
    "words",
    [
        ["article.txt", "--gazetteer", URL],
        ["lookup", "Yerevan", "--gazetteer", URL],
        ["gazetteer", "info", URL],
        ["gazetteer", "sources", "--gazetteer", URL],
        ["gazetteer", "pack", URL],
    ],
    ids=" ".join,
)
def test_nothing_else_brings_a_gazetteer_from_an_address(run, here, words):
    (here / "article.txt").write_text("Talks in Yerevan.", encoding="utf-8")
    ran = run(*words)
    assert (ran.exit_code, ran.stdout) == (1, "")
    (said,) = ran.stderr.splitlines()
    assert f"{URL}: a gazetteer is not used from an address" in said
    assert f"enrich gazetteer fetch {URL}" in said


def test_the_doctor_says_how_one_is_fetched(run):
    assert f"enrich gazetteer fetch {URL}" in run("doctor", "--gazetteer", URL).stdout


def test_a_pack_is_not_taken_for_a_gazetteer(run, built, here):
    packed = pack(built, here / "world.gaz.tar.zst").path
    ran = run("gazetteer", "info", packed)
    assert ran.exit_code == 1
    (said,) = ran.stderr.splitlines()
    assert f"unpack it with: enrich gazetteer fetch {packed}" in said

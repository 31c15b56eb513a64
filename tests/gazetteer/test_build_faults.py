"""Builds that go wrong: the old gazetteer stays, one line says why, the next build works."""

import gzip
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from gazetteer.build import build
from gazetteer.errors import GazetteerOutdated, SourceError
from gazetteer.sources.options import BuildOptions
from gazetteer.store import Gazetteer

pytestmark = pytest.mark.usefixtures("small_base")


def line(number=9900001, name="Newtown-on-Test", lat="40.5", lon="44.5", population=1200):
    """A place of these tests' own in the nineteen columns of GeoNames."""
    columns = [
        number, name, name, "", lat, lon, "P", "PPL", "AM", "", "", "", "", "", population,
        "", "", "Asia/Yerevan", "2024-01-01",
    ]  # fmt: skip
    return "\t".join(map(str, columns)) + "\n"


@pytest.fixture
def out(tmp_path):
    """The gazetteer to write, in a folder of its own so that what is left over is seen."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "world.gaz"


@pytest.fixture
def source(tmp_path):
    """Write a GeoNames folder; return the source that names it."""

    def write(text, name="allCountries.txt"):
        folder = tmp_path / "geonames"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return ("geonames", folder)

    return write


@pytest.fixture
def old(out, source):
    """A gazetteer that is in place already; its bytes."""
    build(out, [source(line())], BuildOptions())
    return out.read_bytes()


@pytest.fixture
def script(package_path, small_base, out):
    """Start Python code as a process, with ``base``, ``out`` and the builder in scope."""
    head = """
import resource, sys, time
from pathlib import Path
from gazetteer.errors import EnrichError
from gazetteer.sources import embedded
from gazetteer.build import build
from gazetteer.store import Gazetteer
embedded.EMBEDDED, out = Path(sys.argv[1]), Path(sys.argv[2])
sources = [("geonames", Path(sys.argv[3]))] if len(sys.argv) > 3 else []
"""

    started = []

    def start(code, *words):
        command = [sys.executable, "-c", head + code, small_base, out, *words]
        process = subprocess.Popen(
            command, env={"PYTHONPATH": str(package_path)}, text=True,
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


def left_over(out):
    return [path.name for path in out.parent.iterdir() if path != out]


# -------------------------------------------------------------------------- disks, kills, readers


def test_a_full_disk_leaves_the_old_gazetteer(out, old, source, script):
    many = "".join(line(9900001 + n, f"Town {n} of Many", lat=f"{n % 80}.5") for n in range(20_000))
    code = """
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
try:
    build(out, sources)
except EnrichError as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""
    process = script(code, source(many)[1])
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.startswith("OutputError: ")
    assert said.count("\n") == 1
    assert str(out) in said
    assert out.read_bytes() == old
    assert left_over(out) == []


def test_a_killed_build_leaves_the_old_gazetteer_and_no_lock(out, old, source, script):
    code = """
def wait(kind, rows):
    print("under way", flush=True)
    time.sleep(60)
build(out, sources, progress=wait)
"""
    process = script(code, source(line(population=2400))[1])
    assert process.stdout.readline() == "under way\n"
    assert left_over(out), "the build should have begun a file"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)
    assert out.read_bytes() == old
    build(out, [source(line(population=2400))], BuildOptions())
    assert left_over(out) == []
    with Gazetteer.open(out) as gazetteer:
        assert gazetteer.get("geonames:9900001").population == 2400


READER = """
kept = Gazetteer.open(out)
seen, stop = set(), time.monotonic() + 3.0
print("ready", flush=True)
while time.monotonic() < stop:
    with Gazetteer.open(out) as fresh:
        (hit,) = fresh.lookup("Newtown-on-Test")
        seen.add(hit.entity.population)
    same = kept.get("geonames:9900001")
    assert same.population == 1, "a gazetteer changed while it was open"
print(*sorted(seen))
"""


def test_eight_processes_read_while_new_builds_replace_the_file(out, source, script):
    build(out, [source(line(population=1))], BuildOptions())
    readers = [script(READER) for _ in range(8)]
    for reader in readers:
        assert reader.stdout.readline() == "ready\n", reader.stderr.read()
    for population in (2, 3, 4):
        build(out, [source(line(population=population))], BuildOptions())
        time.sleep(0.2)
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda reader: reader.communicate(timeout=60), readers))
    assert [error for _, error in said if error] == []
    seen = [{*map(int, text.split())} for text, _ in said]
    assert all(populations <= {1, 2, 3, 4} for populations in seen)
    assert all(4 in populations for populations in seen), "the new file was not seen"
    assert left_over(out) == []


# ------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize("keep", [0.4, 0.95])
def test_truncated_input_stops_the_build(out, old, source, keep):
    packed = gzip.compress("".join(line(9900001 + n, f"Town {n}") for n in range(2000)).encode())
    cut = source(packed[: int(len(packed) * keep)], "allCountries.txt.gz")
    with pytest.raises(SourceError, match=r"allCountries\.txt\.gz"):
        build(out, [cut], BuildOptions())
    assert out.read_bytes() == old
    assert left_over(out) == []


@pytest.mark.parametrize(
    "text",
    [
        "one\ttwo\tthree\n" * 50,
        "<!DOCTYPE html>\n<html><body>Please log in</body></html>\n",
        "",
    ],
    ids=["columns", "web page", "empty"],
)
def test_a_file_of_another_format_stops_the_build(out, old, source, text):
    with pytest.raises(SourceError) as caught:
        build(out, [source(text)], BuildOptions())
    assert "\n" not in str(caught.value)
    assert "allCountries.txt" in str(caught.value)
    assert out.read_bytes() == old
    assert left_over(out) == []


def test_a_source_that_is_gone_stops_the_build(out, old, tmp_path):
    with pytest.raises(SourceError, match="nowhere"):
        build(out, [("geonames", tmp_path / "nowhere")], BuildOptions())
    assert out.read_bytes() == old


@pytest.mark.parametrize(
    "bad",
    [
        line(9900002).replace("\tAsia/Yerevan", "").encode(),
        line(9900002, name="Vågå").encode("latin-1"),
        line(9900001, name="The Same Number").encode(),
        line(9900002, lat="95.0").encode(),
        line(9900002, lon="-180.5").encode(),
        line(9900002, lat="nan").encode(),
        line("many").encode(),
    ],
    ids=["columns", "latin-1", "duplicate", "lat", "lon", "nan", "id"],
)
def test_a_bad_line_is_counted_and_the_others_are_kept(out, source, bad):
    text = line().encode() + bad + line(9900003, "Lasttown-on-Test").encode()
    manifest = build(out, [source(text)], BuildOptions())
    assert sum(manifest["problems"].values()) == 1, manifest["problems"]
    with Gazetteer.open(out) as gazetteer:
        assert gazetteer.get("geonames:9900001").name == "Newtown-on-Test"
        assert gazetteer.get("geonames:9900003").name == "Lasttown-on-Test"
        assert gazetteer.lookup("The Same Number") == ()


def test_a_gazetteer_of_an_older_schema_says_what_to_do(out, old):
    header = bytearray(old)
    header[60:64] = (1).to_bytes(4, "big")
    out.write_bytes(header)
    with pytest.raises(GazetteerOutdated, match="rebuild it with: enrich gazetteer build"):
        Gazetteer.open(out)


def test_the_same_sources_and_time_give_the_same_bytes(out, source, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764460800")
    manifest = build(out, [source(line())], BuildOptions())
    assert manifest["built_at"] == "2025-11-30T00:00:00+00:00"
    first = out.read_bytes()
    build(out, [source(line())], BuildOptions())
    assert out.read_bytes() == first

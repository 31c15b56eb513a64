"""Downloads from a server that misbehaves in every way servers do."""

import bz2
import hashlib
import io
import json
import random
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from filelock import FileLock

from gazetteer.build.download import download
from gazetteer.errors import OutputError, SourceError
from gazetteer.net import transfer
from gazetteer.net.remote import Client, NotFound, Remote
from gazetteer.net.transfer import fetch, size_text
from gazetteer.sources.registry import downloads

NOISE = random.Random(7).randbytes(300_000)


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name.replace("_txt", ".txt"), body)
    return buffer.getvalue()


ARCHIVE = zipped(allCountries_txt=NOISE)


@pytest.fixture
def waits():
    """The pauses that were made, in seconds."""
    return []


@pytest.fixture
def client(waits):
    return Client(timeout_s=5, sleep=waits.append)


@pytest.fixture
def get(site, client, tmp_path):
    """Fetch one file of the site."""

    def call(name="all.zip", **options):
        digest = options.pop("digest", None)
        remote = Remote(f"{site.url}{name}", name, digest)
        return fetch(remote, tmp_path / "cache", client, **options)

    return call


def only_file(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


# -------------------------------------------------------------------------------- what goes well


def test_a_file_arrives_whole_and_is_not_asked_for_twice(site, get, tmp_path):
    site.files["/all.zip"] = ARCHIVE
    seen = []
    first = get(progress=seen.append)
    assert first.path.read_bytes() == ARCHIVE
    assert (first.checked, first.size, first.fresh) == ("archive", len(ARCHIVE), True)
    assert (seen[-1].done, seen[-1].total) == (len(ARCHIVE), len(ARCHIVE))
    assert seen[-1].seconds >= 0
    assert only_file(tmp_path / "cache") == ["all.zip"]
    again = get()
    assert (again.path, again.fresh, len(site.asked)) == (first.path, False, 1)


def test_a_file_altered_in_the_cache_is_brought_anew(site, get):
    site.files["/all.zip"] = ARCHIVE
    get().path.write_bytes(ARCHIVE[:1000])
    assert get().path.read_bytes() == ARCHIVE


def test_a_redirect_within_the_scheme_is_followed(site, get, http_server):
    site.files["/elsewhere/all.zip"] = ARCHIVE
    site.faults["/all.zip"] = [http_server.moved("/elsewhere/all.zip")]
    assert get().path.read_bytes() == ARCHIVE


# ----------------------------------------------------------------------------- broken connections


def test_a_dropped_connection_is_resumed_where_it_broke(site, get, http_server, waits):
    site.files["/all.zip"] = ARCHIVE
    site.faults["/all.zip"] = [http_server.breaks_after(100_000), http_server.breaks_after(50_000)]
    assert get().path.read_bytes() == ARCHIVE
    ranges = [wanted for _, wanted in site.asked]
    assert ranges[0] is None
    starts = [int(wanted[6:-1]) for wanted in ranges[1:]]
    assert 0 < starts[0] <= 100_000
    assert starts[0] < starts[1] <= 150_000
    assert waits == [1.0, 2.0]


def test_the_next_call_goes_on_from_what_an_earlier_one_left(site, get, http_server, tmp_path):
    site.files["/all.zip"] = ARCHIVE
    site.faults["/all.zip"] = [http_server.breaks_after(100_000)] + [http_server.hangs_up] * 5
    with pytest.raises(SourceError, match=r"kept, start again to go on from there"):
        get()
    left = (tmp_path / "cache" / "all.zip.part").stat().st_size
    assert left > 0
    asked = len(site.asked)
    assert get().path.read_bytes() == ARCHIVE
    assert site.asked[asked:] == [("/all.zip", f"bytes={left}-")]


def test_a_file_that_has_changed_meanwhile_is_not_mended_with_its_successor(site, get, http_server):
    site.files["/all.zip"] = ARCHIVE
    site.faults["/all.zip"] = [http_server.breaks_after(100_000)] + [http_server.hangs_up] * 5
    with pytest.raises(SourceError):
        get()
    newer = zipped(allCountries_txt=NOISE[::-1])
    site.files["/all.zip"] = newer
    assert get().path.read_bytes() == newer


def test_without_a_sign_of_the_version_a_transfer_starts_again(site, get, http_server):
    site.etags = False
    site.files["/all.zip"] = ARCHIVE
    site.faults["/all.zip"] = [http_server.breaks_after(100_000)]
    assert get().path.read_bytes() == ARCHIVE
    assert [wanted for _, wanted in site.asked] == [None, None]


def test_another_part_than_asked_for_is_not_stitched_in(site, get, http_server):
    def wrong_part(handler, body):
        headers = {"Content-Range": f"bytes 5-{len(body) - 1}/{len(body)}"}
        handler.head(206, headers | {"Content-Length": str(len(body) - 5)})
        handler.wfile.write(body[5:])

    site.files["/all.zip"] = ARCHIVE
    site.faults["/all.zip"] = [http_server.breaks_after(100_000), wrong_part]
    assert get().path.read_bytes() == ARCHIVE


def test_a_server_that_never_answers_is_given_up(site, get, http_server, waits, tmp_path):
    site.faults["/all.zip"] = [http_server.hangs_up] * 10
    with pytest.raises(SourceError, match=r"cannot be reached .* \(3 tries\)"):
        get(tries=3)
    assert waits == [1.0, 2.0]
    assert only_file(tmp_path / "cache") == []


def test_nobody_listening_is_one_line(client, tmp_path, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(SourceError) as caught:
        fetch(Remote("http://127.0.0.1:9/a.zip", "a.zip"), tmp_path, client, tries=1)
    assert "\n" not in str(caught.value)
    assert "refused" in str(caught.value)


# ------------------------------------------------------------------------------------ wrong lengths


def test_a_length_that_is_too_long_is_an_error(site, get, http_server):
    lie = http_server.announces(len(ARCHIVE) + 500)
    site.files["/all.zip"] = ARCHIVE
    site.faults["/all.zip"] = [lie] * 10
    with pytest.raises(SourceError, match=r"(announced|broke)"):
        get(tries=3)


def test_a_length_that_is_too_short_is_caught_by_the_archive(site, get, http_server, tmp_path):
    site.files["/all.zip"] = ARCHIVE
    site.faults["/all.zip"] = [http_server.announces(200_000)]
    with pytest.raises(SourceError, match="cut short or damaged"):
        get()
    assert only_file(tmp_path / "cache") == []


@pytest.mark.parametrize(
    ("name", "body"),
    [("a.txt", b"AD\tAndorra\nAE\tUnited Arab Emirates\n"), ("a.geojson", b'{"type": "X"}\n')],
)
def test_a_length_that_is_too_short_is_caught_in_texts(site, get, http_server, name, body):
    site.files[f"/{name}"] = body
    assert get(name).path.read_bytes() == body
    site.files[f"/b{name}"] = body
    site.faults[f"/b{name}"] = [http_server.announces(len(body) - 5)]
    with pytest.raises(SourceError, match="breaks off after"):
        get(f"b{name}")


def test_an_empty_file_is_no_file(site, get):
    site.files["/a.txt"] = b""
    with pytest.raises(SourceError, match="empty"):
        get("a.txt")


# ------------------------------------------------------------------------------- busy and refusing


def test_a_busy_server_is_waited_for_as_long_as_it_asks(site, get, http_server, waits):
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    site.files["/all.zip"] = ARCHIVE
    site.faults["/all.zip"] = [
        http_server.answers(503, {"Retry-After": "7"}),
        http_server.answers(429, {"Retry-After": later}),
        http_server.answers(502),
    ]
    assert get().path.read_bytes() == ARCHIVE
    assert waits[0] == 7
    assert 30 <= waits[1] <= 40
    assert waits[2] == 4


def test_a_server_that_asks_for_an_hour_gets_it_from_the_user(site, get, http_server, waits):
    site.faults["/all.zip"] = [http_server.answers(503, {"Retry-After": "3600"})]
    with pytest.raises(SourceError, match="come back in 3600 seconds"):
        get()
    assert waits == []


def test_a_login_page_instead_of_an_archive_is_seen(site, get, http_server, tmp_path):
    for number, fault in enumerate(
        [http_server.page(), http_server.page(200, "application/zip"), http_server.page(403)]
    ):
        site.faults[f"/{number}.zip"] = [fault]
        with pytest.raises(SourceError, match=r"web page|refuses"):
            get(f"{number}.zip")
    assert not list((tmp_path / "cache").glob("*.zip"))


@pytest.mark.parametrize("name", ["a.json.bz2", "a.geojson", "a.txt", "a.gz"])
def test_a_web_page_is_no_data_of_any_kind(site, get, http_server, name):
    site.faults[f"/{name}"] = [http_server.page(200, "application/octet-stream")]
    with pytest.raises(SourceError, match="web page"):
        get(name)


def test_other_bytes_than_the_name_promises_are_refused(site, get):
    site.files["/all.zip"] = b"Too many requests today, friend"
    with pytest.raises(SourceError, match="not a zip archive"):
        get()


def test_a_missing_file_is_told_apart(site, get):
    with pytest.raises(NotFound, match="no such file"):
        get("nothing.zip")
    assert len(site.asked) == 1


@pytest.mark.parametrize("target", ["https://127.0.0.1/x", "ftp://127.0.0.1/x", "file:///etc/x"])
def test_a_redirect_to_another_scheme_is_refused(site, get, http_server, target):
    site.faults["/all.zip"] = [http_server.moved(target)]
    with pytest.raises(SourceError, match="another scheme"):
        get()


def test_redirects_in_a_circle_end(site, get, http_server):
    site.faults["/all.zip"] = [http_server.moved("/all.zip")] * 20
    with pytest.raises(SourceError, match="from address to address"):
        get()


@pytest.mark.parametrize("url", ["file:///etc/hostname", "http://[::1/a.txt", "http:///a.txt"])
def test_only_the_web_is_downloaded_from(client, tmp_path, url):
    with pytest.raises(SourceError, match="not an http or https address"):
        fetch(Remote(url, "a.txt"), tmp_path, client)


@pytest.mark.parametrize("said", ["9" * 5000, "-5", "x"])
def test_an_odd_length_is_no_length(site, get, said):
    def odd(handler, body):
        handler.head(200, {"Content-Length": said, "Connection": "close"})
        handler.wfile.write(body)
        handler.close_connection = True

    site.files["/all.zip"] = ARCHIVE
    site.faults["/all.zip"] = [odd]
    assert get().path.read_bytes() == ARCHIVE


# ---------------------------------------------------------------------------- checksums and disks


def test_the_publishers_checksum_is_compared(site, get, tmp_path):
    site.files["/all.zip"] = ARCHIVE
    good = hashlib.sha1(ARCHIVE, usedforsecurity=False).hexdigest()
    with pytest.raises(SourceError, match="the sha1 checksum is"):
        get(digest=("sha1", "0" * 40))
    assert only_file(tmp_path / "cache") == []
    assert get(digest=("sha1", good)).checked == "sha1"


def test_too_small_a_disk_is_known_before_the_transfer(site, get, monkeypatch, tmp_path):
    site.files["/all.zip"] = ARCHIVE
    usage = transfer.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(transfer.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(OutputError, match=r"300\.\d kB are to come and 1\.0 kB are free"):
        get()


LIMITED = """
import resource, sys
from pathlib import Path
from gazetteer.errors import EnrichError
from gazetteer.net.remote import Client, Remote
from gazetteer.net.transfer import fetch
limit = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
try:
    fetch(Remote(sys.argv[1], "all.zip"), Path(sys.argv[2]), Client())
except EnrichError as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""


def test_a_full_disk_is_one_line_and_keeps_what_has_come(site, get, tmp_path, package_path):
    site.files["/all.zip"] = ARCHIVE
    words = [sys.executable, "-c", LIMITED, f"{site.url}all.zip", tmp_path / "cache", "150000"]
    environment = {"PYTHONPATH": str(package_path), "no_proxy": "127.0.0.1"}
    ran = subprocess.run(words, capture_output=True, text=True, check=False, env=environment)
    assert ran.returncode == 1
    assert ran.stderr.startswith("OutputError: ")
    assert ran.stderr.count("\n") == 1
    assert "150.0 kB are kept" in ran.stderr
    assert (tmp_path / "cache" / "all.zip.part").stat().st_size == 150_000
    assert get().path.read_bytes() == ARCHIVE
    assert site.asked[-1] == ("/all.zip", "bytes=150000-")


def test_two_downloads_of_one_file_do_not_mix(site, get, tmp_path):
    site.files["/all.zip"] = ARCHIVE
    (tmp_path / "cache").mkdir()
    with FileLock(tmp_path / "cache" / ".all.zip.lock"):
        with pytest.raises(SourceError, match="another process"):
            get()
        assert site.asked == []
    assert get().path.read_bytes() == ARCHIVE


# ------------------------------------------------------------------------------------- publishers


TEXTS = ("countryInfo.txt", "admin1CodesASCII.txt", "admin2Codes.txt", "featureCodes_en.txt")


def test_geonames_comes_as_a_folder(site, client, tmp_path):
    site.files |= {f"/mirror/{name}": b"AD\tAndorra\n" for name in TEXTS}
    for name in ("hierarchy", "alternateNamesV2", "allCountries"):
        site.files[f"/mirror/{name}.zip"] = ARCHIVE
    found = download("geonames", tmp_path, base=f"{site.url}mirror", client=client)
    assert found.path == tmp_path / "geonames"
    assert set(only_file(found.path)) >= {*TEXTS, "allCountries.zip", "alternateNamesV2.zip"}
    assert {file.checked for file in found.files} == {"archive", "length"}


def test_natural_earth_does_without_a_layer_that_is_gone(site, client, tmp_path):
    site.files["/ne_10m_populated_places.geojson"] = b'{"type": "FeatureCollection"}'
    found = download("naturalearth", tmp_path, base=site.url, client=client)
    assert [file.path.name for file in found.files] == ["ne_10m_populated_places.geojson"]
    assert "ne_10m_lakes.geojson" in found.missing
    site.files.clear()
    with pytest.raises(NotFound, match="none of the layers"):
        download("naturalearth", tmp_path / "other", base=site.url, client=client)


@pytest.fixture
def dumps(site):
    """An index as the publisher has it: the newest folder holds other dumps."""
    body = bz2.compress(b'[\n{"id": "Q1"}\n]\n')
    digest = hashlib.sha1(body, usedforsecurity=False).hexdigest()
    links = "".join(f'<a href="{date}/">{date}/</a>\n' for date in ("20240101", "20240103"))
    site.files["/"] = f"<html>{links}<a href='latest-all.json.bz2'>latest</a></html>".encode()
    names = ("wikidata-20240101-all.json.bz2", "wikidata-20240101-sha1sums.txt")
    site.files["/20240101/"] = "".join(f'<a href="{n}">{n}</a>' for n in names).encode()
    site.files["/20240103/"] = b'<a href="wikidata-20240103-truthy-BETA.nt.bz2">x</a>'
    site.files[f"/20240101/{names[0]}"] = body
    site.files[f"/20240101/{names[1]}"] = f"{digest}  {names[0]}\n".encode()
    return site


def test_wikidata_is_a_dated_dump_with_its_checksum(dumps, client, tmp_path):
    found = download("wikidata", tmp_path, base=dumps.url, client=client)
    assert found.path.name == "wikidata-20240101-all.json.bz2"
    assert found.files[0].checked == "sha1"
    asked = len(dumps.asked)
    assert download("wikidata", tmp_path, base=dumps.url, client=client).path == found.path
    assert len(dumps.asked) == asked


def test_a_wikidata_dump_with_another_checksum_is_refused(dumps, client, tmp_path):
    name = "/20240101/wikidata-20240101-all.json.bz2"
    dumps.files[name] = bz2.compress(b"[]")
    with pytest.raises(SourceError, match="sha1 checksum"):
        download("wikidata", tmp_path, base=dumps.url, client=client)


def test_a_dump_that_was_begun_is_finished_though_a_newer_one_is_there(
    dumps, client, tmp_path, http_server
):
    name = "/20240101/wikidata-20240101-all.json.bz2"
    dumps.faults[name] = [http_server.breaks_after(20)] + [http_server.hangs_up] * 5
    with pytest.raises(SourceError, match="kept"):
        download("wikidata", tmp_path, base=dumps.url, client=client)
    dumps.files["/"] += b'<a href="20240108/">20240108/</a>'
    dumps.files["/20240108/"] = dumps.files["/20240101/"].replace(b"20240101", b"20240108")
    dumps.files["/20240108/wikidata-20240108-sha1sums.txt"] = b"0" * 40 + (
        b"  wikidata-20240108-all.json.bz2\n"
    )
    found = download("wikidata", tmp_path, base=dumps.url, client=client)
    assert found.path.name == "wikidata-20240101-all.json.bz2"
    assert dumps.asked[-1][1] is not None


def test_a_mirror_without_an_index_gives_the_latest_dump(site, client, tmp_path):
    site.files["/latest-all.json.bz2"] = bz2.compress(b"[\n]\n")
    found = download("wikidata", tmp_path, base=site.url, client=client)
    assert (found.path.name, found.files[0].checked) == ("latest-all.json.bz2", "length")


def test_whosonfirst_is_checked_and_unpacked(site, client, tmp_path):
    database = b"SQLite format 3\0" + NOISE
    name = "whosonfirst-data-admin-latest.db.bz2"
    body = bz2.compress(database)
    entry = {"name_compressed": name, "sha256_compressed": hashlib.sha256(body).hexdigest()}
    site.files = {f"/{name}": body, "/inventory.json": json.dumps([{}, entry]).encode()}
    found = download("whosonfirst", tmp_path, base=site.url, client=client)
    assert found.path.read_bytes() == database
    assert found.files[0].checked == "sha256"
    assert only_file(found.path.parent) == ["whosonfirst-data-admin-latest.db"]
    asked = len(site.asked)
    assert download("whosonfirst", tmp_path, base=site.url, client=client).path == found.path
    assert len(site.asked) == asked
    site.files["/inventory.json"] = json.dumps([entry | {"sha256_compressed": "0" * 64}]).encode()
    with pytest.raises(SourceError, match="sha256 checksum"):
        download("whosonfirst", tmp_path / "other", base=site.url, client=client)


def test_what_cannot_be_downloaded_is_said_with_what_can():
    with pytest.raises(SourceError, match=", ".join(downloads())):
        download("osm")


def test_publishers_are_asked_over_https():
    assert all(p.base.startswith("https://") and p.base.endswith("/") for p in downloads().values())


def test_sizes_are_for_people():
    sizes = [size_text(n) for n in (0, 999, 1000, 8.6e9, 1.2e15)]
    assert sizes == ["0 bytes", "999 bytes", "1.0 kB", "8.6 GB", "1200.0 TB"]

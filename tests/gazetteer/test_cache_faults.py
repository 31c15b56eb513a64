"""What may befall a cache: many processes, kill -9, damage, files of others, full disks."""

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest

from gazetteer.errors import CacheError
from gazetteer.net import cache as cache_module
from gazetteer.net.cache import Cache

as_user = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is forbidden to root"
)


@pytest.fixture
def path(tmp_path):
    """A cache in a folder of its own, so that all that is made beside it is seen."""
    return tmp_path / "cache" / "answers.sqlite"


@pytest.fixture
def cache(path):
    with Cache(path) as opened:
        yield opened


@pytest.fixture
def filled(path):
    """A file with two hundred answers of some size, closed."""
    with Cache(path) as opened:
        opened.put_many("wikidata", {f"Q{n}": noise(n) for n in range(200)}, days=30)
    return path


@pytest.fixture
def script(package_path):
    """Start Python code as a process, with ``Cache`` in scope and the words as ``sys.argv[1:]``."""
    head = "import os, resource, sys, time\nfrom pathlib import Path\n"
    head += "from gazetteer.net.cache import Cache\n"
    started = []

    def start(code, *words, before=()):
        process = subprocess.Popen(
            [*before, sys.executable, "-c", head + code, *map(str, words)],
            env={"PYTHONPATH": str(package_path), "PATH": os.environ["PATH"]},
            text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate(timeout=10)


def noise(seed, size=300):
    """A value that does not compress away."""
    return {"of": seed, "noise": random.Random(seed).randbytes(size).hex()}


def whole(process):
    """What a process printed, after it ended well."""
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    return out


def beside(path):
    return sorted(file.name for file in path.parent.iterdir())


def bytes_in(path):
    return {name: (path.parent / name).read_bytes() for name in beside(path)}


# ------------------------------------------------------------------------ threads and processes


def test_threads_share_a_cache(cache):
    errors = []

    def work(number):
        try:
            for n in range(100):
                cache.put_many("s", {f"{number}:{m}": [number, n, m] for m in range(5)}, days=1)
                found = cache.get_many("s", [f"{number}:{m}" for m in range(5)])
                assert found == {f"{number}:{m}": [number, n, m] for m in range(5)}
                if n % 20 == 0:
                    cache.close()
        except BaseException as error:  # noqa: BLE001 - told by the thread that waits
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert cache.info().spaces[0].entries == 40


WORKER = """
me, path = sys.argv[1], Path(sys.argv[2])
def value(n):
    return [me, n, f"{me} {n} " * 100]
torn = 0
print("ready", flush=True)
sys.stdin.readline()
with Cache(path) as cache:
    for n in range(0, 2000, 2):
        cache.put_many("s", {f"{me}:{n}": value(n), f"{me}:{n + 1}": value(n + 1),
                             "one": value(n), "two": value(n)}, days=1)
        found = cache.get_many("s", ["one", "two", f"{me}:{n}"])
        assert found["one"] == found["two"], "half of a write was seen"
        assert found[f"{me}:{n}"] == value(n), "a write was lost"
        who, number, words = found["one"]
        assert words == f"{who} {number} " * 100, "a torn value"
    assert cache.problem is None, cache.problem
print("done")
"""


def test_two_processes_lose_and_tear_nothing(path, script):
    processes = [script(WORKER, name, path) for name in ("left", "right")]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        assert whole(process) == "done\n"
    with Cache(path) as cache:
        for name in ("left", "right"):
            found = cache.get_many("s", [f"{name}:{n}" for n in range(2000)])
            assert list(found.values()) == [[name, n, f"{name} {n} " * 100] for n in range(2000)]
        assert cache.info().spaces[0].entries == 4002


TOGETHER = """
me, begin, folder = sys.argv[1], float(sys.argv[2]), Path(sys.argv[3])
for n in range(25):
    while time.time() < begin + n / 20:
        pass
    with Cache(folder / f"{n}.sqlite") as cache:
        cache.put_many("s", {me: n}, days=1)
        found = cache.get_many("s", [me])
        # What was put into a damaged file goes with it when another process sets it aside.
        assert found == {me: n} or cache.problem or sys.argv[4:] == ["damaged"]
"""


def test_processes_that_begin_a_file_at_the_same_moment(tmp_path, script):
    names = ["a", "b", "c", "d"]
    begin = time.time() + 1.5
    processes = [script(TOGETHER, name, begin, tmp_path) for name in names]
    assert [whole(process) for process in processes] == [""] * 4
    for n in range(25):
        with Cache(tmp_path / f"{n}.sqlite") as cache:
            assert cache.get_many("s", names) == dict.fromkeys(names, n)


def test_processes_that_find_a_damaged_file_at_the_same_moment(tmp_path, script, filled):
    cut_short(filled)
    for n in range(25):
        shutil.copy(filled, tmp_path / f"{n}.sqlite")
    begin = time.time() + 1.5
    processes = [script(TOGETHER, name, begin, tmp_path, "damaged") for name in "abcd"]
    assert [whole(process) for process in processes] == [""] * 4, "none fails"
    for n in range(25):
        with Cache(tmp_path / f"{n}.sqlite") as cache:
            cache.put_many("s", {"a": "after"}, days=1)
            assert cache.get_many("s", ["a"]) == {"a": "after"}
            assert cache.problem is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_fork_takes_a_connection_of_its_own(path, script):
    code = """
cache = Cache(Path(sys.argv[1]))
cache.put_many("s", {"before": 1}, days=1)
heard, told = os.pipe()
child = os.fork()
if not child:
    os.read(heard, 1)  # the parent has closed the file, and its journal is gone
    found = cache.get_many("s", ["before"])
    cache.put_many("s", {"child": 2}, days=1)
    os._exit(0 if found == {"before": 1} and cache.problem is None else 1)
cache.close()
os.write(told, b".")
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
print(cache.get_many("s", ["before", "child"]), cache.problem)
cache.close()
"""
    assert whole(script(code, path)) == "{'before': 1, 'child': 2} None\n"


KILLED = """
path, number = Path(sys.argv[1]), sys.argv[2]
cache = Cache(path)
for n in range(100_000):
    cache.put_many("s", {f"{number}:{n}:{m}": [n, f"{n} " * 500] for m in range(20)}, days=1)
    print(n, flush=True)
    if n % 10 == 5:
        cache.put_many("t", {str(m): "x" * 5000 for m in range(50)}, days=0)
        cache.clear(expired_only=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_kill_9_while_writing_loses_nothing_that_was_acknowledged(path, script):
    acknowledged = 0
    for number in range(8):
        process = script(KILLED, path, number)
        if number:  # the first is killed anywhere, in the middle of beginning the file too
            assert process.stdout.readline() == "0\n"
        time.sleep(random.uniform(0.0, 0.4))
        process.send_signal(signal.SIGKILL)
        out, err = process.communicate(timeout=10)
        assert (process.returncode, err) == (-signal.SIGKILL, "")
        last = int(out.split()[-1]) if out.split() else 0 if number else -1
        with Cache(path) as cache:
            for n in range(last + 2):  # what was under way is there as a whole or not at all
                found = cache.get_many("s", [f"{number}:{n}:{m}" for m in range(20)])
                assert len(found) == 20 or (n > last and not found)
                assert all(value == [n, f"{n} " * 500] for value in found.values())
            assert cache.problem is None
        acknowledged += 20 * (last + 1)
    with Cache(path) as cache:
        assert cache.info().spaces[0].entries >= acknowledged > 1000
    with contextlib.closing(sqlite3.connect(path)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_kill_9_while_the_file_is_begun_leaves_one_that_can_be_used(tmp_path, script):
    code = """
folder = Path(sys.argv[1])
print("ready", flush=True)
for n in range(100_000):
    with Cache(folder / f"{n}.sqlite") as cache:
        cache.put_many("s", {"a": n}, days=1)
    print(n, flush=True)
"""
    for attempt in range(6):
        folder = tmp_path / str(attempt)
        process = script(code, folder)
        assert process.stdout.readline() == "ready\n"
        time.sleep(random.uniform(0.0, 0.2))
        process.send_signal(signal.SIGKILL)
        out, _ = process.communicate(timeout=10)
        last = int(out.split()[-1]) if out.split() else -1
        for n in range(last + 2):
            with Cache(folder / f"{n}.sqlite") as cache:
                found = cache.get_many("s", ["a"])
                assert found == {"a": n} or n > last
                cache.put_many("s", {"b": 1}, days=1)
                assert cache.get_many("s", ["b"]) == {"b": 1}
                assert cache.problem is None


# -------------------------------------------------------------------------------- damaged files


def cut_short(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 100])


def cut_to_a_stump(path):
    path.write_bytes(path.read_bytes()[:50])


def overwrite_all(path):
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


def overwrite_with_zeros(path):
    path.write_bytes(bytes(path.stat().st_size))


def overwrite_pages(path):
    content = bytearray(path.read_bytes())
    content[4096:] = random.Random(2).randbytes(len(content) - 4096)
    path.write_bytes(content)


def overwrite_the_schema(path):
    content = bytearray(path.read_bytes())
    content[100:4096] = random.Random(3).randbytes(3996)
    path.write_bytes(content)


def drop_the_table(path):
    with contextlib.closing(sqlite3.connect(path)) as opened:
        opened.execute("DROP TABLE answers")


DAMAGES = [cut_short, overwrite_pages, overwrite_the_schema, drop_the_table]
UNRECOGNISABLE = [cut_to_a_stump, overwrite_all, overwrite_with_zeros]


@pytest.mark.parametrize("first", ["get", "put"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(filled, damage, first):
    damage(filled)
    broken = filled.read_bytes()
    with Cache(filled) as cache:
        if first == "get":
            assert cache.get_many("wikidata", [f"Q{n}" for n in range(200)]) == {}
            assert not filled.exists(), "the new one is begun when something is stored"
        cache.put_many("wikidata", {"Q1": "new"}, days=1)
        assert cache.problem == (
            f"the cache {filled} was damaged: it is kept as answers.sqlite.damaged,"
            " a new one begins"
        )
        assert cache.get_many("wikidata", ["Q1", "Q2"]) == {"Q1": "new"}
    assert beside(filled) == ["answers.sqlite", "answers.sqlite.damaged"]
    assert filled.with_name("answers.sqlite.damaged").read_bytes() == broken
    assert stat.S_IMODE(filled.stat().st_mode) == 0o600 or os.name != "posix"
    with Cache(filled) as again:
        assert again.get_many("wikidata", ["Q1"]) == {"Q1": "new"}
        assert again.problem is None


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_only_looks_tells_of_damage_and_leaves_the_file(filled, damage):
    damage(filled)
    before = bytes_in(filled)
    for ask in (Cache.info, lambda cache: cache.clear(expired_only=True)):
        with Cache(filled) as cache, pytest.raises(CacheError) as caught:
            ask(cache)
        assert str(filled) in str(caught.value)
        assert "remove the file" in str(caught.value)
        assert "\n" not in str(caught.value)
    assert {name: bytes_in(filled)[name] for name in before} == before


@pytest.mark.parametrize("damage", UNRECOGNISABLE)
def test_a_file_that_is_damaged_beyond_recognition_may_be_anything(filled, damage):
    damage(filled)
    before = filled.read_bytes()
    assert "a file of another kind, no cache" in unusable(filled)
    assert (filled.read_bytes(), beside(filled)) == (before, ["answers.sqlite"])


@pytest.mark.parametrize("damage", [*DAMAGES, *UNRECOGNISABLE])
def test_where_only_caches_lie_whatever_is_damaged_is_set_aside(tmp_path, monkeypatch, damage):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with Cache() as cache:
        cache.put_many("s", {"a secret name": 1}, days=1)
        path = cache.info().path
    damage(path)
    with Cache() as cache:
        cache.put_many("s", {"b": 1}, days=1)
        assert cache.get_many("s", ["b"]) == {"b": 1}
        cache.clear()
    kept = [p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()]
    assert not any(b"a secret name" in held for held in kept)
    assert not list(tmp_path.rglob("*.damaged*"))


def test_a_file_damaged_under_a_run_is_begun_anew(filled):
    with Cache(filled) as running:
        running.put_many("s", {"a": 1}, days=1)
        overwrite_pages(filled)
        with Cache(filled) as cache:
            cache.get_many("wikidata", [f"Q{n}" for n in range(200)])
            cache.put_many("s", {"b": 2}, days=1)
        running.get_many("s", ["a"])  # whatever it finds, it does not raise
    with Cache(filled) as cache:
        cache.put_many("s", {"c": 3}, days=1)
        assert cache.get_many("s", ["c"]) == {"c": 3}
        assert cache.problem is None


def test_a_later_damage_takes_the_place_of_an_earlier_one(filled):
    for name in ("first", "second"):
        with contextlib.closing(sqlite3.connect(filled)) as opened:
            opened.execute(f"ALTER TABLE answers RENAME TO {name}")
        broken = filled.read_bytes()
        with Cache(filled) as cache:
            cache.put_many("s", {"a": 1}, days=1)
            assert cache.get_many("s", ["a"]) == {"a": 1}
        assert filled.with_name("answers.sqlite.damaged").read_bytes() == broken


@pytest.mark.parametrize("packed", [b"", b"no zlib", zlib.compress(b"no json"), "text", 7, 1.5])
def test_a_value_that_cannot_be_read_counts_as_absent(filled, packed):
    with contextlib.closing(sqlite3.connect(filled)) as opened, opened:
        assert opened.execute(
            "UPDATE answers SET value = ? WHERE key = ?", (packed, b"Q7")
        ).rowcount
    with Cache(filled) as cache:
        keys = [f"Q{n}" for n in range(200)]
        assert list(cache.get_many("wikidata", keys)) == [key for key in keys if key != "Q7"]
        assert cache.problem is None
        cache.put_many("wikidata", {"Q7": "mended"}, days=1)
        assert cache.get_many("wikidata", ["Q7"]) == {"Q7": "mended"}


def test_one_wrong_bit_in_a_value_is_no_other_value(filled):
    with contextlib.closing(sqlite3.connect(filled)) as opened, opened:
        ((packed,),) = opened.execute("SELECT value FROM answers WHERE key = ?", (b"Q7",))
        for position in range(0, len(packed), 7):
            wrong = bytearray(packed)
            wrong[position] ^= 4
            opened.execute(
                "INSERT INTO answers SELECT space, ?, ?, stored, expires FROM answers"
                " WHERE key = ?", (f"wrong {position}".encode(), bytes(wrong), b"Q7"),
            )  # fmt: skip
    with Cache(filled) as cache:
        found = cache.get_many("wikidata", [f"wrong {n}" for n in range(len(packed))])
    assert all(value == noise(7) for value in found.values())


# ------------------------------------------------------------------------ files that are not ours


def unusable(path):
    """Use a file that no cache can be kept in: nothing is raised; return what is said of it."""
    with Cache(path) as cache:
        assert cache.get_many("s", ["a"]) == {}
        cache.put_many("s", {"a": 1}, days=1)
        cache.put_many("s", {"b": 2}, days=1)
        assert cache.get_many("s", ["a", "b"]) == {}
        problem = cache.problem
    for ask in (Cache.info, Cache.clear):
        with Cache(path) as cache, pytest.raises(CacheError) as caught:
            ask(cache)
        assert f"no cache is used: {caught.value}" == problem
    assert "\n" not in problem
    return problem


@pytest.mark.parametrize("name", ["answers.sqlite", "places.gpkg"])
def test_a_database_of_another_program_is_left_alone(tmp_path, name):
    folder = tmp_path / "theirs"
    folder.mkdir()
    with contextlib.closing(sqlite3.connect(tmp_path / name)) as theirs:
        theirs.execute("PRAGMA journal_mode = WAL")
        theirs.execute("CREATE TABLE answers (question TEXT)")
        theirs.execute("INSERT INTO answers VALUES ('42')")
        theirs.commit()
        for file in tmp_path.glob(f"{name}*"):  # with its journal, as after a crash
            shutil.copy(file, folder)
    path = folder / name
    before = bytes_in(path)
    assert f"{name}-wal" in before
    assert f"{path}: a file of another kind, no cache" in unusable(path)
    assert bytes_in(path) == before


def test_a_damaged_database_of_another_program_is_left_alone(path):
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE t AS SELECT randomblob(100000)")
    cut_short(path)
    before = bytes_in(path)
    assert "a file of another kind" in unusable(path)
    assert bytes_in(path) == before


@pytest.mark.parametrize("form", [0, 2, 9999])
def test_a_cache_of_another_version_is_left_alone(filled, form):
    with contextlib.closing(sqlite3.connect(filled)) as opened:
        opened.execute(f"PRAGMA user_version = {form}")
    before = bytes_in(filled)
    problem = unusable(filled)
    assert f"in format {form}" in problem
    assert "remove it" in problem
    assert bytes_in(filled) == before


@pytest.mark.parametrize("name", ["article.txt", "records.jsonl", "article", "map.geojson"])
def test_a_document_named_by_mistake_is_left_alone(tmp_path, name):
    path = tmp_path / name
    path.write_text("Talks were held in Batumi.\n" * 100, encoding="utf-8")
    before = bytes_in(path)
    problem = unusable(path)
    assert "a file of another kind" in problem
    assert "remove" not in problem
    assert bytes_in(path) == before


def test_an_empty_file_is_begun(tmp_path):
    path = tmp_path / "made-by-mktemp"
    path.touch()
    with Cache(path) as cache:
        assert cache.get_many("s", ["a"]) == {}
        assert (cache.info().bytes, cache.info().spaces, cache.clear()) == (0, (), 0)
        assert path.stat().st_size == 0
        cache.put_many("s", {"a": 1}, days=1)
        assert cache.get_many("s", ["a"]) == {"a": 1}
        assert cache.problem is None


def test_what_is_no_file_is_said(tmp_path):
    assert "cannot be used" in unusable(tmp_path)
    (tmp_path / "file").touch()
    assert "Not a directory" in unusable(tmp_path / "file" / "answers.sqlite")
    assert "embedded null byte" in unusable(Path("a\0b"))
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "cannot be used" in unusable(tmp_path / "pipe")


def test_a_link_is_followed_to_where_there_is_nothing_yet(tmp_path):
    link, target = tmp_path / "link.sqlite", tmp_path / "elsewhere" / "answers.sqlite"
    link.symlink_to(target)
    with Cache(link) as cache:
        cache.put_many("s", {"a": 1}, days=1)
        assert cache.problem is None
    assert link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600 or os.name != "posix"
    drop_the_table(target)
    with Cache(link) as cache:
        cache.put_many("s", {"b": 2}, days=1)
        assert cache.get_many("s", ["a", "b"]) == {"b": 2}
    assert link.is_symlink()
    assert beside(target) == ["answers.sqlite", "answers.sqlite.damaged"]


def test_without_a_home_no_cache_is_used(monkeypatch):
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr("os.path.expanduser", str)  # as where nobody is of that number
    assert "home" in unusable(None)


# -------------------------------------------------------------------------- disks that refuse


@as_user
def test_a_folder_that_may_not_be_written_is_said(tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    with Cache(folder / "answers.sqlite") as cache:
        assert cache.get_many("s", ["a"]) == {}
        assert cache.problem is None, "there is nothing to read, which is not a problem"
        cache.put_many("s", {"a": 1}, days=1)
        assert cache.problem.startswith("no cache is used: ")
        assert "Permission denied" in cache.problem
    folder.chmod(0o000)
    assert "Permission denied" in unusable(folder / "answers.sqlite")
    folder.chmod(0o700)
    assert list(folder.iterdir()) == []


@as_user
def test_a_file_that_may_not_be_read_is_said(filled):
    filled.chmod(0o000)
    assert "unable to open" in unusable(filled)


@as_user
def test_a_cache_in_a_folder_that_may_not_be_written_is_said(filled):
    filled.parent.chmod(0o500)
    assert "cannot be used" in unusable(filled)
    assert beside(filled) == ["answers.sqlite"]
    filled.parent.chmod(0o700)


@as_user
def test_a_file_that_may_not_be_written_is_said_and_read(filled):
    filled.chmod(0o400)
    with Cache(filled) as cache:
        cache.put_many("s", {"a": 1}, days=1)
        assert cache.problem.startswith("answers are not kept: ")
        assert "readonly" in cache.problem
        assert cache.get_many("wikidata", ["Q1"]) == {"Q1": noise(1)}
        with pytest.raises(CacheError, match="readonly"):
            cache.clear()


def test_a_full_database_is_read_on(cache):
    cache.put_many("s", {"a": 1}, days=1)
    cache._open(create=False).execute("PRAGMA max_page_count = 1").fetchall()
    cache.put_many("s", {"b": noise(1, 100_000)}, days=1)
    assert cache.problem.startswith("answers are not kept: ")
    assert "disk is full" in cache.problem
    cache._open(create=False).execute("PRAGMA max_page_count = 10000").fetchall()
    cache.put_many("s", {"c": 3}, days=1)
    assert cache.get_many("s", ["a", "b", "c"]) == {"a": 1}, "what failed is not tried again"


FULL = """
path = Path(sys.argv[1])
with Cache(path) as cache:
    cache.put_many("s", {"a": 1}, days=1)
    for n in range(100):
        cache.put_many("s", {f"{n}": os.urandom(8000).hex()}, days=1)
    print(cache.problem)
    print(cache.get_many("s", ["a", "0"]).keys() >= {"a", "0"}, cache.get_many("s", ["99"]))
with Cache(path) as cache:
    print(cache.get_many("s", ["a"]), cache.problem)
"""


def test_a_disk_that_takes_no_more_is_read_on(path, script):
    code = "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))\n" + FULL
    problem, *read = whole(script(code, path)).splitlines()
    assert problem.startswith(f"answers are not kept: {path}: ")
    assert read == ["True {}", "{'a': 1} None"]


def test_a_disk_that_is_full_is_read_on(tmp_path, script):
    """On a disk of a megabyte, where the system lets everyone make one."""
    mount = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    small = 'mount -t tmpfs -o size=1m none "$0" && exec "$@"'
    if (
        shutil.which("unshare") is None
        or subprocess.run(
            [*mount, small, tmp_path, "true"], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("no disk can be made here")
    path = tmp_path / "answers.sqlite"
    problem, *read = whole(script(FULL, path, before=[*mount, small, tmp_path])).splitlines()
    assert problem.startswith(f"answers are not kept: {path}: cannot be used (database or disk is")
    assert read == ["True {}", "{'a': 1} None"]


def test_a_lock_is_waited_for_once(filled, monkeypatch):
    monkeypatch.setattr(cache_module, "_PATIENCE_S", 0.3)
    with (
        contextlib.closing(sqlite3.connect(filled, isolation_level=None)) as other,
        Cache(filled) as cache,
    ):
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        for n in range(20):
            cache.put_many("s", {"a": n}, days=1)
        assert 0.25 < time.monotonic() - begun < 2.0
        assert "locked" in cache.problem
        assert cache.get_many("wikidata", ["Q1"]) == {"Q1": noise(1)}
        other.execute("ROLLBACK")


def test_a_short_lock_is_waited_out(filled):
    with (
        contextlib.closing(
            sqlite3.connect(filled, isolation_level=None, check_same_thread=False)
        ) as other,
        Cache(filled) as cache,
    ):
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.5, lambda: other.execute("ROLLBACK"))
        release.start()
        cache.put_many("s", {"a": 1}, days=1)
        release.join()
        assert cache.get_many("s", ["a"]) == {"a": 1}
        assert cache.problem is None

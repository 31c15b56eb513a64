"""The command as a process: terminals, pipes, full disks and signals."""

import json
import os
import pty
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

ARTICLE = "Russian Foreign Minister Sergei Lavrov flew to Yerevan. Armenia is a country.\n"


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE)
    return path


@pytest.fixture
def on_terminal(command, environment, tmp_path):
    """Run the command with standard output, standard error or both on a terminal."""

    def call(*arguments, stdout=True, stderr=False):
        ours, theirs = pty.openpty()
        streams = {
            "stdout": theirs if stdout else subprocess.PIPE,
            "stderr": theirs if stderr else subprocess.PIPE,
        }
        line = [*command, *map(str, arguments)]
        with subprocess.Popen(line, cwd=tmp_path, env=environment, **streams) as process:
            os.close(theirs)
            seen: list[bytes] = []
            reader = threading.Thread(target=_drain, args=(ours, seen))
            reader.start()
            out, err = process.communicate(timeout=60)
            reader.join()
        os.close(ours)
        return (
            b"".join(seen).decode(),
            (out or b"").decode(),
            (err or b"").decode(),
            process.returncode,
        )

    return call


def _drain(descriptor, seen):
    while True:
        try:
            data = os.read(descriptor, 65536)
        except OSError:  # Linux says so when the other end closes
            return
        if not data:
            return
        seen.append(data)


# --------------------------------------------------------------------- pipes, disks, signals


def test_a_full_disk_behind_standard_output_is_one_line(process, article):
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        ran = process("article.txt", stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert ran.returncode == 1
    assert ran.stderr.decode() == "enrich: standard output: No space left on device\n"
    assert article.exists()


def test_a_closed_standard_output_is_one_line(process, article, command):
    shell = ["sh", "-c", f"exec {' '.join(command)} article.txt >&-"]
    ran = process(words=shell)
    assert ran.returncode == 1
    assert ran.stderr.decode() == "enrich: standard output is closed; name a file with -o\n"
    assert article.exists()


def test_a_closed_standard_input_is_one_line(process, command):
    ran = process(words=["sh", "-c", f"exec {' '.join(command)} - <&-"])
    assert ran.returncode == 1
    assert ran.stderr.decode() == "enrich: standard input is closed; name a file\n"


def test_a_closed_standard_error_costs_no_data(process, article, command):
    ran = process(words=["sh", "-c", f"exec {' '.join(command)} article.txt 2>&-"])
    assert ran.returncode == 0
    assert article.exists()
    assert all(json.loads(line) for line in ran.stdout.splitlines())


@pytest.mark.parametrize("words", [["-h"], ["--version"], ["doctor"]])
def test_a_full_disk_behind_what_is_shown_is_one_line(process, words):
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        ran = process(*words, stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert ran.returncode == 1
    assert ran.stderr.decode() == "enrich: [Errno 28] No space left on device\n"


def test_the_output_may_be_a_pipe_by_name(process, article, command):
    if not Path("/dev/fd").exists():
        pytest.skip("there is no /dev/fd here")
    line = f"{' '.join(command)} article.txt -o /dev/fd/1 --format json | cat"
    ran = process(words=["sh", "-c", line])
    assert json.loads(ran.stdout)["document"]["id"] == article.stem


def test_the_file_on_standard_input_is_never_overwritten(process, article, command):
    if not Path("/dev/stdin").exists():
        pytest.skip("there is no /dev/stdin here")
    line = f"{' '.join(command)} - -o article.txt --format json <article.txt"
    before = article.read_bytes()
    ran = process(words=["sh", "-c", line])
    assert ran.returncode == 1
    assert "is an input too" in ran.stderr.decode()
    assert article.read_bytes() == before


def test_a_reader_that_goes_away_is_no_error_to_talk_of(command, environment, article):
    (article.parent / "a.jsonl").write_text(f"{json.dumps({'text': ARTICLE})}\n" * 200)
    line = [*command, "a.jsonl", "--format", "csv"]
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=article.parent, env=environment
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        stderr = process.stderr.read()
        process.wait(timeout=60)
    assert stderr == b""
    assert process.returncode == 141


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_an_interrupt_is_quiet_and_leaves_no_half_file(
    command, environment, tmp_path, number, code
):
    words = [*command, "-", "--input-format", "jsonl", "-o", "out.jsonl"]
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, cwd=tmp_path, env=environment, **streams) as process:
        process.stdin.write(json.dumps({"text": ARTICLE}).encode() + b"\n")
        process.stdin.flush()
        deadline = time.monotonic() + 30
        seen, before = set(tmp_path.glob(".enrich-*.part")), set()
        while not seen & before and time.monotonic() < deadline:  # once, it may be a trial alone
            time.sleep(0.05)
            seen, before = set(tmp_path.glob(".enrich-*.part")), seen
        assert seen & before, "the work never began"
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert (out, err) == (b"", b"")
    assert list(tmp_path.iterdir()) == []


# --------------------------------------------------------------------------------- a terminal


def test_a_terminal_gets_tables_in_colour_a_pipe_gets_none(on_terminal, article):
    shown, _, err, code = on_terminal("article.txt")
    assert code == 0
    assert "\x1b[" in shown
    for part in ("Places", "People", "Yerevan"):
        assert part in shown
    assert "\x1b" not in err
    assert article.exists()


@pytest.mark.parametrize("format_", ["csv", "json", "jsonl", "table"])
def test_a_terminal_is_shown_controls_and_does_not_obey_them(on_terminal, tmp_path, format_):
    text = "In \x1b]0;owned\x07Yerevan\u202e."
    mention = {"start": 3, "end": len(text)}
    line = {"text": text, "id": "\x1b[2Jid\u202e", "mentions": [mention]}
    (tmp_path / "a.jsonl").write_text(json.dumps(line))
    shown, *_ = on_terminal("a.jsonl", "--format", format_)
    assert "\x1b]" not in shown
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown
    assert "u202e" in shown


def test_a_bar_counts_many_documents_for_a_person_who_waits(on_terminal, tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(ARTICLE)
    files = ["a.txt", "b.txt", "c.txt"]
    shown, out, _, _ = on_terminal(*files, stdout=False, stderr=True)
    assert "3/3" in shown
    assert all(json.loads(line) for line in out.splitlines())
    shown, out, _, _ = on_terminal("a.txt", stdout=False, stderr=True)
    assert "/1" not in shown


def test_nobody_waiting_sees_no_bar(process, tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(ARTICLE)
    ran = process("a.txt", "b.txt", "c.txt")
    assert b"3/3" not in ran.stderr
    assert len(ran.stderr.splitlines()) == 1

"""Pipes and devices are refused where a file is wanted; memory that runs out is one line."""

import os
import subprocess
import sys

import pytest

from gazetteer.errors import SourceError
from gazetteer.reading import open_plain, read_plain
from gazetteer.sources.files import open_bytes
from gazetteer.sources.table import read_mapping

pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


@pytest.fixture
def pipe(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Snow in Goris.", encoding="utf-8")
    return path


@pipes
@pytest.mark.parametrize(
    "arguments",
    [
        ["ARTICLE", "--decisions", "PIPE"],
        ["ARTICLE", "--user-gazetteer", "PIPE"],
        ["ARTICLE", "--gazetteer", "PIPE"],
        ["ARTICLE", "--config", "PIPE"],
        ["diff", "PIPE", "ARTICLE"],
        ["evaluate", "PIPE"],
        ["gazetteer", "add", "--from-run", "PIPE"],
    ],
    ids=" ".join,
)
def test_an_empty_pipe_is_refused_and_not_waited_for(arguments, article, pipe):
    named = {"ARTICLE": str(article), "PIPE": str(pipe)}
    done = subprocess.run(
        [sys.executable, "-m", "enrich", *(named.get(a, a) for a in arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in (1, 2), done.stderr
    assert "pipe" in done.stderr
    assert "Traceback" not in done.stderr


@pipes
def test_sources_of_a_gazetteer_are_files(pipe):
    with pytest.raises(SourceError, match="is a pipe or a device"):
        read_mapping(pipe)
    with pytest.raises(SourceError, match="is a pipe or a device"), open_bytes(pipe):
        pass


@pipes
def test_a_pipe_and_a_folder_say_what_they_are(pipe, tmp_path):
    with pytest.raises(OSError, match="is a pipe or a device, not a file"):
        open_plain(pipe)
    with pytest.raises(IsADirectoryError, match="is a folder, not a file"):
        open_plain(tmp_path)
    with pytest.raises(FileNotFoundError):
        open_plain(tmp_path / "none")


def test_a_link_to_a_file_is_followed(article, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(article)
    assert read_plain(link) == b"Snow in Goris."


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are Linux's here")
def test_memory_that_runs_out_is_one_line():
    program = (
        "import enrich.cli, enrich.cli.app\n"
        "def app(**_): raise MemoryError\n"
        "enrich.cli.app.app = app\n"
        "enrich.cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "enrich: there is not enough memory to go on\n"

"""One table says whose facts a gazetteer may hold; a new source is a module and an entry."""

import re
import subprocess
import sys
from importlib import import_module

import pytest

from gazetteer.errors import SourceError
from gazetteer.sources.options import Source
from gazetteer.sources.registry import PUBLISHERS, get_reader, iter_shipped, kinds
from gazetteer.store import Gazetteer

MODULE = '''
"""Names of places, a line each."""

from gazetteer.build.download import Download
from gazetteer.model import Kind
from gazetteer.rows import Row
from gazetteer.sources.files import iter_lines
from gazetteer.sources.options import Source


def iter_rows(path, options, report):
    for number, name in iter_lines(path):
        if name:
            yield Row(f"enrich:list-{number}", Kind.PLACE, name, source="list")
        else:
            report.problem(f"{path.name}:{number}", "empty line")


def bring(job):
    job.folder.mkdir(parents=True)
    (job.folder / "list.txt").write_text("Brought-from-Test\\n", encoding="utf-8")
    return Download(job.kind, job.folder / "list.txt", ())


SOURCE = Source(iter_rows)
'''
ENTRY = """
import sys
from pathlib import Path
from gazetteer.sources import embedded, registry
from gazetteer.sources.options import SourceInfo

embedded.EMBEDDED = Path(sys.argv.pop(1))
registry.PUBLISHERS += (
    registry.Publisher(
        SourceInfo("Lists of Test", "MIT", "Names from the Lists of Test", "https://example.org/"),
        "list", "list_source", "FILE", "https://example.org/lists/", "list_source:bring",
    ),
)

from enrich.cli import main

main()
"""


@pytest.fixture
def enrich(tmp_path, small_base, package_path):
    """Run ``enrich`` as it is once a source has been added."""
    (tmp_path / "list_source.py").write_text(MODULE, encoding="utf-8")

    def run(*words):
        return subprocess.run(
            [sys.executable, "-c", ENTRY, small_base, *words], capture_output=True, text=True,
            check=False, env={"PYTHONPATH": f"{tmp_path}:{package_path}", "COLUMNS": "200"},
        )  # fmt: skip

    return run


def test_a_new_source_is_one_module_and_one_entry(enrich, tmp_path):
    names, out = tmp_path / "names.txt", tmp_path / "out.gaz"
    names.write_text("Newtown-on-Test\n\n", encoding="utf-8")
    ran = enrich("gazetteer", "build", "-o", out, f"list:{names}")
    assert ran.returncode == 0, ran.stderr
    assert "1 x empty line (names.txt:2)" in ran.stderr
    with Gazetteer.open(out) as gazetteer:
        assert gazetteer.lookup("newtown on test")[0].entity.id == "enrich:list-1"
    credited = enrich("gazetteer", "sources", "--gazetteer", out).stdout
    assert "Names from the Lists of Test" in credited


def test_a_new_source_is_downloaded_and_named_by_the_help(enrich, tmp_path):
    out = tmp_path / "out.gaz"
    words = ("--download", "list", "--cache", tmp_path / "cache")
    ran = enrich("gazetteer", "build", "-o", out, *words)
    assert ran.returncode == 0, ran.stderr
    with Gazetteer.open(out) as gazetteer:
        assert gazetteer.lookup("Brought-from-Test")
    shown = " ".join(enrich("gazetteer", "build", "--help").stdout.split())
    assert "list:FILE" in shown
    refused = enrich("gazetteer", "build", "-o", out, "lists:x")
    assert ", ".join([*kinds(), "list"]) in " ".join(refused.stderr.split())


@pytest.mark.parametrize("publisher", [p for p in PUBLISHERS if p.kind], ids=lambda p: p.kind)
def test_an_entry_names_what_is_there(publisher):
    source, info = get_reader(publisher.kind)
    assert isinstance(source, Source)
    assert info is publisher.info
    if publisher.bring:
        module, _, function = publisher.bring.partition(":")
        assert callable(getattr(import_module(module), function))


@pytest.mark.parametrize("kind", ["osm", ""])
def test_another_kind_is_refused_with_those_that_are(kind):
    with pytest.raises(SourceError, match=", ".join(kinds())):
        get_reader(kind)


def test_notice_credits_all_that_the_package_ships(root):
    data = (root / "NOTICE").read_text(encoding="utf-8").split("The wheel holds two trained")[0]
    credited = re.findall(r"^\S.*\((https://\S+)\)$", data, re.MULTILINE)
    assert sorted(credited) == sorted(info.url for info in iter_shipped() if info.url)

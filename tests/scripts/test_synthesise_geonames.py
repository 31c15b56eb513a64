"""The synthetic GeoNames has the size asked for, and reads like the original."""

import subprocess
import sys

import pytest

from gazetteer.sources import geonames
from gazetteer.sources.options import BuildOptions, Report

ROWS, NAMES = 3000, 7500


@pytest.fixture
def synthesise(root, shared, tmp_path):
    """Write a synthetic GeoNames into a folder of its own; return the folder."""

    def write(name, *options):
        script = root / "scripts" / "synthesise_geonames.py"
        command = [sys.executable, script, tmp_path / name, "--sources", shared / "sources"]
        sizes = ["--rows", str(ROWS), "--names", str(NAMES)]
        subprocess.run([*command, *sizes, *options], check=True, capture_output=True)
        return tmp_path / name

    return write


def test_it_reads_like_the_original(synthesise):
    folder, report = synthesise("one"), Report()
    rows = list(geonames.iter_rows(folder, BuildOptions(), report))
    further = list(geonames.SOURCE.iter_names(folder, BuildOptions(), report))
    assert set(report.counts) <= {"no id or name"}, "the original lacks a name here and there"
    passed_over = report.counts.total()
    assert passed_over < ROWS / 100
    numbers = {row.id for row in rows}
    assert len(numbers) == len(rows) == ROWS - passed_over
    assert len({row.country for row in rows}) > 50
    assert len({row.feature for row in rows}) > 30
    assert len({row.name for row in rows}) > ROWS / 2
    assert any(row.population > 100_000 for row in rows)
    assert any(row.wikidata for row in rows)
    kept = [name for _, names in further for name in names]
    assert {"ru", "zh", None} < {name.language for name in kept}
    assert sum(1 + len(row.names) for row in rows) + len(kept) == pytest.approx(NAMES, rel=0.05)


def test_equal_arguments_make_equal_files(synthesise):
    one, two = synthesise("one", "--gzip"), synthesise("two", "--gzip")
    other = synthesise("other", "--gzip", "--seed", "2")
    for name in ("allCountries.txt.gz", "alternateNamesV2.txt.gz"):
        assert (one / name).read_bytes()[10:] == (two / name).read_bytes()[10:]
    name = "allCountries.txt.gz"
    assert (one / name).read_bytes() != (other / name).read_bytes()

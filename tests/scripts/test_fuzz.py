"""The fuzzer: a short run of each kind finds nothing; what dies, hangs or grows is told."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from fuzzing.invariants import broken_error
from fuzzing.kinds import KINDS, case_of
from fuzzing.watching import Summary, Told, watch

from gazetteer.errors import EnrichError

ROOT = Path(__file__).resolve().parents[2]
CASES = {"documents": 60, "caches": 15, "gazetteers": 30}  # of the others 60: they are fast


@pytest.mark.parametrize("kind", KINDS)
def test_a_short_run_finds_nothing(kind, tmp_path):
    case = case_of(kind, tmp_path)
    found = {}
    for seed in range(CASES.get(kind, 60)):
        try:
            outcome = case(seed)
        except Exception as error:
            if lines := broken_error(error):
                found[seed] = lines
            if not isinstance(error, EnrichError):
                error.add_note(f"again: scripts/fuzz.py {kind} --first {seed} --cases 1")
                raise
        else:
            if outcome.broken:
                found[seed] = outcome.broken
    assert found == {}


def test_the_same_seed_is_the_same_case(tmp_path):
    case = case_of("runs", tmp_path)
    assert [case(seed) for seed in range(5)] == [case(seed) for seed in range(5)]


def test_the_script_prints_a_table():
    words = [sys.executable, ROOT / "scripts" / "fuzz.py", "geocoders", "--cases", "5"]
    ran = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT)
    head, line = ran.stdout.splitlines()
    assert head.split()[:4] == ["kind", "cases", "refused", "faults"]
    assert line.split()[:4] == ["geocoders", "5", "0", "0"]


# -------------------------------------------------- a process that dies, hangs or grows

ODD = """
import os, time
from fuzzing.kinds import Outcome

def make(folder):
    def case(seed):
        if seed == 2:
            os._exit(9)
        if seed == 4:
            time.sleep(60)
        if seed == 5:
            raise KeyError("x")
        return Outcome(1000, ["torn"] if seed == 6 else [])
    return case
"""


def test_a_case_that_ends_the_process_or_never_ends_costs_no_other(tmp_path, monkeypatch):
    (tmp_path / "oddities.py").write_text(ODD)
    monkeypatch.syspath_prepend(str(tmp_path))
    found = watch(importlib.import_module("oddities").make, range(8), 2.0)
    assert [seed for seed, _ in found.faults] == [2, 4, 5, 6]
    ended, endless, raised, broken = (fault for _, fault in found.faults)
    assert "ended with 9" in ended
    assert "not done after" in endless
    assert raised.startswith("KeyError")
    assert broken == "torn"
    assert found.cases == 8


def test_memory_is_looked_at_early_and_late():
    found = Summary()
    for number in range(8):
        found.add(Told(number, 0.1, 1000, megabytes=100 + number), 8)
    assert (found.early_mb, found.late_mb, found.slowest_per_kb) == (101, 107, 0.1)

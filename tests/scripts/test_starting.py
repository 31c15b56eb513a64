"""Each script starts from any folder as ``python scripts/NAME.py`` and says what it takes."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
ELSEWHERE = {
    "compile_styles.py",
    "train_multilingual.py",
    "train_tagger.py",
}  # need QGIS, and PyTorch


@pytest.mark.parametrize("name", sorted({p.name for p in SCRIPTS.glob("*.py")} - ELSEWHERE))
def test_a_script_starts(name, tmp_path):
    command = [sys.executable, SCRIPTS / name, "--help"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(f"usage: {name}")

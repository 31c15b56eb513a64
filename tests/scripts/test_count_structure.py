"""What is counted of the structure, on a tree of a few lines."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "count_structure.py"
FILES = {
    "gazetteer/__init__.py": "",
    "gazetteer/model.py": '__all__ = ["A", "B"]\nclass A: ...\nclass B: ...\n',
    "enrich/__init__.py": "from enrich.one import A\n",
    "enrich/one.py": "from gazetteer.model import B\ndef f():\n    from enrich.rank import two\n",
    "enrich/rank/__init__.py": "",
    "enrich/rank/two.py": "import enrich.one\nclass A: ...\n",
    "enrich/rank/three.py": "import json\nclass A: ...\nclass C: ...\ndef g():\n" + " 1\n" * 60,
}


def test_counts(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    ran = subprocess.run([sys.executable, SCRIPT, tmp_path], capture_output=True, check=True)
    assert ran.stdout.decode().splitlines() == [
        "gazetteer: 3 lines in 2 modules, longest 3",
        "  loose files: 1",
        "  public names: 2",
        "  names of classes in several modules: 0: ",
        "  functions over 60 lines: 0; the longest: ",
        "  largest folders: gazetteer 2",
        "enrich: 70 lines in 5 modules, longest 64",
        "  loose files: 1",
        "  public names: 0",
        "  names of classes in several modules: 1: A 2",
        "  functions over 60 lines: 1; the longest: enrich.rank.three.g 61",
        "  largest folders: enrich/rank 3, enrich 2",
        "both: 1 import circles",
        "  of 2 modules: enrich.one, enrich.rank.two",
        "both: 1 imports of our own inside functions, in 1 files",
    ]

"""What is public is typed for its users as it is said to be."""

import subprocess
import sys
from importlib.metadata import version

import pytest

import enrich


def test_typed_code_of_a_user_passes_mypy_strict(root, tmp_path):
    """Each ``type: ignore`` of the file is a mistake that must be found: unused ones are errors."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", tmp_path]
    ran = subprocess.run(
        [*command, root / "tests" / "typing_api.py"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,  # the source tree is not to be found beside the packages installed
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_version_is_that_of_the_package_installed():
    assert enrich.__version__ == version("enrich-geo")


def test_other_names_are_no_attributes():
    with pytest.raises(AttributeError, match="no attribute 'linker'"):
        _ = enrich.linker

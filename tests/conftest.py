"""Fixtures that many tests share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from enrich import Linker
from gazetteer.store import Gazetteer

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root directory: README, tests, scripts."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference data, which lies beside the project and which a user does not have."""
    path = Path(os.environ.get("ENRICH_SHARED", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip(f"no reference data at {path}; ENRICH_SHARED names another place")
    return path


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[Gazetteer]:
    """The embedded gazetteer, opened once."""
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="session")
def linker(gazetteer: Gazetteer) -> Iterator[Linker]:
    """A linker over the embedded gazetteer with the default settings."""
    with Linker(gazetteer) as opened:
        yield opened

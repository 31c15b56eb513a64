"""What the two scripts on live Wikidata share: a server of real items, and the texts."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

__all__ = ["documents", "load_server", "sample_items", "serving"]

ROOT = Path(__file__).resolve().parents[2]


def load_server() -> ModuleType:
    """Return the server of the tests, which answers as Wikidata does."""
    path = ROOT / "tests" / "wikidata_server.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def sample_items(shared: Path) -> list[dict[str, Any]]:
    """Return the real items of the reference data."""
    path = shared / "wikidata" / "sample-all.json.bz2"
    if not path.is_file():
        raise SystemExit(f"{path}: no such file; the reference data is needed (ENRICH_SHARED)")
    items: list[dict[str, Any]] = load_server().load_items(path)
    return items


@contextmanager
def serving(items: Iterable[dict[str, Any]]) -> Iterator[Any]:
    """Answer for some items on 127.0.0.1; give what holds the requests."""
    os.environ["no_proxy"] = "127.0.0.1"
    module = load_server()
    server, site = module.serve_wikidata(items)
    try:
        yield site
    finally:
        module.close(server)


def documents(shared: Path, corpus: str) -> list[dict[str, Any]]:
    """Return the documents of a corpus as its lines hold them."""
    path = shared / "corpora" / f"{corpus}.jsonl"
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]

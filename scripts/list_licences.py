"""The licence of every package that ours needs, and of what those need in turn.

    .venv/bin/python scripts/list_licences.py [EXTRA...]

With the extras named, or with all that are installed. Exit code 1 where a package does not say its
licence, or where it is one that asks more of those who pass a program on than to name its authors.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Final

from packaging.requirements import Requirement

PROJECT: Final = "enrich-geo"
_STRICT: Final = re.compile(r"\bA?GPL|General Public|Commercial|Proprietary|SSPL", re.IGNORECASE)
_LENIENT: Final = re.compile(r"LGPL|Lesser|with exception|\bOR\b", re.IGNORECASE)


def licence_of(found: Distribution) -> str:
    """Return what a package says of its licence, "" for nothing."""
    about = found.metadata
    if told := about.get("License-Expression"):
        return str(told)
    named = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier", []) if "License ::" in c]
    if named := [name for name in named if name != "OSI Approved"]:
        return " AND ".join(named)
    return str(about.get("License", "") or "").strip().split("\n")[0][:60]


def iter_needed(name: str, extras: Iterable[str]) -> Iterator[tuple[str, Distribution | None]]:
    """Yield each package that one needs here, once, None where it is not installed."""
    seen = {(name, "")}
    ahead = [(name, extra) for extra in ("", *extras)]
    yielded: set[str] = set()
    while ahead:
        current, extra = ahead.pop(0)
        try:
            found = distribution(current)
        except PackageNotFoundError:
            yield current, None
            continue
        if current not in yielded and current != name:
            yielded.add(current)
            yield current, found
        for line in found.requires or ():
            wanted = Requirement(line)
            if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
                continue
            for further in ("", *wanted.extras):
                key = (wanted.name.lower().replace("_", "-"), further)
                if key not in seen:
                    seen.add(key)
                    ahead.append(key)


def main() -> int:
    """Print the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("extras", nargs="*", help="of the project: maps, server, ...")
    options = parser.parse_args()
    doubtful = 0
    for name, found in sorted(iter_needed(PROJECT, options.extras), key=lambda item: item[0]):
        if found is None:
            print(f"{name:28} not installed here")
            continue
        licence = licence_of(found)
        bad = not licence or (_STRICT.search(licence) and not _LENIENT.search(licence))
        doubtful += bool(bad)
        print(f"{name:28} {found.version:14} {licence or '?'}{'   <-- look' if bad else ''}")
    return 1 if doubtful else 0


if __name__ == "__main__":
    sys.exit(main())

"""Texts, files and replies changed by chance: nothing may break, hang or grow.

    .venv/bin/python scripts/fuzz.py                          # 200 cases of each kind
    .venv/bin/python scripts/fuzz.py documents --cases 20000
    .venv/bin/python scripts/fuzz.py geopackages --first 4711 --cases 1   # one again

A case follows from its seed alone. It may end in a result or in an ``EnrichError`` of one line.
Faults are: any other exception, a process that dies, a case that takes longer than ``--limit``, a
rule of ``fuzzing.invariants`` that is broken, a file left behind. The table has a line a kind:
cases, those refused, faults, milliseconds a case, of the slowest, and its seed, the slowest
seconds a kilobyte, and the memory after a quarter of the cases and at the end. Exit code 1 where
there was a fault.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from functools import partial

from fuzzing.kinds import KINDS, case_of
from fuzzing.watching import Summary, watch

_SHOWN = 12
_WIDTH = 9


def main() -> int:
    """Run the cases; print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "kinds", nargs="*", choices=[*KINDS, []], metavar="KIND", help=", ".join(KINDS)
    )
    parser.add_argument("--cases", type=int, default=200, help="of each kind")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--limit", type=float, default=20.0, help="seconds that a case may take")
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.cases)
    heads = "cases refused faults ms-a-case slowest seed s-a-kB MB-early MB-late".split()
    print("kind".ljust(16), *(head.rjust(_WIDTH) for head in heads))
    failed = False
    for kind in options.kinds or KINDS:
        summary = watch(partial(case_of, kind), seeds, options.limit)
        failed |= bool(summary.faults)
        _show(kind, summary)
    return 1 if failed else 0


def _show(kind: str, found: Summary) -> None:
    cells = (
        found.cases, found.refused, len(found.faults),
        f"{1000 * found.seconds / max(1, found.cases):.1f}", f"{1000 * found.slowest.seconds:.0f}",
        found.slowest.seed, f"{found.slowest_per_kb:.3f}", f"{found.early_mb:.0f}",
        f"{found.late_mb:.0f}",
    )  # fmt: skip
    print(kind.ljust(16), *(str(cell).rjust(_WIDTH) for cell in cells), flush=True)
    counted = Counter(fault for _, fault in found.faults)
    first: dict[str, int] = {}
    for seed, fault in found.faults:
        first.setdefault(fault, seed)
    for fault, number in counted.most_common(_SHOWN):
        print(f"    {number} x {fault} (first: --first {first[fault]} --cases 1)", flush=True)
    if len(counted) > _SHOWN:
        print(f"    and {len(counted) - _SHOWN} others", flush=True)


if __name__ == "__main__":
    sys.exit(main())

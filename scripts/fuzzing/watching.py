"""Cases run in a process of their own: what ends it, or never ends, is one fault and no more."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from fuzzing.kinds import Case

_OPENING_S: Final = 120.0
_EARLY: Final = 0.25
"""Of the cases: after so many memory is looked at the first time."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a case was: its seed, seconds, size, refusal, faults, and the memory of the process."""

    seed: int
    seconds: float = 0.0
    size: int = 0
    refused: bool = False
    faults: tuple[str, ...] = ()
    megabytes: float = 0.0


@dataclass(slots=True)
class Summary:
    """What many cases were."""

    cases: int = 0
    refused: int = 0
    seconds: float = 0.0
    size: int = 0
    slowest: Told = field(default_factory=lambda: Told(-1))
    slowest_per_kb: float = 0.0
    early_mb: float = 0.0
    late_mb: float = 0.0
    faults: list[tuple[int, str]] = field(default_factory=list)

    def add(self, told: Told, number: int) -> None:
        """Count a case of so many."""
        self.cases += 1
        self.refused += told.refused
        self.seconds += told.seconds
        self.size += told.size
        self.slowest_per_kb = max(self.slowest_per_kb, told.seconds / max(1.0, told.size / 1000))
        self.slowest = max(self.slowest, told, key=lambda one: one.seconds)
        self.faults += [(told.seed, fault) for fault in told.faults]
        if told.megabytes:
            self.late_mb = told.megabytes
            if self.cases <= max(1, number * _EARLY):
                self.early_mb = told.megabytes


def watch(make: Callable[[Path], Case], seeds: range, limit_s: float) -> Summary:
    """Return what the cases of some seeds were; one that takes longer than ``limit_s`` is a fault.

    ``make`` is called in another process, which imports it by its name.
    """
    summary = Summary()
    for told in _iter_told(make, seeds, limit_s):
        summary.add(told, len(seeds))
    return summary


def _iter_told(make: Callable[[Path], Case], seeds: range, limit_s: float) -> Iterator[Told]:
    context = multiprocessing.get_context("spawn")
    while seeds:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(make, seeds, theirs), daemon=True)
        process.start()
        theirs.close()
        allowed, opening = _OPENING_S, True
        try:
            while seeds and ours.poll(allowed):
                told = ours.recv()
                allowed, opening = limit_s, False
                if told is not None:  # None: it has opened what it needs
                    yield told
                    seeds = seeds[1:]
            over = bool(seeds)
        except EOFError:
            process.join(10)
            if opening:
                raise SystemExit("cannot begin, see above") from None
            yield Told(seeds[0], faults=(f"the process ended with {process.exitcode}",))
            seeds, over = seeds[1:], False
        if over:
            yield Told(seeds[0], allowed, faults=(f"not done after {allowed:.0f} s",))
            seeds = seeds[1:]
        if process.is_alive() and seeds:
            process.kill()
        process.join()
        ours.close()


def _work(make: Callable[[Path], Case], seeds: range, out: Connection) -> None:
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        case = make(Path(folder))
        out.send(None)
        for seed in seeds:
            begun = time.perf_counter()
            size, refused, faults = 0, False, ()
            try:
                outcome = case(seed)
                size, faults = outcome.size, tuple(outcome.broken)
                refused = outcome.refused
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
                refused, faults = _judged(error)
            seconds = time.perf_counter() - begun
            out.send(Told(seed, seconds, size, refused, faults, _megabytes()))


def _judged(error: Exception) -> tuple[bool, tuple[str, ...]]:
    """Return whether an error is a refusal of ours, and the faults that it is or has."""
    from fuzzing.invariants import broken_error
    from gazetteer.errors import EnrichError

    if isinstance(error, EnrichError):
        return True, tuple(broken_error(error))
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "/gazetteer/" in f.filename or "/enrich/" in f.filename]
    where = frames[-1] if not own or "/fuzzing/" in frames[-1].filename else own[-1]
    at = "/".join(Path(where.filename).parts[-2:])
    return False, (f"{type(error).__name__} at {at}:{where.lineno}: {str(error)[:120]!r}",)


def _megabytes() -> float:
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:  # not Linux
        return 0.0
    return pages * 4096 / 1e6

"""Commands stopped at random moments: the old file or the new one, and nothing left over.

    .venv/bin/python scripts/stop_runs.py [COMMAND...] [--moments 20]

Each command that writes is run once, to learn how long it takes, then again and again with SIGINT,
SIGTERM and SIGKILL at moments between its first and its last. After each the output is what it was
before or whole, and nothing but it is there once the command has been run again; SIGINT and SIGTERM
leave nothing themselves and say no more than a line. Exit code 1 where that does not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fuzzing.files import ROWS, TEXT

from gazetteer.build.writer import Builder
from gazetteer.net.cache import Cache
from gazetteer.share.packing import pack
from gazetteer.store.user import UserGazetteer

_ENRICH: Final = (sys.executable, "-m", "enrich")
_SMALL: Final = (  # the command, over a base of a few rows: a build takes no minutes
    "import sys; from pathlib import Path; from gazetteer.sources import embedded;"
    "embedded.EMBEDDED = Path('base.gaz'); from enrich.cli import main; main()"
)
_ADDING: Final = """
import signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # as the command does
try:
    from pathlib import Path
    from gazetteer.model import Kind
    from gazetteer.rows import Row
    from gazetteer.store.user import UserGazetteer
    for n in range(1, 60):
        UserGazetteer(Path("user.jsonl")).add([Row(f"wikidata:Q{n}", Kind.PLACE, f"N{n}")])
except KeyboardInterrupt:
    raise SystemExit(130) from None
"""
_STARTED_S: Final = 0.3
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


@dataclass(frozen=True)
class Stopped:
    """A command that writes.

    Attributes:
        words: The command line, run in a folder of its own.
        output: What it writes.
        is_whole: Whether that is whole.
        kept: What may lie beside it from an unfinished run, for the next to go on from.
    """

    words: tuple[str, ...]
    output: str
    is_whole: Callable[[Path], bool]
    kept: tuple[str, ...] = ()


def _is_lines(path: Path) -> bool:
    return all(json.loads(line) for line in path.read_text("utf-8").splitlines())


def _is_database(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("PRAGMA quick_check").fetchone() == ("ok",)


def _is_user_gazetteer(path: Path) -> bool:
    return bool(UserGazetteer(path).rows())


def _is_pack(path: Path) -> bool:
    from gazetteer.share.fetching import fetch

    with tempfile.TemporaryDirectory() as folder:
        return fetch(str(path), Path(folder, "a.gaz")).path.is_file()


def _is_corpus(path: Path) -> bool:
    return all(_is_lines(file) for file in path.rglob("*.jsonl") if not file.name.startswith("."))


COMMANDS: Final = {
    "run": Stopped((*_ENRICH, "docs.jsonl", "-o", "out.jsonl"), "out.jsonl", _is_lines),
    "run to a map": Stopped((*_ENRICH, "docs.jsonl", "-o", "out.gpkg"), "out.gpkg", _is_database),
    "gazetteer build": Stopped(
        (sys.executable, "-c", _SMALL, "gazetteer", "build", "-o", "out.gaz", "table:t.toml"),
        "out.gaz", _is_database,
    ),
    "gazetteer add": Stopped(
        (sys.executable, "-c", _ADDING), "user.jsonl", _is_user_gazetteer,
        ("user.jsonl.lock", ".user.jsonl.lock"),
    ),
    "gazetteer pack": Stopped(
        (*_ENRICH, "gazetteer", "pack", "base.gaz", "-o", "out.gaz.tar.zst"),
        "out.gaz.tar.zst", _is_pack,
    ),
    "gazetteer fetch": Stopped(
        (*_ENRICH, "gazetteer", "fetch", "base.gaz.tar.zst", "-o", "out.gaz"),
        "out.gaz", _is_database,
    ),
    "cache clear": Stopped(
        (*_ENRICH, "cache", "clear", "--cache", "answers.sqlite"), "answers.sqlite", _is_database,
        ("answers.sqlite-wal", "answers.sqlite-shm", "answers.sqlite-journal"),
    ),
    "corpus": Stopped(
        (*_ENRICH, "corpus", "docs.jsonl", "-o", "out", "--format", "jsonl", "--workers", "1"),
        "out", _is_corpus,
    ),
}  # fmt: skip


def prepare(folder: Path) -> None:
    """Write what the commands read."""
    lines = [json.dumps({"id": str(n), "text": TEXT}) for n in range(60)]
    (folder / "docs.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "t.csv").write_text("name\n" + "\n".join(f"Town {n}" for n in range(3000)), "utf-8")
    (folder / "t.toml").write_text(
        'name = "T"\nfile = "t.csv"\n[columns]\nname = "name"\n', "utf-8"
    )
    with Builder(folder / "base.gaz") as builder:
        builder.add(ROWS)
        builder.finish([])
    pack(folder / "base.gaz")
    with Cache(folder / "answers.sqlite") as cache:
        cache.put_many("s", {f"Q{n}": "x" * 1000 for n in range(5000)}, days=30)
    UserGazetteer(folder / "user.jsonl").add(ROWS)


def iter_faults(name: str, moments: int, signals: tuple[int, ...] = _SIGNALS) -> Iterator[str]:
    """Yield what is wrong after a command was stopped, at so many moments by each signal."""
    command, rng = COMMANDS[name], random.Random(name)
    with tempfile.TemporaryDirectory() as made:
        before = Path(made, "before")
        before.mkdir()
        prepare(before)
        folder = Path(made, "work")
        seconds = _run(command, before, folder, None, 0.0)[0]
        old = _content(folder / command.output)
        if not command.is_whole(folder / command.output):
            yield f"{name}: not whole even when nothing stops it"
        known = {path.name for path in folder.iterdir()} | set(command.kept)
        for number in signals:
            for _ in range(moments):
                # Before our own code runs, Python says itself that it was interrupted.
                first = _STARTED_S if number == signal.SIGINT else 0.0
                after = rng.uniform(min(first, seconds), seconds)
                where = f"{name}: {signal.Signals(number).name} after {after:.2f} s"
                for line in _after(command, before, folder, number, after, known):
                    yield f"{where}: {line}"
                target = folder / command.output
                if target.exists() and _content(target) != old and not command.is_whole(target):
                    yield f"{where}: the output is torn"
                _again(command, folder)
                left = {path.name for path in folder.iterdir()} - known
                if left:
                    yield f"{where}: left over after the next run: {sorted(left)}"


def _after(  # noqa: PLR0913, PLR0917 - all that a moment is
    command: Stopped, before: Path, folder: Path, number: int, after: float, known: set[str]
) -> Iterator[str]:
    _, code, said = _run(command, before, folder, number, after)
    if number != signal.SIGKILL:
        # Python passes over a signal that arrives while an object is destroyed, and says so; the
        # command then ends as if it had not been stopped.
        if code and (said.count("\n") > 1 or "Traceback" in said):
            yield f"exit {code}, said {said[-300:]!r}"
        left = {path.name for path in folder.iterdir()} - known
        if left:
            yield f"left over: {sorted(left)}"


def _run(
    command: Stopped, before: Path, folder: Path, number: int | None, after: float
) -> tuple[float, int, str]:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(before, folder)
    begun = time.perf_counter()
    with _start(command, folder) as process:
        if number is not None:
            time.sleep(after)
            process.send_signal(number)
        _, said = process.communicate(timeout=120)
    return time.perf_counter() - begun, process.returncode, said


def _again(command: Stopped, folder: Path) -> None:
    with _start(command, folder) as process:
        _, said = process.communicate(timeout=120)
    if process.returncode:
        raise SystemExit(f"{command.words}: {said}")


def _start(command: Stopped, folder: Path) -> subprocess.Popen[str]:
    path = os.pathsep.join(filter(None, [str(Path.cwd()), os.environ.get("PYTHONPATH", "")]))
    return subprocess.Popen(
        command.words, cwd=folder, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path, "ENRICH_USER_GAZETTEER": "none"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )  # fmt: skip


def _content(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    return {file.name: file.read_bytes() for file in files if file.is_file()}


def main() -> int:
    """Stop the commands; print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("commands", nargs="*", metavar="COMMAND", help=", ".join(COMMANDS))
    parser.add_argument("--moments", type=int, default=20, help="of each signal")
    options = parser.parse_args()
    failed = False
    for name in options.commands or COMMANDS:
        faults = list(iter_faults(name, options.moments))
        failed |= bool(faults)
        print(
            f"{name:18} {len(_SIGNALS) * options.moments:4} times stopped, {len(faults)} faults",
            flush=True,
        )
        for fault in faults[:20]:
            print(f"    {fault}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

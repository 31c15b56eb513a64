"""The command ``enrich``: where it is, and how it is run.

Nothing of QGIS is needed here. The command is a program of its own, with a Python of its own; texts
reach it in a file, and no shell reads its arguments.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

INSTALL = (
    'Install it in any Python with: pip install "enrich-geo[maps]". If it is not on the path, give'
    " its whole path under Advanced parameters."
)
_TICK_S = 0.2


class CommandError(Exception):
    """The command is not there, or did not succeed; the text says why."""


def find_command(named: str = "") -> str:
    """Return the path of the command.

    Args:
        named: What the user gave, or "" to look on the path and where pip installs programs.

    Raises:
        CommandError: It is not there.
    """
    if named.strip():
        found = shutil.which(Path(named.strip()).expanduser())
        if found is None:
            raise CommandError(f"{named.strip()}: there is no such program. {INSTALL}")
        return found
    places = [os.environ.get("PATH", ""), str(Path.home() / ".local" / "bin")]
    places.append(str(Path(sys.prefix) / ("Scripts" if os.name == "nt" else "bin")))
    found = shutil.which("enrich", path=os.pathsep.join(places))
    if found is None:
        raise CommandError(f"The command enrich was not found. {INSTALL}")
    return found


def run_command(
    command: str,
    arguments: list[str],
    say: Callable[[str], None],
    is_canceled: Callable[[], bool],
) -> None:
    """Run the command until it is done, and pass on what it says.

    Args:
        command: Its path.
        arguments: As on a command line.
        say: Is called with each line of its standard error.
        is_canceled: Is asked several times a second whether to stop it.

    Raises:
        CommandError: It failed; the text is its last line. Or it was stopped.
    """
    # What QGIS sets for its own Python would lead that of the command astray.
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")}
    environment["PYTHONUTF8"] = "1"
    hidden = {"creationflags": subprocess.CREATE_NO_WINDOW} if os.name == "nt" else {}
    try:
        process = subprocess.Popen(
            [command, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
            encoding="utf-8",
            errors="replace",
            **hidden,
        )
    except OSError as error:
        raise CommandError(f"{command}: cannot be run ({error.strerror}). {INSTALL}") from error
    lines: list[str] = []
    reader = threading.Thread(target=lines.extend, args=(_lines(process),), daemon=True)
    reader.start()
    said = 0
    while True:
        done = process.poll() is not None
        if done:
            reader.join(5)
        while said < len(lines):
            say(lines[said])
            said += 1
        if done:
            break
        if is_canceled():
            process.kill()
            process.wait()
            reader.join(5)
            raise CommandError("Stopped.")
        try:
            process.wait(_TICK_S)
        except subprocess.TimeoutExpired:
            continue
    if process.returncode:
        last = lines[-1] if lines else f"enrich ended with exit code {process.returncode}"
        raise CommandError(last)


def _lines(process: subprocess.Popen[str]) -> Iterator[str]:
    if process.stderr is not None:
        with process.stderr as said:
            for line in said:
                yield line.rstrip("\n")

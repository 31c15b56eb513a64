"""The command ``enrich``: options in, data on standard output, everything else on standard error.

Exit codes: 0 all is well; 1 an ``EnrichError``, said in one line, the other documents written;
2 wrong usage; 130 interrupted; 141 the reader of the output went away.

A subcommand is a file: its options, its function, whose docstring is its help, and what it does.
``app`` lists them. Options of several commands stand in ``options``, ``reading``, ``linking`` and
``live``, each declared once.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # as type checkers know it; the module that has it takes a while to load
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["main"]

_INTERRUPTED = 130
_SIGNALLED = 128  # plus the number of the signal, as shells count


def main() -> None:
    """Run the command; the entry point of the package."""
    try:
        _leave_orderly()
        from enrich.cli.app import app  # which takes a while: it can be interrupted by now

        app(prog_name="enrich")
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except RuntimeError as error:  # what Python makes of it where a class is being made
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        sys.exit(_INTERRUPTED)
    except MemoryError:
        print("enrich: there is not enough memory to go on", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    except OSError as error:  # what is shown could not be: the disk behind the output is full
        from enrich.cli.streams import discard_output
        from enrich.text.escape import message

        discard_output()
        print(f"enrich: {message(str(error))}", file=sys.stderr)  # noqa: T201
        sys.exit(1)


def _leave_orderly() -> None:
    """Leave no half-written file behind when told to stop or when the terminal is closed."""
    import signal  # here, and not above: main has to be there first

    signal.signal(signal.SIGTERM, _terminate)
    hangup = getattr(signal, "SIGHUP", None)  # not on Windows
    if hangup is not None and signal.getsignal(hangup) is not signal.SIG_IGN:  # under nohup
        signal.signal(hangup, _terminate)


def _terminate(number: int, _: object) -> NoReturn:
    sys.exit(_SIGNALLED + number)

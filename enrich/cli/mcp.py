"""``enrich mcp``: the tools for language-model assistants, on standard input and output."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn

from enrich.assistants import MOST_CHARACTERS, SECONDS
from enrich.cli.linking import Linking
from enrich.cli.parameters import grouped, only, option
from enrich.cli.streams import reporting, say
from enrich.cli.values import positive
from gazetteer.errors import EnrichError

EXAMPLES = """\
enrich mcp
enrich mcp --gazetteer world.gaz --country AM
enrich mcp --near Yerevan --seconds-per-document 10"""

_SIGNALLED = 128  # plus the number of the signal, as shells count
_NEEDED = "the MCP server needs the MCP SDK: pip install 'enrich-geo[mcp]'"


@grouped
def mcp(
    *,
    linking: Annotated[
        Linking,
        only("country", "near", "prefer", "min_score", "gazetteer", "user_gazetteer", "decisions"),
    ],
    seconds: float = option(
        "--seconds-per-document S",
        "If a text takes longer than this, read only its beginning.",
        positive,
        default=SECONDS,
    ),
    characters: int = option(
        "--max-characters N", "Refuse longer texts.", default=MOST_CHARACTERS, min=1
    ),
) -> None:
    """Serve tools to assistants of language models.

    An MCP server (Model Context Protocol) on standard input and output, started by an assistant.
    It does not use the network and opens no file that a client names.
    """
    with reporting():
        try:
            from enrich.assistants.server import serve
        except ImportError as error:
            raise EnrichError(_NEEDED) from error
        from enrich.assistants.tools import Toolbox

        decisions = None if linking.decisions in {None, "none"} else Path(str(linking.decisions))
        options = replace(linking.linker_options(decisions), seconds_per_document=seconds)
        if sys.stdin is None or sys.stdout is None:  # started with <&- or >&-
            raise EnrichError("an MCP server needs standard input and output, and one is closed")
        if sys.stdin.isatty():
            say("an MCP server, waiting for an assistant on standard input; Ctrl-C stops it")
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _leave)
        serve(Toolbox(options, characters))


def _leave(number: int, _: object) -> NoReturn:
    """Leave at once: threads may wait for standard input or read a text, and nothing is written."""
    os._exit(_SIGNALLED + number)

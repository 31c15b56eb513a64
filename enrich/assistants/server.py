"""The tools over the Model Context Protocol, on standard input and output.

Calls run in threads, so that pings are answered while a text is read; what a client cancels ends
at the next look at the clock. Nothing but the protocol is written to standard output, and nothing
of a text to standard error.
"""

from __future__ import annotations

import io
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import anyio
import anyio.from_thread
import anyio.to_thread
from mcp import types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from enrich.assistants.tools import TOOLS, Tool, Toolbox
from enrich.deadline import watched
from enrich.records.record import dumps
from enrich.settings import installed_version
from enrich.text.escape import message
from gazetteer.errors import EnrichError

_AT_ONCE: Final = 4
INSTRUCTIONS: Final = (
    "enrich links the places, people and organisations of a text to GeoNames and Wikidata ids and"
    " coordinates, offline. Start with link_text and give it the whole text, and its date where you"
    " know it; lookup is for a bare name, explain_link for a doubtful link, places_on_map for"
    " GeoJSON. Maps that are published credit what `attribution` says."
)
_SURROGATES: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
    r"|\\."
)
_ALONE: Final = 6  # characters of one escape

Context = ServerRequestContext[Any]


def serve(toolbox: Toolbox) -> None:
    """Serve the tools until standard input ends."""
    _log_without_texts()
    try:
        anyio.run(_serve, toolbox)
    finally:
        toolbox.close()


async def _serve(toolbox: Toolbox) -> None:
    server = server_of(toolbox)
    lines = anyio.wrap_file(_Lines(sys.stdin.buffer, encoding="utf-8", errors="replace"))
    async with stdio_server(stdin=lines) as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def server_of(toolbox: Toolbox) -> Server[Any]:
    """Return the server of the protocol, for any transport of its SDK."""
    limiter = anyio.CapacityLimiter(_AT_ONCE)

    async def list_tools(
        _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(
            tools=[_listed(tool, toolbox.most_characters) for tool in TOOLS.values()]
        )

    async def call_tool(_: Context, asked: types.CallToolRequestParams) -> types.CallToolResult:
        def answer() -> types.CallToolResult:
            with watched(anyio.from_thread.check_cancelled):
                return _answered(toolbox, asked.name, asked.arguments or {})

        return await anyio.to_thread.run_sync(answer, limiter=limiter)

    return Server(
        "enrich",
        version=installed_version(),
        title="enrich: places, people and organisations in texts",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _listed(tool: Tool, most_characters: int) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.arguments_schema(most_characters),
        output_schema=tool.answer_schema(),
        annotations=types.ToolAnnotations(
            title=tool.title,
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


def _answered(toolbox: Toolbox, name: str, given: Mapping[str, Any]) -> types.CallToolResult:
    """Return what a tool answers, or the error in one line; whatever it is, the server goes on."""
    try:
        answer = dict(toolbox.call(name, given))
    except EnrichError as error:
        return _refused(message(str(error)))
    except Exception as error:  # noqa: BLE001 - told without the text that it may quote
        _log_fault(name, error)
        return _refused(f"{name} failed: a fault of enrich ({type(error).__name__})")
    text = types.TextContent(type="text", text=dumps(answer))
    return types.CallToolResult(content=[text], structured_content=answer)


def _refused(said: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=said)], is_error=True)


def _log_fault(name: str, error: Exception) -> None:
    """Log where a fault is, and not what it says: that may quote a text."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    logging.getLogger("enrich").error("%s failed: %s at %s", name, type(error).__name__, where)


class _Lines(io.TextIOWrapper):
    """Standard input, where half a surrogate pair is read as U+FFFD.

    JSON can escape one, no text can hold it: the SDK would drop the message, and whoever sent it
    would wait in vain.
    """

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        """Return the next line."""
        line = super().readline(size)
        return _SURROGATES.sub(_mended, line) if "\\u" in line else line


def _mended(match: re.Match[str]) -> str:
    escape = match.group()
    return r"\ufffd" if len(escape) == _ALONE else escape


class _Plain(logging.Formatter):
    """A line of a log without the values in it, which may be texts."""

    def format(self, record: logging.LogRecord) -> str:
        own = record.name == "enrich"
        said = record.getMessage() if own else f"{record.name}: {record.levelname.lower()}"
        kind = record.exc_info[0] if record.exc_info else None
        return f"enrich: {message(said)}{f' ({kind.__name__})' if kind else ''}"


def _log_without_texts() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Plain())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)

"""Tools for the assistants that language models drive, over the Model Context Protocol (MCP).

``enrich mcp`` serves them on standard input and output: ``server`` speaks the protocol, ``tools``
says what the tools are, ``arguments`` what they take and ``shapes`` what they answer. Needs the SDK
of the protocol: ``pip install "enrich-geo[mcp]"``.
"""

from __future__ import annotations

from typing import Final

MOST_CHARACTERS: Final = 200_000
"""Of a text, by default: some 33,000 words."""
SECONDS: Final = 20.0
"""That a text may take, by default: clients give a call up after a minute or less."""

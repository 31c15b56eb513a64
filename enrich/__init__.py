"""What a text says: which places, people and organisations it names, and where they lie.

    from enrich import Linker

    with Linker() as linker:                  # the embedded gazetteer, offline
        result = linker("Lavrov will meet Blinken in Yerevan.", published="2023-05-17")

    for link in result.links:
        print(link.mention.text, link.entity and link.entity.id, link.reason)

A text becomes a ``Document``; its names become ``Mention``s; each mention leaves as exactly one
``Link``, to an ``Entity`` or with the reason why not; all of them are the ``Result``.
``enrich.pipeline`` shows the stages in order.

Each name is loaded when it is first used: the command is then there, and can be interrupted, before
what it needs for its work is.

Attributes:
    __version__: The version installed, "unknown" in a source tree that was never installed.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers know it; the module that has it takes a while to load
if TYPE_CHECKING:
    from typing import Any, Final

    from enrich.flow.options import LinkerOptions
    from enrich.live.options import LiveOptions
    from enrich.model import (
        Candidate,
        Document,
        Evidence,
        Link,
        Match,
        Mention,
        Nil,
        Result,
        Role,
    )
    from enrich.pipeline import Linker
    from gazetteer.errors import EnrichError, EnrichWarning
    from gazetteer.model import Entity, Kind, Point

__all__ = [
    "Candidate",
    "Document",
    "EnrichError",
    "EnrichWarning",
    "Entity",
    "Evidence",
    "Kind",
    "Link",
    "Linker",
    "LinkerOptions",
    "LiveOptions",
    "Match",
    "Mention",
    "Nil",
    "Point",
    "Result",
    "Role",
]

_HOMES: Final = {
    "EnrichError": "gazetteer.errors",
    "EnrichWarning": "gazetteer.errors",
    "Entity": "gazetteer.model",
    "Kind": "gazetteer.model",
    "Linker": "enrich.pipeline",
    "LinkerOptions": "enrich.flow.options",
    "LiveOptions": "enrich.live.options",
    "Point": "gazetteer.model",
}
_HOME: Final = "enrich.model"  # of all others

__version__: str

if not TYPE_CHECKING:  # a type checker would take any other name for one of the module's too

    def __getattr__(name: str) -> Any:
        """Load a name when it is asked for."""
        if name == "__version__":
            from enrich.settings import installed_version

            found = installed_version()
        elif name in __all__:
            from importlib import import_module

            found = getattr(import_module(_HOMES.get(name, _HOME)), name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

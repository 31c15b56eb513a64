"""What a text says: which places, people and organisations it names, and where they lie.

    from enrich import Linker

    with Linker() as linker:                  # the embedded gazetteer, offline
        result = linker("Lavrov will meet Blinken in Yerevan.", published="2023-05-17")

    for link in result.links:
        print(link.mention.text, link.entity and link.entity.id, link.reason)

A text becomes a ``Document``; its names become ``Mention``s; each mention leaves as exactly one
``Link``, to an ``Entity`` or with the reason why not; all of them are the ``Result``.
``enrich.pipeline`` shows the stages in order.

Attributes:
    __version__: The version installed, "unknown" in a source tree that was never installed.
"""

from typing import TYPE_CHECKING

from enrich.linker_options import LinkerOptions
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

__version__: str

if not TYPE_CHECKING:  # a type checker would take any other name for one of the module's too

    def __getattr__(name: str) -> str:
        """Read the version when it is asked for: looking for the metadata takes time."""
        if name != "__version__":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("enrich-geo")
        except PackageNotFoundError:
            return "unknown"

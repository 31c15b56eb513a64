"""A pass: what looks at the documents of a window beside the stages, before and after stage 3."""

from __future__ import annotations

from enrich.flow.progress import Window
from enrich.model import Document, Mention


class Pass:
    """What every pass has; this one changes nothing.

    The passes of a linker stand in a list, and each moment goes through the list in its order:
    ``found`` after stage 1, ``before`` when all of a window is read, ``after`` when it is linked.
    """

    asks = False
    """Whether it asks services of the network."""

    def found(self, document: Document, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Return the mentions of a document as they are to be looked up.

        Args:
            document: Normalised.
            mentions: What stage 1, and the passes before, found.
        """
        del document
        return mentions

    def before(self, window: Window) -> Window:
        """Return a window whose documents were read, before stage 3 weighs and links."""
        return window

    def after(self, window: Window) -> Window:
        """Return a window whose documents were linked."""
        return window

    def warnings(self) -> tuple[str, ...]:
        """Return what the user should know when a run is over, each in a line."""
        return ()

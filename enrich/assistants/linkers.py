"""Linkers for texts about one country or another, over one gazetteer."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from enrich.flow.options import LinkerOptions
    from enrich.pipeline import Linker

_MOST: Final = 4  # that stay open beside the first; each takes 30 MB


class Linkers:
    """Opens the linker when it is first asked for, and others beside it.

    Args:
        options: What they are made of.
    """

    def __init__(self, options: LinkerOptions) -> None:
        self.options = options
        self._opening = threading.Lock()
        self._first: Linker | None = None
        self._others: dict[str, Linker] = {}

    def about(self, country: str) -> Linker:
        """Return the linker for texts about a country.

        Args:
            country: ISO 3166-1 alpha-2; "" for that of the options, if any.

        Raises:
            ArgumentError: The gazetteer knows no such country.
            EnrichError: Whatever keeps the first from being opened.

        Example:
            >>> from enrich import LinkerOptions
            >>> linkers = Linkers(LinkerOptions())
            >>> linkers.about("ge").options.country
            'GE'
            >>> linkers.close()
        """
        from enrich.pipeline import Linker  # which takes half a second: the handshake comes first

        code = country.strip().upper()
        with self._opening:
            if self._first is None:
                self._first = Linker(self.options)
            if not code:
                return self._first
            linker = self._others.pop(code, None) or Linker(
                replace(self.options, gazetteer=self._first.gazetteer, country=code)
            )
            self._others[code] = linker
            if len(self._others) > _MOST:
                del self._others[next(iter(self._others))]  # another thread may still use it
            return linker

    def close(self) -> None:
        """Close what was opened."""
        with self._opening:
            for linker in self._others.values():
                linker.close()
            if self._first is not None:
                self._first.close()
            self._others.clear()
            self._first = None

"""What live services were asked and did not answer, kept for the manifest and one warning."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from gazetteer.errors import ServiceError

_SHOWN: Final = 3


@dataclass(slots=True)
class Entry:
    """What became of the questions that one document has.

    Attributes:
        required: Whether a failure is an error.
        document: Id of the document, "" where it has none or there are several.
        missed: Names that could not be asked for, in the order of the text.
        failures: What the services said, each once.
    """

    required: bool = False
    document: str = ""
    missed: dict[str, None] = field(default_factory=dict)
    failures: dict[str, None] = field(default_factory=dict)

    def fail(self, error: ServiceError) -> None:
        """Take down a failure.

        Raises:
            ServiceError: The failure, where an answer is required.
        """
        if self.required:
            raise type(error)(f"{self.document}: {error}") if self.document else error
        self.failures.setdefault(str(error))

    @contextmanager
    def tolerating(self, *names: str) -> Iterator[None]:
        """Go on where a service fails, and take down the names that it fails for."""
        try:
            yield
        except ServiceError as error:
            self.missed |= dict.fromkeys(names)
            self.fail(error)

    def manifest(self) -> dict[str, Any]:
        """Return what the manifest of a run says of it."""
        return {
            "complete": not self.failures,
            "not asked": list(self.missed),
            "failures": list(self.failures),
        }


class Ledger:
    """Adds up what was not completed over the documents of a run."""

    def __init__(self) -> None:
        self._missed: dict[str, None] = {}
        self._failures: dict[str, None] = {}

    def add(self, entry: Entry) -> None:
        """Take down what failed for a document, or for several."""
        self._missed |= entry.missed
        self._failures |= entry.failures

    def warning(self) -> str | None:
        """Return one sentence about what was not completed and why, or None."""
        if not self._failures:
            return None
        why = next(iter(self._failures))
        others = len(self._failures) - 1
        more = f" (and {others} other reason{'s' if others > 1 else ''})" if others else ""
        names = list(self._missed)
        shown = ", ".join(names[:_SHOWN])
        rest = _others(len(names) - _SHOWN)
        said = f"; not asked for: {shown}{rest}" if names else ""
        return f"some live look-ups failed: {why}{more}{said}; the offline results are kept"


def _others(number: int) -> str:
    if number <= 0:
        return ""
    return " and 1 other" if number == 1 else f" and {number} others"

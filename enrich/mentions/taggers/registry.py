"""Taggers by name: a spec such as ``spacy:en_core_web_sm`` becomes a tagger.

The names are entry points of the group ``enrich.taggers``, ours and those of any other package
that is installed. Each leads to a callable that takes what stands after the colon and returns a
tagger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

from enrich.deadline import OutOfTime
from enrich.mentions.taggers.protocol import RoleTagger, TaggedSpan, Tagger
from enrich.mentions.taggers.specs import first_line
from enrich.mentions.taggers.telemetry import refuse_telemetry
from enrich.model import Role
from gazetteer.errors import EnrichError, TaggerError, TaggingError

GROUP: Final = "enrich.taggers"
"""The group of entry points that taggers are registered under."""


def load_tagger(spec: str | Tagger) -> GuardedTagger:
    """Return the tagger that a spec names, or the one given.

    Args:
        spec: ``NAME:MODEL``, with a name that is registered, or a tagger.

    Raises:
        TaggerError: The spec names nothing, its library or model is missing, or what came out is
            no tagger.

    Example:
        >>> load_tagger("nonesuch:model")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        gazetteer.errors.TaggerError: there is no tagger 'nonesuch'; there are: ...
    """
    if not isinstance(spec, str):
        return _guarded(spec, "what was given as a tagger")
    point = entry_point_of(spec)
    _, _, argument = spec.partition(":")
    refuse_telemetry()
    try:
        found = point.load()(argument.strip())
    except EnrichError as error:
        raise TaggerError(f"tagger {spec!r}: {error}") from error
    except Exception as error:
        raise TaggerError(f"tagger {spec!r} cannot be loaded: {first_line(error)}") from error
    return _guarded(found, f"tagger {spec!r}")


def iter_entry_points() -> Iterator[EntryPoint]:
    """Yield the entry point of each tagger that is registered, in the order of their names.

    Example:
        >>> {"gliner", "huggingface", "spacy"} <= {point.name for point in iter_entry_points()}
        True
    """
    yield from sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))


def entry_point_of(spec: str) -> EntryPoint:
    """Return the entry point of the tagger that a spec names; nothing is loaded.

    Raises:
        TaggerError: There is none, or there are several.
    """
    name = spec.partition(":")[0].strip()
    points = list(iter_entry_points())
    named = {point.value: point for point in points if point.name == name}
    if len(named) == 1:
        return next(iter(named.values()))
    if named:
        owners = ", ".join(sorted(_owner(point) for point in named.values()))
        raise TaggerError(f"several packages register a tagger {name!r}: {owners}; keep one")
    choices = ", ".join(dict.fromkeys(point.name for point in points))
    raise TaggerError(
        f"there is no tagger {name!r}; there are: {choices}"
        if choices
        else f"there is no tagger {name!r}, nor any other: pip install enrich-geo"
    )


def _owner(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.value


def _guarded(found: Any, what: str) -> GuardedTagger:
    if isinstance(found, GuardedTagger):
        return found
    lacking = [part for part in ("id", "languages", "__call__") if not hasattr(found, part)]
    if lacking or isinstance(found, type):
        fault = f"it lacks {', '.join(lacking)}" if lacking else "it is a class: make one of it"
        raise TaggerError(f"{what} is a {type(found).__name__}, which is not a tagger: {fault}")
    return _GuardedRoleTagger(found) if isinstance(found, RoleTagger) else GuardedTagger(found)


@dataclass(frozen=True, slots=True)
class GuardedTagger:
    """A tagger whose mistakes are told in one line, before they become wrong mentions.

    Attributes:
        tagger: The one that is asked.

    Example:
        >>> class Faulty:
        ...     id, languages = "faulty-1", None
        ...     def __call__(self, text):
        ...         return [TaggedSpan(0, 99, Kind.PLACE)]
        >>> from gazetteer.model import Kind
        >>> GuardedTagger(Faulty())("Yerevan")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        gazetteer.errors.TaggingError: tagger faulty-1: span (0, 99) lies outside the text ...
    """

    tagger: Tagger

    @property
    def id(self) -> str:
        """Name and version of the model."""
        return self.tagger.id

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639-1 codes of the languages it is made for; None for any."""
        return self.tagger.languages

    def __call__(self, text: str) -> Sequence[TaggedSpan]:
        """Return the names of a text in the order of their starts.

        Raises:
            TaggingError: The tagger failed, or its answer makes no sense.
        """
        with self._told_of(text):
            spans = list(self.tagger(text))
        for span in spans:
            self._check(span, len(text))
        return sorted(spans, key=lambda span: (span.start, -span.end))

    @contextmanager
    def _told_of(self, text: str) -> Iterator[None]:
        try:
            yield
        except (EnrichError, OutOfTime):
            raise
        except Exception as error:
            raise TaggingError(
                f"tagger {self.id} failed on a text of {len(text)} code points: {first_line(error)}"
            ) from error

    def _check(self, span: object, size: int) -> None:
        if not isinstance(span, TaggedSpan):
            raise TaggingError(
                f"tagger {self.id}: {type(span).__name__} {span!r} is not a TaggedSpan"
            )
        if not 0 <= span.start < span.end <= size:
            raise TaggingError(
                f"tagger {self.id}: span ({span.start}, {span.end}) lies outside the text of"
                f" {size} code points; offsets are half-open and count code points"
            )


class _GuardedRoleTagger(GuardedTagger):
    """One that tells roles too."""

    __slots__ = ()
    tagger: RoleTagger

    def roles_of(
        self, text: str, spans: Sequence[tuple[int, int]]
    ) -> Sequence[tuple[tuple[Role, float], ...]]:
        """Return, for each place, pairs of a role and its probability.

        Raises:
            TaggingError: The tagger failed, or its answer makes no sense.
        """
        with self._told_of(text):
            roles = list(self.tagger.roles_of(text, spans))
        if len(roles) != len(spans):
            told = f"{len(roles)} of {len(spans)}"
            raise TaggingError(f"tagger {self.id} gave roles for {told} places")
        return roles

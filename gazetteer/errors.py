"""Every error the two packages raise on purpose.

    EnrichError                 whatever went wrong, said in one line
    ├── GazetteerError          the gazetteer as a whole cannot be used: stop the run
    │   ├── GazetteerMissing    no file there
    │   ├── GazetteerDamaged    not a gazetteer, cut short or altered
    │   └── GazetteerOutdated   written by another version: rebuild
    ├── UnknownEntity           ``Gazetteer.get`` of an id that is not held
    ├── CuratedFactError        a row of a curated table breaks a rule
    ├── SourceError             a source of a build cannot be used: stop the build
    ├── ServiceError            a live service gives no usable answer: go on without it
    │   ├── BudgetSpent         it may not be asked any more
    │   └── TooMuch             one question is more than it can do: ask for less at a time
    ├── CacheError              a cache of answers cannot be looked at or cleared
    ├── TaggerError             a tagger is missing: stop the run
    │   └── TaggingError        it fails on one text: report it, go on with the others
    ├── InputError              one document cannot be read: report it, go on with the others
    │   └── ArgumentError       what the caller asked for makes no sense, whatever is read
    └── OutputError             the result cannot be written: stop the run

    EnrichWarning               a part of an input is not used; the rest is, and nothing is raised

``InputError`` and ``OutputError`` are siblings, so that skipping a broken document never hides
a full disk. The message of each says what is wrong, where, and how to mend it.
"""

from __future__ import annotations

__all__ = [
    "ArgumentError",
    "BudgetSpent",
    "CacheError",
    "CuratedFactError",
    "EnrichError",
    "EnrichWarning",
    "GazetteerDamaged",
    "GazetteerError",
    "GazetteerMissing",
    "GazetteerOutdated",
    "InputError",
    "OutputError",
    "ServiceError",
    "SourceError",
    "TaggerError",
    "TaggingError",
    "TooMuch",
    "UnknownEntity",
]


_LONGEST = 2000  # of a message: it may quote a line of a file


class EnrichError(Exception):
    r"""Base of all errors raised on purpose; ``str(error)`` is one line for a person.

    Example:
        >>> str(InputError("a.csv: no column is called 'te\nxt'"))
        "a.csv: no column is called 'te xt'"
    """

    def __str__(self) -> str:
        line = " ".join(str(self.args[0] if self.args else "").splitlines())
        return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 500]} … {line[-400:]}"


class EnrichWarning(UserWarning):
    """Part of what the caller gave cannot be used, and is passed over; one line for a person."""


class GazetteerError(EnrichError):
    """The gazetteer cannot be used."""


class GazetteerMissing(GazetteerError):
    """There is no gazetteer at the path."""


class GazetteerDamaged(GazetteerError):
    """The file is not a gazetteer, or was cut short or altered."""


class GazetteerOutdated(GazetteerError):
    """The file was built for another version of the schema."""


class UnknownEntity(EnrichError, KeyError):
    """No entity of that id is in the gazetteer."""


class CuratedFactError(EnrichError):
    """A row of a curated table breaks one of the rules in gazetteer/curated/README.md."""


class SourceError(EnrichError):
    """A source of a build is missing, cut short or of another format."""


class ServiceError(EnrichError):
    """A live service (Wikidata, a geocoder) cannot be reached, or gives no usable answer."""


class BudgetSpent(ServiceError):
    """The requests or seconds that a document may cost are used up."""


class TooMuch(ServiceError):
    """A question asks for more than a live service can do at once; a smaller one may go well."""


class CacheError(EnrichError):
    """A cache of answers cannot be used: damaged, of another program, or the disk refuses."""


class TaggerError(EnrichError):
    """A tagger, its library or its model is missing."""


class TaggingError(TaggerError):
    """A tagger fails on a text; on others it may not."""


class InputError(EnrichError):
    """One document, line or row cannot be used; the others can."""


class ArgumentError(InputError):
    """An argument or option has a value that nothing can be done with."""


class OutputError(EnrichError):
    """The result cannot be written where it was asked for."""

"""What the labels of annotated names mean: one table of the schemes in use, read everywhere.

A label that is not in the table, nor in the one that the caller gives, is of no kind: dates, works
of art, MISC, which is nationalities in one corpus and film titles in the next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gazetteer.model import Kind

KINDS_AND_LABELS: Final = f"{', '.join(Kind)}, or labels such as GPE, LOC, FAC, NORP, PERSON, ORG"
"""What may be given as a kind, for messages."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label stands for.

    Attributes:
        kind: What it names.
        adjectival: Whether it marks adjectives and demonyms of places: "Russian", "Armenians".

    Example:
        >>> Meaning(Kind.PLACE)
        Meaning(kind=<Kind.PLACE: 'place'>, adjectival=False)
    """

    kind: Kind
    adjectival: bool = False


# OntoNotes (spaCy's English and Chinese), CoNLL 2003 and WikiNER (most models of both
# libraries), GermEval, ACE, the Groningen Meaning Bank, and the national corpora of spaCy's
# Polish, Swedish, Norwegian, Korean and Romanian pipelines; the types of names in TEI.
_PLACES: Final = """
    gpe loc fac location place facility geo gpeloc gpeorg lc placename geogname
    settlement city town district country state county region river mountain island
"""
_PEOPLE: Final = "person pers per people prs ps persname"
_ORGANISATIONS: Final = "org organization organisation og orgname corporation company"
# NORP holds religions and parties too: the gazetteer knows them by no place, and links none.
_ADJECTIVES: Final = "norp natrelpol nationality demonym"

_MEANINGS: Final = {
    label: meaning
    for labels, meaning in (
        (_PLACES, Meaning(Kind.PLACE)),
        (_PEOPLE, Meaning(Kind.PERSON)),
        (_ORGANISATIONS, Meaning(Kind.ORGANISATION)),
        (_ADJECTIVES, Meaning(Kind.PLACE, adjectival=True)),
    )
    for label in labels.split()
}
_NOT_LETTERS: Final = re.compile(r"[\W\d_]+")


def label_key(label: str) -> str:
    """Return what the spellings of one label have in common.

    Example:
        >>> label_key("GPE_LOC"), label_key("persName"), label_key("Location")
        ('gpeloc', 'persname', 'location')
    """
    return _NOT_LETTERS.sub("", label).lower() or label


def read_labels(own: Mapping[str, Meaning] | None = None) -> Mapping[str, Meaning]:
    """Return meanings by the key of their label: those of the schemes in use, then the caller's.

    Args:
        own: Labels of a model that the table lacks, or that mean something else there.

    Example:
        >>> read_labels()["norp"].adjectival, read_labels()["loc"].kind.value
        (True, 'place')
        >>> read_labels({"VOLCANO": Meaning(Kind.PLACE)})["volcano"].kind.value
        'place'
    """
    return _MEANINGS | {label_key(label): meaning for label, meaning in (own or {}).items()}


def kind_of(label: object) -> Kind | None:
    """Return the kind that a label stands for, one of ours among them, or None.

    Example:
        >>> [kind_of(label) for label in ("organisation", "GPE", "PER", "Location", "DATE")]
        [<Kind.ORGANISATION: 'organisation'>, <Kind.PLACE: 'place'>, <Kind.PERSON: 'person'>,
         <Kind.PLACE: 'place'>, None]
    """
    meaning = _MEANINGS.get(label_key(label)) if isinstance(label, str) else None
    return meaning.kind if meaning else None

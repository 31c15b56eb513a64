"""What the references call an organisation: its main name, and the further ones it may have."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from curate.organisation_surfaces import NEVER, Surfaces, is_generic, is_initials

from gazetteer.legal_forms import without_club_form, without_legal_form
from gazetteer.names import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from curate.organisation_facts import Registered
    from curate.organisation_readers import Held

__all__ = ["Namer", "Organisation", "main_name"]

TRANSLATED = {"ru": 0.3, "zh": 0.3, "ja": 0.35, "ko": 0.35, "he": 0.35, "el": 0.35}
"""Language of another script -> prominence from which names in it are carried over."""
FOREIGN = {"es": 0.4, "fr": 0.4, "nl": 0.5, "hu": 0.5, "tr": 0.5, "vi": 0.5}
"""The same for languages of the Latin script."""
MOST_FOREIGN = 2
"""Names of an organisation in a language."""
BRANDS = "name-suggestion-index"
SHORTEST, LONGEST = 3, 80
"""Letters of a name."""
_ODD = re.compile(r"[\[\]{}<>|;@\n\t()]|&\w+;|  |, .*, |https?:|^[\W_]|\"")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_OTHER = re.compile(r"[^\W\d_A-Za-zÀ-ɏḀ-ỿ]")

ABBREVIATED = 0.6
"""Fame from which on news uses the initials of an organisation without more: of those less known,
linked by initials in seven corpora, none was meant."""


@dataclass(slots=True)
class Organisation:
    """An organisation on its way into the table, or one that is held and may gain names."""

    qid: str
    category: str
    label: str
    country: str
    prominence: float
    names: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    registered: Registered | None = None
    source: str = "wikidata"

    @property
    def id(self) -> str:
        """The CURIE of its row."""
        return f"wikidata:{self.qid}"


class Namer:
    """Gives organisations their further names.

    Args:
        surfaces: What a name may be mistaken for.
        languages: Names by id, as (language, name).
    """

    def __init__(
        self, surfaces: Surfaces, languages: Mapping[str, Sequence[tuple[str, str]]]
    ) -> None:
        self._surfaces = surfaces
        self._languages = languages

    def gather(self, one: Organisation, helds: Iterable[Held]) -> None:
        """Add the names that the references give, as far as the organisation may have them."""
        for name, language, source in self._iter_names(one, helds):
            if name != one.label and name not in one.names and self._fits(one, name):
                kind = "abbreviation" if is_initials(name) else "variant"
                if kind != "abbreviation" or one.prominence >= ABBREVIATED:
                    one.names[name] = (kind, language, source)
        bare = one.label
        if one.category in ("company", "bank", "media"):
            bare = without_legal_form(one.label)
        elif one.category == "sport":
            bare = without_club_form(one.label)
        if bare != one.label and bare not in one.names and self._fits(one, bare):
            one.names[bare] = ("short", "", one.source)

    def settle(self, one: Organisation, full: Collection[str]) -> bool:
        """Tell whether the main name tells enough; a fuller one may stand for it."""
        if self._surfaces.needed(one.label, main=True) <= one.prominence:
            return True
        key = fold(one.label)
        fuller = [
            name
            for name, (kind, language, _) in one.names.items()
            if kind == "variant"
            and not language
            and name in full
            and f" {key} " in f" {fold(name)} "
            and fold(name) != key
            and not is_generic(name)
        ]
        if not fuller:
            return False
        one.label = min(fuller, key=len)
        del one.names[one.label]
        return True

    def _iter_names(
        self, one: Organisation, helds: Iterable[Held]
    ) -> Iterator[tuple[str, str, str]]:
        """Yield names with language and source."""
        for held in helds:
            if held.kind.startswith("wordnet") or held.kind == "organisation":
                continue
            languages = {text: language for text, _, language in held.extra}
            for name in (*held.names, without_brackets(held.title)):
                yield " ".join(name.split()), languages.get(name, ""), held.source
        counts: Counter[str] = Counter()
        # Of two spellings of one name the one with its accents comes first.
        for language, name in sorted(self._languages.get(one.qid, ()), key=_accents):
            least = 0.0 if language == "en" else _least(one, language)
            if one.prominence >= least and (language == "en" or counts[language] < MOST_FOREIGN):
                if language != "en" and (is_initials(name) or len(name) < SHORTEST):
                    continue
                counts[language] += 1
                yield " ".join(name.split()), "" if language == "en" else language, "wikidata"

    def _fits(self, one: Organisation, name: str) -> bool:
        """Tell whether a further name is one of an organisation of this fame."""
        if not name or len(name) > LONGEST or _ODD.search(name):
            return False
        if not _LATIN.search(name):
            return len(name) >= SHORTEST
        if _OTHER.search(name):
            return False
        if is_initials(name):
            return not self._surfaces.is_word(name)
        return self._surfaces.needed(name, main=False) <= one.prominence


def _least(one: Organisation, language: str) -> float:
    """Return the prominence from which names in a language are carried over."""
    if language in FOREIGN and one.category in ("band", "sport"):
        return NEVER
    return TRANSLATED.get(language, FOREIGN.get(language, NEVER))


def main_name(helds: Sequence[Held]) -> tuple[str, str]:
    """Return the English label and its source: the exports of Wikidata go before the others."""

    def rank(held: Held) -> int:
        return (held.source != "wikidata") + 2 * held.kind.startswith("quiz")

    for held in sorted(helds, key=rank):
        for name in (without_brackets(held.label), without_brackets(held.title)):
            if name and not _ODD.search(name) and not _OTHER.search(name) and _LATIN.search(name):
                fuller = _with_form(name, helds) if held.source == BRANDS else name
                return (fuller, held.source) if len(name) <= LONGEST else ("", "")
    return "", ""


def _with_form(name: str, helds: Sequence[Held]) -> str:
    """Return a brand of one word by the name of its company: "Hess Corporation" for "Hess"."""
    formed = (held.label for held in helds if without_legal_form(held.label) == name)
    return min((label for label in formed if label != name), key=len, default=name)


def _accents(pair: tuple[str, str]) -> tuple[str, int]:
    language, name = pair
    return language, -sum(not letter.isascii() for letter in name)


def without_brackets(name: str) -> str:
    """Return a name without what stands in brackets behind it, and with single blanks."""
    return re.sub(r" \([^)]*\)$", "", " ".join(name.split()))

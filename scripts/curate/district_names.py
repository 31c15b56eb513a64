"""What the world's second-level divisions are called, with and without the word for their kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from curate.words import fold, is_usable_alias, plain, strip_division_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from curate.tables import Row

__all__ = ["bare_name", "comparable", "english_name", "further_names", "is_town"]

_OF = r"(?: (?:of|de los|de las|de la|de l'|de|del|do|da|du|des|di|dell'|della|e|dos|das))?"
_BEFORE = (
    "Amphoe King|Amphoe|Arrondissement|Bahagian|Bashkia|Bezirk|Borough|Cantón|Cercle|Commune|"
    "Comuna|Comune|Concelho|County|Daerah|Daïra|Daira|Departamento|Department|Département|"
    "Distretto|Distrito|District|Distrikt|Gemeente|Grafschaft|Huyện|Judet|Kabupaten|Kommun|"
    "Komuna|Kreis|Landkreis|Markaz|Metropolitan Borough|Municipality|Municipalidad|Municipio|"
    "Município|Nohiyai|Nomós|Obshtina|Okres|Općina|Opština|Partido|Perifereiakí Enótita|"
    "Politischer Bezirk|Powiat|Préfecture|Prefecture|Prefettura|Province|Provincia|Provincie|"
    "Provinz|Qaḑā’|Rayon|Regierungsbezirk|Royal Borough|Shahrestān-e|Srŏk|Town|Walīyat|Wilaya"
)
_TOWN = re.compile(
    r"^(?:(?:City|City and Borough|City and County|Municipality of the City) of"
    r"|Grad|Gradska općina|Khêt|Kota|Krŏng|Kreisfreie Stadt|Municipiul|Oraş|Oraș|Quận"
    r"|Stadtkreis|Thành Phố|Thị Xã) | (?:City|Stadt|linn|Gorod|Shaary|Shahri|Qalasy)$"
)
_BEFORE_NAME = re.compile(rf"(?:{_BEFORE}){_OF}[ ’'](?=[^\W\d_a-z])")
_AFTER_NAME = re.compile(
    r"(?: (?:Aūdany|Barrio|barrio|Barrio-Pueblo|Borough|Council|county borough|County Borough|"
    r"Diqu|Gun|Ilcesi|İlçesi|Járás|Kommun|kommun|Kommune|kommune|Local Government Area|"
    r"Metropolitan Municipality|Local Municipality|District Municipality|Municipality|novads|"
    r"pagasts|Prefecture|raion|Raion|Rayon|rayon|Regency|Shi|Shire|Subregion|Tumani|Urban District|"
    r"vald|Zizhizhou|Zone|district|province)|-gun|-gu|-si|-shi|-ku)$"
)
# "Khokholsky District" is the district of Khokhol; the word alone is a surname.
_ADJECTIVE = re.compile(r"(?:[stc]kij|[stc]k(?:y|iy|yi|yy|i|aya|oye|oe|ogo|a|ý|á)|skyy|skyi)$")
_LIGATURES = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ö": "Oe", "Ü": "Ue", "Ä": "Ae"})
_ENGLISH_KINDS = re.compile(
    r" (?:Regency|Raion|District|County|Province|Prefecture|Municipality|Department|Borough)$"
)


def is_town(name: str) -> bool:
    """Tell whether a division is by its name a town: "City of York", "Kota Sibolga".

    Without the word it would have the name of the town itself.
    """
    return _TOWN.search(name) is not None


def bare_name(name: str) -> str:
    """Return the name of a second-level division without the word for its kind.

    An adjective that is left ("Powiat chrzanowski") keeps the word.

    Example:
        >>> bare_name("Departamento de Uruguay"), bare_name("Powiat chrzanowski")
        ('Uruguay', 'Powiat chrzanowski')
        >>> bare_name("Provincia di Oristano"), bare_name("Yeongdong-gun"), bare_name("Devon")
        ('Oristano', 'Yeongdong', 'Devon')
    """
    bare = _BEFORE_NAME.sub("", name, count=1)
    if bare == name:
        bare = _AFTER_NAME.sub("", name)
    if bare == name:
        bare = strip_division_word(name)
    return bare


def comparable(names: Iterable[str]) -> set[str]:
    """Return names as they are compared with those of settlements: "Salems Kommun" is Salem's."""
    found = set()
    for name in names:
        bare = _TOWN.sub("", name) if is_town(name) else bare_name(name)
        found |= {fold(name), fold(bare)}
        if name.casefold().endswith((" kommun", " kommune")):
            found.add(fold(bare).removesuffix("s"))
    return found - {""}


def english_name(name: str, others: Sequence[str]) -> str:
    """Return what an English reader knows a division by.

    That is GeoNames' alternate "Demak Regency" before "Kabupaten Demak", where there is one.
    """
    bare = fold(bare_name(name))
    if fold(name) == bare or _ENGLISH_KINDS.search(name):
        return name
    longer = [o for o in others if _ENGLISH_KINDS.search(o) and fold(bare_name(o)) == bare]
    return min(longer, key=lambda other: (not other.isascii(), other), default=name)


def further_names(curie: str, known: Sequence[str]) -> list[Row]:
    """Return the further names of a division as rows; the first name known is the one shown.

    Without the word for its kind a name is ``short``; the others are ``variant``.
    """
    shorts = [bare_name(name) for name in known if not is_town(name)]
    bare = {plain(short) for short, name in zip(shorts, known, strict=False) if short != name}
    bare |= {plain(s) for s in shorts if s not in known}
    seen = {plain(known[0])} | {plain(name.translate(_LIGATURES)) for name in (*known, *shorts)
                                if name.translate(_LIGATURES) != name}  # fmt: skip
    rows = []
    for name in dict.fromkeys([*known[1:], *shorts]):
        key = plain(name)
        if key not in seen and is_usable_alias(name) and not _is_adjective(name):
            seen.add(key)
            kind = "short" if key in bare else "variant"
            rows.append(
                {"id": curie, "name": name, "type": kind, "language": "", "source": "geonames"}
            )
    return rows


def _is_adjective(name: str) -> bool:
    """Tell whether a name lacks its noun: "chrzanowski", "Khokholsky"."""
    return name[:1].islower() or _ADJECTIVE.search(name) is not None

"""What each layer of Natural Earth calls a place, and what that is in GeoNames' terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from gazetteer.codes import is_country
from gazetteer.model import Name, NameType
from gazetteer.names import fold
from gazetteer.rows import area_prominence, settlement_prominence

Facts = Mapping[str, Any]

_SETTLEMENTS: Final = {
    "admin-0 capital": "PPLC", "admin-0 capital alt": "PPLG", "admin-0 region capital": "PPLA",
    "admin-1 capital": "PPLA", "admin-1 region capital": "PPLA", "populated place": "PPL",
    "historic place": "PPLH", "scientific station": "STNB", "meteorological station": "STNM",
}  # fmt: skip
_WATERS: Final = {
    "ocean": "OCN", "sea": "SEA", "gulf": "GULF", "bay": "BAY", "strait": "STRT",
    "channel": "CHN", "sound": "SD", "fjord": "FJD", "lagoon": "LGN", "inlet": "INLT",
    "reef": "RF", "river": "STM", "lake": "LK", "reservoir": "RSV", "alkaline lake": "LKN",
    "canal": "CNL",
}  # fmt: skip
_LANDFORMS: Final = {
    "island": "ISL", "island group": "ISLS", "cape": "CAPE", "waterfall": "FLLS", "plain": "PLN",
    "peninsula": "PEN", "desert": "DSRT", "range/mtn": "MTS", "plateau": "UPLD", "valley": "VAL",
    "basin": "BSNU", "delta": "DLTA", "isthmus": "ISTH", "wetlands": "WTLD", "coast": "CST",
}  # fmt: skip
_COUNTRIES: Final = {
    "sovereign country": "PCLI", "country": "PCLI", "sovereignty": "PCLI", "dependency": "PCLD",
    "disputed": "PCL", "indeterminate": "PCL", "lease": "LTER",
}  # fmt: skip
# Prominence by scale rank, as the curated waters have it; 0.02 beyond the last.
_BY_RANK: Final = (0.3, 0.25, 0.2, 0.15, 0.1, 0.06, 0.04)

_LANGUAGE: Final = re.compile(r"name_([a-z]{2})")
_ENGLISH_SHORT: Final = (
    (re.compile(r"\bInt'l\b"), "International"),
    (re.compile(r"\bIs\.(?=\s|$)"), "Islands"),
    (re.compile(r"\bI\.(?=\s|$)"), "Island"),
)
_SEVERAL: Final = frozenset({"name_alt", "namealt", "namepar", "cityalt", "name_local"})
_VARIANTS: Final = _SEVERAL | {"name", "name_long", "name_ciawf", "nameascii", "meganame"}
_NAME_COLUMNS: Final[Mapping[str, tuple[NameType, str | None]]] = {
    **dict.fromkeys(_VARIANTS, (NameType.VARIANT, None)),
    "formal_en": (NameType.OFFICIAL, "en"),
    "formal_fr": (NameType.OFFICIAL, "fr"),
    "name_abb": (NameType.ABBREVIATION, None),
    "name_zht": (NameType.VARIANT, "zh"),
}


def clean(value: Any) -> str:
    """Return a text without doubled spaces; "" for what is none, and for -99."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return "" if text in {"-99", "None"} else text


def _spelt_out(value: Any) -> str:
    """Return a name without the capitals and the cut words of a map's label."""
    text = clean(value)
    for short, long in _ENGLISH_SHORT:
        text = short.sub(long, text)
    return text.title() if len(text) > 4 and text.isupper() else text


def _plain_name(facts: Facts) -> str:
    return _spelt_out(facts.get("name_en") or facts.get("name"))


def _claim_name(facts: Facts) -> str:
    """Return the name of a disputed area; a country's own name says nothing of the part."""
    name = _spelt_out(facts.get("brk_name"))
    return "" if name in {clean(facts.get("admin")), clean(facts.get("sovereignt"))} else name


def _airport_name(facts: Facts) -> str:
    name = _plain_name(facts)
    military = "military" in str(facts.get("type"))
    whole = re.search(
        r"airport|air base|airbase|airfield|space|cosmodrome|afb", name, re.IGNORECASE
    )
    return name if not name or whole or military else f"{name} Airport"


def _class(facts: Facts) -> str:
    return clean(facts.get("featurecla")).lower()


def _water(facts: Facts) -> str | None:
    return _WATERS.get(_class(facts))


def _country_feature(facts: Facts) -> str | None:
    code = _COUNTRIES.get(clean(facts.get("type")).lower())
    dependent = code == "PCLI" and facts.get("homepart") in {-99, "-99"}
    return "PCLD" if dependent else code


def _claim_feature(facts: Facts) -> str | None:
    return "LTER" if "lease" in _class(facts) else "ADMD"


def _division_feature(facts: Facts) -> str | None:
    return None if "minor island" in _class(facts) else "ADM1"


def _airport_feature(facts: Facts) -> str | None:
    kind = str(facts.get("type") or "")
    return "AIRB" if kind.startswith("military") else "AIRF" if kind == "spaceport" else "AIRP"


def scale_rank(facts: Facts) -> int:
    """Return the scale rank, 0 for what a map of the world shows, 10 where it is not given."""
    for key in ("scalerank", "labelrank"):
        value = facts.get(key)
        if isinstance(value, int | float) and 0 <= value < 100:
            return int(value)
    return 10


def _by_rank(facts: Facts, _population: int, _feature: str) -> float:
    rank = scale_rank(facts)
    return _BY_RANK[rank] if rank < len(_BY_RANK) else 0.02


def _settlement_prominence(facts: Facts, population: int, feature: str) -> float:
    """By population; where there is none, by rank: 0.7 for world cities, 0.06 less a rank."""
    own = settlement_prominence(population) or max(0.05, 0.7 - 0.06 * scale_rank(facts))
    return min(0.98, own + 0.25) if feature == "PPLC" else own


def _country_prominence(_facts: Facts, population: int, feature: str) -> float:
    return area_prominence(feature, population, is_country=True) if is_country(feature) else 0.2


def _division_prominence(facts: Facts, _population: int, _feature: str) -> float:
    return max(0.15, 0.45 - 0.03 * scale_rank(facts))


def _airport_prominence(facts: Facts, _population: int, _feature: str) -> float:
    return max(0.02, 0.15 - 0.015 * scale_rank(facts))


def _people(facts: Facts) -> int:
    """Return the inhabitants of the town proper: POP_MAX counts the agglomeration."""
    for key in ("pop_min", "pop_max", "pop_est"):
        value = facts.get(key)
        if isinstance(value, int | float) and value > 0:
            return int(value)
    return 0


def _division_code(facts: Facts, country: str | None) -> str | None:
    """Return the GeoNames code "AM.08", which recent releases give."""
    code = clean(facts.get("gn_a1_code"))
    return code if country and re.fullmatch(rf"{country}\.\w+", code) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLayer:
    """How a layer is read.

    Attributes:
        sort: A key of ``known.HELD_AS``: what its places are compared with.
        feature_class: GeoNames feature class.
        name: Returns the name shown, "" for what has none.
        feature: Returns the GeoNames feature code, None for what is not read.
        prominence: Returns 0 to 1, from the facts, the population and the feature code.
        population: Returns the inhabitants.
        code: Returns the GeoNames area code that the place is itself, or None.
        description: Returns a few words.
        group: Columns that the parts of one place have in common, or None.
        has_country: Whether a place lies in the country that the layer names.
        unless: Another layer that holds the same places and more.
    """

    sort: str
    feature_class: str
    name: Callable[[Facts], str] = _plain_name
    feature: Callable[[Facts], str | None]
    prominence: Callable[[Facts, int, str], float] = _by_rank
    population: Callable[[Facts], int] = lambda _facts: 0
    code: Callable[[Facts, str | None], str | None] = lambda _facts, _country: None
    description: Callable[[Facts], str] = lambda _facts: ""
    group: tuple[str, ...] | None = None
    has_country: bool = False
    unless: str = ""


_PLACES: Final = SourceLayer(
    sort="settlement", feature_class="P", name=lambda facts: clean(facts.get("name")),
    feature=lambda facts: _SETTLEMENTS.get(_class(facts)), prominence=_settlement_prominence,
    population=_people, has_country=True,
)  # fmt: skip
_DIVISIONS: Final = SourceLayer(
    sort="division", feature_class="A", feature=_division_feature,
    prominence=_division_prominence, code=_division_code, has_country=True,
)  # fmt: skip
_LANDS: Final = SourceLayer(
    sort="landform", feature_class="T", feature=lambda facts: _LANDFORMS.get(_class(facts))
)
LAYERS: Final = {
    "admin_0_countries": SourceLayer(
        sort="area", feature_class="A",
        name=lambda facts: _spelt_out(facts.get("name_long") or facts.get("name")),
        feature=_country_feature, prominence=_country_prominence, population=_people,
        code=lambda _facts, country: country, has_country=True,
    ),
    "admin_0_disputed_areas": SourceLayer(
        sort="area", feature_class="A", name=_claim_name, feature=_claim_feature,
        description=lambda facts: (
            "leased area" if _claim_feature(facts) == "LTER" else "disputed area"
        ),
    ),
    "admin_1_states_provinces": _DIVISIONS,
    # Labels have no codes; where a place has one on each island, the parts are one place.
    "admin_1_label_points": replace(
        _DIVISIONS, code=lambda _facts, _country: None, group=("adm1_code",),
        unless="admin_1_states_provinces",
    ),
    "populated_places": _PLACES,
    "populated_places_simple": replace(_PLACES, unless="populated_places"),
    "geography_marine_polys": SourceLayer(sort="sea", feature_class="H", feature=_water),
    "lakes": SourceLayer(sort="lake", feature_class="H", feature=_water),
    "rivers_lake_centerlines": SourceLayer(
        sort="river", feature_class="H", feature=_water, group=("rivernum", "name"),
    ),
    "geography_regions_points": _LANDS,
    "geography_regions_polys": _LANDS,
    "airports": SourceLayer(
        sort="airport", feature_class="S", name=_airport_name, feature=_airport_feature,
        prominence=_airport_prominence,
    ),
}  # fmt: skip
"""By the name of the file without scale: the order is the order in which they are read."""


def iter_other_names(facts: Facts, shown: str, layer: SourceLayer) -> Iterator[Name]:
    """Yield the further names of a place: other spellings, languages, official and short forms.

    The name alternatives of lakes are left out: they name the group, "Great Lakes".
    """
    seen = {fold(shown)}
    if layer.name is _claim_name and clean(facts.get("name")) != clean(facts.get("brk_name")):
        return  # the other columns name the country that the part belongs to
    for key, value in facts.items():
        match = _LANGUAGE.fullmatch(key)
        use = _NAME_COLUMNS.get(key)
        if match:
            use = NameType.VARIANT, match[1]
        if use and not (key == "name_alt" and layer.sort == "lake"):
            yield from _spellings(key, value, *use, seen)


def _spellings(
    key: str, value: Any, type_: NameType, language: str | None, seen: set[str]
) -> Iterator[Name]:
    text = clean(value)
    for part in re.split(r"[,;|/]", text) if key in _SEVERAL else [text]:
        # Titles of Wikipedia tell namesakes apart in brackets: "Bassar (Togo)".
        name = _spelt_out(re.sub(r"\s*\([^)]*\)\s*$", "", part))
        if not name or "," in name or (folded := fold(name)) in seen:
            continue
        seen.add(folded)
        cut = type_ if "." not in name else NameType.ABBREVIATION
        yield Name(name, cut, language, preferred=key.startswith("name_") and language is not None)

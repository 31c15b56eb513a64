"""Which organisations of the references become rows, by class, fame and what says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curate.organisation_kinds import kinds_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curate.organisation_facts import Registered
    from curate.organisation_readers import Held

__all__ = ["Entrant", "category_of", "describe_kind", "is_wanted", "site_of"]

FILM_AND_MUSIC = frozenset({"nitrate-filmtv-2023", "nitrate-lastfm-2025"})
"""Collections of producers and labels; who stands in no other is little known."""
KNOWN = 0.18
"""Prominence of what has an article in the English Wikipedia, and nothing more."""
NOTABLE = 0.3
PROVIDERS = 3
BAND = 0.35
SHOPS = 2
"""Classes of shops that tell a chain of note from a shop."""

_REGISTRY = (
    ("education", "university"),
    ("healthcare", "hospital"),
    ("government", "government"),
    ("company", "company"),
    ("archive", "museum"),
    ("facility", "institute"),
    ("nonprofit", "ngo"),
    ("other", "ngo"),
    ("funder", "ngo"),
)
_EXPORTED = {
    kind: kind
    for kind in "armed-group band bank company court government international media military"
    " ministry museum ngo parliament party police religious sport union university".split()
} | {"think-tank": "ngo", "festival": ""}
"""Category of the exports of Wikidata -> ours."""
_UNSURE = {
    "government": r"agenc|authorit|board|bureau|cabinet|commission|council|department|directorate"
    r"|executive|government|inspectorate|institute|ministr|office|secretariat|service|admini"
    r"|treasury|corps|guard|fund|centre|center|organi[sz]ation|corporation",
    "university": r"school|college|universi|institut|academ|akadem|polyt|politec|[ée]cole|escola"
    r"|escuela|hochschul|facult|seminar|conservator|campus|law|tech|education|acad[ée]m",
    "museum": r"muse[uo]|musée|museum|galler|pinaco|kunst|collection|gallerie|pinakothek",
    "police": r"polic|polic[ií]a|polizei|gendarm|sheriff|constabular|intelligence|security|service"
    r"|carabinieri|guard|patrol|marshals|stasi|kgb|mossad|agency|directorate",
    "ministry": r"^(federal |royal )?(ministry|department|secretariat|office) |ministry of"
    r"|department of",
    "court": r"court|tribunal|cour |gericht|corte",
    "parliament": r"parliament|assembly|council|senate|house|congress|chamber|diet|duma|legislat"
    r"|knesset|parlament|rada|seimas|althing|cortes|landtag|storting|riksdag|majlis|sejm",
}
"""Category that the collections get wrong now and then -> what a name of it says."""
_NO_BODY = re.compile(
    r"^Q\d+$|\b(rivalry|derby|season|franchise|draft|ism)$"
    r"|^\w+ (DPR|DR|PR)$",  # a national team, by the name of its country: "Korea DPR"
    re.IGNORECASE,
)
_CABINET = re.compile(r"(first|second|third|\w+th|[A-Z]\w+) ([A-Z]\w+ )?ministry$", re.IGNORECASE)
_MINISTRY = re.compile(r"(federal |royal )?(minist|department|secretar|departament)", re.IGNORECASE)
_RESERVE = re.compile(
    r"\b(B|C|II|III|2|U-?\d\d|U\d\d|reserves?|youth|academy|juniors?|juvenil|castilla)$"
    r"|under-\d\d|-2$|\bwomen|ladies|femen|feminin",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"^(City|Town|Village|County|Borough|Municipality|Gemeente|Stadt|Ville|Comune|Commune) "
    r"|^\w+ County$"
)
_QUIZ = re.compile(
    r"brands-and-companies|airlines|restaurant-chains|newspapers|tv-channels|radio-stations"
    r"|websites|social-networking|clubs|franchises|f1-teams"
)
"""Topics of the quiz that are organisations; drinks and programs are none."""
_BRANDS = frozenset(
    "bank insurance supermarket department_store car fuel telecommunication mobile_phone"
    " electronics hotel post_office wholesale doityourself".split()
)
_OPERATORS = frozenset(
    "police government post_office hospital university prison fire_station railway courthouse"
    " plant substation line pipeline school college military water_utility".split()
)


def category_of(helds: Iterable[Held], registered: Registered | None) -> str:
    """Return the category of the table that the references give an organisation, "" for none."""
    helds = list(helds)
    for held in helds:
        if held.source == "partyfacts":
            return "party"
        if held.kind in _EXPORTED:
            return _EXPORTED[held.kind]
    if registered is not None:
        return next(category for kind, category in _REGISTRY if kind in registered.types)
    for held in helds:
        if held.kind.startswith("quiz/") and _QUIZ.search(held.kind):
            kinds = kinds_of(held)
            if kinds & {"company", "media", "sport"} and not kinds & {"work", "thing", "building"}:
                return "sport" if "sport" in kinds else "media" if "media" in kinds else "company"
        if held.kind.startswith(("brands/", "operators/")):
            return _category_of_brand(held.kind)
    return ""


def _category_of_brand(kind: str) -> str:
    side, *words = re.split(r"[/,]", kind)
    if side == "brands":
        # A brand of one class of shops is that of a shop of some town as often.
        several = kind.count("brands/shop/") >= SHOPS and "charity" not in words
        if not several and not _BRANDS.intersection(words):
            return ""
        return "bank" if "bank" in words else "company"
    if not _OPERATORS.intersection(words):
        return ""
    for word, category in (
        ("police", "police"), ("government", "government"), ("hospital", "hospital"),
        ("university", "university"), ("college", "university"), ("school", "government"),
        ("military", "military"), ("fire_station", "government"), ("prison", "government"),
        ("courthouse", "court"),
    ):  # fmt: skip
        if word in words:
            return category
    return "company"


@dataclass(frozen=True, slots=True)
class Entrant:
    """What decides whether an organisation comes in.

    Attributes:
        category: Of the table.
        names: The main name first.
        prominence: By `curate.fame`.
        country: ISO 3166-1 alpha-2, or "".
        collections: Exports of Wikidata that hold it.
        registered: What the Research Organization Registry says.
        providers: How many providers of data know a football club.
        confirmed: Whether a second reference says that it is of this category.
        operator: Whether only the name-suggestion index tells what it is.
    """

    category: str
    names: tuple[str, ...]
    prominence: float = 0.0
    country: str = ""
    collections: frozenset[str] = frozenset()
    registered: Registered | None = None
    providers: int = 0
    confirmed: bool = False
    operator: bool = False


def is_wanted(one: Entrant) -> bool:
    """Tell whether an organisation is worth a row."""
    name = one.names[0]
    if _PUBLIC.search(name) or _NO_BODY.search(name) or not _is_what_it_seems(one):
        return False
    if one.operator and (one.category == "hospital" or " " not in name):
        return one.prominence >= KNOWN
    if one.category == "band":
        return one.prominence >= BAND
    if one.category == "sport":
        return _is_wanted_club(one)
    if one.prominence >= NOTABLE or one.collections - FILM_AND_MUSIC:
        return True
    if one.collections:
        return False
    if one.registered is None:
        return True
    linked = one.category in ("university", "hospital", "government")
    return one.registered.linked if linked else one.registered.article


def _is_what_it_seems(one: Entrant) -> bool:
    """Tell whether names and country bear the category out, where that is often wrong."""
    name = one.names[0]
    if one.category in ("ministry", "parliament", "court") and not one.country:
        return one.prominence >= NOTABLE
    if _MINISTRY.match(name) and not one.country:
        return False
    if one.category == "ministry" and _CABINET.match(name):
        return False
    telling = _UNSURE.get(one.category, "")
    return one.confirmed or any(re.search(telling, name, re.IGNORECASE) for name in one.names)


def _is_wanted_club(one: Entrant) -> bool:
    if _RESERVE.search(one.names[0]):
        return one.prominence >= NOTABLE
    known = one.providers >= PROVIDERS or one.prominence >= KNOWN
    return known or bool(one.collections)


_KINDS = (
    ("university", r"school|college|universi|institut|academ", ""),
    ("media", r"\bradio\b|\bFM\b", "radio station"),
    ("media", r"\bTV\b|television|channel|televisi|telewiz", "television channel"),
    ("media", r"magazine", "magazine"),
    ("media", r"news agency|press agency", "news agency"),
    ("media", r"publish|books|verlag|university press", "publisher"),
    ("museum", r"librar|bibliot|archiv", "library or archive"),
    ("company", r"air ?lines?|airways|aviation", "airline"),
    ("company", r"records|recordings|music\b", "record label"),
    ("company", r"\bbank\b|banque|banco\b", "bank"),
    ("company", r"pharma", "pharmaceutical company"),
    ("company", r"railway|railroad|rail\b", "railway company"),
    ("company", r"insurance|assurance", "insurer"),
    ("company", r"publish|books|verlag", "publisher"),
    ("company", r"brewer", "brewery"),
    ("company", r"films?\b|pictures|productions|studios?\b|entertainment", "film company"),
    ("company", r"hotels?\b|\binns?\b", "hotel company"),
    ("company", r"motors\b|automobil", "vehicle maker"),
    ("company", r"software\b", "software company"),
    ("company", r"shipyard|shipbuild", "shipyard"),
    ("sport", r"astronaut", "group of astronauts"),
    ("sport", r"national .*team", "national team"),
    (
        "sport",
        r"league|liga\b|\bserie\b|ligue|primera divisi|championship|campeonato|conference$|\bcup$",
        "sports league",
    ),
    ("sport", r"professional baseball$", "sports league"),
    ("sport", r"(?-i:GAA|Hurling)", "Gaelic games team"),
    ("sport", r"golf", "golf club"),
    ("sport", r"racing\b|scuderia|grand prix|motorsport|formula", "racing team"),
    ("sport", r"basket", "basketball team"),
    ("sport", r"hockey|\bHC\b", "hockey team"),
    ("sport", r"rugby", "rugby club"),
    ("sport", r"cricket", "cricket team"),
    ("sport", r"cycl", "cycling team"),
    ("sport", r"volley", "volleyball club"),
    ("sport", r"handball", "handball club"),
    ("sport", r"federa|f[ée]d[ée]ra|association|union|committee|forbund", "sports federation"),
    ("government", r"schools?\b|academy trust|school district", "school authority"),
    ("religious", r"diocese|eparchy", "diocese"),
)
_CLUB = re.compile(
    r"\bclub|klub|\bcercle|\bassocia|sport|athleti|atl[ée]ti|racing|united\b|\bcity\b|verein"
    r"|\b(?-i:[A-Z]\.?[A-Z]\.?[A-Z]?\.?[A-Z]?\.?)(?:$| )",
    re.IGNORECASE,
)
"""What the name of a club says; another one may be that of a team, or of several."""
_SITES = (
    ("stadium", r"stadium|stade de|stadion|estadio|est[áa]dio|arena|ballpark"),
    ("airport", r"airport|flughafen|aeroporto|aeropuerto|a[ée]roport|aerodrome"),
    ("palace", r"palace|palais|palazzo|palacio"),
    ("castle", r"castle|schloss|castello"),
    ("theatre", r"theat(?:re|er)|th[ée][âa]tre|teatro"),
    ("opera house", r"opera house"),
    ("cathedral", r"cathedral|basilica"),
    ("hall of fame", r"hall of fame"),
    ("concert hall", r"concert hall"),
)
"""Word for a building or site -> the head noun of its names, behind or, in Romance, in front."""
_COMPANY = re.compile(
    r"(?i)\b(?:group|company|co|corp\w*|inc|ltd|records|record\w*|publishing|software"
    r"|entertainment|productions?|services|ag|plc|llc|films?|media)\b"
)
"""Words of a company's name, whatever building it is called by."""
_WORDS = {
    "sport": "sports team",
    "party": "political party",
    "international": "international organisation",
    "military": "armed forces",
    "government": "public body",
    "ngo": "organisation",
    "union": "trade union",
    "religious": "religious body",
    "armed-group": "armed group",
    "police": "police or security service",
    "institute": "research institute",
    "media": "media",
}


def describe_kind(category: str, name: str, *, football: bool, paper: bool) -> str:
    """Return what an organisation is: "football club", "newspaper", "airline".

    Args:
        category: Of the table.
        name: Its main name, which tells more.
        football: Whether a reference of football clubs holds it.
        paper: Whether a reference of newspapers holds it.

    Example:
        >>> describe_kind("company", "Jet Airways", football=False, paper=False)
        'airline'
    """
    if site := site_of(category, name):
        return site
    if football and category == "sport":
        return "football club"
    for kind, pattern, word in _KINDS:
        if kind == category and word and re.search(pattern, name, re.IGNORECASE):
            return word
    if paper and category == "media":
        return "newspaper"
    if category == "sport" and _CLUB.search(name):
        return "sports club"
    return _WORDS.get(category, category)


def site_of(category: str, name: str) -> str:
    """Return the word for what is named as a building or site, "" for what may be a body.

    Example:
        >>> site_of("company", "Stade de France"), site_of("sport", "Stade Rennais F.C.")
        ('stadium', '')
    """
    if category not in ("company", "sport"):
        return ""
    for word, nouns in _SITES:
        last = rf".*\b(?:{nouns})$"
        if re.fullmatch(last, name, re.IGNORECASE) or (
            category == "company"
            and re.match(rf"(?:{nouns}) ", name, re.IGNORECASE)
            and not re.search(_COMPANY, name)
        ):
            return word
    return ""

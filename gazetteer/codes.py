"""What the feature codes of GeoNames stand for: one vocabulary of the sorts of places.

The codes are those of https://www.geonames.org/export/codes.html, held without the letter of their
class: "PPLC", not "P.PPLC". Each function names the codes it is true of. None and codes that it
does not name are false to all of them, ``may_be_settlement`` apart.

"Area" has three meanings, kept apart by their names: ``is_administrative`` is what an authority
governs, ``is_wide`` what news names without saying where it lies, ``is_vast`` what is no smaller
than a country. Whatever a map has to draw as an area, which a river is too, ``enrich.geography``
tells.
"""

from __future__ import annotations

from typing import Final, Literal

CAPITAL: Final = "PPLC"
"""The capital of a country."""
SECTION: Final = "PPLX"
"""A quarter: a settlement by its class, and an area by its size."""
SEMI_INDEPENDENT: Final = "PCLS"
"""A political entity that governs itself: Hong Kong; breakaway states, which hold no code."""
TERRITORY: Final = "TERR"
"""A territory, Western Sahara or Antarctica, but single islands too."""

Level = Literal[
    "country", "first-level area", "second-level area", "lesser area",
    "capital", "first-level seat", "second-level seat", "settlement", "part of a town",
    "water", "region",
]  # fmt: skip
"""Each code is of one of these; ``level`` tells of which."""

_LEVELS: Final[dict[str, Level]] = {
    CAPITAL: "capital", SECTION: "part of a town",
    "PPLA": "first-level seat", "PPLA2": "second-level seat",
}  # fmt: skip
# Class H.
_WATERS: Final = frozenset(
    "AIRS ANCH BAY BAYS BGHT BNK BNKR BNKX BOG CAPG CHN CHNL CHNM CHNN CNFL CNL CNLA CNLB CNLD CNLI"
    " CNLN CNLQ CNLSB CNLX COVE CRKT CRNT CUTF DCK DCKB DOMG DPRG DTCH DTCHD DTCHI DTCHM ESTY FISH"
    " FJD FJDS FLLS FLLSX FLTM FLTT GLCR GULF GYSR HBR HBRX INLT INLTQ LBED LGN LGNS LGNX LK LKC"
    " LKI LKN LKNI LKO LKOI LKS LKSB LKSC LKSI LKSN LKSNI LKX MFGN MGV MOOR MRSH MRSHN NRWS OCN"
    " OVF PND PNDI PNDN PNDNI PNDS PNDSF PNDSI PNDSN POOL POOLI RCH RDGG RDST RF RFC RFX RPDS RSV"
    " RSVI RSVT RVN SBKH SD SEA SHOL SILL SPNG SPNS SPNT STM STMA STMB STMC STMD STMH STMI STMIX"
    " STMM STMQ STMS STMSB STMX STRT SWMP SYSI TNLC WAD WADB WADJ WADM WADS WADX WEIR WLL WLLQ"
    " WLLS WTLD WTLDI WTRC WTRH".split()
)
# Of the classes S, T and H.
_SPOTS: Final = frozenset(
    "MT PK VLC FLLS PASS AIRB AIRP BDG BLDG CH CSTL DAM FT HSP HSTS LTHSE MNMT MSQE MSTY MUS PAL"
    " PRN PS RSTN SCH SQR STDM SYG TMPL TOWR UNIV".split()
)
# Single buildings, which are never a kilometre wide; the others of _SPOTS may be.
_BUILDINGS: Final = frozenset(
    "BDG BLDG CH CSTL FT HSTS LTHSE MNMT MSQE MSTY MUS PAL PRN RSTN STDM SYG TMPL TOWR".split()
)

_AIRPORTS: Final = frozenset({"AIRB", "AIRF", "AIRP"})


def is_settlement(code: str | None) -> bool:
    """Tell whether a code is of a settlement or a part of one: class P, PPL* and STLMT.

    Example:
        >>> is_settlement("PPLC"), is_settlement("STLMT"), is_settlement("ADM1")
        (True, True, False)
    """
    return (code or "").startswith(("PPL", "STLMT"))


def may_be_settlement(code: str | None) -> bool:
    """Tell whether a code is of a settlement, or there is none: most of what has none is one.

    Example:
        >>> may_be_settlement("PPL"), may_be_settlement(None), may_be_settlement("STM")
        (True, True, False)
    """
    return not code or is_settlement(code)


def is_seat(code: str | None) -> bool:
    """Tell whether a code is of the seat of a division: PPLA, PPLA2 to PPLA5.

    Example:
        >>> is_seat("PPLA2"), is_seat("PPLC")
        (True, False)
    """
    return (code or "").startswith("PPLA")


def is_country(code: str | None) -> bool:
    """Tell whether a code is of a country, dependent and former ones among them: PCL*.

    Example:
        >>> is_country("PCLD"), is_country("PCLH"), is_country("TERR")
        (True, True, False)
    """
    return (code or "").startswith("PCL")


def is_country_today(code: str | None) -> bool:
    """Tell whether a code is of a country that exists: PCL* without PCLH.

    Example:
        >>> is_country_today("PCLI"), is_country_today("PCLH")
        (True, False)
    """
    return is_country(code) and code != "PCLH"


def is_division(code: str | None) -> bool:
    """Tell whether a code is of a division of a country, of whatever level: ADM*.

    Example:
        >>> is_division("ADM3"), is_division("ADMD"), is_division("PCLI")
        (True, True, False)
    """
    return (code or "").startswith("ADM")


def is_first_level(code: str | None) -> bool:
    """Tell whether a code is of a first-level division, once or today: ADM1 and ADM1H.

    Example:
        >>> is_first_level("ADM1"), is_first_level("ADM2")
        (True, False)
    """
    return code in ("ADM1", "ADM1H")


def is_second_level(code: str | None) -> bool:
    """Tell whether a code is of a second-level division, once or today: ADM2 and ADM2H.

    Example:
        >>> is_second_level("ADM2"), is_second_level("ADM1")
        (True, False)
    """
    return code in ("ADM2", "ADM2H")


def is_administrative(code: str | None) -> bool:
    """Tell whether a code is of what an authority governs: class A.

    These are countries (PCL*), divisions (ADM*), territories (TERR), leased areas (LTER), parishes
    (PRSH), zones and buffer zones (ZN, ZNB).

    Example:
        >>> is_administrative("PCLI"), is_administrative("ADM2"), is_administrative("RGN")
        (True, True, False)
    """
    return (code or "").startswith(("PCL", "ADM", TERRITORY, "LTER", "PRSH", "ZN"))


def is_wide(code: str | None) -> bool:
    """Tell whether a code is of an area that news names without saying where it lies.

    Countries, first-level divisions, territories, continents and regions: PCL*, ADM1, ADM1H, TERR,
    CONT, RGN*.

    Example:
        >>> is_wide("ADM1"), is_wide("RGN"), is_wide("ADM2")
        (True, True, False)
    """
    return (code or "").startswith(("PCL", "ADM1", TERRITORY, "CONT", "RGN"))


def is_vast(code: str | None) -> bool:
    """Tell whether a code is of something as large as a country: PCL*, TERR, CONT, OCN.

    Example:
        >>> is_vast("PCLI"), is_vast("OCN"), is_vast("ADM1")
        (True, True, False)
    """
    return (code or "").startswith(("PCL", TERRITORY, "CONT", "OCN"))


def is_water(code: str | None) -> bool:
    """Tell whether a code is of water, running, standing or frozen: class H.

    Example:
        >>> is_water("SEA"), is_water("STM"), is_water("ISL")
        (True, True, False)
    """
    return code in _WATERS


def is_line(code: str | None) -> bool:
    """Tell whether a code is of what runs along a line: rivers, canals, wadis, roads, railways.

    A circle that covers it says next to nothing of where it is.

    Example:
        >>> is_line("STM"), is_line("CNL"), is_line("LK")
        (True, True, False)
    """
    return (code or "").startswith(("STM", "CNL", "WAD", "RD", "RR", "TRL"))


def is_spot(code: str | None) -> bool:
    """Tell whether a code is of something as small as its point: summits, passes, buildings.

    Whatever is not known to be so small is none: a reef of 900 km must never look like a house.

    Example:
        >>> is_spot("MT"), is_spot("AIRP"), is_spot("MTS")
        (True, True, False)
    """
    return code in _SPOTS


def is_building(code: str | None) -> bool:
    """Tell whether a code is of a single building: a stadium, a castle, a bridge, no campus.

    Example:
        >>> is_building("STDM"), is_building("AIRP"), is_building("UNIV")
        (True, False, False)
    """
    return code in _BUILDINGS


def is_airport(code: str | None) -> bool:
    """Tell whether a code is of an airport, an airfield or an air base.

    Example:
        >>> is_airport("AIRB"), is_airport("AIRH")
        (True, False)
    """
    return code in _AIRPORTS


def is_facility(code: str | None) -> bool:
    """Tell whether a code is of a building or an airport.

    Example:
        >>> is_facility("AIRP"), is_facility("CSTL"), is_facility("MT")
        (True, True, False)
    """
    return code in _BUILDINGS or is_airport(code)


def level(code: str | None) -> Level:
    """Return what sort of place a code is of.

    Seats below the second level are settlements like others. A "region" is all that is none of the
    rest: regions, islands, mountains, buildings, former countries.

    Example:
        >>> level("PCLI"), level("ADM2"), level("ADMD"), level("PPLA2"), level("PPLX")
        ('country', 'second-level area', 'lesser area', 'second-level seat', 'part of a town')
        >>> level("PPLA3"), level("LK"), level("ISL"), level("PCLH")
        ('settlement', 'water', 'region', 'region')
    """
    if is_settlement(code):
        return _LEVELS.get(code or "", "settlement")
    if is_water(code):
        return "water"
    if is_country(code):
        return "country" if is_country_today(code) else "region"
    if not is_administrative(code):
        return "region"
    if is_first_level(code):
        return "first-level area"
    return "second-level area" if is_second_level(code) else "lesser area"

"""Where an organisation is, as its description says it."""

from __future__ import annotations

__all__ = ["in_place", "placed"]

_ARTICLE = ("United ", "Philippines", "Maldives", "Netherlands", "Bahamas", "Gambia", "Comoros",
            "Seychelles", "Democratic Republic", "Republic of", "Central African", "Dominican Rep",
            "Palestinian Terr", "Czech Republic", "British Virgin", "U.S. Virgin")  # fmt: skip


def placed(country: str, *, alone: bool = False) -> str:
    """Return the name of a country as it stands behind a comma, or alone behind "in" or "of".

    Example:
        >>> placed("The Netherlands"), placed("United States", alone=True)
        ('Netherlands', 'the United States')
    """
    bare = country.removeprefix("The ").removeprefix("the ")
    needs = bare.startswith(_ARTICLE) or bare.endswith(" Islands")
    return f"the {bare}" if alone and needs else bare


def in_place(town: str, country: str) -> str:
    """Return " in Leiden, Netherlands", " in the United States" or "".

    Example:
        >>> in_place("City of Waltham", "United States"), in_place("", "The Netherlands")
        (' in Waltham, United States', ' in the Netherlands')
    """
    town = town.removeprefix("City of ")
    land = placed(country)
    if land:
        town = town.removesuffix(f", {land}")
    if not town or town == land:
        return f" in {placed(land, alone=True)}" if land else ""
    return f" in {town}, {land}" if land else f" in {town}"

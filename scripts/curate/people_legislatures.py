"""Tell the members of national legislatures from those of states, regions and towns, by title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from curate.people_titles import LEGISLATOR, Office

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curate.people_source import Countries

__all__ = ["Legislatures"]

EUROPEAN = "member of the European Parliament"
SENATOR = "senator"

_MEMBER = re.compile(
    r"(?i)(?P<lesser>substitute |deputy |temporary |alternate )?"
    r"(?:(?:member|representative|senator|deputy|people's deputy)(?: (?:of|in|to|for)\b| at\b|$)"
    r"|(?:state|federal) deputy|state (?:senator|representative)|knesset member|teachta dála"
    r"|united states (?:representative|senator))"
)
_WHOLE = {
    "knesset member": LEGISLATOR, "teachta dála": LEGISLATOR, "federal deputy": LEGISLATOR,
    "deputy": LEGISLATOR, "senator": SENATOR, "people's deputy": LEGISLATOR,
    "united states representative": "member of the House of Representatives",
    "united states senator": SENATOR, "senator for life": SENATOR, "federal senator": SENATOR,
}  # fmt: skip
_BODIES = frozenset(
    """parliament|national parliament|national assembly|chamber of deputies|house of commons
    |house of representatives|congress of deputies|riksdag|state duma|lok sabha|folketing
    |national people's congress|supreme people's assembly|assembly of the republic|sejm|seimas
    |people's representative council|national legislative assembly|storting|saeima|riigikogu
    |legislative yuan|grand national assembly|jatiya sangsad|jatiya sangshad|national council
    |chamber of representatives|dewan rakyat|mazhilis|majlis|islamic consultative assembly
    |people's council|legislature parliament|assembly of the representatives of the people
    |constituent national assembly|constituent assembly|people's majlis|verkhovna rada
    |supreme council|council of representatives|general council|landtag|supreme soviet
    |federal assembly|people's assembly|assembly of representatives|bundestag|althing|congress
    |transitional national assembly|interim national assembly|national congress
    |milli majlis|jogorku kenesh|supreme assembly|oliy majlis|house of the people|wolesi jirga
    |senate|chamber of senators|house of councillors|rajya sabha|federation council
    |council of states|federal council|council of the nation|dewan negara|meshrano jirga
    |house of peoples|council of the republic|national council of provinces|shura council
    |regional representative council|hellenic parliament""".replace("\n    ", "").split("|")
)
_UPPER = frozenset({"senate", "chamber of senators"})
_UNICAMERAL_STATES = frozenset({"CR", "SV", "HK", "PS", "KW", "BN", "MO", "NU", "TO", "LI", "JO"})
"""Where "Legislative Assembly" or "Legislative Council" is the national one."""
_ONLY_THERE = frozenset({"legislative assembly", "legislative council"})
_NUMBER = re.compile(
    r"(?i)\b\d+(?:st|nd|rd|th)\b|\b(?:of the )?\d*(?:st|nd|rd|th) (?:convocation|republic)\b"
    r"|\b[12]\d{3}(?:\s*[–-]\s*(?:[12]\d{3})?)?|\b(?:first|second|third|fourth|fifth|sixth|"
    r"seventh|eighth|ninth|tenth)\b"
)
_OF_A_STATE = re.compile(r"(?i)(?:state|federal) ")
_FILLERS = re.compile(r"(?i)\b(?:of|in|for|the|republic|kingdom|state|slovak|united|to)\b")


class Legislatures:
    """Reads the titles of members of legislatures.

    Args:
        countries: Maps country names.
        adjectives: ISO code to the adjectives of the country.
    """

    def __init__(self, countries: Countries, adjectives: dict[str, list[str]]) -> None:
        names: dict[str, set[str]] = {}
        for name, code in countries.iter_names():
            names.setdefault(code, set()).add(name)
        for code, written in adjectives.items():
            names.setdefault(code, set()).update(a.casefold() for a in written)
        self._own = {code: _any_of(sorted(own, key=len)[::-1]) for code, own in names.items()}

    def office(self, title: str, country: str) -> tuple[Office, bool] | None:
        """Return the seat that a title means, and whether it is a national one.

        Args:
            title: As the reference writes it.
            country: ISO code of the state.

        Returns:
            None where the title means no member of a legislature.
        """
        member = _MEMBER.match(title)
        if member is None or re.match(r"(?i)deputy (?!of |in |at |$|member)", title):
            return None
        if "European Parliament" in title:
            return Office(EUROPEAN, country), not member["lesser"]
        if whole := self._whole(title, country):
            return Office(whole, country), True
        body = self._body(title[member.end() :], country)
        only_there = body in _ONLY_THERE and country in _UNICAMERAL_STATES
        if (body not in _BODIES and not only_there) or member["lesser"]:
            shown = f"member of{_lowered(title[member.end() :])}"
            whole = title[:1].lower() + title[1:]
            return Office(whole if _OF_A_STATE.match(title) else shown, country), False
        return Office(SENATOR if body in _UPPER else LEGISLATOR, country), True

    def _whole(self, title: str, country: str) -> str:
        """Return the seat that a title without a body means, or ""."""
        own = self._own.get(country)
        bare = own.sub(" ", title.casefold()) if own else title.casefold()
        plain = " ".join(re.sub(r"\b(of|the)\b", " ", bare).split())
        plain = plain.split(" representing ")[0]
        return _WHOLE.get(title.casefold()) or _WHOLE.get(plain, "")

    def _body(self, text: str, country: str) -> str:
        """Return the name of a body without numbers, the country's name and small words."""
        plain = _NUMBER.sub(" ", text.casefold().split(" (")[0])
        for body in _BODIES | _ONLY_THERE:  # "Council of States": the small words are its own
            if " ".join(plain.replace(" the ", " ", 1).split()) == body:
                return body
        own = self._own.get(country)
        bare = own.sub(" ", plain) if own else plain
        for body in sorted(_BODIES | _ONLY_THERE, key=len, reverse=True):
            if body in bare and not _FILLERS.sub(" ", bare.replace(body, " ", 1)).strip(" ,'s"):
                return body
        return ""


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of whole names."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def _lowered(text: str) -> str:
    """Return the body behind "member of", without the number of its term."""
    plain = " ".join(_NUMBER.sub(" ", text).split())
    return plain and f" {plain}"

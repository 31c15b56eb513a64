"""One spelling for one office: titles of the reference to titles of ``people_positions.csv``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.sources.edits import read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from curate.people_source import Countries, ReferencePerson

__all__ = ["LEGISLATOR", "Office", "Titles"]


class Office(NamedTuple):
    """An office: its title, the ISO code of the state served and the name of the body, or ""."""

    title: str
    country: str
    body: str = ""


LEGISLATOR = "member of parliament"
"""The title of a member of any national lower or only chamber but the United States' House."""

# National legislatures, as the reference writes them, compared without case.
LEGISLATURES: tuple[tuple[str, str], ...] = (
    (r"united states representative", "member of the House of Representatives"),
    (
        r"non-voting member of the house of representatives",
        "member of the House of Representatives",
    ),
    (r"united states senator|member of the senate of france", "senator"),
    (r"member of the federation council of russia", "senator"),
    (r"member of the french national assembly|people's deputy of ukraine", LEGISLATOR),
    (r"member of the state duma|knesset member", LEGISLATOR),
    (r"member of the grand national assembly of turkey", LEGISLATOR),
    (r"member of the \d+\w\w parliament of the united kingdom", LEGISLATOR),
    (r"member of the national assembly of (armenia|azerbaijan)", LEGISLATOR),
    (
        r"member of the islamic consultative assembly|member of the parliament of georgia",
        LEGISLATOR,
    ),
)

# Whole titles, compared without case. The first that matches decides.
WHOLE: tuple[tuple[str, str], ...] = (
    (r"(minister|secretary) of (state )?(for )?foreign (affairs|relations|ministry)", "FOREIGN"),
    (
        r"(minister|secretary) (of|for) (foreign|external)( affairs| relations| action)\b.*",
        "FOREIGN",
    ),
    (r"(minister|secretary) (of|for) foreign and .*", "FOREIGN"),
    (r"(federal )?minister (of|for) european? and foreign affairs", "FOREIGN"),
    (r"(federal )?minister (of|for) (foreign|european and international) affairs.*", "FOREIGN"),
    (r"secretary of state for foreign(, |\b).*affairs", "FOREIGN"),
    (r"(foreign minister|foreign secretary|foreign affairs minister)", "FOREIGN"),
    (r"minister of international relations and cooperation", "FOREIGN"),
    (r"minister (of|for) (national )?defen[cs]e( and armed forces logistics)?", "DEFENCE"),
    (r"minister of defen[cs]e and (military )?veterans", "DEFENCE"),
    (r"federal minister of (national )?defen[cs]e|minister of the armed forces", "DEFENCE"),
    (r"secretary of state for defence", "DEFENCE"),
    (r"chancellor of the exchequer", "FINANCE"),
    (r"minister (of|for) (the )?(economy and )?(public )?financ\w+( of .*)?", "FINANCE"),
    (r"minister of finance and (treasury|economic affairs|planning|the budget)", "FINANCE"),
    (r"minister of the economy, finances? and .*", "FINANCE"),
    (r"minister of (economic affairs and|economy and) finances?", "FINANCE"),
    (r"secretary of state for the home department", "INTERIOR"),
    (r"minister (of|for) (the )?(interior|internal|home)( affairs)?", "INTERIOR"),
    (r"minister (of|for) (the )?interior (affairs )?and .*", "INTERIOR"),
    (r"ambassador to the united nations", "permanent representative to the United Nations"),
    (
        r"permanent representative to the united nations(, new york)?",
        "permanent representative to the United Nations",
    ),
    (r"(ambassador (in|of) [^,]*)", "ambassador"),
    (r"chief justice|president of the supreme court", "president of the supreme court"),
    (r"(supreme court justice|justice of the supreme court)", "justice of the supreme court"),
    (r"(chief of (the )?general staff)", "chief of the general staff"),
    (
        r"(governor|president) of (the )?((?!european)\w+ )?(central|national|reserve) bank",
        "central bank governor",
    ),
    (
        r"(governor|president) of (the )?bank of [a-z]+|governor of the (state )?bank",
        "central bank governor",
    ),
    (r"foreign ministry spokeperson", "spokesperson of the ministry of foreign affairs"),
    (r"(chief|president) of the presidency", "president"),
    (r"(monarch|king|queen|emir|sultan|emperor|prince|grand duke|monarchy)", "monarch"),
    (r"(federal )?chancellor|taoiseach|premier|president of the executive yuan", "HEAD"),
    (r"(chair(man|person)|speaker|president) of the (parliament|state duma)", "SPEAKER"),
    (
        r"(chairman of the verkhovna rada|speaker of the (knesset|grand national assembly))",
        "SPEAKER",
    ),
    (r"speaker of the (islamic consultative assembly|house of commons)", "SPEAKER"),
    (r"speaker of the house of representatives", "SPEAKER"),
    (r"president of the national assembly", "SPEAKER"),
)

CANONICAL = {
    "FOREIGN": "minister of foreign affairs",
    "DEFENCE": "minister of defence",
    "FINANCE": "minister of finance",
    "INTERIOR": "minister of the interior",
    "SPEAKER": "speaker of parliament",
    "HEAD": "prime minister",
}

# After these words a proper name follows, which keeps its capitals.
KEEP_AFTER = re.compile(
    r"^((?i:.*?\b(?:governor|mayor|secretary of state|head|chief minister|governor-general|premier|"
    r"prime minister|president|commissioner) of |(?:head|president) of the (?=.*Republic)))"
    r"(?=[A-ZİÖÜ])(.*)$"
)
MEMBER = re.compile(r"^(?:member|representative|deputy) of (?=the |Moscow)", re.IGNORECASE)
PROPER = (
    "Africa", "African", "Andean", "Arab Parliament", "Arctic", "Asia", "Brexit", "Britain",
    "CIA", "COVID-19",
    "Chemical Weapons", "Commonwealth", "Council of Europe", "Crimea", "Downing Street", "Duchy",
    "EU", "Euro-Atlantic", "Eurasian", "Europe", "European Union", "European", "FBI",
    "Falkland Islands", "Francophonie", "French", "Gaeltacht", "Galil", "Galilee", "Geneva",
    "House of Commons", "House of Lords", "House of Representatives", "IDPs", "Islamic",
    "International Court of Justice", "Jerusalem", "Jihad", "Knesset", "Kosovo", "Kremlin",
    "Lancaster", "London", "Middle East", "Mossad", "NATO", "Negev", "New York", "Nordic",
    "General Assembly", "Parliamentary Assembly", "Pontifical Commission", "Plenipotentiary",
    "North Africa", "Northern Powerhouse", "OECD", "OSCE", "Pacific", "Pan-African Parliament",
    "Portsmouth", "Russian Far East", "South Asia", "Supreme Leader", "Taipei", "UNESCO",
    "United Nations", "Verkhovna Rada", "Vienna", "Welsh", "Western European Union",
    "White House", "World Trade Organization", "Yorkshire", "Humber",
)  # fmt: skip
BODIES = {
    "parliamentary assembly of the council of europe": "Council of Europe",
    "international court of justice": "International Court of Justice",
    "world trade organization": "World Trade Organization",
    "osce": "Organization for Security and Co-operation in Europe",
    "secretary-general of the united nations": "United Nations",
    "united nations general assembly": "United Nations",
    "arab parliament": "Arab League",
    "pan-african parliament": "African Union",
}
ASSEMBLY = re.compile(
    r"(representative|(substitute )?member|observer|special guest) of the "
    r"parliamentary assembly of the council of europe",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r",? (?:of|in) (?:the )?| \(|, ")
NATIONAL = re.compile(
    r"(?i)^((first |second )?(deputy )?prime minister|president|foreign|minister)"
)


class Titles:
    """Maps an office as the reference writes it.

    Args:
        edits: Folder of the hand edits, with ``people_titles.csv``.
        countries: Maps country names.
    """

    def __init__(self, edits: Path, countries: Countries) -> None:
        self._countries = countries
        self._by_hand = {r["reference_title"]: r for r in read_rows(edits / "people_titles.csv")}
        proper = {*PROPER, *countries.names.values(), *countries.areas}
        self._spelling = {name.casefold(): name for name in proper}
        longest_first = sorted(map(re.escape, self._spelling), key=len, reverse=True)
        self._proper = re.compile(rf"\b({'|'.join(longest_first)})\b")

    def office(self, title: str, person: ReferencePerson) -> Office | None:
        """Return the office that a title means, or None where it means none.

        Args:
            title: As the reference writes it.
            person: Who held it; the states served decide whose minister it is.
        """
        if (row := self._by_hand.get(title)) is not None:
            country = row["country"] or self._served(person)
            return Office(row["title"], country) if row["title"] else None
        for pattern, name in LEGISLATURES:
            if re.fullmatch(pattern, title, re.IGNORECASE):
                return Office(name, self._served(person))
        body = next((b for words, b in BODIES.items() if words in title.casefold()), "")
        if body:
            member = ASSEMBLY.fullmatch(title)
            shown = "member of the Parliamentary Assembly of the Council of Europe"
            return Office(shown if member else self._lowered(title), "", body)
        return self._national(title, person)

    def _national(self, title: str, person: ReferencePerson) -> Office | None:
        """Return an office of a state, the state taken from the title or from the person."""
        if re.match(r"(?i)ambassador to (?!the united nations)", title):
            return Office(f"ambassador to {title[14:].strip()}", self._served(person))
        bare, country = self._split_country(title, person.countries)
        if country and person.countries and country not in person.countries:
            return None  # the reference gives an Israeli the interior ministry of France
        area = next(iter(person.areas), "")
        if not country and area and not person.countries:
            return self._of_area(title, area)
        served = country or self._served(person)
        return Office(self._canonical(bare, served), served)

    def _of_area(self, title: str, area: str) -> Office:
        """Return an office of a part of a country, or of a state without a code."""
        parent = self._countries.parent(area) or ""
        bare = re.sub(rf"( (of|in) (the )?{re.escape(area)}| \({re.escape(area)}\))$", "", title)
        shown = self._canonical(bare, parent)
        if shown.startswith(("mayor of", "governor of")):
            return Office(shown, parent)
        return Office(f"{shown} of {_with_article(area)}", parent)

    def _split_country(self, title: str, served: Sequence[str]) -> tuple[str, str]:
        """Split "Minister of X of Country" into the office and the code of the country."""
        for match in SEPARATOR.finditer(title):
            code = self._countries.code(title[match.end() :].rstrip(")"))
            if code and (code in served or NATIONAL.match(title)):
                return title[: match.start()], code
        first, _, rest = title.partition(" ")
        if (code := ADJECTIVES.get(first)) and rest and (not served or code in served):
            return rest, code
        return (title[14:], "US") if title.startswith("United States ") else (title, "")

    def _canonical(self, title: str, country: str) -> str:
        """Return the one spelling of an office; the United States keep their own titles."""
        plain = " ".join(title.replace("Defense", "Defence").split())
        if not (country == "US" and plain.startswith(("Secretary", "Director", "Administrator"))):
            for pattern, name in WHOLE:
                if re.fullmatch(pattern, plain, re.IGNORECASE):
                    return CANONICAL.get(name, name)
        return self._lowered(plain)

    def _lowered(self, title: str) -> str:
        """Lower the common words of a title and leave its proper names alone."""
        if match := MEMBER.match(title):
            return "member of " + title[match.end() :]
        if match := KEEP_AFTER.match(title):
            return match[1].lower() + match[2]
        text = self._proper.sub(lambda m: self._spelling[m[0].casefold()], title.lower())
        return re.sub(
            r"^minister for (the )?(?=[a-z])", lambda m: f"minister of {m[1] or ''}", text
        )

    @staticmethod
    def _served(person: ReferencePerson) -> str:
        """Return the only state a person served, or ""."""
        return person.countries[0] if len(person.countries) == 1 else ""


ADJECTIVES = {
    "Australian": "AU", "Canadian": "CA", "Cypriot": "CY", "Danish": "DK", "Egyptian": "EG",
    "Finnish": "FI", "French": "FR", "Greek": "GR", "Italian": "IT", "Ukrainian": "UA",
    "Venezuelan": "VE", "Andorran": "AD", "Indonesia's": "ID",
}  # fmt: skip


def _with_article(area: str) -> str:
    """Return the name of an area as it stands after "of"."""
    needs = area.endswith(("Region", "Republic", "Union")) and not area.startswith("the ")
    return f"the {area}" if needs else area

"""The signals by which candidates are told apart: each one named and documented here.

``SIGNALS`` is the list; ``weights.json`` says how much each counts. They are measured in ``local``
(the candidate itself), ``beside`` (the words right beside it, its namesakes, the offices of
``people``), ``context`` (the other names of the text) and ``profile`` (what the outlet writes
about). A signal that is not measured of a candidate is 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Values = dict[str, float]
"""What was measured of a candidate, by signal."""


class UnknownSignal(LookupError):
    """A signal was measured that has no description, and so can have no weight."""

    def __init__(self, signal: str) -> None:
        super().__init__(
            f"there is no signal {signal!r}: add it to those of enrich/rank/signals.py,"
            " or write it as it stands there"
        )


PREFERRED: Final = "preferred level"
SHARED_NAME: Final = "shared name, elsewhere"
COMMON_NAME: Final = "common name"
CALLING: Final = "calling"
ANOTHER_CALLING: Final = "another calling"
ANOTHER_TITLE: Final = "another's title"

_OF_ITSELF: Mapping[str, str] = {
    # the candidate itself
    "prominence": "0 to 1, how readily news names it",
    "population": "decimal logarithm of its inhabitants, over 7",
    "many names": "for a town: decimal logarithm of 1 + the names beyond the one shown that its"
                  " source gives it in all languages, over 2",
    "population unknown": "1 for a place whose inhabitants are not known",
    "country": "1 for a sovereign or dependent state",
    "abbreviated country": "1 for a state by its abbreviation",
    "first-level area": "1 for a state, province or region of a country",
    "second-level area": "1 for a county or district",
    "lesser area": "1 for an area of a lower or an unknown level",
    "capital": "1 for the capital of a state",
    "first-level seat": "1 for the seat of a first-level area",
    "second-level seat": "1 for the seat of a second-level area",
    "part of a town": "1 for a quarter",
    "water": "1 for a sea, lake or river",
    "region": "1 for regions, islands, mountains, buildings: all that is none of the above",
    "alias": "1 when another name of it matched",
    "unlike its name": "for an alias: 0 for one like the name shown, 1 for another altogether,"
                       " times 1 - prominence: the world has names of its own for what it knows",
    "local entity": "1 for what the caller's decisions have written down",
    "former name": "1 when another name altogether of a great city matched: 'Breslau', 'Madras'",
    "short form": "1 when a short form matched",
    "abbreviation": "1 when an abbreviation matched",
    "demonym": "1 when its adjective or the name of its people matched",
    "full name": "1 when the name shown matched, accents aside, any name of several words, or one"
                 " much like it, or of something well known: 'Kiev';"
                 " no other spelling of a place where another goes by just that",
    "fuzzy": "the number of edits between the text and the name",
    "out of time": "1 when it had ended, or not begun, years before the document",
    "hint": "1 when it lies in the country that the caller expects, and nothing of the name is far"
            " better known elsewhere; 2 for a great city that is outshone",
    # the form of its mentions
    "area word": "1 for an area, when the name ends in 'county', 'province' or the like",
    "town word": "1 for a town, when the name ends in 'city'",
    "area word, town": "1 for a town, when the name ends in 'county', 'province' or the like",
    **{
        f"{sort}, {role}": f"for {described}: how probably its mentions are {role}, 0 to 1"
        for sort, described, roles in (
            ("country", "a state", ("metonymic",)),
            ("capital", "a capital", ("metonymic", "dateline")),
            ("area", "a lesser area", ("metonymic", "modifier", "embedded", "dateline")),
            ("town", "a town", ("metonymic", "dateline")),
        )
        for role in roles
    },
    "part of the name": "1 when only a part of its name is known: 'University of California'",
    "country of its body": "0 to 1, how many of its mentions stand inside the name of a body of its"
                           " country: 'King's College London'",
    # the words right beside it
    "said to be an area": "for an area: 0 to 1, of how many of its mentions a word beside them says"
                          " so: 'governor'",
    "said to be a town": "for a town: likewise, 'mayor', '-based', 'downtown'",
    "said to be a country": "for a state: likewise, 'the country of'",
    "said to be a river": "for a water: likewise, 'on the Ohio', 'the Tigris and Diyala rivers'",
    "a part of it is named": "for an area: likewise, 'northern' or the like before its name",
    "container": "1 when an area around it follows its name: 'Bangor, Maine'",
    "other container": "1 when an area follows that is around another candidate, not this one",
    "contains the place before": "1 when it is around the place before the comma: the state in"
                                 " 'Savannah, Georgia'",
    "in a list of areas": "1 for an area in 'Becker, Clay and Wilkin counties'",
    "town of its name inside": "1 for an area in which a candidate of 50,000 people or more lies",
    "small town of its name inside": "1 for an area in which a smaller candidate lies",
    "state of its name": "1 for an island or region whose name is also that of a state",
    COMMON_NAME: "for a person beside whose name no office or country of theirs stands: 0 to 1, how"
                 " many others must bear the given name and the surname, times 1 - prominence",
    "title": "1 when an office the person held stands beside the name",
    ANOTHER_TITLE: "1 when it is an office that only a namesake held",
    CALLING: "1 when the words beside the name say what a person is known as: 'striker'",
    ANOTHER_CALLING: "1 when they say what those of another realm are: sport, arts, public life",
    "country before": "1 when the candidate's country stands in the words beside the name",
    "in office": "1 when a position of the person covers the date of the document",
    "antecedent": "1 when the text gives its full name elsewhere, and only that was looked up: it"
                  " has no weight",
}  # fmt: skip

_OF_OTHERS: Mapping[str, str] = {
    # the other names of the text
    "town inside, no other": "for an area in which a great town of its name lies: 1 less the"
                             " towns and areas that the text names beside it, at least 0",
    "capital, no other": "for a capital, and the area of its name around it: likewise, times 500 /"
                         " (500 + code points of the text)",
    "country votes": "0 to 1, share of the other towns and areas that lie in its country",
    "area votes": "0 to 1, share of them in its first-level area",
    "country votes, of people": "0 to 1, its country's share of the states, peoples, bodies and"
                                " persons of the text: these are named anywhere",
    "county votes": "0 to 1, share of them in its second-level area",
    "prominence, world news": "prominence times the spread of the text over countries",
    "capital, world news": "for a capital: the spread of the text over countries",
    "country, world news": "for a state: the spread of the text over countries",
    "prominence, at home": "prominence times country votes",
    "capital, at home": "for a capital: country votes",
    "country votes, world news": "country votes times the spread of the text over countries",
    "possible company": "natural logarithm of 1 + the sum, over the other names, of exp(-d / 50 km)"
                        " for the nearest of its n candidates, each over the square root of n",
    "listed with its like": "0 to 1, how surely the names beside it in a list are areas of its"
                            " level and country, or countries: 'Alabama, Florida and Georgia'",
    "listed with towns": "0 to 1, for a town, how surely the names beside it in a list are towns",
    "fuzzy, named elsewhere": "for a misspelling: 0 to 1, how surely the text names it elsewhere",
    SHARED_NAME: "for a body, club or paper by a name that those of several countries share: 0 to"
                 " 1, how far the text writes of other countries than its own; 2 where the words"
                 " beside the name put it elsewhere, 0.5 where nothing tells",
    "country named": "0 to 1, how surely the text names its country",
    "area named": "0 to 1, how surely the text names its first-level area",
    "area named beside": "the same, times exp(-distance in the text / 150 code points)",
    "holds a place named": "0 to 1, how surely it is around another place of the text",
    "holds a place beside": "the same, times exp(-distance in the text / 150 code points)",
    "nearness": "1 / (1 + d / 100 km) for the nearest other place of the text",
    "near its neighbour": "1 / (1 + d / 50 km) times exp(-distance in the text / 150 code points),"
                          " the greatest over the other places",
}  # fmt: skip

_OF_OUTLET: Mapping[str, str] = {
    # the outlet; what a name says of itself in its other articles does not count for it
    "outlet's country": "square root of its country's share of the outlet's other articles",
    "outlet's area": "square root of its first-level area's share of them",
    "outlet's county": "square root of its second-level area's share of them",
    "outlet's place": "square root of its own share of them",
    "outlet spells it out": "v / (v + 0.5) for v of the outlet's other articles that have this name"
                            " followed by an area around it",
    PREFERRED: "1 for the city or the area that --prefer put first; it has no weight",
    "near the outlet": "mean of 1 / (1 + d / 50 km) over the places that the outlet names most",
}  # fmt: skip

SIGNALS: Mapping[str, str] = {**_OF_ITSELF, **_OF_OTHERS, **_OF_OUTLET}
"""What each signal is, by name."""

OF_OUTLET: frozenset[str] = frozenset(_OF_OUTLET)
"""The signals that depend on the outlet."""

CONTEXT: frozenset[str] = OF_OUTLET.union(_OF_OTHERS)
"""The signals that depend on the other names of the text, or on the outlet."""

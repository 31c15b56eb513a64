"""From a share among candidates to the probability that the best one is right.

The softmax over candidates is over-confident: it does not know that the place may be missing from
the gazetteer. A second, logistic stage (Platt 1999, with more than one measure) looks at what is
known of the decision and was fitted on documents that the first stage had not seen.
"""

from __future__ import annotations

import math

from enrich.rank.groups import NameGroup
from enrich.rank.levels import are_twins
from enrich.rank.signals import (
    ANOTHER_CALLING,
    ANOTHER_TITLE,
    CALLING,
    COMMON_NAME,
    SHARED_NAME,
    Values,
)

_OF_BEST = (
    "prominence", "population", "population unknown", "many names", "country", "capital",
    "capital, no other", "first-level seat", "first-level area", "second-level area", "water",
    "region", "unlike its name", "hint", "local entity", "short form", "abbreviation", "demonym",
    "fuzzy", "fuzzy, named elsewhere", "full name", "part of the name", "former name", "container",
    "country votes", "country votes, of people", "area votes", "possible company", "area named",
    "nearness", "outlet's country", "outlet's area", "outlet's place", "near the outlet", "title",
    "country before", "in office", SHARED_NAME, COMMON_NAME, CALLING, ANOTHER_CALLING,
    ANOTHER_TITLE, "said to be a river",
)  # fmt: skip
SETTLED = "shared name, at home"
MEASURES = {
    "log-odds": "log-odds of the share of the best candidate and its twin, -5 to 5; 0 for one"
    " candidate",
    "lead": "share of the best candidate and its twin less that of the next; 0 for one candidate",
    "twin": "share of the city or area of its name, around or in the best candidate",
    "alone": "1 when there is one candidate only",
    "candidates": "natural logarithm of their number",
    **dict.fromkeys(_OF_BEST, "signal of the best candidate"),
    SETTLED: "of a name that those of several countries share: how far the text is of its own",
    "words": "words of the name, less one, at most three",
    "letters": "1 for a name of three letters or fewer",
    "mentions": "natural logarithm of how often the text has it",
}
"""What the second stage looks at."""


def measures(group: NameGroup) -> Values:
    """Return what the second stage looks at."""
    best = group.options[0]
    twins = [o for o in group.options[1:] if are_twins(best.candidate.entity, o.candidate.entity)]
    others = [o for o in group.options[1:] if o not in twins]
    second = others[0].share if others else 0.0
    twin = sum(o.share for o in twins)
    # "Lavrov" behind "Sergey Lavrov" is as good as that.
    name = best.candidate.matched_name if "antecedent" in best.values else group.name
    rest = max(1.0 - best.share - twin, 1e-9)
    found: Values = {
        "alone": float(len(group.options) == 1),
        "candidates": math.log(len(group.options)),
        "words": min(name.count(" "), 3),
        "letters": float(len(name) <= 3),
        "mentions": math.log(len(group.mentions)),
    }
    if len(group.options) > 1:
        found["log-odds"] = min(max(math.log(max(best.share + twin, 1e-9) / rest), -5.0), 5.0)
        found["lead"] = best.share + twin - second
        found["twin"] = twin
    if SHARED_NAME in best.values:
        found[SETTLED] = 1.0 - min(best.values[SHARED_NAME], 1.0)
    for name in _OF_BEST:
        if value := best.values.get(name):
            found[name] = value
    return found

"""Which organisations of one name are one, twice in the references."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from curate.organisation_names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from curate.organisation_called import Organisation

__all__ = ["is_branch", "without_doubles"]

SHARED = frozenset({"party", "media", "bank", "union", "parliament", "court", "band"})
"""Categories of which those of one name are several, where a country is not known."""
MANY = re.compile(r"\bCollege\b|\b(?:St|Saint)\b")
"""Names that several universities of one country have."""


def without_doubles(found: Iterable[Organisation], titles: Mapping[str, str]) -> list[Organisation]:
    """Return one organisation of each name, category and country: the best known.

    One of no known country is that of its name in some country, where only one country has any,
    unless each has an article of its own. The branches of a company are no organisations beside
    it; where nothing tells which of them is the company, nothing is said of its country. One of no
    known country has that of its double.

    Args:
        found: The organisations of the references.
        titles: The title of an id's article in the English Wikipedia.
    """
    named: defaultdict[tuple[str, str], list[Organisation]] = defaultdict(list)
    for one in sorted(found, key=lambda o: (-o.prominence, int(o.qid[1:]))):
        named[name_key(one.label), one.category].append(one)
    kept = []
    for group in named.values():
        best: list[Organisation] = []
        for one in group:
            same = next((o for o in best if _is_same(one, o, group, titles)), None)
            if same is None:
                best.append(one)
            elif one.country != same.country and is_branch(same, titles):
                same.country, same.registered = "", None
            elif not same.country and not is_branch(one, titles):
                same.country = one.country
                same.registered = same.registered or one.registered
        kept += best
    return kept


def is_branch(one: Organisation, titles: Mapping[str, str]) -> bool:
    """Tell whether a company may be the branch of one of its name in another country.

    The Research Organization Registry has the branches as items of their own, of which no
    Wikipedia has an article.
    """
    linked = one.registered is not None and one.registered.linked
    branch = one.category == "company" and one.source == "ror"
    return branch and not linked and not titles.get(one.qid)


def _is_same(
    one: Organisation,
    other: Organisation,
    group: Sequence[Organisation],
    titles: Mapping[str, str],
) -> bool:
    """Tell whether two of one name and category are one organisation."""
    if one.country == other.country:
        return True
    first, second = titles.get(one.qid, ""), titles.get(other.qid, "")
    if first and second and first != second:
        return False
    if is_branch(one, titles):
        return True
    doubtful = one.category in SHARED or MANY.search(one.label)
    if doubtful or (one.country and other.country):
        return False
    countries = {o.country for o in group if o.country}
    return len(countries) == 1

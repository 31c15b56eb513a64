"""Names of companies and clubs without their legal form, by the terms that ``cleanco`` keeps.

``cleanco`` (MIT) lists the legal forms of 60 countries. What is added here it lacks: the Russian
and Ukrainian forms in both scripts, which stand before the name as often as behind it. Left out of
its terms, unless with stops, are those that are words of names first of all. It is imported when
first needed.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from gazetteer.names import fold

__all__ = ["without_club_form", "without_legal_form"]

_LEADING = tuple(
    "jsc pjsc ojsc cjsc oao zao pao ooo ao tov pat оао зао пао ооо ао тов пат ат".split()
)
"""Legal forms that stand before a name too: "PAO Rosneft", "ООО Ромашка"."""
_UNSURE = frozenset(
    "ad aj as ae at ay ba bl bm bt ca cic cio coop cpt cv da dat dk ec ee eg ei ent ep et etat eu "
    "esv ev fa fcp fie fop gie gk gp gte hb ij ik is kb kd kf kk koop kt kv ks ky mb nl nuf od oe "
    "og ok ong ood ou pc pp private ps pse psu pt qk rt sab sca scs sd sem sep ses sf sia sk sl sm "
    "sp spol spp ss st stg teo tov ud uk unlimited vat vof xk xt yk zat".split()
)
"""Terms that are more often the end of the name of a club, a place or an office: they count with
stops only, "Koç Holding A.Ş."."""
_CLUB_FORMS = frozenset(
    "ac afc ak as bk bsc ca cd cf cfc cs csd cska fc ff fk fsv gnk if ifk jk kf kfum kv nk ogc pfc "
    "rcd rfc rsc sc sd sk ssc ssd sv tc tsg ud us usc vfb vfl".split()
)
"""Initials of "football club" and its like, before the name of a club or behind it."""
_MOST_FORMS = 3  # "Co., Ltd." has two
_GAPS = re.compile(r"[\s,]+")


def without_legal_form(name: str) -> str:
    """Return the name of a company without its legal form, or as it is where it has none.

    Args:
        name: A name as a text or a register has it.

    Example:
        >>> without_legal_form("Gazprom OAO"), without_legal_form("PAO Rosneft")
        ('Gazprom', 'Rosneft')
        >>> without_legal_form("Samsung Electronics Co., Ltd."), without_legal_form("Ltd")
        ('Samsung Electronics', 'Ltd')
    """
    return _without_legal_form(name) if " " in name.strip() else name


@lru_cache(maxsize=10_000)
def _without_legal_form(name: str) -> str:
    from cleanco.clean import custom_basename

    bare = name
    for _ in range(_MOST_FORMS):
        shorter = custom_basename(bare, _terms(sure="." not in bare.rpartition(" ")[2]))
        if shorter == bare or not shorter:
            break
        bare = shorter
    first, _, rest = bare.partition(" ")
    if rest and first.isupper() and fold(first) in _LEADING:  # "Pat" is a name
        bare = rest.strip("\"'«»“” ")
    return bare.removesuffix(" &").removesuffix(" and") or name


def without_club_form(name: str) -> str:
    """Return the name of a club without "FC" and the like, or as it is where it has none.

    Example:
        >>> without_club_form("Liverpool F.C."), without_club_form("FK Teplice")
        ('Liverpool', 'Teplice')
        >>> without_club_form("SC Freiburg"), without_club_form("FC")
        ('Freiburg', 'FC')
    """
    words = [word for word in _GAPS.split(name) if word]
    while len(words) > 1 and fold(words[-1]) in _CLUB_FORMS:
        del words[-1]
    while len(words) > 1 and fold(words[0]) in _CLUB_FORMS:
        del words[0]
    return " ".join(words)


@cache
def _terms(*, sure: bool) -> list[tuple[int, list[str]]]:
    """Return the terms in the form of the library, the longest first."""
    from cleanco.clean import prepare_default_terms

    terms = [*prepare_default_terms(), *((1, [form]) for form in _LEADING)]
    return [term for term in terms if not sure or term[1][-1] not in _UNSURE]

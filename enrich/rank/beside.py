"""Signals of the words right beside the mentions of a name: containers, lists, titles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from enrich.model import Candidate, Match, Mention
from enrich.offices.callings import Calling, called, callings_of
from enrich.rank.groups import NameGroup, Qualifier, ScoredCandidate
from enrich.rank.people import common_name, title_signals
from enrich.rank.signals import ANOTHER_CALLING, ANOTHER_TITLE, CALLING, Values
from enrich.rank.surroundings import Surroundings
from gazetteer.codes import is_division, is_settlement
from gazetteer.model import Kind
from gazetteer.names import fold
from gazetteer.store import Gazetteer

_READ = 8  # mentions of one name whose surroundings are read
_TELLING = frozenset({"title", "country before"})
# Of a person, wherever in a text.
_SAID = _TELLING | {"in office", CALLING, ANOTHER_CALLING, ANOTHER_TITLE}
_ANOTHER = 0.4  # unlikeness from which a name is another altogether
_GREAT_CITY = 0.5  # prominence of half a million people, of whose other names the world has heard
_OUTSHONE = 0.2  # by so much more prominence another is meant, whatever a caller expects
_SMALL = 0.4  # prominence of a hundred thousand
_TOWN_OF_NAME = 0.3  # prominence of ten thousand
_FEW = 2
_FAR_LESS_KNOWN = 0.3
_TOWN = 50_000  # inhabitants from which a town rather than its region bears a name


def qualifiers_of(
    mentions: Sequence[Mention],
    candidates: Sequence[Sequence[Candidate]],
    around: Surroundings,
    levels: Sequence[str],
) -> list[Qualifier]:
    """Return what the surroundings of each mention say it is.

    A place before a comma that a candidate is around qualifies its mention alone; an area right
    behind it qualifies the other mentions of its name too: those that follow, up to the next one,
    and those before the first. One of which the words beside it say another level ("the country of
    Lebanon") is qualified by no other.
    """
    found: list[Qualifier] = []
    last: dict[str, Qualifier] = {}
    first: dict[str, Qualifier] = {}
    names = [fold(m.name) for m in mentions]
    for mention, name, options, level in zip(mentions, names, candidates, levels, strict=True):
        named: Qualifier = frozenset()
        listed = mention.kind is Kind.PLACE and around.in_list_of_areas(mention)
        if mention.kind is Kind.PLACE and options and not listed:
            around_it = frozenset(c for o in options for c in o.entity.containers)
            named = around.containers(mention)[0] & around_it
            if named:
                last[name] = named
                first.setdefault(name, named)
            else:
                ids = frozenset(o.entity.id for o in options)
                named = around.contains_the_place_before(mention) & ids
                named = named or (frozenset() if level else last.get(name, frozenset()))
        found.append(named)
    return [
        named or (first.get(name, named) if m.kind is Kind.PLACE and not level else named)
        for m, name, named, level in zip(mentions, names, found, levels, strict=True)
    ]


def add_containers(group: NameGroup, own: list[Mention], around: Surroundings) -> None:
    """Mark what an area named behind or a place named before says: "Savannah, Georgia"."""
    contain = frozenset[str]().union(*(around.contains_the_place_before(m) for m in own))
    if contain and len(group.options) > 1:
        for option in group.options:
            if option.candidate.entity.id in contain:
                option.values["contains the place before"] = 1.0
    found = [around.containers(m) for m in own]
    named = frozenset[str]().union(*(ids for ids, _ in found))
    if not named:
        return
    words = next(text for ids, text in found if ids)
    inside = [o for o in group.options if named & set(o.candidate.entity.containers)]
    for option in group.options if inside else ():
        fits = any(option is other for other in inside)
        option.values["container" if fits else "other container"] = 1.0
        if fits:
            option.said["container"] = words


def add_lists(group: NameGroup, own: list[Mention], around: Surroundings) -> bool:
    """Mark the areas where a name stands in a list of them: its commas qualify nothing."""
    if not any(around.in_list_of_areas(m) for m in own):
        return False
    for option in group.options:
        if is_division(option.candidate.entity.feature):
            option.values["in a list of areas"] = 1.0
    return True


def add_hint(group: NameGroup, country: str) -> None:
    """Mark what lies in the country that the caller expects, where the world may mean it.

    Nobody who expects the United States takes Paris, Mexico or Cuba for a hamlet there; but who
    expects Canada means London, Ontario, and Lebanon its own Tripoli.
    """
    entities = [option.candidate.entity for option in group.options]
    abroad = max((e.prominence for e in entities if e.country != country), default=0.0)
    for option, entity in zip(group.options, entities, strict=True):
        if entity.country != country:
            continue
        if entity.prominence >= abroad - _OUTSHONE:
            option.values["hint"] = 1.0
        elif entity.prominence >= _GREAT_CITY and is_settlement(entity.feature):
            option.values["hint"] = 2.0


def settle_full_names(group: NameGroup) -> None:
    """Let another spelling be no full name where a place goes by just that: Goris is not Gori.

    What the world knows keeps its other names: Kiev is the capital, not a hamlet called so. But
    not one altogether different that several towns have: "Salisbury" is hardly Harare.
    """
    if not any("full name" in o.values and "alias" not in o.values for o in group.options):
        return
    several = _towns_of_name(group) > _FEW
    for option in group.options:
        if "alias" not in option.values:
            continue
        known = option.candidate.entity.prominence
        unlike = option.values.get("unlike its name", 0.0) / max(1.0 - known, 1e-3)
        if several and unlike >= _ANOTHER:
            option.values["unlike its name"] = min(unlike, 1.0)
            option.values.pop("full name", None)
        elif known < _GREAT_CITY:
            option.values.pop("full name", None)


def _towns_of_name(group: NameGroup) -> int:
    """Return how many places of ten thousand people and more go by just that name."""
    own = (o.candidate.entity for o in group.options if "alias" not in o.values)
    return sum(e.prominence >= _TOWN_OF_NAME and is_settlement(e.feature) for e in own)


def add_former_names(group: NameGroup) -> None:
    """Mark a great city by another name of it, where only small places have the name today.

    "Breslau" is Wrocław rather than a village of Canada, but Philadelphia not Amman. What several
    towns are called is no one's former name first of all ("Salisbury" of Harare), nor is what one
    is called that is not far less known: Poti is a port before it is a name of Teresina.
    """
    named = [o.candidate.entity.prominence for o in group.options if "full name" in o.values]
    small = max(named, default=0.0) < _SMALL and _towns_of_name(group) <= _FEW
    for option in group.options if small else ():
        entity, unlike = option.candidate.entity, option.values.get("unlike its name", 0.0)
        if unlike < _ANOTHER * (1.0 - entity.prominence) or entity.prominence < _GREAT_CITY:
            continue
        far = entity.prominence - max(named, default=0.0) >= _FAR_LESS_KNOWN
        if is_settlement(entity.feature) and far:
            option.values["former name"] = 1.0


def add_states(group: NameGroup) -> None:
    """Mark the islands and regions that share their name with a state: Ireland is the state."""
    if any("full name" in o.values and o.sort == "country" for o in group.options):
        for option in group.options:
            if option.sort == "region":
                option.values["state of its name"] = 1.0


def add_city_inside(group: NameGroup) -> None:
    """Mark a region that shares its name with a town in it: on its own, the town is meant."""
    # Oklahoma City goes by its whole name, whatever a source calls it.
    named = [o for o in group.options if "full name" in o.values and "alias" not in o.values]
    towns = [o.candidate.entity for o in named if is_settlement(o.candidate.entity.feature)]
    around = {c for town in towns if town.population >= _TOWN for c in town.containers[1:]}
    small = {c for town in towns if town.population < _TOWN for c in town.containers[1:]}
    for option in group.options:
        if option.candidate.entity.id in around:
            option.values["town of its name inside"] = 1.0
        elif option.candidate.entity.id in small:
            option.values["small town of its name inside"] = 1.0


def add_titles(
    group: NameGroup, own: list[Mention], around: Surroundings, published: str | None
) -> None:
    """Mark the people whose office or country stands beside the name."""
    beside = [(around.title(m), around.apposition(m)) for m in own[:_READ]]
    phrases = [f"{before} {behind}" for before, behind in beside]
    states = [around.states(phrase) for phrase in phrases]
    said = {calling for words in beside if (calling := called(*words))}
    for option in group.options:
        entity = option.candidate.entity
        for phrase, named in zip(phrases, states, strict=True):
            for signal, value in title_signals(entity, phrase, named, published).items():
                option.values[signal] = max(value, option.values.get(signal, 0.0))
        if said and (known := callings_of(entity)):
            _compare_callings(option, said, known)
        if option.candidate.match is Match.SHORT_FORM and " " in option.candidate.matched_name:
            option.values["antecedent"] = 1.0
    if any("title" in option.values for option in group.options):
        for option in group.options:
            if "title" not in option.values:
                option.values[ANOTHER_TITLE] = 1.0


def _compare_callings(
    option: ScoredCandidate, said: Iterable[Calling], known: Iterable[Calling]
) -> None:
    """Note whether the text says what a person is known as, or what nobody of their realm is."""
    if not set(said).isdisjoint(known):
        option.values[CALLING] = 1.0
    elif {calling.realm for calling in said}.isdisjoint(calling.realm for calling in known):
        option.values[ANOTHER_CALLING] = 1.0


def share_titles(people: Iterable[NameGroup], gazetteer: Gazetteer) -> None:
    """Let what stands beside a full name hold where the text goes on with the surname alone.

    "Congressman Adam Smith" says who "Smith" is, and no more is wanted to tell him from others of
    his name. Where nothing stands beside any of them, a common name is somebody else's as often.
    """
    alike: dict[frozenset[str], list[NameGroup]] = {}
    for group in people:
        ids = frozenset(option.candidate.entity.id for option in group.options)
        alike.setdefault(ids, []).append(group)
    for same in alike.values():
        said: dict[str, Values] = {}
        options = [option for group in same for option in group.options]
        for option in options:
            own = said.setdefault(option.candidate.entity.id, {})
            for signal in _SAID.intersection(option.values):
                own[signal] = max(option.values[signal], own.get(signal, 0.0))
        for option in options:
            entity = option.candidate.entity
            option.values |= said[entity.id]
            if _TELLING.isdisjoint(option.values):
                option.values |= common_name(entity, option.candidate.matched_name, gazetteer)

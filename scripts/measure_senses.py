"""Measure what docs/ranking.md says of namesakes, and of a country or a place that a caller names.

    python scripts/measure_senses.py                          # people of one name
    python scripts/measure_senses.py --models build/tagger    # and --country, --near on gold spans

The pairs are all that the embedded gazetteer holds of people with the very same name and other
realms (``enrich/offices/callings.toml``), each in a sentence that says the calling of one of them.
The namesakes are all people of the very same name of whom a description is held, each in a sentence
with that description, dated in the middle of the term where one is known.
The gold spans are those that the ranker was trained on, and the shipped weights have seen them:
what is compared is one setting with another.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

from evaluation.trial import Models
from ranker.examples import Example, read_examples
from reference_data import add_shared

from enrich import Linker
from enrich.offices.callings import callings_of
from enrich.rank.near import place_near
from enrich.rank.profile import Profile
from enrich.rank.ranker import Ranker
from gazetteer.errors import UnknownEntity
from gazetteer.model import Entity, Kind
from gazetteer.store import Gazetteer
from gazetteer.store.file import EMBEDDED

SAID = {
    "politics": "senator", "law": "lawyer", "arms": "commander", "business": "entrepreneur",
    "science": "professor", "press": "journalist", "faith": "bishop", "sport": "footballer",
    "arts": "singer", "trades": "teacher", "exploration": "explorer",
}  # fmt: skip
SENTENCES = (
    "The {said} {name} spoke to reporters on Tuesday.",
    "{name}, a {said}, arrived late for the ceremony.",
    "A statement by the {said} {name} was read out.",
)
DESCRIBED = (
    "The {said}, {name}, spoke to reporters on Tuesday.",
    "{name}, {said}, arrived late for the ceremony.",
    "A statement by {name}, the {said}, was read out.",
)
TERM = re.compile(r", (?:(from|until|took office in) )?(\d{4})(?:–(\d{4}))?$")
STATE = re.compile(r" \((United )?([^)]+)\)$")
SURE = 0.7
CORPORA = ("places_lgl", "places_trnews", "places_gwn", "world")


def main() -> int:
    """Print what was measured; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=Path, metavar="DIR", help="folder of fold-0.onnx ...")
    add_shared(parser)
    options = parser.parse_args()
    with Gazetteer.open() as gazetteer:
        _measure_callings(gazetteer)
        _measure_descriptions(gazetteer)
        if options.models:
            ranker = Ranker(gazetteer)
            models = Models(options.models, gazetteer)
            examples = list(read_examples(options.shared, gazetteer, models, ranker))
            _measure_settings([e for e in examples if e.corpus in CORPORA], gazetteer)
    return 0


def _measure_callings(gazetteer: Gazetteer) -> None:
    cases = []
    for number, pair in enumerate(_pairs(gazetteer)):
        for at, meant in enumerate(pair):
            calling = min(callings_of(meant), key=lambda c: c.field)
            text = SENTENCES[(number + at) % len(SENTENCES)]
            cases.append((text.format(said=SAID[calling.field], name=meant.name), meant, None))
    _print_found("callings", cases, gazetteer)


def _measure_descriptions(gazetteer: Gazetteer) -> None:
    described = [p for people in _namesakes(gazetteer) for p in people if p.description]
    cases = []
    for number, meant in enumerate(described):
        said, day = _said(meant.description)
        text = DESCRIBED[number % len(DESCRIBED)].format(said=said, name=meant.name)
        cases.append((text, meant, day))
    _print_found("descriptions", cases, gazetteer)


def _said(description: str) -> tuple[str, date | None]:
    """The words of a description, and a day of the term: "senator of Ohio, 2001-2005"."""
    term, day = TERM.search(description), None
    if term:
        word, first, last = term[1], int(term[2]), int(term[3] or term[2])
        # A first year may begin, and a last one end, before the summer.
        year = first - 1 if word == "until" else first + 1 if word else (first + last) // 2
        day = date(year, 6, 1)
        description = description[: term.start()]
    return STATE.sub(lambda m: f" of {'the United ' if m[1] else ''}{m[2]}", description), day


def _print_found(
    what: str, cases: Sequence[tuple[str, Entity, date | None]], gazetteer: Gazetteer
) -> None:
    found: Counter[str] = Counter()
    with Linker(gazetteer) as linker:
        for text, meant, day in cases:
            links = linker(text, published=day).links
            link = next((k for k in links if meant.name in k.mention.text), None)
            if link is None or link.entity is None:
                found["not linked"] += 1
            elif link.entity.id == meant.id:
                found["right"] += 1
            else:
                found["wrong, sure" if link.score >= SURE else "wrong"] += 1
    print(f"people of one name by their {what}, {len(cases)}:", dict(found))


def _namesakes(gazetteer: Gazetteer) -> Iterator[list[Entity]]:
    """Yield the people of each name that several bear, the best known first."""
    with sqlite3.connect(f"{EMBEDDED.as_uri()}?mode=ro", uri=True) as file:
        query = (
            "SELECT name FROM entity WHERE kind = 1 AND name LIKE '% %'"
            " GROUP BY name HAVING count(*) > 1 ORDER BY name"
        )
        names = [name for (name,) in file.execute(query)]
    for name in names:
        hits = gazetteer.lookup(name, Kind.PERSON)
        yield [hit.entity for hit in hits if hit.entity.name == name]


def _pairs(gazetteer: Gazetteer) -> Iterator[tuple[Entity, Entity]]:
    """Yield, of each name that several people bear, the best known two of different realms."""
    for people in _namesakes(gazetteer):
        for one, other in combinations([p for p in people if callings_of(p)], 2):
            if {c.realm for c in callings_of(one)}.isdisjoint(c.realm for c in callings_of(other)):
                yield one, other
                break


def _measure_settings(examples: Sequence[Example], gazetteer: Gazetteer) -> None:
    print(f"{'':30}", *(f"{corpus:>14}" for corpus in CORPORA))
    home = {outlet: _home(outlet, examples, gazetteer) for outlet in {e.outlet for e in examples}}
    _row("nothing said", examples, [(None, None)] * len(examples), gazetteer)
    right = [(_country(e, gazetteer), None) for e in examples]
    _row("--country, right", examples, right, gazetteer)
    for country in ("US", "GB"):
        _row(f"--country {country}", examples, [(country, None)] * len(examples), gazetteer)
    near = [(None, home[e.outlet] if e.corpus == "places_lgl" else None) for e in examples]
    _row("--near, right (LGL)", examples, near, gazetteer)
    for place in ("Yerevan", "Columbus, Ohio"):
        profile = place_near(gazetteer, place).profile
        _row(f"--near {place}", examples, [(None, profile)] * len(examples), gazetteer)


def _row(
    label: str,
    examples: Sequence[Example],
    settings: Sequence[tuple[str | None, Profile | None]],
    gazetteer: Gazetteer,
) -> None:
    right: Counter[str] = Counter()
    golds: Counter[str] = Counter()
    rankers: dict[str | None, Ranker] = {}
    for example, (country, profile) in zip(examples, settings, strict=True):
        ranker = rankers.setdefault(country, Ranker(gazetteer, country=country))
        draft = ranker.draft(example.draft.reading)
        ranker.look_around(draft, profile)
        for group in draft.groups:
            for at in group.mentions if group.kind is Kind.PLACE else ():
                if example.answers[at]:
                    golds[example.corpus] += 1
                    best = group.options[0] if group.options else None
                    right[example.corpus] += best is not None and example.is_right(at, best)
    print(f"{label:30}", *(f"{100 * right[c] / golds[c]:14.1f}" for c in CORPORA), flush=True)


def _country(example: Example, gazetteer: Gazetteer) -> str | None:
    """The country that most of the places of a text lie in."""
    found = Counter(e.country for e in _meant(example, gazetteer) if e.country)
    return found.most_common(1)[0][0] if found else None


def _home(outlet: str, examples: Sequence[Example], gazetteer: Gazetteer) -> Profile | None:
    """The town that the articles of an outlet name most."""
    named: dict[str, int] = defaultdict(int)
    for example in examples:
        for entity in _meant(example, gazetteer) if outlet and example.outlet == outlet else ():
            if entity.point and (entity.feature or "").startswith("PPL"):
                named[entity.id] += 1
    if not named:
        return None
    return place_near(gazetteer, max(named, key=lambda curie: (named[curie], curie))).profile


def _meant(example: Example, gazetteer: Gazetteer) -> Iterator[Entity]:
    for answer in example.answers:
        if answer and answer.startswith("geonames:"):
            try:
                yield gazetteer.get(answer)
            except UnknownEntity:
                continue


if __name__ == "__main__":
    sys.exit(main())

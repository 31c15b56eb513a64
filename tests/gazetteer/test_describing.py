"""People described by the office they held on a day."""

from dataclasses import replace

import pytest

from gazetteer.model import Entity, Kind, Position
from gazetteer.store.describing import described_on, office_words, years_held

BORIS, BIDEN, TRUMP, CLINTON = "Q180589", "Q6279", "Q22686", "Q6294"


@pytest.mark.parametrize(
    ("item", "day", "described"),
    [
        ("Q311440", None, "secretary-general of the United Nations, from 2017"),
        ("Q311440", "2024-06-12", "secretary-general of the United Nations, from 2017"),
        ("Q311440", "2010", "United Nations high commissioner for refugees, 2005–2015"),
        ("Q311440", "2005-03-01", "prime minister of Portugal, 1995–2002"),
        ("Q311440", "2000-05-01", "prime minister of Portugal, 1995–2002"),
        (BORIS, None, "prime minister of the United Kingdom, 2019–2022"),
        (BORIS, "2005-03-01", "member of parliament of the United Kingdom, 2001–2008"),
        (BORIS, "2012-07-27", "mayor of London (United Kingdom), 2008–2016"),
        (BORIS, "2017-06-01", "foreign secretary of the United Kingdom, 2016–2018"),
        (BORIS, "2024-06-12", "prime minister of the United Kingdom, 2019–2022"),
        (BIDEN, "2014-06-01", "vice president of the United States, 2009–2017"),
        (TRUMP, "2018-06-01", "president of the United States, 2017–2021"),
        (TRUMP, "2025-03-01", "president of the United States, from 2025"),
        (CLINTON, "2000-05-01", "first lady of the United States, 1993–2001"),
        (CLINTON, "2005-03-01", "senator of the United States, 2001–2009"),
        (CLINTON, "2010-05-20", "secretary of state of the United States, 2009–2013"),
        ("Q57665", "2012-01-01", "prime minister of Norway, 2005–2013"),  # Jens Stoltenberg
        ("Q57665", "2018-06-01", "secretary-general of NATO, 2014–2024"),
        ("Q57792", None, "secretary-general of NATO, from 2024"),  # Mark Rutte
        ("Q57792", "2024-06-12", "prime minister of the Netherlands, 2010–2024"),
        ("Q60772", "2018-06-01", "minister of defence of Germany, 2013–2019"),
        ("Q60772", "2021-06-01", "president of the European Commission, from 2019"),
        ("Q222031", "2015-06-01", "prime minister of Serbia, 2014–2017"),  # Aleksandar Vučić
        ("Q222031", None, "president of Serbia, from 2017"),
        ("Q76658", "2014-06-01", "minister of foreign affairs of Germany, 2013–2017"),
        ("Q76658", None, "president of Germany, from 2017"),  # Frank-Walter Steinmeier
        ("Q484605", "2010-05-20", "minister of finance of France, 2007–2011"),
        (
            "Q484605",
            "2014-06-01",
            "managing director of the International Monetary Fund, 2011–2019",
        ),
        ("Q23530", "2014-06-01", "prime minister of Russia, 2012–2020"),  # Dmitry Medvedev
        ("Q7747", "2005-03-01", "president of Russia, 2000–2008"),
        ("Q7747", "2010-05-20", "prime minister of Russia, 2008–2012"),
        ("Q24313", "2014-06-01", "governor of Indiana (United States), 2013–2017"),
        # He was followed after three days of May 2018.
        ("Q795241", "2018-06-01", "chief minister of Karnataka (India), took office in 2019"),
        ("Q567", "1995-01-01", "chancellor of Germany, 2005–2021"),  # nothing else is held
    ],
)
def test_the_description_is_that_of_the_office_of_the_day(gazetteer, item, day, described):
    person = gazetteer.get(f"wikidata:{item}")
    assert described_on(person, day, gazetteer).description == described


@pytest.mark.parametrize("day", ["1950", "2003-05-01", "2010-01-01", "2024-06-12"])
def test_every_office_that_is_claimed_is_held_and_covers_the_day_or_had_ended(gazetteer, day):
    countries = ("GB", "US", "RS")
    people = [e for c in countries for e in gazetteer.people_in_office([c])][:1500]
    changed = 0
    for person in people:
        described = described_on(person, day, gazetteer)
        if described is person:
            continue
        changed += 1
        assert replace(described, description=person.description) == person
        years = {years_held(term.start, term.end) for term in person.roles if term.start}
        assert any(described.description.endswith(y) for y in years if y)
    assert changed or day == "1950"


def someone(*roles, description="minister of culture of Armenia, from 2019"):
    return Entity("enrich:ada", "Ada Moss", Kind.PERSON, description, country="AM", roles=roles)


CULTURE = Position("minister of culture", "AM", "2019", None)


@pytest.mark.parametrize(
    "other",
    [
        Position("mayor of Goris", "AM"),  # no date is known
        Position("mayor of Goris", "AM", None, "2015"),  # it may have begun at any time
        Position("mayor of Goris", "AM", "2001", None, as_of="2023"),  # nobody serves that long
        Position("mayor of Goris", "AM", "2012", None, as_of="2013"),  # its source ends before
    ],
)
def test_a_term_that_does_not_surely_cover_the_day_claims_nothing(gazetteer, other):
    person = someone(other, CULTURE)
    assert described_on(person, "2014-06-01", gazetteer) is person


def test_who_is_described_otherwise_stays_so(gazetteer):
    held = Position("mayor of Goris", "AM", "2012", "2016")
    singer = someone(held, description="Armenian singer")
    assert described_on(singer, "2014-06-01", gazetteer) is singer
    minister = someone(held, CULTURE)
    mayor = described_on(minister, "2014-06-01", gazetteer)
    assert mayor.description == "mayor of Goris (Armenia), 2012–2016"


@pytest.mark.parametrize(
    ("title", "country", "served", "words"),
    [
        ("minister of defence", "GB", "Jersey", "defence secretary of Jersey"),
        ("prime minister", "DE", "Germany", "chancellor of Germany"),
        ("ambassador to Georgia", "AM", "Armenia", "ambassador of Armenia to Georgia"),
        ("mayor of Moscow", "RU", "Russia", "mayor of Moscow (Russia)"),
        ("EU high representative", None, "European Union", "EU high representative"),
        ("president", None, "", "president"),
    ],
)  # fmt: skip
def test_offices_in_words(title, country, served, words):
    assert office_words(title, country, served) == words

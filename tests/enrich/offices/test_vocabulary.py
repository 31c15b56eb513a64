"""The words that news has for offices."""

import pytest

from enrich.offices.vocabulary import Office, office_behind, plain_phrase, vocabulary
from gazetteer.model import Entity, Kind, Position


def test_seats_tell_the_office_behind_them(gazetteer):
    kremlin = gazetteer.lookup("Kremlin", Kind.ORGANISATION)[0].entity
    assert office_behind(kremlin) == Office("president", "RU")
    assert office_behind(Entity("wikidata:Q399", "Armenia", Kind.PLACE)) is None


def test_every_seat_is_held_by_the_gazetteer(gazetteer):
    for seat, office in vocabulary().seats.items():
        assert gazetteer.get(seat).kind is Kind.ORGANISATION
        assert office.country in gazetteer.office_countries(office.title)


def test_every_title_of_the_table_is_held_by_the_gazetteer(gazetteer):
    words = vocabulary()
    for title in words.states.values():
        assert gazetteer.office_countries(title), title
    for phrase, states in words.some_states.items():
        for country, title in states.items():
            assert country in gazetteer.office_countries(title), phrase
    for title in words.beside:
        assert gazetteer.office_countries(title), title
    for body, offices in words.bodies.items():
        for office in offices.values():
            assert office.country in gazetteer.office_countries(office.title), body


def test_phrases_of_the_table_are_written_as_they_are_looked_up():
    words = vocabulary()
    phrases = {*words.states, *words.some_states, *words.local}
    phrases |= {phrase for offices in words.bodies.values() for phrase in offices}
    phrases |= {phrase for beside in words.beside.values() for phrase, _ in beside}
    assert {plain_phrase(phrase) for phrase in phrases} == phrases


@pytest.mark.parametrize(
    ("words", "title", "country"),
    [
        ("armenian prime minister", "prime minister", "AM"),
        ("german chancellor", "prime minister", "DE"),
        ("british chancellor", "minister of finance", "GB"),
        ("the us defense secretary gen", "secretary of defence", "US"),
        ("texas gov", "governor of Texas", "US"),
        ("rep", "member of the House of Representatives", "US"),
        ("democratic lawmaker", "senator", "US"),
        ("un secretary general", "secretary-general of the United Nations", None),
        ("the secretary general of the united nations", "secretary-general of the United Nations",
         None),
        ("nato chief", "secretary-general of NATO", None),
        ("kremlin spokesman", "spokesperson of the president", "RU"),
        ("deputy prime minister", "deputy prime minister", "AM"),
        ("vice president", "vice president", "US"),
        ("deputy minister and foreign minister", "minister of foreign affairs", "AM"),
        ("joint chiefs of staff chair", "chairman of the joint chiefs of staff", "US"),
    ],
)  # fmt: skip
def test_words_beside_a_name_hold_its_office(words, title, country):
    assert vocabulary().names(Position(title, country), words)


@pytest.mark.parametrize(
    ("words", "title", "country"),
    [
        ("french chancellor", "prime minister", "FR"),
        ("deputy foreign minister", "minister of foreign affairs", "AM"),
        ("vice president", "president", "US"),
        ("shadow foreign secretary", "minister of foreign affairs", "GB"),
        ("lieutenant governor of texas", "governor of Texas", "US"),
        ("premier league manager", "prime minister", "GB"),
        ("un chief", "secretary-general of NATO", None),
        ("a member of the board", "member of parliament", "FR"),
        ("", "president", "US"),
    ],
)
def test_words_of_another_office_are_not_taken_for_it(words, title, country):
    assert not vocabulary().names(Position(title, country), words)


def test_titles_before_names_are_known_in_every_spelling():
    assert {"vice-president", "gov", "rep", "secretary of defense", "mp"} <= vocabulary().titles
    assert "chief" not in vocabulary().titles  # a body must stand beside it

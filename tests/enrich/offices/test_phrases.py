"""People named by their office: which phrases are, which are not, and where they lie."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrich.model import Document, Mention
from enrich.offices.phrases import FOUND_BY, find_offices
from gazetteer.model import Kind

# Names as any tagger finds them: what the phrases are told from.
_PLACES = (
    "Republic of Armenia|Armenian?|Azerbaijani?|Georgian?|Russian?|French|France|German|British|US"
    "|Texas|California|London|United States|Jordan|Congo|Iraqi|Iraq|Bosnian|Israeli|Spain|Krasnodar"
)
_BODIES = (
    "UN|NATO|European Commission|Armenian Foreign Ministry|EU|CIA|White House|Kremlin|World Bank"
    "|Georgia State University|Office of the Prime Minister of Armenia"
)
_PEOPLE = "Nikol Pashinyan|Pashinyan|Ilham Aliyev|Barack Obama|Tony Blair"
_NAMED = re.compile(
    rf"\b(?:(?P<person>{_PEOPLE})|(?P<organisation>{_BODIES})|(?P<place>{_PLACES}))\b"
)


def names(text):
    """The names of a text, with the places that lie inside organisations."""
    found = []
    for match in _NAMED.finditer(text):
        kind = Kind(match.lastgroup)
        found.append(Mention(*match.span(), match[0], kind, found_by="test"))
        if kind is Kind.ORGANISATION:
            for place in re.finditer(rf"\b(?:{_PLACES})\b", match[0]):
                start, end = (match.start() + offset for offset in place.span())
                found.append(Mention(start, end, place[0], Kind.PLACE, found_by="test"))
    return found


@pytest.fixture
def offices(gazetteer):
    """The phrases found in a text, with their offices."""

    def find(text, language="en"):
        found = find_offices(Document(text, language=language), names(text), gazetteer)
        assert all(text[m.start : m.end] == m.text for m in found)
        return {m.text: m.lookup for m in found}

    return find


@pytest.mark.parametrize(
    ("text", "phrase", "office"),
    [
        ("The prime minister of Armenia left.", "prime minister of Armenia", "prime minister@AM"),
        ("Armenia's prime minister left.", "Armenia's prime minister", "prime minister@AM"),
        ("Armenia’s prime minister left.", "Armenia’s prime minister", "prime minister@AM"),
        ("He met the Armenian prime minister.", "Armenian prime minister", "prime minister@AM"),
        ("The current president of France left.", "president of France", "president@FR"),
        ("He told the German chancellor.", "German chancellor", "prime minister@DE"),
        ("The British foreign secretary left.", "British foreign secretary",
         "minister of foreign affairs@GB"),
        ("The Armenian Minister of Foreign Affairs spoke.",
         "Armenian Minister of Foreign Affairs", "minister of foreign affairs@AM"),
        ("The US defense secretary spoke.", "US defense secretary", "secretary of defence@US"),
        ("The US secretary of state's plane landed.", "US secretary of state",
         "secretary of state@US"),
        ("The president of the United States left.", "president of the United States",
         "president@US"),
        ("The prime minister of the Republic of Armenia left.",
         "prime minister of the Republic of Armenia", "prime minister@AM"),
        ("The Armenian Foreign Ministry spokeswoman spoke.",
         "Armenian Foreign Ministry spokeswoman",
         "spokesperson of the ministry of foreign affairs@AM"),
        ("He met the UN Secretary-General.", "UN Secretary-General",
         "secretary-general of the United Nations@"),
        ("The NATO chief arrived.", "NATO chief", "secretary-general of NATO@"),
        ("The president of the European Commission spoke.", "president of the European Commission",
         "president of the European Commission@"),
        ("The CIA director spoke.", "CIA director", "director of the CIA@US"),
        ("The governor of Texas spoke.", "governor of Texas", "governor of Texas@US"),
        ("The California governor spoke.", "California governor", "governor of California@US"),
        ("The mayor of London spoke.", "mayor of London", "mayor of London@GB"),
        ("The president of Georgia spoke.", "president of Georgia", "president@GE"),
        ("The governor of Georgia spoke.", "governor of Georgia", "governor of Georgia@US"),
        ("Aides of the Iraqi president met.", "Iraqi president", "president@IQ"),
        ("The Russian president Tuesday left.", "Russian president", "president@RU"),
    ],
)  # fmt: skip
def test_an_office_is_found_with_what_it_belongs_to(offices, text, phrase, office):
    assert offices(text) == {phrase: office}


@pytest.mark.parametrize(
    "text",
    [
        # another time, another office, or several
        "The former prime minister of Armenia left.",
        "The former Armenian prime minister left.",
        "The then-prime minister of Armenia left.",
        "The ex-prime minister of Armenia left.",
        "The next president of France will decide.",
        "Armenia's next prime minister will decide.",
        "The late president of Georgia was praised.",
        "Armenia's deputy prime minister left.",
        "The deputy foreign minister of Armenia left.",
        "The shadow foreign secretary of the US left.",
        "The prime ministers of Armenia and Georgia met.",
        "The Armenian and Azerbaijani foreign ministers met.",
        "A prime minister of Armenia must speak Armenian.",
        "An Armenian prime minister must.",
        "No Armenian prime minister would.",
        "Armenia's presidential palace was empty.",
        "The Armenian prime minister-designate waited.",
        "The German chancellor candidate waited.",
        "The Armenian prime minister at the time agreed.",
        "The president of Georgia in 1999 agreed.",
        # the office itself
        "He works at the office of the prime minister of Armenia.",
        "The Armenian prime minister's office denied it.",
        "The Armenian prime minister's press office denied it.",
        "Pashinyan is the prime minister of Armenia.",
        "Pashinyan was elected prime minister of Armenia.",
        "He served as Armenia's prime minister.",
        "He became the Armenian prime minister.",
        "The post of the prime minister of Armenia is vacant.",
        # what is said of a name beside it
        "Armenian Prime Minister Nikol Pashinyan left.",
        "The Armenian Prime Minister, Nikol Pashinyan, left.",
        "The prime minister of Armenia, Mr. Nikol Pashinyan, left.",
        "The prime minister of Armenia (Nikol Pashinyan) left.",
        "Nikol Pashinyan, the prime minister of Armenia, left.",
        "Nikol Pashinyan, Armenia's prime minister, left.",
        "Pashinyan, 43, the Armenian prime minister, left.",
        "The Armenian prime minister, General Ara Sargsyan, left.",
        "The Armenian Prime Minister Ara Sargsyan left.",
        # other things of the same words
        "The English Premier League and the Russian premier league.",
        "The president of Georgia State University spoke.",
        "The president of Armenia's football federation spoke.",
        "The president of Texas-based companies spoke.",
        "The Russian president of the club spoke.",
        "The UN chief weapons inspector spoke.",
        "The Office of the Prime Minister of Armenia spoke.",
        "The president of Congo spoke.",  # there are two
        "The Texas secretary of state spoke.",
        "The prime minister spoke.",
        "The presidency of Armenia was told.",
    ],
)
def test_what_stands_for_nobody_in_particular_is_left_alone(offices, text):
    assert offices(text) == {}


def test_only_english_is_looked_at(offices):
    assert offices("Le prime minister of Armenia left.", language="fr") == {}


def test_nothing_is_looked_for_where_the_caller_gave_the_mentions(gazetteer):
    text = "The prime minister of Armenia left."
    assert find_offices(Document(text, spans=((22, 29, None),)), names(text), gazetteer) == ()


def test_a_phrase_may_be_the_very_words_of_a_name(gazetteer):
    text = "The prime minister of Armenia left."
    taken = Mention(4, 29, text[4:29], Kind.PERSON, found_by="tagger")
    (found,) = find_offices(Document(text), [taken, *names(text)], gazetteer)
    assert (found.text, found.found_by) == ("prime minister of Armenia", FOUND_BY)


_WORDS = st.sampled_from(
    ["the", "The", "prime", "minister", "president", "of", "foreign", "'s", ",", ".", "and", "UN",
     "secretary-general", "Armenia", "Armenian", "US", "secretary", "state", "Texas", "governor",
     "Nikol Pashinyan", "former", "chief", "Republic of Armenia", "a", "Office", "\n", "said"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORDS, max_size=40))
def test_phrases_are_exact_and_cross_no_other_mention(gazetteer, words):
    text = " ".join(words).replace(" 's", "'s").replace(" ,", ",").replace(" .", ".")
    before = names(text)
    found = find_offices(Document(text, language="en"), before, gazetteer)
    assert [(m.start, m.end) for m in found] == sorted((m.start, m.end) for m in found)
    for one in found:
        assert text[one.start : one.end] == one.text
        for other in (*found, *before):
            apart = one.end <= other.start or other.end <= one.start
            inside = one.start <= other.start and other.end <= one.end
            around = other.start <= one.start and one.end <= other.end
            assert apart or inside or around


def test_time_grows_with_the_text_and_not_with_its_square(gazetteer):
    text = "The prime minister of Armenia met the US president. " * 4000
    found = find_offices(Document(text, language="en"), names(text), gazetteer)
    assert len(found) == 8000

"""The rules that join what a tagger found with what the gazetteer holds, one by one."""

import pytest

from enrich.mentions.joining import join
from enrich.mentions.taggers import TaggedSpan
from enrich.mentions.tokens import tokenise
from enrich.mentions.windows import find_windows
from gazetteer.model import Kind


@pytest.fixture
def joined(gazetteer):
    def run(text, *tagged, known=True):
        """Join; tagged names are (text, kind, probability), the first occurrence each."""
        tokens = tokenise(text)
        windows = find_windows(tokens, gazetteer) if known else []
        spans, at = [], {}
        for name, kind, probability in tagged:
            start = text.index(name, at.get((name, kind), 0))
            at[name, kind] = start + 1
            spans.append(TaggedSpan(start, start + len(name), kind, probability))
        return [
            (text[j.proposal.start : j.proposal.end], j.proposal.kind, j.embedded)
            for j in join(tokens, spans, windows, gazetteer)
        ]

    return run


PLACE, PERSON, ORGANISATION = Kind.PLACE, Kind.PERSON, Kind.ORGANISATION


def test_a_span_is_widened_to_whole_words(joined):
    found = joined("The U.S. envoy left.", ("U.S", PLACE, 0.9))
    assert found == [("U.S.", PLACE, False)]


@pytest.mark.parametrize("tail", [" -", " 's", "’s", " ’", " ."])
def test_a_mark_apart_is_no_part_of_a_name(joined, tail):
    found = joined(f"He left Qorvex{tail} and ran.", (f"Qorvex{tail}", PLACE, 0.9), known=False)
    assert found == [("Qorvex", PLACE, False)]


def test_a_possessive_that_a_span_cuts_is_no_part_of_it(joined):
    found = joined("Off Qorvex's coast.", ("Qorvex'", ORGANISATION, 0.9), known=False)
    assert found == [("Qorvex", ORGANISATION, False)]


@pytest.mark.parametrize("name", ["Stadium of Light", "Forest of Dean"])
def test_a_facility_or_an_area_of_something_is_one_name(joined, name):
    assert joined(f"It is the {name}.", (name, ORGANISATION, 0.9))[0][0] == name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shoppers at Lowe's waited.", "Lowe's"),
        ("Kevin Lowe won. Then Lowe's lawyer spoke.", "Lowe"),  # no shop
        ("Then Smith's lawyer spoke.", "Smith"),  # no band
    ],
)
def test_a_possessive_is_part_of_a_name_that_is_spelt_so(joined, text, found):
    names = joined(text, (found.removesuffix("'s") + "'s", ORGANISATION, 0.9))
    assert (found, ORGANISATION, False) in names


@pytest.mark.parametrize(
    ("tail", "kind"), [("Qorvex ran.", PERSON), ("He was in Qorvex again.", PLACE)]
)
def test_a_surname_is_the_person_that_was_named_in_full(joined, tail, kind):
    spans = [("Daniel Qorvex", PERSON, 0.9), ("Qorvex", PLACE, 0.8), ("Qorvex", PLACE, 0.8)]
    found = joined(f"Daniel Qorvex left. {tail}", *spans, known=False)
    assert found[-1] == ("Qorvex", kind, False)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Sir Jeffrey Donaldson", ["Jeffrey Donaldson"]),
        ("President Emmanuel Macron", ["Emmanuel Macron"]),
        ("Sir", []),
        ("Dean Smith", ["Dean Smith"]),
    ],
)
def test_a_title_is_no_part_of_a_person(joined, name, found):
    people = joined(f"{name} spoke first.", (name, PERSON, 0.9), known=False)
    assert [text for text, _, _ in people] == found


@pytest.mark.parametrize(
    ("text", "name", "kind", "found"),
    [
        ("Days after Secretary of State Doe left.", "Secretary of State", ORGANISATION, []),
        ("He told Qorvex television so.", "Qorvex television", ORGANISATION, ["Qorvex"]),
        ("He condemned the West again.", "West", PLACE, []),
        ("The Qorvex Party won.", "Qorvex Party", ORGANISATION, ["Qorvex Party"]),
    ],
)
def test_titles_and_plain_nouns_are_no_names(joined, text, name, kind, found):
    names = joined(text, (name, kind, 0.9), known=False)
    assert [text for text, _, _ in names] == found


def test_an_adjective_of_a_country_joins(joined):
    assert joined("He met Russian envoys.") == [("Russian", PLACE, False)]


def test_in_a_line_of_capitals_the_gazetteer_adds_nothing(joined):
    assert joined("MAN FROM NEW YORK CITY WINS THE LOTTERY") == []


def test_a_tagged_name_stands_against_the_rules(joined):
    """The gazetteer knows many a town called Jordan."""
    found = joined("Jordan scored twice for Chicago.", ("Jordan", PERSON, 0.9))
    assert ("Jordan", PERSON, False) in found
    assert ("Jordan", PLACE, False) not in found


def test_a_sure_name_of_the_gazetteer_joins(joined):
    assert ("New York City", PLACE, False) in joined("They flew to New York City.")


def test_an_unsure_name_of_the_gazetteer_does_not_join(joined):
    assert joined("Reading is fun, and so is Mobile.") == []


def test_the_kind_is_what_most_of_the_text_says(joined):
    text = "Hollande spoke. Hollande left. They met Hollande."
    found = joined(
        text, ("Hollande", PERSON, 0.9), ("Hollande", PERSON, 0.9), ("Hollande.", ORGANISATION, 0.7)
    )
    assert found == [("Hollande", PERSON, False)] * 3


@pytest.mark.parametrize(
    ("name", "kind"), [("Qorvex", PLACE), ("Liverpool", PLACE), ("NATO", ORGANISATION)]
)
def test_a_span_tagged_twice_is_a_place_unless_the_gazetteer_knows_better(joined, name, kind):
    found = joined(f"He saw {name}.", (name, PLACE, 0.6), (name, ORGANISATION, 0.9))
    assert found == [(name, kind, False)]


@pytest.mark.parametrize(("probability", "kind"), [(0.4, ORGANISATION), (0.9, PERSON)])
def test_an_unsure_span_is_of_the_kind_that_the_gazetteer_holds(joined, probability, kind):
    assert joined("He left Hezbollah.", ("Hezbollah", PERSON, probability)) == [
        ("Hezbollah", kind, False)
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He left the White House.", ORGANISATION),
        ("The White House, Moscow and London agreed.", ORGANISATION),
        ("He left White House, Tennessee.", PLACE),
        ("He left White House (Tennessee).", PLACE),
    ],
)
def test_a_body_that_is_famous_by_a_name_is_meant_unless_an_area_follows(joined, text, kind):
    others = [(name, PLACE, 0.95) for name in ("Moscow", "London", "Tennessee") if name in text]
    found = joined(text, ("White House", PLACE, 0.95), *others)
    assert found[0] == ("White House", kind, False)


def test_a_city_is_no_body_that_happens_to_have_its_name(joined):
    assert joined("He left Columbia.", ("Columbia", PLACE, 0.95)) == [("Columbia", PLACE, False)]


def test_a_name_found_once_is_found_throughout(joined):
    text = "Fire broke out in Qorvex. The people of Qorvex fled."
    found = joined(text, ("Qorvex", PLACE, 0.95), known=False)
    assert found == [("Qorvex", PLACE, False)] * 2


def test_the_words_of_a_name_with_a_dash_between_are_not_it(joined):
    text = "He left Qorvex Zuvex Inc. He met Qorvex Zuvex — Inc. and Qorvex\nZuvex Inc. too."
    found = joined(text, ("Qorvex Zuvex Inc.", ORGANISATION, 0.95))
    assert [name for name, _, _ in found] == ["Qorvex Zuvex Inc.", "Qorvex\nZuvex Inc."]


def test_only_the_stop_of_a_name_goes_with_it_wherever_it_stands(joined):
    found = joined(
        "He left Qorvex Inc. for Qorvex Inc; she too.", ("Qorvex Inc.", ORGANISATION, 0.95)
    )
    assert [name for name, _, _ in found] == ["Qorvex Inc.", "Qorvex Inc"]


def test_a_name_within_a_longer_one_is_not_taken_for_the_same(joined):
    text = "Fire broke out in Qorvex. Qorvex Motors closed."
    assert joined(text, ("Qorvex", PLACE, 0.95), known=False) == [("Qorvex", PLACE, False)]


def test_a_doubtful_name_is_found_only_where_it_was_tagged(joined):
    text = "Fire broke out in Qorvex. The people of Qorvex fled."
    assert len(joined(text, ("Qorvex", PLACE, 0.7), known=False)) == 1


@pytest.mark.parametrize(("probability", "found"), [(0.7, []), (0.95, ["qorvex"])])
def test_a_person_without_a_capital_is_doubted_where_there_are_some(joined, probability, found):
    people = joined("He met qorvex in May.", ("qorvex", PERSON, probability), known=False)
    assert [text for text, _, _ in people] == found
    people = joined("he met qorvex in may", ("qorvex", PERSON, probability), known=False)
    assert [text for text, _, _ in people] == ["qorvex"]


def test_a_doubtful_place_stays_where_it_is_well_known(joined):
    assert joined("The president of Mali spoke.", ("Mali", PLACE, 0.5)) == [("Mali", PLACE, False)]


def test_a_place_that_the_tagger_hardly_believes_in_is_none(joined):
    assert joined("Fire broke out in Qorvex.", ("Qorvex", PLACE, 0.4), known=False) == []


def test_a_place_inside_an_organisation_is_embedded(joined):
    found = joined(
        "She studied at the University of Texas.",
        ("University of Texas", ORGANISATION, 0.9),
        ("Texas", PLACE, 0.9),
    )
    assert found == [("University of Texas", ORGANISATION, False), ("Texas", PLACE, True)]


def test_a_place_inside_an_organisation_that_was_taken_for_a_place_is_embedded(joined):
    name = "University of Texas"
    found = joined(f"He left the {name}.", (name, PLACE, 0.7), (name, ORGANISATION, 0.9))
    assert found == [(name, ORGANISATION, False), ("Texas", PLACE, True)]


def test_a_team_is_named_after_the_whole_city(joined):
    found = joined(
        "The Kansas City Chiefs won.",
        ("Kansas City Chiefs", ORGANISATION, 0.9),
        ("Kansas", PLACE, 0.8),
    )
    assert found == [("Kansas City Chiefs", ORGANISATION, False), ("Kansas City", PLACE, True)]


def test_a_town_inside_an_airport_of_the_gazetteer_is_embedded(joined):
    name = "Khartoum International Airport"
    found = joined(f"He landed at {name} on Monday.", (name, PLACE, 0.9))
    assert found == [(name, PLACE, False), ("Khartoum", PLACE, True)]


def test_what_lay_inside_a_name_that_gives_way_stands_by_itself(joined):
    found = joined(
        "The Qorvex Institute of Upper Armenia Research Council met.",
        ("Qorvex Institute of Upper", ORGANISATION, 0.9),
        ("Qorvex", PLACE, 0.9),
        ("Upper Armenia Research Council", ORGANISATION, 0.9),
        known=False,
    )
    assert found == [
        ("Qorvex", PLACE, False),
        ("Upper Armenia Research Council", ORGANISATION, False),
    ]


@pytest.mark.parametrize("gap", ["\t", "\n\n", "\x00", "\n \n"])
def test_a_tab_or_a_blank_line_parts_two_names(joined, gap):
    text = f"Qorvex{gap}Zuvex ran."
    found = joined(text, (f"Qorvex{gap}Zuvex", PLACE, 0.9), known=False)
    assert found == [("Qorvex", PLACE, False), ("Zuvex", PLACE, False)]


def test_what_runs_on_without_end_is_no_name(joined):
    text = "Qorvex " * 30
    assert joined(text, (text.strip(), ORGANISATION, 0.9), known=False) == []


def test_a_comma_behind_a_number_is_no_part_of_a_name(joined):
    found = joined("He took Route 66, then left.", ("Route 66", PLACE, 0.9), known=False)
    assert found == [("Route 66", PLACE, False)]


def test_of_two_names_that_cross_the_longer_stands(joined):
    found = joined(
        "The Bank of Upper Qorvex failed.",
        ("Bank of Upper", ORGANISATION, 0.6),
        ("Upper Qorvex", PLACE, 0.9),
        known=False,
    )
    assert found == [("Bank of Upper", ORGANISATION, False)]


def adjectives(gazetteer, text, *, adjectival):
    tokens = tokenise(text)
    span = TaggedSpan(0, len(text.split()[0]), PLACE, 0.9, adjectival=adjectival)
    windows = find_windows(tokens, gazetteer)
    return [j.proposal.adjective for j in join(tokens, [span], windows, lambda _: ())]


@pytest.mark.parametrize(
    ("text", "says", "adjective"),
    [
        ("Armenian troops left.", False, True),
        ("Armenia left.", True, False),
        ("Qorvexian troops left.", True, True),
        ("Qorvex left.", False, False),
    ],
)
def test_the_gazetteer_tells_adjectives_and_the_tagger_where_it_holds_nothing(
    gazetteer, text, says, adjective
):
    assert adjectives(gazetteer, text, adjectival=says) == [adjective]


def test_a_place_of_the_text_is_found_inside_an_organisation_that_is_held(joined):
    text = "Limerick is proud of the University of Limerick."
    tagged = (("Limerick", PLACE, 0.9), ("University of Limerick", ORGANISATION, 0.9))
    assert ("Limerick", PLACE, True) in joined(text, *tagged)
    assert ("Limerick", PLACE, True) not in joined(text[25:], tagged[1])
    party = "Russia is ruled by United Russia."
    assert joined(party, ("Russia", PLACE, 0.9), ("United Russia", ORGANISATION, 0.9)) == [
        ("Russia", PLACE, False),
        ("United Russia", ORGANISATION, False),
    ]


def test_a_town_is_not_marked_as_the_club_that_is_called_so(gazetteer):
    def kinds(name):
        (window,) = find_windows(tokenise(name), gazetteer)
        return window.kinds

    assert ORGANISATION not in kinds("Fulham")
    assert gazetteer.lookup("Fulham", ORGANISATION)
    assert ORGANISATION in kinds("Congress")
    assert ORGANISATION in kinds("Duma"), "Douma of Syria is less known, and names no State Duma"


def test_a_person_that_a_body_is_named_after_is_no_place_inside_it(joined):
    lee = "The play was given at Lee Academy on Friday."
    tagged = (("Lee Academy", ORGANISATION, 0.9), ("Lee", PLACE, 0.7))
    assert joined(lee, *tagged) == [("Lee Academy", ORGANISATION, False)]
    unknown = "The Waketon Grange Academy opened."
    tagged = (("Waketon Grange Academy", ORGANISATION, 0.9), ("Waketon Grange", PLACE, 0.9))
    assert joined(unknown, *tagged) == [("Waketon Grange Academy", ORGANISATION, False)]
    texas = "The University of Texas opened."
    tagged = (("University of Texas", ORGANISATION, 0.9), ("Texas", PLACE, 0.7))
    assert ("Texas", PLACE, True) in joined(texas, *tagged)


def test_a_place_of_the_text_is_one_inside_a_name_too(joined):
    text = "At Lee Academy and in Lee they met."
    tagged = [("Lee Academy", ORGANISATION, 0.9), ("Lee", PLACE, 0.7), ("Lee", PLACE, 0.9)]
    assert joined(text, *tagged) == [
        ("Lee Academy", ORGANISATION, False), ("Lee", PLACE, True), ("Lee", PLACE, False),
    ]  # fmt: skip


def test_of_behind_a_full_name_is_where_somebody_is_from(joined):
    text = "James Tauber of Nelson met Ann Lee of Boeing and Dodd of Nelson."
    tagged = [
        ("James Tauber", PERSON, 0.9), ("Nelson", PERSON, 0.9), ("Ann Lee", PERSON, 0.9),
        ("Boeing", ORGANISATION, 0.9), ("Dodd", PERSON, 0.9),
    ]  # fmt: skip
    found = joined(text, *tagged)
    assert ("Nelson", PLACE, False) in found
    assert ("Boeing", ORGANISATION, False) in found


def test_letters_and_the_number_glued_to_them_are_looked_up_as_one_name(gazetteer):
    windows = find_windows(tokenise("The M23 left, the G20 and 20 G said."), gazetteer)
    held = {w.text: w.kinds for w in windows}
    assert held["M23"] == held["G20"] == {ORGANISATION}

"""Who of the references comes into the tables of people, and under which names."""

import pytest
from curate.fame import Signs, prominence_of
from curate.people_gate import CLAIMED, CLAIMED_BY_DEAD, Gate
from curate.people_import import Holding, Imported, _without_doubles
from curate.people_import_names import further_names, in_order, shown_name
from curate.people_import_source import Figure
from curate.people_legislatures import Legislatures
from curate.people_offices import LOCAL, OFFICE, SEAT, Seat
from curate.people_spans import Position


class Names:
    """Bearers of whom the test says what they are."""

    def __init__(self, *, shared=(), claimed=(), common=0.0):
        self.shared, self.claimed, self.common = shared, claimed, common

    def is_given_name(self, word):
        return word in {"Ana", "Paul", "Paris"}

    def is_claimed(self, name):
        return name in self.claimed

    def is_shared(self, name, _qid):
        return name in self.shared

    def least_fame(self, _name):
        return self.common

    def is_free_word(self, name):
        return name == "Ronaldinho"


ARTICLE = Signs(article=True)
KNOWN = Signs(sitelinks=60, article=True)


def admitted(figure, signs=ARTICLE, **names):
    name = shown_name(figure)
    return Gate(Names(**names)).admits(figure, name, signs, prominence_of(signs))


def figure(name="Ana Pérez", **facts):
    return Figure("Q1", label=name, **{"bases": {"P31"}, "collections": {"bear-2024"}, **facts})


def seat(title, kind, end="2020"):
    return Seat(Position(title, "FR", "", "2015", end, "wikidata"), kind)


@pytest.mark.parametrize(
    ("who", "comes_in"),
    [
        (figure(born="1970-01-01"), True),
        (figure(), True),
        (figure(died="2021-03-04"), True),
        (figure(died="1994-03-04"), False),
        (figure(died="1921-03-04"), False),
        (figure(born="1890"), False),
        (figure("Albert II, Margrave of Brandenburg"), False),
        (figure("Ana & Paul"), False),
        (figure("Miss Marple"), False),
        (figure("Paul Family"), False),
        (figure("Ronaldinho"), False),
    ],
)
def test_an_article_admits_who_may_be_alive(who, comes_in):
    assert admitted(who) is comes_in


def test_the_long_dead_come_in_when_the_world_knows_them():
    assert admitted(figure(died="1791-12-05"), KNOWN)
    assert admitted(figure("Ronaldinho"), KNOWN)
    assert not admitted(figure("Prince"), KNOWN)


def test_what_a_classifier_of_names_says_needs_a_second_sign():
    guess = {"bases": {"name"}}
    assert not admitted(figure(**guess), Signs())
    assert admitted(figure(**guess, title="Ana Pérez"), Signs(article=True))
    assert not admitted(figure("Gary Steelheads", **guess, title="Gary Steelheads"))
    assert not admitted(figure(**guess, title="Ana Pérez (band)"))


def test_a_name_of_several_or_of_a_place_needs_fame():
    for doubt in ({"shared": ["Ana Pérez"]}, {"claimed": ["Ana Pérez"]}, {"common": 0.45}):
        assert not admitted(figure(), **doubt)
        assert admitted(figure(), KNOWN, **doubt)
    assert not admitted(figure(title="Ana Pérez (actress)"))
    assert admitted(figure(seats=[seat("minister of finance", OFFICE)]), shared=["Ana Pérez"])


def test_an_office_of_government_needs_no_article_and_a_local_seat_does():
    assert admitted(figure(seats=[seat("minister of finance", OFFICE)]), Signs())
    assert not admitted(figure(seats=[seat("minister of finance", OFFICE, "1980")]), Signs())
    assert not admitted(figure(seats=[seat("member of the Assembly of Madrid", LOCAL)]), Signs())
    assert admitted(figure(seats=[seat("member of the Assembly of Madrid", LOCAL)]))


def test_a_national_seat_of_late_needs_no_article():
    assert admitted(figure(seats=[seat("member of the Riksdag", SEAT)]), Signs())
    assert not admitted(figure(seats=[seat("member of the Riksdag", SEAT, "2002")]), Signs())


def test_who_died_before_1990_is_not_let_in_by_an_office_without_an_end():
    held = [seat("minister of finance", OFFICE, "")]
    assert admitted(figure(seats=held), Signs())
    assert not admitted(figure(seats=held, died="1967-05-01"), Signs())


def test_a_collection_of_who_holds_a_post_is_enough_while_they_live():
    post = {"collections": {"wdqs-ceos-2025"}}
    assert admitted(figure(**post), Signs())
    assert not admitted(figure(), Signs())
    assert not admitted(figure(**post, died="2012-02-02", dead=True), Signs())


def test_who_may_have_sat_in_the_bundestag_since_1990_needs_no_article():
    sat = {"collections": {"bundestag-2018"}}
    assert admitted(figure(**sat, born="1950-01-01"), Signs())
    assert not admitted(figure(**sat, born="1935-01-01"), Signs())


def test_whom_families_look_for_are_of_the_past():
    looked_for = {"collections": {"nitrate-familysearch-2024"}}
    assert not admitted(figure(**looked_for))
    assert admitted(figure(**looked_for, born="1970-01-01"))


def test_a_place_or_firm_is_called_after_the_dead_sooner_than_after_the_living():
    known = Signs(sitelinks=40, article=True)
    assert CLAIMED < prominence_of(known) < CLAIMED_BY_DEAD
    assert admitted(figure(), known, claimed=["Ana Pérez"])
    assert not admitted(figure(dead=True), known, claimed=["Ana Pérez"])


def test_a_name_as_a_register_writes_it_is_none_to_show():
    assert not admitted(figure("KAMBALE Ana PALUKU"))
    assert not admitted(figure("PÉREZ Ana LÓPEZ"))


@pytest.mark.parametrize(
    ("shown", "alias", "kept"),
    [
        ("Barack Obama", "Barack Hussein Obama", True),
        ("Barack Obama", "President Obama", False),
        ("Barack Obama", "Obama", False),
        ("Barack Obama", "B. Obama", False),
        ("Barack Obama", "BHO", False),
        ("Barack Obama", "Obama Barack", False),
        ("Barack Obama", "Barack OBAMA", False),
        ("Shawn Crahan", 'Shawn "Clown" Crahan', False),
        ("Abraham Lincoln", "Honest Abe", False),
        ("George Washington", "Father of the United States", False),
        ("Eminem", "Marshall Mathers", True),
        ("Benedict XVI", "Papa Benedikt", False),
        ("Muammar Gaddafi", "Moammar Gadhafi", True),
        ("Jackie Chan", "成龍", False),
    ],
)
def test_an_alias_is_a_full_name_of_the_same_person(shown, alias, kept):
    assert list(further_names(shown, [alias])) == ([alias] if kept else [])


def test_a_cyrillic_name_begins_with_the_given_name():
    names = ["Абрамович Роман", "Роман Абрамович", "Роман Аркадьевич Абрамович"]
    assert list(in_order(names, "Roman Abramovich")) == names[1:]


def imported(qid, prominence, **facts):
    empty = {"names": (), "gender": "", "country": "", "born": "", "died": "", "description": ""}
    return Imported(
        id=f"wikidata:{qid}",
        name="Ana Pérez",
        prominence=prominence,
        **{**empty, "positions": (), **facts},
    )


def test_nobody_stands_twice_and_nobody_hides_behind_a_namesake():
    minister = Position("minister of finance", "ES", "", "2019-02-01", "", "wikidata")
    again = Position("minister of finance", "ES", "", "2019", "2021", "wikidata")
    held = {"Q2": Holding("Ana Perez", 0.4, "1960-05-06", (minister,))}
    same = [imported("Q3", 0.3, born="1960-05-06"), imported("Q4", 0.3, positions=(again,))]
    assert _without_doubles(same, held) == []
    assert _without_doubles([imported("Q5", 0.1)], held) == []
    namesake = imported("Q6", 0.3, born="1981-01-02")
    assert _without_doubles([namesake], held) == [namesake]
    assert (
        _without_doubles([namesake], {"x": Holding("Ana Pérez", 0.2, "", (), unnumbered=True)})
        == []
    )


class Countries:
    """Names of countries as the reference of countries gives them."""

    def iter_names(self):
        yield from {"mexico": "MX", "united kingdom": "GB", "spain": "ES"}.items()


@pytest.mark.parametrize(
    ("title", "country", "office", "national"),
    [
        ("Member of the Chamber of Deputies of Mexico", "MX", "member of parliament", True),
        ("Member of the 57th Parliament of the United Kingdom", "GB", "member of parliament", True),
        ("member of the Swedish Riksdag", "SE", "member of parliament", True),
        ("Member of the Senate of Spain", "ES", "senator", True),
        ("Federal deputy", "BR", "member of parliament", True),
        ("Member of the Legislative Assembly", "CR", "member of parliament", True),
        ("Member of the European Parliament", "ES", "member of the European Parliament", True),
        ("Member of the 5th Scottish Parliament", "GB", "member of the Scottish Parliament", False),
        (
            "Member of the Parliament of Catalonia",
            "ES",
            "member of the Parliament of Catalonia",
            False,
        ),
        ("state deputy of Bahia", "BR", "state deputy of Bahia", False),
        (
            "deputy member of the Parliament of Norway",
            "NO",
            "member of the Parliament of Norway",
            False,
        ),
    ],
)
def test_a_seat_is_national_where_nothing_but_the_country_is_named(
    title, country, office, national
):
    found = Legislatures(Countries(), {"SE": ["Swedish"]}).office(title, country)
    assert found == ((office, country, ""), national)


@pytest.mark.parametrize(
    "title", ["Minister of Finance", "Deputy Prime Minister", "Deputy Premier"]
)
def test_an_office_of_government_is_no_seat(title):
    assert Legislatures(Countries(), {}).office(title, "ES") is None

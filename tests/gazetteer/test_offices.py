"""Who held an office on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.model import Position
from gazetteer.store.offices import covers, holding, is_certain, may_cover


def terms(*spans):
    return [
        (key, Position("premier", "XX", start, end)) for key, (start, end) in enumerate(spans, 1)
    ]


def keys(held, day):
    return [key for key, _ in holding(held, day)]


def test_the_day_of_a_handover_belongs_to_both():
    held = terms(("2010-01-01", "2014-05-01"), ("2014-05-01", None))
    assert keys(held, "2014-04-30") == [1]
    assert keys(held, "2014-05-01") == [1, 2]
    assert keys(held, "2014-05-02") == [2]


def test_whoever_came_later_ends_a_term_without_an_end():
    held = terms(("2001-01-01", None), ("2005-03-01", "2006-03-01"))
    assert keys(held, "2004-01-01") == [1]
    assert keys(held, "2005-06-01") == [2]
    assert keys(held, "2007-01-01") == []


def test_a_term_that_surely_covers_the_day_wins_over_one_that_may():
    held = terms(("2014-08-24", "2023-08-22"), ("2022", "2022"))
    assert keys(held, "2022-05-01") == [1]


def test_dates_that_are_not_exact_are_compared_as_far_as_they_go():
    held = terms(("2010", "2014"), ("2014", None))
    assert keys(held, "2012-01-01") == [1]
    assert keys(held, "2014-06-01") == [1, 2]
    assert keys(held, "2014") == [1, 2]
    assert keys(held, "2015-01-01") == [2]


def test_two_terms_of_one_person_are_one_holder():
    one = Position("premier", "XX", "2014-01-01", None)
    assert keys([(1, one), (1, Position("premier", "XX", "2014", None))], "2020-01-01") == [1]


def test_a_term_that_began_nobody_knows_when_covers_nothing():
    assert not covers(Position("premier", "XX", None, "2020-01-01"), "2019-01-01")


def test_an_open_end_is_believed_as_far_as_its_source_reaches():
    term = Position("minister of finance", "XX", "2021-03-01", as_of="2023")
    assert covers(term, "2023-11-30")
    assert not covers(term, "2024-01-01")
    old = Position("minister of finance", "XX", "2005-03-01", as_of="2023")
    assert not covers(old, "2006-01-01")  # an end that the source does not know
    assert covers(Position("monarch", "XX", "1973", as_of="2023"), "2006-01-01")


def test_what_may_be_is_more_than_what_a_source_says():
    left = Position("minister of finance", "XX", "2021-03-01", "2022-02", as_of=None)
    assert not may_cover(left, "2024-01-01")
    kept = Position("minister of finance", "XX", "2021-03-01", as_of="2023")
    assert may_cover(kept, "2024-01-01")
    assert not may_cover(kept, "2021-02-28")
    assert may_cover(Position("senator", "XX", None, "2020-01-01"), "2019-01-01")
    assert may_cover(kept, None)
    assert not may_cover(left, None)


def test_open_ends_of_the_reference_are_known_to_be_of_2023(gazetteer):
    (held,) = gazetteer.office_holders("minister of foreign affairs", "CG", "2022-06-01")
    assert held[1].as_of == "2023"
    assert held[1] in held[0].roles
    assert gazetteer.office_holders("minister of foreign affairs", "CG", "2025-06-01") == ()
    (kept,) = gazetteer.office_holders("minister of foreign affairs", "RU", "2025-06-01")
    assert (kept[0].name, kept[1].as_of) == ("Sergey Lavrov", None)


def test_terms_of_the_embedded_gazetteer(gazetteer):
    held = gazetteer.office_holders("prime minister", "AM", "2018-05-09")
    assert [(person.name, term.start) for person, term in held] == [
        ("Nikol Pashinyan", "2018-05-08")
    ]
    assert gazetteer.office_holders("prime minister", "AM", "1500-01-01") == ()
    assert gazetteer.office_holders("wizard", "AM", "2020-01-01") == ()
    ever = gazetteer.office_holders("governor of Texas", "US")
    assert [term.start for _, term in ever] == sorted(term.start for _, term in ever)
    assert gazetteer.office_countries("governor of Texas") == {"US"}
    assert "" in gazetteer.office_countries("secretary-general of NATO")


@pytest.mark.parametrize("country", ["AM", "GB", "FR", "JP"])
def test_there_is_one_prime_minister_at_a_time(gazetteer, country):
    for year in range(2010, 2023):
        assert len(gazetteer.office_holders("prime minister", country, f"{year}-03-15")) <= 1


_DAYS = st.dates(date(2000, 1, 1), date(2003, 12, 31))
_CUT = st.sampled_from([4, 7, 10])


@given(_DAYS, _DAYS, _DAYS, _CUT, _CUT)
def test_exact_or_not_dates_agree_with_their_days(first, last, day, cut, cut_day):
    """As a naive reference: every day that the inexact dates allow, one by one."""
    start, end, asked = first.isoformat()[:cut], last.isoformat()[:cut], day.isoformat()[:cut_day]
    starts, ends, days = possible(start), possible(end), possible(asked)
    term = Position("premier", "XX", start, end)
    assert covers(term, asked) == (starts[0] <= days[-1] and days[0] <= ends[-1])
    assert covers(term, asked) <= may_cover(term, asked)
    if is_certain(term, asked):
        assert starts[-1] <= days[0]
        assert days[-1] <= ends[0]


def possible(day):
    """The first and the last day that an inexact date may mean."""
    if len(day) == 4:
        return date.fromisoformat(f"{day}-01-01"), date.fromisoformat(f"{day}-12-31")
    if len(day) == 7:
        first = date.fromisoformat(f"{day}-01")
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return (date.fromisoformat(day),) * 2

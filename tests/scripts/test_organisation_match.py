"""Ids of organisations are found by name, kind, country and seat, and never by the name alone."""

import pytest
from curate import organisation_references
from curate.organisation_match import Matcher, Wanted
from curate.organisation_names import CountryWords, name_key
from curate.organisation_readers import CURATED, Held
from curate.organisation_references import References

from gazetteer.errors import CuratedFactError


@pytest.fixture(scope="module")
def words():
    return CountryWords(CURATED)


@pytest.fixture
def read(monkeypatch, tmp_path, words):
    """Return a function that makes references of what is given."""

    def references(*helds):
        monkeypatch.setattr(organisation_references, "CountryWords", lambda _: words)
        monkeypatch.setattr(organisation_references, "iter_references", lambda *_: iter(helds))
        return References(tmp_path)

    return references


@pytest.fixture
def lookup(read):
    """Return a function that looks an organisation up in the references that are given."""

    def find(wanted, *helds):
        found = Matcher(read(*helds)).lookup(wanted)
        return found.wikidata if found else None

    return find


def item(qid, name, kind="", *more, source="wikidata", **facts):
    return Held(source, qid, (name, *more), kind=kind, label=name, **facts)


def test_spelling_legal_form_and_initials_do_not_matter():
    assert name_key("Alphabet Inc.") == name_key("Alphabet")
    assert name_key("Ministry of Defense") == name_key("Ministry of Defence")
    assert name_key("A.C. Milan") == name_key("AC Milan")
    assert name_key("The Hindu newspaper") == name_key("Hindu")
    assert name_key("AS Roma") != name_key("Roma")


def test_the_kind_confirms_a_name_and_a_film_of_that_name_is_no_company(lookup):
    wanted = Wanted("Vulcan", "company", "US")
    assert lookup(wanted, item("Q1", "Vulcan", "company")) == "Q1"
    assert lookup(wanted, item("Q1", "Vulcan", "quiz/films-release-year")) is None
    assert lookup(wanted, item("Q1", "Vulcan", title="Vulcan (album)")) is None
    assert lookup(wanted, item("Q1", "Vulcan")) is None


def test_another_country_refuses(lookup):
    wanted = Wanted("National Bank Group", "company", "AU")
    assert lookup(wanted, item("Q1", "National Bank Group", "company", country="AU")) == "Q1"
    assert lookup(wanted, item("Q1", "National Bank Group", "company", country="JO")) is None


def test_the_country_decides_between_ministries(lookup):
    ministries = (
        item("Q1", "Ministry of Finance", "ministry"),
        item("Q2", "Ministry of Finance of the Republic of Serbia", "ministry"),
        item("Q3", "Ministry of Finance", "government", country="KE", source="ror"),
    )
    assert lookup(Wanted("Ministry of Finance of Serbia", "ministry", "RS"), *ministries) == "Q2"
    kenya = Wanted("Ministry of Finance of Kenya", "ministry", "KE", (), ("Ministry of Finance",))
    assert lookup(kenya, *ministries) == "Q3"
    peru = Wanted("Ministry of Finance of Peru", "ministry", "PE", (), ("Ministry of Finance",))
    assert lookup(peru, *ministries) is None


def test_the_ministry_of_one_china_is_not_the_other_s(lookup):
    taiwan = item("Q1", "Ministry of Justice of the Republic of China", "government", country="TW")
    assert lookup(Wanted("Ministry of Justice of China", "ministry", "CN"), taiwan) is None
    assert lookup(Wanted("Ministry of Justice of Taiwan", "ministry", "TW"), taiwan) == "Q1"


def test_of_two_alike_none_is_taken_and_the_better_known_where_they_are_not(lookup):
    wanted = Wanted("Meridian", "bank", "KE")
    one, other = item("Q1", "Meridian", "bank"), item("Q2", "Meridian", "bank")
    assert lookup(wanted, one, other) is None
    assert lookup(wanted, one, one, other) == "Q1"
    assert lookup(wanted, one, one, other, item("Q2", "Meridian", title="Meridian")) == "Q2"


def test_what_a_name_says_in_brackets_counts_unless_it_is_the_place(lookup):
    party = item("Q1", "Janata Dal", "party", country="IN")
    assert lookup(Wanted("Janata Dal (United)", "party", "IN"), party) is None
    paper = item("Q2", "The Nation", "media", country="PK")
    assert lookup(Wanted("The Nation (Pakistan)", "media", "PK"), paper) == "Q2"
    assert lookup(Wanted("The Nation (Pakistan)", "media", "PK"),
                  item("Q2", "The Nation", "media")) is None  # fmt: skip


def test_the_branch_of_a_company_in_one_country_is_not_the_company(lookup):
    branch = item("Q1", "Vulcan (United Kingdom)", "company", country="GB", source="ror")
    assert lookup(Wanted("Vulcan", "company", "GB"), branch) is None


def test_what_goes_by_a_company_s_short_name_may_be_another_of_its_group(lookup):
    wanted = Wanted("Vulcan Global", "company", "US", (), ("Vulcan Pictures",))
    assert lookup(wanted, item("Q1", "Vulcan Pictures", "company", country="US")) is None


def test_initials_alone_are_shared_by_too_many(lookup):
    wanted = Wanted("Commodity Trade Commission", "government", "US", (), (), ("CTC",))
    assert lookup(wanted, item("Q1", "CTC", "government")) is None


def test_what_may_only_confirm_an_id_gives_none(lookup):
    check = item("Q1", "Alliance of the Lakes", "international", source="check")
    assert lookup(Wanted("Alliance of the Lakes", "alliance"), check) is None


def test_an_id_written_by_hand_needs_a_reference_with_the_name(read):
    references = read(item("Q1", "Armed Forces of the Slovak Republic", "military"))
    assert references.check("Q1", ["Armed Forces of Slovakia"], "SK").wikidata == "Q1"
    with pytest.raises(CuratedFactError, match="Q1 for"):
        references.check("Q1", ["Slovak Police"], "SK")

"""The tables of people keep their rules, say what the world knows, and agree with the reference."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest
from curate.people_hand import fold
from curate.people_references import gather
from curate.people_source import Countries

from gazetteer.sources.edits import read_table

ROOT = Path(__file__).parents[2]
CURATED = ROOT / "gazetteer" / "curated"
COLUMNS = {
    "people": "id name gender country born died prominence description by_surname source",
    "people_names": "id name type source",
    "people_positions": "id title country organisation start end source",
    "given_names": "name gender count source",
    "surnames": "name count source",
}
ENTITY_ID = re.compile(r"wikidata:Q[1-9]\d*|enrich:[a-z0-9]+(-[a-z0-9]+)*")
DATE = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def read(table):
    return read_table(CURATED / f"{table}.csv")


@pytest.fixture(scope="module")
def people():
    return {row["id"]: row for row in read("people")}


@pytest.fixture(scope="module")
def names():
    found = defaultdict(set)
    for table in ("people", "people_names"):
        for row in read(table):
            found[row["id"]].add(row["name"])
    return found


@pytest.fixture(scope="module")
def positions():
    found = defaultdict(list)
    for row in read("people_positions"):
        found[row["id"]].append(row)
    return found


def held(positions, person, title, country=""):
    return {
        (row["start"], row["end"])
        for row in positions[person]
        if row["title"] == title and country in ("", row["country"])
    }


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_is_sorted_has_its_columns_and_no_row_twice(table):
    with (CURATED / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    assert header == COLUMNS[table].split()
    assert [tuple(row) for row in rows] == sorted({tuple(row) for row in rows})


def test_at_least_five_thousand_people_have_a_wikidata_id():
    ids = [row["id"] for row in read("people")]
    assert len(ids) == len(set(ids))
    assert [i for i in ids if not ENTITY_ID.fullmatch(i)] == []
    assert sum(i.startswith("wikidata:") for i in ids) >= 5000


def test_every_cell_of_a_person_keeps_the_rules(people):
    for row in people.values():
        assert row["name"], row
        assert row["gender"] in {"male", "female", ""}, row
        assert re.fullmatch(r"([A-Z]{2})?", row["country"]), row
        assert 0 < float(row["prominence"]) <= 1, row
        assert row["source"] in {"wikidata", "hand"}, row
        assert all(DATE.fullmatch(row[c]) for c in ("born", "died") if row[c]), row
        assert not (row["born"] and row["died"]) or row["born"] < row["died"], row


def test_nobody_is_named_by_an_entity_id_or_an_office():
    odd = re.compile(r"Q\d+$|(Prime Minister|President|Minister|List) of ")
    rows = [*read("people"), *read("people_names")]
    assert [row["name"] for row in rows if odd.match(row["name"])] == []


def test_every_name_and_position_is_of_a_person(people):
    known = set(people)
    assert {row["id"] for row in read("people_names")} <= known
    assert {row["id"] for row in read("people_positions")} <= known


def test_a_further_name_is_not_the_name_shown(people):
    rows = read("people_names")
    assert [row for row in rows if row["name"] == people[row["id"]]["name"]] == []
    assert {row["type"] for row in rows} <= {"variant", "short", "abbreviation"}
    pairs = [(row["id"], row["name"]) for row in rows]
    assert len(pairs) == len(set(pairs))


def test_dates_of_positions_are_whole_and_in_order():
    for row in read("people_positions"):
        start, end = row["start"], row["end"]
        assert all(DATE.fullmatch(d) for d in (start, end) if d), row
        exact = min(len(start), len(end))
        assert start[:exact] <= end[:exact], row


def test_a_surname_that_stands_alone_means_one_person():
    owners = defaultdict(set)
    for row in read("people_names"):
        if row["type"] == "short":
            owners[row["name"].casefold()].add(row["id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("Q58217", "Sergei Lavrov"),
        ("Q58217", "Sergey Lavrov"),
        ("Q7821917", "Antony Blinken"),
        ("Q7821917", "Tony Blinken"),
        ("Q31196321", "Ararat Mirzoyan"),
        ("Q16366137", "Jeyhun Bayramov"),
        ("Q20812953", "Maria Zakharova"),
        ("Q7035479", "Nikol Pashinyan"),
        ("Q7035479", "Nikol Pashinian"),
        ("Q57371", "Ilham Aliyev"),
        ("Q57371", "Ilham Aliev"),
        ("Q3874799", "Volodymyr Zelensky"),
        ("Q3874799", "Volodymyr Zelenskyy"),
        ("Q22686", "Donald J. Trump"),
        ("Q39259", "Recep Tayyip Erdoğan"),
    ],
)
def test_a_reader_finds_a_person_under_the_usual_spellings(names, person, name):
    assert name in names[f"wikidata:{person}"]


@pytest.mark.parametrize(
    ("name", "office", "term"),
    [
        ("Sergey Lavrov", ("minister of foreign affairs", "RU"), ("2004-03-09", "")),
        ("Antony Blinken", ("secretary of state", "US"), ("2021-01-26", "2025-01-20")),
        ("Donald Trump", ("president", "US"), ("2017-01-20", "2021-01-20")),
        ("Donald Trump", ("president", "US"), ("2025-01-20", "")),
        ("Ilham Aliyev", ("president", "AZ"), ("2003-10-31", "")),
        ("Ararat Mirzoyan", ("minister of foreign affairs", "AM"), ("2021-08-19", "")),
        ("Jeyhun Bayramov", ("minister of foreign affairs", "AZ"), ("2020-07-16", "")),
        ("Charles Michel", ("president of the European Council", ""), ("2019-12-01", "2024-11-30")),
        ("Keir Starmer", ("prime minister", "GB"), ("2024-07-05", "")),
        (
            "Kofi Annan",
            ("secretary-general of the United Nations", ""),
            ("1997-01-01", "2006-12-31"),
        ),
    ],
)
def test_offices_are_held_when_the_world_knows(people, positions, name, office, term):
    (person,) = (i for i, row in people.items() if row["name"] == name)
    assert term in held(positions, person, *office)


def test_one_office_has_one_spelling():
    titles = {row["title"] for row in read("people_positions")}
    assert {"president", "prime minister", "minister of foreign affairs"} <= titles
    assert titles.isdisjoint(
        {"foreign minister", "minister for foreign affairs", "United States Secretary of State"}
    )
    assert [
        t for t in titles if re.search(r"^(President|Prime Minister|Minister|Member)\b", t)
    ] == []


def test_heads_of_large_states_come_before_legislators(people, positions):
    head = min(
        float(people[person]["prominence"])
        for person, rows in positions.items()
        if any(r["title"] == "president" and r["country"] in {"US", "RU", "FR"} for r in rows)
        and any(r["start"] >= "2000" for r in rows)
    )
    only_seats = [
        float(people[person]["prominence"])
        for person, rows in positions.items()
        if people[person]["id"].startswith("wikidata:")
        and {r["title"] for r in rows} == {"member of parliament"}
    ]
    assert len(only_seats) > 1000
    assert sorted(only_seats)[int(len(only_seats) * 0.99)] < head


def test_given_names_and_surnames_serve_to_tell_people():
    given = {row["name"]: row for row in read("given_names")}
    surnames = {row["name"]: row for row in read("surnames")}
    assert len(given) >= 3000
    assert len(surnames) >= 2000
    assert given["John"]["gender"] == "male"
    assert given["Maria"]["gender"] == "female"
    assert {row["gender"] for row in given.values()} == {"male", "female", "both"}
    assert all(int(row["count"]) >= 1 for row in given.values())
    assert all(int(row["count"]) >= 2 for row in surnames.values())
    assert {"Paris", "May", "The", "Israel", "Austin", "Grace"}.isdisjoint(given)
    assert {"Smith", "Aliyev", "Petrov"} <= set(surnames)


def test_every_wikidata_id_is_in_a_reference_under_one_of_its_names(people, names, shared):
    countries = Countries(shared, CURATED / "edits")
    ids = {person.removeprefix("wikidata:") for person in people if ":Q" in person}
    known = gather(shared, countries, (), ids)
    wrong = []
    for qid in ids:
        held = {fold(name) for name in names[f"wikidata:{qid}"]}
        told = known[qid].names if qid in known else ()
        if held.isdisjoint(fold(re.sub(r"\s*\([^)]*\)$", "", name)) for name in told):
            wrong.append(qid)
    assert wrong == []


def test_few_have_no_id_that_others_know():
    ids = [row["id"] for row in read("people")]
    assert sum(i.startswith("enrich:") for i in ids) < len(ids) / 40


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("angela-merkel", "Q567"),
        ("elon-musk", "Q317521"),
        ("ursula-von-der-leyen", "Q60772"),
        ("charles-aznavour", "Q1785"),  # was held twice
    ],
)
def test_who_got_an_id_is_found_under_the_one_before(gazetteer, people, former, now):
    assert gazetteer.get(f"enrich:{former}").id == f"wikidata:{now}"
    assert f"enrich:{former}" not in people


def test_nobody_holds_an_office_after_death(people, positions):
    for person, rows in positions.items():
        died = people[person]["died"]
        for row in rows if died else ():
            assert row["end"], row
            exact = min(len(row["end"]), len(died))
            assert row["end"][:exact] <= died[:exact], row


def test_a_person_is_held_once(people):
    found = defaultdict(set)
    for row in people.values():
        if len(row["born"]) == len("1954-07-17"):
            found[row["name"].casefold(), row["born"]].add(row["id"])
    assert {key: ids for key, ids in found.items() if len(ids) > 1} == {}

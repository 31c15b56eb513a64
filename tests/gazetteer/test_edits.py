"""Facts edited by hand: one line in ``gazetteer/curated/edits`` is in the next build."""

import csv

import pytest

from gazetteer.build import embedded_inputs_hash
from gazetteer.build.writer import Builder
from gazetteer.errors import CuratedFactError
from gazetteer.sources.curated import iter_curated
from gazetteer.sources.edits import check_edits, read_table
from gazetteer.store import Gazetteer

LAVROV, ARMENIA = "wikidata:Q58217", "geonames:174982"
SHORT = 30  # rows of a table that are copied, beside those of these two


@pytest.fixture
def curated(root, tmp_path):
    """The first rows of the tables of the repository, without its edits."""
    folder = tmp_path / "curated"
    (folder / "edits").mkdir(parents=True)
    for path in (root / "gazetteer" / "curated").glob("*.csv"):
        head, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        ours = [line for line in lines if line.startswith((f"{LAVROV},", f"{ARMENIA},"))]
        text = head + "".join(dict.fromkeys([*lines[:SHORT], *ours]))
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def edit(curated):
    """Write edits of a table: what each row has beside empty cells."""

    def write(table, *edits):
        text = (curated / f"{table}.csv").read_text(encoding="utf-8")
        columns = text.partition("\n")[0].split(",")
        with (curated / "edits" / f"{table}.csv").open("w", encoding="utf-8") as file:
            writer = csv.DictWriter(file, ["action", *columns], restval="")
            writer.writeheader()
            writer.writerows(edits)

    return write


@pytest.fixture
def built(curated, tmp_path):
    """Build a gazetteer of the tables and open it."""

    def build():
        with Builder(tmp_path / "tiny.gaz") as builder:
            builder.add(iter_curated(curated))
            builder.finish([])
        return Gazetteer.open(tmp_path / "tiny.gaz")

    return build


def test_an_edited_fact_is_in_the_next_build(edit, built):
    with built() as gazetteer:
        before = gazetteer.get(LAVROV)
    edit("people", {"action": "replace", "id": LAVROV, "description": "our man", "died": "-"})
    term = {"title": "chair of the test", "country": "RU", "start": "2020", "source": "hand"}
    edit("people_positions", {"action": "add", "id": LAVROV, **term})
    with built() as gazetteer:
        after = gazetteer.get(LAVROV)
    assert after.description == "our man"
    assert (after.name, after.valid) == (before.name, before.valid)
    assert {p.title for p in after.roles} - {p.title for p in before.roles} == {"chair of the test"}


def test_rows_are_added_and_removed(edit, built):
    edit("people", {"action": "remove", "id": LAVROV})
    new = {"id": "enrich:test-range", "name": "Test Range", "feature": "MTS", "source": "hand"}
    edit("regions", {"action": "add", **new})
    with built() as gazetteer:
        assert gazetteer.lookup("Test Range")[0].entity.id == "enrich:test-range"
        assert not gazetteer.lookup("Sergey Lavrov")


def test_an_edit_makes_the_embedded_gazetteer_stale(edit, curated):
    before = embedded_inputs_hash(curated)
    edit("countries", {"action": "replace", "id": ARMENIA, "population": "1"})
    assert embedded_inputs_hash(curated) != before


def test_a_table_is_read_sorted_as_if_the_edits_stood_in_it(edit, curated):
    edit("countries", {"action": "replace", "id": ARMENIA, "name": " Hayastan "})
    rows = read_table(curated / "countries.csv")
    assert [row["name"] for row in rows if row["id"] == ARMENIA] == ["Hayastan"]
    cells = [tuple(row.values()) for row in rows]
    assert cells == sorted(cells)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"action": "replace", "id": "geonames:1"}, "countries.csv:2: the row to replace does not"),
        ({"action": "remove", "id": "geonames:1"}, "row to remove does not exist: geonames:1"),
        ({"action": "add", "id": ARMENIA}, "the row to add is there already"),
        ({"action": "change", "id": ARMENIA}, "action 'change' is not one of add, replace, remove"),
    ],
)
def test_an_edit_that_hits_nothing_says_where_it_stands(edit, curated, change, words):
    edit("countries", change)
    with pytest.raises(CuratedFactError, match=words):
        read_table(curated / "countries.csv")


def test_files_that_nobody_would_read_are_refused(curated):
    path = curated / "edits" / "peoples.csv"
    path.write_text("id,action\nwikidata:Q1,remove\n", encoding="utf-8")
    with pytest.raises(CuratedFactError, match=r"peoples\.csv: not named after a table"):
        check_edits(curated)
    path.rename(path.with_name("people.csv"))
    with pytest.raises(CuratedFactError, match=r"people\.csv: has other columns than id, name"):
        read_table(curated / "people.csv")


def test_every_edit_of_the_repository_is_read(root):
    check_edits(root / "gazetteer" / "curated")

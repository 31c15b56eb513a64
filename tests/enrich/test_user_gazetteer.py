"""What a user adds: from Wikidata, from a run, used offline, kept whole."""

import json
import os
import subprocess
import sys

import pytest

from enrich import Linker
from gazetteer.errors import GazetteerDamaged, GazetteerError, InputError
from gazetteer.model import Kind, Name, NameType, Point, Position
from gazetteer.rows import Row
from gazetteer.store.user import UserGazetteer, open_gazetteer

TEXT = "Douglas Goodwin spoke in Yerevan."


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "user.jsonl"


@pytest.fixture
def user(run, wikibase, tmp_path, path):
    """``enrich`` run with the addresses of the server and a user gazetteer of its own."""
    where = ("--wikidata-api", wikibase.api, "--wikidata-sparql", wikibase.sparql,
             "--cache", tmp_path / "c.sqlite", "--user-gazetteer", path)  # fmt: skip

    def call(*arguments):
        return run(*arguments, *where)

    return call


def linked(path):
    with Linker(user_gazetteer=path) as linker:
        return {link.mention.text: link.entity and link.entity.id for link in linker(TEXT).links}


def test_what_is_added_is_linked_offline_from_then_on(user, wikibase, path):
    assert linked(path)["Douglas Goodwin"] is None
    done = user("gazetteer", "add", "Q990042", "wikidata:Q76")
    assert done.exit_code == 0
    assert "2 added" in done.stderr
    wikibase.forget()
    assert linked(path)["Douglas Goodwin"] == "wikidata:Q990042"
    assert wikibase.requests == []


def test_what_is_removed_is_gone(user, run, path):
    user("gazetteer", "add", "Q990042")
    done = run("gazetteer", "remove", "Q990042", "Q1", "--user-gazetteer", path)
    assert "1 removed" in done.stderr
    assert "wikidata:Q1" in done.stderr
    assert linked(path)["Douglas Goodwin"] is None


def test_the_build_id_says_that_something_was_added(user, path):
    with open_gazetteer(user=path) as before:
        plain = before.build_id
    user("gazetteer", "add", "Q990042")
    with open_gazetteer(user=path) as after:
        assert after.build_id.startswith(f"{plain}+")
    with open_gazetteer(user="") as without:
        assert without.build_id == plain


def test_what_a_run_found_is_added_without_asking_again(user, wikibase, path, tmp_path):
    article = tmp_path / "article.txt"
    article.write_text(TEXT, encoding="utf-8")
    out = tmp_path / "out.json"
    assert user(article, "--wikidata", "-o", out).exit_code == 0
    for cache in tmp_path.glob("c.sqlite*"):
        cache.unlink()  # the output alone must do
    wikibase.forget()
    done = user("gazetteer", "add", "--from-run", out)
    assert done.exit_code == 0
    assert wikibase.requests == []
    assert linked(path)["Douglas Goodwin"] == "wikidata:Q990042"
    assert "wikidata:Q990042" in UserGazetteer(path).rows()
    assert "geonames:616052" not in UserGazetteer(path).rows()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", '{"entities": 3}', '{"a": 1}', "[[]]", "\0\1", "[" * 50_000,
     '{"entities": [{"id": "wikidata:Q1", "source": "wikidata live", "kind": "god"}]}',
     ('{"entities": [{"id": "wikidata:Q1", "source": "wikidata live", "kind": "place",'
     ' "name": "x", "lat": 1000, "lon": 1}]}')],
)  # fmt: skip
def test_a_file_that_is_no_output_of_a_run_is_refused_in_a_line(user, path, tmp_path, text):
    out = tmp_path / "out.json"
    out.write_text(text, encoding="utf-8")
    done = user("gazetteer", "add", "--from-run", out)
    assert done.exit_code in {0, 1}
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert not path.exists()


LIVE = {"id": "wikidata:Q70001", "kind": "person", "name": "Zed", "source": "wikidata live"}
ODD = [True, -1, 1.5, 1e400, "", " ", "\0", "\ud800", "Q1 } DROP", "x" * 100_000, [], [7], {"a": 1}]


@pytest.mark.parametrize(
    "field",
    ["id", "kind", "name", "source", "wikidata", "geonames", "country", "feature", "lat", "lon",
     "radius_km", "population", "description", "valid_from", "valid_to", "positions"],
)  # fmt: skip
def test_whatever_a_file_says_the_user_gazetteer_stays_usable(user, run, path, tmp_path, field):
    out = tmp_path / "out.json"
    user("gazetteer", "add", "Q990042")
    for value in ODD:
        document = {"entities": [{**LIVE, "lat": 1, "lon": 2, field: value}], "mentions": 7}
        out.write_text(json.dumps(document), encoding="utf-8")
        before = path.read_bytes()
        done = user("gazetteer", "add", "--from-run", out)
        assert done.exit_code in {0, 1}, (value, done.exception)
        assert len(done.stderr.strip().splitlines()) == 1
        if done.exit_code:
            assert str(out) in done.stderr
            assert path.read_bytes() == before
        assert "wikidata:Q990042" in UserGazetteer(path).rows()
        assert run("lookup", "Yerevan", "--user-gazetteer", path).exit_code == 0


def test_names_of_a_file_are_names(user, path, tmp_path):
    out = tmp_path / "out.json"
    texts = ["Zed", "Zeddy", " ", 7, None, "\ud800"]
    mentions = [{"text": text, "entity_id": LIVE["id"]} for text in texts]
    out.write_text(json.dumps({"entities": [LIVE], "mentions": mentions}), encoding="utf-8")
    assert user("gazetteer", "add", "--from-run", out).exit_code == 1  # a name that is none
    out.write_text(
        json.dumps({"entities": [LIVE], "mentions": [*mentions[:2], 7]}), encoding="utf-8"
    )
    assert user("gazetteer", "add", "--from-run", out).exit_code == 0
    (row,) = UserGazetteer(path).rows().values()
    assert [name.text for name in row.names] == ["Zeddy"]


def test_ids_from_a_run_are_not_believed(user, path, tmp_path):
    out = tmp_path / "out.json"
    bad = [{"id": i, "source": "wikidata live", "kind": "person", "name": "x"}
           for i in ("wikidata:Q0", "../../etc", "wikidata:Q1 }", 7, None)]  # fmt: skip
    out.write_text(json.dumps({"entities": bad, "mentions": []}), encoding="utf-8")
    assert user("gazetteer", "add", "--from-run", out).exit_code == 0
    assert not path.exists()


def test_refreshing_asks_again(user, wikibase, path):
    user("gazetteer", "add", "Q990042")
    wikibase.items.get("Q990042")["descriptions"]["en"] = {"language": "en", "value": "another"}
    done = user("gazetteer", "refresh")
    assert "1 refreshed, 1 of them changed" in done.stderr
    assert UserGazetteer(path).rows()["wikidata:Q990042"].description == "another"


def test_an_item_that_wikidata_cannot_have_does_not_stop_a_refresh(user, wikibase, path):
    user("gazetteer", "add", "Q990042")
    UserGazetteer(path).add([Row("wikidata:Q9999999999", Kind.PLACE, "Far")])
    wikibase.forget()
    done = user("gazetteer", "refresh")
    assert done.exit_code == 0
    assert "1 refreshed" in done.stderr
    assert {r.parameters["ids"] for r in wikibase.asked("wbgetentities")} == {"Q990042"}


def test_an_item_that_was_merged_goes_over_to_the_other(wikidata_server, run, path, tmp_path):
    items = wikidata_server.load_items(wikidata_server.OWN_ITEMS)
    server, site = wikidata_server.serve_wikidata(items, redirects={"Q99999": "Q615"})
    try:
        own = Name("Leo of Rosario", NameType.VARIANT)
        old = Row("wikidata:Q99999", Kind.PERSON, "L. Messi", names=[own])
        UserGazetteer(path).add([old])
        done = run(
            "gazetteer", "refresh", "--wikidata-api", site.api, "--wikidata-sparql", site.sparql,
            "--cache", tmp_path / "c.sqlite", "--user-gazetteer", path,
        )  # fmt: skip
    finally:
        wikidata_server.close(server)
    assert "wikidata:Q99999 is now wikidata:Q615" in done.stderr
    (row,) = UserGazetteer(path).rows().values()
    assert (row.id, row.same_as) == ("wikidata:Q615", ("wikidata:Q99999",))
    assert own in row.names


LAVROV = "wikidata:Q58217"


@pytest.fixture
def ended(wikibase):
    """The server knows that a minister whom the gazetteer has in office is so no more."""
    office = {
        "mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": "Q7330070"}}},
        "rank": "normal",
        "qualifiers": {
            qualifier: [{"snaktype": "value", "datavalue": {"value": {
                "time": f"+{day}T00:00:00Z", "precision": 11, "calendarmodel": "Q1985727"}}}]
            for qualifier, day in (("P580", "2004-03-09"), ("P582", "2026-10-01"))
        },
    }  # fmt: skip
    human = {"mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": "Q5"}}},
             "rank": "normal"}  # fmt: skip
    russia = {"mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": "Q159"}}},
              "rank": "normal"}  # fmt: skip
    for number, name, claims in (
        ("Q58217", "Sergey Lavrov", {"P31": [human], "P39": [office]}),
        ("Q7330070", "Minister of Foreign Affairs", {"P1001": [russia]}),
    ):
        label = {"en": {"language": "en", "value": name}}
        wikibase.items.add({"id": number, "type": "item", "labels": label, "claims": claims})


@pytest.mark.usefixtures("ended")
def test_what_is_written_by_hand_outlives_a_refresh(user, path):
    own = Position("chair of the chess club", "RU", "2020")
    row = Row(LAVROV, Kind.PERSON, "Sergey Lavrov", description="our desk note",
              valid=("1950-03-21", None), positions=[own], source="the desk")  # fmt: skip
    UserGazetteer(path).add([row])
    for arguments in ((), ("--country", "RU"), ("Q10520", "--country", "RU")):
        user("gazetteer", "refresh", *arguments)
        found = UserGazetteer(path).rows()[LAVROV]
        assert (found.description, found.valid) == (row.description, row.valid)
        if "Q10520" not in arguments:
            assert own in found.positions
        assert any(held.end == "2026-10-01" for held in found.positions)


@pytest.mark.usefixtures("ended")
def test_a_state_is_refreshed_besides_what_was_added(user, wikibase, path):
    user("gazetteer", "add", "Q990042")
    wikibase.forget()
    done = user("gazetteer", "refresh", "--country", "RU")
    assert {r.parameters["ids"] for r in wikibase.asked("wbgetentities")} == {"Q990042"}
    assert set(UserGazetteer(path).rows()) == {"wikidata:Q990042", LAVROV}
    assert "1 of them changed" in done.stderr


def test_what_wikidata_has_no_more_is_named_and_stays(user, path):
    user("gazetteer", "add", "Q990042")
    UserGazetteer(path).add([Row("wikidata:Q2147483", Kind.PLACE, "Gone", source="wikidata live")])
    done = user("gazetteer", "refresh")
    assert "Q2147483: not a place, person or organisation that Wikidata has" in done.stderr
    assert "2 refreshed, 0 of them changed" in done.stderr
    assert "wikidata:Q2147483" in UserGazetteer(path).rows()


def test_nothing_to_refresh_says_so(user, wikibase):
    assert "has no items to refresh" in user("gazetteer", "refresh").stderr
    assert wikibase.requests == []


@pytest.mark.parametrize("ids", [["Q2147483"], ["Q990042", "Q2147483"]])
def test_what_cannot_be_added_is_an_error_and_the_rest_is_added(user, path, ids):
    done = user("gazetteer", "add", *ids)
    assert done.exit_code == 1
    assert "Q2147483" in done.stderr
    assert path.exists() == (len(ids) > 1)


@pytest.mark.usefixtures("ended")
def test_what_a_run_learnt_of_what_was_known_is_kept_too(user, path, tmp_path):
    article, out = tmp_path / "article.txt", tmp_path / "out.json"
    article.write_text("A fire broke out in Oxfordshire, England. Sergey Lavrov spoke.", "utf-8")
    assert user(article, "--wikidata", "-o", out).exit_code == 0
    run = {e["id"]: e for e in json.loads(out.read_text(encoding="utf-8"))["entities"]}
    assert run[LAVROV]["description"] == "minister of foreign affairs of Russia, 2004–2026"
    assert "from 2004" not in out.read_text(encoding="utf-8")
    assert all(run[i]["source"].endswith("wikidata live") for i in (LAVROV, "geonames:2640726"))
    assert "2 added" in user("gazetteer", "add", "--from-run", out).stderr
    with Linker(user_gazetteer=path) as linker:
        links = linker(article.read_text(encoding="utf-8")).links
    found = {link.entity.id: link.entity for link in links if link.entity}
    assert found["geonames:2640726"].id_in("wikidata") == "Q23169"
    assert found["geonames:2640726"].source == "geonames and wikidata live"
    assert found[LAVROV].roles[-1].end == "2026-10-01"
    assert found[LAVROV].description == "minister of foreign affairs of Russia, 2004–2026"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_file_keeps_its_link_and_its_mode(path, tmp_path):
    real = tmp_path / "shared.jsonl"
    real.touch(0o640)
    real.chmod(0o640)
    path.parent.mkdir()
    path.symlink_to(real)
    UserGazetteer(path).add([Row("wikidata:Q1", Kind.PLACE, "One")])
    assert path.is_symlink()
    assert "wikidata:Q1" in real.read_text(encoding="utf-8")
    assert real.stat().st_mode & 0o777 == 0o640


def test_removing_from_nothing_makes_nothing(path):
    assert UserGazetteer(path).remove(["wikidata:Q1"]) == ()
    assert not path.parent.exists()


def test_refreshing_a_state_asks_for_who_is_in_office(user, wikibase, gazetteer):
    done = user("gazetteer", "refresh", "--country", "AM")
    assert done.exit_code == 0
    people = gazetteer.people_in_office(["AM"])
    asked = {i for r in wikibase.asked("positions") for i in r.parameters["query"].split("wd:")}
    assert sum(f"{p.id_in('wikidata')} " in asked for p in people) > len(people) / 2
    assert user("gazetteer", "refresh", "--country", "XX").exit_code == 1


@pytest.mark.parametrize("word", ["Q0", "P31", "Q1 }", "geonames:1"])
def test_an_id_that_is_none_is_refused_before_anything_is_asked(user, wikibase, path, word):
    done = user("gazetteer", "add", "Q990042", word)
    assert done.exit_code == 2
    assert word.partition(":")[0] in done.stderr
    assert wikibase.requests == []
    assert not path.exists()


def test_looking_up_in_wikidata_too(user):
    done = user("lookup", "Douglas", "Goodwin", "--wikidata", "--format", "jsonl")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert ("wikidata:Q990042", "wikidata live") in [(f["id"], f["source"]) for f in found]


def test_a_look_up_survives_a_server_that_does_not_answer(user, wikibase, wikidata_server):
    wikibase.faults["/w/api.php"] = [wikidata_server.faults.answers(404)]
    for action in ("query", "wbsearchentities"):
        wikibase.faults[action] = [wikidata_server.faults.answers(404)]
    done = user("lookup", "Yerevan", "--wikidata")
    assert done.exit_code == 0
    assert "616052" in done.stdout
    assert "404" in done.stderr
    assert user("lookup", "Yerevan", "--wikidata=require").exit_code == 1


# ---------------------------------------------------------------------------------- the file


def test_every_field_survives(path):
    row = Row(
        "enrich:map-desk", Kind.ORGANISATION, 'The "Map" Desk\n', (Name("MD", NameType.ABBREVIATION,
        "en", preferred=True, valid=("2001", None)),), wikidata="Q1", geonames=5, country="AM",
        area="AM.08", feature="ADM1", point=Point(lat=1.5, lon=-2), radius_km=3.5, population=7,
        prominence=0.25, valid=("1999", "2020-01-01"), description="…", source="mine",
        positions=(Position("chair", "AM", "2001", None, "wikidata:Q2", "2023"),),
        same_as=("wof:1",),
    )  # fmt: skip
    user = UserGazetteer(path)
    assert user.add([row]) == (1, 0)
    assert user.rows() == {row.id: row}
    assert user.add([row]) == (0, 1)


def test_what_is_added_again_keeps_the_names_it_had(path):
    user = UserGazetteer(path)
    user.add([Row("wikidata:Q1", Kind.PLACE, "One", [Name("Uno", NameType.VARIANT)])])
    user.add([Row("wikidata:Q1", Kind.PLACE, "One!", [Name("Eins", NameType.VARIANT)])])
    (row,) = user.rows().values()
    assert row.name == "One!"
    assert [name.text for name in row.names] == ["Eins", "Uno"]


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"id": "Q1", "kind": "place", "name": "x"}', '{"kind": "place", "name": "x"}',
     '{"id": "wikidata:Q1", "kind": "god", "name": "x"}',
     '{"id": "wikidata:Q1", "kind": "place", "name": ""}',
     '{"id": "wikidata:Q1", "kind": "place", "name": "x", "extra": 1}',
     '{"id": "wikidata:Q1", "kind": "place", "name": "x", "point": {"lat": 99, "lon": 0}}',
     '{"id": "wikidata:Q1", "kind": "place", "name": "x", "names": [{"text": "y"}]}',
     '{"id": "wikidata:Q1", "kind": "place", "name": "x", "valid": ["1"]}'],
)  # fmt: skip
def test_a_damaged_line_is_named(path, run, line):
    path.parent.mkdir()
    path.write_text(
        '{"id": "wikidata:Q990042", "kind": "person", "name": "Douglas Goodwin"}\n\n' + line + "\n",
        encoding="utf-8",
    )
    with pytest.raises(GazetteerDamaged, match=r"user\.jsonl:3: .*correct or remove the line"):
        UserGazetteer(path).rows()
    done = run("lookup", "Yerevan", "--user-gazetteer", path)
    assert done.exit_code == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "--user-gazetteer none" in done.stderr
    done = run("gazetteer", "remove", "Q990042", "--user-gazetteer", path)
    assert done.exit_code == 1
    assert "--user-gazetteer none" not in done.stderr  # of which nothing could be removed
    assert run("lookup", "Yerevan", "--user-gazetteer", "none").exit_code == 0


def test_what_could_not_be_read_again_is_not_added(path):
    user = UserGazetteer(path)
    user.add([Row("wikidata:Q1", Kind.PLACE, "One")])
    before = path.read_bytes()
    with pytest.raises(InputError, match=r"wikidata:Q2 cannot be added to .*user\.jsonl: its name"):
        user.add([Row("wikidata:Q3", Kind.PLACE, "Three"), Row("wikidata:Q2", Kind.PLACE, " ")])
    assert path.read_bytes() == before


def test_a_write_that_fails_leaves_the_file_as_it_was(path, monkeypatch):
    user = UserGazetteer(path)
    user.add([Row("wikidata:Q1", Kind.PLACE, "One")])
    before = path.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GazetteerError, match="No space left"):
        user.add([Row("wikidata:Q2", Kind.PLACE, "Two")])
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir() if p.suffix == ".part"] == []


ADD = """
import sys
from pathlib import Path
from gazetteer.model import Kind
from gazetteer.rows import Row
from gazetteer.store.user import UserGazetteer
path, start = Path(sys.argv[1]), int(sys.argv[2])
for number in range(start, start + 40):
    UserGazetteer(path).add([Row(f"wikidata:Q{number}", Kind.PLACE, f"Place {number}")])
"""


def test_two_processes_that_add_at_once_lose_nothing(path, environment):
    adding = [
        subprocess.Popen([sys.executable, "-c", ADD, str(path), str(start)], env=environment)
        for start in (1, 1001)
    ]
    assert [process.wait(timeout=60) for process in adding] == [0, 0]
    assert len(UserGazetteer(path).rows()) == 80


def test_without_a_home_or_leave_to_read_there_is_no_user_gazetteer(monkeypatch):
    from gazetteer.store.user import default_user_path

    for variable in ("ENRICH_USER_GAZETTEER", "XDG_DATA_HOME", "APPDATA", "HOME"):
        monkeypatch.delenv(variable, raising=False)

    monkeypatch.setattr("os.path.expanduser", str)  # as where nobody is of that number
    assert default_user_path().name == "user.jsonl"
    with open_gazetteer() as gazetteer:
        assert "+" not in gazetteer.build_id


def test_a_file_of_another_editor_is_read(path, run):
    path.parent.mkdir()
    line = '{"id": "wikidata:Q990042", "kind": "person", "name": "Douglas Goodwin"}\r\n'
    path.write_text(line, encoding="utf-8-sig")
    assert set(UserGazetteer(path).rows()) == {"wikidata:Q990042"}
    path.write_text(line, encoding="utf-16")
    done = run("lookup", "Douglas Goodwin", "--user-gazetteer", path)
    assert done.exit_code == 1
    assert "save it as" in done.stderr


def test_the_environment_says_what_the_option_says(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    UserGazetteer(tmp_path / "u.jsonl").add([Row("wikidata:Q990042", Kind.PERSON, "Zed Qx")])
    for written, hits in (("~/u.jsonl", 1), ("none", 0)):
        monkeypatch.setenv("ENRICH_USER_GAZETTEER", written)
        assert len(run("lookup", "Zed Qx").stdout.splitlines()) == hits
        with open_gazetteer() as gazetteer:
            assert len(gazetteer.lookup("Zed Qx")) == hits
    assert run("gazetteer", "remove", "Q990042").exit_code == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == [".u.jsonl.lock", "u.jsonl"]


def test_a_file_that_is_named_and_is_not_there_is_told(run):
    done = run("lookup", "Yerevan", "--user-gazetteer", "typo.jsonl")
    assert "typo.jsonl: no such file" in done.stderr
    assert done.exit_code == 0

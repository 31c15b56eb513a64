"""``enrich diff``: every sort of change is seen, nothing else is, and a guard stops at it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrich.formats import write
from enrich.model import Document, Result, Role
from enrich.runs import ChangeKind, Limits, Output, Seen, SeenDocument, compare, read_output
from gazetteer.model import Point

TEXT = "In Yerevan, Lavrov left Nowhere for Armenia and Atlantis. The CSTO met in Yerevan."

RECORD = b'{"document_id": "a", "start": 0, "end": 1, "text": "a", "kind": "place"}'


@pytest.fixture
def saved(tmp_path):
    def save(name, *results):
        path = tmp_path / name
        write(results, path)
        return path

    return save


@pytest.fixture
def changed(result_of, saved, run):
    """What ``enrich diff`` lists where one link of a result is replaced by another."""

    def call(change, number=0, *options):
        before = result_of(TEXT)
        links = list(before.links)
        links[number] = change(links[number])
        old = saved("old.json", before)
        new = saved("new.json", replace(before, links=tuple(links)))
        out = run("diff", old, new, "--format", "jsonl", *options)
        assert out.exit_code == 0, out.output
        return [json.loads(line) for line in out.stdout.splitlines()]

    return call


def entity(**fields):
    return lambda link: replace(link, entity=replace(link.entity, **fields))


# ------------------------------------------------------------------------------ sorts of change


def linked(entity_id, wikidata=None):
    seen = Seen(3, 9, "Merkel", "person", entity_id=entity_id, wikidata=wikidata, score=0.9)
    return Output("run", {"a": SeenDocument("a", (seen,))})


def test_an_id_that_gave_way_to_another_is_no_other_entity():
    old, new = linked("enrich:angela-merkel"), linked("wikidata:Q567", "Q567")
    assert [change.kind for change in compare(old, new).changes] == [ChangeKind.FACTS]
    other = linked("wikidata:Q58217", "Q58217")
    assert [change.kind for change in compare(old, other).changes] == [ChangeKind.ID]
    ours = linked("enrich:our-own-entity")
    assert [change.kind for change in compare(old, ours).changes] == [ChangeKind.ID]


def test_the_same_output_has_no_changes(result_of, saved, run):
    old, new = saved("a.json", result_of(TEXT)), saved("b.jsonl", result_of(TEXT))
    for pair in ((old, old), (old, new), (new, old)):
        out = run("diff", *pair, "--guard")
        assert out.exit_code == 0
        assert out.stdout.endswith("\n\nno change, 1 document compared\n")


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("id", entity(id="geonames:1")),
        ("role", lambda link: replace(link, mention=replace(link.mention, role=Role.DATELINE))),
        ("moved", entity(point=Point(lat=40.3, lon=44.5126))),
        ("moved", entity(point=None)),
        ("precision", entity(feature=None, radius_km=44.0)),
        ("precision", entity(radius_km=13.0)),
        ("facts", entity(country="AZ")),
        ("facts", entity(same_as=("wikidata:Q2",))),
        ("score", lambda link: replace(link, score=0.5)),
        ("unlinked", lambda link: replace(link, entity=None, nil="low_score")),
    ],
)
def test_each_sort_of_change_is_told(changed, kind, change):
    changes = changed(change)
    assert kind in [c["change"] for c in changes]
    (found,) = [c for c in changes if c["change"] == kind]
    assert found["document"] == "article"
    assert (found["before"]["start"], found["after"]["start"]) == (3, 3)
    assert found["before"] != found["after"]


def test_a_move_says_how_far(changed):
    (found,) = changed(entity(point=Point(lat=41.17765, lon=44.5126)))
    assert found["km"] == pytest.approx(111.2, abs=0.2)
    assert found["before"]["lat"] == 40.17765
    assert not changed(entity(point=Point(lat=41.17765, lon=44.5126)), 0, "--km", "112")


def test_what_is_within_the_limits_is_let_pass(changed):
    assert not changed(entity(point=Point(lat=40.18, lon=44.5126)))
    assert not changed(entity(radius_km=11.4))
    assert not changed(lambda link: replace(link, score=link.score - 0.04))
    told = changed(lambda link: replace(link, score=link.score - 0.04), 0, "--score", "0.03")
    assert [c["change"] for c in told] == ["score"]


def test_linked_nil_and_kind(result_of, saved, run, link_span):
    before = result_of("Atlantis and Lemuria")
    atlantis = before.links[0]
    lemuria = replace(atlantis, mention=replace(atlantis.mention, start=13, end=20, text="Lemuria"))
    linked = replace(link_span("Yerevan", 0, 7), mention=atlantis.mention)
    old = saved("old.json", replace(before, links=(atlantis, lemuria)))
    person = replace(lemuria, mention=replace(lemuria.mention, kind="person"), nil="low_score")
    new = saved("new.json", replace(before, links=(linked, person)))
    out = run("diff", old, new, "--format", "json")
    assert json.loads(out.stdout)["counts"] == {"kind": 1, "linked": 1, "nil": 1}


def test_mentions_that_came_and_went_stand_in_the_order_of_the_text(result_of, saved, run):
    whole = result_of(TEXT)
    old = saved("old.json", replace(whole, links=whole.links[:3]))
    new = saved("new.json", replace(whole, links=whole.links[1:4]))
    out = run("diff", old, new)
    lines = [line.split() for line in out.stdout.splitlines() if line.startswith("  ")]
    assert [line[:3] for line in lines] == [
        ["vanished", "3-10", "Yerevan"], ["appeared", "36-43", "Armenia"],
    ]  # fmt: skip


# ------------------------------------------------------------------------------------ documents


def test_documents_in_one_file_only_are_listed(result_of, saved, run):
    old = saved("old.json", result_of("Yerevan", "a"), result_of("Armenia", "b"))
    new = saved("new.json", result_of("Yerevan", "a"), result_of("CSTO", "c"))
    out = run("diff", old, new)
    assert "\nc\n  document   only in the new file\n" in out.stdout
    assert "\nb\n  document   only in the old file\n" in out.stdout
    assert out.stdout.endswith("2 changes, 1 document compared: 2 document\n")


def test_a_document_is_found_again_by_its_text(result_of, saved, run):
    """Ids made of line numbers shift when a line is added before."""
    texts = ["Yerevan", "In Armenia", "The CSTO"]
    old = saved("old.json", *(result_of(t, f"x:{n}") for n, t in enumerate(texts)))
    new = saved("new.json", *(result_of(t, f"x:{n}") for n, t in enumerate(["New", *texts])))
    changes = json.loads(run("diff", old, new, "--format", "json").stdout)["changes"]
    assert [(c["change"], c["before"], c["after"]) for c in changes] == [
        ("document", None, "x:0"), ("document", "x:0", "x:1"),
        ("document", "x:1", "x:2"), ("document", "x:2", "x:3"),
    ]  # fmt: skip


def test_where_the_text_changed_mentions_are_matched_by_their_words(result_of, saved, run):
    old = saved("old.json", result_of("Yerevan and Armenia, Yerevan"))
    new = saved("new.json", result_of("Well, Yerevan and Armenia, Yerevan. Lavrov"))
    changes = json.loads(run("diff", old, new, "--format", "json").stdout)["changes"]
    assert [c["change"] for c in changes] == ["text", "appeared"]
    assert changes[1]["after"]["text"] == "Lavrov"


def test_records_do_not_show_documents_without_mentions(result_of, saved, run):
    old = saved("old.json", result_of("Yerevan", "a"), result_of("Nothing", "b"))
    new = saved("new.jsonl", result_of("Yerevan", "a"), result_of("Nothing", "b"))
    assert "no change" in run("diff", old, new).stdout
    nothing = saved("none.jsonl", result_of("Nothing", "b"))
    assert "1 vanished" in run("diff", old, nothing).stdout


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), unique_by=lambda pair: pair[0]))
def test_each_document_is_told_of_once_whatever_ids_and_texts(pairs):
    """Every document of either file is in exactly one pair."""
    half = len(pairs) // 2
    sides = []
    for part in (pairs[:half], pairs[half:]):
        documents = {
            f"d{i % 3 + 3 * n}": SeenDocument(f"d{i % 3 + 3 * n}", (), f"text {text}")
            for n, (i, text) in enumerate(part)
        }
        sides.append(Output("side", documents))
    old, new = sides
    found = compare(old, new)
    only = [
        c for c in found.changes if c.kind is ChangeKind.DOCUMENT and None in c.values
    ]  # fmt: skip
    assert 2 * found.documents + len(only) == len(old.documents) + len(new.documents)
    assert not compare(old, old).changes


def test_the_primary_place_is_compared(result_of, saved, run, entities):
    before = result_of(TEXT)
    old = saved("old.json", before)
    new = saved("new.json", replace(before, primary_place=entities["Armenia"]))
    out = run("diff", old, new)
    assert "primary    primary place geonames:616052 -> geonames:174982" in out.stdout


# ------------------------------------------------------------------------------------- manifest


def test_what_differs_in_the_manifest_is_told_once(result_of, saved, run):
    def made(version, score, *names):
        run_ = {"version": version, "settings": {"min_score": score, "roles": None}, "notes": []}
        return [replace(result_of("Yerevan", name), run=run_) for name in names]

    old = saved("old.json", *made("1", 0.25, "a", "b"))
    new = saved("new.json", *made("2", 0.25, "a"), *made("2", 0.8, "b"))
    out = run("diff", old, new)
    assert "manifest\n  version: 1 -> 2\n  settings.min_score: 0.25 -> 0.8 (1 of 2)\n" in out.stdout
    assert run("diff", old, new, "--guard").exit_code == 0
    told = [json.loads(t) for t in run("diff", old, new, "--format", "jsonl").stdout.splitlines()]
    assert [(c["change"], c["key"], c["documents"]) for c in told] == [
        ("manifest", "version", 2), ("manifest", "settings.min_score", 1),
    ]  # fmt: skip


def test_json_carries_all_that_repeats_the_run(linker, tmp_path):
    path = tmp_path / "a.json"
    result = linker("Talks in Yerevan.", id="a")
    result.write(path)
    manifest = json.loads(path.read_text())["run"]
    assert {"version", "settings", "gazetteer", "models", "input"} <= manifest.keys()
    (document,) = read_output(path).documents.values()
    assert document.digest == manifest["input"]["sha256"]
    without = {key: value for key, value in manifest.items() if key != "input"}
    changed = json.loads(path.read_text()) | {"run": without}
    path.write_text(json.dumps(changed))
    assert read_output(path).documents["a"].digest == document.digest, "computed from the text"


# ---------------------------------------------------------------------------------------- guard


def test_the_guard_stops_at_more_than_scores(result_of, saved, run):
    before = result_of(TEXT)
    first = before.links[0]
    old = saved("old.json", before)
    scored = saved(
        "scored.json", replace(before, links=(replace(first, score=0.1), *before.links[1:]))
    )
    assert run("diff", old, scored, "--guard").exit_code == 0
    other = replace(first, mention=replace(first.mention, role=Role.METONYMIC))
    roles = saved("roles.json", replace(before, links=(other, *before.links[1:-1])))
    assert run("diff", old, roles).exit_code == 0, "without a guard nothing is stopped"
    stopped = run("diff", old, roles, "--guard")
    assert stopped.exit_code == 1
    assert stopped.stderr == "enrich: guard: 1 area, 1 vanished, 1 role\n"
    assert run("diff", old, roles, "--guard", "--allow", "role").exit_code == 1
    assert run("diff", old, roles, "--guard", "--allow", "role, vanished,area").exit_code == 0
    assert run("diff", old, roles, "--allow", "role").exit_code == 2, "which would do nothing"
    assert run("diff", old, roles, "--guard", "--allow", "nonsense").exit_code == 2


# ------------------------------------------------------------------------------------ bad files


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"not json", "line 1 is not JSON"),
        (b'{"document_id": "a"}\n{', "line 1: `start` is missing"),
        (b"\xff\xfe", "is not UTF-8"),
        (b'{"type": "FeatureCollection"}', "is neither a document"),
        (b"[1]", "item 1: is neither a document"),
        (b"7", "is neither a document"),
        (b'{"document": {"id": []}, "mentions": []}', "`id` is not a string"),
        (b'{"document": {"id": "a"}, "mentions": {}}', "`mentions` not a list"),
        (b'{"document": {"id": "a"}, "mentions": [1]}', "mention 1 is not an object"),
        (b'{"document_id": "a", "start": true, "end": 2, "text": "", "kind": ""}', "`start` is"),
        (RECORD.replace(b"}", b', "lat": NaN}'), "`lat` is nan"),
        (RECORD.replace(b"}", b', "lat": 91}'), "`lat` is 91"),
        (RECORD.replace(b"}", b', "lat": 9}'), "alone"),
        (b'[\n{"document_id": "a", "start": 0,', "breaks off"),
        (RECORD.replace(b"}", b', "radius_km": 1' + b"0" * 400 + b"}"), "`radius_km` is 1000"),
        (b'[{"document": {"id": "a"}, "mentions": []}, {"document": {"id": "a"}, "mentions": []}]',
         "there was a document 'a' before"),
        (b"[" * 100_000, "is not JSON"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_in_one_line(tmp_path, run, content, said):
    bad, good = tmp_path / "bad.json", tmp_path / "good.json"
    bad.write_bytes(content)
    good.write_bytes(RECORD)
    for pair in ((bad, good), (good, bad)):
        out = run("diff", *pair)
        assert out.exit_code == 1
        assert out.stdout == ""
        assert out.stderr.startswith("enrich: ")
        assert out.stderr.count("\n") == 1
        assert said in out.stderr


def test_files_that_are_not_there_or_both_standard_input(run, tmp_path, result_of, saved):
    good = saved("good.json", result_of(TEXT))
    assert "no such file" in run("diff", tmp_path / "none.json", good).stderr
    assert "both files are standard input" in run("diff", "-", "-").stderr
    piped = run("diff", good, "-", given=good.read_bytes())
    assert piped.exit_code == 0
    assert "standard input: 1 document" in piped.stdout


def test_hostile_text_is_shown_and_not_obeyed(run, saved, link_span):
    text = "\x1b[31mYerevan\u202e\nrun"
    link = link_span(text, 5, 12)
    hostile = replace(link, mention=replace(link.mention, start=0, end=len(text), text=text))
    old = saved("old.json", Result(Document(text, "\x1b]0;x\x07"), (hostile,)))
    new = saved("new.json", Result(Document(text, "\x1b]0;x\x07"), ()))
    for form in ("text", "json", "jsonl"):
        out = run("diff", old, new, "--format", form).stdout
        assert "vanished" in out
        assert not set(out) & set("\x1b\x07\u202e")


# --------------------------------------------------------------------------------- the contract


@given(
    st.lists(
        st.builds(
            Seen, st.integers(0, 9), st.integers(10, 12), st.sampled_from("ab"),
            st.sampled_from(["place", "person"]), entity_id=st.sampled_from([None, "x", "y"]),
        ), max_size=5,
    ), st.booleans(),
)  # fmt: skip
def test_turned_around_a_comparison_says_the_opposite(mentions, same_text):
    old = Output("old", {"d": SeenDocument("d", tuple(mentions[::2]), "1")})
    digest = "1" if same_text else "2"
    new = Output("new", {"d": SeenDocument("d", tuple(mentions[1::2]), digest)})
    there = compare(old, new, Limits()).counts
    back = compare(new, old, Limits()).counts
    opposite = {
        ChangeKind.APPEARED: ChangeKind.VANISHED, ChangeKind.VANISHED: ChangeKind.APPEARED,
        ChangeKind.LINKED: ChangeKind.UNLINKED, ChangeKind.UNLINKED: ChangeKind.LINKED,
    }  # fmt: skip
    assert {opposite.get(kind, kind): n for kind, n in there.items()} == dict(back)


def test_a_document_of_another_day_is_seen(linker, saved, run):
    text = "The British prime minister spoke in London."
    old, new = (
        saved(f"{day}.json", linker(text, published=day)) for day in ("2015-01-01", "2023-06-01")
    )
    told = run("diff", old, new).stdout
    assert "input.published" in told
    assert "2015-01-01" in told

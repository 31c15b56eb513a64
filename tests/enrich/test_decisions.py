"""Decisions: honoured wherever they hold, said in the reason, and harmless when applied twice."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enrich import Document, Linker, Nil
from enrich.decisions import Action, Decision, Decisions, read_decisions
from enrich.writers.records import iter_records
from gazetteer.errors import InputError
from gazetteer.model import Kind

TEXT = "A fire broke out in Georgia on Monday. Sergey Lavrov left Paris; Lavrov said nothing."
STATE = "geonames:4197000"
PARIS_TEXAS = "geonames:4717560"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "decisions.toml"


@pytest.fixture
def decided(gazetteer, path):
    """Links texts under the decisions of a file."""

    def make(toml, *documents):
        path.write_text(toml, encoding="utf-8")
        with Linker(gazetteer, decisions=path) as linker:
            results = list(linker.link_many(documents or [Document(TEXT, "one")]))
            return results, linker.decider.warnings()

    return make


def of(result, text, nth=0):
    return [link for link in result.links if link.mention.text == text][nth]


def test_a_name_is_replaced_by_an_id_and_the_reason_says_so(decided):
    toml = (
        f'[[decision]]\nname = "georgia"\naction = "replace"\nentity = "{STATE}"\nnote = "US desk"'
    )
    (result,), _ = decided(toml)
    link = of(result, "Georgia")
    assert (link.entity.id, link.score) == (STATE, 1.0)
    assert link.reason == "Decided in decisions.toml: Georgia is Georgia (US desk)."
    assert link.evidence


def test_what_is_decided_is_context_for_the_other_names(gazetteer):
    text = "Flights from Paris to Dallas and Plano were late."
    replaced = Decisions([Decision("Paris", Action.REPLACE, PARIS_TEXAS)])
    with Linker(gazetteer) as plain, Linker(gazetteer, decisions=replaced) as linker:
        before, after = of(plain(text), "Plano"), of(linker(text), "Plano")
    assert before.evidence != after.evidence


def test_a_rejected_name_stays_visible_as_rejected(decided):
    (result,), _ = decided('[[decision]]\nname = "Georgia"\naction = "reject"\nnote = "a ship"')
    link = of(result, "Georgia")
    assert (link.entity, link.nil) == (None, Nil.NOT_AN_ENTITY)
    assert "a ship" in link.reason
    (record,) = [r for r in iter_records(result) if r["text"] == "Georgia"]
    assert record["nil"] == "not_an_entity"
    assert link in result.unlinked


def test_a_rejected_entity_leaves_the_name_to_the_next(decided, linker):
    meant = of(linker(TEXT), "Paris").entity
    (result,), _ = decided(
        f'[[decision]]\nname = "Paris"\naction = "reject"\nentity = "{meant.id}"'
    )
    link = of(result, "Paris")
    assert link.entity is None or link.entity.id != meant.id
    assert link.reason.startswith(f"Decided in decisions.toml: Paris is not {meant.id}.")


def test_what_is_accepted_is_certain(decided, linker):
    plain = of(linker(TEXT), "Georgia")
    (result,), _ = decided('[[decision]]\nname = "Georgia"\naction = "accept"')
    link = of(result, "Georgia")
    assert plain.score < 1.0
    assert (link.entity.id, link.score) == (plain.entity.id, 1.0)


def test_a_decision_on_a_full_name_holds_for_its_short_form(decided):
    (result,), _ = decided('[[decision]]\nname = "Sergey Lavrov"\naction = "reject"')
    assert {of(result, text).nil for text in ("Sergey Lavrov", "Lavrov")} == {Nil.NOT_AN_ENTITY}


def test_the_narrower_scope_wins(decided):
    toml = f"""
[[decision]]
name = "Georgia"
action = "reject"

[[decision]]
name = "Georgia"
action = "replace"
entity = "{STATE}"
document = "two"

[[decision]]
name = "Georgia"
action = "replace"
entity = "geonames:614540"
document = "two"
occurrence = 2
"""
    text = "In Georgia it rained, and in Georgia it snowed."
    (one, two), _ = decided(toml, Document(text, "one"), Document(text, "two"))
    assert [of(one, "Georgia", n).entity for n in (0, 1)] == [None, None]
    assert [of(two, "Georgia", n).entity.id for n in (0, 1)] == [STATE, "geonames:614540"]


def test_a_kind_is_heeded(decided):
    (result,), _ = decided('[[decision]]\nname = "Georgia"\nkind = "person"\naction = "reject"')
    assert of(result, "Georgia").entity is not None


def test_two_ids_become_one(decided, linker):
    meant = of(linker(TEXT), "Paris").entity.id
    (result,), _ = decided(f'[[merge]]\nid = "{meant}"\ninto = "{PARIS_TEXAS}"')
    assert of(result, "Paris").entity.id == PARIS_TEXAS


def test_a_new_entity_is_found_and_linked(decided):
    toml = """
[[entity]]
id = "enrich:zorblax-mill"
name = "Zorblax Mill"
kind = "place"
names = ["the Zorblax"]
country = "am"
lat = 40.1
lon = 44.5
"""
    (result,), _ = decided(toml, Document("They met at Zorblax Mill near Yerevan.", "one"))
    link = of(result, "Zorblax Mill")
    assert (link.entity.id, link.entity.country) == ("enrich:zorblax-mill", "AM")
    assert link.entity.containers == ("geonames:174982",)


def test_a_decision_for_a_vanished_mention_is_reported(decided):
    toml = (
        '[[decision]]\nname = "Atlantis"\naction = "reject"\ndocument = "one"\n'
        '[[decision]]\nname = "Georgia"\naction = "accept"\ndocument = "one"\noccurrence = 7\n'
        '[[decision]]\nname = "Atlantis"\naction = "reject"\ndocument = "elsewhere"\n'
        '[[decision]]\nname = "Lemuria"\naction = "reject"\n'
    )
    (result,), warnings = decided(toml)
    assert len(warnings) == 2
    assert "number 1" in warnings[0]
    assert "'Atlantis'" in warnings[0]
    assert "mention 7" in warnings[1]
    assert result.run["decisions"]["vanished"] == [1, 2]
    assert len(result.run["decisions"]["sha256"]) == 64


def test_an_empty_file_changes_nothing(decided, linker):
    (result,), warnings = decided("")
    assert result.links == linker(TEXT).links
    assert warnings == ()


BAD = {
    "decision = 1": "two brackets",
    "[[decisions]]": "no section",
    "[[decision]]\nname = 'x'": "number 1: action is missing",
    "[[decision]]\naction = 'accept'": "name is missing",
    "[[decision]]\nname = 'x'\naction = 'keep'": "accept, replace, reject",
    "[[decision]]\nname = 'x'\naction = 'replace'": "needs the id",
    "[[decision]]\nname = 'x'\naction = 'replace'\nentity = 'Q0'": "is no id",
    "[[decision]]\nname = 'x'\naction = 'replace'\nentity = 'geonames:99999999999'": "not in the",
    "[[decision]]\nname = 'x'\naction = 'replace'\nentity = 'Q99999998'": "gazetteer add Q99999998",
    "[[decision]]\nname = 'x'\naction = 'reject'\nkind = 'god'": "place, person, organisation",
    "[[decision]]\nname = 'x'\naction = 'reject'\noccurrence = 1": "needs the document",
    "[[decision]]\nname = 'x'\naction = 'reject'\ndocument = 'd'\noccurrence = 0": "from 1",
    "[[decision]]\nname = 'x'\naction = 'reject'\nwhy = 1": "unknown key 'why'",
    "[[decision]]\nname = 1\naction = 'reject'": "text in quotes",
    "[[decision]]\nname='x'\naction='reject'\n[[decision]]\nname='X'\naction='accept'": "contra",
    "[[decision]]\nname='x'\naction='reject'\n[[decision]]\nname='x'\naction='reject'": "repeats",
    "[[merge]]\nid = 'Q1'": "two ids",
    "[[merge]]\nid = 'Q1'\ninto = 'Q1'": "itself",
    "[[merge]]\nid='Q1'\ninto='Q2'\n[[merge]]\nid='Q2'\ninto='Q1'": "into itself",
    "[[entity]]\nid = 'Q1'\nname = 'x'\nkind = 'place'": "of your own",
    "[[entity]]\nid = 'enrich:x'\nname = 'x'\nkind = 'place'\nlat = 1": "belong together",
    "[[entity]]\nid = 'enrich:x'\nname = 'x'\nkind = 'place'\nlat = 91\nlon = 0": "latitude",
    "[[entity]]\nid = 'enrich:x'\nname = 'x'": "kind is missing",
    "x = ": "no TOML",
    "\0": "no TOML",
}


@pytest.mark.parametrize("toml", BAD)
def test_a_mistake_is_named_in_a_line(gazetteer, path, run, tmp_path, toml):
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(InputError) as error, Linker(gazetteer, decisions=path):
        pass
    assert BAD[toml] in str(error.value)
    assert "decisions.toml" in str(error.value)
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    done = run(article, "--decisions", path)
    assert done.exit_code == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_in_the_folder_is_used_and_said(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "decisions.toml").write_text('[[decision]]\nname = "Georgia"\naction = "reject"\n')
    done = run("a.txt", "--format", "csv")
    assert "decisions are taken from decisions.toml" in done.stderr
    assert "not_an_entity" in done.stdout
    done = run("a.txt", "--format", "csv", "--decisions", "none")
    assert "not_an_entity" not in done.stdout


def test_many_decisions_do_not_slow_a_run(gazetteer):
    many = [Decision(f"Name {n}", Action.REJECT, document=f"d{n % 97}", number=n + 1)
            for n in range(10_000)]  # fmt: skip
    held = Decisions(many)
    assert held.holding("name 9", Kind.PLACE, "d9", 1)[0].number == 10
    with Linker(gazetteer, decisions=held) as linker:
        assert linker(TEXT).links


NAMES = ("Georgia", "Paris", "Lavrov", "Sergey Lavrov", "Yerevan", "Nowhere")
ENTITIES = (STATE, PARIS_TEXAS, "geonames:614540", "geonames:616052")


@st.composite
def entries(draw):
    action = draw(st.sampled_from(list(Action)))
    entity = draw(st.sampled_from(ENTITIES)) if action is not Action.ACCEPT else None
    if action is Action.REJECT and draw(st.booleans()):
        entity = None
    document = draw(st.sampled_from([None, "one", "two"]))
    occurrence = draw(st.sampled_from([None, 1, 2])) if document else None
    return Decision(draw(st.sampled_from(NAMES)), action, entity, None, document, occurrence)


def unique(decisions):
    found = {}
    for decision in decisions:
        found.setdefault(decision.scope, decision)
    return list(found.values())


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=st.lists(entries(), max_size=5), text=st.sampled_from([TEXT, f"{TEXT} {TEXT}"]))
def test_applying_a_file_twice_changes_nothing_more(gazetteer, made, text):
    made = unique(made)
    document = Document(text, "one")
    with Linker(gazetteer, decisions=Decisions(made)) as linker:
        first = linker(document)
        assert linker(document).links == first.links
    with Linker(gazetteer, decisions=Decisions(made[::-1])) as linker:
        assert [k.entity for k in linker(document).links] == [k.entity for k in first.links]
    # What came of it, written down mention by mention, gives the same again.
    counts, kept = Counter(), []
    for link in first.links:
        name = link.mention.name
        counts[name.casefold()] += 1
        action = Action.REPLACE if link.entity else Action.REJECT
        curie = link.entity.id if link.entity else None
        kept.append(Decision(name, action, curie, None, "one", counts[name.casefold()]))
    with Linker(gazetteer, decisions=Decisions(kept)) as linker:
        again = linker(document)
    assert [k.entity for k in again.links] == [k.entity for k in first.links]


def test_reading_back_what_review_writes(path):
    from enrich.decisions.writing import text_with

    text = "# by the desk\n"
    for number, name in enumerate(["Paris", 'A "b"\n', "Paris"], 1):
        decision = Decision(
            name, Action.REPLACE, STATE, Kind.PLACE, f"d{number % 2}", number % 2 or None
        )
        text = text_with(text, decision)
    path.write_text(text, encoding="utf-8")
    assert text.startswith("# by the desk\n")
    assert [d.name for d in read_decisions(path).entries] == ["Paris", 'A "b"\n']


def test_a_merge_knows_an_entity_by_its_other_ids(decided, linker, gazetteer):
    text = "They met in Goris, Armenia."
    meant = of(linker(text), "Goris").entity
    item = gazetteer.get(meant.id).id_in("wikidata")
    (result,), _ = decided(
        f'[[merge]]\nid = "{item}"\ninto = "{PARIS_TEXAS}"', Document(text, "one")
    )
    assert of(result, "Goris").entity.id == PARIS_TEXAS


def test_the_example_of_the_documentation_can_be_used(decided, root):
    page = root / "docs" / "decisions.md"
    example = page.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    (result,), _ = decided(example, Document("Georgia met at Old Mill.", "one"))
    assert of(result, "Georgia").entity.id == STATE
    assert of(result, "Old Mill").entity.id == "enrich:old-mill"

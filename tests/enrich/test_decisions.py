"""Decisions: honoured wherever they hold, said in the reason, and harmless when applied twice."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enrich import Document, Linker, Nil
from enrich.decisions import Action, Decision, Decisions, read_decisions
from enrich.decisions.writing import text_with
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.records.record import iter_records
from gazetteer.errors import InputError
from gazetteer.model import Kind
from gazetteer.names import fold

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
            return results, linker.warnings()

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


REJECT = "[[decision]]\nname='x'\naction='reject'\n"
BAD = {
    "decision = 1": "two brackets",
    "[[decisions]]": "not a section",
    "[[decision]]\nname = 'x'": "number 1: action is missing",
    "[[decision]]\naction = 'accept'": "name is missing",
    "[[decision]]\nname = 'x'\naction = 'keep'": "accept, replace, reject",
    "[[decision]]\nname = 'x'\naction = 'replace'": "needs the id",
    "[[decision]]\nname = 'x'\naction = 'replace'\nentity = 'Q0'": "is not an id",
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
    "[[entity]]\nid='enrich:x'\nname='x'\nkind='place'\nlat=nan\nlon=0": "lat is a number",
    f"[[entity]]\nid='enrich:x'\nname='x'\nkind='place'\nlat=1{'0' * 400}\nlon=0": "is a number",
    "[[entity]]\nid='enrich:x'\nname='x'\nkind='place'\nradius_km=-1": "less than nothing",
    "[[entity]]\nid='enrich:x'\nname='x'\nkind='place'\ncountry='ZZ'": "not one the gaz",
    "[[entity]]\nid='enrich:x'\nname='x'\nkind='place'\ncountry='Chad'": "such as AM",
    "[[entity]]\nid='enrich:x'\nname='x'\nkind='place'\nfeature='town'": "such as PPL",
    "[[entity]]\nid='enrich:x'\nname='x'\nkind='person'\nlat=1\nlon=1": "belong to places",
    '[[entity]]\nid="enrich:x"\nname="a\\u001b"\nkind="place"': "control characters",
    "[[entity]]\nid='enrich:x'\nname='x'\nkind='place'\nnames=['']": "holds nothing",
    "[[entity]]\nid='enrich:x'\nname='x'\nkind='place'\nnames='y'": "list of names",
    "[[entity]]\nid = 'enrich:albert-einstein'\nname = 'x'\nkind = 'person'": "choose another",
    "[[entity]]\nid='enrich:x'\nname='x'\nkind='place'\n" * 2: "there already",
    "[[decision]]\nname = '!'\naction = 'reject'": "no letter and no digit",
    "[[decision]]\nname = 'x'\naction = 'reject'\naround = ''": "around holds nothing",
    "[[decision]]\nname = 'x'\naction = 'reject'\ndocument = 'sha256:1'": "64 digits",
    "[[decision]]\nname = 'x'\naction = 'reject'\ndate = 'June'": "such as 2024-06-12",
    f"[[decision]]\nname = '{'x' * 2000}'\naction = 'reject'": "longer than",
    f"{REJECT}entity='Q1'\n{REJECT}": "contradicts number 1",
    f"{REJECT}{REJECT}entity='Q1'": "contradicts number 1",
    "[[merge]]\nid='geonames:614540'\ninto='wikidata:Q58217'": "never one",
    "[[merge]]\nid='Q1'\ninto='Q99999998'": "gazetteer add Q99999998",
    "[[merge]]\nid='Q1953'\ninto='Q90'\n[[merge]]\nid='geonames:616052'\ninto='Q90'": "merged",
    "a" * 20 + "[" * 20_000: "no TOML",
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
    assert [d.number for d in held.about("name 9", ["d9"])] == [10]
    with Linker(gazetteer, decisions=held) as linker:
        assert linker(TEXT).links


NAMES = ("Georgia", "Paris", "Lavrov", "Sergey Lavrov", "Yerevan", "Nowhere")
ENTITIES = (STATE, PARIS_TEXAS, "geonames:614540", "geonames:616052", "wikidata:Q58217")
AROUND = (None, "out in Georgia", "left Paris; Lavrov", "Sergey Lavrov left", "nowhere at all")
QUIET = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def entries(draw):
    action = draw(st.sampled_from(list(Action)))
    entity = draw(st.sampled_from(ENTITIES))
    if action is not Action.REPLACE and draw(st.booleans()):
        entity = None
    document = draw(st.sampled_from([None, "one", "two"]))
    occurrence = draw(st.sampled_from([None, 1, 2])) if document else None
    around = draw(st.sampled_from(AROUND))
    name = draw(st.sampled_from(NAMES))
    return Decision(name, action, entity, None, document, occurrence, around=around)


def unique(decisions):
    found = {}
    for decision in decisions:
        found.setdefault(decision.scope, decision)
    return list(found.values())


def outcome(result):
    return [(k.mention.start, k.mention.text, k.entity and k.entity.id) for k in result.links]


def written_down(result):
    """What came of each mention, as decisions on it."""
    counts, kept = Counter(), []
    for link in result.links:
        for name in {fold(link.mention.text), fold(link.mention.name)}:
            counts[name] += 1
        action = Action.REPLACE if link.entity else Action.REJECT
        curie = link.entity.id if link.entity else None
        nth = counts[fold(link.mention.text)]
        kept.append(Decision(link.mention.text, action, curie, None, "one", nth))
    return kept


@QUIET
@given(made=st.lists(entries(), max_size=6), text=st.sampled_from([TEXT, f"{TEXT} {TEXT}"]))
def test_applying_a_file_twice_changes_nothing_more(gazetteer, path, made, text):
    document = Document(text, "one")
    with Linker(gazetteer, decisions=Decisions(unique(made))) as linker:
        first = linker(document)
        assert linker(document).links == first.links
    toml = ""
    for decision in written_down(first):
        toml = text_with(toml, decision)
    path.write_text(toml, encoding="utf-8")
    with Linker(gazetteer, decisions=path) as linker:
        again = linker(document)
        assert outcome(again) == outcome(first)
        assert not linker.warnings()
    with Linker(gazetteer, decisions=Decisions([*written_down(again)])) as linker:
        third = linker(document)
    assert [(k.entity, k.score) for k in third.links] == [(k.entity, k.score) for k in again.links]


@QUIET
@given(data=st.data(), made=st.lists(entries(), max_size=6))
def test_the_order_of_entries_does_not_matter(gazetteer, data, made):
    made = unique(made)
    document = Document(TEXT, "one")
    seen = []
    for order in (made, data.draw(st.permutations(made))):
        with Linker(gazetteer, decisions=Decisions(order)) as linker:
            seen.append(linker(document).links)
    assert seen[0] == seen[1]


def test_reading_back_what_review_writes(path):
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


# --------------------------------------------------------------------- one mention, told apart

SHIP = "Fog over Georgia. They sailed aboard\n  the Georgia for a week."


def test_the_words_around_a_mention_tell_it_apart_wherever_it_moves(decided):
    toml = (
        '[[decision]]\nname = "Georgia"\naction = "reject"\ndocument = "one"\n'
        'around = "aboard the Georgia"\n'
    )
    for text in (SHIP, f"Georgia again. Rain. {SHIP}", SHIP.replace("Fog over Georgia. ", "")):
        (result,), warnings = decided(toml, Document(text, "one"))
        rejected = [k for k in result.links if k.nil is Nil.NOT_AN_ENTITY]
        assert [text[k.mention.start - 5 : k.mention.start] for k in rejected] == [" the "]
        assert not warnings


def test_words_that_are_gone_are_reported(decided):
    toml = (
        '[[decision]]\nname = "Georgia"\naction = "reject"\ndocument = "one"\n'
        'around = "aboard the Georgia"\n'
    )
    _, warnings = decided(toml, Document("Fog over Georgia.", "one"))
    assert len(warnings) == 1
    assert "aboard the Georgia" in warnings[0]


def test_words_around_hold_in_every_document_and_go_before_the_document(decided):
    toml = f"""
[[decision]]
name = "Georgia"
action = "reject"
around = "aboard the Georgia"

[[decision]]
name = "Georgia"
action = "replace"
entity = "{STATE}"
document = "one"
"""
    (result,), _ = decided(toml, Document(SHIP, "one"))
    assert [k.entity and k.entity.id for k in result.links] == [STATE, None]


def test_the_nth_within_words_that_come_again(decided):
    text = "Paris won. Then it rained. Paris won. Then it snowed."
    toml = (
        '[[decision]]\nname = "Paris"\naction = "reject"\ndocument = "one"\n'
        'around = "Paris won."\noccurrence = 2\n'
    )
    (result,), _ = decided(toml, Document(text, "one"))
    assert [k.nil for k in result.links] == [None, Nil.NOT_AN_ENTITY]


def test_a_document_is_told_by_its_text(decided):
    from enrich.decisions.holding import hash_of

    toml = f'[[decision]]\nname = "Georgia"\naction = "reject"\ndocument = "{hash_of(TEXT)}"\n'
    (one, two), warnings = decided(toml, Document(TEXT, "a"), Document(f"{TEXT} ", "b"))
    assert of(one, "Georgia").nil is Nil.NOT_AN_ENTITY
    assert of(two, "Georgia").entity is not None
    assert not warnings


def test_a_name_holds_as_written_and_in_its_base_form(decided):
    for name in ("Ереване", "Ереван"):
        toml = f'[[decision]]\nname = "{name}"\naction = "reject"\n'
        (result,), _ = decided(toml, Document("Переговоры в Ереване продолжились.", "one"))
        assert of(result, "Ереване").nil is Nil.NOT_AN_ENTITY


def test_what_a_narrower_one_overrules_is_not_reported_as_gone(decided):
    toml = (
        '[[decision]]\nname = "Georgia"\naction = "reject"\ndocument = "one"\n'
        '[[decision]]\nname = "Georgia"\naction = "accept"\ndocument = "one"\noccurrence = 1\n'
    )
    (result,), warnings = decided(toml)
    assert of(result, "Georgia").entity is not None
    assert warnings == ()
    assert result.run["decisions"]["vanished"] == []


def test_a_wider_one_on_the_name_itself_does_not_beat_a_narrower_one_on_the_full_name(decided):
    toml = (
        '[[decision]]\nname = "Lavrov"\naction = "accept"\n'
        '[[decision]]\nname = "Sergey Lavrov"\naction = "reject"\ndocument = "one"\n'
    )
    (result,), _ = decided(toml)
    assert of(result, "Lavrov").nil is Nil.NOT_AN_ENTITY


# ------------------------------------------------------------------------------ what is linked


def test_who_decided_and_when_is_told(decided):
    toml = (
        f'[[decision]]\nname = "Georgia"\naction = "replace"\nentity = "{STATE}"\n'
        'note = "US desk"\nby = "A. B."\ndate = 2024-06-12\n'
    )
    (result,), _ = decided(toml)
    assert "(US desk, by A. B., 2024-06-12)." in of(result, "Georgia").reason


def test_a_title_is_context_as_it_was_decided(decided, linker):
    document = Document("Flights to Plano were late.", "one", "Paris fire")
    toml = f'[[decision]]\nname = "Paris"\naction = "replace"\nentity = "{PARIS_TEXAS}"\n'
    (result,), _ = decided(toml, document)
    assert of(result, "Plano").score > of(linker(document), "Plano").score


def test_an_entity_of_another_kind(decided, tmp_path):
    from enrich.formats import FORMATS, write

    toml = '[[decision]]\nname = "Georgia"\naction = "replace"\nentity = "wikidata:Q58217"\n'
    (result,), _ = decided(toml)
    link = of(result, "Georgia")
    assert (link.mention.kind, link.mention.role) == (Kind.PERSON, None)
    assert link.candidate.match == "decided"
    for name in FORMATS:
        write([result], tmp_path / f"out.{name}", format=name)


def test_the_match_stays_where_the_name_is_one_of_the_entity(decided):
    toml = f'[[decision]]\nname = "Paris"\naction = "replace"\nentity = "{PARIS_TEXAS}"\n'
    (result,), _ = decided(toml)
    assert of(result, "Paris").candidate.match == "exact"


def test_what_is_linked_to_the_one_comes_out_as_the_other(decided, linker):
    plain = of(linker(TEXT), "Georgia").entity.id
    assert plain != STATE
    toml = f'[[merge]]\nid = "{plain}"\ninto = "{STATE}"\nnote = "one thing"\n'
    (result,), _ = decided(toml)
    link = of(result, "Georgia")
    assert (link.entity.id, link.candidate.entity.id) == (STATE, STATE)
    assert link.reason.startswith(
        f"Decided in decisions.toml: Georgia ({plain}) is Georgia ({STATE}) (one thing). "
        "Found as the former: "
    )
    assert STATE not in {k.runner_up and k.runner_up.id for k in result.links}


@pytest.mark.parametrize("action", ["replace", "accept"])
def test_a_decision_for_one_that_is_merged_links_the_other(decided, action):
    toml = (
        f'[[merge]]\nid = "geonames:614540"\ninto = "{STATE}"\n'
        f'[[decision]]\nname = "Georgia"\naction = "{action}"\nentity = "geonames:614540"\n'
    )
    (result,), _ = decided(toml)
    assert of(result, "Georgia").entity.id == STATE


@pytest.mark.parametrize("curie", [STATE, "geonames:614540"])
def test_rejecting_either_of_two_that_are_one_rejects_both(decided, curie):
    toml = (
        f'[[merge]]\nid = "geonames:614540"\ninto = "{STATE}"\n'
        f'[[decision]]\nname = "Georgia"\naction = "reject"\nentity = "{curie}"\n'
    )
    (result,), _ = decided(toml)
    link = of(result, "Georgia")
    assert link.entity is None or link.entity.id not in (STATE, "geonames:614540")


def test_chains_of_merges_end_where_they_end(decided):
    toml = (
        f'[[merge]]\nid = "geonames:614540"\ninto = "geonames:616052"\n'
        f'[[merge]]\nid = "Q1953"\ninto = "{STATE}"\n'
    )
    (result,), _ = decided(toml)
    assert of(result, "Georgia").entity.id == STATE


OFFICE = Document("The prime minister of Armenia left.", "one", published="2019-07-01")


@pytest.mark.parametrize(
    ("extra", "nil"),
    [("action = 'reject'", Nil.NOT_AN_ENTITY),
     ("action = 'reject'\nentity = 'Q7035479'", Nil.LOW_SCORE),
     ("action = 'replace'\nentity = 'Q58217'", None)],
)  # fmt: skip
def test_offices_are_decided_too(decided, linker, extra, nil):
    (office,) = (k for k in linker(OFFICE).links if k.mention.text.startswith("prime"))
    assert office.entity.id_in("wikidata") == "Q7035479"
    toml = f"[[decision]]\nname = 'prime minister of Armenia'\ndocument = 'one'\n{extra}\n"
    (result,), warnings = decided(toml, OFFICE)
    link = of(result, office.mention.text)
    assert link.nil is nil
    assert link.reason.startswith("Decided in decisions.toml: ")
    assert (link.entity is not None) == (nil is None)
    assert warnings == ()


def test_the_likeliest_is_accepted_even_below_the_bar(gazetteer):
    accepted = Decisions([Decision("Georgia", Action.ACCEPT)])
    with Linker(gazetteer, min_score=1.0, decisions=accepted) as linker:
        link = of(linker(TEXT), "Georgia")
    assert (link.score, link.candidate.match) == (1.0, "exact")
    assert link.evidence


# ------------------------------------------------------------------------------ local entities


def local(name, kind, *names):
    where = 'lat = 40.1\nlon = 44.5\ncountry = "AM"\n' if kind == "place" else ""
    more = f"names = {list(names)}\n" if names else ""
    return f'[[entity]]\nid = "enrich:ours"\nname = "{name}"\nkind = "{kind}"\n{more}{where}'


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("name", ["Zorblax", "Grubbs Farm", "Vulgaria Square"])
@pytest.mark.parametrize(
    "text", ["A fire in {} on Monday.", "{} said no.", "They left {}\n for it."]
)
def test_a_local_entity_is_found_whatever_a_tagger_thinks(decided, kind, name, text):
    (result,), _ = decided(local(name, kind), Document(text.format(name), "one"))
    (link,) = (k for k in result.links if k.entity and k.entity.id == "enrich:ours")
    assert (link.mention.text, link.mention.kind) == (name, kind)
    assert (link.mention.role is None) == (kind != "place")
    starts = [k.mention.start for k in result.links]
    assert starts == sorted(starts)


def test_a_name_with_an_article_needs_it(decided):
    toml = local("Zorblax Office", "place", "the Zwick")
    (result,), _ = decided(
        toml, Document("The Zwick is wet. They zwick. Zwick it. A Zwick, too.", "one")
    )
    ours = [k for k in result.links if k.entity and k.entity.id == "enrich:ours"]
    assert [k.mention.start for k in ours] == [4]


def test_what_has_the_name_already_keeps_it(decided, linker):
    text = "A fire in Paris on Monday."
    (result,), _ = decided(local("Paris", "person"), Document(text, "one"))
    assert of(result, "Paris").entity == of(linker(text), "Paris").entity


def test_a_longer_name_is_not_cut(decided):
    (result,), _ = decided(local("Texas", "place"), Document("He is at the University of Texas."))
    assert "University of Texas" in {k.mention.text for k in result.links}


def test_spans_that_are_given_stay_the_only_ones(gazetteer, path):
    path.write_text(local("Zorblax", "place"), encoding="utf-8")
    with Linker(gazetteer, decisions=path) as linker:
        result = linker("Paris and Zorblax and Zorblax", mentions=[(0, 5), (10, 17)])
        kept = linker("Paris and Zorblax", mentions=[(10, 17, "person")])
    assert [k.mention.text for k in result.links] == ["Paris", "Zorblax"]
    assert result.links[1].entity.id == "enrich:ours"
    assert kept.links[0].mention.kind is Kind.PERSON


def test_a_local_entity_is_never_taken_for_a_neighbour(decided, gazetteer):
    place = gazetteer.get("enrich:grubbs-us-ar")
    toml = (
        '[[entity]]\nid = "enrich:ours"\nname = "Grubbs"\nkind = "place"\n'
        f'lat = {place.point.lat}\nlon = {place.point.lon}\ncountry = "US"\n'
        '[[decision]]\nname = "Grubbs"\naction = "replace"\nentity = "enrich:ours"\n'
    )
    (result,), _ = decided(toml, Document("A fire in Grubbs on Monday.", "one"))
    assert of(result, "Grubbs").entity.id == "enrich:ours"


def test_the_build_says_that_there_are_local_entities(decided, gazetteer):
    (result,), _ = decided(local("Zorblax", "place"))
    assert result.gazetteer.startswith(f"{gazetteer.build_id}+")


# ------------------------------------------------------------------------------------ the file


def test_a_rejected_name_is_told_in_every_format(decided, tmp_path):
    from enrich.cli.summary import Summary
    from enrich.formats import FORMATS, Holds, write

    (result,), _ = decided('[[decision]]\nname = "Georgia"\naction = "reject"')
    of_entities = {"fgb", "geojson", "geojsonseq", "kml", "linkedplaces", "parquet", "schemaorg"}
    for name in sorted(FORMATS.keys() - of_entities):
        out = tmp_path / f"out.{name}"
        write([result], out, format=name)
        assert b"not_an_entity" in out.read_bytes(), name
    summary = Summary()
    list(summary.watch([result]))
    for holds in Holds:
        assert "1 of them rejected" in summary.line(holds)


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b""])
def test_files_as_other_editors_write_them(path, start):
    path.write_bytes(start + b'[[decision]]\r\nname = "Paris"\r\naction = "reject"\r\n')
    assert len(read_decisions(path).entries) == 1


@pytest.mark.parametrize("place", ["/dev/zero", "/", "/nowhere/at/all", "a\0b"])
def test_what_is_no_file_of_decisions(place):
    with pytest.raises(InputError):
        read_decisions(place)


LAYOUT = """# ours
[[decision]] # the first
name = "Paris"
action = "reject" # a ship

[[merge]]
id = "Q1"
into = "Q2"

# of the second
  [[ "decision" ]]
name = '''
Georgia'''
action = "accept"
# the end
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_is_written_leaves_all_else_as_it_was(path, line_end):
    text = LAYOUT.replace("\n", line_end)
    new = text_with(text, Decision("Yerevan", Action.REJECT, note="x\ny"), path)
    assert new.startswith(text)
    assert "\n" not in new.replace("\r\n", "") or line_end == "\n"
    new = text_with(text, Decision("PARIS", Action.REPLACE, STATE), path)
    assert new.count("[[decision]]") == 1
    assert all(line in new for line in text.split(line_end)[4:])
    new = text_with(text, Decision("georgia", Action.REPLACE, STATE), path)
    assert new.startswith(text[: text.index("# of the second")])
    assert new.endswith(f"# the end{line_end}")


@QUIET
@given(made=st.lists(st.tuples(entries(), st.text(max_size=20)), max_size=6))
def test_whatever_is_written_can_be_read_and_the_last_word_counts(path, made):
    text, said = "# ours\n", {}
    for decision, note in made:
        text = text_with(text, replace(decision, note=note.strip()), path)
        found = read_text_of(text, path)
        assert (decision.action, decision.entity, note.strip()) in {
            (d.action, d.entity, d.note) for d in found if d.scope == decision.scope
        }
        said[decision.scope] = decision
    assert text.startswith("# ours\n")
    assert {d.scope for d in read_text_of(text, path)} == said.keys()


def read_text_of(text, path):
    from enrich.decisions.file import parse_decisions

    return parse_decisions(text, path).entries


def test_the_punctuation_that_a_tagger_takes_with_a_name_is_no_part_of_it(gazetteer, path):
    path.write_text(
        '[[entity]]\nid = "enrich:old-mill"\nname = "the Mill"\nkind = "place"\n'
        "lat = 40.1\nlon = 44.5\n",
        encoding="utf-8",
    )
    text = "They met near the Mill."

    class Greedy:
        id, languages = "greedy-1", None

        def __call__(self, words):
            start = words.index("Mill.")
            return [TaggedSpan(start, start + 5, Kind.ORGANISATION)]

    with Linker(gazetteer, decisions=path, tagger=Greedy()) as linker:
        found = {k.mention.text: k.entity and k.entity.id for k in linker(text).links}
    assert found == {"Mill": "enrich:old-mill"}


@pytest.mark.parametrize(
    "toml",
    ['[[decision]]\nname = "Suva"\naction = "reject"\nentity = "geonames:999999999"\n',
     '[[merge]]\nid = "geonames:999999999"\ninto = "geonames:616052"\n'],
)  # fmt: skip
def test_an_id_that_is_not_held_is_told_of(decided, toml):
    _, warnings = decided(toml)
    (line,) = [told for told in warnings if "geonames:999999999" in told]
    assert "look whether it is mistyped" in line

"""/desk: a text linked in the light of decisions that are sent along; nothing is kept."""

import csv
import io
import json
import sqlite3
import tomllib
from urllib.parse import quote

import pytest

from enrich.decisions.holding import hash_of

TEXT = (
    "A fire in Paris killed two people. The mayor spoke to reporters about the night."
    "\n\nLater, Paris was calm again, and officials from Lyon came to Paris by train."
)
TEXAS = "geonames:4717560"
FRANCE = "geonames:2988507"
JSON = {"Content-Type": "application/json"}


ABOUT = {"title", "published", "language", "outlet", "blocks", "id"}


def sending(text=TEXT, decisions=(), **others):
    """What the page sends of one text."""
    document = {"text": text, **{key: others.pop(key) for key in ABOUT & others.keys()}}
    return {"documents": [document], "decisions": list(decisions), **others}


def ask(service, text=TEXT, decisions=(), **others):
    """What is answered about one text, and about the decisions."""
    reply = service.post("/desk/link", sending(text, decisions, **others))
    assert reply.status == 200, reply.body[:500]
    answer = reply.json
    (one,) = answer.pop("documents")
    return {**answer, **one}


def linked(answer, name="Paris"):
    """The entities of the mentions of a name, in order."""
    found = []
    for shown in answer["data"]["mentions"]:
        if shown["text"] == name:
            index = shown.get("entity")
            found.append(None if index is None else answer["data"]["entities"][index]["id"])
    return found


def decision_on(answer, number, action="replace", entity=TEXAS):
    """What the page sends of a mention of Paris alone."""
    m = [m for m in answer["mentions"] if m["text"] == "Paris"][number]
    around = {"around": m["around"]} if m["around"] else {"occurrence": m["occurrence"]}
    decision = {"name": m["text"], "action": action, "kind": m["kind"], **around}
    return {**decision, "document": answer["document"], **({"entity": entity} if entity else {})}


EVERYWHERE = {"name": "Paris", "action": "replace", "entity": TEXAS}


# -------------------------------------------------------------------------------- what is shown


def test_the_pieces_are_the_text_and_mentions_have_what_a_decision_is_made_of(service):
    answer = ask(service)
    assert "".join(piece[0] for piece in answer["pieces"]) == TEXT
    assert len(answer["mentions"]) == len(answer["data"]["mentions"])
    assert answer["document"] == hash_of(TEXT)
    for m in answer["mentions"]:
        assert TEXT[m["start"] : m["end"]] == m["text"]
        assert m["around"] in " ".join(TEXT.split())
    assert linked(answer) == [FRANCE] * 3
    paris = next(m for m in answer["mentions"] if m["text"] == "Paris")
    number = answer["mentions"].index(paris)
    options = answer["data"]["options"][answer["data"]["mentions"][number]["options"]]
    names = [answer["data"]["entities"][option["entity"]]["id"] for option in options]
    assert names[0] == FRANCE
    assert TEXAS in names
    scores = [option["score"] for option in options]
    assert scores == sorted(scores, reverse=True)
    assert all(weight for option in options for _, weight in option["why"])
    assert options[0]["why"]


def test_a_decision_changes_its_mention_its_text_or_all(service):
    before = ask(service)
    for number in range(3):
        held = ask(service, decisions=[decision_on(before, number)])
        assert linked(held) == [TEXAS if n == number else FRANCE for n in range(3)]
    here = {**EVERYWHERE, "document": before["document"]}
    assert linked(ask(service, decisions=[here])) == [TEXAS] * 3
    assert linked(ask(service, f"{TEXT} More.", [here])) == [FRANCE] * 3
    assert linked(ask(service, f"{TEXT} More.", [EVERYWHERE])) == [TEXAS] * 3
    reject = {"name": "Paris", "action": "reject"}
    assert linked(ask(service, decisions=[reject])) == [None] * 3


def test_other_names_are_linked_anew_in_its_light(service):
    text = "Officials from Georgia met in Athens and in Rome."
    state = {"name": "Georgia", "action": "replace", "entity": "geonames:4197000"}
    before, after = ask(service, text), ask(service, text, [state])
    assert linked(before, "Athens") + linked(before, "Rome") == [
        "geonames:264371", "geonames:3169070",
    ]  # fmt: skip
    assert linked(after, "Athens") + linked(after, "Rome") == [
        "geonames:4180386", "geonames:4219762",
    ]  # fmt: skip


def test_a_later_decision_takes_the_place_of_an_earlier_one(service):
    answer = ask(service, decisions=[EVERYWHERE, {**EVERYWHERE, "entity": FRANCE}])
    assert [d["entity"] for d in answer["decisions"]] == [FRANCE]
    assert linked(answer) == [FRANCE] * 3
    rejected = [{"name": "Paris", "action": "reject", "entity": e} for e in (FRANCE, TEXAS)]
    answer = ask(service, decisions=rejected)
    assert len(answer["decisions"]) == 2
    assert not {*linked(answer)} & {FRANCE, TEXAS}


def test_mentions_tell_their_decisions_by_number(service):
    before = ask(service)
    one = decision_on(before, 1)
    answer = ask(service, decisions=[EVERYWHERE, {**one, "entity": FRANCE}])
    told = [m["decided"] for m in answer["mentions"] if m["text"] == "Paris"]
    assert told == [[1], [2, 1], [1]]
    assert "Paris" in answer["named"][TEXAS]
    gone = {**EVERYWHERE, "name": "Goris", "document": before["document"]}
    assert ask(service, decisions=[gone])["vanished"] == [1]


def test_what_was_made_another_kind_is_decided_on_as_what_it_was(service):
    body = {"name": "Paris", "action": "replace", "kind": "place", "entity": "wikidata:Q7184"}
    answer = ask(service, decisions=[body])
    m = next(m for m in answer["mentions"] if m["text"] == "Paris")
    assert answer["data"]["entities"][answer["data"]["mentions"][0]["entity"]]["name"] == "NATO"
    assert m["kind"] == "place"


def test_an_office_is_decided_on_and_decided_anew(service):
    text = "The British prime minister met Lavrov."
    answer = ask(service, text, published="2023-05-17")
    m = next(m for m in answer["mentions"] if "prime" in m["text"])
    one = {"name": m["name"], "action": "replace", "kind": m["kind"], "entity": "wikidata:Q1953"}
    answer = ask(service, text, [one], published="2023-05-17")
    assert linked(answer, m["text"]) == ["geonames:616052"]
    again = next(m for m in answer["mentions"] if "prime" in m["text"])
    assert again["decided"] == [1]
    other = {**one, "kind": again["kind"], "entity": "wikidata:Q58217"}
    answer = ask(service, text, [*answer["decisions"], other], published="2023-05-17")
    assert linked(answer, m["text"]) == ["wikidata:Q58217"]
    assert len(answer["decisions"]) == 1


@pytest.mark.parametrize("times", [60, 120])
def test_many_mentions_of_a_name_are_told_by_number(service, times):
    text = "They met in Paris. " * times
    answer = ask(service, text)
    told = [m for m in answer["mentions"] if m["text"] == "Paris"]
    numbers = [m["occurrence"] for m in told]
    assert numbers == [*range(1, times + 1)]
    one = {**EVERYWHERE, "document": answer["document"], "occurrence": numbers[41]}
    held = linked(ask(service, text, [one]))
    assert [n for n, entity in enumerate(held) if entity == TEXAS] == [41]


def test_a_new_place_is_found_and_mapped(service):
    mill = {"id": "enrich:mill", "name": "Qorvat Mill", "kind": "place", "lat": 40.5, "lon": 44.5}
    answer = ask(service, "A fire at Qorvat Mill.", entities=[mill])
    assert linked(answer, "Qorvat Mill") == ["enrich:mill"]
    entity = answer["data"]["entities"][0]
    assert (entity["lat"], entity["lon"]) == (40.5, 44.5)
    # another one of that id, in another request, is another one
    moved = ask(service, "A fire at Qorvat Mill.", entities=[{**mill, "lat": -1}])
    assert moved["data"]["entities"][0]["lat"] == -1


def test_nothing_is_kept(service):
    before = ask(service)
    ask(service, decisions=[EVERYWHERE])
    assert ask(service) == before
    assert service.post("/link", {"text": TEXT}).json["mentions"][0]["entity_id"] == FRANCE


def test_markup_and_controls_are_text(service):
    odd = 'In Paris.\u202e</script><img src=x onerror=alert(1)>\x07 "quoted"\r\n\r\nEnd.'
    answer = ask(service, odd, title="<b>\u202ex")
    shown = "".join(piece[0] for piece in answer["pieces"])
    assert len(shown) == len(odd)
    assert "\u202e" not in shown
    assert "\x07" not in shown
    assert "<img src=x onerror=alert(1)>" in shown
    assert answer["data"]["document"]["title"] == "<b>\ufffdx"


# ---------------------------------------------------------------------------- what is refused


SENT = sending()


@pytest.mark.parametrize(
    "told",
    [
        ({"documents": [{}]}, 422, "no `text`"),
        ({}, 422, "no `documents`"),
        ({"documents": []}, 422, "no `documents`"),
        ({"documents": [{"text": TEXT}] * 51}, 413, "the limit is 50"),
        ({"documents": [{"text": TEXT, "id": "a"}] * 2}, 422, "the same id"),
        ({"documents": [{"text": TEXT}, {"text": " "}]}, 422, "document 2"),
        ({"documents": [{"text": TEXT, "blocks": [[0, 9_999, "paragraph"]]}]}, 422, "blocks"),
        ({"documents": [{"text": " "}]}, 422, "empty"),
        ({"documents": [{"text": TEXT, "published": "soon"}]}, 422, "cannot be read as a date"),
        ({"documents": [{"text": TEXT, "path": "/etc/passwd"}]}, 422, "there are"),
        ({**SENT, "path": "/etc/passwd"}, 422, "there are"),
        ({**SENT, "decisions": {}}, 422, "no list"),
        ({**SENT, "decisions": "/etc/passwd"}, 422, "no list"),
        ({**SENT, "decisions": [7]}, 422, "two brackets"),
        ({**SENT, "decisions": [{"name": "Paris"}]}, 422, "action is missing"),
        ({**SENT, "decisions": [{**EVERYWHERE, "action": "drop"}]}, 422, "not one of accept"),
        ({**SENT, "decisions": [{**EVERYWHERE, "name": 7}]}, 422, "text in quotes"),
        ({**SENT, "decisions": [{**EVERYWHERE, "name": "x" * 1001}]}, 422, "longer than"),
        ({**SENT, "decisions": [{**EVERYWHERE, "file": "x"}]}, 422, "unknown key 'file'"),
        ({**SENT, "decisions": [{**EVERYWHERE, "entity": "../x"}]}, 422, "is not an id"),
        ({**SENT, "decisions": [{**EVERYWHERE, "entity": "wikidata:Q9999999999"}]},
         422, "not in the gazetteer"),
        ({**SENT, "decisions": [{**EVERYWHERE, "occurrence": 1}]}, 422, "needs the document"),
        ({**SENT, "decisions": [{**EVERYWHERE, "occurrence": True, "document": "a"}]},
         422, "whole number"),
        ({**SENT, "decisions": [{**EVERYWHERE, "document": "sha256:zz"}]}, 422, "64 digits"),
        ({**SENT, "entities": [{"id": "enrich:x", "name": "X", "kind": "place", "lat": 91,
                                      "lon": 0}]}, 422, "lat"),
        ({**SENT, "entities": [{"id": FRANCE, "name": "X", "kind": "place"}]}, 422, "own"),
        ({**SENT, "merges": [{"id": TEXAS, "into": TEXAS}]}, 422, "already"),
        ({**SENT, "decisions": [EVERYWHERE] * 1001}, 413, "the limit is 1000"),
        ({"documents": [{"text": "Goris " * 40_000}]}, 413, "the limit is 200,000"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/desk/link", "/desk/save?format=toml"])
def test_what_makes_no_sense_is_refused_in_a_line(service, service_module, path, told):
    sent, status, said = told
    line = service_module.check_refusal(service.post(path, sent), status)
    assert said in line


def test_hostile_bodies(service, service_module):
    for body, headers, status in (
        ("{", JSON, 422),
        ("[]", JSON, 422),
        ("[" * 100_000, JSON, 422),
        (b"\xff\xfe", JSON, 422),
        ('{"documents": [{"text": "a \\ud800"}]}', JSON, 422),
        (json.dumps(sending(decisions=[{"name": "\ud800", "action": "accept"}])), JSON, 422),
        (json.dumps(sending(merges=[{"id": float("inf")}])), JSON, 422),
        ("x" * 2_000_001, JSON, 413),
        ("text=Paris", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ):  # fmt: skip
        service_module.check_refusal(service.post("/desk/link", body, headers), status)
    for query in ("", "?format=exe", "?format=../x", "?format=parquet"):
        reply = service.post(f"/desk/save{query}", sending())
        service_module.check_refusal(reply, 422)
    plain = {"Content-Type": "text/plain"}
    for body in ("[[decision]]\nname =", "[[decision]]\nname = 'x'\naction = 'fly'\n", b"\xff"):
        service_module.check_refusal(service.post("/desk/decisions", body, plain), 422)


def test_a_token_is_asked_for_but_not_by_the_page(serve, service_module):
    guarded = serve(token="secret-of-the-desk", workers=1)  # noqa: S106 - of this test
    assert guarded.get("/desk").status == 200
    service_module.check_refusal(guarded.post("/desk/link", sending()), 401)
    allowed = {"Authorization": "Bearer secret-of-the-desk"}
    assert guarded.post("/desk/link", sending(), **allowed).status == 200


def test_the_page_allows_files_and_requests_of_the_service_alone(service):
    reply = service.get("/desk")
    policy = reply.headers["content-security-policy"]
    assert "connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    for name, media in (
        ("desk.js", "text/javascript"), ("choices.js", "text/javascript"),
        ("panel.js", "text/javascript"), ("article.css", "text/css"),
        ("basemap.json", "application/json"),
    ):  # fmt: skip
        assert service.get(f"/static/{name}").headers["content-type"].startswith(media)


# ---------------------------------------------------------------------------------- what is saved

ODD_NOTE = 'a "quoted" \\ note,\n[[entity]]\n\x7f of mine'


def test_the_command_honours_the_file_that_is_saved(service, process, tmp_path):
    mill = {"id": "enrich:mill", "name": "Qorvat Mill", "kind": "place", "lat": 40.5, "lon": 44.5,
            "names": ['The "Mill"'], "country": "AM"}  # fmt: skip
    text = f"{TEXT} It began at Qorvat Mill."
    one = {**decision_on(ask(service, text), 1), "note": ODD_NOTE, "date": "2024-06-12"}
    lyon = {"name": "Lyon", "action": "reject"}
    sent = sending(text, [one, lyon], entities=[mill])
    shown = service.post("/desk/link", sent).json["documents"][0]
    saved = service.post("/desk/save?format=toml", sent)
    assert 'filename="decisions.toml"' in saved.headers["content-disposition"]
    held = tomllib.loads(saved.text)
    assert held["decision"][0]["note"] == ODD_NOTE
    (tmp_path / "decisions.toml").write_bytes(saved.body)
    (tmp_path / "article.txt").write_text(text, encoding="utf-8")
    ran = process("article.txt", "--format", "jsonl", "--decisions", "decisions.toml")
    assert ran.returncode == 0, ran.stderr
    rows = [json.loads(line) for line in ran.stdout.decode().splitlines()]
    of_page = [
        shown["data"]["entities"][m["entity"]]["id"] if "entity" in m else None
        for m in shown["data"]["mentions"]
    ]
    assert [row["entity_id"] for row in rows] == of_page
    assert [row["entity_id"] for row in rows if row["text"] == "Paris"] == [FRANCE, TEXAS, FRANCE]
    assert "enrich:mill" in of_page


def test_a_file_that_was_saved_is_taken_in_again(service):
    mill = {"id": "enrich:mill", "name": "Old Mill", "kind": "place", "lat": 40.5, "lon": 44.5}
    merge = {"id": "geonames:616051", "into": "geonames:616052", "date": "2024-06-12"}
    sent = sending(decisions=[EVERYWHERE], entities=[mill], merges=[merge])
    saved = service.post("/desk/save?format=toml", sent)
    taken = service.post("/desk/decisions", saved.body, {"Content-Type": "text/plain"}).json
    assert taken == {"decisions": [EVERYWHERE], "merges": [merge], "entities": [mill]}
    dated = b'[[decision]]\nname = "Paris"\naction = "accept"\ndate = 2024-06-12\n'
    taken = service.post("/desk/decisions", dated, {"Content-Type": "text/plain"}).json
    assert taken["decisions"][0]["date"] == "2024-06-12"


@pytest.mark.parametrize("form", ["geojson", "csv", "html", "json"])
def test_formats_are_those_of_the_command_in_the_light_of_the_decisions(service, form):
    reply = service.post(f"/desk/save?format={form}", sending(decisions=[EVERYWHERE]))
    assert reply.status == 200
    assert f'filename="linked.{form}"' in reply.headers["content-disposition"]
    if form == "csv":
        rows = [r for r in csv.DictReader(io.StringIO(reply.text)) if r["text"] == "Paris"]
        assert {row["entity_id"] for row in rows} == {TEXAS}
    elif form == "geojson":
        ids = [feature["id"] for feature in reply.json["features"]]
        assert TEXAS in ids
        assert FRANCE not in ids
    else:
        assert TEXAS in reply.text or "4717560" in reply.text


def test_a_geopackage(service, tmp_path):
    pytest.importorskip("pyogrio", reason="pyogrio is not installed")
    reply = service.post("/desk/save?format=gpkg", sending(decisions=[EVERYWHERE]))
    assert reply.status == 200
    path = tmp_path / "linked.gpkg"
    path.write_bytes(reply.body)
    with sqlite3.connect(path) as opened:
        rows = opened.execute("SELECT place_id FROM mentions WHERE text = 'Paris'").fetchall()
    assert rows == [(TEXAS,)] * 3


# ------------------------------------------------------------------------- of the operator


def test_a_readers_decisions_stand_over_the_operators():
    from enrich.decisions import Decisions
    from enrich.decisions.file import decisions_of
    from enrich.flow.options import LinkerOptions
    from enrich.server.correcting import correct
    from enrich.server.tasks import Limits, open_desk

    lyon = {"name": "Lyon", "action": "reject"}
    operators = decisions_of({"decision": [lyon, {**EVERYWHERE, "entity": FRANCE}]})
    assert isinstance(operators, Decisions)
    options = LinkerOptions(user_gazetteer="", decisions=operators)
    desk = open_desk(options, Limits(30.0, 10_000, 1))

    def answered(*decisions):
        sent = json.dumps(sending(decisions=decisions)).encode()
        answer = json.loads(correct(desk, sent).body)
        return {**answer, **answer["documents"][0]}

    answer = answered(EVERYWHERE)
    assert linked(answer) == [TEXAS] * 3
    assert linked(answer, "Lyon") == [None]
    lyons = next(m for m in answer["mentions"] if m["text"] == "Lyon")
    assert lyons["decided"] == []
    assert answer["decisions"] == [EVERYWHERE]
    assert TEXAS not in linked(answered())


# ---------------------------------------------------------------------------------- several texts

OCTETS = {"Content-Type": "application/octet-stream"}
GORIS = "Fire in Goris kills two\n\nHelp came to Goris from Paris, and from Yerevan by road."


def several(*texts, decisions=()):
    documents = [{"text": text, "id": f"t{n}"} for n, text in enumerate(texts)]
    return {"documents": documents, "decisions": list(decisions)}


def test_texts_are_answered_each_in_the_light_of_all_decisions(service):
    texts = (TEXT, GORIS, "Nothing is named here.")
    before = service.post("/desk/link", several(*texts)).json
    assert [len(one["mentions"]) > 0 for one in before["documents"]] == [True, True, False]
    assert [one["data"]["document"]["id"] for one in before["documents"]] == ["t0", "t1", "t2"]
    first = {**EVERYWHERE, "document": before["documents"][0]["document"]}
    gone = {**EVERYWHERE, "name": "Lyon", "document": "t2"}
    after = service.post("/desk/link", several(*texts, decisions=[first, gone])).json
    assert [linked(one) for one in after["documents"]] == [[TEXAS] * 3, [FRANCE], []]
    assert [one["vanished"] for one in after["documents"]] == [[], [], [2]]
    after = service.post("/desk/link", several(*texts, decisions=[EVERYWHERE])).json
    assert [linked(one) for one in after["documents"]] == [[TEXAS] * 3, [TEXAS], []]
    assert "Paris" in after["named"][TEXAS]


def test_one_file_holds_all_texts(service, tmp_path):
    sent = several(TEXT, GORIS, decisions=[EVERYWHERE])
    rows = list(csv.DictReader(io.StringIO(service.post("/desk/save?format=csv", sent).text)))
    paris = [row["document_id"] for row in rows if row["entity_id"] == TEXAS]
    assert paris == ["t0", "t0", "t0", "t1"]
    features = service.post("/desk/save?format=geojson", sent).json["features"]
    (texan,) = [f["properties"] for f in features if f["id"] == TEXAS]
    assert (texan["documents"], texan["mentions"]) == ("t0,t1", 4)
    assert [one["document"]["id"] for one in service.post("/desk/save?format=json", sent).json] == [
        "t0", "t1",
    ]  # fmt: skip
    page = service.post("/desk/save?format=html", sent)
    assert page.text.count('class="document"') == 2
    assert '"options":' in page.text
    pytest.importorskip("pyogrio", reason="pyogrio is not installed")
    path = tmp_path / "linked.gpkg"
    path.write_bytes(service.post("/desk/save?format=gpkg", sent).body)
    with sqlite3.connect(path) as opened:
        found = opened.execute("SELECT document_id FROM mentions WHERE place_id = ?", (TEXAS,))
        assert [name for (name,) in found] == ["t0", "t0", "t0", "t1"]


def test_files_become_the_documents_that_the_command_makes_of_them(service, process, tmp_path):
    html = (
        "<html><head><title>Night train</title></head><body>\n<article>\n<h1>Night train</h1>\n"
        "<p>Talks in Yerevan went on all day, and nobody would say for how long they would.</p>\n"
        "<p>Then they went to Batumi by the night train, and to Tbilisi after that.</p>\n"
        "</article></body></html>"
    )
    files = {
        "fire.txt": f"\ufeff{GORIS}\r\n".encode(),
        "visit.md": b"---\ntitle: Visit\n---\n# Paris\n\n- **Paris**, Texas\n- Lyon\n",
        "night.html": html.encode(),
        "talks.csv": 'text,title,published,outlet\n"In Goris, Zürich.",T,12 June 2024,H\n'.encode(),
        "lines.jsonl": b'{"text": "In Kapan.", "id": 7, "language": "en"}\n{"text": "In Lyon."}\n',
    }
    documents = []
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        documents += service.post(f"/desk/read?name={name}", data, OCTETS).json["documents"]
    saved = service.post("/desk/save?format=csv", {"documents": documents})
    ran = process(*files, "--format", "csv")
    assert saved.text.count("\n") > 8
    assert saved.text == ran.stdout.decode()


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [
        ("a.docx", b"PK", 422, "a.docx: is a Word document"),
        ("a.txt.gz", b"x", 422, "unpack it first"),
        ("a.parquet", b"PAR1", 422, "which the command reads"),
        ("a.txt", b"", 422, "empty"),
        ("a.txt", b"\0\1\2", 422, "binary"),
        ("a.jsonl", b"{", 422, "a.jsonl"),
        ("a.csv", b"no,columns\n1,2\n", 422, "a.csv"),
        ("../../etc/passwd.txt", b" ", 422, "passwd.txt: the text is empty"),
        ("a.jsonl", b'{"text": "x"}\n' * 51, 413, "more than 50 texts, the limit"),
        ("a.txt", b"x" * 200_001, 413, "the limit is 200,000"),
        ("a.txt", b"x" * 2_000_001, 413, "2,000,000 bytes, the limit"),
        ("x" * 1001, b"x", 422, "name"),
    ],
)
def test_files_that_are_refused(service, service_module, name, data, status, said):  # noqa: PLR0913, PLR0917
    reply = service.post(f"/desk/read?name={quote(name, safe='')}", data, OCTETS)
    assert said in service_module.check_refusal(reply, status)


def test_a_file_that_is_read_in_part_says_so(service, service_module):
    data = b'{"text": "In Goris.", "published": "soon"}\n{"a": 1}\n' + b"[]\n" * 20
    reply = service.post("/desk/read?name=a.jsonl", data, OCTETS).json
    assert [one["text"] for one in reply["documents"]] == ["In Goris."]
    assert "a.jsonl:1: `published` is 'soon'" in reply["notes"][0]
    assert "a.jsonl:2" in reply["notes"][1]
    assert "--column" not in " ".join(reply["notes"])
    assert reply["notes"][-1] == "and 12 more notes"
    plain = {"Content-Type": "text/plain"}
    service_module.check_refusal(service.post("/desk/read?name=a.txt", b"x", plain), 415)


def test_blocks_are_those_of_their_text(service, service_module):
    for blocks in ([[0, 99, "paragraph"]], [[5, 2, "paragraph"]], [[0, 2, "no"]], "x", [[1]],
                   [[0, 4, "paragraph"], [3, 6, "paragraph"]]):  # fmt: skip
        sent = {"documents": [{"text": "In Goris.", "blocks": blocks}]}
        reply = service.post("/desk/link", sent)
        assert "blocks" in service_module.check_refusal(reply, 422)

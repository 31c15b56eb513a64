"""``enrich mcp`` as an assistant uses it: the client of the SDK starts it and calls its tools."""

import json
import re
import sys

import pytest

from enrich import LinkerOptions
from enrich.deadline import watched
from gazetteer.errors import ArgumentError

mcp = pytest.importorskip("mcp", reason="no SDK of MCP: pip install 'enrich-geo[mcp]'")

import anyio.from_thread  # noqa: E402 - comes with the SDK
import jsonschema  # noqa: E402 - likewise

from enrich.assistants.server import _answered, _log_without_texts  # noqa: E402
from enrich.assistants.tools import TOOLS, Toolbox  # noqa: E402

TEXT = """TBILISI, May 6 (Reuters) - Georgian officials met guests from Paris, Texas, in Batumi.

Moscow refused to comment. Sergey Lavrov was in Yerevan, Atlantisburgh was silent, said the
European Union. Hurricane Florence kept the guests from Georgia away; in Tbilisi it was calm."""
DATE = "2023-05-06"
CALLS = {
    "link_text": {"text": TEXT, "date": DATE},
    "lookup": {"name": "Batumi"},
    "explain_link": {"text": TEXT, "name": "Paris"},
    "places_on_map": {"text": TEXT, "date": DATE, "roles": ["literal"]},
}
WORD = "Xyzzyplugh"


class Assistant:
    """The client of the SDK, without its ``async``."""

    def __init__(self, portal, client):
        self.portal, self.client = portal, client

    def tools(self):
        return {tool.name: tool for tool in self.portal.call(self.client.list_tools).tools}

    def call(self, tool, /, **arguments):
        return self.portal.call(self.client.call_tool, tool, arguments)

    def start(self, tool, /, **arguments):
        return self.portal.start_task_soon(self.client.call_tool, tool, arguments)


@pytest.fixture(scope="module")
def assistant(environment):
    server = mcp.StdioServerParameters(
        command=sys.executable,
        args=["-m", "enrich", "mcp", "--user-gazetteer", "none"],
        env=environment,
    )
    client = mcp.Client(mcp.stdio_client(server))
    with (
        anyio.from_thread.start_blocking_portal() as portal,
        portal.wrap_async_context_manager(client) as connected,
    ):
        yield Assistant(portal, connected)


@pytest.fixture(scope="module")
def box():
    with Toolbox(LinkerOptions(user_gazetteer="")) as opened:
        yield opened


@pytest.fixture(scope="module")
def guide(root):
    return (root / "docs" / "assistants.md").read_text(encoding="utf-8")


def refusal(result):
    """The line that a call is refused with."""
    assert result.is_error
    assert result.structured_content is None
    (block,) = result.content
    assert "\n" not in block.text
    assert "Traceback" not in block.text
    return block.text


def test_an_assistant_is_told_what_each_tool_is_for(assistant):
    tools = assistant.tools()
    assert list(tools) == list(CALLS)
    for tool in tools.values():
        assert len(tool.description) > 150
        hints = tool.annotations
        assert (hints.read_only_hint, hints.destructive_hint) == (True, False)
        assert (hints.idempotent_hint, hints.open_world_hint) == (True, False)
        for schema in (tool.input_schema, tool.output_schema):
            jsonschema.Draft202012Validator.check_schema(schema)
            assert schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False
        for name, argument in tool.input_schema["properties"].items():
            assert argument["description"], f"{tool.name} says nothing of {name}"


def test_the_tools_cost_a_conversation_little(assistant):
    """Every conversation pays for them, used or not."""
    listed = [t.model_dump(by_alias=True, exclude_none=True) for t in assistant.tools().values()]
    assert len(json.dumps(listed)) < 13_000
    assert '"title": "Text"' not in json.dumps(listed)


@pytest.mark.parametrize("name", CALLS)
def test_answers_are_as_declared_and_the_same_in_words(assistant, name):
    result = assistant.call(name, **CALLS[name])
    assert not result.is_error, result.content
    schema = assistant.tools()[name].output_schema
    jsonschema.validate(result.structured_content, schema)
    closed = schema["properties"].keys()
    assert result.structured_content.keys() <= closed
    (block,) = result.content
    assert json.loads(block.text) == result.structured_content


def test_a_text_comes_back_with_what_it_names(assistant):
    answer = assistant.call("link_text", **CALLS["link_text"]).structured_content
    by_name = {entity["name"]: entity for entity in answer["entities"]}
    assert by_name["Paris"]["id"] == "geonames:4717560"
    assert by_name["Paris"]["admin1"] == "Texas"
    assert by_name["Sergey Lavrov"]["kind"] == "person"
    assert "lat" not in by_name["Sergey Lavrov"]
    assert by_name["Georgia"]["precision"] == "country-centroid"
    assert by_name["Moscow"]["mentions"][0]["role"] == "metonymic"
    tbilisi = by_name["Tbilisi"]["mentions"]
    assert {m["role"] for m in tbilisi} == {"dateline", "literal"}
    unlinked = {name["text"]: name for name in answer["unlinked"]}
    assert unlinked["Atlantisburgh"]["nil"] == "no_candidates"
    assert "storm" in unlinked["Florence"]["why"]


def test_offsets_point_at_the_names(assistant):
    answer = assistant.call("link_text", **CALLS["link_text"]).structured_content
    mentions = [m for entity in answer["entities"] for m in entity["mentions"]]
    assert len(mentions) > 8
    for mention in [*mentions, *answer["unlinked"]]:
        for start in mention["at"]:
            assert TEXT[start : start + len(mention["text"])] == mention["text"]


def test_reasons_are_given_for_doubtful_links_and_on_request_for_all(assistant):
    brief = assistant.call("link_text", **CALLS["link_text"]).structured_content
    full = assistant.call("link_text", **CALLS["link_text"], detailed=True).structured_content
    for entity in brief["entities"]:
        assert ("reason" in entity) == (entity["score"] < 0.8)
    assert all(entity["reason"] for entity in full["entities"])
    assert all(name["why"] for name in full["unlinked"])
    assert len(json.dumps(brief)) < len(json.dumps(full))


def test_what_a_limit_cuts_off_is_counted(assistant):
    whole = assistant.call("link_text", **CALLS["link_text"]).structured_content
    some = assistant.call("link_text", **CALLS["link_text"], limit=1).structured_content
    assert "omitted" not in whole
    assert some["entities"] == whole["entities"][:1]
    assert some["omitted"] == {
        "entities": len(whole["entities"]) - 1,
        "unlinked": len(whole["unlinked"]) - 1,
    }
    names = assistant.call("lookup", name="Springfield", limit=2).structured_content
    assert len(names["matches"]) == 2
    assert names["omitted"] > 10
    places = assistant.call("places_on_map", text=TEXT, limit=1).structured_content
    assert (len(places["features"]), places["omitted"] > 3) == (1, True)


def test_only_the_kinds_asked_for(assistant):
    for kinds in (["person"], "person", '["person"]'):  # some clients write lists as text
        answer = assistant.call("link_text", text=TEXT, kinds=kinds).structured_content
        assert {entity["kind"] for entity in answer["entities"]} == {"person"}


def test_the_country_of_a_call_counts_for_that_call(assistant):
    text = "A fire in Hyderabad killed two."
    asked = [
        assistant.call("link_text", text=text, country=code).structured_content["entities"][0]
        for code in ("", "pk", "")
    ]
    assert [entity["country"] for entity in asked] == ["IN", "PK", "IN"]


def test_the_date_tells_who_held_an_office(assistant):
    text = "The Armenian prime minister spoke."
    dated = assistant.call("link_text", text=text, date="2020-01-01").structured_content
    assert "Nikol Pashinyan" in {entity["name"] for entity in dated["entities"]}
    (undated,) = assistant.call("link_text", text=text).structured_content["unlinked"]
    assert "the argument date gives one" in undated["why"]


def test_a_bare_name(assistant):
    found = assistant.call("lookup", name="Goris", kind="place").structured_content
    assert "geonames:174895" in {entity["id"] for entity in found["matches"]}
    assert found["matches"][0]["matched_name"] == "Goris"  # Gori, which is better known
    assert "near_misses" not in found
    near = assistant.call("lookup", name="Yervan").structured_content
    assert near["matches"] == []
    assert near["near_misses"][0]["name"] == "Yerevan"
    ids = [entity["id"] for entity in near["near_misses"]]
    assert len(ids) == len(set(ids))
    texan = assistant.call("lookup", name="Paris", country="us").structured_content
    assert {entity["country"] for entity in texan["matches"]} == {"US"}
    assert assistant.call("lookup", name="Qwertyuiopasdf").structured_content == {"matches": []}


def test_an_explanation_is_that_of_the_link(assistant):
    linked = assistant.call("link_text", text=TEXT, detailed=True).structured_content
    paris = next(entity for entity in linked["entities"] if entity["name"] == "Paris")
    told = assistant.call("explain_link", text=TEXT, name="paris").structured_content
    assert (told["entity"], told["reason"]) == (paris["id"], paris["reason"])
    assert told["score"] == pytest.approx(paris["score"], abs=0.01)
    shares = [option["share"] for option in told["candidates"]]
    assert told["candidates"][0]["id"] == paris["id"]
    assert shares == sorted(shares, reverse=True)
    assert 0.5 < sum(shares) <= 1.001
    assert told["omitted"] > 0
    leads = [abs(one["weight"] - one["runner_up"]) for one in told["signals"]]
    assert leads == sorted(leads, reverse=True)
    assert "container" in {one["signal"] for one in told["signals"]}
    assert "Paris, Texas" in told["context"]


def test_explanations_of_one_mention_of_several_and_of_what_is_not_linked(assistant):
    def explain(name, **others):
        return assistant.call("explain_link", text=TEXT, name=name, **others).structured_content

    first, second = explain("tbilisi"), explain("tbilisi", occurrence=2)
    assert (first["at"], second["at"]) == (0, TEXT.rindex("Tbilisi"))
    assert second["occurrences"] == 2
    written_so = explain("Tbilisi")  # then case counts
    assert (written_so["at"], written_so["occurrences"]) == (second["at"], 1)
    nothing = explain("Atlantisburgh")
    assert (nothing["nil"], nothing["candidates"]) == ("no_candidates", [])
    refused = {
        "Atlantis": "did you mean 'Atlantisburgh'?",
        "refused": "was not taken for a name by itself",
        "Quito": "names found: TBILISI",
    }
    for name, said in refused.items():
        assert said in refusal(assistant.call("explain_link", text=TEXT, name=name))
    third = assistant.call("explain_link", text=TEXT, name="tbilisi", occurrence=3)
    assert refusal(third) == "the text has 2 mentions of 'tbilisi': there is no occurrence 3"


def test_a_map_is_geojson_with_credits(assistant, geojson_rules):
    everything = assistant.call("places_on_map", text=TEXT).structured_content
    literal = assistant.call("places_on_map", **CALLS["places_on_map"]).structured_content
    assert not geojson_rules.broken_rules(json.loads(json.dumps(literal)))
    assert "GeoNames" in literal["attribution"]
    names = [feature["properties"]["name"] for feature in literal["features"]]
    assert "Batumi" in names
    assert "Moscow" not in names
    assert "Moscow" in [feature["properties"]["name"] for feature in everything["features"]]
    assert literal["not_mapped"].startswith("1 other place, 1 person, 2 organisations, ")


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("link_text", {}, "link_text: 'text' is missing"),
        ("link_text", {"text": ""}, "'text' is empty"),
        ("link_text", {"text": " \n\t"}, "'text' is empty"),
        ("link_text", {"text": 5}, "'text' is not a string"),
        ("link_text", {"text": ["Paris"]}, "'text' is not a string"),
        ("link_text", {"text": "x" * 10_000_000}, "10,000,000 characters, and 200,000 are"),
        ("link_text", {"text": "a", "kinds": ["city"]}, "is not one of 'place', 'person'"),
        ("link_text", {"text": "a", "kinds": 7}, "'kinds' is not a list"),
        ("link_text", {"text": "a", "limit": 0}, "'limit' is less than 1"),
        ("link_text", {"text": "a", "limit": 10**9}, "'limit' is more than 500"),
        ("link_text", {"text": "a", "limit": "many"}, "'limit' is not a whole number"),
        ("link_text", {"text": "a", "published": "2024"}, "'published' is not an argument; text, "),
        ("link_text", {"txt": "a"}, "did you mean 'text'?"),
        ("link_text", {"text": "a", "date": "03/04/2023"}, "has two readings"),
        ("link_text", {"text": "a", "date": "soon"}, "'soon' is not a date; give it as 2024-06-12"),
        ("link_text", {"text": "a", "country": "UK"}, "'UK' is not an ISO 3166-1 alpha-2 code"),
        ("link_text", {"text": "a", "country": "../etc"}, "is not an ISO 3166-1 alpha-2 code"),
        ("lookup", {"name": ""}, "'name' is empty"),
        ("lookup", {"name": "x" * 201}, "201 characters, and 200 are looked up at most"),
        ("lookup", {"name": "Paris", "kind": "city"}, "'kind' is not one of 'place', 'person'"),
        ("explain_link", {"text": "a", "name": "b", "occurrence": 0}, "is less than 1"),
        ("places_on_map", {"text": "a", "roles": ["dome"]}, "'roles' (item 1) is not one of"),
        ("link_txt", {"text": "a"}, "'link_txt' is not a tool; there are link_text, lookup,"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(assistant, tool, given, said):
    line = refusal(assistant.call(tool, **given))
    assert said in line
    assert len(line) < 400


def test_markup_and_controls_are_read_as_text(assistant):
    evil = '<p onclick="x()">Talks in Goris</p><script>alert(1)</script>\x1b[31m\u202e/etc/passwd'
    result = assistant.call("link_text", text=evil)
    assert "geonames:174895" in {e["id"] for e in result.structured_content["entities"]}
    assert "HTML tags" in result.structured_content["notes"][0]
    assert "\x1b" not in result.content[0].text


def test_other_languages_say_how_they_were_read(assistant):
    answer = assistant.call("link_text", text="Переговоры прошли в Ереване и в Батуми.")
    found = answer.structured_content
    assert {entity["name"] for entity in found["entities"]} == {"Yerevan", "Batumi"}
    assert found["notes"]


def test_two_calls_at_once(assistant):
    started = [assistant.start("link_text", text=f"Talks in {n}.") for n in ("Paris", "Batumi")]
    found = [task.result(30).structured_content["entities"][0]["name"] for task in started]
    assert found == ["Paris", "Batumi"]


def test_the_ids_are_those_of_the_linker(box, linker):
    result = linker(TEXT, published=DATE)
    answer = box.call("link_text", {"text": TEXT, "date": DATE})
    assert [entity["id"] for entity in answer["entities"]] == list(
        dict.fromkeys(link.entity.id for link in result.links if link.entity)
    )
    found = sum(len(m["at"]) for e in answer["entities"] for m in e["mentions"])
    assert found + sum(len(n["at"]) for n in answer["unlinked"]) == len(result.links)


def test_no_answer_names_an_option_of_the_command(box, shared):
    """What an assistant reads, it may do: "--published gives one" is not an advice for it."""
    lines = (shared / "world" / "world_news.jsonl").read_text(encoding="utf-8").splitlines()
    told = [box.call("link_text", {"text": json.loads(line)["text"], "detailed": True})
            for line in lines]  # fmt: skip
    whys = [e.get("reason", "") for t in told for e in t["entities"]]
    whys += [n.get("why", "") for t in told for n in t["unlinked"]]
    assert len(whys) > 500
    assert not [why for why in whys if re.search("--[a-z]", why)]


def test_a_name_as_long_as_a_text_is_cut(box):
    answer = box.call("link_text", {"text": "Talks in " + "Lo" * 50_000 + "shire."})
    assert len(json.dumps(answer)) < 2_000


def test_a_fault_of_ours_tells_nothing_of_the_text(box, capsys, monkeypatch):
    def fail(*_):
        raise KeyError(WORD)

    monkeypatch.setattr(Toolbox, "_linked", fail)
    monkeypatch.setattr("logging.root.handlers", [])
    _log_without_texts()
    result = _answered(box, "link_text", {"text": WORD})
    assert refusal(result) == "link_text failed: a fault of enrich (KeyError)"
    logged = capsys.readouterr()
    assert logged.out == ""
    assert re.fullmatch(r"enrich: link_text failed: KeyError at test_mcp\.py:\d+\n", logged.err)


def test_arguments_that_are_refused_are_not_repeated(box):
    with pytest.raises(ArgumentError) as error:
        box.call("link_text", {"text": "a", "limit": WORD, "kinds": [WORD]})
    assert WORD not in str(error.value)


def test_work_that_nobody_waits_for_ends(linker):
    class GivenUp(BaseException):
        pass

    def give_up():
        raise GivenUp

    with pytest.raises(GivenUp), watched(give_up):
        linker(TEXT)
    assert linker(TEXT).links


def test_examples_of_the_guide_give_what_they_show(assistant, guide):
    """ "..." stands for anything, and how white space is spread does not matter."""
    blocks = re.findall(r"^```json\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    asked = [i for i, block in enumerate(blocks) if block.startswith('{"name"')]
    assert len(asked) == 5
    for i in asked:
        call = json.loads(blocks[i])
        (block,) = assistant.call(call["name"], **call["arguments"]).content
        parts = [_spaceless(part) for part in blocks[i + 1].split("...")]
        pattern = ".*".join(map(re.escape, parts))
        assert re.fullmatch(pattern, _spaceless(block.text)), block.text


def _spaceless(text):
    return "".join(text.split())


def test_every_tool_is_documented(guide):
    for tool in TOOLS.values():
        assert f"## `{tool.name}`" in guide
        for argument in tool.takes.model_fields:
            assert f"`{argument}`" in guide, f"{tool.name}: {argument}"

"""What roles are good for once they are known: shown, counted, mapped or not, weighed."""

import dataclasses
import io
import json

import pytest

from enrich import Linker
from enrich.cli.evidence import explanation
from enrich.cli.summary import Summary
from enrich.formats import Holds, write_to
from enrich.model import Document, Mention, Result, Role
from enrich.records.record import FIELDS, iter_records
from enrich.roles import CHOICES, role_set, roles_named
from enrich.writers.geojson import feature_collection
from enrich.writers.json import document_object
from gazetteer.errors import OutputError
from gazetteer.model import Kind

LITERAL, METONYMIC, DATELINE = Role.LITERAL, Role.METONYMIC, Role.DATELINE
UNCLEAR = "unclear"


def written(results, format_, **options):
    out = io.StringIO(newline="")
    write_to(results, out, format=format_, **options)
    return out.getvalue()


@pytest.fixture
def with_roles(link_span):
    """A result whose mentions are names of places, each in a role and, if told, how sure."""

    def make(*names_and_roles, identifier="d", **fields):
        text = " ".join(name for name, *_ in names_and_roles)
        links, at = [], 0
        for name, role, *told in names_and_roles:
            link = link_span(text, at, at + len(name), role)
            mention = dataclasses.replace(link.mention, role=role, roles=tuple(*told))
            links.append(dataclasses.replace(link, mention=mention))
            at += len(name) + 1
        return Result(Document(text, identifier), tuple(links), **fields)

    return make


# --------------------------------------------------------------------------------------- shown


def test_a_mention_with_roles_stays_hashable():
    told = ((LITERAL, 0.7), (METONYMIC, 0.3))
    mentions = [Mention(0, 7, "Yerevan", Kind.PLACE, LITERAL, roles=told) for _ in range(2)]
    assert len(set(mentions)) == 1
    assert Mention(0, 7, "Yerevan", Kind.PLACE).roles == ()


def test_the_explanation_says_how_sure_a_role_is_and_what_else_it_could_be(with_roles):
    told = ((METONYMIC, 0.62), (LITERAL, 0.378), (DATELINE, 0.002))
    lines = list(explanation(with_roles(("Yerevan", METONYMIC, told), ("Armenia", LITERAL))))
    assert (
        "  0-7 'Yerevan' (place, metonymic 0.62) is Yerevan (geonames:616052), score 0.99" in lines
    )
    assert "    or in another role: literal 0.38" in "\n".join(lines)
    assert any("(place, literal) is Armenia" in line for line in lines), "a rule says no figure"


def test_the_table_shows_how_sure_roles_are(with_roles, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    sure, less = ((LITERAL, 0.9), (METONYMIC, 0.1)), ((LITERAL, 0.6), (METONYMIC, 0.4))
    out = written([with_roles(("Yerevan", LITERAL, sure), ("Yerevan", LITERAL, less))], "table")
    assert "literal (0.75)" in out
    mixed = [("Yerevan", LITERAL, sure), ("Yerevan", None), ("Yerevan", METONYMIC)]
    lines = [line.split() for line in written([with_roles(*mixed)], "table").splitlines()]
    assert any(line[-5:-2] == ["literal", "1", "(0.90)"] for line in lines)
    assert ["metonymic", "1"] in lines
    assert ["unclear", "1"] in lines


def test_the_record_keeps_its_keys(with_roles):
    (record,) = iter_records(with_roles(("Yerevan", LITERAL, ((LITERAL, 1.0),))))
    assert tuple(record) == FIELDS
    assert record["role"] == "literal"


def test_a_place_without_role_is_counted_as_unclear_everywhere(with_roles):
    result = with_roles(("Yerevan", None), ("Yerevan", METONYMIC), ("Yerevan", None))
    (entity,) = document_object(result)["entities"]
    assert entity["roles"] == {"metonymic": 1, UNCLEAR: 2}
    (feature,) = feature_collection([result])["features"]
    assert feature["properties"]["roles"] == "metonymic:1 unclear:2"
    assert feature["properties"]["literal_mentions"] == 0
    assert [record["role"] for record in iter_records(result)] == [None, "metonymic", None]


# -------------------------------------------------------------------------------------- mapped


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("literal,dateline", "literal,dateline"),
        (" Dateline , LITERAL,", "literal,dateline"),
        ("literal,literal", "literal"),
        ("all", "all"),
        ("literal,All", "all"),
        ("Unclear", UNCLEAR),
        ([Role.METONYMIC, None], "metonymic,unclear"),
        ([*Role, None], "all"),
        ([*Role], "literal,metonymic,modifier,embedded,demonym,dateline"),
    ],
)
def test_roles_are_named_in_any_case_and_order(given, understood):
    assert roles_named(role_set(given)) == understood
    assert role_set(understood) == role_set(given)


@pytest.mark.parametrize("given", ["litteral", "literal;dateline", "literal,none", "", " , ", []])
def test_an_unknown_role_says_what_there_is(given):
    with pytest.raises(OutputError) as caught:
        role_set(given)
    assert all(choice in str(caught.value) for choice in CHOICES)
    assert "\n" not in str(caught.value)


def test_a_place_counts_through_mapped_mentions_only(with_roles):
    one = with_roles(
        ("Yerevan", DATELINE), ("Armenia", METONYMIC), ("Yerevan", LITERAL), ("Yerevan", METONYMIC),
        identifier="one",
    )  # fmt: skip
    two = with_roles(("Yerevan", METONYMIC), ("Nowhere", LITERAL), identifier="two")
    best = dataclasses.replace(two.links[0], score=0.9999)
    two = dataclasses.replace(two, links=(best, *two.links[1:]))
    (yerevan,) = feature_collection([r.with_roles("literal,dateline") for r in (one, two)])[
        "features"
    ]
    properties = yerevan["properties"]
    assert (properties["mentions"], properties["literal_mentions"]) == (2, 1)
    assert properties["roles"] == "literal:1 dateline:1"
    assert properties["score"] == 0.9877, "the surer mention is in another role"
    assert properties["documents"] == "one"
    assert "two" not in properties["documents"]
    assert len(feature_collection([one, two])["features"]) == 2
    nothing = feature_collection([two.with_roles("dateline")])
    assert nothing["features"] == []
    assert "bbox" not in nothing


def test_the_layer_of_mentions_has_mapped_mentions_only(with_roles, geojson_rules):
    result = with_roles(("Yerevan", LITERAL), ("Armenia", None), ("Yerevan", METONYMIC))
    for roles, starts in (("literal", [0]), ("unclear,metonymic", [8, 16]), (None, [0, 8, 16])):
        layer = result.to_geojson("mentions", roles=roles)
        assert geojson_rules.broken_rules(layer) == []
        assert [feature["properties"]["start"] for feature in layer["features"]] == starts


def test_records_and_entities_lose_nothing(with_roles):
    result = with_roles(("Yerevan", LITERAL), ("Armenia", METONYMIC), ("Atlantis", None))
    fewer = result.with_roles("literal")
    for format_ in ("jsonl", "csv", "table"):
        assert written([fewer], format_) == written([result], format_)
    whole, filtered = document_object(result), document_object(fewer)
    for key in ("mentions", "entities", "unlinked", "primary_place"):
        assert filtered[key] == whole[key]
    assert filtered["run"]["settings"] == {"roles": "literal"}


def test_the_footprint_follows_the_roles(with_roles):
    result = with_roles(("Yerevan", LITERAL), ("Armenia", METONYMIC))
    boxes = {
        roles: document_object(result.with_roles(roles))["footprint"]
        for roles in (None, "literal", "metonymic", "all", "dateline")
    }
    assert boxes[None] == boxes["literal"] == [44.5126, 40.17765, 44.5126, 40.17765]
    assert boxes["metonymic"] == [45.0, 40.2, 45.0, 40.2]
    assert boxes["all"] == [44.5126, 40.17765, 45.0, 40.2]
    assert boxes["dateline"] is None


def test_a_written_file_may_have_roles_of_its_own(with_roles, tmp_path):
    result = with_roles(("Yerevan", LITERAL), ("Armenia", METONYMIC))
    result.write(tmp_path / "a.geojson", roles="metonymic")
    written_down = json.loads((tmp_path / "a.geojson").read_text())
    assert written_down == result.to_geojson(roles=[METONYMIC])
    assert [feature["properties"]["name"] for feature in written_down["features"]] == ["Armenia"]
    assert result.mapped_roles is None
    with pytest.raises(OutputError, match="rivers"):
        result.write(tmp_path / "b.geojson", roles="rivers")
    assert not (tmp_path / "b.geojson").exists()


def test_the_summary_says_what_the_roles_leave_out(with_roles):
    mentions = [("Yerevan", LITERAL), ("Armenia", METONYMIC), ("Nowhere", METONYMIC)]
    summary = Summary()
    list(summary.watch([with_roles(*mentions, ("Yerevan", None)).with_roles("literal")]))
    assert summary.line(Holds.LAYER) == (
        "1 place on the map; not on it: 2 mentions with other roles (--roles all shows them),"
        " 1 place without coordinates (--format json shows all, with reasons)"
    )
    assert summary.line(Holds.MENTIONS) == (
        "4 mentions in 1 document: 3 places, 0 people, 0 organisations"
        "; records keep all roles, --roles is for maps and footprints"
        " (--explain shows the evidence)"
    )
    alone = Summary()
    list(alone.watch([with_roles(("Yerevan", DATELINE)).with_roles("literal")]))
    assert alone.line(Holds.LAYER) == (
        "0 places on the map; not on it: 1 mention with other roles (--roles all shows it)"
    )


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text("TBILISI – Georgian officials met a delegation in Batumi.\n")
    return path


def test_the_command_maps_the_roles_it_is_told(run, article):
    def names(*options):
        ran = run(article, "--geojson", *options)
        assert ran.exit_code == 0
        features = json.loads(ran.stdout)["features"]
        return [f["properties"]["name"] for f in features], ran.stderr

    assert names()[0] == names("--roles", "all")[0] == ["Tbilisi", "Georgia", "Batumi"]
    assert "other roles" not in names("--roles", "all")[1]
    mapped, said = names("--roles", "Literal, dateline")
    assert mapped == ["Tbilisi", "Batumi"]
    assert said.splitlines() == [
        "enrich: 2 places on the map; not on it: 1 mention with other roles (--roles all shows it)"
    ]


def test_the_run_records_its_roles(run, article):
    def settings(*options):
        return json.loads(run(article, "--format", "json", *options).stdout)["run"]["settings"]

    assert settings()["roles"] is None
    assert settings("--roles", "dateline, LITERAL")["roles"] == "literal,dateline"
    assert settings("--roles", "all")["roles"] == "all"


def test_records_of_the_command_lose_nothing_and_that_is_said(run, article):
    ran = run(article, "--roles", "literal", "--format", "csv")
    assert ran.stdout == run(article, "--format", "csv").stdout
    assert "records keep all roles" in ran.stderr


@pytest.mark.parametrize("roles", ["litteral", "", "literal,rivers"])
def test_an_unknown_role_is_wrong_usage(run, article, roles):
    ran = run(article, "--geojson", "--roles", roles)
    assert (ran.exit_code, ran.stdout) == (2, "")
    (line,) = [line for line in ran.stderr.splitlines() if "--roles" in line]
    assert all(choice in line for choice in CHOICES)


def test_the_linker_is_told_roles_once_for_all_results(gazetteer):
    text = "TBILISI – Georgian officials met a delegation in Batumi."
    with Linker(gazetteer, roles=[LITERAL]) as linker:
        result = linker(text)
    assert [f["properties"]["name"] for f in result.to_geojson()["features"]] == ["Batumi"]
    assert len(result.to_geojson(roles="all")["features"]) == 3
    assert result.run["settings"]["roles"] == "literal"
    with pytest.raises(OutputError, match="litteral"):
        Linker(gazetteer, roles="litteral")

"""The article page as a file: nothing of a text is lost, and nothing of it becomes markup."""

import json
import re
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from enrich.geography.outlines import outline_geometry
from enrich.model import Document, Link, Mention, Nil, Result, Role
from enrich.page.article import iter_pieces
from enrich.page.render import page
from enrich.reasons.grounds import Ground, Why
from gazetteer.model import Entity, Kind, Point, Position

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!--<script>",
    "]]><b>",
    "{{7*7}} ${7*7} <%= 7 %>",
    'javascript:alert(1)" onclick="alert(1)',
    "\u202eright to left\u202c \u2066x\u2069",
    "\u2028line\u2029paragraph",
    "&lt;script&gt; &amp;#x3c;",
    "a\0b\x07c\x1b[31m",
    "\U0001f310 e\u0301 مرحبا Երևան",
]


def place(name, **options):
    return Entity("enrich:x", name, Kind.PLACE, point=Point(lat=1, lon=2), **options)


def result(text, links=(), **options):
    return Result(Document(text, **options), tuple(links), "build-1", {"version": "0"})


def link(text, start, end, entity=None, role=Role.LITERAL):
    mention = Mention(start, end, text[start:end], Kind.PLACE, role)
    if entity is None:
        return Link(
            mention,
            None,
            0.0,
            nil=Nil.NO_CANDIDATES,
            grounds=(Ground(Why.SAID, ("Nothing has this name.",)),),
        )
    return Link(mention, entity, 0.9, grounds=(Ground(Why.SAID, ("So it is.",)),))


def parsed(results):
    text = "".join(page(results))
    return text, html.document_fromstring(text)


def shown(tree):
    """The text of the first article, just as the page holds it."""
    return tree.xpath("//div[@class='body']")[0].text_content()


def showable(text):
    """What a page can hold of a text: no controls, nothing that shows letters in another order."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", "\ufffd", text)


def data_of(tree, number=0):
    return json.loads(tree.xpath("//script[@class='data']/text()")[number])


def test_the_article_is_all_there(result_of):
    found = result_of(
        "Lavrov flew to Yerevan; Atlantis sank.\n\nThe CSTO met in Armenia.", title="T"
    )
    _, tree = parsed([found])
    assert shown(tree) == found.document.text
    assert len(tree.xpath("//div[@class='body']/p")) == 2
    marks = tree.xpath("//span[@data-m]")
    assert [m.text for m in marks] == [k.mention.text for k in found.links]
    assert [m.get("class").split()[1] for m in marks] == [
        "person", "place", "place", "organisation", "place",
    ]  # fmt: skip
    assert "unlinked" in marks[2].get("class")
    text = " ".join(tree.text_content().split())
    assert "Nothing has this name." in text
    assert "primary place: Yerevan" in text
    assert "Places © GeoNames, CC-BY 4.0. Made with Natural Earth" in text
    assert "imply no position" in text


def test_the_role_of_a_place_is_a_letter_that_is_not_text():
    text = "In Yerevan."
    for role, letter in [(Role.LITERAL, None), (Role.METONYMIC, "m"), (None, "?")]:
        _, tree = parsed([result(text, [link(text, 3, 10, place("Yerevan"), role)])])
        assert tree.xpath("//span[@data-m]")[0].get("data-role") == letter
        assert shown(tree) == text


def test_the_data_tell_what_the_panel_shows(link_span):
    text = "20 km north of Yerevan"
    made = link_span(text, 15, 22)
    mention = replace(
        made.mention,
        relation="20 km north of",
        roles=((Role.LITERAL, 0.9), (Role.METONYMIC, 0.1), (Role.DEMONYM, 0.0)),
    )
    _, tree = parsed([result(text, [replace(made, mention=mention)])])
    data = data_of(tree)
    (told,) = data["mentions"]
    assert told["roles"] == [["literal", 0.9], ["metonymic", 0.1]]
    assert (told["relation"], told["precision"], told["radius"]) == (
        "20 km north of", "area-centroid", 20.0,
    )  # fmt: skip
    assert data["entities"][told["entity"]]["geonames"] == 616052
    assert data["entities"][told["other"]]["name"] == "Armenia"
    assert [(data["signals"][i][0], weight, value) for i, weight, value in told["why"]] == [
        ("population", 2.5, 6.1)
    ]


def test_offices_are_told_latest_first_with_what_is_known_of_their_end():
    offices = (
        Position("mayor", "AM", None, "1999"),
        Position("minister", "AM", "2001", "2004"),
        Position("president", None, "2010", as_of="2023"),
    )
    person = Entity("wikidata:Q1", "A B", Kind.PERSON, roles=offices)
    _, tree = parsed([result("A B", [link("A B", 0, 3, person)])])
    assert data_of(tree)["entities"][0]["offices"] == [
        ["president", "", "2010 to at least 2023"],
        ["minister", "AM", "2001 to 2004"],
        ["mayor", "AM", "until 1999"],
    ]


def test_mentions_inside_one_another_lose_nothing():
    text = "The University of Texas at Austin won."
    links = [link(text, 4, 33, place("University")), link(text, 18, 23, place("Texas"))]
    pieces = list(iter_pieces(text, links))
    assert "".join(p.text for p in pieces) == text
    assert [(p.text, p.link, p.last) for p in pieces][1:4] == [
        ("University of ", 0, False), ("Texas", 1, True), (" at Austin", 0, True),
    ]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(text=st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60), data=st.data())
def test_pieces_are_the_text_whatever_the_mentions(text, data):
    spans = data.draw(
        st.lists(
            st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(
                lambda span: span[0] < span[1]
            ),
            max_size=6,
        )
    )
    links = [link(text, *span) for span in spans]
    pieces = list(iter_pieces(text, links))
    assert "".join(p.text for p in pieces) == text
    closed = [p.link for p in pieces if p.last]
    assert sorted(closed) == sorted({p.link for p in pieces} - {None})


@pytest.mark.parametrize("bad", HOSTILE)
def test_nothing_of_a_text_becomes_markup(bad):
    text = f"In {bad} it rained."
    entity = place(bad, description=bad, country="AM")
    found = result(text, [link(text, 3, 3 + len(bad), entity)], title=bad, outlet=bad, id=bad)
    plain_page, _ = parsed([result("In it rained.")])
    whole, tree = parsed([found])
    assert whole.lower().count("<script") == plain_page.lower().count("<script") == 5
    assert not tree.xpath("//img | //*[@onclick] | //*[@onerror] | //a[starts-with(@href,'java')]")
    assert shown(tree) == showable(text)
    (raw,) = tree.xpath("//script[@class='data']/text()")
    assert json.loads(raw)["mentions"][0]["text"] == bad
    assert "<" not in raw
    assert "\u2028" not in raw


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(alphabet=st.characters(codec="utf-8"), max_size=20),
            st.sampled_from(
                [*HOSTILE, "\n\n", "\r\n", "\n \t\n", "<p>", "</div>", "$title", "&", "&#0;"]
            ),
        ),
        max_size=8,
    ).map("".join)
)
def test_any_text_survives(text):
    _, tree = parsed([result(text, title=text[:10])])
    assert shown(tree) == showable(text)


def test_the_page_names_no_address_that_it_would_fetch(result_of):
    whole, tree = parsed([result_of("In Yerevan.")])
    assert not tree.xpath("//@src | //link | //img | //iframe | //object | //embed | //form")
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "@import" not in whole
    assert "url(" not in whole


def test_several_articles_are_one_page(result_of):
    found = [result_of(f"Article {n} in Yerevan.", f"a{n}", title=f"Title {n}") for n in range(3)]
    _, tree = parsed(found)
    assert len(tree.xpath("//article")) == 3
    assert tree.xpath("//nav[@id='contents']")
    assert [h.text for h in tree.xpath("//article/h2")] == ["Title 0", "Title 1", "Title 2"]
    assert len(tree.xpath("//h1")) == 1
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert [data_of(tree, n)["mentions"][0]["text"] for n in range(3)] == ["Yerevan"] * 3


@pytest.mark.parametrize(
    ("text", "title", "headline"),
    [
        ("Talks.", "Fire in Goris", "Fire in Goris"),
        ("\n  Valley cut off  \nThe rain fell.", "", "Valley cut off"),
        ("word " * 60, " ", f"{'word ' * 17}word…"),
        ("A" * 200, "", f"{'A' * 90}…"),
        ("<b>\u202ex", "", "<b>\ufffdx"),
    ],
)
def test_the_headline_is_the_title_or_the_first_line(text, title, headline):
    _, tree = parsed([result(text, title=title, id="article.txt")])
    assert tree.xpath("//article/h1")[0].text == headline
    assert tree.xpath("//title")[0].text == headline
    assert data_of(tree)["document"]["title"] == headline
    assert "article.txt" in tree.xpath("//p[@class='facts']")[0].text_content()


def test_an_outline_is_made_once_for_a_page(result_of, monkeypatch):
    made = []

    def counted(place, held=None):
        made.append(place.name)
        return outline_geometry(place, held)

    monkeypatch.setattr("enrich.page.data.outline_geometry", counted)
    found = result_of("Talks in Armenia.")
    _, tree = parsed([found, found, found])
    assert made == ["Armenia"]
    drawn = json.loads(tree.xpath("//script[@id='outlines']")[0].text)
    assert {*drawn} == {found.places[0].id}


@pytest.mark.parametrize(
    ("text", "title", "headed"),
    [
        ("Fire in Goris\n\nTwo died.", "", True),
        ("Fire in Goris \n\nTwo died.", "Fire in Goris", True),
        ("Fire in Goris\n\nTwo died.", "Goris burns", False),
        ("Fire in Goris\nTwo died.", "", False),
        ("word " * 60, "", False),
    ],
)
def test_a_headline_that_the_text_begins_with_is_seen_once(text, title, headed):
    _, tree = parsed([result(text, title=title)])
    assert tree.xpath("//article")[0].get("class") == ("headed" if headed else None)
    assert shown(tree) == text


def test_articles_are_written_as_they_come(result_of):
    taken = []

    def results():
        for n in range(50):
            taken.append(n)
            yield result_of("In Yerevan.", f"a{n}")

    for part in page(results()):
        if 'id="d0"' in part:
            break
    assert len(taken) == 2


def test_nothing_found_is_a_page_all_the_same():
    _, tree = parsed([result("Nothing.")])
    assert len(tree.xpath("//p[@class='none']")) == 4


def test_it_is_written_like_every_other_format(result_of, tmp_path):
    path = tmp_path / "article.html"
    result_of("In Yerevan.").write(path)
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_language_of_a_text_is_checked():
    whole, tree = parsed([result("x", language='en" onload="x')])
    assert tree.xpath("//article/@lang") == []
    assert "onload" not in whole.partition("The run in full")[0]
    _, tree = parsed([result("x", language="pt-BR")])
    assert (tree.get("lang"), tree.xpath("//article/@lang")) == ("en", ["pt-BR"])


def test_a_word_of_a_megabyte_is_written_once():
    text = "A" * 1_000_000
    whole, tree = parsed([result(text, [link(text, 0, len(text), place(text))])])
    assert shown(tree) == text
    assert len(whole) < 1_300_000


def test_two_thousand_mentions_are_no_heavy_page(link_span):
    text = "Yerevan, Armenia, Lavrov, CSTO. " * 500
    spans = [m.span() for m in re.finditer(r"\w+", text)]
    links = [link_span(text, *span) for span in spans]
    assert len(links) == 2000
    whole, _ = parsed([result(text, links)])
    assert len(whole.encode()) < 3_000_000


def test_the_basemap_is_what_its_script_makes(shared):
    from compile_basemap import BASEMAP, compile_basemap

    if not (shared / "sources" / "natural_earth").is_dir():
        pytest.skip("no Natural Earth in the reference data")
    assert Path(BASEMAP).read_text(encoding="utf-8") == compile_basemap(shared)
    assert Path(BASEMAP).stat().st_size < 120_000


def test_borders_of_the_basemap_do_not_gape():
    base = json.loads((files("enrich.page") / "basemap.json").read_text(encoding="utf-8"))
    ends = []
    for flat in base["arcs"]:
        xs, ys = list(accumulate(flat[::2])), list(accumulate(flat[1::2]))
        ends.append(((xs[0], ys[0]), (xs[-1], ys[-1])))
    for ring in [*base["land"], *base["lakes"]]:
        path = [ends[i] if i >= 0 else ends[~i][::-1] for i in ring]
        assert all(a[1] == b[0] for a, b in pairwise([*path, path[0]]))
    used = Counter(i if i >= 0 else ~i for ring in base["land"] for i in ring)
    assert max(used.values()) == 2  # a border is held once, by both of its countries
    assert sum(n == 2 for n in used.values()) > 200

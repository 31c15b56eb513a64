"""The article page as a file: nothing of a text is lost, and nothing of it becomes markup."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from enrich.escape import CONTROLS
from enrich.model import Document, Link, Mention, Nil, Result, Role
from enrich.page.pieces import iter_pieces
from enrich.page.render import page
from gazetteer.model import Entity, Kind, Point

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
        return Link(mention, None, 0.0, nil=Nil.NO_CANDIDATES, reason="Nothing has this name.")
    return Link(mention, entity, 0.9, reason="So it is.")


def parsed(results):
    text = "".join(page(results))
    return text, html.document_fromstring(text)


def shown(tree):
    """The text of the first article without the marks of roles."""
    for mark in tree.xpath("//article//sup"):
        mark.text = ""
    return "".join(tree.xpath("//article")[0].xpath("./p[position()>1]//text()"))


def plain(text):
    """Without white space, and without the controls that the page shows as spaces."""
    return re.sub(rf"[\s{CONTROLS}]", "", text)


def test_the_article_is_all_there(result_of):
    found = result_of(
        "Lavrov flew to Yerevan; Atlantis sank.\n\nThe CSTO met in Armenia.", title="T"
    )
    _, tree = parsed([found])
    assert plain(shown(tree)) == plain(found.document.text)
    marks = tree.xpath("//*[@role='button'][@data-m]")
    assert [m.get("aria-label").partition(":")[0] for m in marks] == [
        k.mention.text for k in found.links
    ]
    assert "unlinked" in marks[2].get("class")
    text = tree.text_content()
    assert "Nothing has this name." in text
    assert "primary place: Yerevan" in text


def test_mentions_inside_one_another_lose_nothing():
    text = "The University of Texas at Austin won."
    links = [link(text, 4, 33, place("University")), link(text, 18, 23, place("Texas"))]
    pieces = list(iter_pieces(text, links))
    assert "".join(p.text for p in pieces) == text
    assert [(p.text, p.link, p.first) for p in pieces][1:4] == [
        ("University of ", 0, True), ("Texas", 1, True), (" at Austin", 0, False),
    ]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    text=st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60),
    data=st.data(),
)
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
    marked = {p.link for p in pieces if p.first}
    assert marked == {p.link for p in pieces} - {None}


@pytest.mark.parametrize("bad", HOSTILE)
def test_nothing_of_a_text_becomes_markup(bad):
    text = f"In {bad} it rained."
    entity = place(bad, description=bad, country="AM")
    found = result(text, [link(text, 3, 3 + len(bad), entity)], title=bad, outlet=bad, id=bad)
    plain_page, _ = parsed([result("In it rained.")])
    whole, tree = parsed([found])
    assert whole.lower().count("<script") == plain_page.lower().count("<script") == 3
    assert not tree.xpath("//img | //*[@onclick] | //*[@onerror] | //a[starts-with(@href,'java')]")
    assert plain(shown(tree)) == plain(text)
    (raw,) = tree.xpath("//script[@id='data']/text()")
    assert json.loads(raw)["mentions"][0]["text"] == bad
    assert "<" not in raw


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_any_text_survives(text):
    _, tree = parsed([result(text, title=text[:10])])
    assert re.sub(r"\W", "", plain(shown(tree))) == re.sub(r"\W", "", plain(text))


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
    assert [a.text for a in tree.xpath("//nav//a")] == ["Title 0", "Title 1", "Title 2"]
    assert len(tree.xpath("//h1")) == 1
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    numbers = [int(m) for m in tree.xpath("//*[@role='button']/@data-m")]
    assert numbers == sorted(numbers) == [0, 1, 2]


def test_nothing_found_is_a_page_all_the_same():
    _, tree = parsed([result("Nothing.")])
    assert tree.text_content().count("None.") == 4


def test_it_is_written_like_every_other_format(result_of, tmp_path):
    path = tmp_path / "article.html"
    result_of("In Yerevan.").write(path)
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_language_of_a_text_is_checked():
    whole, tree = parsed([result("x", language='en" onload="x')])
    assert tree.get("lang") == "en"
    assert "onload" not in whole.partition("<body>")[0]


def test_the_basemap_is_what_its_script_makes(shared):
    from compile_basemap import BASEMAP, compile_basemap

    if not (shared / "sources" / "natural_earth").is_dir():
        pytest.skip("no Natural Earth in the reference data")
    assert Path(BASEMAP).read_text(encoding="utf-8") == compile_basemap(shared)
    assert Path(BASEMAP).stat().st_size < 120_000

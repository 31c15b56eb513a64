"""Web pages: the words of the article, each once, in blocks that say what they are."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrich.inputs.documents import iter_documents
from enrich.inputs.webpages import extract_html
from enrich.inputs.webpages.parsing import parse_page
from enrich.inputs.webpages.pieces import cut_page
from enrich.model import BlockKind
from gazetteer.errors import InputError

LONG = (
    "The mayor said that the water would be back by the end of the week and that schools would"
    " stay closed until further notice, and that buses would run."
)
MORE = (
    "Helicopters were sent with blankets and food, and the governor thanked the crews who had"
    " worked through the night to clear the road."
)
P, P2 = f"<p>{LONG}</p>", f"<p>{MORE}</p>"


def blocks(page: str) -> list[tuple[str, str]]:
    """Return kind and text of each block, a long paragraph of these tests as "..." ."""
    found = extract_html(page.encode(), "a.html")
    assert found.blocks is not None
    texts = [found.text[block.start : block.end] for block in found.blocks]
    assert "\n".join(texts) == found.text
    assert all(text == text.strip() != "" for text in texts)
    assert all(before.end < after.start for before, after in pairwise(found.blocks))
    shown = [("..." if text in {LONG, MORE} else text) for text in texts]
    return [(block.kind.value, text) for block, text in zip(found.blocks, shown, strict=True)]


def article(content: str) -> list[tuple[str, str]]:
    """Return the blocks that stand between two paragraphs of an article."""
    found = blocks(f"<html><body><article>{P}{content}{P2}</article></body></html>")
    assert found[0] == found[-1] == ("paragraph", "...")
    return found[1:-1]


# ------------------------------------------------------------------------------------- kinds


def test_headline_byline_and_a_dateline_in_bold():
    page = f"""<html><head><title>Water cut | Gazette</title></head><body><article>
      <h1>Water cut</h1><p class="byline">By Sam Lyons</p>
      <p><b>GORIS, Armenia (AP)</b> &mdash; {LONG}</p>{P}</article></body></html>"""
    assert blocks(page) == [
        ("headline", "Water cut"),
        ("byline", "By Sam Lyons"),
        ("paragraph", f"GORIS, Armenia (AP) — {LONG}"),
        ("paragraph", "..."),
    ]


@pytest.mark.parametrize(
    "byline",
    [
        "<p class='byline'>By Sam Lyons</p>",
        "<div class='article__authors'>Von Sam Lyons</div>",
        "<p>By <a rel='author' href='/sam'>Sam Lyons</a></p>",
        "<div><span itemprop='author'>Sam Lyons</span></div>",
        "<p>By Sam Lyons and Ann Lee, Associated Press</p>",
        "<span class='byline'> by <span class='author vcard'><a>Sam Lyons</a></span></span>",
    ],
)
def test_bylines(byline):
    page = f"<html><body><article><h1>Water cut</h1>{byline}{P}{P2}</article></body></html>"
    assert [kind for kind, _ in blocks(page)] == ["headline", "byline", "paragraph", "paragraph"]


def test_an_author_in_the_class_of_an_article_makes_no_byline_of_it():
    page = f"<html><body><article class='post author-sam'>{P}<p>Rain came.</p>{P2}</article></body>"
    assert {kind for kind, _ in blocks(page)} == {"paragraph"}


def test_lists_of_all_sorts():
    assert article("<ul><li>Goris</li><li><b>Kapan</b><li><a href='/s'>Sisian</a></ul>") == [
        ("list item", "Goris"),
        ("list item", "Kapan"),
        ("list item", "Sisian"),
    ]
    assert article("<ol><li>Syunik<ul><li>Goris<li><p>Kapan</p></ul>and on<li>Lori</ol>") == [
        ("list item", text) for text in ("Syunik", "Goris", "Kapan", "and on", "Lori")
    ]
    assert article("<dl><dt>Goris<dd>A town.</dl>") == [
        ("list item", "Goris"),
        ("list item", "A town."),
    ]


def test_an_entry_with_a_heading_or_paragraphs_is_no_list_item():
    assert article(f"<ol><li><h3>Goris</h3>{P}</li><li><h3>Kapan</h3>{P}</li></ol>") == [
        ("headline", "Goris"),
        ("paragraph", "..."),
        ("headline", "Kapan"),
        ("paragraph", "..."),
    ]


def test_tables_of_data_are_cells():
    table = """<table><caption>Deaths</caption><tr><th>Town</th><th>Deaths</th></tr>
      <tr><td><a href="/k">Kharkiv</a></td><td>12</td></tr><tr><td><p>Odesa</p></td><td></td></tr>
      <tr><td>Lviv<br>Lutsk</td><td>&nbsp;</td></tr></table>"""
    assert article(table) == [("caption", "Deaths")] + [
        ("table cell", text)
        for text in ("Town", "Deaths", "Kharkiv", "12", "Odesa", "Lviv", "Lutsk")
    ]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><a href='/'>Home</a></td><td><h1>Floods</h1>{}</td></tr></table>",
        "<table><tr><td><h1>Floods</h1>{}</td></tr></table>",
        "<table role=presentation><tr><td><h1>Floods</h1></td></tr><tr><td>{}</td></tr></table>",
        "<table><tr><td><table><tr><td><h1>Floods</h1>{}</table></table>",
    ],
)
def test_tables_of_layout_are_not(table):
    page = f"<html><body>{table.format(P + '<p>In <b>Goris</b>.</p>' + P2)}</body></html>"
    assert blocks(page) == [
        ("headline", "Floods"),
        ("paragraph", "..."),
        ("paragraph", "In Goris."),
        ("paragraph", "..."),
    ]


@pytest.mark.parametrize(
    "figure",
    [
        "<figure><img src=a.jpg alt=x><figcaption>{}</figcaption></figure>",
        "<figure><img><figcaption><p>{}</p></figcaption></figure>",
        "<div class='wp-caption'><img><p class='wp-caption-text'>{}</p></div>",
        "<div class='lead-image'><img><div class='image__caption'>{}</div></div>",
        "<table class='tr-caption-container'><tr><td><img><tr><td class=tr-caption>{}</table>",
    ],
)
def test_captions_above_and_amid_the_text(figure):
    figure = figure.format("A crowd in <i>Vilnius</i>.")
    assert article(figure) == [("caption", "A crowd in Vilnius.")]
    page = f"<html><body><div><h1>Floods</h1><div>{figure}</div><div>{P}{P2}</div></div></body>"
    assert blocks(page)[:2] == [("headline", "Floods"), ("caption", "A crowd in Vilnius.")]


def test_loose_text_and_subheadings_are_blocks():
    page = f"""<html><body><main><section><p>Floods</p>\nCrews left Goris\n
      <div><h4>Kapan is cut off</h4>{P}Buses wait in Sisian</div>
      <div><h4>Meghri has power</h4>{P2}</div></section></main></body></html>"""
    assert [text for _, text in blocks(page)] == [
        "Floods", "Crews left Goris", "Kapan is cut off", "...", "Buses wait in Sisian",
        "Meghri has power", "...",
    ]  # fmt: skip


# ------------------------------------------------------------------------------- line breaks


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>Goris<br>Kapan<br/>Sisian</p>", ["Goris", "Kapan", "Sisian"]),
        ("<p>• Goris<br>• Kapan</p>", ["Goris", "Kapan"]),
        ("<p>He went to<br>Yerevan.</p>", ["He went to Yerevan."]),
        ("<p>It rained<br>and rained.</p>", ["It rained and rained."]),
        ("<p>Goris, <br>Armenia</p>", ["Goris, Armenia"]),
        ("<p>It rained.<br>Kapan flooded.</p>", ["It rained.", "Kapan flooded."]),
        ("<p>went to<br><br>Yerevan</p>", ["went to", "Yerevan"]),
        ("<h3>Rain falls<br>Kapan dry</h3>", ["Rain falls Kapan dry"]),
        ("<pre>Goris\nKapan</pre>", ["Goris", "Kapan"]),
    ],
)
def test_a_line_break_ends_a_block_unless_the_sentence_goes_on(markup, expected):
    assert [text for _, text in article(markup)] == expected


def test_a_column_of_short_lines_is_a_list():
    assert article("<p>Offices:<br>Goris<br>Kapan<br>Sisian</p>") == [
        ("paragraph", "Offices:"),
        ("list item", "Goris"),
        ("list item", "Kapan"),
        ("list item", "Sisian"),
    ]


def test_text_that_is_wrapped_by_line_breaks_is_one_block():
    lines = [
        "The governor of Syunik said on Tuesday that the crews from",
        "Kapan had reached the village, and that the road to",
        "Goris would be open by noon.",
    ]
    assert article(f"<p>{'<br>'.join(lines)}</p>") == [("paragraph", " ".join(lines))]


def test_a_press_release_of_line_breaks():
    page = f"""<html><body><table width=600><tr><td><b>Office opens</b><br><br>
      YEREVAN, May 3 -- {LONG}<br><br>{MORE}<br><br>12 Main Street<br>Yerevan</td></tr></table>"""
    assert [text for _, text in blocks(page)] == [
        "Office opens", f"YEREVAN, May 3 -- {LONG}", "...", "12 Main Street", "Yerevan",
    ]  # fmt: skip


# ------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<b>Gor</b>is, <a href=x>Kap</a>an", "Goris, Kapan"),
        ("S&#227;o&nbsp;Paulo &amp; Besan&ccedil;on", "São Paulo & Besançon"),
        ("Nagorno-<wbr>Karabakh, Vla&shy;di&shy;vostok", "Nagorno-Karabakh, Vladivostok"),
        ("in <time>May</time> in<!-- no --> Yere<span>van</span>", "in May in Yerevan"),
        ("Goris<img src=a.jpg>Kapan", "Goris Kapan"),
        ("Goris<sup><a href='#1'>[1]</a></sup>, 3 km<sup>2</sup>", "Goris, 3 km2"),
        ("Goris<script>var city='London'</script> and<style>p{}</style> on", "Goris and on"),
        ("Goris <span class='sr-only'>opens a window</span>now", "Goris now"),
    ],
)
def test_inline_markup_neither_parts_nor_glues_words(markup, text):
    assert article(f"<p>{markup}</p>") == [("paragraph", text)]


WORDS = st.lists(
    st.sampled_from("Goris Kapan Sisian of the rain, 12 Ереван 北京".split()), min_size=1
)
INLINE = st.sampled_from("b i em strong span a u small font mark abbr wbr".split())


@given(WORDS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), INLINE), max_size=5))
def test_every_word_comes_out_once_whatever_is_marked(words, spans):
    text = " ".join(words)
    markup = text
    for start, end, tag in spans:
        if start < end <= len(text) and "<" not in markup:
            markup = f"{markup[:start]}<{tag}>{markup[start:end]}</{tag}>{markup[end:]}"
    page = f"<div>{markup}<p>{markup}</p><ul><li>{markup}<li>{markup}</ul>{markup}</div>"
    assert [piece.text for piece in cut_page(parse_page(page))] == [text] * 5


# --------------------------------------------------------------------------------- headlines


@pytest.mark.parametrize(
    "head",
    [
        "<article><h1>Floods in Goris</h1>",
        "<header><h1><a href='/'>The Gazette</a></h1></header><h2>Floods in Goris</h2><article>",
        "<header class=hero><h1>Floods in Goris</h1></header><article>",
        "<div><h1>The Gazette</h1></div><h2>Floods in Goris</h2><article>",
        "<div class=mobile><h1>Floods in Goris</h1></div><article><h1>Floods in Goris</h1>",
        "<div><div><h3 class=post-title><a href='/x'>Floods in Goris</a></h3></div><article>",
    ],
)
def test_the_headline_is_the_first_block_once(head):
    title = "<title>Floods in Goris - The Gazette</title>"
    title += "<meta property=og:site_name content='The Gazette'>"
    page = f"<html><head>{title}</head><body>{head}{P}{P2}</article></body></html>"
    expected = [("headline", "Floods in Goris"), ("paragraph", "..."), ("paragraph", "...")]
    assert blocks(page) == expected


def test_a_headline_that_no_title_repeats_stands_beside_the_text():
    page = f"<html><body><div><h1>The Gazette</h1></div><div><h2>Goris</h2>{P}{P2}</div></body>"
    page = f"<meta property=og:site_name content='The Gazette'>{page}"
    assert [text for _, text in blocks(page)] == ["Goris", "...", "..."]


def test_a_standfirst_belongs_to_the_article():
    page = f"""<html><body><article><header><h1>Floods</h1><div class="dek">Kapan is next</div>
      <div>5 min read</div></header><div class="article-body">{P}{P2}</div></article></body>"""
    assert [text for _, text in blocks(page)] == ["Floods", "Kapan is next", "...", "..."]


# ------------------------------------------------------------------- what is not the article


@pytest.mark.parametrize(
    "other",
    [
        "<p><strong>Read more:</strong> <a href='/z'>Fire in Sydney kills two</a></p>",
        "<p>Related: <a href='/z'>Sydney burns</a></p>",
        "<p><a href='/z'>Fire in Sydney kills two people</a></p>",
        "<p>Читайте также: <a href='/z'>Пожар в Сиднее</a></p>",
        "<div class='inline-related'><h3>More stories</h3><ul><li><a>Sydney burns</a></ul></div>",
        "<h3>Related stories</h3><ul><li><a href='/z'>Sydney burns</a></li></ul>",
        "<aside><p>Sydney burns, and so does all of New South Wales, it says.</p></aside>",
        "<div class='ad-slot'>Visit Sydney</div><p>Advertisement</p>",
        "<amp-ad>Visit Sydney</amp-ad>",
        "<div class='share-bar'><ul><li>Share on Sydney</li></ul></div>",
        "<nav><ul><li><a href='/s'>Sydney</a></li></ul></nav>",
    ],
)
def test_lines_to_other_stories_and_furniture_are_left_out(other):
    assert article(other) == []


@pytest.mark.parametrize("own", ["Read more books, she said.", "Related men were held in Goris."])
def test_a_sentence_is_no_line_to_another_story(own):
    assert article(f"<p>{own}</p>") == [("paragraph", own)]


def test_menus_sidebars_comments_and_footers_are_left_out():
    page = f"""<html><body class="has-sidebar widget"><header><nav><ul><li><a>Paris</a></ul></nav>
      </header><main><article><h1>Floods</h1>{P}<ul><li>Goris</ul>{P2}<div class="tags"><ul><li>
      <a>Rome</a></ul></div></article><div id="comments"><ol><li><p>I live in London.</p></ol></div>
      </main><aside><ul><li><a>Oslo</a></ul></aside><footer>Berlin</footer></body></html>"""
    assert [text for _, text in blocks(page)] == ["Floods", "...", "Goris", "..."]


def test_a_long_text_that_is_hidden_is_not_brought_back():
    hidden = f"<div style='display: none'><p>{LONG} Sydney burns, {LONG}</p></div>"
    found = article(f"{P2 * 9}{hidden}{P2 * 9}")
    assert found == [("paragraph", "...")] * 18


def test_a_page_of_links_is_about_them():
    links = "".join(f"<p><a href='/{n}'>Storm number {n} hits Manila</a></p>" for n in range(9))
    page = extract_html(f"<html><body><div>{links}</div></body></html>".encode(), "a.html")
    assert page.text.count("Manila") == 9


# ---------------------------------------------------------------------------- sorts of pages


def test_a_live_blog():
    post = "<article class=post><time>{}</time><h2>{}</h2>{}</article>"
    posts = post.format("10:32", "Road open", P) + post.format("9:15", "Buses wait", P2)
    page = f"<html><body><main><h1>Live: floods</h1><ul><li>Goris dry</ul>{posts}</main></body>"
    assert blocks(page) == [
        ("headline", "Live: floods"),
        ("list item", "Goris dry"),
        ("headline", "Road open"),
        ("paragraph", "..."),
        ("headline", "Buses wait"),
        ("paragraph", "..."),
    ]


def test_a_page_of_divisions_only():
    page = f"""<html><body><div><div>Floods in Goris</div><div>{LONG}<br><br>{MORE}</div>
      <div><br></div><div>On to <a href=x>Kapan</a>.</div></div></body></html>"""
    assert [text for _, text in blocks(page)] == ["Floods in Goris", "...", "...", "On to Kapan."]


def test_a_page_that_is_one_form():
    page = f"<html><body><form id=aspnetForm><div><h1>Floods</h1>{P}{P2}</div></form></body>"
    assert [text for _, text in blocks(page)] == ["Floods", "...", "..."]


def test_a_page_behind_a_paywall_has_its_text_in_its_data():
    body = "GORIS, Armenia - Floods cut the road between Goris and Kapan on Monday.\\n\\n" + MORE
    page = f"""<html><head><title>Floods</title><script type="application/ld+json">
      {{"@type": "NewsArticle", "headline": "Floods", "articleBody": "{body}"}}</script></head>
      <body><div class="paywall"><p>Subscribe. Already a subscriber in London?</p></div></body>"""
    found = extract_html(page.encode(), "a.html")
    assert found.text.split("\n\n")[1] == MORE
    assert found.blocks is None
    assert "London" not in found.text


@pytest.mark.parametrize(
    "page",
    [
        "<p>Talks in Yerevan.</p>",
        "Talks in <b>Yerevan</b>.",
        "<head><title>x</title></head><body><p>Talks in Yerevan.</p>",
        """<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>
        <script src="a.js"/><script>if (a < b && c) var city = "London";</script></head>
        <body><p>Talks in Yerevan.</p></body></html>""",
        """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html><head><title/></head>
        <body><p>Talks in <a id='a'/>Yerevan.</p></body></html>""",
    ],
)
def test_pieces_of_pages_and_xhtml(page):
    assert blocks(page) == [("paragraph", "Talks in Yerevan.")]


def test_a_document_has_the_blocks_of_its_page(tmp_path):
    (tmp_path / "a.html").write_text("<h1>Talks</h1><ul><li>Goris<li>Kapan</ul>")
    (document,) = iter_documents([tmp_path / "a.html"], on_error=print)
    kinds = [block.kind for block in document.blocks or ()]
    assert kinds == [BlockKind.HEADLINE, BlockKind.LIST_ITEM, BlockKind.LIST_ITEM]


# --------------------------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ("<meta charset=iso-8859-1>", "cp1252"),
        ("<meta charset='LATIN1'>", "cp1252"),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=us-ascii'>", "cp1252"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>', "cp1252"),
        ("", "cp1252"),
        ("<!-- <meta charset=koi8-r> -->", "cp1252"),
        ("<meta charset=iso-8859-15>", "iso8859-15"),
        ("<meta charset=iso-8859-9>", "cp1254"),
        ("<meta charset=x-cp1250>", "cp1250"),
        ("<meta charset=x-mac-roman>", "mac-roman"),
        ("<meta charset=iso-8859-1>", "utf-8"),
        ("<meta charset=iso-8859-1>", "utf-8-sig"),
        ("<meta charset=iso-8859-1>", "utf-16"),
    ],
)
def test_encodings_are_what_browsers_take_them_for(declaration, encoding):
    text = "“Œuvre” of Besançon" if encoding == "cp1252" else "Besançon"
    page = f"{declaration}<html><body><p>{text}</p></body></html>"
    assert extract_html(page.encode(encoding), "a.html").text == text


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("windows-1251", "cp1251", "Ереван"),
        ("koi8-r", "koi8-r", "Ереван"),
        ("x-sjis", "cp932", "①東京"),
        ("gb2312", "gb18030", "镕基"),
        ("euc-kr", "cp949", "똠방각하"),
        ("big5", "big5hkscs", "台北"),
        ("tis-620", "cp874", "กรุงเทพ…"),
    ],
)
def test_encodings_of_the_world(label, encoding, text):
    page = f"<meta charset={label}><p>{text}</p>".encode(encoding)
    assert extract_html(page, "a.html").text == text


def test_places_that_windows_1252_leaves_empty_cost_no_page():
    assert "Lyon" in extract_html(b"<p>Lyon\x81 \x9d\xe9</p>", "a.html").text


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (b"<meta charset=utf-8><p>Besan\xe7on</p>", "byte 28"),
        (b"<meta charset=euc-jp><p>\xff\xfe</p>", "not in the encoding it names"),
        (b"<meta charset=no-such><p>\xff</p>", "not in the encoding it names"),
        (b"<p>a\0b\xff</p>", "NUL"),
        (b"%PDF-1.7\xff", "PDF"),
    ],
)
def test_a_page_in_no_known_encoding_is_refused(page, message):
    with pytest.raises(InputError, match=message):
        extract_html(page, "a.html")

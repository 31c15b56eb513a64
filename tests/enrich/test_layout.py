"""What the lines of a text are, and that a text says the same however its lines are laid out."""

import textwrap
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from enrich import Document
from enrich.inputs.markup import mask_markdown
from enrich.inputs.webpages import extract_html
from enrich.model import BlockKind
from enrich.text.layout import LINE_END, find_blocks

HEADLINE, BYLINE, PARAGRAPH = BlockKind.HEADLINE, BlockKind.BYLINE, BlockKind.PARAGRAPH
ITEM, CELL = BlockKind.LIST_ITEM, BlockKind.TABLE_CELL
LINE_ENDS = ["\n", "\r\n", "\r", "\u2028", "\f", "\x85"]
BULLETS = "-*+•‣⁃∙◦▪▫●○■□–—·✓✔➤►▶→"
RAIN = "The rain that began on Monday night had not stopped by noon."
ROAD = "The road along the river is closed, and so is the school."


def blocks(text, is_name=lambda _name: False):
    """Return kind and text of each block, white space as single spaces."""
    return [(b.kind, " ".join(text[b.start : b.end].split())) for b in find_blocks(text, is_name)]


def texts(text):
    return [words for _, words in blocks(text)]


def said(result):
    """Return what a result says of a text, but not where; a name may run over a quotation mark."""
    return [
        (
            " ".join(k.mention.text.replace(">", "").split()),
            k.entity and k.entity.id,
            k.mention.role,
        )
        for k in result.links
    ]


def linked(result):
    return [(k.mention.text, k.entity and k.entity.id) for k in result.links]


# ------------------------------------------------------------------------------------ blocks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Valley cut off\n\n{RAIN}", [(HEADLINE, "Valley cut off"), (PARAGRAPH, RAIN)]),
        (f"Valley cut off\n{RAIN}", [(HEADLINE, "Valley cut off"), (PARAGRAPH, RAIN)]),
        (
            f"Valley cut off as river keeps rising\n{RAIN} {ROAD}",
            [(HEADLINE, "Valley cut off as river keeps rising"), (PARAGRAPH, f"{RAIN} {ROAD}")],
        ),
        (f"Who will pay?\n{RAIN}", [(HEADLINE, "Who will pay?"), (PARAGRAPH, RAIN)]),
        (f"Latest: Valley cut off\n{RAIN}", [(HEADLINE, "Latest: Valley cut off"),
                                             (PARAGRAPH, RAIN)]),
        (
            f"Valley cut off\n\nSchool stays shut\n\n{RAIN}",
            [(HEADLINE, "Valley cut off"), (HEADLINE, "School stays shut"), (PARAGRAPH, RAIN)],
        ),
        (f"{RAIN}\n\nWhat comes next\n\n{ROAD}",
         [(PARAGRAPH, RAIN), (HEADLINE, "What comes next"), (PARAGRAPH, ROAD)]),
    ],
)  # fmt: skip
def test_a_headline_stands_above_the_text(text, expected):
    assert blocks(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the rain had stopped.",
        "By the river stood a mill that nobody owned.",
        "By bus or by train?",
        "by and by",
    ],
)
def test_a_sentence_that_begins_with_by_is_no_byline(line):
    assert BYLINE not in [kind for kind, _ in blocks(f"{line}\n\n{RAIN}")]


NAMES = ["Goris", "New York", "Bosnia and Herzegovina", "António Guterres", "Chad", "Port Vila"]


@pytest.mark.parametrize("end", LINE_ENDS)
@pytest.mark.parametrize("bullet", ["", "- ", "• ", "[x] ", "- [ ] ", "  * ", "\t– "])
def test_a_list_has_an_item_a_line(bullet, end):
    text = end.join(bullet + name for name in NAMES)
    assert blocks(text) == [(ITEM, name) for name in NAMES]


@pytest.mark.parametrize("bullet", BULLETS)
def test_many_signs_are_bullets(bullet):
    text = "Towns hit\n" + "\n".join(f"{bullet} {name}" for name in NAMES)
    assert blocks(text) == [(HEADLINE, "Towns hit"), *((ITEM, name) for name in NAMES)]


@pytest.mark.parametrize("form", ["{}. ", "{}) ", "({}) ", "  {}. "])
@pytest.mark.parametrize("numbers", ["123456", "abcdef"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_numbers_and_letters_count_items(form, numbers, between):
    lines = [form.format(n) + name for n, name in zip(numbers, NAMES, strict=True)]
    assert blocks(between.join(lines)) == [(ITEM, name) for name in NAMES]


def test_an_item_goes_on_where_it_is_indented_or_in_lower_case():
    text = "- The bridge is gone.\n  Nobody was hurt.\n- The school has shut\nuntil further notice."
    assert texts(text) == [
        "The bridge is gone. Nobody was hurt.",
        "The school has shut until further notice.",
    ]


def test_long_items_are_items():
    assert blocks(f"1. {RAIN}\n2. {ROAD}") == [(ITEM, RAIN), (ITEM, ROAD)]
    assert blocks(f"- {RAIN}\n\n- {ROAD}") == [(ITEM, RAIN), (ITEM, ROAD)]


@pytest.mark.parametrize(
    "text",
    [
        f"{RAIN} It was the wettest since\n1987. The road is closed.",
        "He scored in the match of\n12. That was all.",
        "-5 degrees were measured at noon.",
        "2.5 million people live here.",
    ],
)
def test_a_number_or_a_sign_that_counts_nothing_opens_no_item(text):
    assert ITEM not in [kind for kind, _ in blocks(f"{text}\n\n{ROAD}")]


@pytest.mark.parametrize("sign", ["#", "##", "######"])
def test_a_markdown_heading_is_a_headline(sign):
    assert blocks(f"{sign} Valley cut off\n{RAIN}") == [
        (HEADLINE, "Valley cut off"), (PARAGRAPH, RAIN),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "| Goris | Chad |\n|---|---|\n| Lima | New York |",
        "| Goris | Chad |\n| Lima | New York |",
        "Goris | Chad\nLima | New York",
        "Goris\tChad\nLima\tNew York",
        "Goris \t Chad\nLima \t New York",
        "Goris    Chad\nLima     New York",
        "Goris          Chad\nLima           New York",
        "+-------+----------+\n| Goris | Chad     |\n+-------+----------+\n| Lima  | New York |",
    ],
)
def test_a_row_of_a_table_is_its_cells(text):
    assert blocks(text) == [(CELL, "Goris"), (CELL, "Chad"), (CELL, "Lima"), (CELL, "New York")]


def test_an_empty_cell_is_no_block():
    assert texts("| Goris |  | 12 |\n| | Chad | — |") == ["Goris", "12", "Chad"]


@pytest.mark.parametrize("sign", ["> ", ">", ">> ", "> > "])
def test_a_quotation_of_mail_is_read_as_if_it_were_none(sign):
    lines = ["The rain that began on", "Monday had not stopped", "by noon."]
    quoted = "\n".join(sign + line for line in lines)
    (words,) = [text.replace(">", " ") for text in texts(quoted)]
    assert words.split() == " ".join(lines).split()


def test_a_quotation_of_two_paragraphs_has_two_blocks():
    assert texts(f"> {RAIN}\n>\n> {ROAD}") == [RAIN, ROAD]


PROSE = (
    "Crews from the regional office worked through the night to clear the mud from the road. "
    "Helicopters brought blankets and food, and the governor thanked the volunteers who had come "
    "from as far away as the coast. He said that the water would be back by the end of the week, "
    "although the pumps need new parts. Schools stay closed until further notice. "
    "Nobody knows how much the repairs will cost or who is going to pay for them."
)


@pytest.mark.parametrize("width", range(40, 101, 5))
def test_a_wrapped_paragraph_is_one_block(width):
    wrapped = [textwrap.fill(PROSE, width, break_on_hyphens=False) for _ in range(2)]
    assert blocks("\n\n".join(wrapped)) == [(PARAGRAPH, PROSE)] * 2


@pytest.mark.parametrize("width", [50, 62, 72, 80, 96])
def test_a_wrapped_paragraph_below_a_headline_is_one_block(width):
    wrapped = textwrap.wrap(PROSE, width, break_on_hyphens=False)
    text = "\n".join(["Valley cut off", "", *wrapped])
    assert blocks(text) == [(HEADLINE, "Valley cut off"), (PARAGRAPH, PROSE)]


def test_an_indented_paragraph_is_wrapped_too():
    wrapped = textwrap.fill(PROSE, 60, initial_indent="    ", break_on_hyphens=False)
    assert texts(wrapped) == [PROSE]


def test_lines_of_full_sentences_are_paragraphs():
    assert blocks(f"{RAIN}\n{ROAD}") == [(PARAGRAPH, RAIN), (PARAGRAPH, ROAD)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bell wrote on Monday:\n> The rain has not stopped.", 2),
        ("He said: “I will go to\nLima.”", 1),
        ("The firm of Okafor &\nSons built it.", 1),
        ("He came (as in\nMay) by bus.", 1),
        ("Rain on the roof,\nand rain on the hill,\nrain in the valley", 1),
        ("Valley cut off\n==============\nRain fell.", 2),
        ("Winners:\nGoris: 12\nKapan: 3", 3),
        ("Maria Bell (Goris)\nJon Okafor (Kapan)", 2),
        ("① Goris\n② Kapan", 2),
        ("12 Hill Road\nBristol\nBS1 4DJ\nUnited Kingdom", 4),
        ("Maria Bell\n12 Hill Road\nAustin, TX 78701", 3),
        ("Goris", 1),
        ("Goris\n", 1),
        ("\n\n  Goris  \n\n", 1),
        ("大雨袭击北京。\n学校停课。", 2),
        ("東京\n大阪\n京都", 3),
        ("", 0),
        (" \n\t\n", 0),
        ("---\n***\n…", 0),
        ("* * *\n\nGoris\n\n* * *", 1),
    ],
)
def test_how_many_blocks_a_short_text_has(text, expected):
    assert len(blocks(text)) == expected


@pytest.mark.parametrize(
    ("text", "is_name", "expected"),
    [
        ("The talks will resume in New\nYork next week.", True, 1),
        ("The talks will resume in New\nYork next week.", False, 2),
        ("New\nYork", True, 2),
    ],
)
def test_a_known_name_may_run_over_the_end_of_a_line_of_prose(text, is_name, expected):
    assert len(find_blocks(text, lambda name: is_name and name == "New York")) == expected


SHREDS = [
    "Goris", "New York", "rain", "the", "of", "By", "(AP)", ".", ",", "-", "- ", "* ", "1. ",
    "2) ", "(a) ", "# ", "> ", "|", " | ", "\t", "    ", " ", "\n", "\n\n", "\r\n", "\x85",
    "\u2028", "\u00ad", "“", "東京", "42", "—", "[x] ",
]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(SHREDS)).map("".join)))
@example("By\n1. A\n> 2) B")
def test_blocks_hold_every_letter_of_any_text(text):
    found = find_blocks(text)
    assert all(before.end <= after.start for before, after in pairwise(found))
    for block in found:
        content = text[block.start : block.end]
        assert content == content.strip() != ""
    inside = {at for block in found for at in range(block.start, block.end)}
    outside = (text[at] for at in range(len(text)) if at not in inside)
    signs = [char for char in outside if char.isalnum()]
    # What counts the items of a list: one letter or up to three digits a line.
    assert len(signs) <= 3 * (1 + len(LINE_END.findall(text)))
    assert all(char.isdigit() or char in "abcdefghijklmnopqrstuvwxyzX" for char in signs)


# ---------------------------------------------------------------------------- the same in all

ARTICLES = [
    """Ethiopia resumes talks
By Maria Bell

NAIROBI, Kenya (AP) — Envoys of Ethiopia and Egypt met in New York on Monday to speak about the
dam on the Blue Nile. António Guterres called the meeting a first step. The African Union will
host the next one in Addis Ababa.

Egypt fears for its water, while Sudan wants a say in how the dam is run. The foreign ministry in
Cairo said that its engineers had not been let into the plant. The World Bank offered a loan.

Nobody expects a treaty soon. Guterres told reporters that he would fly to Khartoum in the
spring, and that New York would stay the seat of the talks.""",
    """Sarajevo court frees mayor

A court in Sarajevo freed a former mayor of Mostar on Friday, a decision that the European Union
called a surprise. Bosnia and Herzegovina has tried dozens of officials since the war ended. The
mayor had been held for nine months.

Lawyers came from Croatia and Serbia to watch the trial. In Zagreb, a spokesman said that his
government respected the ruling. Bosnia and Herzegovina hopes to join the European Union within
ten years, and so does Montenegro.

The United Nations sent an observer from Vienna. Christian Schmidt, who oversees the peace, did
not speak.""",
    """Floods spread in Pakistan

Heavy rain closed the road between Islamabad and Peshawar on Sunday. The Red Cross sent tents and
doctors from Lahore, and the army flew food to villages near Quetta. More rain is on its way.

Shehbaz Sharif cut short a visit to Saudi Arabia. He is to meet Narendra Modi neither in Delhi nor
anywhere else, an aide said. India and Afghanistan have offered help all the same.

The port of Karachi works again. Ships from Sri Lanka and Singapore wait outside, and the World
Food Programme has hired two of them.""",
    """Chile and Peru agree on border

Ministers from Chile and Peru signed a treaty in Lima on Tuesday that settles where the border
meets the sea. Gabriel Boric praised it in Santiago. Bolivia, which has no coast, was not asked.

The International Court of Justice in The Hague had drawn most of the line. Fishermen in Arica
burnt tyres on the road to Tacna when the news reached them. The police let them.

Argentina and Brazil welcomed the treaty, as did the United States. In Buenos Aires a minister
said that it showed how quarrels ought to end.""",
    """Ukraine grain reaches Somalia

A ship with wheat from Odesa reached Mogadishu on Thursday, the first since the summer. It had
waited off Istanbul for three weeks. Volodymyr Zelensky said that more would follow, and thanked
Turkey and Romania.

Somalia has not had so dry a year since records began. The World Health Organization counts more
than a hundred thousand hungry children around Baidoa. Doctors Without Borders runs a clinic
there.

Germany and Japan paid for the wheat. Next month a ship is to go to Yemen, and another to South
Sudan by way of Mombasa.""",
]


def unwrapped(article):
    return "\n\n".join(
        "\n".join(block) if len(block[0]) < 40 else " ".join(block)
        for block in (part.split("\n") for part in article.split("\n\n"))
    )


@pytest.mark.parametrize("article", ARTICLES)
def test_the_articles_name_many_things(linker, article):
    found = said(linker(unwrapped(article)))
    assert len([entity for _, entity, _ in found if entity]) >= 12


@pytest.mark.parametrize("end", LINE_ENDS[1:])
@pytest.mark.parametrize("article", ARTICLES)
def test_every_line_end_is_a_line_end(linker, article, end):
    assert said(linker(article.replace("\n", end))) == said(linker(article))


@pytest.mark.parametrize("article", ARTICLES)
def test_a_text_says_the_same_wherever_its_paragraphs_are_wrapped(linker, article):
    whole = unwrapped(article)
    expected = said(linker(whole))
    for width in range(40, 101, 5):
        wrapped = "\n\n".join(
            "\n".join(
                textwrap.fill(line, width, break_on_hyphens=False) for line in part.split("\n")
            )
            for part in whole.split("\n\n")
        )
        assert said(linker(wrapped)) == expected, width


@pytest.mark.parametrize("article", ARTICLES[:3])
@pytest.mark.parametrize("sign", ["> ", ">> ", "    "])
def test_a_text_says_the_same_where_it_is_quoted_or_indented(linker, article, sign):
    quoted = "\n".join(sign + line for line in article.split("\n"))
    assert said(linker(quoted)) == said(linker(article))


PLACES = {
    "Goris": "geonames:174895",
    "New York City": "geonames:5128581",
    "Bosnia and Herzegovina": "geonames:3277605",
    "El Salvador": "geonames:3585968",
    "Reykjavik": "geonames:3413829",
    "Port Moresby": "geonames:2088122",
}
LISTS = {
    "lines": "\n".join(PLACES),
    "lines with blank ones": "\n\n".join(PLACES),
    "lines with commas": ",\n".join(PLACES),
    "a line with commas": ", ".join(PLACES),
    "a line with semicolons": "; ".join(PLACES),
    "a line with bars": " | ".join(PLACES),
    "a line with dots": " · ".join(PLACES),
    "a line with slashes": " / ".join(PLACES),
    "numbers": "\n".join(f"{n}. {name}" for n, name in enumerate(PLACES, 1)),
    "numbers and brackets": "\n".join(f"({n}) {name}" for n, name in enumerate(PLACES, 1)),
    "letters": "\n".join(f"{n}) {name}" for n, name in zip("abcdef", PLACES, strict=True)),
    "a pipe table": "| " + " | ".join(PLACES) + " |",
    "rows with figures": "\n".join(f"| {name} | {len(name)} |" for name in PLACES),
    "tabs": "\t".join(PLACES),
    "tabs and figures": "\n".join(f"{name}\t{len(name)}" for name in PLACES),
    "columns": "\n".join(f"{name:<30}{len(name)}" for name in PLACES),
    "a quotation": "\n".join(f"> {name}" for name in PLACES),
    "items with counts": "\n".join(f"- {name} (12)" for name in PLACES),
    "items with notes": "\n".join(f"- {name}: no damage" for name in PLACES),
    **{f"bullets {sign}": "\n".join(f"{sign} {name}" for name in PLACES) for sign in BULLETS},
}


@pytest.mark.parametrize("form", LISTS)
def test_a_list_of_places_says_the_same_in_every_form(linker, form):
    assert linked(linker(LISTS[form])) == list(PLACES.items())


@pytest.mark.parametrize(
    "item", ["<li>{}</li>", "<li><b>{}</b></li>", '<li><a href="/x">{}</a></li>']
)
@pytest.mark.parametrize("tag", ["ul", "ol"])
def test_a_list_of_a_page_says_so_too(linker, item, tag):
    items = "".join(item.format(name) for name in PLACES)
    page = (
        f"<html><body><article><p>{RAIN} {ROAD}</p><{tag}>{items}</{tag}></article></body></html>"
    )
    found = extract_html(page.encode(), "a.html")
    assert linked(linker(Document(found.text, blocks=found.blocks))) == list(PLACES.items())


@pytest.mark.parametrize("item", ["- {}", "* **{}**", "1. [{}](https://example.org/Moscow)"])
def test_a_list_in_markdown_says_so_too(linker, item):
    text = mask_markdown("\n".join(item.format(name) for name in PLACES))
    assert linked(linker(text)) == list(PLACES.items())


LIMA, QUITO, PERU = ("Lima", "geonames:3936456"), ("Quito", "geonames:3652462"), "geonames:3932488"
ECUADOR = "geonames:3658394"


@pytest.mark.parametrize(
    "text",
    [
        "Lima, Peru\nQuito, Ecuador",
        "- Lima, Peru\n- Quito, Ecuador",
        "Lima\tPeru\nQuito\tEcuador",
        "| Lima | Peru |\n| Quito | Ecuador |",
        "Lima (Peru)\nQuito (Ecuador)",
        "Lima,Peru\nQuito,Ecuador",
        "- **Lima**: capital of Peru\n- **Quito**: capital of Ecuador",
    ],
)
def test_rows_of_several_names(linker, text):
    assert linked(linker(text)) == [LIMA, ("Peru", PERU), QUITO, ("Ecuador", ECUADOR)]


@pytest.mark.parametrize(
    "text",
    [
        "Lima 12\nQuito 3",
        "12 Lima\n3 Quito",
        "Lima (12), Quito (3)",
        "Lima: 12 dead\nQuito: none",
        "Lima (12) / Quito (3)",
        "LIMA\nQUITO",
        "Lima → Quito",
        "Lima and Quito",
        "“Lima”\n“Quito”",
        "*Lima*\n_Quito_",
        "Lima\n\n\n\nQuito",
    ],
)
def test_names_beside_figures_and_marks(linker, text):
    found = [(name.title(), entity) for name, entity in linked(linker(text))]
    assert found == [LIMA, QUITO]


def test_a_list_of_people_and_one_of_organisations(linker):
    text = "Joe Biden\nSergey Lavrov\n\nNATO\nEuropean Union\nUnited Nations"
    assert linked(linker(text)) == [
        ("Joe Biden", "wikidata:Q6279"),
        ("Sergey Lavrov", "wikidata:Q58217"),
        ("NATO", "wikidata:Q7184"),
        ("European Union", "wikidata:Q458"),
        ("United Nations", "wikidata:Q1065"),
    ]


def test_a_place_of_a_list_is_the_one_that_stands_beside_it(linker):
    text = "Tbilisi, Georgia\nAtlanta, Georgia\nParis, Texas"
    assert linked(linker(text)) == [
        ("Tbilisi", "geonames:611717"),
        ("Georgia", "geonames:614540"),
        ("Atlanta", "geonames:4180439"),
        ("Georgia", "geonames:4197000"),
        ("Paris", "geonames:4717560"),
        ("Texas", "geonames:4736286"),
    ]


# --------------------------------------------------------------------------- words cut in two


@pytest.mark.parametrize(
    ("words", "written", "entity"),
    [
        ("Azerbaijan", "Azer-\nbaijan", "geonames:587116"),
        ("Azerbaijan", "Azer-\r\nbaijan", "geonames:587116"),
        ("Azerbaijan", "Azer-\n    baijan", "geonames:587116"),
        ("Azerbaijan", "Azer\u00ad\nbaijan", "geonames:587116"),
        ("Azerbaijan", "Azer‐\nbaijan", "geonames:587116"),
        ("Azerbaijan", "Azer\u00adbai\u00adjan", "geonames:587116"),
        ("Azerbaijan", "Azer\u200bbaijan", "geonames:587116"),
        ("AZERBAIJAN", "AZER-\nBAIJAN", "geonames:587116"),
        ("Kazakhstan", "Kazakh-\nstan", "geonames:1522867"),
        ("Guinea-Bissau", "Guinea-\nBissau", "geonames:2372248"),
        ("Guinea-Bissau", "Guinea-Bis-\nsau", "geonames:2372248"),
        ("Guinea-Bissau", "Gui-\nnea-Bissau", "geonames:2372248"),
        ("Port-au-Prince", "Port-au-\nPrince", "geonames:3718426"),
        ("New York City", "New York\nCity", "geonames:5128581"),
        ("New York City", "New\nYork City", "geonames:5128581"),
        ("Zürich", "ZÃ¼rich", "geonames:2657896"),
        ("São Paulo", "SÃ£o Paulo", "geonames:3448439"),
        ("São Paulo", "São\u00a0Paulo", "geonames:3448439"),
        ("São Paulo", "São   Paulo", "geonames:3448439"),
    ],
)  # fmt: skip
def test_a_name_that_its_line_cuts_is_whole(linker, words, written, entity):
    text = f"The minister said on Monday that he would fly to {written} in the spring."
    (link,) = linker(text).links
    assert link.entity is not None
    assert link.entity.id == entity
    assert link.mention.text == written
    assert text[link.mention.start : link.mention.end] == written
    assert link.mention.name == words


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("Moon Jae-\nin", "wikidata:Q21001"),
        ("Kim Jong-\nun", "wikidata:Q56226"),
        ("António Gu-\nterres", "wikidata:Q311440"),
        ("António\nGuterres", "wikidata:Q311440"),
    ],
)
def test_a_person_whom_a_line_cuts_is_whole(linker, written, entity):
    text = f"On Monday the reporters met {written} at the airport."
    (link,) = linker(text).links
    assert link.mention.text == written
    assert link.entity is not None
    assert link.entity.id == entity


# ----------------------------------------------------------------------------------- offsets

WORDS = [
    "Goris", "New", "York", "Bosnia", "and", "Herzegovina", "the", "envoy", "of", "Azer-\nbaijan",
    "ZÃ¼rich", "SÃ£o", "Paulo", "Lavrov", "United", "Nations", "met", "in", "Moon", "Jae-in",
    "said.", "(AP)", "—", "GORIS,", "- ", "1. ", "|", "•", "Gori\u00ads", "\ufeffKyiv", "#Kyiv",
    "“Paris”", "Â£5", "Ã", "Que.", "東京", "Ереван", "\u200b", "e\u0301", "👍🏽",
]  # fmt: skip
GAPS = [
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u2028",
    "\x85",
    "\f",
    "\t",
    "\u00a0",
    "  ",
    "\n> ",
]
PIECES = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=25)


@settings(max_examples=50, deadline=None)
@given(PIECES)
def test_offsets_count_in_the_text_as_it_came(linker, pieces):
    text = "".join(word + gap for word, gap in pieces)
    borders = find_blocks(text, lambda name: bool(linker.gazetteer.lookup(name)))
    for link in linker(text).links:
        mention = link.mention
        assert mention.text == text[mention.start : mention.end] == mention.text.strip() != ""
        held = [b for b in borders if b.start <= mention.start and mention.end <= b.end]
        assert len(held) == 1, (text, mention)


@settings(max_examples=30, deadline=None)
@given(PIECES, st.data())
def test_given_spans_keep_their_offsets_whatever_the_layout(linker, pieces, data):
    text = "Goris " + "".join(word + gap for word, gap in pieces)
    ends = st.integers(0, len(text))
    pairs = st.tuples(ends, ends).map(sorted).map(tuple).filter(lambda s: s[0] < s[1])
    spans = data.draw(st.lists(pairs, min_size=1, max_size=4, unique=True))
    found = [k.mention for k in linker(text, mentions=spans).links]
    assert [(m.start, m.end) for m in found] == spans
    assert all(m.text == text[m.start : m.end] for m in found)


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("New\nYork City", "geonames:5128581"),
        ("New\n> York City", "geonames:5128581"),
        ("New\u00a0York  City", "geonames:5128581"),
        ("Azer-\nbaijan", "geonames:587116"),
        ("Gori\u00ads", "geonames:174895"),
    ],
)
def test_a_given_span_that_a_line_cuts_is_linked(linker, written, entity):
    text = f"> He flew to {written} on Monday."
    start = text.index(written)
    (link,) = linker(text, mentions=[(start, start + len(written))]).links
    assert link.mention.text == written
    assert link.entity is not None
    assert link.entity.id == entity


@pytest.mark.parametrize("end", [*LINE_ENDS, " \n", "\n    "])
def test_given_spans_are_linked_whatever_the_line_ends(linker, end):
    text = end.join(["Valley cut off", "", "- Goris", "- New York City", "- Kapan"])
    spans = [
        (text.index(name), text.index(name) + len(name)) for name in ("Goris", "New York City")
    ]
    found = linker(text, mentions=spans).links
    assert [(k.mention.start, k.mention.end) for k in found] == spans
    assert [k.entity and k.entity.id for k in found] == [PLACES["Goris"], PLACES["New York City"]]


def test_the_document_of_a_result_is_the_one_that_came(linker):
    document = Document("Azer-\r\nbaijan\u00ad  and ZÃ¼rich", "7", metadata={"page": 3})
    assert linker(document).document == document


@pytest.mark.parametrize(
    "byline",
    [
        "By Maria Bell",
        "By MARIA BELL",
        "by Maria Bell",
        "BY MARIA BELL",
        "By Maria Bell and Jon Okafor",
        "By Maria Bell, Associated Press",
        "By Maria Bell of the Valley Gazette",
        "By Maria Bell | Valley Gazette",
        "By Maria Bell, bell@example.org",
        "By M. J. Bell",
        "By Maria de la Cruz",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_byline_stands_below_the_headline(byline, between):
    dateline = f"GORIS, Armenia (AP) — {RAIN}"
    assert blocks(between.join(["Valley cut off", byline, dateline])) == [
        (HEADLINE, "Valley cut off"), (BYLINE, byline), (PARAGRAPH, dateline),
    ]  # fmt: skip

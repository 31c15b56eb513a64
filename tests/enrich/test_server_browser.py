"""The pages of a service in a browser: what a reader does with the form; headless Chromium."""

import csv
import io
import json
import re
import tomllib
from pathlib import Path

import pytest

from enrich.decisions.holding import hash_of

EVIL = """Talks in Yerevan and Tbilisi. </script><script>window.evil=1</script>
<img src=x onerror="window.evil=1"> "><svg onload=window.evil=1>"""


@pytest.fixture
def tab(browser, watched, service):
    """A tab at the form; what it asked for and complained of is kept."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{service.port}")
    opened = watched(context.new_page())
    opened.goto("/")
    yield opened
    context.close()


def check_quiet(tab, service):
    """Nothing was refused by the policy, nothing asked for elsewhere."""
    assert tab.evaluate("window.refused") == []
    assert [said for said in tab.said if "favicon" not in said and "404" not in said] == []
    assert all(url.startswith(f"http://127.0.0.1:{service.port}/") for url in tab.asked)


def show(tab, text, title=""):
    """Bring a text to the desk."""
    tab.fill("#text", text)
    tab.fill("#title", title)
    tab.click("#send")
    tab.wait_for_selector("html[data-ready=true]", timeout=20_000)


def decide(tab, button):
    """Press a button that changes links, and return what is announced."""
    tab.evaluate("document.getElementById('said').textContent = ''")
    tab.click(button)
    return said(tab)


def said(tab):
    tab.locator("#said", has_text=re.compile("changed|made|gazetteer")).wait_for()
    return tab.inner_text("#said")


def labels(tab, name="Paris"):
    """What each mention of a name is said to be."""
    spans = tab.query_selector_all(".body .m[role=button]")
    return [s.get_attribute("aria-label") for s in spans if s.inner_text() == name]


def meant(tab, name="Paris"):
    """The ids of what the mentions of a name mean, by the CSV that is downloaded."""
    with tab.expect_download() as waited:
        tab.click("[data-save=csv]")
    rows = csv.DictReader(io.StringIO(Path(waited.value.path()).read_text(encoding="utf-8")))
    return [row["entity_id"] for row in rows if row["text"] == name]


def test_a_text_becomes_its_page_with_map_and_reasons(tab, service):
    show(tab, "YEREVAN – Talks between Ankara and Yerevan were held in Batumi.", "Talks")
    assert tab.title() == "Talks: correct its links"
    assert tab.locator("#map circle, #map path").count() > 5
    tab.click(".body .m.place >> text=Batumi")
    assert "Batumi" in tab.inner_text("#panel h2")
    check_quiet(tab, service)
    tab.go_back()
    assert tab.is_enabled("#send")


def test_markup_in_a_text_runs_nothing(tab, service):
    show(tab, EVIL, EVIL.replace("\n", " "))
    assert "<img src=x" in tab.inner_text(".body")
    assert tab.evaluate("window.evil") is None
    tab.click(".body .m >> text=Yerevan")
    tab.fill("#note", EVIL.replace("\n", " "))
    decide(tab, "#panel >> text=Not an entity")
    assert "<img src=x" in tab.inner_text("#made")
    assert tab.evaluate("window.evil") is None
    check_quiet(tab, service)


def test_what_is_wrong_is_announced_and_the_text_stays(tab):
    tab.fill("#text", EVIL)
    tab.fill("#published", "soon")
    tab.click("#send")
    assert "cannot be read as a date" in tab.inner_text("[role=alert]")
    assert tab.input_value("#text") == EVIL
    assert tab.input_value("#published") == "soon"
    assert tab.evaluate("window.evil") is None
    assert tab.evaluate("window.refused") == []


def test_the_form_works_without_scripts(browser, service):
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{service.port}", java_script_enabled=False
    )
    tab = context.new_page()
    tab.goto("/")
    tab.fill("#text", "Talks in Batumi.")
    tab.click("#send")
    assert "Batumi" in tab.inner_text("article")
    context.close()


TEXT = (
    "A fire in Paris killed two people. The mayor spoke to reporters about the night."
    "\n\nLater, Paris was calm again, and officials from Lyon came to Paris by train."
)
FRANCE, TEXAS = "geonames:2988507", "geonames:4717560"
TEXAN = "#panel .options .pick[aria-label*=Texas]"


def pick(tab, number, name="Paris"):
    tab.locator(".body .m[role=button]", has_text=name).nth(number).click()
    tab.wait_for_selector("#panel .correct")


def test_a_link_is_corrected_for_the_text_and_taken_back(tab, service):
    show(tab, TEXT)
    assert meant(tab) == [FRANCE] * 3
    pick(tab, 0)
    assert "Paris" in tab.inner_text("#panel .reason")
    assert tab.locator("#panel .options li").count() > 2
    line = decide(tab, TEXAN)
    assert "changed" in line
    assert "Paris → Paris, Texas (3 times)" in line
    assert meant(tab) == [TEXAS] * 3
    assert all("changed" in label for label in labels(tab))
    assert tab.locator("#made li").count() == 1
    assert "in this text" in tab.inner_text("#made")
    line = decide(tab, "#made button")
    assert "Paris → Paris" in line
    assert tab.inner_text("#made") == "None yet."
    assert tab.evaluate("document.activeElement.id") == "decided"
    assert meant(tab) == [FRANCE] * 3
    check_quiet(tab, service)


def test_this_mention_then_every_text(tab, service):
    show(tab, TEXT)
    pick(tab, 1)
    tab.check("[name=scope][value=mention]")
    decide(tab, TEXAN)
    assert meant(tab) == [FRANCE, TEXAS, FRANCE]
    assert "for the mention in" in tab.inner_text("#made")
    # the same mention decided for more: that is what holds now
    tab.check("[name=scope][value=all]")
    decide(tab, "#panel .options .pick[aria-label*=France]")
    assert meant(tab) == [FRANCE] * 3
    assert tab.locator("#made li").count() == 1
    with tab.expect_download() as waited:
        tab.click("[data-save=toml]")
    held = tomllib.loads(Path(waited.value.path()).read_text(encoding="utf-8"))
    assert waited.value.suggested_filename == "decisions.toml"
    (only,) = held["decision"]
    assert (only["name"], only["entity"], "document" in only) == ("Paris", FRANCE, False)
    # and holds in the next text
    tab.click("#edit")
    show(tab, "A parade in Paris, Texas.")
    assert meant(tab) == [FRANCE]
    check_quiet(tab, service)


def test_not_an_entity_and_not_this_one(tab):
    show(tab, TEXT)
    pick(tab, 0)
    decide(tab, "#panel >> text=Not this one")
    assert FRANCE not in meant(tab)
    decide(tab, "#panel >> text=Not an entity")
    assert meant(tab) == [""] * 3
    assert all("not linked" in label for label in labels(tab))
    decide(tab, "#undo")
    assert meant(tab) == [FRANCE] * 3


def test_the_gazetteer_is_searched(tab, service):
    show(tab, TEXT)
    pick(tab, 0)
    tab.fill("#find", "Goris")
    tab.press("#find", "Enter")
    tab.wait_for_selector("#found .pick")
    assert "found" in tab.inner_text("#hits")
    decide(tab, "#found .pick[aria-label*=Syunik]")
    assert meant(tab) == ["geonames:174895"] * 3
    tab.fill("#find", "Xqzzyvrk")
    tab.press("#find", "Enter")
    tab.locator("#hits", has_text="0 found").wait_for()
    check_quiet(tab, service)


def test_a_new_place_and_a_mistake_in_it(tab):
    show(tab, "A fire at the Old Mill of Paris.")
    pick(tab, 0)
    tab.click("#panel .new summary")
    tab.fill("#newname", "Qorvat Mill")
    tab.fill("#lat", "91")
    tab.fill("#lon", "44.5")
    tab.click("#panel .new button")
    assert tab.evaluate("document.getElementById('lat').validity.rangeOverflow")
    tab.fill("#lat", "40.5")
    decide(tab, "#panel .new button")
    assert meant(tab) == ["enrich:qorvat-mill"]
    assert "New: Qorvat Mill" in tab.inner_text("#made")
    decide(tab, "#undo")
    assert tab.inner_text("#made") == "None yet."


def test_all_is_done_with_the_keyboard(tab):
    show(tab, TEXT)
    tab.locator(".body .m[role=button]").first.focus()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.tagName") == "H2"
    tab.locator(TEXAN).first.focus()
    tab.keyboard.press("Enter")
    assert "changed" in said(tab)
    assert tab.evaluate("document.activeElement.tagName") == "H2"
    tab.keyboard.press("Escape")
    assert tab.is_hidden("#panel")
    assert "Paris" in tab.evaluate("document.activeElement.getAttribute('aria-label')")
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("document.activeElement.getAttribute('role')") == "button"


def test_reloading_keeps_text_and_decisions_and_a_file_is_taken_in(tab, tmp_path):
    show(tab, TEXT)
    path = tmp_path / "mine.toml"
    path.write_text(f'[[decision]]\nname = "Paris"\naction = "replace"\nentity = "{TEXAS}"\n')
    tab.set_input_files("#bring", path)
    assert "changed" in said(tab)
    assert meant(tab) == [TEXAS] * 3
    with tab.expect_event("dialog") as waited:  # for these decisions are in no file yet
        tab.evaluate("setTimeout(() => location.reload())")
    waited.value.accept()
    tab.locator("#said", has_text="names").wait_for()
    assert meant(tab) == [TEXAS] * 3
    path.write_text("[[decision]]\nname = 7\naction = 'accept'\n")
    tab.set_input_files("#bring", path)
    tab.locator("#said", has_text="text in quotes").wait_for()
    assert meant(tab) == [TEXAS] * 3


def bring(tab, *files, said="was read"):
    """Choose files in the form, and return what is said of them."""
    tab.evaluate("document.getElementById('status').textContent = ''")
    tab.set_input_files("#file", files)
    tab.locator("#status", has_text=said).wait_for()
    return tab.inner_text("#status")


def test_files_are_read_as_the_command_reads_them(tab, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<title>x</title>\n<nav>Menu</nav>\n<article>\n<h1>Fire in Goris</h1>\n<p>Talks in"
        " <b>Yerevan</b> went on all day, and nobody would say for how long they would.</p>\n"
        "<p>Then they went to Batumi by the night train, and to Tbilisi after that.</p>\n"
        "<script>window.evil=1</script>\n</article>"
    )
    bring(tab, page)
    assert "Talks in Yerevan went" in tab.input_value("#text")
    assert "Menu" not in tab.input_value("#text")
    assert tab.input_value("#title") == "Fire in Goris"
    assert tab.evaluate("window.evil") is None
    plain = tmp_path / "plain.txt"
    plain.write_text("Talks in Goris.")
    bring(tab, plain)
    assert tab.input_value("#text") == "Talks in Goris."
    assert tab.input_value("#title") == ""
    word = tmp_path / "page.docx"
    word.write_bytes(b"PK")
    assert "page.docx: is a Word document" in bring(tab, word, said="save it as plain text")
    assert tab.input_value("#text") == "Talks in Goris."
    assert tab.evaluate("window.refused") == []


def test_a_file_is_known_again_by_its_own_letters(tab, tmp_path):
    text = "A fire in Paris.\r\n\r\nParis was calm.\r\n"
    path = tmp_path / "plain.txt"
    path.write_bytes(text.encode())
    for _ in range(2):  # from the file, then from the form that is filled in with it
        if tab.locator("#edit").count():
            tab.click("#edit")
        else:
            tab.set_input_files("#file", path)
            tab.locator("#status", has_text="1 text was read").wait_for()
        tab.click("#send")
        tab.wait_for_selector("html[data-ready=true]")
        pick(tab, 0)
        decide(tab, TEXAN)
        with tab.expect_download() as waited:
            tab.click("[data-save=toml]")
        held = tomllib.loads(Path(waited.value.path()).read_text(encoding="utf-8"))
        assert [d["document"] for d in held["decision"]] == [hash_of(text)]
        decide(tab, "#undo")


def test_what_is_downloaded(tab):
    show(tab, TEXT)
    pick(tab, 0)
    decide(tab, TEXAN)
    with tab.expect_download() as waited:
        tab.click("[data-save=geojson]")
    features = json.loads(Path(waited.value.path()).read_text(encoding="utf-8"))["features"]
    assert TEXAS in [feature["id"] for feature in features]
    with tab.expect_download() as waited:
        tab.click("[data-save=html]")
    assert "4717560" in Path(waited.value.path()).read_text(encoding="utf-8")


GORIS = "Fire in Goris kills two\n\nHelp came to Goris from Paris, and from Yerevan by road."
TABLE = (
    "text,title,published,outlet\n"
    '"Lavrov flew from Paris to Yerevan.",Talks,2024-06-12,The Herald\n'
    '"The United Nations met in Tbilisi.",Meeting,2024-06-13,The Herald\n'
)


@pytest.fixture
def files(tmp_path):
    """A text, one in Markdown, and a table of two."""
    (tmp_path / "fire.txt").write_text(GORIS, encoding="utf-8")
    (tmp_path / "visit.md").write_text("# Visit\n\nThey saw **Paris** and Lyon.\n")
    (tmp_path / "talks.csv").write_text(TABLE)
    return [tmp_path / name for name in ("fire.txt", "visit.md", "talks.csv")]


TITLES = ["Fire in Goris kills two", "Visit", "Talks", "Meeting"]


@pytest.fixture
def four(tab, files):
    """The desk with four texts."""
    tab.set_input_files("#file", files)
    tab.wait_for_selector("html[data-ready=true]", timeout=20_000)
    return tab


def titles(tab):
    return tab.locator("#contents li:visible bdi").all_inner_texts()


def places(tab):
    labels = [one.get_attribute("aria-label") for one in tab.locator(".mark").all()]
    return {label.partition(":")[0] for label in labels}


def leaf(tab, title):
    """Open a text by its title."""
    tab.locator("#contents a", has_text=title).click()
    assert tab.inner_text("article:visible h1") == title


def csv_of(tab):
    with tab.expect_download() as waited:
        tab.click("[data-save=csv]")
    return list(csv.DictReader(io.StringIO(Path(waited.value.path()).read_text("utf-8"))))


def test_several_files_are_shown_together(four, service):
    tab = four
    assert titles(tab) == ["All texts", *TITLES]
    assert tab.locator("article.headed h1").all_text_contents() == TITLES[:2]
    assert "4 texts" in tab.inner_text("#said")
    assert tab.inner_text("article:visible h1") == "What all texts name"
    assert {"Goris", "Paris", "Lyon", "Yerevan", "Tbilisi"} <= places(tab)
    row = tab.locator("#documents .lists:visible li", has_text="Paris").first
    assert "3 in 3 texts" in row.inner_text()
    row.locator(".go").click()
    assert "Mentioned in 3 texts" in tab.inner_text("#panel")
    assert "Help came to Goris from Paris" in tab.inner_text("#panel")
    tab.locator("#panel .where .go", has_text="Talks").click()
    assert tab.inner_text("article:visible h1") == "Talks"
    assert "2024-06-12" in tab.inner_text(".facts:visible")
    assert "Lavrov flew from Paris" in tab.inner_text(".body:visible")
    assert tab.locator("#panel .correct").count() == 1
    tab.click("#next")
    assert tab.inner_text("article:visible h1") == "Meeting"
    assert "meant literally" in tab.inner_text(".map .note >> nth=0")
    tab.fill("#query", "lyon")
    tab.locator("#shown", has_text="1 of 4 texts").wait_for()
    assert titles(tab) == ["All texts", "Visit"]
    check_quiet(tab, service)


@pytest.mark.parametrize(("scope", "texans"), [("mention", 1), ("text", 1), ("all", 3)])
def test_a_decision_acts_on_all_texts_that_it_is_made_for(four, scope, texans):
    tab = four
    leaf(tab, "Talks")
    tab.locator(".body:visible .m", has_text="Paris").click()
    tab.check(f"[name=scope][value={scope}]")
    line = decide(tab, TEXAN)
    assert "Paris → Paris, Texas" in line
    assert ("in 3 texts" in line) == (scope == "all")
    assert tab.inner_text("article:visible h1") == "Talks"
    assert tab.locator("#panel .correct").count() == 1
    rows = [row for row in csv_of(tab) if row["text"] == "Paris"]
    assert [row["entity_id"] for row in rows].count(TEXAS) == texans
    assert [row["document_id"] for row in rows if row["entity_id"] == TEXAS][-1] == "talks:2"
    said_of = {"mention": "for the mention in", "text": "in “Talks”", "all": "in every text"}
    assert said_of[scope] in tab.inner_text("#made")
    leaf(tab, "Visit")
    changed = tab.locator(".body:visible .m.changed").count()
    assert changed == (1 if scope == "all" else 0)
    assert "changed" in decide(tab, "#undo")
    assert TEXAS not in [row["entity_id"] for row in csv_of(tab)]


def test_a_text_is_added_edited_and_removed(four, service, tmp_path):
    tab = four
    tab.click("#paste summary")
    tab.fill("#pasted", "A parade in Batumi.")
    tab.fill("#pastedtitle", "Parade")
    tab.click("#pasting button")
    tab.locator("#said", has_text="Added. 5 texts").wait_for()
    assert tab.inner_text("article:visible h1") == "Parade"
    assert titles(tab) == ["All texts", *TITLES, "Parade"]
    assert tab.input_value("#pasted") == ""
    lines = tmp_path / "more.jsonl"
    lines.write_text('{"text": "In Kapan.", "id": "k"}\n{"text": "In Gyumri."}\n{"no": 1}\n')
    tab.set_input_files("#add", lines)
    tab.locator("#said", has_text="2 texts were read").wait_for()
    assert "more.jsonl:3" in tab.inner_text("#said")
    assert titles(tab)[-2:] == ["In Kapan.", "In Gyumri."]
    leaf(tab, "Parade")
    tab.click("#edit")
    assert tab.input_value("#text") == "A parade in Batumi."
    assert "6 other texts are on the desk" in tab.inner_text("main")
    tab.fill("#text", "A parade in Tbilisi.")
    tab.click("#send")
    tab.wait_for_selector("html[data-ready=true]")
    leaf(tab, "Parade")
    assert tab.inner_text(".body:visible") == "A parade in Tbilisi."
    tab.click("#remove")
    tab.locator("#said", has_text="Removed. 6 texts").wait_for()
    assert titles(tab) == ["All texts", *TITLES, "In Kapan.", "In Gyumri."]
    check_quiet(tab, service)


def test_a_doubt_is_led_to_even_where_it_is_filtered_out(four):
    tab = four
    tab.click(".filters summary")
    tab.uncheck("[name=kind][value=place]")
    tab.locator("#shown", has_text="0 places on the map").wait_for()
    tab.locator("#doubt .go", has_text="Goris").first.click()
    assert tab.inner_text("#panel h2") == "Goris"
    assert tab.inner_text("article:visible h1") == TITLES[0]
    tab.get_by_role("button", name="Show in the text").click()
    assert tab.inner_text("#panel h2") == "Goris"
    decide(tab, "#panel >> text=Not an entity")
    assert tab.locator(".body:visible .m[role=button]").count() > 0
    assert tab.said == []


def test_doubts_come_by_their_score_and_tell_how_many_are_shown(tab):
    towns = "Springfield Georgia Cambridge Birmingham Victoria Richmond Salem Newport Clinton Dover"
    more = "Franklin Madison Marion Oxford Bristol Manchester Lincoln Washington Jackson Milton"
    show(tab, " ".join(f"A fire in {town}." for town in f"{towns} {more}".split()))
    shown = tab.locator("#doubt .about").all_inner_texts()
    number = int(tab.inner_text("#doubts").rpartition(" ")[2])
    assert tab.inner_text("#doubts") == f"{len(shown)} of {number}"
    assert number > len(shown)
    scores = [int(score) for line in shown for score in re.findall(r"(\d+) %$", line)]
    assert len(scores) > 5
    assert scores == sorted(scores)
    assert tab.locator("#changes").is_hidden()
    pick(tab, 0, "Springfield")
    decide(tab, "#panel >> text=Not an entity")
    assert tab.locator("#changes").is_visible()


def test_files_that_are_dropped_are_added(tab):
    show(tab, TEXT)
    assert tab.locator("#contents").is_hidden()
    tab.evaluate("""() => {
        const data = new DataTransfer();
        data.items.add(new File(["In Goris."], "a.txt"));
        data.items.add(new File(["# Lyon\\n\\nIn Lyon."], "b.md"));
        const given = { dataTransfer: data, bubbles: true, cancelable: true };
        document.body.dispatchEvent(new DragEvent("drop", given));
    }""")
    tab.locator("#said", has_text="2 texts were read").wait_for()
    assert len(titles(tab)) == 4
    assert tab.inner_text("article:visible h1") == "In Goris."
    tab.click("#previous")
    assert "A fire in Paris" in tab.inner_text("article:visible h1")


def test_limits_are_told_and_cost_nothing(four, tmp_path):
    tab = four
    table = tmp_path / "many.jsonl"
    table.write_text('{"text": "In Goris."}\n' * 51)
    tab.set_input_files("#add", table)
    tab.locator("#said", has_text="more than 50 texts, the limit").wait_for()
    table.write_text('{"text": "In Goris."}\n' * 47)
    tab.set_input_files("#add", table)
    tab.locator("#said", has_text="51 texts; the limit is 50").wait_for()
    large = tmp_path / "large.txt"
    large.write_text("In Goris. " * 20_001)
    tab.set_input_files("#add", large)
    tab.locator("#said", has_text="the limit is 200,000").wait_for()
    large.write_text("In Goris. " * 200_001)
    tab.set_input_files("#add", large)
    tab.locator("#said", has_text="more than 2,000,000 bytes").wait_for()
    assert titles(tab) == ["All texts", *TITLES]


def test_the_page_that_is_saved_opens_from_disk_with_all_but_saving(
    four, browser, watched, tmp_path
):
    leaf(four, "Talks")
    four.locator(".body:visible .m", has_text="Paris").click()
    decide(four, TEXAN)
    with four.expect_download() as waited:
        four.click("[data-save=html]")
    path = tmp_path / "saved.html"
    waited.value.save_as(path)
    context = browser.new_context(offline=True)
    tab = watched(context.new_page())
    tab.goto(path.as_uri())
    tab.wait_for_selector("html[data-ready=true]")
    assert titles(tab) == ["All texts", *TITLES]
    assert {"Goris", "Paris", "Lyon", "Yerevan", "Tbilisi"} <= places(tab)
    tab.locator("#contents a", has_text="Talks").click()
    tab.locator(".body:visible .m", has_text="Paris").click()
    said = tab.inner_text("#panel")
    assert "Decided in decisions.toml" in said
    assert "What it may mean" in said
    assert "Texas" in said
    tab.locator("#contents a", has_text="Visit").click()
    tab.locator(".body:visible .m", has_text="Paris").click()
    options = tab.locator("#panel .meters li")
    assert options.count() > 2
    assert "for it:" in options.first.inner_text()
    tab.fill("#query", "goris")
    tab.locator("#shown", has_text="1 of 4 texts").wait_for()
    assert tab.said == []
    assert tab.evaluate("window.refused") == []
    assert tab.asked == [path.as_uri()]
    context.close()


def test_a_service_that_does_not_answer_is_told_and_all_stays(tab):
    show(tab, TEXT)
    pick(tab, 0)
    tab.route("**/desk/link", lambda route: route.abort())
    tab.click(TEXAN)
    tab.locator("#said", has_text="does not answer").wait_for()
    assert tab.inner_text("#made") == "None yet."
    tab.unroute("**/desk/link")
    decide(tab, TEXAN)
    assert meant(tab) == [TEXAS] * 3


def test_a_token_goes_along(browser, serve):
    guarded = serve(token="secret-of-a-tab", workers=1)  # noqa: S106 - of this test
    context = browser.new_context(base_url=f"http://127.0.0.1:{guarded.port}")
    tab = context.new_page()
    tab.goto("/")
    tab.fill("#token", "wrong")
    tab.fill("#text", TEXT)
    tab.click("#send")
    assert "token" in tab.inner_text("[role=alert]")
    tab.fill("#token", "secret-of-a-tab")
    show(tab, TEXT)
    assert meant(tab) == [FRANCE] * 3
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280, 1600])
def test_the_desk_is_accessible(browser, service, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{service.port}",
        viewport={"width": width, "height": 850},
        color_scheme=scheme,
    )
    tab = context.new_page()
    tab.goto("/")
    levels = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

    def check():
        found = axe.Axe().run(tab, options=levels)
        assert found.violations_count == 0, found.generate_report()
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")

    check()
    show(tab, TEXT, "Fire")
    check()
    tab.click("#paste summary")
    tab.fill("#pasted", "A fire in Goris.")
    tab.click("#pasting button")
    tab.locator("#said", has_text="Added").wait_for()
    tab.click(".filters summary")
    check()
    tab.click("#previous")
    tab.click("#previous")
    tab.locator("#documents .lists:visible .go").first.click()
    check()
    tab.click("#next")
    pick(tab, 0)
    check()
    decide(tab, TEXAN)
    tab.click("#panel .new summary")
    tab.fill("#find", "Springfield")
    tab.press("#find", "Enter")
    tab.wait_for_selector("#found .pick")
    check()
    tab.click("#panel .evidence-of summary")
    check()
    tab.keyboard.press("Escape")
    check()
    context.close()


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_are_accessible(tab, path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    tab.goto(path)
    found = axe.Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()

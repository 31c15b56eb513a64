"""The article page in a browser: what a reader clicks, sees and hears; headless Chromium."""

import shutil

import pytest

from enrich import Document, Linker

playwright = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
)
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium: Debian package chromium")

TEXT = """YEREVAN, June 12 - Armenian Foreign Minister Ararat Mirzoyan met Sergey Lavrov in Moscow.

Russia refused to comment. The talks in Tbilisi and Batumi went on; Atlantisburgh was silent, said
the European Union. Later they flew to Fiji, to Suva, and back to Yerevan."""
EVIL = """<img src=x onerror="window.evil=1"> </script><script>window.evil=1</script> in Yerevan,
"><svg onload=window.evil=1> and Tbilisi. {{constructor.constructor('window.evil=1')()}}"""


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def opened(browser, linker, tmp_path):
    """Opens the page of a text; what it asked for and complained of is kept."""
    contexts = []

    def make(text, *, width=1400, height=1000, **options):
        result = linker(Document(text, "article", **options.pop("document", {})))
        path = tmp_path / "article.html"
        result.write(path)
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.said, tab.asked = [], []
        tab.on("console", lambda message: tab.said.append(message.text))
        tab.on("pageerror", lambda error: tab.said.append(str(error)))
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.goto(path.as_uri())
        tab.wait_for_selector("html[data-ready=true]", timeout=10_000)
        return tab, result

    yield make
    for context in contexts:
        context.close()


def test_a_click_on_a_name_opens_its_evidence(opened):
    tab, result = opened(TEXT)
    (number, link) = next((n, k) for n, k in enumerate(result.links) if k.mention.text == "Tbilisi")
    tab.locator(f".m[data-m='{number}']").click()
    said = tab.locator("#panel").inner_text()
    assert link.entity.name in said
    assert link.reason in said
    assert "Evidence" in said
    assert f"{100 * link.score:.0f} %" in said
    assert tab.locator(f"[data-place='{link.entity.id}'].chosen").count() == 1


def test_a_click_on_the_map_marks_the_names(opened):
    tab, result = opened(TEXT)
    curie = next(k.entity.id for k in result.links if k.mention.text == "Batumi")
    tab.locator(f"[data-place='{curie}']").dispatch_event("click")
    chosen = tab.locator(".m.chosen").all_inner_texts()
    assert [text[:6] for text in chosen] == ["Batumi"]  # and perhaps the letter of its role
    assert "Batumi" in tab.locator("#panel h2").inner_text()


def test_what_is_not_linked_says_why(opened):
    tab, _ = opened(TEXT)
    tab.locator(".lists .go", has_text="Atlantisburgh").click()
    assert "Not linked" in tab.locator("#panel").inner_text()
    assert tab.locator(".m.chosen").inner_text() == "Atlantisburgh"


def test_the_map_shows_as_many_markers_as_there_are_places(opened):
    tab, result = opened(TEXT)
    places = {e.id for e in result.places if e.point}
    assert tab.locator("[data-place]").count() == len(places) > 5
    areas = tab.locator(".place-mark.area").count()
    assert areas == tab.locator(".ring").count() > 0
    assert tab.locator(".place-mark.area circle.dot:not(.hit)").count() == 0


def test_every_marker_is_in_sight_at_first(opened):
    tab, _ = opened(TEXT)
    box = tab.locator("#map").bounding_box()
    for mark in tab.locator("[data-place] .hit").all():
        at = mark.bounding_box()
        assert box["x"] <= at["x"] + at["width"] / 2 <= box["x"] + box["width"]
        assert box["y"] <= at["y"] + at["height"] / 2 <= box["y"] + box["height"]


def test_across_the_antimeridian_the_map_does_not_span_the_world(opened):
    tab, _ = opened("Boats sail from Suva in Fiji to Apia in Samoa and Nuku'alofa in Tonga.")
    points = [m.bounding_box() for m in tab.locator("[data-place] .hit").all()]
    assert len(points) >= 4
    land = tab.locator(".land").bounding_box()
    spread = max(p["x"] for p in points) - min(p["x"] for p in points)
    assert spread < land["width"] / 4


def test_the_keyboard_is_enough(opened):
    tab, result = opened(TEXT)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.locator(".m[data-m]").first.focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    second = result.links[1]
    assert second.mention.text in tab.locator("#panel").inner_text()
    tab.keyboard.press("Escape")
    assert tab.locator(".m.chosen").count() == 0
    assert tab.evaluate("document.activeElement.dataset.m") == "1"
    assert tab.locator(".m[tabindex='0']").count() == 1


def test_nothing_is_fetched_and_nothing_complains(opened):
    tab, _ = opened(TEXT)
    for mark in tab.locator(".m[data-m]").all():
        mark.click()
    tab.locator("#in").click()
    tab.locator("#out").click()
    tab.locator("#fit").click()
    assert [url for url in tab.asked if not url.startswith("file:")] == []
    assert len(tab.asked) == 1
    assert tab.said == []


def test_a_hostile_article_runs_nothing(opened):
    tab, result = opened(EVIL, document={"title": EVIL, "outlet": EVIL, "language": '"><b>'})
    for mark in tab.locator(".m[data-m]").all():
        mark.click()
    assert tab.evaluate("window.evil") is None
    assert tab.locator("article img, article script, article svg").count() == 0
    assert tab.said == []
    assert len(result.places) >= 2


@pytest.mark.parametrize(
    ("width", "scheme"), [(1400, "light"), (1400, "dark"), (360, "light"), (360, "dark")]
)
def test_no_axe_violation_of_level_a_or_aa(opened, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    tab, _ = opened(TEXT, width=width, color_scheme=scheme)
    levels = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    before = axe.Axe().run(tab, options=levels).response["violations"]
    tab.locator(".m[data-m]").nth(3).click()
    after = axe.Axe().run(tab, options=levels).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in [*before, *after]] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_a_text_from_right_to_left_reads_so(opened):
    tab, _ = opened("عقد الاجتماع في بيروت.\n\nثم في دمشق.", document={"language": "ar"})
    assert tab.locator("article").get_attribute("lang") == "ar"
    direction = tab.evaluate("getComputedStyle(document.querySelector('article p[dir]')).direction")
    assert direction == "rtl"


def test_offsets_survive_characters_beyond_the_basic_plane(opened):
    tab, result = opened("\U0001f30d\U0001f30d in Tbilisi and \U0001d400 in Batumi.")
    texts = tab.locator(".m[data-m]").all_inner_texts()
    assert [t.rstrip("manpd?") if t not in {"Tbilisi", "Batumi"} else t for t in texts] == [
        link.mention.text for link in result.links
    ]


def test_a_linker_writes_it_for_several(tmp_path, browser):
    path = tmp_path / "all.html"
    with Linker(user_gazetteer="") as own:
        from enrich.writers import write

        write(own.link_many(Document(f"In Yerevan, {n}.", f"d{n}") for n in range(3)), path)
    tab = browser.new_page()
    tab.goto(path.as_uri())
    tab.wait_for_selector("html[data-ready=true]")
    assert tab.locator("article").count() == 3
    assert tab.locator("[data-place]").count() == 1
    tab.close()

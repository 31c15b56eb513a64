"""The article page in a browser: what a reader clicks, sees and hears; headless Chromium."""

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from enrich import Document
from enrich.formats import write
from enrich.model import Link, Mention, Result, Role
from enrich.reasons.grounds import Ground, Why
from gazetteer.model import Entity, Kind, Point

TEXT = """YEREVAN, June 12 - Armenian Foreign Minister Ararat Mirzoyan met Sergey Lavrov in Moscow.

Russia refused to comment. The talks in Tbilisi and Batumi went on; in Atlantisburgh all was
silent, said the European Union. Later they flew to Fiji, to Suva, and back to Yerevan."""
EVIL = """<img src=x onerror="window.evil=1"> </script><script>window.evil=1</script> in Yerevan,
"><svg onload=window.evil=1> and Tbilisi. {{constructor.constructor('window.evil=1')()}}
<!--<script> javascript:window.evil=1 \u202edesrever\u202c in Batumi & &amp; &#0; a\0b ${evil}"""


@pytest.fixture
def opened_results(browser, watched, tmp_path):
    """Opens the page of results; what it asked for and complained of is kept."""
    contexts = []

    def make(results, *, width=1400, height=1000, path=tmp_path / "article.html", **options):
        write(results, path)
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        tab = watched(context.new_page())
        tab.goto(path.as_uri())
        tab.wait_for_selector("html[data-ready=true]", timeout=20_000)
        return tab

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def opened(opened_results, linker):
    """Opens the page of one text, linked."""

    def make(text, **options):
        result = linker(Document(text, "article", **options.pop("document", {})))
        return opened_results([result], **options), result

    return make


def places_at(*places, role=Role.LITERAL):
    """A result with a mention of each place: name, latitude, longitude, feature, radius in km."""
    text, links = "", []
    for number, (name, lat, lon, feature, radius) in enumerate(places):
        point = Point(lat=lat, lon=lon)
        entity = Entity(
            f"enrich:{number}", name, Kind.PLACE, feature=feature, point=point, radius_km=radius
        )
        start = len(text)
        text += f"{name}. "
        mention = Mention(start, start + len(name), name, Kind.PLACE, role)
        links.append(Link(mention, entity, 0.9, grounds=(Ground(Why.SAID, ("So it is.",)),)))
    return Result(Document(text, "made"), tuple(links))


def mark(tab, name):
    return tab.locator(f'.mark[aria-label^="{name}:"]')


def painted(tab):
    """Wait until what was asked of the map is drawn, which is at the next frame."""
    tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def search(tab, words):
    """Search for words, and return what is announced."""
    tab.fill("#query", words)
    tab.locator("#shown", has_text=f"“{words}”").wait_for(timeout=5000)
    return tab.inner_text("#shown")


def titles(tab):
    return tab.locator("nav li:visible bdi").all_inner_texts()


def marks(tab):
    """The names of the places on the map, as a screen reader hears them."""
    labels = [one.get_attribute("aria-label") for one in tab.locator(".mark").all()]
    return sorted(label.partition(":")[0] for label in labels)


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_click_on_a_name_opens_its_evidence(opened):
    tab, result = opened(TEXT)
    (number, link) = next((n, k) for n, k in enumerate(result.links) if k.mention.text == "Tbilisi")
    assert tab.locator("#panel").is_hidden()
    tab.locator(f".m[data-m='{number}']").click()
    said = tab.locator("#panel").inner_text()
    assert link.entity.name in said
    assert link.reason in said
    assert link.evidence[0].signal in said
    assert "in log-odds" in said
    assert f"within {link.entity.radius_km or 1:g}"[:8] in said
    links = [a.get_attribute("href") for a in tab.locator("#panel a").all()]
    assert f"https://www.geonames.org/{link.entity.id_in('geonames')}" in links
    assert f"https://www.wikidata.org/wiki/{link.entity.id_in('wikidata')}" in links
    assert mark(tab, "Tbilisi").evaluate("node => node.classList.contains('chosen')")


def test_a_person_has_offices(opened):
    tab, result = opened(TEXT)
    number = next(n for n, k in enumerate(result.links) if k.mention.text == "Sergey Lavrov")
    tab.locator(f".m[data-m='{number}']").click()
    assert "minister of foreign affairs, Russia" in tab.locator("#panel").inner_text()


def test_a_click_on_the_map_marks_the_names(opened):
    tab, _ = opened(TEXT)
    mark(tab, "Batumi").click()
    assert tab.locator(".m.chosen").all_inner_texts() == ["Batumi"]
    assert tab.locator("#panel h2").inner_text() == "Batumi"


def test_names_and_places_light_up_each_other(opened):
    tab, result = opened(TEXT)
    number = next(n for n, k in enumerate(result.links) if k.mention.text == "Batumi")
    tab.locator(f".m[data-m='{number}']").hover()
    assert tab.locator(".mark.pointed").get_attribute("aria-label").startswith("Batumi")
    mark(tab, "Tbilisi").hover()
    assert tab.locator(".m.pointed").all_inner_texts() == ["Tbilisi"]
    tab.locator("footer").hover()
    assert tab.locator(".pointed").count() == 0


def test_what_is_not_linked_says_why(opened):
    tab, _ = opened(TEXT)
    tab.locator(".lists .go", has_text="Atlantisburgh").click()
    assert "no place called Atlantisburgh" in tab.locator("#panel").inner_text()
    assert tab.locator(".m.chosen").inner_text() == "Atlantisburgh"


def test_one_steps_from_mention_to_mention_of_a_place(opened):
    tab, result = opened(TEXT)
    numbers = [n for n, k in enumerate(result.links) if k.entity and k.entity.name == "Yerevan"]
    assert len(numbers) == 2
    tab.locator(".lists .go", has_text="Yerevan").click()
    assert "1 of 2" in tab.locator(".stepper").inner_text()
    tab.get_by_label("Next mention").click()
    assert "2 of 2" in tab.locator(".stepper").inner_text()
    assert tab.locator(".m.chosen").get_attribute("data-m") == str(numbers[1])


def test_the_map_shows_as_many_markers_as_there_are_places(opened):
    tab, result = opened(TEXT)
    places = [e for e in result.places if e.point]
    assert tab.locator(".mark").count() == len(places) > 5
    areas = tab.locator(".mark.area").count()
    assert areas == tab.locator(".ring.outline").count() == tab.locator(".ring").count() > 0
    assert tab.locator(".mark.area circle.dot").count() == 0
    literal = {
        k.entity.id for k in result.links if k.entity in places and k.mention.role is Role.LITERAL
    }
    assert tab.locator(".mark.hollow").count() == len(places) - len(literal) > 0


def test_the_city_of_a_team_is_on_the_map_and_shown_in_the_text(opened):
    tab, result = opened(
        "Liverpool beat Chelsea 2-1 in the Premier League. The striker scored twice before"
        " half-time and the goalkeeper saved a penalty."
    )
    cities = [e for e in result.places if e.point]
    assert "Liverpool" in {e.name for e in cities}
    assert tab.locator(".mark").count() == len(cities)
    tab.locator(".lists .go", has_text="Liverpool").first.click()
    assert tab.locator(".m.chosen").first.inner_text() == "Liverpool"
    assert "embedded" in tab.locator("#panel").inner_text()


def test_every_marker_is_in_sight_at_first_where_no_place_is_far_from_the_others(opened):
    tab, _ = opened("They met in Paris, Berlin and Rome, and later in Vienna and Prague.")
    box = tab.locator("#map").bounding_box()
    assert tab.locator(".mark").count() == 5
    for one in tab.locator(".mark").all():
        x, y = middle(one.locator(".dot"))
        assert box["x"] <= x <= box["x"] + box["width"]
        assert box["y"] <= y <= box["y"] + box["height"]


def test_across_the_antimeridian_the_map_does_not_span_the_world(opened_results):
    tab = opened_results(
        [
            places_at(
                ("A", -18, 178, "PPL", 1), ("B", -14, -171, "PPL", 1), ("C", -16, -179, "PPL", 1)
            )
        ]
    )
    (ax, _), (bx, _), (cx, _) = (middle(mark(tab, name).locator(".dot")) for name in "ABC")
    assert ax < cx < bx
    world = tab.evaluate("document.querySelector('#world').getBoundingClientRect().width")
    assert bx - ax == pytest.approx(world * 11 / 360, rel=0.02)


def test_a_ring_has_its_true_radius(opened_results):
    tab = opened_results([places_at(("Area", 60, 20, "ADM1", 250), ("B", 60, 30, "PPL", 1))])
    ring = tab.locator(".ring .edge").bounding_box()
    (ax, _), (bx, _) = (middle(mark(tab, name).locator(".dot")) for name in ("Area", "B"))
    km_a_pixel = 10 * 111.195 * 0.5 / (bx - ax)  # ten degrees at 60 degrees north
    assert ring["width"] * km_a_pixel == pytest.approx(500, rel=0.02)
    assert ring["height"] / ring["width"] == pytest.approx(1, rel=0.05)


def test_a_river_is_a_mark_without_a_ring_and_does_not_widen_the_view(opened_results):
    town, lake = ("Town", 50, 20, "PPL", 1), ("Lake", 50, 21, "LK", 30)
    tab = opened_results([places_at(town, lake, ("River", 50, 26, "STM", 250))])
    assert tab.locator(".ring").count() == 1
    (left, _), (right, _) = (middle(mark(tab, n).locator(".dot")) for n in ("Town", "River"))
    frame = tab.locator("#map").bounding_box()
    assert right - left > frame["width"] / 2


def test_a_ring_around_a_pole_goes_around_the_world_once(opened_results):
    tab = opened_results([places_at(("Ice", -89, 10, "ADM1", 300), ("B", -60, 30, "PPL", 1))])
    width = "document.querySelector('{}').getBBox().width"
    assert tab.evaluate(width.format(".ring .edge")) == pytest.approx(360, abs=0.1)
    assert tab.evaluate(width.format(".ring .inside")) == pytest.approx(360, abs=0.1)


def test_areas_are_drawn_as_areas(opened):
    tab, _ = opened("Talks in Fiji, Russia and Armenia; Latin America and the Russians of Alaska.")
    assert tab.locator(".ring.outline").count() == 4
    assert tab.locator(".mark.area").count() == 5
    for name, low, high in (("Armenia", 2, 6), ("Russia", 360, 360.1), ("Fiji", 360, 360.1)):
        ring = "() => { for (const g of document.querySelectorAll('.ring')) g.dataset.w = \
            g.querySelector('.edge').getBBox().width; }"
        tab.evaluate(ring)
        widths = [
            float(w) for w in tab.locator(".ring").evaluate_all("n => n.map(g => g.dataset.w)")
        ]
        assert any(low <= width <= high for width in widths), name
    # No line goes along the 180th meridian, where outlines are cut.
    edges = tab.locator(".ring .edge").evaluate_all("n => n.map(p => p.getAttribute('d'))")
    along = re.compile(r"(?:^|[ML])(-?180\.000) [-\d.]+L\1 ")
    assert not any(along.search(edge) for edge in edges)
    assert any("180.000" in edge for edge in edges)


def test_places_on_one_spot_do_not_hide_one_another(opened_results):
    spot = [(f"P{n}", 40.0, 45.0, "ADM1", 50) for n in range(5)]
    tab = opened_results([places_at(*spot, ("Away", 50, 60, "PPL", 1))])
    points = [middle(one.locator(".dot")) for one in tab.locator(".mark.area").all()]
    apart = [abs(a - c) + abs(b - d) for a, b in points for c, d in points if (a, b) != (c, d)]
    assert min(apart) > 8
    assert "5 places lie close together" in tab.locator("#mapnote").inner_text()


def test_very_many_places_on_one_spot_are_counted_and_listed(opened_results):
    spot = [(f"P{n}", 40.0, 45.0, "ADM1", 50) for n in range(30)]
    tab = opened_results([places_at(*spot, ("Away", 50, 60, "PPL", 1))])
    assert tab.locator(".pile text").text_content() == "30"
    for _ in range(4):  # each time nearer, until nearer is no use
        if tab.locator("#panel").is_hidden():
            tab.locator(".pile").click()
    assert tab.locator(".pile-list li").count() == 30
    tab.locator(".pile-list button").nth(7).click()
    assert tab.locator("#panel h2").inner_text() == "P7"
    mark(tab, "P7").wait_for(state="visible", timeout=5000)  # fails unless it is drawn in time


def test_names_on_the_map_do_not_cover_one_another(opened):
    tab, _ = opened(TEXT)
    boxes = [name.bounding_box() for name in tab.locator(".names text").all()]
    assert len(boxes) > 3
    for n, a in enumerate(boxes):
        for b in boxes[:n]:
            assert (
                a["x"] >= b["x"] + b["width"] - 1
                or b["x"] >= a["x"] + a["width"] - 1
                or a["y"] >= b["y"] + b["height"] - 3
                or b["y"] >= a["y"] + a["height"] - 3
            )


def test_the_map_is_moved_by_mouse_wheel_and_buttons(opened):
    tab, _ = opened(TEXT)
    spot = mark(tab, "Tbilisi").locator(".dot")
    x, y = middle(spot)
    tab.locator("#map").focus()
    tab.keyboard.press("ArrowRight")
    painted(tab)
    assert middle(spot)[0] == pytest.approx(x - 60, abs=2)
    box = tab.locator("#map").bounding_box()
    tab.mouse.move(box["x"] + 30, box["y"] + 200)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 90, box["y"] + 200)
    tab.mouse.up()
    painted(tab)
    assert middle(spot)[0] == pytest.approx(x, abs=2)
    scale = "document.querySelector('#world').getBoundingClientRect().width"
    before = tab.evaluate(scale)
    tab.mouse.wheel(0, -200)
    tab.wait_for_function(f"before => {scale} > before", arg=before, timeout=5000)
    tab.locator("#fit").click()  # all places, then where the story is
    tab.locator("#fit").click()
    painted(tab)
    assert middle(spot) == pytest.approx((x, y), abs=2)


def test_the_keyboard_is_enough(opened):
    tab, result = opened(TEXT)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.locator(".m[data-m]").first.focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    second = result.links[1]
    assert second.mention.text in tab.locator("#panel").inner_text()
    assert tab.evaluate("document.activeElement.tagName") == "H2"
    tab.keyboard.press("Escape")
    assert tab.locator("#panel").is_hidden()
    assert tab.locator(".m.chosen").count() == 0
    assert tab.evaluate("document.activeElement.dataset.m") == "1"
    assert tab.locator(".m[tabindex='0']").count() == 1


def test_the_markers_are_reached_by_keyboard(opened):
    tab, _ = opened(TEXT)
    tab.locator("#map").focus()
    tab.keyboard.press("Tab")
    first = tab.evaluate("document.activeElement.getAttribute('aria-label')")
    tab.keyboard.press("ArrowRight")
    second = tab.evaluate("document.activeElement.getAttribute('aria-label')")
    assert first != second
    tab.keyboard.press(" ")
    assert tab.locator("#panel h2").inner_text() == second.partition(":")[0]
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == second


def test_two_thousand_names_are_one_stop_of_the_tab_key(opened_results):
    places = [(f"P{n}", n % 80, n % 170, "PPL", 1) for n in range(2000)]
    tab = opened_results([places_at(*places)])
    assert tab.locator("[role=button][tabindex='0'].m").count() == 1
    assert tab.locator(".mark[tabindex='0']").count() == 1


def test_nothing_is_fetched_and_nothing_complains(opened):
    tab, _ = opened(TEXT)
    for one in tab.locator(".m[data-m]").all():
        one.click()
    for button in ("#in", "#out", "#fit"):
        tab.locator(button).click()
    assert len(tab.asked) == 1
    assert tab.asked[0].startswith("file:")
    assert tab.said == []
    assert tab.evaluate("window.refused") == []


def test_a_hostile_article_runs_nothing(opened):
    tab, result = opened(EVIL, document={"title": EVIL, "outlet": EVIL, "language": '"><b>'})
    for one in tab.locator(".m[data-m]").all():
        one.click()
    assert tab.evaluate("window.evil") is None
    assert tab.locator("article img, article script, article svg, article b b").count() == 0
    assert tab.said == []
    assert tab.evaluate("window.refused") == []
    assert len(result.places) >= 2
    shown = tab.evaluate("document.querySelector('.body').textContent")
    assert shown == re.sub("[\0\u202a-\u202e]", "\ufffd", EVIL)


def test_hostile_articles_run_nothing_in_the_overview(opened_results, linker):
    results = [linker(Document(EVIL, f"{EVIL}{n}", EVIL, outlet=EVIL)) for n in range(2)]
    tab = opened_results(results)
    for one in tab.locator(".lists:visible .go").all():
        one.click()
    tab.locator("#panel .where .go").first.click()
    search(tab, "<svg onload=window.evil=1>")
    tab.press("#query", "Enter")
    assert tab.evaluate("window.evil") is None
    assert tab.locator("article img, nav img, #panel img, svg svg, article b b").count() == 0
    assert tab.said == []
    assert tab.evaluate("window.refused") == []


def test_a_hostile_gazetteer_runs_nothing(opened_results):
    evil = "\"><img src=x onerror='window.evil=1'>"
    entity = Entity(
        f"enrich:{evil}", evil, Kind.PLACE, evil, (f"wikidata:{evil}", f"geonames:{evil}"), "<b",
        (evil,), point=Point(lat=1, lon=2),
    )  # fmt: skip
    link = Link(
        Mention(0, 1, "x", Kind.PLACE),
        entity,
        0.5,
        runner_up=entity,
        grounds=(Ground(Why.SAID, (evil,)),),
    )
    tab = opened_results([Result(Document("x", evil, evil), (link,))])
    tab.locator(".m[data-m]").click()
    assert tab.locator("#panel a").count() == 0
    assert evil in tab.locator("#panel").inner_text()
    assert tab.evaluate("window.evil") is None
    assert tab.said == []


def test_a_word_of_a_megabyte_is_no_trouble(opened):
    tab, _ = opened("A" * 1_000_000 + " in Yerevan.")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 1400
    assert tab.locator(".mark").count() == 1


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize(
    ("width", "scheme"), [(1600, "light"), (1280, "dark"), (390, "light"), (360, "dark")]
)
def test_no_axe_violation_of_level_a_or_aa(opened_results, linker, width, scheme, several):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    texts = [TEXT] * 12 if several else [TEXT]
    results = [linker(Document(text, f"d{n}")) for n, text in enumerate(texts)]
    tab = opened_results(results, width=width, color_scheme=scheme)
    levels = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = axe.Axe().run(tab, options=levels).response["violations"]
    if several:
        tab.locator(".lists:visible .go").first.click()
        found += axe.Axe().run(tab, options=levels).response["violations"]
        tab.evaluate("location.hash = '#d0'")
    tab.locator(".legend summary").click()
    tab.locator(".filters summary").click()
    tab.locator("footer summary").click()
    tab.fill("#query", "yerevan")
    tab.locator("#shown", has_text="Shown").wait_for()
    tab.locator(".m[role=button]:visible").first.click()
    found += axe.Axe().run(tab, options=levels).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_narrow_screen_the_panel_is_in_sight(opened):
    tab, _ = opened(TEXT, width=360, height=740)
    tab.locator(".m[data-m]").last.click()
    box = tab.locator("#panel").bounding_box()
    assert box["y"] + box["height"] <= 741
    assert box["height"] > 200


@pytest.mark.parametrize("which", [0, -1])
def test_on_a_narrow_screen_the_panel_does_not_lie_on_what_was_chosen(opened, which):
    tab, _ = opened(f"{TEXT}\n\n" * 3, width=360, height=740)
    name = tab.locator(".m[data-m]").nth(which)
    name.evaluate("node => node.scrollIntoView({block: 'end', behavior: 'instant'})")
    name.click()
    tab.wait_for_function(
        "node => node.getBoundingClientRect().bottom"
        " < document.getElementById('panel').getBoundingClientRect().top",
        arg=name.element_handle(),
        timeout=3000,
    )
    tab.get_by_role("button", name="Next mention").or_(
        tab.get_by_role("button", name="Show in the text")
    ).click()
    tab.wait_for_function(
        "() => { const found = document.querySelector('.m.chosen').getBoundingClientRect();"
        " const top = document.getElementById('panel').getBoundingClientRect().top;"
        " return found.top >= 0 && found.bottom < top; }",
        timeout=3000,
    )


def test_a_text_from_right_to_left_reads_so(opened):
    tab, _ = opened("عقد الاجتماع في بيروت.\n\nثم في دمشق.", document={"language": "ar"})
    assert tab.locator("article").get_attribute("lang") == "ar"
    for paragraph in tab.locator(".body p").all():
        assert paragraph.evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_offsets_survive_characters_beyond_the_basic_plane(opened):
    text = "\U0001f30d\U0001f30d in Tbilisi and \U0001d400 in Batumi."
    tab, result = opened(text)
    texts = [one.evaluate("node => node.textContent") for one in tab.locator(".m[data-m]").all()]
    assert texts == [link.mention.text for link in result.links]
    assert tab.evaluate("document.querySelector('.body').textContent") == text


def test_of_several_articles_one_is_open(opened_results, linker):
    texts = ["In Yerevan.", "In Tbilisi and Batumi.", "Nowhere."]
    results = [linker(Document(t, f"d{n}", f"Title {n}")) for n, t in enumerate(texts)]
    tab = opened_results(results)
    assert tab.locator("article:visible").count() == 1
    assert tab.locator(".mark").count() == 3
    tab.locator("nav a", has_text="Title 1").click()
    tab.wait_for_selector("#d1:not([hidden])")
    assert tab.locator("article:visible h2").inner_text() == "Title 1"
    assert tab.locator("nav a[aria-current] bdi").all_inner_texts() == ["Title 1"]
    assert tab.locator(".mark").count() == 2
    tab.locator(".document:visible .m[data-m]").first.click()
    assert tab.locator("#panel h2").inner_text() == "Tbilisi"
    tab.locator("nav a", has_text="Title 2").click()
    tab.wait_for_selector("#d2:not([hidden])")
    assert tab.locator(".mark").count() == 0
    assert tab.locator("#panel").is_hidden()
    assert tab.said == []


def test_many_articles_are_found_by_their_title(opened_results, linker):
    results = [linker(Document("In Yerevan.", f"d{n}", f"Title {n}")) for n in range(12)]
    tab = opened_results(results)
    search(tab, "title 11")
    assert titles(tab) == ["All texts", "Title 11"]
    assert "1 of 12 texts" in tab.inner_text("#shown")


THREE = [
    ("Fire in Goris kills two. Help came from Yerevan, and from Yerevan alone.", "a.txt"),
    ("Lavrov flew to Yerevan. Sergey Lavrov met the United Nations in Tbilisi.", "b.txt"),
    ("The ceasefire in Atlantisburgh held, said the United Nations. São Tomé was calm.", "c.txt"),
]


@pytest.fixture
def three(opened_results, linker):
    """The page of three texts, and their results."""

    def make(**options):
        results = [linker(Document(text, name, outlet="The Herald")) for text, name in THREE]
        results[1] = replace(results[1], document=replace(results[1].document, published="2024"))
        return opened_results(results, **options), results

    return make


def test_the_overview_adds_up_all_texts_and_leads_to_where_they_say_it(three):
    tab, results = three()
    assert tab.inner_text("h2#tall") == "What all texts name"
    found = {k.entity for r in results for k in r.links if k.entity}
    places = {entity.name for entity in found if entity.kind is Kind.PLACE}
    assert marks(tab) == sorted(places)
    row = tab.locator(".lists:visible li", has=tab.get_by_role("button", name="Yerevan"))
    assert "3 in 2 texts" in row.inner_text()
    unlinked = tab.locator(".lists:visible section", has_text="Not linked")
    assert "Atlantisburgh" in unlinked.inner_text()
    row.locator(".go").click()
    said = tab.inner_text("#panel")
    assert "Mentioned in 2 texts" in said
    assert "Help came from Yerevan" in said
    assert mark(tab, "Yerevan").evaluate("node => node.classList.contains('chosen')")
    tab.locator("#panel .where .go", has_text="Lavrov").click()
    assert tab.evaluate("location.hash") == "#d1"
    assert tab.locator(".m.chosen").all_inner_texts() == ["Yerevan"]
    assert tab.evaluate("document.activeElement.closest('#panel') !== null")
    tab.go_back()
    tab.locator("h2#tall").wait_for()
    mark(tab, "Goris").click()
    assert "Mentioned in 1 text" in tab.inner_text("#panel")
    assert tab.said == []
    assert tab.evaluate("window.refused") == []


def test_the_list_of_texts_is_whole_and_gone_through(three):
    tab, results = three()
    assert titles(tab) == ["All texts", *(text for text, _ in THREE)]
    about = tab.locator("nav .about").all_inner_texts()
    numbers = [len(result.links) for result in results]
    assert about == [
        f"{sum(numbers)} mentions", f"The Herald · {numbers[0]} mentions",
        f"2024 · The Herald · {numbers[1]} mentions", f"The Herald · {numbers[2]} mentions",
    ]  # fmt: skip
    assert tab.locator("#previous").is_disabled()
    tab.locator("#next").focus()
    for number in range(3):
        tab.keyboard.press("Enter")
        assert tab.locator("article:visible h2").inner_text() == THREE[number][0]
        assert tab.inner_text("#contents [role=status]") == f"{number + 1} of 3"
    assert tab.locator("#next").is_disabled()


def test_a_search_for_a_name_acts_on_text_lists_and_map_and_is_taken_back(three):
    tab, _ = three()
    before = marks(tab)
    said = search(tab, "tbilisi")
    assert "1 of 11 mentions, 1 of 3 texts, 1 place on the map" in said
    assert "“tbilisi” occurs once in the texts" in said
    assert marks(tab) == ["Tbilisi"]
    assert titles(tab) == ["All texts", THREE[1][0]]
    assert tab.locator(".lists:visible .go").all_inner_texts() == ["Tbilisi"]
    tab.press("#query", "Enter")  # leads to where it stands
    assert tab.evaluate("location.hash") == "#d1"
    assert tab.locator(".m[role=button]:visible").all_inner_texts() == ["Tbilisi"]
    assert tab.locator(".m.off:visible").count() > 1
    tab.locator(".m.off", has_text="Yerevan").click()
    assert tab.locator("#panel").is_hidden()
    tab.click("#reset")
    assert tab.inner_text("#shown") == "All is shown again."
    assert tab.evaluate("document.activeElement.id") == "query"
    assert tab.locator(".m.off").count() == 0
    tab.evaluate("location.hash = '#all'")
    tab.locator("h2#tall").wait_for()
    assert marks(tab) == before


def test_a_word_that_is_no_name_picks_its_texts_and_accents_do_not_count(three):
    tab, _ = three()
    search(tab, "CEASEFIRE")
    assert titles(tab) == ["All texts", THREE[2][0]]
    names = tab.locator(".lists:visible .go").all_inner_texts()
    assert "United Nations" in names
    assert "Goris" not in names
    tab.press("#query", "Enter")
    assert tab.evaluate("[...CSS.highlights.get('current')].map(String)") == ["ceasefire"]
    search(tab, "sao tome")
    assert marks(tab) == ["São Tomé"]
    assert tab.evaluate("[...CSS.highlights.get('found')].map(String)") == ["São Tomé"]
    assert "0 of 11 mentions" in search(tab, "<img onerror>")
    assert tab.locator(".mark").count() == 0
    assert tab.said == []


def test_enter_leads_to_names_then_words_then_what_is_inside_of_words(opened_results, linker):
    texts = (
        "It is unparished land.", "All parishes of Goris were asked.",
        "Parishes near Paris said nothing.", "The plaster of paris is dry.",
    )  # fmt: skip
    tab = opened_results([linker(Document(text, str(n))) for n, text in enumerate(texts)])
    assert "“paris” occurs 5 times" in search(tab, "paris")
    visited = []
    for _ in range(5):
        tab.press("#query", "Enter")
        word = tab.evaluate(
            "(() => { const [r] = CSS.highlights.get('current');"
            " const text = r.endContainer.data ?? '', end = r.endOffset;"
            " return r + text.slice(end).match(/^\\p{L}*/u)[0]; })()"
        )
        visited.append((tab.evaluate("location.hash"), word))
    assert visited == [
        ("#d2", "Paris"), ("#d2", "Parishes"), ("#d3", "paris"), ("#d1", "parishes"),
        ("#d0", "parished"),
    ]  # fmt: skip
    assert tab.said == []


def test_filters_by_kind_role_and_probability(opened):
    tab, result = opened(TEXT)
    stops = ".m[role=button]"
    assert tab.locator(stops).count() == len(result.links)
    tab.click(".filters summary")
    tab.uncheck("[name=kind][value=place]")
    tab.locator("#shown", has_text="0 places on the map").wait_for()
    kinds = {k.entity.kind if k.entity else None for k in result.links}
    assert kinds == {Kind.PLACE, Kind.PERSON, Kind.ORGANISATION, None}
    assert tab.locator(f"{stops}.place:not(.unlinked)").count() == 0
    assert tab.locator(f"{stops}.person").count() == 2
    assert tab.locator(".mark").count() == 0
    tab.check("[name=kind][value=place]")
    tab.uncheck("[name=role][value=metonymic]")
    tab.locator("#shown", has_text="7 places on the map").wait_for()
    assert "Russia" not in tab.locator(".lists .go").all_inner_texts()
    assert "Russia" not in marks(tab)
    assert tab.locator("[name=role][value=embedded]").is_hidden()
    tab.click("#reset")
    tab.locator("#least").focus()
    for _ in range(19):
        tab.keyboard.press("ArrowRight")
    assert tab.inner_text("#atleast") == "95 %"
    sure = [k for k in result.links if k.entity is None or k.score >= 0.95]
    assert 0 < len(sure) < len(result.links)
    tab.locator("#shown", has_text=f"Shown: {len(sure)} of").wait_for()
    assert tab.locator(stops).count() == len(sure)
    assert tab.locator("#shown").get_attribute("role") == "status"


def taken(tab, form):
    """What is downloaded."""
    with tab.expect_download() as waited:
        tab.click(f"[data-take={form}]")
    return Path(waited.value.path()).read_text(encoding="utf-8")


def test_the_mentions_are_downloaded_as_the_command_writes_them(opened, tmp_path):
    odd = '\U0001f30d =Paris, "Yerevan"\r\nand 20 km north of Goris. Liverpool beat Chelsea 2-1.'
    tab, result = opened(f"{TEXT}\n\n{odd}", document={"published": "2024-06-12"})
    write([result], tmp_path / "command.csv")
    wanted = list(csv.DictReader((tmp_path / "command.csv").read_text("utf-8").splitlines()))
    rows = list(csv.DictReader(io.StringIO(taken(tab, "csv"), newline="")))
    assert len(rows) == len(result.links) > 12
    for row, line in zip(rows, wanted, strict=True):
        for name in ("lat", "lon", "score", "runner_up_score", "radius_km"):
            assert row.pop(name)[:5] == line.pop(name).removesuffix(".0")[:5]
        assert row == line
    assert tab.said == []
    assert tab.evaluate("window.refused") == []
    assert len(tab.asked) <= 2
    assert all(url.startswith(("file:", "blob:")) for url in tab.asked)


def test_downloads_hold_what_is_shown(three, geojson_rules):
    tab, results = three()
    whole = json.loads(taken(tab, "geojson"))
    assert geojson_rules.broken_rules(whole) == []
    found = {k.entity for r in results for k in r.links if k.entity}
    places = {entity.id for entity in found if entity.kind is Kind.PLACE}
    assert {feature["id"] for feature in whole["features"]} == places
    (yerevan,) = [f for f in whole["features"] if f["properties"]["name"] == "Yerevan"]
    assert (yerevan["properties"]["mentions"], yerevan["properties"]["documents"]) == (
        3, "a.txt,b.txt",
    )  # fmt: skip
    search(tab, "goris")
    (only,) = json.loads(taken(tab, "geojson"))["features"]
    assert only["properties"]["name"] == "Goris"
    rows = list(csv.DictReader(io.StringIO(taken(tab, "csv"))))
    assert [(row["document_id"], row["text"]) for row in rows] == [("a.txt", "Goris")]
    assert "was made" in tab.inner_text("#taken")


def test_no_cell_is_a_formula(opened_results):
    entity = Entity("enrich:x", "@name", Kind.PLACE, "+1", point=Point(lat=1, lon=2))
    link = Link(Mention(0, 4, "=A1!", Kind.PLACE), entity, 0.5)
    tab = opened_results([Result(Document("=A1! here", "-1+1"), (link,))])
    (row,) = csv.DictReader(io.StringIO(taken(tab, "csv")))
    assert (row["document_id"], row["text"], row["name"], row["description"]) == (
        "'-1+1", "'=A1!", "'@name", "'+1",
    )  # fmt: skip


def test_the_map_opens_where_the_story_is_and_points_to_what_lies_far_away(opened):
    tab, _ = opened(TEXT)
    box = tab.locator("#map").bounding_box()
    for name in ("Moscow", "Tbilisi", "Batumi", "Yerevan"):
        x, y = middle(mark(tab, name).locator(".dot"))
        assert box["x"] < x < box["x"] + box["width"]
        assert box["y"] < y < box["y"] + box["height"]
    away = tab.locator(".mark.away:has(.arrow)")
    assert {"Fiji", "Russia"} <= {a.get_attribute("aria-label").split(":")[0] for a in away.all()}
    for one in away.all():
        x, y = middle(one)
        edges = (
            x - box["x"],
            box["x"] + box["width"] - x,
            y - box["y"],
            box["y"] + box["height"] - y,
        )
        assert 0 < min(edges) < 30
    assert "Fiji +1" in tab.locator(".names text").all_text_contents()
    assert "3 places lie outside the view" in tab.inner_text("#mapnote")
    mark(tab, "Fiji").click()
    assert tab.inner_text("#panel h2") == "Fiji"
    painted(tab)
    x, y = middle(mark(tab, "Fiji").locator(".dot"))
    assert box["x"] < x < box["x"] + box["width"]
    tab.locator("#fit").click()
    painted(tab)
    assert tab.locator(".away").count() == 0
    assert tab.locator("#fit").get_attribute("aria-label") == "Show where the story is"


def test_a_text_about_two_places_far_apart_shows_both(opened):
    tab, _ = opened("They flew from Paris to Sydney.")
    assert tab.locator(".mark").count() == 2
    assert tab.locator(".away").count() == 0


def test_a_long_list_shows_its_beginning_and_all_when_asked(opened_results):
    places = [(f"P{n}", n % 80, n % 170, "PPL", 1) for n in range(130)]
    tab = opened_results([places_at(*places)])
    assert tab.locator(".lists .go").count() == 100
    tab.get_by_role("button", name="Show all 130").press("Enter")
    assert tab.locator(".lists .go").count() == 130
    assert tab.evaluate("document.activeElement.textContent") == "P100"


def test_without_its_script_the_page_is_a_text_and_its_lists(opened, browser, tmp_path):
    opened(TEXT)
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((tmp_path / "article.html").as_uri())
    assert tab.locator("#map").is_hidden()
    assert tab.locator(".body").inner_text().startswith("YEREVAN, June 12")
    assert tab.locator(".lists li").count() > 5
    context.close()


def test_skipping_to_the_text_stays_in_it(opened_results, linker):
    results = [linker(Document(f"In {name}.", name)) for name in ("Paris", "Yerevan")]
    tab = opened_results(results)
    tab.evaluate("location.hash = '#d1'")
    tab.locator(".skip").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_function("location.hash === '#text'")
    assert tab.locator(".document:visible").count() == 1
    assert "Yerevan" in tab.locator(".document:visible").inner_text()


@pytest.mark.parametrize("address", ["#d9", "#d99999999999999999999", "#nothing"])
def test_an_address_of_no_text_opens_the_overview(opened_results, linker, tmp_path, address):
    results = [linker(Document(f"In {name}.", name)) for name in ("Paris", "Yerevan")]
    tab = opened_results(results)
    tab.goto("about:blank")
    tab.goto(f"{(tmp_path / 'article.html').as_uri()}{address}")
    tab.wait_for_selector("html[data-ready=true]")
    assert tab.locator(".document:visible").count() == 1
    tab.locator(".lists .go:visible", has_text="Paris").click()
    assert "Mentioned in 1 text" in tab.locator("#panel").inner_text()
    assert tab.said == []


def test_a_window_of_another_size_keeps_what_the_reader_has_moved_to(opened):
    tab, _ = opened(TEXT)
    scale = "document.querySelector('#map g').getAttribute('transform').match(/scale\\((.*)\\)/)[1]"
    for _ in range(3):
        tab.locator("#map").press("+")
    painted(tab)
    before = tab.evaluate(scale)
    tab.set_viewport_size({"width": 1400, "height": 900})
    tab.wait_for_timeout(400)
    assert tab.evaluate(scale) == before


def test_the_poles_are_in_sight(opened_results):
    tab = opened_results([places_at(
        ("North", 90.0, 0.0, "PPL", 5.0), ("South", -90.0, 0.0, "PPL", 5.0),
        ("Middle", 0.0, 20.0, "PPL", 5.0),
    )])  # fmt: skip
    box = tab.locator("#map").bounding_box()
    for name in ("North", "South"):
        _, y = middle(mark(tab, name))
        assert box["y"] < y < box["y"] + box["height"]


def test_what_the_map_leaves_out_is_counted(opened_results, linker):
    text = "Yerevan refused. They met in Paris."
    plain = linker(Document(text, "article"))
    assert "left off" not in opened_results([plain]).locator("#mapnote").inner_text()
    some = replace(plain, mapped_roles=frozenset({Role.LITERAL}))
    assert "1 place named" in opened_results([some]).locator("#mapnote").inner_text()


def test_on_paper_the_letters_are_explained(opened):
    tab, _ = opened(TEXT)
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.locator(".legend details").get_attribute("open") is not None


def test_the_keyboard_keeps_its_place_on_a_counted_mark(opened_results):
    spots = [(f"Place {n}", 40.0, 44.0, "PPL", 1.0) for n in range(20)]
    tab = opened_results([places_at(*spots, ("Elsewhere", 50.0, 10.0, "PPL", 1.0))])
    focused = "document.activeElement.getAttribute('class')"
    tab.locator(".pile").focus()
    for key in ("+", "-", "ArrowRight", "ArrowLeft", "Enter", "Enter"):
        tab.keyboard.press(key)
        painted(tab)
        assert tab.evaluate("document.activeElement !== document.body"), key
    assert "20 places on one spot" in tab.locator("#panel").inner_text()
    tab.keyboard.press("Escape")
    assert tab.evaluate(focused) == "pile"


def test_a_mark_that_the_keyboard_comes_to_is_in_sight(opened):
    tab, _ = opened(TEXT)
    tab.locator(".mark[tabindex='0']").focus()
    for _ in range(5):
        tab.keyboard.press("+")
    box = tab.locator("#map").bounding_box()
    for _ in range(6):
        tab.keyboard.press("ArrowRight")
        painted(tab)
        x, y = middle(tab.locator(".mark:focus"))
        assert box["x"] < x < box["x"] + box["width"]
        assert box["y"] < y < box["y"] + box["height"]


@pytest.mark.parametrize("width", [1400, 1000, 360])
def test_no_mark_lies_under_the_buttons_at_first(opened, width):
    tab, _ = opened("They met in Paris, Berlin and Rome.", width=width)
    buttons = [b.bounding_box() for b in tab.locator("#in, #out, #fit").all()]
    for name in ("Paris", "Berlin", "Rome"):
        x, y = middle(mark(tab, name))
        assert not any(
            b["x"] - 4 < x < b["x"] + b["width"] + 4 and b["y"] - 4 < y < b["y"] + b["height"] + 4
            for b in buttons
        )


def test_what_the_text_is_most_about_is_named_however_close_others_lie(opened_results):
    made = places_at(
        ("Amid", 40.0, 44.0, "PPL", 1.0),
        *(
            (f"Beside {lat} {lon}", lat, lon, "PPL", 1.0)
            for lat in (34.0, 40.0, 46.0)
            for lon in (36.0, 44.0, 52.0)
            if (lat, lon) != (40, 44)
        ),
        ("Far", 10.0, -60.0, "PPL", 1.0),
    )
    (first,) = made.links[:1]
    often = [replace(first, mention=replace(first.mention, start=n, end=n + 1)) for n in range(6)]
    tab = opened_results([replace(made, links=(*often, *made.links[1:]))], width=360)
    assert "Amid" in tab.locator("#map text.name").all_text_contents()

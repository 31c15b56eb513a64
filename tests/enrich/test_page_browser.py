"""The article page in a browser: what a reader clicks, sees and hears; headless Chromium."""

import re
from dataclasses import replace

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
    assert areas == tab.locator(".ring").count() > 0
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


def test_every_marker_is_in_sight_at_first(opened):
    tab, _ = opened(TEXT)
    box = tab.locator("#map").bounding_box()
    for one in tab.locator(".mark").all():
        x, y = middle(one.locator(".dot"))
        assert box["x"] <= x <= box["x"] + box["width"]
        assert box["y"] <= y <= box["y"] + box["height"]


def test_across_the_antimeridian_the_map_does_not_span_the_world(opened_results):
    tab = opened_results(
        [
            places_at(
                ("A", -18, 178, "PPL", 1), ("B", -14, -171, "PPL", 1), ("C", 66, -179, "PPL", 1)
            )
        ]
    )
    (ax, _), (bx, _), (cx, _) = (middle(mark(tab, name).locator(".dot")) for name in "ABC")
    assert ax < cx < bx
    world = tab.evaluate("document.querySelector('#world').getBoundingClientRect().width")
    assert bx - ax == pytest.approx(world * 11 / 360, rel=0.02)


def test_a_ring_has_its_true_radius(opened_results):
    tab = opened_results([places_at(("Area", 60, 20, "ADM1", 500), ("B", 60, 30, "PPL", 1))])
    ring = tab.locator(".ring .edge").bounding_box()
    (ax, _), (bx, _) = (middle(mark(tab, name).locator(".dot")) for name in ("Area", "B"))
    km_a_pixel = 10 * 111.195 * 0.5 / (bx - ax)  # ten degrees at 60 degrees north
    assert ring["width"] * km_a_pixel == pytest.approx(1000, rel=0.02)
    assert ring["height"] / ring["width"] == pytest.approx(1, rel=0.05)


def test_a_ring_around_a_pole_goes_around_the_world_once(opened_results):
    tab = opened_results([places_at(("Ice", -84, 10, "CONT", 2000), ("B", -60, 30, "PPL", 1))])
    width = "document.querySelector('{}').getBBox().width"
    assert tab.evaluate(width.format(".ring .edge")) == pytest.approx(360, abs=0.1)
    assert tab.evaluate(width.format(".ring .inside")) == pytest.approx(360, abs=0.1)


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
    ("width", "scheme"), [(1400, "light"), (1400, "dark"), (360, "light"), (360, "dark")]
)
def test_no_axe_violation_of_level_a_or_aa(opened_results, linker, width, scheme, several):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    texts = [TEXT] * 12 if several else [TEXT]
    results = [linker(Document(text, f"d{n}")) for n, text in enumerate(texts)]
    tab = opened_results(results, width=width, color_scheme=scheme)
    levels = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    before = axe.Axe().run(tab, options=levels).response["violations"]
    tab.locator(".legend summary").click()
    tab.locator("footer summary").click()
    tab.locator(".m[data-m]").nth(3).click()
    after = axe.Axe().run(tab, options=levels).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in [*before, *after]] == []
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
    assert tab.locator(".mark").count() == 1
    tab.locator("nav a", has_text="Title 1").click()
    tab.wait_for_selector("#d1:not([hidden])")
    assert tab.locator("article:visible h2").inner_text() == "Title 1"
    assert tab.locator("nav a[aria-current]").inner_text() == "Title 1"
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
    tab.locator("nav input").fill("title 11")
    assert tab.locator("nav li:visible").all_inner_texts() == ["Title 11"]


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
def test_an_address_of_no_text_opens_the_first(opened_results, linker, tmp_path, address):
    results = [linker(Document(f"In {name}.", name)) for name in ("Paris", "Yerevan")]
    tab = opened_results(results)
    tab.goto("about:blank")
    tab.goto(f"{(tmp_path / 'article.html').as_uri()}{address}")
    tab.wait_for_selector("html[data-ready=true]")
    assert tab.locator(".document:visible").count() == 1
    tab.locator(".m[data-m]:visible").first.click()
    assert "Paris" in tab.locator("#panel").inner_text()
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

"""The pages of a service in a browser: what a reader does with the form; headless Chromium."""

import shutil

import pytest

playwright = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
)
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium: Debian package chromium")

EVIL = """Talks in Yerevan and Tbilisi. </script><script>window.evil=1</script>
<img src=x onerror="window.evil=1"> "><svg onload=window.evil=1>"""
WATCHED = """window.refused = []; document.addEventListener("securitypolicyviolation",
    (event) => window.refused.push(event.violatedDirective));"""


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def tab(browser, service):
    """A tab at the form; what it asked for and complained of is kept."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{service.port}")
    opened = context.new_page()
    opened.said, opened.asked = [], []
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.add_init_script(WATCHED)
    opened.goto("/")
    yield opened
    context.close()


def check_quiet(tab, service):
    """Nothing was refused by the policy, nothing asked for elsewhere."""
    assert tab.evaluate("window.refused") == []
    assert [said for said in tab.said if "favicon" not in said and "404" not in said] == []
    assert all(url.startswith(f"http://127.0.0.1:{service.port}/") for url in tab.asked)


def test_a_text_becomes_its_page_with_map_and_reasons(tab, service):
    tab.fill("#text", "YEREVAN – Talks between Ankara and Yerevan were held in Batumi.")
    tab.fill("#title", "Talks")
    tab.click("#send")
    tab.wait_for_selector("html[data-ready=true]", timeout=20_000)
    assert tab.title() == "Talks"
    assert tab.locator("#map circle, #map path").count() > 5
    tab.click("span.m.place >> text=Batumi")
    assert "Batumi" in tab.inner_text("body")
    check_quiet(tab, service)
    tab.go_back()
    assert tab.is_enabled("#send")


def test_markup_in_a_text_runs_nothing(tab, service):
    tab.fill("#text", EVIL)
    tab.fill("#title", EVIL.replace("\n", " "))
    tab.click("#send")
    tab.wait_for_selector("html[data-ready=true]", timeout=20_000)
    assert tab.evaluate("window.evil") is None
    check_quiet(tab, service)


def test_what_is_wrong_is_announced_and_the_text_stays(tab):
    tab.fill("#text", EVIL)
    tab.fill("#published", "soon")
    tab.click("#send")
    assert "cannot be read as a date" in tab.inner_text("[role=alert]")
    assert tab.input_value("#text") == EVIL
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


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_are_accessible(tab, path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    tab.goto(path)
    found = axe.Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()

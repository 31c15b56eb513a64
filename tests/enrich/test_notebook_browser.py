"""What a notebook shows of a result, in a browser: headless Chromium."""

import shutil

import pytest

playwright = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
)
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium: Debian package chromium")

NOTEBOOK = """<!DOCTYPE html><meta charset="utf-8"><title>A notebook</title>
<style>p { color: rgb(1, 2, 3) } </style><p class="m place">cell 1</p>
<div class="out"></div><p id="text">cell 2</p>
<script>
  window.evil = 0; window.heard = [];
  addEventListener("message", (event) => window.heard.push(event.data));
</script>"""
EVIL = """<img src=x onerror="parent.evil=1"> </script><script>parent.evil=1</script></iframe>
<script>window.evil=1</script>"><svg onload=top.evil=1> in Yerevan and Tbilisi."""


@pytest.fixture
def notebook():
    """A page into which results are put, as a notebook does, and what is said and asked there."""
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 900, "height": 1000})
        tab.said, tab.asked = [], []
        tab.on("console", lambda message: tab.said.append(message.text))
        tab.on("pageerror", lambda error: tab.said.append(str(error)))
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.set_content(NOTEBOOK)
        yield tab
        browser.close()


def shown(tab, result):
    """Put a result on the page, and return its frame."""
    tab.evaluate("html => document.querySelector('.out').innerHTML = html", result._repr_html_())
    frame = tab.frame_locator(".out iframe")
    frame.locator("html[data-ready=true]").wait_for(timeout=20_000)
    return frame


def test_text_and_map_work_in_the_frame(notebook, linker):
    frame = shown(notebook, linker("Talks in Yerevan failed; Tbilisi regrets it."))
    assert frame.locator(".mark").count() == 2
    frame.locator("article .m", has_text="Yerevan").click()
    assert "Yerevan" in frame.locator("#panel").inner_text()
    width = "node => [node.scrollWidth, node.clientWidth]"
    inner, outer = notebook.locator(".out").evaluate(width)
    assert inner <= outer, "nothing scrolls sideways"
    assert not notebook.said
    assert not [url for url in notebook.asked if url.startswith("http")], "nothing is fetched"


def test_a_hostile_text_reaches_nothing_of_the_notebook(notebook, linker):
    frame = shown(notebook, linker(EVIL))
    assert "onerror" in frame.locator("article").inner_text(), "it is text"
    assert notebook.evaluate("window.evil") == 0
    assert notebook.locator("script").count() == 1
    colours = "node => getComputedStyle(node).color"
    assert notebook.locator("p.m").evaluate(colours) == "rgb(1, 2, 3)", "no style leaks"
    reach = "() => { try { return parent.document.title } catch (error) { return error.name } }"
    (inner,) = notebook.frames[1:]
    assert inner.evaluate(reach) == "SecurityError"

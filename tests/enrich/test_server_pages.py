"""The pages of a service: the form, the article page, the endpoints; offline, and safe."""

import re
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

import pytest

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Parts(HTMLParser):
    """What a page loads, and what stands in it."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.inline, self.labels, self.fields, self.alerts = [], [], set(), {}, 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.loads += [given[key] for key in ("src", "href", "action") if given.get(key)]
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        if tag in {"script", "style"} and "src" not in given:
            self.inline.append(tag)
        if tag == "label":
            self.labels.add(given["for"])
        if tag in {"input", "textarea"}:
            self.fields[given["id"]] = given
        self.alerts += given.get("role") == "alert"


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_loads_only_files_of_the_service(service, path):
    reply = service.get(path)
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    parts = Parts(reply.text)
    assert not parts.inline
    for link in parts.loads:
        full = urljoin(f"http://localhost{path}", link)
        assert full.startswith("http://localhost/"), link
        if not full.endswith("/page"):
            assert service.get(full.removeprefix("http://localhost")).status == 200
    assert "set-cookie" not in reply.headers


def test_files_have_their_types_and_there_are_no_others(service, service_module):
    for name, media in (("page.css", "text/css"), ("form.js", "text/javascript")):
        reply = service.get(f"/static/{name}")
        assert reply.headers["content-type"].startswith(media)
        assert reply.headers["x-content-type-options"] == "nosniff"
    for name in ("form.html", "docs.html", "", "page.css/", "..%2fform.html", "PAGE.CSS"):
        service_module.check_refusal(service.get(f"/static/{name}"), 404)


def test_every_field_of_the_form_has_a_label(service):
    parts = Parts(service.get("/").text)
    assert {*parts.fields} == parts.labels == {"text", "title", "published"}


def test_the_form_shows_the_article_page(service):
    given = {"text": "Talks in Yerevan.\r\n\r\nThen Batumi.", "title": "Talks", "published": "2024"}
    reply = service.post("/page", urlencode(given), FORM)
    assert reply.status == 200
    assert "<title>Talks</title>" in reply.text
    assert re.search('class="m place"[^>]*>Batumi<', reply.text)
    header = reply.headers["content-security-policy"]
    inside = re.search('http-equiv="Content-Security-Policy" content="([^"]+)"', reply.text)[1]
    assert header == f"{inside}; frame-ancestors 'none'"
    assert "unsafe" not in header
    assert "sha256-" in header


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({"text": " "}, 422, "is empty"),
        ({}, 422, "is empty"),
        ({"text": "Talks in Goris.", "published": "soon"}, 422, "cannot be read as a date"),
        ({"text": "Goris " * 40_000}, 413, "the limit is 200,000"),
    ],
)
def test_what_is_wrong_is_said_in_the_form_which_stays_filled_in(service, given, status, said):
    reply = service.post("/page", urlencode(given), FORM)
    assert reply.status == status
    assert said in reply.text
    assert Parts(reply.text).alerts == 1
    assert given.get("text", "").strip() in reply.text


def test_markup_in_a_form_is_text(service):
    odd = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(2)>'
    given = {"text": " ", "title": odd, "published": odd}
    reply = service.post("/page", urlencode(given), FORM)
    assert reply.status == 422
    assert "<script>alert" not in reply.text
    assert "<img" not in reply.text
    assert not Parts(reply.text).inline
    shown = service.post("/page", urlencode({"text": f"Talks in Goris. {odd}", "title": odd}), FORM)
    assert "<script>alert" not in shown.text
    assert "<img" not in shown.text


def test_the_endpoints_of_openapi_are_on_the_page(service):
    text = service.get("/docs").text
    for path, methods in service.get("/openapi.json").json["paths"].items():
        for method, told in methods.items():
            assert f"{method.upper()} {path}" in text
            for parameter in told.get("parameters", []):
                assert f"<code>{parameter['name']}</code>" in text


def test_a_form_that_is_none(service, service_module):
    for body, headers, status in (
        ("text=%ff%fe", FORM, 422),
        ("&".join(f"a{n}=1" for n in range(100)), FORM, 422),
        ("text=ä".encode("latin-1"), FORM, 422),
        ("text=x", {"Content-Type": "multipart/form-data; boundary=x"}, 415),
    ):
        service_module.check_refusal(service.post("/page", body, headers), status)

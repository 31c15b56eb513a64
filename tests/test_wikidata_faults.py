"""The web server that stands in for Wikidata fails as told; its geocoders answer as real ones."""

import json

import pytest
import urllib3


@pytest.fixture(scope="module")
def w(wikidata_server):
    return wikidata_server


@pytest.fixture
def site(w):
    places = [
        w.Place(
            "Zaritap", 39.63732, 45.51162, names=("Զառիթափ",), address="Vayots Dzor, Armenia",
            country="AM", osm=("node", 7), tags={"wikidata": "Q554368"},
        ),
        w.Place("Ger", 48.68167, -0.78861, country="FR", importance=0.4, osm=("relation", 8)),
        w.Place("Ger", 43.25306, -0.05167, country="FR", importance=0.35, confidence=0.6),
    ]  # fmt: skip
    server, site = w.serve_wikidata(w.load_items(w.OWN_ITEMS), places=places)
    yield site
    w.close(server)


@pytest.fixture
def http():
    with urllib3.PoolManager(retries=False) as pool:
        yield pool


def status_and_body(http, site, timeout: float = 5.0):
    at = f"{site.api}?action=wbgetentities&ids=Q5&format=json"
    reply = http.request("GET", at, timeout=timeout, redirect=False)
    return reply.status, reply.data, reply.headers


def test_faults_come_in_turn_and_the_last_stays(w, site, http):
    site.faults["/w/api.php"] = [w.faults.busy(429, 7), w.faults.busy(503, 9, as_date=True)]
    site.faults["wbgetentities"] = [w.faults.answers(500), w.faults.well]
    assert [status_and_body(http, site)[0] for _ in range(3)] == [500, 200, 200]
    del site.faults["wbgetentities"]
    replies = [status_and_body(http, site) for _ in range(3)]
    assert [status for status, *_ in replies] == [429, 503, 503]
    assert replies[0][2]["Retry-After"] == "7"
    assert replies[1][2]["Retry-After"].endswith("GMT")


def test_bodies_are_spoilt_in_each_way(w, site, http):
    faults, bodies = w.faults, {}
    for name in ("half", "empty", "misshapen", "wrong_bytes"):
        site.faults["wbgetentities"] = [getattr(faults, name)]
        status, bodies[name], _ = status_and_body(http, site)
        assert status == 200
    assert bodies["empty"] == b""
    assert type(json.loads(bodies["misshapen"])["entities"]) is list
    for name in ("half", "wrong_bytes"):
        with pytest.raises(ValueError, match=r"codec|delimiter|Unterminated|Expecting"):
            json.loads(bodies[name])
    site.faults["wbgetentities"] = [faults.deep()]
    with pytest.raises(RecursionError):
        json.loads(status_and_body(http, site)[1])
    site.faults["wbgetentities"] = [faults.gzip_bomb(2)]
    assert len(status_and_body(http, site)[1]) == (2 << 20) + 1
    for code in ("ratelimited", "readonly", "internal_api_error_DBQueryError"):
        site.faults["wbgetentities"] = [faults.error(code)]
        assert json.loads(status_and_body(http, site)[1])["error"]["code"] == code
    site.faults["wbgetentities"] = [faults.sends([1, 2]), faults.sends(42), faults.page()]
    assert [status_and_body(http, site)[1][:6] for _ in range(3)] == [b"[1, 2]", b"42", b"<!DOCT"]


def test_connections_break_stall_and_lead_elsewhere(w, site, http):
    faults = w.faults
    for fault in (faults.hangs_up, faults.breaks_after(20), faults.announces(10_000)):
        site.faults["wbgetentities"] = [fault]
        with pytest.raises(urllib3.exceptions.HTTPError):
            status_and_body(http, site)
    site.faults["wbgetentities"] = [faults.slow(0.6), faults.well]
    with pytest.raises(urllib3.exceptions.ReadTimeoutError):
        status_and_body(http, site, timeout=0.1)
    site.faults["wbgetentities"] = [faults.dribbles(0.001, 500)]
    assert b"Q5" in status_and_body(http, site)[1]
    for fault, target in (
        (faults.elsewhere(), "http://localhost:"),
        (faults.elsewhere("https"), "https://localhost:"),
        (faults.elsewhere("file"), "file:///"),
        (faults.circles, "/w/api.php?action="),
    ):
        site.faults["wbgetentities"] = [fault]
        status, _, headers = status_and_body(http, site)
        assert status == 302
        assert headers["Location"].startswith(target)


def test_an_endless_body_ends_when_the_client_goes(w, site, http):
    site.faults["wbgetentities"] = [w.faults.endless]
    at = f"{site.api}?action=wbgetentities&ids=Q5&format=json"
    reply = http.request("GET", at, preload_content=False)
    assert len(reply.read(1 << 20)) == 1 << 20
    reply.close()
    del site.faults["wbgetentities"]
    assert status_and_body(http, site)[0] == 200


def test_an_address_may_be_too_long_and_a_path_unknown(site, http):
    assert http.request("GET", f"{site.sparql}?query={'x' * 9000}").status == 414
    assert http.request("GET", f"{site.url}/elsewhere").status == 404
    page = http.request("GET", f"{site.api}?action=wbgetentities&ids=Q5")
    assert page.headers["Content-Type"].startswith("text/html")


# ------------------------------------------------------------------------------- geocoders


def get(http, at: str, **parameters: str):
    reply = http.request("GET", at, fields=parameters)
    assert "json" in reply.headers["Content-Type"]
    return reply.status, reply.json()


def test_nominatim_answers_a_list_and_a_bounded_viewbox_bounds_it(site, http):
    _, found = get(http, site.nominatim, q="զառիթափ", format="jsonv2", extratags="1")
    assert found[0].items() >= {
        "osm_type": "node", "osm_id": 7, "lat": "39.6373200", "lon": "45.5116200",
        "category": "place", "type": "village", "addresstype": "village", "name": "Zaritap",
        "display_name": "Zaritap, Vayots Dzor, Armenia", "extratags": {"wikidata": "Q554368"},
    }.items()  # fmt: skip
    south, north, west, east = map(float, found[0]["boundingbox"])
    assert south < 39.63732 < north
    assert west < 45.51162 < east
    asked = {"q": "Ger", "format": "jsonv2", "viewbox": "1,44,-1,43"}
    _, found = get(http, site.nominatim, **asked)
    assert [place["lat"][:2] for place in found] == ["43", "48"]
    _, found = get(http, site.nominatim, bounded="1", **asked)
    assert [place["lat"][:2] for place in found] == ["43"]
    _, found = get(http, site.nominatim, q="Zaritap, Armenia", countrycodes="fr")
    assert found == []
    assert get(http, site.nominatim, q=" ")[0] == 400


def test_photon_answers_features_within_the_bbox(site, http):
    _, found = get(http, site.photon, q="Ger", bbox="-1,48,0,49", limit="5")
    assert found["type"] == "FeatureCollection"
    (feature,) = found["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-0.78861, 48.68167]}
    assert feature["properties"].items() >= {
        "osm_type": "R", "osm_id": 8, "osm_key": "place", "osm_value": "village",
        "countrycode": "FR", "name": "Ger",
    }.items()  # fmt: skip
    west, north, east, south = feature["properties"]["extent"]
    assert (west < east, south < north) == (True, True)
    assert get(http, site.photon, q="Nowhere")[1]["features"] == []
    assert get(http, site.photon, q="Ger", format="json")[0] == 400


def test_pelias_answers_features_within_the_rectangle(site, http):
    sides = {"min_lon": "-1", "min_lat": "43", "max_lon": "0", "max_lat": "44"}
    bounds = {f"boundary.rect.{side}": value for side, value in sides.items()}
    _, found = get(http, site.pelias, text="Ger", size="3", layers="locality", **bounds)
    (feature,) = found["features"]
    assert feature["properties"] == {
        "id": "1", "gid": "whosonfirst:locality:1", "layer": "locality", "source": "whosonfirst",
        "source_id": "1", "country_code": "FR", "name": "Ger", "confidence": 0.6,
        "match_type": "fallback", "accuracy": "centroid", "label": "Ger",
    }  # fmt: skip
    assert len(feature["bbox"]) == len(found["bbox"]) == 4
    del bounds["boundary.rect.max_lat"]
    status, refused = get(http, site.pelias, text="Ger", **bounds)
    assert status == 400
    assert refused["geocoding"]["errors"]


def test_geocoders_are_counted_and_fail_as_told(w, site, http):
    site.faults["/search"] = [w.faults.misshapen, w.faults.busy(503)]
    assert type(get(http, site.nominatim, q="Ger")[1]) is dict
    assert http.request("GET", site.nominatim, fields={"q": "Ger"}).status == 503
    site.faults["/api"] = [w.faults.misshapen]
    assert get(http, site.photon, q="Ger")[1] == {"type": "FeatureCollection"}
    assert site.counts() == {"/search": 2, "/api": 1}
    assert site.requests[0].parameters == {"q": "Ger"}


def test_a_mistake_of_the_server_itself_fails_the_test(w, http):
    server, site = w.serve_wikidata()
    site.places = None
    with pytest.raises(urllib3.exceptions.HTTPError):
        http.request("GET", site.photon, fields={"q": "Ger"})
    with pytest.raises(AssertionError, match="NoneType"):
        w.close(server)

"""Geocoders: what is asked, what is made of the answers, and what is not believed."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

import pytest
from geopy.adapters import BaseSyncAdapter
from geopy.extra import rate_limiter
from geopy.geocoders import Nominatim
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.errors import BudgetSpent, InputError, ServiceError
from gazetteer.geocoding import PROVIDERS, Geocoder
from gazetteer.net.asking import Asker, Budget
from gazetteer.net.cache import Cache
from gazetteer.regions import Box

YEREVAN = Box(40.0, 44.3, 40.4, 44.7)
FIJI = Box(-19.0, 177.0, -16.0, -178.0)
PATHS = {"nominatim": "/search", "photon": "/api", "pelias": "/v1/search"}
TEXTS = {"nominatim": "q", "photon": "q", "pelias": "text"}


@pytest.fixture(scope="module")
def server(wikidata_server):
    return wikidata_server


@pytest.fixture
def site(server, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    places = [
        server.Place("Abovyan Street", 40.19, 44.52, kind="street", country="am",
                     address="Yerevan, Armenia", osm=("way", 7), importance=0.2,
                     tags={"wikidata": "Q2819830"}),
        server.Place("Abovyan Street", 48.0, 2.0, kind="street", country="fr", osm=("way", 8)),
        server.Place("Vunisea", -19.0, 178.2, country="fj", osm=("node", 9)),
        server.Place("Waiyevo", -16.8, -179.98, country="fj", osm=("node", 10)),
        server.Place("Wairiki", -16.8, 179.98, country="fj", osm=("node", 11), names=("Bay",)),
        server.Place("Somosomo", -16.77, -179.97, country="fj", osm=("node", 12), names=("Bay",)),
    ]  # fmt: skip
    running, found = server.serve_wikidata((), places=places)
    yield found
    server.close(running)


def geocoder(site, provider="nominatim", cache=None, **options):
    asker = Asker(contact="map-desk@example.org", sleep=lambda _: None)
    return Geocoder(provider, site.url, asker, cache, seconds_between=0.0, **options)


def sent(site, server, provider, answer, **asked):
    """What a geocoder makes of an answer."""
    site.faults[PATHS[provider]] = [server.faults.sends(answer)]
    return geocoder(site, provider).geocode("Somewhere", **asked)


ENTRIES = {
    "nominatim": {"lat": "40.5", "lon": "44.5", "name": "Aragyugh", "osm_type": "node",
                  "osm_id": 5},
    "photon": {"geometry": {"type": "Point", "coordinates": [44.5, 40.5]},
               "properties": {"name": "Aragyugh"}},
    "pelias": {"geometry": {"type": "Point", "coordinates": [44.5, 40.5]},
               "properties": {"name": "Aragyugh"}},
}  # fmt: skip
NOMINATIM = ENTRIES["nominatim"]


def listed(provider, entries):
    return list(entries) if provider == "nominatim" else {"features": list(entries)}


# ------------------------------------------------------------------------- what comes back


def test_the_same_place_comes_once_and_no_more_than_five(site, server):
    places = [{**NOMINATIM, "osm_id": number} for number in (1, 1, 2, 3, 4, 5, 6)]
    found = sent(site, server, "nominatim", places)
    assert [place.id[-1] for place in found] == list("12345")


def test_the_order_is_the_geocoders_own(site, server):
    places = [{**NOMINATIM, "osm_id": n, "importance": n / 10} for n in (3, 9, 1)]
    assert [place.id[-1] for place in sent(site, server, "nominatim", places)] == ["3", "9", "1"]


# ------------------------------------------------------------------------- what is asked for


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_street_is_found_in_the_area_and_only_there(site, provider):
    (found,) = geocoder(site, provider).geocode("Abovyan Street", box=YEREVAN)
    assert (found.name, found.provider) == ("Abovyan Street", provider)
    assert (round(found.point.lat, 2), round(found.point.lon, 2)) == (40.19, 44.52)
    assert len(geocoder(site, provider).geocode("Abovyan Street")) == 2


def test_the_area_is_asked_for_as_each_geocoder_takes_it(site):
    for provider in PROVIDERS:
        geocoder(site, provider).geocode("Abovyan Street", box=Box(40.00001, 0.00002, 40.4, 44.7))
    first, second, third = (request.parameters for request in site.requests)
    assert (first["viewbox"], first["bounded"]) == ("0.0,40.0,44.7,40.4", "1")
    assert second["bbox"] == "0.0,40.0,44.7,40.4"
    sides = [
        third[f"boundary.rect.{side}"] for side in ("min_lon", "min_lat", "max_lon", "max_lat")
    ]
    assert sides == ["0.0", "40.0", "44.7", "40.4"]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_lies_outside_is_dropped_whatever_the_server_does(site, server, provider):
    entries = listed(provider, [ENTRIES[provider]])
    assert sent(site, server, provider, entries)
    assert sent(site, server, provider, entries, box=YEREVAN) == ()
    assert sent(site, server, provider, entries, box=FIJI) == ()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_area_across_the_antimeridian_is_asked_for_in_halves(site, provider):
    found = geocoder(site, provider).geocode("Bay", box=FIJI)
    assert {place.name for place in found} == {"Wairiki", "Somosomo"}
    assert len(site.requests) == 2
    for request in site.requests:
        sides = next(v.split(",") for k, v in (
            *request.pairs, ("boundary.rect", ",".join(
                request.parameters.get(f"boundary.rect.{side}", "")
                for side in ("min_lon", "min_lat", "max_lon", "max_lat"))),
        ) if k in {"viewbox", "bbox", "boundary.rect"})  # fmt: skip
        west, east = float(sides[0]), float(sides[2])
        assert 0 < east - west < 4


def test_the_antimeridian_itself_lies_on_both_sides(site, server):
    on_it = [{**NOMINATIM, "lat": "-17", "lon": lon, "osm_id": n}
             for n, lon in ((1, "180"), (2, "-180.0"))]  # fmt: skip
    for box in (FIJI, Box(-19.0, 177.0, -16.0, 180.0), Box(-19.0, -180.0, -16.0, -178.0)):
        assert len(sent(site, server, "nominatim", on_it, box=box)) == 2


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_country_is_a_bound(site, provider):
    (found,) = geocoder(site, provider).geocode("Abovyan Street", country="FR")
    assert (found.country, round(found.point.lat)) == ("FR", 48)
    sent_ = {**site.requests[0].parameters}
    assert sent_.get("countrycodes", sent_.get("boundary.country", "fr")).lower() == "fr"


def test_a_country_that_is_none_and_a_language_that_is_none_do_not_reach_the_server(site):
    assert geocoder(site).geocode("Vunisea", country="F&q=x", language="en&q=x")
    assert "countrycodes" not in site.requests[0].parameters
    assert site.requests[0].parameters["accept-language"] == "en"


def test_photon_is_asked_in_the_languages_that_it_speaks(site):
    """It answers 400 to the others."""
    for language in ("de", "hy", None):
        geocoder(site, "photon").geocode("Vunisea", language=language)
    assert [r.parameters.get("lang") for r in site.requests] == ["de", None, "en"]


def test_the_key_is_sent_to_pelias_and_to_no_other(site, tmp_path):
    with Cache(tmp_path / "a.sqlite") as cache:
        for provider in PROVIDERS:
            geocoder(site, provider, cache, api_key="secret-of-mine").geocode("Vunisea")
    assert [r.parameters.get("api_key") for r in site.requests] == [None, None, "secret-of-mine"]
    assert all(b"secret-of-mine" not in path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.parametrize("name", ["", "  ", "\x00", ", ;", "?!", "—"])
def test_a_name_without_a_letter_is_not_asked_for(site, name):
    assert geocoder(site).geocode(name) == ()
    assert not site.requests


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="&=#?%+;/\\'\"<>[]{}\r\n\x00 aä中", max_size=40),
    st.sampled_from(["&q=Paris", "?a=b#c", "%26q%3DParis", "a;b", "q=1&limit=50", "\ud800",
                     "../../etc", "x" * 5000, "[amenity=pub]", "\r\nHost: x"]),
)  # fmt: skip


@pytest.mark.parametrize("provider", PROVIDERS)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=HOSTILE)
def test_a_name_is_the_value_of_one_parameter(site, provider, name):
    site.forget()
    asks = geocoder(site, provider)
    asks.geocode("A")
    asks.geocode(f"A{name}")
    plain, request = site.requests
    assert request.path == plain.path == PATHS[provider]
    own = TEXTS[provider]
    assert [k for k, _ in request.pairs] == [k for k, _ in plain.pairs]
    others = [[(k, v) for k, v in r.pairs if k != own] for r in (request, plain)]
    assert others[0] == others[1]
    value = request.parameters[own]
    assert value == " ".join(value.split())
    assert len(value) <= 200
    assert "".join(c for c in f"A{name}" if c.isalnum()).startswith(
        "".join(c for c in value if c.isalnum())
    )


def test_what_is_sent_is_what_geopy_asks_for(site):
    geocoder(site).geocode("Abovyan & Street", box=YEREVAN, country="AM", language="hy")
    made = []

    class Adapter(BaseSyncAdapter):
        def __init__(self, **_):
            pass

        def get_json(self, url, **_):
            made.append(url)
            return []

        def get_text(self, url, **_):
            raise AssertionError(f"{url}: geopy asks for JSON alone")

    asked = Nominatim(user_agent="a test", adapter_factory=Adapter)
    asked.geocode(
        "Abovyan & Street", exactly_one=False, limit=10, viewbox=((40.0, 44.3), (40.4, 44.7)),
        bounded=True, country_codes="am", language="hy", addressdetails=True, extratags=True,
    )  # fmt: skip
    assert list(site.requests[0].pairs) == parse_qsl(urlsplit(made[0]).query)


def test_who_asks_is_told(site):
    geocoder(site).geocode("Vunisea")
    agent = site.requests[0].headers["user-agent"]
    assert agent.startswith("enrich-geo")
    assert "map-desk@example.org" in agent
    assert "geopy" not in agent


# ------------------------------------------------------------------------------- the cache


@pytest.mark.parametrize("provider", PROVIDERS)
def test_answers_are_kept_and_empty_ones_too(site, tmp_path, provider):
    names = ("Vunisea", "Nowhere at all", "Abovyan Street")
    with Cache(tmp_path / "a.sqlite") as cache:
        first = [geocoder(site, provider, cache).geocode(name) for name in names]
        asked = len(site.requests)
        again = [geocoder(site, provider, cache).geocode(name) for name in names]
    assert first == again
    assert first[1] == ()
    assert len(site.requests) == asked == 3


def test_another_question_is_another_answer(site, tmp_path):
    with Cache(tmp_path / "a.sqlite") as cache:
        asks = geocoder(site, cache=cache)
        for asked in ({}, {"box": YEREVAN}, {"box": FIJI}, {"language": "hy"}, {"country": "AM"}):
            asks.geocode("Abovyan Street", **asked)
        geocoder(site, "photon", cache).geocode("Abovyan Street")
    assert len(site.requests) == 7  # Fiji is two


def test_empty_answers_are_kept_for_a_day_and_others_longer(site, tmp_path):
    now = [1e9]
    with Cache(tmp_path / "a.sqlite", clock=lambda: now[0]) as cache:
        asks = geocoder(site, cache=cache, days=10.0)
        counts = []
        for days in (0.0, 0.9, 1.1, 9.0, 10.1):
            now[0] = 1e9 + days * 86_400
            asks.geocode("Vunisea")
            asks.geocode("Nowhere at all")
            counts.append(len(site.requests))
    assert counts == [2, 2, 3, 4, 6]


def test_what_another_version_kept_is_asked_for_anew(site, tmp_path):
    with Cache(tmp_path / "a.sqlite") as cache:
        asks = geocoder(site, cache=cache)
        (found,) = asks.geocode("Vunisea")
        for kept in ([{"id": "x"}], [5], {"a": 1}, 7, None, [{"point": {"lat": 95, "lon": 0}}]):
            cache.get_many = lambda _, keys, kept=kept: dict.fromkeys(keys, kept)
            site.forget()
            assert asks.geocode("Vunisea") == (found,)
            assert len(site.requests) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
def test_errors_are_not_kept(site, server, tmp_path, provider):
    with Cache(tmp_path / "a.sqlite") as cache:
        site.faults[PATHS[provider]] = [server.faults.answers(404), server.faults.well]
        with pytest.raises(ServiceError):
            geocoder(site, provider, cache).geocode("Vunisea")
        assert geocoder(site, provider, cache).geocode("Vunisea")


# ------------------------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("page", "answers with a web page"),
        ("half", "not JSON"),
        ("empty", "not JSON"),
        ("misshapen", "without a list of places"),
        ("wrong_bytes", "not JSON"),
        ("hangs_up", "broke|reached"),
        ("elsewhere", "not followed"),
        ("circles", "from address to address"),
        ("deep", "not JSON"),
    ],
)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_is_no_answer_is_a_service_error(site, server, provider, fault, told):
    made = getattr(server.faults, fault)
    bad = made() if fault in {"page", "elsewhere", "deep"} else made
    site.faults[PATHS[provider]] = [bad]
    with pytest.raises(ServiceError, match=told) as error:
        geocoder(site, provider, api_key="secret").geocode("Vunisea")
    assert "Vunisea" not in str(error.value)
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)
    assert {request.headers["host"] for request in site.requests} == {urlsplit(site.url).netloc}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_server_that_fails_is_asked_again_and_then_left_alone(site, server, provider):
    site.faults[PATHS[provider]] = [server.faults.busy(500)]
    asks = geocoder(site, provider)
    for _ in range(2):
        with pytest.raises(ServiceError, match="answers 500"):
            asks.geocode("Vunisea")
    assert len(site.requests) == 3
    site.forget()
    site.faults[PATHS[provider]] = [server.faults.busy(503), server.faults.well]
    assert geocoder(site, provider).geocode("Vunisea")


@pytest.mark.parametrize("answer", [None, 5, "x", {}, {"error": {"code": 400}}, {"features": {}}])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_answer_without_a_list_is_a_service_error(site, server, provider, answer):
    with pytest.raises(ServiceError, match="without a list of places"):
        sent(site, server, provider, answer)


def test_a_server_that_is_not_there_is_a_service_error(site):
    asks = Geocoder("photon", "http://127.0.0.1:9", Asker(sleep=lambda _: None), seconds_between=0)
    with pytest.raises(ServiceError, match="cannot be reached"):
        asks.geocode("Vunisea")
    assert not site.requests


def test_the_budget_is_kept_and_its_error_is_its_own(site):
    asks = geocoder(site)
    budget = Budget(1, 10.0)
    asks.geocode("Vunisea", budget=budget)
    assert budget.requests_left == 0
    with pytest.raises(BudgetSpent):
        asks.geocode("Waiyevo", budget=budget)
    assert asks.geocode("Waiyevo")


def test_tries_again_cost_as_much(site, server):
    site.faults["/search"] = [server.faults.busy(503)]
    budget = Budget(2, 100.0)
    with pytest.raises(ServiceError):
        geocoder(site).geocode("Vunisea", budget=budget)
    assert (budget.requests_left, len(site.requests)) == (0, 2)


# -------------------------------------------------------------------------------- turns


class Clock:
    """Time that passes where something waits."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(rate_limiter, "default_timer", made)
    monkeypatch.setattr(rate_limiter, "sleep", made.sleep)
    return made


def stamped(times, clock, fault):
    def respond(handler, body):
        times.append(clock.now)
        fault(handler, body)

    return respond


@pytest.mark.parametrize("provider", PROVIDERS)
def test_requests_are_spaced_and_so_are_tries_again(site, server, clock, provider):
    times = []
    faults = [server.faults.busy(503, seconds=0), server.faults.well]
    site.faults[PATHS[provider]] = [stamped(times, clock, fault) for fault in faults]
    asker = Asker(sleep=clock.sleep, clock=clock)
    asks = Geocoder(provider, site.url, asker, seconds_between=7.5)
    for name in ("Vunisea", "Waiyevo"):
        asks.geocode(name)
    asks.geocode("Bay", box=FIJI)
    assert len(times) == 5
    assert times[0] == 100.0
    assert all(b - a >= 7.5 - 1e-6 for a, b in pairwise(times))
    assert times[-1] < 100.0 + 4 * 7.5 + 1e-6


def test_answers_of_the_cache_wait_for_nothing(site, clock, tmp_path):
    with Cache(tmp_path / "a.sqlite") as cache:
        asks = Geocoder("nominatim", site.url, Asker(), cache)
        for _ in range(5):
            asks.geocode("Vunisea")
        assert clock.now == 100.0
        asks.geocode("Waiyevo")
    assert clock.now == 101.0


def test_waiting_counts_as_time_spent_and_a_spent_budget_waits_for_nothing(site, clock):
    asker = Asker(sleep=clock.sleep, clock=clock)
    asks = Geocoder("nominatim", site.url, asker, seconds_between=4.0)
    budget = Budget(5, 5.0, clock=clock)
    asks.geocode("Vunisea", budget=budget)
    asks.geocode("Waiyevo", budget=budget)
    assert budget.seconds_left == pytest.approx(1.0)
    with pytest.raises(BudgetSpent):
        asks.geocode("Wairiki", budget=budget)
    then = clock.now
    with pytest.raises(BudgetSpent):
        asks.geocode("Wairiki", budget=budget)
    assert clock.now == then
    assert len(site.requests) == 2


def test_several_threads_get_each_its_own_answer(site):
    asks = geocoder(site)
    names = ["Vunisea", "Waiyevo", "Wairiki", "Somosomo"] * 8
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(asks.geocode, names))
    assert [places[0].name for places in found] == names


# ------------------------------------------------------------------------------ the address


@pytest.mark.parametrize(
    "url",
    ["", "example.org", "ftp://x.org", "https://x.org?a=b", "https://x.org?", "https://x.org#a",
     "https://", "https://x.org/a b", "https://x.org:99999", "https://x.org:0", "http://[::1",
     "https://me:secret@x.org", "https://x.org\n", "https://x\\y.org", "javascript:alert(1)"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(InputError, match="not an address of a geocoder") as error:
        Geocoder("nominatim", url, Asker())
    assert "\n" not in str(error.value)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("before", ["", "/maps/50%25"])
@pytest.mark.parametrize("after", ["", "/", "own"])
def test_an_address_may_have_a_path(site, server, provider, before, after):
    path = before + PATHS[provider]
    site.faults[path] = [server.faults.sends(listed(provider, [ENTRIES[provider]]))]
    given_ = site.url + before + (PATHS[provider] if after == "own" else after)
    found = Geocoder(provider, given_, Asker(), seconds_between=0).geocode("Aragyugh")
    assert [request.path for request in site.requests] == [path]
    assert len(found) == 1


def test_an_unknown_provider_is_refused():
    with pytest.raises(InputError, match="nominatim, photon, pelias"):
        Geocoder("google", "https://example.org", Asker())


@pytest.mark.parametrize("wrong", [{"seconds_between": -1.0}, {"seconds_between": float("nan")},
                                   {"days": float("nan")}, {"days": -1.0}])  # fmt: skip
def test_numbers_that_are_none_are_refused(wrong):
    with pytest.raises(InputError, match="is not a number of 0 or more"):
        Geocoder("photon", "https://example.org", Asker(), **wrong)


def test_geopy_is_loaded_when_a_geocoder_is_made_and_not_before():
    code = (
        "import sys, gazetteer.geocoding as g; from gazetteer.net.asking import Asker\n"
        "before = 'geopy' in sys.modules\n"
        "g.Geocoder('photon', 'https://example.org', Asker())\n"
        "print(before, 'geopy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True"]

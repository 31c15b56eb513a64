"""Asking a live service: patience, limits, and what is not believed."""

import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.errors import BudgetSpent, InputError, ServiceError
from gazetteer.net.asking import PROJECT_URL, Asker, Budget

ASKED = "a name that nobody is to read"


@pytest.fixture
def paused():
    """The pauses that were made."""
    return []


@pytest.fixture
def asker(paused):
    return Asker(sleep=paused.append)


def ask(asker, site, **options):
    return asker.ask(site.api, {"action": "query", "q": ASKED, "format": "json"}, **options)


@pytest.fixture
def fine(wikibase, wikidata_server):
    """A site that answers {"fine": true}; the faults of a test come before."""
    answer = wikidata_server.faults.sends({"fine": True})

    def after(*faults):
        wikibase.faults["query"] = [*faults, answer]
        return wikibase

    return after


def test_an_answer_is_json(asker, fine, paused):
    assert ask(asker, fine()) == {"fine": True}
    assert paused == []


def test_pauses_grow_and_vary(fine, wikidata_server):
    made = []
    for _ in range(6):
        paused = []
        busy = wikidata_server.faults.busy(503)
        asker = Asker(sleep=paused.append, tries=4)
        assert ask(asker, fine(busy, busy, busy)) == {"fine": True}
        made.append(paused)
    assert all(0.5 <= a <= 1.5 and 1 <= b <= 2 and 2 <= c <= 3 for a, b, c in made)
    assert len({a for a, _, _ in made}) > 1


@pytest.mark.parametrize("as_date", [False, True])
def test_a_busy_server_is_left_alone_for_as_long_as_it_wishes(
    fine, wikidata_server, paused, as_date
):
    asker = Asker(sleep=paused.append)
    busy = wikidata_server.faults.busy(429, 7, as_date=as_date)
    assert ask(asker, fine(busy)) == {"fine": True}
    assert 5 <= paused[0] <= 7.2


def test_a_date_in_the_past_is_no_reason_to_wait(fine, wikidata_server, paused):
    past = format_datetime(datetime.now(UTC) - timedelta(days=3), usegmt=True)
    asker = Asker(sleep=paused.append)
    answers = wikidata_server.faults.answers(503, {"Retry-After": past})
    assert ask(asker, fine(answers)) == {"fine": True}
    assert paused[0] < 1


def test_who_wishes_too_long_a_pause_is_given_up_at_once(fine, wikidata_server, asker, paused):
    site = fine(wikidata_server.faults.busy(429, 3600))
    with pytest.raises(ServiceError, match="429"):
        ask(asker, site)
    assert paused == []
    assert len(site.requests) == 1


def test_a_service_that_failed_rests_and_is_asked_again_later(fine, wikidata_server):
    now = [0.0]
    asker = Asker(sleep=lambda _: None, clock=lambda: now[0])
    bad = wikidata_server.faults.busy(503)
    site = fine(bad, bad, bad, bad, bad, bad)
    for _ in range(5):
        with pytest.raises(ServiceError):
            ask(asker, site)
    assert len(site.requests) == 3
    now[0] = 61.0
    with pytest.raises(ServiceError):
        ask(asker, site)
    assert len(site.requests) == 6
    now[0] = 122.0  # the second rest is longer
    with pytest.raises(ServiceError):
        ask(asker, site)
    assert len(site.requests) == 6
    now[0] = 182.0
    assert ask(asker, site) == {"fine": True}


def test_a_service_that_answers_again_is_trusted_again(fine, wikidata_server):
    now = [0.0]
    asker = Asker(sleep=lambda _: None, clock=lambda: now[0], tries=1)
    bad, well = wikidata_server.faults.busy(503), wikidata_server.faults.sends({"fine": True})
    site = fine(bad, well, bad)
    for answers in (False, True, False, True):  # a minute apart, never two
        if answers:
            assert ask(asker, site) == {"fine": True}
        else:
            with pytest.raises(ServiceError, match="503"):
                ask(asker, site)
            now[0] += 61.0


def test_a_service_rests_for_as_long_as_it_wishes(fine, wikidata_server):
    now = [0.0]
    asker = Asker(sleep=lambda _: None, clock=lambda: now[0])
    site = fine(wikidata_server.faults.busy(429, 3600))
    for now[0] in (0.0, 61.0, 3599.0):
        with pytest.raises(ServiceError, match="429"):
            ask(asker, site)
    assert len(site.requests) == 1
    now[0] = 3601.0
    assert ask(asker, site) == {"fine": True}


def test_a_question_that_is_refused_leaves_the_service_to_others(fine, wikidata_server, asker):
    site = fine(wikidata_server.faults.answers(400))
    with pytest.raises(ServiceError, match="refuses this question"):
        ask(asker, site)
    assert ask(asker, site) == {"fine": True}
    assert len(site.requests) == 2


def test_one_request_at_a_time(wikibase, wikidata_server):
    under_way, most = [0], [0]
    lock = threading.Lock()

    def counted(handler, body):
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        time.sleep(0.02)
        with lock:
            under_way[0] -= 1
        wikidata_server.faults.sends({"fine": True})(handler, body)

    wikibase.faults["query"] = [counted]
    asker = Asker()
    threads = [threading.Thread(target=ask, args=(asker, wikibase)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 1
    assert asker.sent == 8


def test_threads_that_waited_do_not_ask_a_service_that_failed_meanwhile(wikibase, wikidata_server):
    wikibase.faults["query"] = [wikidata_server.faults.busy(503)]
    asker = Asker(sleep=lambda _: time.sleep(0.02))
    errors = []

    def asks():
        try:
            ask(asker, wikibase)
        except ServiceError as error:
            errors.append(error)

    threads = [threading.Thread(target=asks) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(errors) == 6
    assert len(wikibase.requests) == 3


def test_a_service_that_is_gone_for_weeks_is_asked_every_quarter_of_an_hour():
    now = [0.0]
    asker = Asker(sleep=lambda _: None, clock=lambda: now[0], tries=1)
    budget = Budget(2000, float("inf"))

    def ask_in_vain():
        with pytest.raises(ServiceError, match="cannot be reached"):
            asker.ask("http://127.0.0.1:9/", {}, budget=budget)

    for _ in range(1100):
        ask_in_vain()
        now[0] += 901.0
    assert budget.requests_left == 900
    ask_in_vain()
    now[0] += 899.0
    ask_in_vain()
    assert budget.requests_left == 899


@pytest.mark.parametrize("scheme", ["http", "https", "file"])
def test_a_redirect_to_another_host_or_scheme_is_refused(fine, wikidata_server, asker, scheme):
    site = fine(wikidata_server.faults.elsewhere(scheme))
    with pytest.raises(ServiceError, match="not followed") as error:
        ask(asker, site)
    assert ASKED not in str(error.value)
    assert len(site.requests) == 1


def test_a_redirect_to_another_port_is_refused(fine, wikidata_server, asker):
    with pytest.raises(ServiceError, match="not followed"):
        ask(asker, fine(wikidata_server.faults.moved("http://127.0.0.1:9/x")))


def test_a_redirect_on_the_same_host_is_followed(fine, wikidata_server, asker):
    site = fine(wikidata_server.faults.moved("/w/api.php?action=query&format=json"))
    assert ask(asker, site) == {"fine": True}


@pytest.mark.parametrize(
    "name",
    ["half", "empty", "wrong_bytes", "hangs_up", "circles", "endless", "gzip_bomb", "page", "deep"],
)
def test_what_is_no_answer_is_a_service_error(wikibase, wikidata_server, name):
    fault = getattr(wikidata_server.faults, name)
    wikibase.faults["query"] = [fault() if name in {"page", "deep", "gzip_bomb"} else fault]
    with pytest.raises(ServiceError) as error:
        ask(Asker(sleep=lambda _: None), wikibase)
    assert ASKED not in str(error.value)
    assert "\n" not in str(error.value)
    assert len(wikibase.requests) <= 4


def test_a_server_that_dribbles_is_given_up(wikibase, wikidata_server):
    wikibase.faults["query"] = [wikidata_server.faults.dribbles(0.05)]
    begun = time.monotonic()
    with pytest.raises(ServiceError, match=r"slow|reached|broke"):
        ask(Asker(sleep=lambda _: None, timeout_s=0.3, tries=2), wikibase)
    assert time.monotonic() - begun < 10


def test_a_dead_server_costs_three_tries_that_reach_nobody(asker, paused):
    with pytest.raises(ServiceError, match="cannot be reached"):
        asker.ask("http://127.0.0.1:9/w/api.php", {"q": ASKED})
    assert len(paused) == 2
    assert asker.sent == 0


def test_no_answer_is_waited_for_longer_than_a_document_may_cost(wikibase, wikidata_server):
    wikibase.faults["query"] = [wikidata_server.faults.dribbles(0.05)]
    begun = time.monotonic()
    asker = Asker(sleep=lambda _: None, timeout_s=60.0)
    with pytest.raises(BudgetSpent):
        ask(asker, wikibase, budget=Budget(9, 0.4))
    assert time.monotonic() - begun < 10
    # So short a time says nothing of the service: it may be asked for the next document.
    wikibase.faults["query"] = [wikidata_server.faults.sends({"fine": True})]
    assert ask(asker, wikibase) == {"fine": True}


def test_a_service_that_is_silent_for_long_enough_is_left_alone(
    wikibase, wikidata_server, monkeypatch
):
    monkeypatch.setattr("gazetteer.net.http._FAIR_S", 0.2)
    wikibase.faults["query"] = [wikidata_server.faults.dribbles(0.05)]
    asker = Asker(sleep=lambda _: None, timeout_s=60.0)
    for _ in range(2):
        with pytest.raises(ServiceError, match="is slow"):
            ask(asker, wikibase, budget=Budget(9, 2.0))
    assert len(wikibase.requests) == 1


def test_what_several_may_cost_together_is_shared_and_never_more():
    budgets = [Budget(3, 10.0), Budget(0, 5.0), Budget(4, 0.0)]
    together = Budget.of_all(budgets)
    for _ in range(2):
        together.take()
    together.share(budgets)
    assert [b.requests_left for b in budgets] == [2, 2, 1]
    assert sum(b.seconds_left for b in budgets) == pytest.approx(15.0)


def test_a_budget_of_requests_is_kept_by_retries_too(fine, wikidata_server, asker):
    bad = wikidata_server.faults.busy(503)
    site = fine(bad, bad, bad, bad)
    with pytest.raises(ServiceError):
        ask(asker, site, budget=Budget(2, 60.0))
    assert len(site.requests) == 2


def test_a_budget_of_seconds_counts_pauses(fine, wikidata_server):
    now = [0.0]

    def sleep(seconds):
        now[0] += seconds

    asker = Asker(sleep=sleep, clock=lambda: now[0])
    budget = Budget(40, 3.0, clock=lambda: now[0])
    bad = wikidata_server.faults.busy(503, 2)
    with pytest.raises(ServiceError):
        ask(asker, fine(bad, bad, bad), budget=budget)
    assert now[0] <= 3.0


def test_redirects_count(fine, wikidata_server, asker):
    leads = wikidata_server.faults.moved("/w/api.php?action=query&format=json")
    site = fine(leads, leads, leads)
    with pytest.raises(BudgetSpent):
        ask(asker, site, budget=Budget(2, 60.0))
    assert len(site.requests) == 2


def test_a_server_that_eats_all_seconds_is_at_fault_and_rests(fine, wikidata_server):
    now = [0.0]
    asker = Asker(sleep=lambda _: None, clock=lambda: now[0])

    def slow(handler, body):
        now[0] += 20.0
        wikidata_server.faults.busy(503)(handler, body)

    site = fine(slow, slow)
    with pytest.raises(ServiceError, match="503"):
        ask(asker, site, budget=Budget(40, 15.0, clock=lambda: now[0]))
    with pytest.raises(ServiceError, match="503"):  # the next document does not wait for it
        ask(asker, site, budget=Budget(40, 15.0, clock=lambda: now[0]))
    assert len(site.requests) == 1


def test_nothing_is_asked_without_a_budget_left(fine, asker):
    site = fine()
    with pytest.raises(BudgetSpent):
        ask(asker, site, budget=Budget(0, 60.0))
    assert site.requests == []


def test_the_user_agent_says_what_asks_and_who(fine):
    site = fine()
    ask(Asker(contact="map-desk@example.org"), site)
    agent = site.requests[0].headers["user-agent"]
    assert agent.startswith("enrich-geo/")
    assert PROJECT_URL in agent
    assert "map-desk@example.org" in agent


@pytest.mark.parametrize("contact", ["a\r\nX: y", "a\0b", "ä@example.org", "x" * 201, "a\tb"])
def test_a_contact_that_cannot_stand_in_a_header_is_refused(contact):
    with pytest.raises(InputError, match="contact"):
        Asker(contact=contact)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(value=st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_a_parameter_is_data_whatever_it_holds(fine, value):
    site = fine()
    site.forget()
    Asker().ask(site.api, {"action": "query", "q": value, "format": "json"})
    (request,) = site.requests
    assert request.pairs == (("action", "query"), ("q", value), ("format", "json"))

"""A request within the limits of the reconciliation service costs a bounded amount of work."""

import json
import random

import pytest

from enrich import Linker
from enrich.server.reconcile import Reconciler, ReconcileRequest
from enrich.server.reconcile.queries import MOST_QUERIES, MOST_VALUES
from gazetteer.store.fuzzy import KeyFilter

PROPERTIES = ("country", "area", "country_code", "admin1", "admin2")
OF_A_NAME = 1_500_000  # spellings tried for a name of up to twenty letters
OF_A_VALUE = 10_000


@pytest.fixture
def service():
    """One that has looked nothing up yet: what was looked up before costs nothing."""
    with Linker(user_gazetteer="") as linker:
        yield Reconciler(linker)


@pytest.fixture
def tried(monkeypatch):
    """How many spellings have been looked for, a number a look-up."""
    sizes = []
    may_hold = KeyFilter.may_hold

    def counting(held, hashes):
        sizes.append(hashes.size)
        return may_hold(held, hashes)

    monkeypatch.setattr(KeyFilter, "may_hold", counting)
    return sizes


def unheard(letters, seed):
    """A name of two words that nothing is known under."""
    draw = random.Random(seed)
    return "".join(draw.choices("aeiounrtlsmkd", k=letters - 9)).title() + " " + "".join(
        draw.choices("aeiounrtlsmkd", k=8)
    ).title()  # fmt: skip


def batch_of(names, values):
    return {
        f"q{n}": {
            "query": unheard(20, f"name {n}"),
            "properties": [
                {"pid": PROPERTIES[v % len(PROPERTIES)], "v": unheard(24, f"value {n} {v}")}
                for v in range(values)
            ],
        }
        for n in range(names)
    }


def ask(service, batch, status=200):
    reply = service.answer(ReconcileRequest("POST", form={"queries": json.dumps(batch)}))
    assert reply.status == status, reply.body[:300]
    return json.loads(reply.body)


def test_misspelt_names_with_many_misspelt_properties(service, tried):
    ask(service, batch_of(5, 20))
    assert sum(tried) < 5 * OF_A_NAME + 100 * OF_A_VALUE


def test_a_long_name_costs_no_more_than_a_short_one(service, tried):
    long = {"query": unheard(59, 1), "type": "place"}
    ask(service, {"q": long})
    assert 0 < sum(tried) < OF_A_NAME


def test_what_is_asked_twice_is_looked_up_once(service, tried):
    ask(service, batch_of(2, 5))
    once = sum(tried)
    ask(service, batch_of(2, 5))
    assert sum(tried) == once


def test_values_beyond_the_limit_are_refused_unread(service, tried):
    several = [str(number) for number in range(20)]
    asked = [{"pid": "area", "v": several}] * 20
    batch = {f"q{n}": {"query": "Goris", "properties": asked} for n in range(10)}
    line = ask(service, batch, 413)["error"]
    assert "4,000 values" in line
    assert f"{MOST_VALUES:,}" in line
    draft = [
        {"matchType": "property", "propertyId": "area", "propertyValue": several} for _ in range(20)
    ]
    sent = {"queries": [{"conditions": draft}] * 6}
    reply = service.answer(ReconcileRequest("POST", "/1.0-draft/reconcile", body=json.dumps(sent)))
    assert reply.status == 413
    assert not tried


def test_the_limit_of_values_holds_twenty_for_each_query():
    assert MOST_VALUES == 20 * MOST_QUERIES

"""How often the first candidate is right, and a match: over a table drawn from the gazetteer."""

import pytest
from evaluate_reconciliation import cells, columns, count, total

from enrich.server.reconcile import Reconciler


@pytest.fixture(scope="module")
def table(gazetteer):
    found = cells(gazetteer)
    assert len(found) > 120
    return found


@pytest.fixture(scope="module")
def service(linker):
    return Reconciler(linker)


@pytest.fixture(scope="module")
def together(service, table):
    return count(service, columns(table))


def test_what_is_called_a_match_is_one(together):
    found = total(together)
    assert found["matches"] >= 85, together
    assert found["right_matches"] >= 0.98 * found["matches"], together


def test_the_first_candidate_is_right_nearly_always(together):
    found = total(together)
    assert found["right"] >= 0.96 * found["cells"], together


def test_nothing_is_matched_that_is_not_there(together):
    for sort in ("invented", "in the wrong country"):
        assert together[sort]["cells"] > 5
        assert together[sort]["matches"] == 0


def test_a_column_is_matched_no_worse_than_its_cells_alone(service, table, together):
    alone = total(count(service, [[cell] for cell in table]))
    assert total(together)["right"] >= alone["right"]
    assert total(together)["matches"] >= alone["matches"]

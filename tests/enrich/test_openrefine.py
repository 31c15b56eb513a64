"""Clients of the reconciliation API match a column against a running service.

Real OpenRefine (Debian: ``apt-get install openrefine``) fetches coordinates besides; reconciler
(``pip install reconciler``) matches data frames of pandas. Tests of what is absent are skipped.
"""

import csv
import importlib.util
import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from gazetteer.codes import is_country
from gazetteer.model import Kind
from gazetteer.store import Gazetteer

CELLS = 300
COUNTRIES = (
    "Armenia", "France", "Nigeria", "Chile", "India", "Canada", "Samoa", "Poland", "Egypt",
    "Vietnam", "Kenya", "Mexico", "Australia", "Turkey", "Spain", "Georgia", "Brazil", "Ghana",
    "Norway", "Iran", "United States", "China", "United Kingdom", "Ukraine", "Peru", "Japan",
    "Italy", "Sudan", "Cuba", "Fiji",
)  # fmt: skip


@pytest.fixture(scope="module")
def cells():
    """Towns with their countries, drawn by rule: of each country its best-known ones, in turn."""
    with Gazetteer.open() as gazetteer:
        countries = [
            next(
                h.entity for h in gazetteer.lookup(name, Kind.PLACE) if is_country(h.entity.feature)
            )
            for name in COUNTRIES
        ]
        towns = [
            [
                town
                for town in gazetteer.within(country.id, Kind.PLACE)[:60]
                if town.population and (town.feature or "").startswith("PPL")
            ]
            for country in countries
        ]
    drawn = [
        (several[rank], country.name)
        for rank in range(30)
        for several, country in zip(towns, countries, strict=True)
        if rank < len(several)
    ]
    return drawn[:CELLS]


@pytest.fixture(scope="module")
def endpoint(service):
    url = f"http://127.0.0.1:{service.port}/reconcile"
    return {**service.get("/reconcile").json, "url": url}


@pytest.fixture(scope="module")
def refine(tmp_path_factory):
    path = Path(__file__).resolve().parents[1] / "openrefine.py"
    spec = importlib.util.spec_from_file_location("openrefine", path)
    sys.modules["openrefine"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    running = module.OpenRefine(tmp_path_factory.mktemp("refine"))
    yield running
    running.close()


@pytest.mark.skipif(
    shutil.which("openrefine") is None, reason="OpenRefine is not installed (Debian: openrefine)"
)
def test_a_column_is_matched_and_extended(refine, endpoint, cells, record_property):
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(["town", "country"])
    rows.writerows((town.name, country) for town, country in cells)
    project = refine.create("towns", table.getvalue())
    country = {"column": "country", "propertyName": "Country", "propertyID": "country"}
    place = {"id": "place", "name": "Place"}
    refine.reconcile(project, "town", endpoint, type=place, columnDetails=[country])
    found = refine.rows(project)
    assert len(found) == len(cells) == CELLS
    matched = [(row["town id"], town.id) for row, (town, _) in zip(found, cells, strict=True)]
    right = sum(given == meant for given, meant in matched)
    wrong = [pair for pair in matched if pair[0] not in (None, pair[1])]
    record_property("matched", json.dumps({"right": right, "wrong": wrong}))
    assert right >= 0.85 * CELLS
    assert len(wrong) <= 0.01 * CELLS

    properties = [{"id": name, "name": name.title()} for name in ("latitude", "longitude")]
    refine.extend(project, "town", endpoint, properties)
    for row, (town, _) in zip(refine.rows(project), cells, strict=True):
        if row["town id"] == town.id:
            assert float(row["Latitude"]) == pytest.approx(town.point.lat, abs=1e-4)
            assert float(row["Longitude"]) == pytest.approx(town.point.lon, abs=1e-4)


@pytest.mark.filterwarnings("ignore::Warning")  # reconciler writes pandas of some years ago
def test_a_data_frame_is_matched(endpoint, cells, record_property):
    reason = "pip install reconciler, a client of the reconciliation API"
    reconciler = pytest.importorskip("reconciler", reason=reason)
    pandas = pytest.importorskip("pandas")
    by_name = {town.name: (town, country) for town, country in cells}  # it asks for a name once
    frame = pandas.DataFrame(
        {
            "town": [*by_name],
            "country": [country for _, country in by_name.values()],
        }
    )
    told = reconciler.reconcile(
        frame["town"],
        type_id="place",
        property_mapping={"country": frame["country"]},
        reconciliation_endpoint=endpoint["url"],
    )
    matched = {row["input_value"]: row["id"] for row in told.to_dict("records") if row["match"]}
    right = sum(matched.get(name) == town.id for name, (town, _) in by_name.items())
    assert right >= 0.85 * len(by_name)
    record_property(
        "matched", json.dumps({"of": len(by_name), "any": len(matched), "right": right})
    )
    assert len(matched) - right <= 0.01 * len(by_name)

"""Documents linked by Ray, for real: what comes out is what one process gives, whoever dies."""

from importlib.util import find_spec
from tempfile import TemporaryDirectory

import pytest

from enrich import LinkerOptions

if find_spec("ray") is None:  # not imported here: it warns, and leaves threads behind
    pytest.skip("Ray is not installed: pip install 'enrich-geo[ray]'", allow_module_level=True)

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install pyarrow")
from pyarrow import parquet  # noqa: E402

from enrich.batches import link_batches, linked_schema, mentions_of, places_of  # noqa: E402

KEPT = ["n", "section"]


@pytest.fixture(scope="module")
def folder(drive, tmp_path_factory):
    where = tmp_path_factory.mktemp("ray")
    # Ray's own files need a short path, for they are sockets too, and it leaves them there.
    with TemporaryDirectory(prefix="ray", ignore_cleanup_errors=True) as short:
        quiet = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_TMPDIR": short}
        yield drive("on_ray.py", where, HOME=str(where), **quiet)


@pytest.fixture(scope="module")
def alone(corpus):
    """The corpus linked in this process."""

    def linked(options):
        return pa.Table.from_batches(link_batches(corpus.to_batches(), options, keep=KEPT))

    return linked


def test_two_workers_give_what_one_process_gives(folder, corpus, alone, rows_of):
    linked = parquet.read_table(folder / "two_workers.parquet")
    assert linked.schema.equals(linked_schema(corpus.schema, KEPT))
    assert rows_of(linked) == rows_of(alone(LinkerOptions(user_gazetteer="")))
    assert sum(error is not None for error in linked.column("error").to_pylist()) == 6


def test_mentions_and_places_are_flattened_by_ray(folder, alone):
    whole = alone(LinkerOptions(user_gazetteer=""))
    for flat in (mentions_of, places_of):
        wanted, found = flat(whole), parquet.read_table(folder / f"{flat.__name__}.parquet")
        assert found.schema.equals(wanted.schema)
        assert len(found) > 10
        assert sorted(map(str, found.to_pylist())) == sorted(map(str, wanted.to_pylist()))


def test_what_a_linker_has_learnt_goes_with_it(folder, alone, taught, rows_of):
    rows = rows_of(parquet.read_table(folder / "learnt.parquet"))
    assert rows == rows_of(alone(taught))
    assert rows[1]["mentions"][0]["admin1"] == "Texas"


def test_an_actor_that_dies_costs_nothing_and_gives_nothing_twice(folder, alone, taught, rows_of):
    assert (folder / "died").read_text().isdigit()
    assert rows_of(parquet.read_table(folder / "died.parquet")) == rows_of(alone(taught))

"""The notebook of the documentation runs from first to last, and shows what it says."""

import pytest

REASON = "not all of what the notebook needs is there: pip install '.[dev]'"
nbformat = pytest.importorskip("nbformat", reason=REASON)
nbclient = pytest.importorskip("nbclient", reason=REASON)
for library in ("geopandas", "ipykernel", "pandas", "spacy"):
    pytest.importorskip(library, reason=REASON)


@pytest.fixture(scope="module")
def path(root):
    return root / "docs" / "notebooks" / "enrich.ipynb"


def test_it_is_kept_without_outputs(path):
    """They would be true of the version that made them."""
    for cell in nbformat.read(path, as_version=4).cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_it_runs_and_shows_what_it_says(path, package_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(package_path))
    notebook = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()  # a cell that fails is an error
    shown = {
        cell.source.splitlines()[-1]: output
        for cell in notebook.cells
        for output in cell.get("outputs", ())
    }
    assert not [output for output in shown.values() if output.get("name") == "stderr"]
    assert shown["linker"].data["text/plain"] == "<Linker: default options>"
    result = shown["result"].data
    assert result["text/plain"].startswith("<Result 'summit': ")
    assert result["text/html"].startswith("<iframe ")
    tables = [o.data["text/html"] for o in shown.values() if "<table" in str(o.get("data", {}))]
    assert len(tables) == 6
    for name in ("Goris", "Batumi", "country-centroid"):
        assert any(f"<td>{name}</td>" in table for table in tables), name
    printed = "".join(o.text for o in shown.values() if o.output_type == "stream")
    assert "Kapan      GPE   geonames:174875" in printed

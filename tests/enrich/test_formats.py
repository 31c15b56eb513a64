"""The registry of formats: one module and one line add a format, everywhere."""

import io
import pkgutil

import pytest

from enrich import writers
from enrich.formats import FORMATS, Format, Holds, write_to
from gazetteer.errors import OutputError

TEXT = "In Yerevan, Lavrov left for Armenia."
NAMES = """
def write(results, out, *, layer="places", loud=False):
    for result in results:
        for place in result.places:
            out.write((place.name.upper() if loud else place.name) + "\\n")
"""


@pytest.fixture
def names(tmp_path, monkeypatch):
    """A format of somebody else: a file, and a line of the registry."""
    (tmp_path / "a_format_of_names.py").write_text(NAMES)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(FORMATS, "names", Format("a_format_of_names", (".names",), Holds.LAYER))


@pytest.mark.usefixtures("names")
def test_a_format_is_one_module_and_one_line(result_of, tmp_path, run, monkeypatch):
    result_of(TEXT).write(tmp_path / "a.names", loud=True)
    assert (tmp_path / "a.names").read_text() == "YEREVAN\nARMENIA\n"
    out = io.StringIO()
    write_to([result_of(TEXT)], out, format="names")
    assert out.getvalue() == "Yerevan\nArmenia\n"
    with pytest.raises(OutputError, match="names takes no quiet"):
        write_to([result_of(TEXT)], out, format="names", quiet=True)

    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.txt").write_text("He is in Yerevan.")
    ran = run("article.txt", "--format", "names", "--layer", "places")
    assert ran.stdout == "Yerevan\n"
    assert "1 place on the map" in ran.stderr
    refused = run("article.txt", "-o", "b.names", "--excel")
    assert refused.exit_code == 2
    assert "--excel does nothing for names" in refused.stderr


def test_each_module_of_writers_is_a_format():
    modules = {f"enrich.writers.{found.name}" for found in pkgutil.iter_modules(writers.__path__)}
    assert modules == {form.module for form in FORMATS.values()}


@pytest.mark.parametrize("name", FORMATS)
def test_a_layer_is_asked_of_the_formats_that_are_one(name):
    form = FORMATS[name]
    is_any_layer = form.holds is Holds.LAYER and name != "linkedplaces"  # which has places alone
    assert ("layer" in form.takes) is is_any_layer

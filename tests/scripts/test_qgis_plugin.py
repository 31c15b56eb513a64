"""The plugin of QGIS: its zip, its command, and "Places of texts" in real QGIS."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from build_qgis_plugin import FILES, PLUGIN, build

TESTS = Path(__file__).resolve().parent.parent
PYTHON = "/usr/bin/python3"
ENRICH = shutil.which("enrich", path=os.pathsep.join([str(Path(sys.executable).parent)]))


@pytest.fixture(scope="module")
def plugins(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plugins")
    build(folder / "enrich_places.zip")
    with zipfile.ZipFile(folder / "enrich_places.zip") as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def command():
    path = PLUGIN / "command.py"
    spec = importlib.util.spec_from_file_location("enrich_places_command", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def told(plugins, tmp_path_factory):
    """What came out of QGIS."""
    pytest.importorskip("pyogrio", reason="pip install 'enrich-geo[maps]'")
    if ENRICH is None:
        pytest.skip("the command enrich is not beside this Python")
    if not Path(PYTHON).exists():
        pytest.skip("there is no Python of the system that QGIS could belong to")
    out = tmp_path_factory.mktemp("out")
    done = subprocess.run(
        [PYTHON, TESTS / "qgis_plugin.py", plugins, ENRICH, out],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(out)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode == 77:
        pytest.skip("QGIS is not installed (Debian: python3-qgis)")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_zip_holds_the_plugin_and_its_licence(plugins, tmp_path):
    again = tmp_path / "again.zip"
    build(again)
    assert again.read_bytes() == (plugins / "enrich_places.zip").read_bytes()
    with zipfile.ZipFile(again) as archive:
        names = set(archive.namelist())
    assert names == {f"enrich_places/{name}" for name in (*FILES, "LICENSE")}
    assert set(FILES) == {p.name for p in PLUGIN.iterdir() if p.is_file()}


def test_its_version_is_that_of_the_package():
    from importlib.metadata import version

    metadata = (PLUGIN / "metadata.txt").read_text(encoding="utf-8")
    assert f"version={version('enrich-geo')}\n" in metadata


def test_a_table_becomes_styled_layers(told):
    assert told["algorithms"] == ["enrich:placesoftexts"]
    found = told["table"]
    places = found["layers"]["places"]
    assert places["valid"]
    assert places["renderer"] == "RuleRenderer"
    assert places["labels"]
    assert places["names"] == ["Armenia", "Georgia", "Goris", "Kapan"]
    assert places["documents"] == ["7", "8"]
    assert found["results"]["PLACES"] == 4
    assert "1 row has no text; left out" in found["log"]
    assert told["dates"] == ["2024-06-12", ""]


def test_only_what_is_named_as_a_place(told):
    assert "Georgia" not in told["literal"]["layers"]["places"]["names"]


def test_a_file_becomes_layers(told):
    assert told["file"]["layers"]["places"]["names"] == ["Meghri"]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("neither", "Choose either a layer or table with texts, or a file."),
        ("no field", "Choose the field that holds the texts."),
        ("no command", 'pip install "enrich-geo[maps]"'),
        ("bad country", "Nowhere"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(told, case, said):
    assert said in told[case]["error"]
    assert "x.gpkg" not in told["written"]


def test_a_command_that_is_nowhere_says_how_to_install_it(command, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(command.sys, "prefix", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(command.CommandError, match=r"was not found.*pip install"):
        command.find_command()


def test_its_lines_are_passed_on_and_the_last_is_the_error(command):
    lines = []
    program = "import sys; print('one', file=sys.stderr); sys.exit('two')"
    with pytest.raises(command.CommandError, match=r"^two$"):
        command.run_command(sys.executable, ["-c", program], lines.append, lambda: False)
    assert lines == ["one", "two"]


def test_the_command_is_stopped_when_the_user_says_so(command):
    with pytest.raises(command.CommandError, match="Stopped"):
        command.run_command(
            sys.executable, ["-c", "import time; time.sleep(60)"], print, lambda: True
        )

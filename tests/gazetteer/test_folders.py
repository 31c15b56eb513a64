"""Where caches and the user's data lie, on each system."""

import platformdirs
import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from platformdirs.windows import Windows

from gazetteer.net.folders import cache_folder, data_folder

SYSTEMS = {"linux": Unix, "macos": MacOS, "windows": Windows}
FOLDERS = {
    "linux": (".cache/enrich", ".local/share/enrich"),
    "macos": ("Library/Caches/enrich", "Library/Application Support/enrich"),
    "windows": ("AppData/Local/enrich", "AppData/Roaming/enrich"),
}


@pytest.fixture(params=SYSTEMS)
def system(request, tmp_path, monkeypatch):
    """The home of a user without variables of XDG, on one system after the other."""
    monkeypatch.setattr(platformdirs, "PlatformDirs", SYSTEMS[request.param])
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    windows = {
        "CSIDL_LOCAL_APPDATA": str(tmp_path / "AppData" / "Local"),
        "CSIDL_APPDATA": str(tmp_path / "AppData" / "Roaming"),
    }
    monkeypatch.setattr("platformdirs.windows.get_win_folder", windows.__getitem__)
    return request.param


def test_caches_and_data_lie_where_the_system_keeps_them(system, tmp_path):
    caches, data = FOLDERS[system]
    assert cache_folder() == tmp_path / caches
    assert data_folder() == tmp_path / data


@pytest.mark.usefixtures("system")
def test_variables_name_other_folders_on_every_system(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert cache_folder() == tmp_path / "caches" / "enrich"
    assert data_folder() == tmp_path / "data" / "enrich"


def test_a_variable_that_names_no_whole_path_is_ignored(system, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/is/ignored")
    monkeypatch.setenv("XDG_DATA_HOME", "relative/is/ignored")
    caches, data = FOLDERS[system]
    assert cache_folder() == tmp_path / caches
    assert data_folder() == tmp_path / data

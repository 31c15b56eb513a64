"""The examples of the README, and of a guide, are run as written: what they show must come out.

What the pages name must be there: files they link to, paths in the text, names of the library.

``console`` blocks hold commands after ``$ `` and what they print; ``python`` blocks are run whole
and print what the ``text`` block right after them shows. ``...`` stands for any text, white space
does not matter. Other blocks (``sh``, ``html``) are not run here; .ci/run runs the set-up ones.
"""

import doctest
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PAGES = [README, *(ROOT / "docs" / f"{name}.md" for name in ("wrong-link", "library", "recipes"))]
GUIDES = [README, ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md"))]
TREE = ("enrich", "gazetteer", "scripts", "tests")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OPTIONAL = {
    "geodataframe": "geopandas",
    "dataframe": "pandas",
    "pandas": "pandas",
    "spacy": "spacy",
    "import duckdb": "duckdb",
    "datasette": "datasette",
    ".gpkg": "pyogrio",
}
"""What an example needs that has a word in it."""
LENIENT = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Example(NamedTuple):
    page: Path
    name: str
    command: list[str]
    expected: str


def iter_examples(page):
    blocks = list(BLOCK.finditer(page.read_text(encoding="utf-8")))
    for number, block in enumerate(blocks):
        language, body = block.groups()
        if language == "python":
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            shows = following is not None and following[1] == "text"
            yield Example(page, body, [sys.executable, "-c", body], following[2] if shows else "")
        elif language == "console":
            for command in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                line, _, expected = command.partition("\n")
                yield Example(page, line, ["bash", "-euc", line], expected)


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    """An empty directory but for the article that the pages speak of."""
    path = tmp_path_factory.mktemp("readme")
    (path / "tests").mkdir()
    shutil.copytree(README.with_name("tests") / "data", path / "tests" / "data")
    return path


@pytest.fixture(scope="module")
def environment():
    """The commands of the environment under test come first."""
    folder = str(Path(sys.executable).parent)
    return os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"}


@pytest.mark.parametrize(
    "example",
    [example for page in PAGES for example in iter_examples(page)],
    ids=lambda e: f"{e.page.stem}-{e.name.strip()[:50]}",
)
def test_example(example, directory, environment):
    for word, library in OPTIONAL.items():
        if word in example.name.lower():
            pytest.importorskip(library, reason=f"no {library}: pip install '.[dev]'")
    ran = subprocess.run(
        example.command,
        cwd=directory,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stdout
    checker = doctest.OutputChecker()
    if not checker.check_output(example.expected, ran.stdout, LENIENT):
        wanted = doctest.Example(example.name, example.expected)
        pytest.fail(checker.output_difference(wanted, ran.stdout, LENIENT))


def test_readme_has_examples_of_both_sorts_and_the_set_up_blocks():
    commands = [example.command[0] for example in iter_examples(README)]
    assert commands.count(sys.executable) >= 1
    assert commands.count("bash") >= 2
    text = README.read_text(encoding="utf-8")
    for marker in ("<!-- setup:run -->", "<!-- setup:test -->"):
        block = text.partition(marker)[2].lstrip()
        assert block.startswith("```sh\n"), f"{marker} stands before no shell block"
        assert len(block.split("\n```")[0].splitlines()) == 2, f"{marker}: one command expected"


def iter_names(text):
    """Every name of the library in a page: in back-quotes, in imports, in the reference."""
    yield from re.findall(r"`((?:enrich|gazetteer)(?:\.(?!toml`|gaz`)\w+)+)`", text)
    imports = re.compile(r"^ *from ((?:enrich|gazetteer)\b[.\w]*) import (.+)$", re.MULTILINE)
    for module, names in imports.findall(text):
        yield from (f"{module}.{name}" for name in re.findall(r"\w+", names))
    for name, options in re.findall(r"^::: ([.\w]+)\n((?: .*\n)*)", text, re.MULTILINE):
        _, _, members = options.partition("members:")
        yield from [name, *(f"{name}.{member}" for member in re.findall(r"\w+", members))]


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_names_of_the_library_are_there(page):
    for name in iter_names(page.read_text(encoding="utf-8")):
        pkgutil.resolve_name(name)


@pytest.mark.skipif("ENRICH_TEST_WHEEL" in os.environ, reason="no source tree beside a wheel")
@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_paths_and_modules_are_there(page):
    text = page.read_text(encoding="utf-8")
    for path in re.findall(r"`((?:enrich|gazetteer|scripts|docs|tests)/[^`<\s]*)`", text):
        assert (ROOT / path).exists(), path
    for module in re.findall(r"`(\w+\.py)`", text):
        assert any(next(ROOT.glob(f"{top}/**/{module}"), None) for top in TREE), module


@pytest.mark.skipif("ENRICH_TEST_WHEEL" in os.environ, reason="no source tree beside a wheel")
@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], ids=lambda page: page.stem
)
def test_links_to_files_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target

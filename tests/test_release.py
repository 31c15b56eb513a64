"""What a release is made of names one version, and the same requirements everywhere."""

import re
import tomllib
from datetime import date

import pytest
from packaging.requirements import Requirement


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def load():
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed: pip install pyyaml")
    return lambda path: yaml.safe_load(path.read_text(encoding="utf-8"))


def test_the_changelog_has_the_version_below_what_is_unreleased(root, project):
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    released = re.fullmatch(r"\[(.+)\] - (\d{4}-\d\d-\d\d)", headings[1])
    assert released[1] == project["version"]
    assert date.fromisoformat(released[2])


def test_the_citation_is_of_this_version(root, project, load):
    citation = load(root / "CITATION.cff")
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{citation['version']}] - {citation['date-released']}" in changelog
    holder = re.search(r"Copyright \(c\) \d+ (.+)", (root / "LICENSE").read_text(encoding="utf-8"))
    assert [author["name"] for author in citation["authors"]] == [holder[1]]


def _as_pairs(requirements):
    """Requirements by name, but for Python, each with its bounds in one order."""
    found = {}
    for one in requirements:
        name, _, bounds = one.partition(" ") if " " in one else (one, "", "")
        requirement = Requirement(f"{name}{bounds}")
        found[requirement.name] = {str(bound) for bound in requirement.specifier}
    return found


def test_the_conda_recipe_asks_for_what_the_project_does(root, project, load):
    recipe = load(root / "conda" / "recipe.yaml")
    assert recipe["context"]["version"] == project["version"]
    run = _as_pairs(one for one in recipe["requirements"]["run"] if not one.startswith("python "))
    named = [one.partition(";")[0].strip() for one in project["dependencies"]]
    assert run == {r.name: {str(bound) for bound in r.specifier} for r in map(Requirement, named)}
    build = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]
    host = _as_pairs(
        one
        for one in recipe["requirements"]["host"]
        if one.partition(" ")[0] not in {"python", "pip"}
    )
    assert host == {
        r.name: {str(bound) for bound in r.specifier} for r in map(Requirement, build["requires"])
    }
    (entry,) = recipe["build"]["python"]["entry_points"]
    assert dict([entry.split(" = ")]) == project["scripts"]


@pytest.mark.parametrize("name", ["ci.yml", "release.yml"])
def test_the_workflows_pin_what_they_use_and_ask_for_little(root, load, name):
    path = root / ".github" / "workflows" / name
    if not path.exists():
        pytest.skip("a source distribution has no workflows")
    workflow = load(path)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for job in workflow["jobs"].values():
        assert set(job.get("permissions", {})) <= {"contents", "id-token", "attestations"}
        assert job.get("permissions", {}).get("contents") != "write"
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", step["uses"])
    text = path.read_text(encoding="utf-8")
    assert all(
        re.search(r" # v\d+\.\d+\.\d+$", line) for line in text.splitlines() if "uses:" in line
    )

"""What is installed, what is missing, and the command that fixes it."""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.version import Version

from gazetteer.errors import EnrichError

_OLDEST: Final = (3, 11)
_DISTRIBUTION: Final = "enrich-geo"
EXTRAS: Final = {
    "build": "reads dumps of Wikidata for gazetteers of your own",
    "corpus": "enrich corpus, entities and map; Parquet and archives of web pages as input",
    "dev": "tests and tools to work on enrich itself",
    "docs": "the documentation as pages",
    "geopandas": "results and data frames as GeoDataFrames",
    "gliner": "names found by GLiNER instead of enrich's own tagger",
    "huggingface": "names found by models of Hugging Face instead of enrich's own tagger",
    "maps": "GeoPackage and FlatGeobuf",
    "mcp": "enrich mcp: tools for assistants",
    "pandas": "results as data frames, and the texts of data frames linked",
    "parquet": "GeoParquet",
    "ray": "corpora on Ray Data",
    "server": "enrich serve",
    "spacy": "names found by pipelines of spaCy instead of enrich's own tagger",
    "spark": "corpora on Spark, which also needs Java",
    "train": "training the tagger",
}
"""Each extra of the package and what it is for."""
_MISSING: Final = "not installed"
_MANY: Final = 6  # packages of an extra: from here on they are counted
_REINSTALL: Final = f"pip install --force-reinstall {_DISTRIBUTION}"
SENTENCE: Final = "Russian Foreign Minister Sergei Lavrov flew from Moscow to Yerevan."
"""What the self-test links."""
EXPECTED: Final = ("Yerevan", "Moscow")
"""Mentions that it must find and link."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, what was found, and the step that fixes it, "" when in order."""

    name: str
    detail: str
    remedy: str = ""

    @property
    def ok(self) -> bool:
        """Whether it is in order."""
        return not self.remedy


def checks(gazetteer: Path | None) -> Iterator[Check]:
    """Look at everything the package needs, the cheapest first."""
    yield _python()
    yield from _packages()
    yield from _taggers()
    yield from _extras()
    opened = _gazetteer(gazetteer)
    yield opened
    if opened.ok:
        yield _user_gazetteer(gazetteer)
        yield _self_test(gazetteer)


def _python() -> Check:
    oldest = ".".join(map(str, _OLDEST))
    old = sys.version_info < _OLDEST
    remedy = f"install Python {oldest} or later and make a new environment with it" if old else ""
    return Check("python", f"{platform.python_version()} ({sys.executable})", remedy)


def _packages() -> Iterator[Check]:
    try:
        own = metadata.distribution(_DISTRIBUTION)
    except metadata.PackageNotFoundError:
        yield Check(_DISTRIBUTION, "not installed", "pip install .")
        return
    yield Check(_DISTRIBUTION, own.version)
    for requirement in map(Requirement, own.requires or ()):
        if _is_asked_for(requirement):
            yield _package(requirement)


def _is_asked_for(requirement: Requirement, extra: str = "") -> bool:
    """Whether a package is needed in this environment, by an extra or by none."""
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def _package(requirement: Requirement) -> Check:
    name, asked = requirement.name, requirement.specifier
    fix = f'pip install "{name}{asked}"'
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Check(name, _MISSING, fix)
    oldest = next((each.version for each in asked if each.operator == ">="), None)
    if oldest and Version(version) < Version(oldest):
        return Check(name, f"{version} is older than {oldest}", fix)
    return Check(name, version)


def _taggers() -> Iterator[Check]:
    """The taggers that are registered, and whether the libraries they need are there.

    An extra of a tagger's name says what it needs: nothing heavy is imported to find out.
    """
    from enrich.mentions.taggers.registry import iter_entry_points

    for point in iter_entry_points():
        yield _optional(f"tagger {point.name}", point.dist, point.name, point.value)


def _extras() -> Iterator[Check]:
    """What may be installed besides, what it is for, and whether it is there."""
    from enrich.mentions.taggers.registry import iter_entry_points

    try:
        own = metadata.distribution(_DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return
    shown = {point.name for point in iter_entry_points()}
    for extra in sorted({*own.metadata.get_all("Provides-Extra", ())} - shown):
        yield _optional(f"extra {extra}", own, extra, "")


def _optional(name: str, owner: metadata.Distribution | None, extra: str, value: str) -> Check:
    """Return whether what an extra needs is there; it is not a fault if it is not."""
    is_own = owner is not None and owner.name == _DISTRIBUTION
    if is_own and extra in EXTRAS:
        name = f"{name} ({EXTRAS[extra]})"
    needed = [] if owner is None else _needed(owner.requires or (), extra=extra)
    found = [_package(requirement) for requirement in needed]
    missing = [check.name for check in found if check.detail == _MISSING]
    if missing and owner is not None:
        which = _MISSING if len(missing) == len(found) else f"{', '.join(missing)} {_MISSING}"
        return Check(name, f"optional, {which}: pip install '{owner.name}[{extra}]'")
    versions = [f"{check.name} {check.detail}" for check in found]
    if len(versions) > _MANY:
        versions = [f"all {len(versions)} packages"]
    detail = ", ".join(versions or [f"{owner.name} {owner.version}" if owner else value])
    return Check(name, detail, next((check.remedy for check in found if not check.ok), ""))


def _needed(requirements: Iterable[str], *, extra: str) -> list[Requirement]:
    """Return what an extra adds to what is needed without it."""
    return [
        requirement
        for requirement in map(Requirement, requirements)
        if _is_asked_for(requirement, extra) and not _is_asked_for(requirement)
    ]


def _gazetteer(path: Path | None) -> Check:
    from gazetteer.store import Gazetteer

    try:
        with Gazetteer.open(path) as opened:
            counts = ", ".join(f"{n:,} {kind}" for kind, n in opened.manifest["counts"].items())
            size = opened.path.stat().st_size / 1e6
            detail = (
                f"{opened.path} ({size:.0f} MB, build {opened.build_id}, schema"
                f" {opened.manifest['schema']}, {opened.manifest['built_at']}; {counts})"
            )
    except Exception as error:  # noqa: BLE001 - whatever is broken is reported
        remedy = _REINSTALL if path is None else "give the path of a gazetteer with --gazetteer"
        return Check("gazetteer", _said(error), remedy)
    return Check("gazetteer", detail)


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, EnrichError) else f"{type(error).__name__}: {error}"


def _user_gazetteer(path: Path | None) -> Check:
    from gazetteer.store.user import UserGazetteer, default_user_path, open_gazetteer

    user = UserGazetteer(default_user_path())
    try:
        open_gazetteer(path).close()
        held = len(user.rows())
    except Exception as error:  # noqa: BLE001 - whatever is broken is reported
        remedy = f"correct or remove {user.path}"
        return Check("user gazetteer", _said(error), remedy)
    detail = f"{held} added in {user.path}" if held else f"nothing added yet ({user.path})"
    return Check("user gazetteer", detail)


def _self_test(path: Path | None) -> Check:
    from enrich.pipeline import Linker

    begun = time.perf_counter()
    try:
        with Linker(path, user_gazetteer="") as linker:
            result = linker(SENTENCE)
    except Exception as error:  # noqa: BLE001 - whatever is broken is reported
        return Check("self-test", _said(error), _REINSTALL)
    milliseconds = (time.perf_counter() - begun) * 1000
    linked = {link.mention.text: link.entity.id for link in result.links if link.entity}
    missing = [name for name in EXPECTED if name not in linked]
    if missing:
        detail = f"{', '.join(missing)} not linked in {SENTENCE!r}"
        return Check("self-test", detail, _REINSTALL)
    found = ", ".join(f"{text} = {curie}" for text, curie in linked.items())
    return Check("self-test", f"{found} in {milliseconds:.0f} ms")

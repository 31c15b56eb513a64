"""``enrich gazetteer build``: downloads, the build, and what became of it in a few lines."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

import typer

from enrich.cli.gazetteer.slices import KIND, Asking, slice_folder, slices_named
from enrich.cli.parameters import grouped, option
from enrich.cli.streams import Report, reporting
from enrich.cli.values import code, each, language_code, refuse_other, two_letters
from gazetteer.errors import SourceError
from gazetteer.sources.registry import downloads, kinds, usage

if TYPE_CHECKING:
    from gazetteer.net.transfer import Transfer
    from gazetteer.sources.options import BuildOptions
    from gazetteer.wikidata.slices import Brought

EXAMPLES = """\
enrich gazetteer build -o world.gaz --download geonames
enrich gazetteer build -o mine.gaz table:places.toml
enrich gazetteer build -o people.gaz wikidata:all.json.gz"""

_NAMES: Final = {"place": "places", "person": "people", "organisation": "organisations"}
_PROBLEMS_SHOWN: Final = 8
DOWNLOADS: Final = tuple(downloads())

Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="KIND:PATH", show_default=False, help=f"What to build from: {usage()}."),
]


@dataclass(frozen=True, slots=True)
class Selection:
    """What of the sources goes into a gazetteer."""

    panel: ClassVar[str] = "Selection"

    countries: str | None = option("--countries CC,CC", "Only these countries.", each(two_letters))
    features: str | None = option(
        "--features F,F",
        "Only these GeoNames classes or codes.",
        each(code("[ahlprstuv]|[a-z0-9]{2,5}", "a GeoNames class or code such as P or PPLC")),
    )
    min_population: int = option(
        "--min-population N", "Only populated places with at least N inhabitants.", default=0, min=0
    )
    languages: str | None = option(
        "--languages L,L",
        "Only names in these languages, and names without a language.",
        each(language_code),
    )
    min_sitelinks: int = option(
        "--min-sitelinks N",
        "Only Wikidata items with at least N Wikipedia articles.",
        default=0,
        min=0,
    )

    def options(self, workers: int) -> BuildOptions:
        """Return them for the builder, with how many processes a reader may use."""
        from gazetteer.sources.options import BuildOptions

        countries, features, languages = (
            frozenset((listed or "").split(",")) - {""}
            for listed in (self.countries, self.features, self.languages)
        )
        return BuildOptions(
            countries=countries,
            features=features,
            min_population=self.min_population,
            languages=languages,
            min_sitelinks=self.min_sitelinks,
            workers=workers,
        )


@grouped
def build(
    sources: Sources = None,
    *,
    output: Path | None = option(
        "-o --output OUT",
        "Gazetteer to write, whole or not at all; needed unless --dry-run.",
    ),
    download: list[str] | None = option(
        "--download KIND",
        f"Download public files and build from them: {', '.join(DOWNLOADS)}.",
        autocompletion=lambda: list(DOWNLOADS),
        show_default=False,
    ),
    selection: Selection,
    asking: Asking,
    workers: int = option(
        "--workers N", "Processes that a reader may use.", default=1, min=1, max=256
    ),
    cache: Path | None = option(
        "--cache DIR",
        "Folder for downloads and slices; by default, in the system's cache folder.",
    ),
    mirror: list[str] | None = option(
        "--mirror KIND=URL", "Download a KIND from a mirror.", show_default=False
    ),
) -> None:
    """Build a gazetteer from public data and tables of your own.

    The curated facts of the package are always included. OUT is replaced only when the build has
    finished.
    """
    named = _split_sources(sources or ())
    mirrors = _split_mirrors(mirror or ())
    _refuse(named, download or (), output, dry_run=asking.dry_run)
    with reporting() as report:
        wanted = selection.options(workers)
        slices = _slices(named, wanted, cache, asking)
        if asking.dry_run or output is None:  # without one it is a dry run
            asking.show(slices, report)
            return
        given = [(kind, path) for kind, path in named if kind != KIND]
        for kind, path in given:
            if not path.exists():
                raise SourceError(f"{kind}:{path}: no such file or folder")
        from enrich.cli.progress import Display
        from gazetteer.build import build as build_file
        from gazetteer.build import check_output

        check_output(output, given)

        started = time.monotonic()
        with Display() as display:
            if slices:
                asking.bring(slices, report, partial(display.stage, KIND))
            folders = iter([brought.folder for brought in slices])
            named = [(kind, next(folders) if kind == KIND else path) for kind, path in named]
            named += _downloaded(download or (), cache, mirrors, display.transfer, report)
            manifest = build_file(output, named, wanted, progress=display.stage)
        for line in _summary(output, manifest, time.monotonic() - started):
            report.note(line)


def _refuse(
    named: Sequence[tuple[str, Path]],
    downloads: Sequence[str],
    output: Path | None,
    *,
    dry_run: bool,
) -> None:
    """Refuse a command line from which nothing can be built or shown."""
    for kind in downloads:
        refuse_other(kind, DOWNLOADS)
    if not named and not downloads:
        raise typer.BadParameter("name a SOURCE such as geonames:DIR, or --download KIND")
    if dry_run and not any(kind == KIND for kind, _ in named):
        raise typer.BadParameter(f"--dry-run shows what {KIND} asks for: name {KIND}:people")
    if output is None and not dry_run:
        raise typer.BadParameter("name the gazetteer to write: -o OUT")


def _slices(
    named: Sequence[tuple[str, Path]], wanted: BuildOptions, cache: Path | None, asking: Asking
) -> list[Brought]:
    """Return the slices among some sources, with the folders that they have or will have."""
    names = [str(path) for kind, path in named if kind == KIND]
    if not names:
        return []
    from gazetteer.wikidata.slices import Brought

    folder = slice_folder(cache)
    return [Brought(slice_, folder, asking.endpoint) for slice_ in slices_named(names, wanted)]


def _downloaded(
    wanted: Sequence[str],
    cache: Path | None,
    mirrors: Mapping[str, str],
    progress: Callable[[Transfer], None],
    report: Report,
) -> list[tuple[str, Path]]:
    """Download the files of some kinds, and return them as sources."""
    from gazetteer.build.download import download

    found = [download(k, cache, base=mirrors.get(k), progress=progress) for k in wanted]
    for one in found:
        if one.missing:
            report.note(f"{one.kind}: no longer offered: {', '.join(one.missing)}")
    return [(one.kind, one.path) for one in found]


def _split_sources(values: Collection[str]) -> list[tuple[str, Path]]:
    """Split each ``KIND:PATH``."""
    found = []
    for value in values:
        kind, colon, path = value.partition(":")
        if kind not in kinds() or not colon or not path:
            known = ", ".join(kinds())
            raise typer.BadParameter(f"{value!r} is not KIND:PATH, with a KIND of {known}")
        found.append((kind, Path(path).expanduser()))
    return found


def _split_mirrors(values: Collection[str]) -> dict[str, str]:
    """Split each ``KIND=URL``."""
    found = {}
    for value in values:
        kind, _, url = value.partition("=")
        if kind not in DOWNLOADS or not re.match("https?://.", url):
            raise typer.BadParameter(f"{value!r} is not KIND=URL such as geonames=https://...")
        found[kind] = url
    return found


def _summary(output: Path, manifest: Mapping[str, Any], seconds: float) -> Iterator[str]:
    """Yield what a build did: counts, size, time, merged, conflicts, what was passed over."""
    from gazetteer.net.transfer import size_text

    counts = ", ".join(
        f"{manifest['counts'].get(kind, 0):,} {plural}" for kind, plural in _NAMES.items()
    )
    size = size_text(output.stat().st_size)
    yield f"{output}, build {manifest['build']}: {counts}; {size} in {_duration(seconds)}"
    merged, conflicts = manifest["merged"], sum(manifest["conflicts"].values())
    if merged or conflicts:
        yield f"merged duplicates: {merged:,}; conflicts left: {conflicts:,}"
    yield from _iter_problems(manifest)


def _iter_problems(manifest: Mapping[str, Any]) -> Iterator[str]:
    problems: Mapping[str, int] = manifest["problems"]
    examples: Mapping[str, Sequence[str]] = manifest.get("examples", {})
    if not problems:
        return
    yield f"{sum(problems.values()):,} lines or values were skipped:"
    often = sorted(problems.items(), key=lambda item: (-item[1], item[0]))
    for what, count in often[:_PROBLEMS_SHOWN]:
        places = ", ".join(examples.get(what, ())[:3])
        yield f"    {count:,} x {what}{f' ({places})' if places else ''}"
    if len(often) > _PROBLEMS_SHOWN:
        yield f"    and {len(often) - _PROBLEMS_SHOWN} other kinds; enrich gazetteer info lists all"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"

"""``enrich gazetteer build``: downloads, the build, and what became of it in a few lines."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from enrich.commands.display import Display
from gazetteer.atomic import check_writable
from gazetteer.download import download, size_text
from gazetteer.errors import SourceError
from gazetteer.sources.options import BuildOptions

__all__ = ["Order", "build_gazetteer", "iter_summary"]

_NAMES: Final = {"place": "places", "person": "people", "organisation": "organisations"}
_PROBLEMS_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built.

    Attributes:
        output: The file to write.
        sources: Kind and path of each source.
        downloads: Kinds to download first and build from.
        mirrors: Other addresses than the publishers', by kind.
        cache: Folder for downloads; the system's if None.
        options: What of the sources to keep.
    """

    output: Path
    sources: Sequence[tuple[str, Path]]
    downloads: Sequence[str] = ()
    mirrors: Mapping[str, str] = field(default_factory=dict)
    cache: Path | None = None
    options: BuildOptions = field(default_factory=BuildOptions)


def build_gazetteer(order: Order) -> Iterator[str]:
    """Download and build; yield the lines that sum it up.

    Raises:
        EnrichError: A source cannot be had or used, or the file cannot be written.
    """
    from gazetteer.build import build  # once all is well: it loads every reader

    check_writable(order.output, inputs=[path for _, path in order.sources])
    for kind, path in order.sources:
        if not path.exists():
            raise SourceError(f"{kind}:{path}: there is no such file or folder")
    started = time.monotonic()
    with Display() as display:
        downloaded = [
            download(kind, order.cache, base=order.mirrors.get(kind), progress=display.transfer)
            for kind in order.downloads
        ]
        for found in downloaded:
            if found.missing:
                yield f"{found.kind}: not offered any more: {', '.join(found.missing)}"
        manifest = build(
            order.output,
            [*order.sources, *((found.kind, found.path) for found in downloaded)],
            order.options,
            progress=display.stage,
        )
    yield from iter_summary(order.output, manifest, time.monotonic() - started)


def iter_summary(output: Path, manifest: Mapping[str, Any], seconds: float) -> Iterator[str]:
    """Yield what a build did: counts, size, time, merged, conflicts, what was passed over.

    Args:
        output: The file.
        manifest: What the build returned.
        seconds: How long it took.
    """
    counts = ", ".join(
        f"{manifest['counts'].get(kind, 0):,} {plural}" for kind, plural in _NAMES.items()
    )
    size = size_text(output.stat().st_size)
    yield f"{output}, build {manifest['build']}: {counts}; {size} in {_duration(seconds)}"
    merged, conflicts = manifest["merged"], sum(manifest["conflicts"].values())
    if merged or conflicts:
        yield f"merged with the same thing elsewhere: {merged:,}; conflicts left: {conflicts:,}"
    yield from _iter_problems(manifest)


def _iter_problems(manifest: Mapping[str, Any]) -> Iterator[str]:
    problems: Mapping[str, int] = manifest["problems"]
    examples: Mapping[str, Sequence[str]] = manifest.get("examples", {})
    if not problems:
        return
    yield f"{sum(problems.values()):,} lines or values were passed over:"
    often = sorted(problems.items(), key=lambda item: (-item[1], item[0]))
    for what, count in often[:_PROBLEMS_SHOWN]:
        places = ", ".join(examples.get(what, ())[:3])
        yield f"    {count:,} x {what}{f' ({places})' if places else ''}"
    if len(often) > _PROBLEMS_SHOWN:
        yield f"    and {len(often) - _PROBLEMS_SHOWN} other sorts; enrich gazetteer info shows all"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"

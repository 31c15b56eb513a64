"""The public files that gazetteers are built from, brought into a cache folder.

    download("geonames", cache)     the folder or file that ``enrich gazetteer build`` then reads

What lies whole in the cache is used as it is, without asking the publisher; remove its folder to
have it anew.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from gazetteer.errors import SourceError
from gazetteer.net import archives
from gazetteer.net.folders import cache_folder
from gazetteer.net.remote import Client, NotFound, Remote
from gazetteer.net.transfer import Fetched, Progress, fetch
from gazetteer.sources.registry import downloads
from gazetteer.sources.sqlite_files import is_sqlite

_GEONAMES: Final = (
    "countryInfo.txt", "admin1CodesASCII.txt", "admin2Codes.txt", "featureCodes_en.txt",
    "hierarchy.zip", "alternateNamesV2.zip", "allCountries.zip",
)  # fmt: skip
_NATURAL_EARTH: Final = (
    "ne_10m_populated_places.geojson",
    "ne_50m_admin_0_countries.geojson",
    "ne_10m_admin_1_states_provinces.geojson",
    "ne_10m_admin_1_label_points.geojson",
    "ne_10m_admin_0_disputed_areas.geojson",
    "ne_10m_geography_marine_polys.geojson",
    "ne_10m_geography_regions_points.geojson",
    "ne_10m_lakes.geojson",
    "ne_10m_rivers_lake_centerlines.geojson",
    "ne_10m_airports.geojson",
)
_WHOSONFIRST: Final = "whosonfirst-data-admin-latest.db.bz2"
_WIKIDATA: Final = "latest-all.json.bz2"

_DATED: Final = re.compile(r'href="(?:\./)?(20\d{6})/"')
_DUMP: Final = re.compile(r"wikidata-20\d{6}-all\.json\.bz2")
_SUMS: Final = re.compile(r"wikidata-20\d{6}-sha1sums\.txt")
_SUM: Final = re.compile(r"^([0-9a-f]{40})[ *]+(\S+)\s*$", re.MULTILINE | re.IGNORECASE)
_FOLDERS_LOOKED_AT: Final = 12


@dataclass(frozen=True, slots=True)
class Download:
    """What was brought, or lay in the cache.

    Attributes:
        kind: Of the source: "geonames".
        path: The file or folder to build from.
        files: Each file with its size, date and check.
        missing: Names that the publisher no longer has and that a build does without.
    """

    kind: str
    path: Path
    files: tuple[Fetched, ...]
    missing: tuple[str, ...] = ()


def download(
    kind: str,
    cache: Path | None = None,
    *,
    base: str | None = None,
    progress: Progress | None = None,
    client: Client | None = None,
) -> Download:
    """Bring the files of a kind into the cache.

    Args:
        kind: A key of ``gazetteer.sources.registry.downloads``.
        cache: Folder for downloads, ``cache_folder()`` if None; each kind has its own below it.
        base: Address of a mirror; the publisher's own if None.
        progress: Called a few times a second with what is under way.
        client: What asks the servers.

    Raises:
        SourceError: A server does not give a file, or gives something else.
        OutputError: It cannot be stored; what has come is kept, and gone on from.

    Example:
        geonames = download("geonames", progress=lambda t: print(t.name, t.done))
        build(Path("world.gaz"), [("geonames", geonames.path)], BuildOptions())
    """
    publisher = downloads().get(kind)
    if publisher is None:
        raise SourceError(f"{kind!r} cannot be downloaded; these can: {', '.join(downloads())}")
    address = base or publisher.base
    job = Job(
        kind,
        address if address.endswith("/") else f"{address}/",
        (cache or cache_folder()) / kind,
        client or Client(),
        progress,
    )
    module, _, function = publisher.bring.partition(":")
    brought: Download = getattr(import_module(module), function)(job)
    return brought


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be downloaded: of a kind of source, from below an address into a folder."""

    kind: str
    base: str
    folder: Path
    client: Client
    progress: Progress | None

    def fetch(self, remote: Remote) -> Fetched:
        """Bring one file, unless it lies whole in the folder."""
        return fetch(remote, self.folder, self.client, progress=self.progress)


def bring_geonames(job: Job) -> Download:
    """Bring the dump of the world with its names and codes."""
    files = [job.fetch(Remote(f"{job.base}{name}", name)) for name in _GEONAMES]
    return Download(job.kind, job.folder, tuple(files))


def bring_natural_earth(job: Job) -> Download:
    """Bring the layers that a build reads, so far as there are any."""
    files, missing = [], []
    for name in _NATURAL_EARTH:
        try:
            files.append(job.fetch(Remote(f"{job.base}{name}", name)))
        except NotFound:  # layers come and go between versions
            missing.append(name)
    if not files:
        raise NotFound(f"{job.base}: has none of the layers of Natural Earth; is it the address?")
    return Download(job.kind, job.folder, tuple(files), tuple(missing))


def bring_wikidata(job: Job) -> Download:
    """Bring the newest dump that has a checksum."""
    lying = _lying_whole(job.folder)
    if lying is not None:
        return Download(job.kind, lying.path, (lying,))
    remote = next(_iter_dumps(job), None) or Remote(f"{job.base}{_WIKIDATA}", _WIKIDATA)
    file = job.fetch(remote)
    return Download(job.kind, file.path, (file,))


def _lying_whole(folder: Path) -> Fetched | None:
    """Return the newest whole dump of the cache."""
    for meta in sorted(folder.glob(".*all.json.bz2.meta"), reverse=True):
        name = meta.name.removeprefix(".").removesuffix(".meta")
        with contextlib.suppress(OSError, ValueError):
            known = json.loads(meta.read_text(encoding="utf-8"))
            path = folder / name
            if known.get("checked") and path.stat().st_size == known["size"]:
                return Fetched(
                    path, known["size"], known.get("modified"), known["checked"], fresh=False
                )
    return None


def _iter_dumps(job: Job) -> Iterator[Remote]:
    """Yield the dated dumps that have a checksum: one that was begun first, then the newest.

    ``latest-all.json.bz2`` has none, and changes while it is being downloaded.
    """
    try:
        dates = sorted({*_DATED.findall(job.client.page(job.base))}, reverse=True)
    except NotFound:  # a mirror without an index
        return
    part = "wikidata-{}-all.json.bz2.part"
    begun = [date for date in dates if (job.folder / part.format(date)).exists()]
    for date in sorted(dates[:_FOLDERS_LOOKED_AT], key=lambda date: date not in begun):
        with contextlib.suppress(NotFound):
            yield from _dumps_of(job, f"{job.base}{date}/")


def _dumps_of(job: Job, folder: str) -> Iterator[Remote]:
    index = job.client.page(folder)
    names = sorted({*_DUMP.findall(index)}, reverse=True)
    if not names:
        return
    for sums in sorted({*_SUMS.findall(index)}, reverse=True):
        digests = {name: digest for digest, name in _SUM.findall(job.client.page(folder + sums))}
        for name in names:
            if name in digests:
                yield Remote(f"{folder}{name}", name, ("sha1", digests[name]))


def bring_whosonfirst(job: Job) -> Download:
    """Bring the database of administrative places, and unpack it."""
    database = job.folder / _WHOSONFIRST.removesuffix(".bz2")
    if database.is_file():  # it appears when it is whole
        size = database.stat().st_size
        return Download(
            job.kind, database, (Fetched(database, size, None, "archive", fresh=False),)
        )
    digest = _inventory_digest(job)
    packed = job.fetch(Remote(f"{job.base}{_WHOSONFIRST}", _WHOSONFIRST, digest))
    try:
        archives.unpack(packed.path, database)
        if not is_sqlite(database):
            database.unlink()
            raise SourceError(
                f"{job.base}{_WHOSONFIRST}: holds no database; download it again, or another one"
            )
    finally:  # a bad one would be taken for good the next time
        packed.path.unlink()
    return Download(job.kind, database, (packed,))


def _inventory_digest(job: Job) -> tuple[str, str] | None:
    """Return the checksum that the inventory beside the files gives, if it does."""
    try:
        inventory: Any = json.loads(job.client.page(f"{job.base}inventory.json"))
    except (NotFound, ValueError):
        return None
    for entry in inventory if isinstance(inventory, list) else ():
        if isinstance(entry, dict) and _WHOSONFIRST in entry.values():
            digest = entry.get("sha256_compressed")
            return ("sha256", digest) if isinstance(digest, str) and digest else None
    return None

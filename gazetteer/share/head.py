"""What a pack says of the gazetteer in it: for programs, and for people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gazetteer.errors import GazetteerOutdated
from gazetteer.share.codec import PackStream
from gazetteer.share.members import GAZETTEER, MANIFEST
from gazetteer.store.file import SCHEMA

_FORMAT: Final = "enrich gazetteer pack"
_VERSION: Final = 1
_SHA256: Final = re.compile("[0-9a-f]{64}")
_LICENCE_TEXTS: Final = {
    "CC-BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "MIT": "https://spdx.org/licenses/MIT.html",
    "BSD-3-Clause": "https://spdx.org/licenses/BSD-3-Clause.html",
    "Unicode-3.0": "https://spdx.org/licenses/Unicode-3.0.html",
    "ODbL 1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}


@dataclass(frozen=True, slots=True)
class Head:
    """The manifest of a pack.

    Attributes:
        size: Bytes of the gazetteer.
        sha256: Its checksum, hexadecimal.
        manifest: What the gazetteer says of itself.
    """

    size: int
    sha256: str
    manifest: Mapping[str, Any]

    def to_json(self) -> bytes:
        """Return it as a pack holds it."""
        value = {
            "format": _FORMAT,
            "version": _VERSION,
            "file": {"name": GAZETTEER, "bytes": self.size, "sha256": self.sha256},
            "manifest": dict(self.manifest),
        }
        return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()


def read_head(body: bytes, stream: PackStream, name: str) -> Head:
    """Return what a pack says; nothing of it is believed before it is compared with the gazetteer.

    Args:
        body: The file of the pack.
        stream: The pack.
        name: What messages call the pack.

    Raises:
        GazetteerDamaged: It says no such thing.
        GazetteerOutdated: It was made for, or by, another version.
    """
    try:
        value = json.loads(body)
        is_ours = value["format"] == _FORMAT
        version, file, manifest = value["version"], value["file"], value["manifest"]
        size, sha256, schema = file["bytes"], file["sha256"], manifest["schema"]
        sound = is_ours and type(size) is int and size > 0 and _SHA256.fullmatch(sha256)
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise stream.damaged(f"its {MANIFEST} is not that of a pack") from error
    if not sound or type(version) is not int or type(schema) is not int:
        raise stream.damaged(f"its {MANIFEST} is not that of a pack")
    if version > _VERSION or schema > SCHEMA:
        raise GazetteerOutdated(
            f"{name}: made by a newer version (schema {schema}, this one reads {SCHEMA});"
            " pip install --upgrade enrich-geo"
        )
    if schema < SCHEMA:
        raise GazetteerOutdated(
            f"{name}: built for schema {schema}, this version reads schema {SCHEMA}; ask its"
            " publisher for a newer one, or build one with: enrich gazetteer build"
        )
    return Head(size, sha256, manifest)


def licences(manifest: Mapping[str, Any]) -> bytes:
    """Return whose facts a gazetteer holds, under which licences, and how to credit them."""
    lines = (
        f"A gazetteer built by enrich-geo: build {manifest['build']}, {manifest['built_at']}.",
        "If you share it, or maps made with it, give these attributions.",
        *(line for source in manifest["sources"] for line in _credit(source)),
    )
    return "".join(f"{line}\n" for line in lines).encode()


def unlicensed(manifest: Mapping[str, Any]) -> list[str]:
    """Return the sources of which nobody has said under which licence they are."""
    return [_plain(source["name"]) for source in manifest["sources"] if not source.get("licence")]


def _credit(source: Mapping[str, Any]) -> Iterator[str]:
    licence = _plain(source.get("licence")) or "not stated"
    date = f" ({_plain(source['date'])})" if source.get("date") else ""
    yield ""
    yield f"{_plain(source['name'])}{date}"
    yield f"    licence: {licence}"
    for value in (_LICENCE_TEXTS.get(licence), source.get("attribution"), source.get("url")):
        if value:
            yield f"    {_plain(value)}"


def _plain(value: object) -> str:
    return " ".join(str(value or "").split())

"""``enrich gazetteer pack`` and ``fetch``: a built gazetteer handed on as one file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from enrich.cli.parameters import option
from enrich.cli.streams import reporting, standard_output
from gazetteer.atomic import expanded
from gazetteer.model import Kind

PACK_EXAMPLES: Final = """\
enrich gazetteer pack world.gaz
enrich gazetteer pack world.gaz > world.sha256"""
FETCH_EXAMPLES: Final = """\
enrich gazetteer fetch https://example.org/w.gaz.tar.zst
enrich gazetteer fetch w.gaz.tar.zst -o world.gaz"""

_PLURALS: Final = {
    Kind.PLACE: "places",
    Kind.PERSON: "people",
    Kind.ORGANISATION: "organisations",
}

Built = Annotated[Path, typer.Argument(metavar="PATH", help="A gazetteer you built.")]
Source = Annotated[
    str,
    typer.Argument(metavar="URL|PATH", help="A packed gazetteer: an https address, or a file."),
]


def pack(
    path: Built,
    *,
    output: Path | None = option(
        "-o --output OUT", "Pack to write, whole or not at all; by default, PATH with .tar.zst."
    ),
) -> None:
    """Pack a gazetteer into one file to share.

    The pack includes its manifest, checksum, licences and attributions; "tar -tf" lists it. The
    SHA-256 of the pack goes to standard output, in the format of sha256sum.
    """
    with reporting() as report:
        from enrich.cli.progress import Display
        from gazetteer.net.transfer import size_text
        from gazetteer.share import pack as pack_file

        with Display() as display:
            packed = pack_file(
                expanded(path), output and expanded(output), progress=display.transfer
            )
        size, whole = size_text(packed.size), size_text(packed.head.size)
        report.note(f"{packed.path}, {_told(packed.head.manifest)}; {size} instead of {whole}")
        for name in packed.unlicensed:
            report.note(f"{name}: its licence is not stated; find out before you share it")
        with standard_output() as out:
            out.write(f"{packed.sha256}  {packed.path.name}\n")


def fetch(
    source: Source,
    *,
    output: Path | None = option(
        "-o --output OUT",
        "Gazetteer to write, whole or not at all; by default, in the current folder under the"
        " name of the pack.",
    ),
    checksum: str | None = option(
        "--checksum SHA256", "Accept only the pack with this checksum, as printed by pack."
    ),
    cache: Path | None = option(
        "--cache DIR", "Folder for the download; by default, one in the system's cache folder."
    ),
) -> None:
    """Fetch a packed gazetteer, check it and unpack it.

    This is the only command that downloads a gazetteer. An interrupted download resumes where it
    stopped.
    """
    with reporting() as report:
        from enrich.cli.progress import Display
        from gazetteer.share import fetch as fetch_file
        from gazetteer.share.address import is_address

        with Display() as display:
            fetched = fetch_file(
                source if is_address(source) else str(expanded(source)),
                output and expanded(output),
                checksum=checksum,
                cache=cache,
                progress=display.transfer,
            )
        for line in _summary(fetched.path, fetched.size, fetched.manifest):
            report.note(line)


def _summary(path: Path, size: int, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was fetched, whose facts it holds, and how it is used."""
    from gazetteer.net.transfer import size_text

    yield f"{path.absolute()}, {_told(manifest)}; {size_text(size)}"
    credited = (f"{one['name']} ({one.get('licence') or '?'})" for one in manifest["sources"])
    yield f"from {', '.join(credited)}"
    yield f"to credit the sources: enrich gazetteer sources --gazetteer {path}"


def _told(manifest: Mapping[str, Any]) -> str:
    counts = ", ".join(
        f"{manifest['counts'].get(kind.value, 0):,} {plural}" for kind, plural in _PLURALS.items()
    )
    return f"build {manifest['build']}: {counts}"

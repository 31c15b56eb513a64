"""Documents read from files: one line of the registry per format.

A format is a name, the suffixes that mean it, and a reader: a function ``read(source, stream)``
that yields documents, each with its place in the source. Its module is imported when a file of the
format is first read. Any suffix may be followed by ``.gz`` or ``.zst``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, Final

from enrich.inputs.packing import split_packing

if TYPE_CHECKING:
    from enrich.inputs.source import Found, Source

__all__ = ["CURES", "FORMATS", "InputFormat", "format_of", "reader_of", "suffix_of"]


@dataclass(frozen=True, slots=True)
class InputFormat:
    """A format that documents are read from.

    Attributes:
        reader: Module and function, "text:read_text".
        suffixes: File names that mean it, lower case.
        about: What a file of it is, as in "looks like a web page".
        many: Whether a file of it can hold several documents.
    """

    reader: str
    suffixes: tuple[str, ...]
    about: str
    many: bool = False


FORMATS: Final[dict[str, InputFormat]] = {
    "text": InputFormat("text:read_text", (".txt", ".text", ".log"), "plain text"),
    "md": InputFormat("text:read_markdown", (".md", ".markdown"), "Markdown"),
    "html": InputFormat("text:read_html", (".html", ".htm", ".xhtml"), "a web page"),
    "jsonl": InputFormat("rows:read_jsonl", (".jsonl", ".ndjson"), "JSON Lines", many=True),
    "json": InputFormat("rows:read_json", (".json",), "JSON", many=True),
    "csv": InputFormat("rows:read_csv", (".csv",), "a table", many=True),
    "tsv": InputFormat("rows:read_tsv", (".tsv", ".tab"), "a table", many=True),
    "xml": InputFormat(
        "xml:read_xml",
        (".xml", ".rss", ".atom", ".rdf", ".nitf", ".tei"),
        "a feed or XML",
        many=True,
    ),
    "eml": InputFormat("mail:read_eml", (".eml",), "an e-mail"),
    "mhtml": InputFormat("mail:read_mhtml", (".mhtml", ".mht"), "a web page saved whole"),
    "parquet": InputFormat("parquet:read_parquet", (".parquet",), "a Parquet table", many=True),
    "warc": InputFormat("warc:read_warc", (".warc", ".wet"), "an archive of web pages", many=True),
}

_OFFICE: Final = "save it as plain text (.txt)"
_SHEET: Final = "a spreadsheet: save the sheet with the articles as CSV UTF-8 (.csv)"
_IMAGE: Final = "an image: run character recognition on it first"
CURES: Final = {
    **dict.fromkeys((".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"), _IMAGE),
    **dict.fromkeys((".rar", ".tar", ".tgz"), "an archive: unpack it first"),
    **dict.fromkeys((".ods", ".xls", ".xlsx"), _SHEET),
    ".doc": f"an old Word document: {_OFFICE}",
    ".docx": f"a Word document (a zip archive): {_OFFICE}",
    ".epub": "an e-book: convert it to plain text first, for example with pandoc",
    ".mbox": "a whole mailbox: save its messages as .eml",
    ".msg": "an Outlook message: save it as .eml",
    ".odt": f"an OpenDocument text: {_OFFICE}",
    ".pages": f"a Pages document: {_OFFICE}",
    ".pdf": "a PDF: convert it to text first, for example with pdftotext",
    ".pptx": f"a presentation: {_OFFICE}",
    ".rtf": f"a Rich Text document: {_OFFICE}",
    ".svg": "a drawing: copy its words into a .txt file",
    ".zip": "a zip archive: unpack it first",
}
"""What is not read, by its suffix: what it is, and what to do instead."""

_BY_SUFFIX: Final = {suffix: name for name, form in FORMATS.items() for suffix in form.suffixes}


def suffix_of(path: str) -> tuple[str, str]:
    """Return the suffix that tells the format, lower case, and the one of compressed files or "".

    Example:
        >>> suffix_of("corpus.JSONL.gz"), suffix_of("index")
        (('.jsonl', '.gz'), ('', ''))
    """
    name, packing = split_packing(path)
    return PurePath(name).suffix.lower(), packing


def format_of(path: str) -> str | None:
    """Return the name of the format that a file's suffix means, or None.

    Example:
        >>> format_of("feed.rss"), format_of("index")
        ('xml', None)
    """
    return _BY_SUFFIX.get(suffix_of(path)[0])


def reader_of(name: str) -> Callable[[Source, BinaryIO], Iterator[Found]]:
    """Return the reader of a format, by its name."""
    module, function = FORMATS[name].reader.split(":")
    reader: Callable[[Source, BinaryIO], Iterator[Found]] = getattr(
        import_module(f"{__name__}.{module}"), function
    )
    return reader

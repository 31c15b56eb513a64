"""Archives of web pages, WARC and the WET files of Common Crawl: a document a page.

warcio reads the heads of records. Their order and contents are read here, since its own iterator
prints what is wrong to standard error, takes the damage of a file for its end, and inflates a page
to whatever size that has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final

from enrich.inputs.decoding import check_text, decode, refuse_binary
from enrich.inputs.httpbody import decoded_body
from enrich.inputs.packing import read_errors
from enrich.inputs.sniffing import head_of, sniffed
from enrich.inputs.source import Found, Source
from enrich.inputs.text import page_document
from enrich.model import Document
from gazetteer.errors import InputError

_PIECE: Final = 1 << 16
_HEAD: Final = 1 << 20
"""Bytes that the heads of a record may have: its own, and that of the answer in it."""
_START: Final = re.compile(rb"WARC/\d+\.\d+\s*$")
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_ROBOTS: Final = re.compile(r"[a-z]+://[^/]+/robots\.txt(?:\?|$)", re.IGNORECASE)


def read_warc(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Read a document a page; records that are not pages are counted and passed over."""
    refuse_binary(head_of(stream), source.name)
    records = _Records(source, _Lines(stream))
    others = 0
    for record, data in records.read():
        try:
            document = _document(source, record, data) if record.is_page else None
        except InputError as error:
            source.on_error(error)
            continue
        if document is None:
            others += 1
        else:
            yield f":{record.number}", document
    if others == records.number and not records.told:
        raise InputError(f"{source.name}: none of its {others} records is a page with words")
    if others:
        source.on_note(
            f"{source.name}: {others} of {records.number} records are not pages and are skipped"
        )


@dataclass(frozen=True, slots=True)
class _Record:
    """A record: its number in the file, and what it says of itself."""

    number: int
    where: str  # what to call it in errors
    kind: str  # response, conversion, ...
    url: str
    fields: Any  # of the answer of a server, else of the record
    answer: bool
    body: Any  # what follows, up to its end

    @property
    def media_type(self) -> str:
        """What a page is in: "text/html"; "" where nobody said so."""
        return self._field("Content-Type").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The encoding that the server named."""
        found = _CHARSET.search(self._field("Content-Type"))
        return found[1] if found else ""

    @property
    def is_page(self) -> bool:
        """Whether it may hold a text, as far as its heads tell."""
        if self.kind == "conversion":
            return self.media_type == "text/plain"
        if self.kind not in {"response", "resource"} or _ROBOTS.match(self.url):
            return False
        came = not self.answer or self.fields.get_statuscode() == "200"
        return came and (self.media_type in _HTML or (self.answer and not self.media_type))

    def unpacked(self, data: bytes, max_bytes: int) -> bytes:
        """Return the page as the server meant it."""
        if not self.answer:
            return data
        codings = {
            "transfer": self._field("Transfer-Encoding"),
            "content": self._field("Content-Encoding"),
        }
        return decoded_body(data, self.where, max_bytes, **codings)

    def _field(self, name: str) -> str:
        return self.fields.get_header(name) or ""


def _document(source: Source, record: _Record, data: bytes) -> Document | None:
    """Return the document of a record, or None where it is not a page."""
    data = record.unpacked(data, source.max_bytes)
    if not data.strip() or (not record.media_type and sniffed(data[:_PIECE]) != "html"):
        return None
    if record.kind == "conversion":
        document = Document(decode(data, record.where))
        check_text(document.text, record.where)
    else:
        document = page_document(source, data, record.where, record.charset)
    url = {"url": record.url} if record.url else {}
    return replace(document, metadata={**document.metadata, **url})


class _Records:
    """The records of an archive with their contents, one after the other.

    Attributes:
        number: How many there were up to now.
        told: Whether anything was wrong with them.
    """

    def __init__(self, source: Source, lines: _Lines) -> None:
        try:
            from warcio.limitreader import LimitReader
            from warcio.statusandheaders import StatusAndHeadersParser
        except ImportError as error:
            raise InputError(
                f"{source.name}: WARC needs warcio: pip install 'enrich-geo[corpus]'"
            ) from error
        self.number = 0
        self.told = False
        self._source = source
        self._lines = lines
        self._limited = LimitReader
        self._parser = StatusAndHeadersParser([], verify=False)

    def read(self) -> Iterator[tuple[_Record, bytes]]:
        """Yield the whole records and, of those that may be pages, what they hold."""
        limit = self._source.max_bytes
        while start := self._start():
            self.number += 1
            record = self._record(start)
            data = _taken(record.body, limit + 1) if record.is_page else b""
            _pass_over(record.body)
            if record.body.limit:  # there is less than it says
                self._tell(record.where, "is cut off, and the file with it; fetch it again")
                return
            if len(data) > limit:
                said = f"is larger than {limit} bytes, the limit for one document"
                self._tell(record.where, f"{said}; raise --max-bytes")
            else:
                yield record, data
        if self._lines.broken:
            raise self._lines.broken

    def _start(self) -> bytes:
        """Return the line that the next record begins with, or none at the end of the file."""
        line = self._lines.line()
        while line and not line.strip():
            line = self._lines.line()
        if _START.match(line):
            return line
        name = self._source.name
        if not self.number and not self._lines.broken:
            what = (
                "begins with no line such as WARC/1.0, so it is not a WARC" if line else "is empty"
            )
            raise InputError(f"{name}: {what}")
        if line:
            said = "no record follows, so its length may be wrong; all up to the next is left out"
            self._tell(f"{name}:{self.number}", said)
        while line and not _START.match(line):
            line = self._lines.line()
        return line

    def _record(self, start: bytes) -> _Record:
        """Read the head of a record, and that of an answer in it."""
        self._lines.allowed = _HEAD
        head = self._parser.parse(self._lines, start)
        length = head.get_header("Content-Length") or ""
        # Without a length there is nothing in it, and what is passed over is told.
        size = int(length) if re.fullmatch(r"[0-9]{1,18}", length) else int(self._lines.ended)
        body = self._limited(self._lines, size)
        kind = (head.get_header("WARC-Type") or "").lower()
        url = (head.get_header("WARC-Target-URI") or "").strip("<> ")
        media = (head.get_header("Content-Type") or "").lower()
        answer = kind == "response" and media.startswith("application/http")
        where = f"{self._source.name}:{self.number}" + (f": {url}" if url else "")
        fields = self._answer(body) if answer else head
        return _Record(self.number, where, kind, url, fields, answer, body)

    def _answer(self, body: Any) -> Any:
        from warcio.statusandheaders import StatusAndHeaders

        try:
            return self._parser.parse(body)
        except EOFError:  # it is empty
            return StatusAndHeaders("", [])

    def _tell(self, where: str, said: str) -> None:
        self.told = True
        self._source.on_error(InputError(f"{where}: {said}"))


class _Lines:
    """The lines of an archive, which ends where it is damaged.

    Attributes:
        allowed: Bytes that the lines of a head may still have.
        broken: What was wrong, where that ended it.
        ended: Whether there is no more.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.allowed = 0
        self.broken: Exception | None = None
        self.ended = False
        self._stream = stream

    def readline(self, size: int = _HEAD) -> bytes:
        """Return a line of a head, or none where there were too many."""
        line = self.line(min(size, self.allowed))
        self.allowed -= len(line)
        return line

    def line(self, size: int = _PIECE) -> bytes:
        """Return a line, or so much of it."""
        return self._got(self._stream.readline, size)

    def read(self, size: int) -> bytes:
        """Return so many bytes, or fewer at the end."""
        return self._got(self._stream.read, size)

    def _got(self, read: Callable[[int], bytes], size: int) -> bytes:
        if self.ended or not size:
            return b""
        try:
            data = read(size)
        except read_errors() as error:
            self.broken, data = error, b""
        self.ended = not data
        return data


def _taken(body: Any, size: int) -> bytes:
    data = bytearray()
    while len(data) < size and (piece := body.read(min(_PIECE, size - len(data)))):
        data += piece
    return bytes(data)


def _pass_over(body: Any) -> None:
    while body.read(_PIECE):
        pass

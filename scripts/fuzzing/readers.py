"""Files of texts in every format that is read, with words and bytes replaced."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any, Final

from enrich.inputs.documents import iter_documents
from fuzzing import damage
from fuzzing.files import TEXT, outcome
from fuzzing.invariants import broken_error
from fuzzing.kinds import Case, Outcome

_PAGE: Final = (
    "<!DOCTYPE html><html lang=en><head><title>Talks</title><meta charset=utf-8>"
    '<meta property="article:published_time" content="2024-05-14"></head><body>'
    f"<nav><a href=/>Home</a></nav><article><h1>Talks</h1><p>{TEXT}</p><ul><li>Goris<li>Kapan</ul>"
    "<table><tr><td>Yerevan<td>1</table></article><script>x = 1</script></body></html>"
)
_TEI: Final = (
    '<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="l" xml:lang="en">'
    "<teiHeader><fileDesc><titleStmt><title>A letter</title></titleStmt></fileDesc></teiHeader>"
    "<text><body><p>From <placeName>Tiflis</placeName> by <persName>Mr Lynch</persName>.<lb/></p>"
    "</body></text></TEI>"
)
_MAIL: Final = (
    "From: a@example.org\r\nSubject: =?utf-8?q?Talks?=\r\nDate: Tue, 14 May 2024 10:00:00 +0000"
    "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n"
    f"Content-Type: text/plain; charset=utf-8\r\n\r\n{TEXT}\r\n--b\r\n"
    f"Content-Type: text/html\r\n\r\n{_PAGE}\r\n--b--\r\n"
)
_REPLY: Final = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{_PAGE}"
_WARC: Final = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    "WARC-Target-URI: http://a.b/\r\nWARC-Date: 2024-05-14T10:00:00Z\r\n"
    "Content-Type: application/http; msgtype=response\r\n"
    f"Content-Length: {len(_REPLY)}\r\n\r\n{_REPLY}\r\n\r\n"
)
_RSS: Final = (
    "<rss version='2.0'><channel><item><title>T</title>"
    f"<description>{TEXT}</description></item></channel></rss>"
)
_FILES: Final = {
    "a.html": _PAGE, "a.xml": _TEI, "a.eml": _MAIL, "a.warc": _WARC, "a.rss": _RSS,
    "a.md": f"# Talks\n\n{TEXT}\n\n- *a*\n",
    "a.txt": TEXT, "a.csv": f'id,title,text,date\n1,Talks,"{TEXT}",2024-05-14\n' * 4,
    "a.tsv": f"id\ttext\n1\t{TEXT}\n" * 4,
    "a.jsonl": json.dumps({"id": 1, "text": TEXT, "title": "x", "published": "2024-05-14"}) + "\n",
    "a.json": json.dumps({"articles": [{"id": 1, "text": TEXT, "date": "2024"}] * 3}),
}  # fmt: skip


def readers(folder: Path) -> Case:
    """Files of texts in every format that is read, with words and bytes replaced."""

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        name, whole = rng.choice(list(_FILES.items()))
        text = whole
        for _ in range(rng.choice((0, 1, 4))):
            text = damage.lines_of(rng, text)
        data = text.encode(
            rng.choice(("utf-8", "utf-8", "utf-8", "utf-16", "utf-8-sig")), "surrogatepass"
        )
        data = damage.bytes_of(rng, data) if rng.random() < 0.5 else data
        if rng.random() < 0.1:
            name, data = f"{name}.gz", gzip.compress(data)
        path = folder / name
        path.write_bytes(data)
        problems: list[Any] = []

        def use() -> list[str]:
            read = list(iter_documents([path], on_error=problems.append))
            return [f"{d.id}: a text that cannot be written" for d in read if _is_broken(d.text)]

        told = outcome(len(data), use)
        broken_lines = [line for problem in problems for line in broken_error(problem)]
        return Outcome(len(data), told.broken + broken_lines, bool(problems))

    return case


def _is_broken(text: str) -> bool:
    return "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text)

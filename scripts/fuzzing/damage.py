"""Texts, bytes, values and databases changed by chance; the same seed makes the same changes."""

from __future__ import annotations

import contextlib
import copy
import json
import random
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

ODD: Final = (
    None, True, False, 0, -1, 1, 1 << 31, 1 << 64, 10**400,
    1.5, -5.0, 1e15, 1e308, "", " ", "\0",
    "\ud800", "x" * 3000, "Q1", "Q0", "wikidata:Q1953",
    "geonames:616052", "enrich:x y", [], {},
    [[]], [None], {"a": 1}, "\x1b[31m", "=1+1",
    "<script>alert(1)</script>", "\u202e", "Ⅺ", "é",
    "+99999-01-01T00:00:00Z", "2024-02-30", "Point(1 1)",
    "1e5", "NaN", float("inf"), "../../etc",
    "%s{}", "a\nb", "’; DROP TABLE name; --", "٣", "place", "person", 90.5, -180.0, 44.5,
)  # fmt: skip
"""Values that are in the way."""
_TOKENS: Final = (
    "nan", "inf", "-1", "1e999", "1" * 400,
    '"', "'", "[", "]", "{", "}", "[[", ",", "\n", "\r",
    "\t", "\0",
    "\\", "\\u0000", "\\ud800", "#", "=", "null", "true", "\ufeff", "\x1b[31m", "é",
    "\u202e",
    '"""', "0x", "1979-05-27T07:32:00Z", "x" * 3000, "[" * 5000, "<!--", "]]>", "&#0;",
    "&nbsp;", "<script>", "{{", "%00", "../",
)  # fmt: skip
_SIGNS: Final = (
    *"\x00\x08\x0b\x1b\x7f\x85\xa0\xad\u061c\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202e\u2066"
    "\u3000\ufe0f\ufeff\ufffd\ufffe\U000e0041\U0010ffff\u0301\u0345\u0489ⅪⅮ②½ﬃ₂😀",
    "👩‍👩‍👧", "\r\n", "\n\n", "\t", " ", "  ", "’", "“", "„",
    "«", "'", '"', "(", ")", "[", "]", "{",
    "}", "<", ">", "&", "=", "@", "#", "$", "%", "^", "*", "/",
    "\\", "|", "~", "`", "-", "–", "—", ".",
    ",", ";", ":", "!", "?", "…", "،", "。",
)  # fmt: skip
_UNITS: Final = (
    "1000,", "1.", "40.1776,44.5126,", "U.S.", "A.", "D'", "#a_", "Paris ", "北京", "e\u0301",
    "Paris, ", "Ann Lee, ", "(", "“", "- Paris\n",
    "| Paris | Rome |\n", "the prime minister of ", "\n", " ",
    "20 km north of ", "Clay County, ", "President Lee of Iran ", "St. ", "http://a.b/", "Xi ",
)  # fmt: skip
_MARKUP: Final = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">', "</textarea>", "<!--", "-->",
    "<![CDATA[", "]]>", "&lt;b&gt;", "&#x202e;", "&amp;amp;",
    "<p>", "</p>", "<br/>", "<b", "**",
    "__", "[Paris](http://a.b)", "![x](y)", "```",
    "# Paris\n", "{{Infobox|Paris}}", "[[Paris|city]]",
    "<ref>x</ref>", "\x1b[31m", "%s", "{0}", "${x}", "=HYPERLINK(0)", "+1", "@x", "'=1",
    "javascript:alert(1)", '" onload="alert(1)', "</script>", "<?xml version='1.0'?>",
    "<!DOCTYPE x>",
)  # fmt: skip


def bytes_of(rng: random.Random, data: bytes) -> bytes:
    """Return bytes with some of them flipped, lost, doubled, cut off or overwritten."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20, 200))):
        at, many = rng.randrange(len(changed) or 1), rng.choice((1, 1, 4, 16, 100, 4096))
        way = rng.randrange(7)
        if way == 0 and changed:
            changed[at] ^= 1 << rng.randrange(8)
        elif way == 1:
            changed[at : at + many] = rng.randbytes(many)
        elif way == 2:
            del changed[at : at + many]
        elif way == 3:
            changed[at:at] = changed[at : at + many]
        elif way == 4:
            changed[at : at + many] = bytes(len(changed[at : at + many]))
        elif way == 5:
            changed[at : at + many] = b"\xff" * len(changed[at : at + many])
        elif rng.random() < 0.1:
            del changed[at:]
    return bytes(changed)


def lines_of(rng: random.Random, text: str) -> str:
    """Return the text of a file for programs with some of it replaced, lost, moved or doubled."""
    for _ in range(rng.choice((1, 1, 2, 4, 10))):
        words = re.split(r"(\W)", text)
        at = rng.randrange(len(words))
        way = rng.randrange(6)
        if way == 0:
            words[at] = rng.choice(_TOKENS)
        elif way == 1:
            odd = rng.choice(ODD)
            with contextlib.suppress(ValueError):
                words[at] = json.dumps(odd)
        elif way == 2:
            words.insert(at, rng.choice(_TOKENS))
        elif way == 3:
            del words[at : at + rng.randrange(1, 8)]
        elif way == 4:
            other = rng.randrange(len(words))
            words[at], words[other] = words[other], words[at]
        else:
            words[at:at] = words[at : at + rng.randrange(1, 40)]
        text = "".join(words) or " "
    return text


def strings_of(rng: random.Random, text: str) -> str:
    """Return the text of a file for programs with some of its quoted strings replaced."""
    pieces = re.split(r'("[^"\n]*")', text)
    for _ in range(rng.choice((1, 1, 2, 4))):
        odd = rng.choice(ODD)
        value = (
            odd if isinstance(odd, str) else rng.choice(("Paris", "place", "US", "geonames:174895"))
        )
        pieces[rng.randrange(1, len(pieces), 2)] = json.dumps(value)
    return "".join(pieces)


def value_of(rng: random.Random, whole: Any) -> Any:
    """Return a value of JSON with some of its parts replaced, lost, doubled or renamed."""
    whole = copy.deepcopy(whole)
    places = [place for place in _places(whole) if place]
    for _ in range(rng.choice((1, 1, 3, 10, 40, 200)) if places else 0):
        *way, last = rng.choice(places)
        holder, chance = whole, rng.random()
        with contextlib.suppress(KeyError, IndexError, TypeError):  # lost by an earlier change
            for step in way:
                holder = holder[step]
            if chance < 0.7:
                holder[last] = copy.deepcopy(rng.choice(ODD))
            elif chance < 0.85:
                del holder[last]
            elif isinstance(holder, dict):
                holder[rng.choice(("x", "id", "Q5", "en"))] = holder.pop(last)
            elif isinstance(holder, list):
                holder.append(copy.deepcopy(holder[last]))
    return whole


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield way
    if isinstance(value, list):
        value = dict(enumerate(value))
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _places(part, (*way, key))


def database(rng: random.Random, path: Path, hostile: Sequence[str]) -> None:
    """Change an SQLite file: odd values in its rows, or what is hostile in its schema."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = 1")
        tables = [
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for _ in range(rng.choice((1, 1, 2, 5))):
            table = rng.choice(tables)
            with contextlib.suppress(sqlite3.Error, OverflowError, UnicodeError):
                if hostile and rng.random() < 0.2:
                    db.executescript(rng.choice(hostile).replace("{table}", table))
                    continue
                held = [name for _, name, *_ in db.execute(f"PRAGMA table_info({table!r})")]
                if not held:
                    continue
                odd = rng.choice(ODD)
                odd = odd if isinstance(odd, str | int | float) else rng.randbytes(20)
                column = rng.choice(held)
                some = f"WHERE abs(random()) % {rng.choice((1, 2, 10))} = 0"
                if rng.random() < 0.1:
                    db.execute(f"DELETE FROM {table} {some}")
                else:
                    db.execute(f"UPDATE OR IGNORE {table} SET {column} = ? {some}", (odd,))


def text_of(rng: random.Random, passages: Sequence[str], names: Sequence[str]) -> str:
    """Return passages in any mixture, changed in none or some of twenty ways."""
    text = rng.choice(("\n\n", " ", "", "\n")).join(
        rng.choices(passages, k=rng.choice((1, 1, 1, 2, 4)))
    )
    if rng.random() < 0.7:
        begin = rng.randrange(len(text))
        text = text[begin : begin + rng.choice((40, 200, 800, 2000))]
    for _ in range(rng.choice((0, 1, 1, 2, 3, 6))):
        text = rng.choice(_WAYS)(rng, text or " ", names)[:6000]
    return text


def _signs(rng: random.Random, text: str, _: Sequence[str]) -> str:
    signs = list(text)
    for _ in range(rng.choice((1, 3, 10, 40))):
        signs.insert(rng.randrange(len(signs) + 1), rng.choice(_SIGNS))
    return "".join(signs)


def _spaces(rng: random.Random, text: str, _: Sequence[str]) -> str:
    spaces = (
        "\n", "\t", "\u00a0", "\u2009", "\u3000", "\r\n", "  ", "", "_", "-", "\u200b", "\x85",
    )  # fmt: skip
    one = rng.choice(spaces)
    return re.sub(" ", lambda _: one if rng.random() < 0.5 else " ", text)


def _shuffled(rng: random.Random, text: str, _: Sequence[str]) -> str:
    words = text.split(" ")
    rng.shuffle(words)
    return " ".join(words)


def _named(rng: random.Random, text: str, names: Sequence[str]) -> str:
    words = text.split(" ")
    for _ in range(rng.choice((1, 5, 30))):
        words.insert(rng.randrange(len(words) + 1), rng.choice(names))
    return " ".join(words)


def _listed(rng: random.Random, _: str, names: Sequence[str]) -> str:
    between = rng.choice((", ", "; ", "\n", " and ", "/", "-", " | ", " – ", "\t", "\n- "))
    return between.join(rng.choices(names, k=rng.choice((3, 20, 80))))


def _repeated(rng: random.Random, text: str, _: Sequence[str]) -> str:
    at = rng.randrange(len(text))
    return text[:at] + rng.choice(_UNITS) * rng.choice((3, 30, 300)) + text[at:]


def _marked(rng: random.Random, text: str, _: Sequence[str]) -> str:
    for _ in range(rng.choice((1, 4, 20))):
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice(_MARKUP) + text[at:]
    return text


def _recoded(rng: random.Random, text: str, _: Sequence[str]) -> str:
    there, back = rng.choice((("utf-8", "latin-1"), ("utf-8", "cp1251"), ("utf-16", "utf-8")))
    return text.encode(there, "replace").decode(back, "replace")


def _cased(rng: random.Random, text: str, _: Sequence[str]) -> str:
    return rng.choice((text.upper, text.lower, text.title, text.swapcase, text.casefold))()


def _composed(rng: random.Random, text: str, _: Sequence[str]) -> str:
    return unicodedata.normalize(rng.choice(("NFC", "NFD", "NFKC", "NFKD")), text)


def _points(rng: random.Random, text: str, _: Sequence[str]) -> str:
    return "".join(chr(rng.randrange(0x110000)) if rng.random() < 0.03 else sign for sign in text)


def _without(rng: random.Random, text: str, _: Sequence[str]) -> str:
    at = rng.randrange(len(text))
    return text[:at] + text[at + rng.randrange(1, 60) :]


def _wrapped(rng: random.Random, text: str, _: Sequence[str]) -> str:
    width = rng.choice((5, 20, 40))
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def _joined(_: random.Random, text: str, __: Sequence[str]) -> str:
    return re.sub(r"\s+", "", text)


def _reversed(_: random.Random, text: str, __: Sequence[str]) -> str:
    return text[::-1]


_Way = Callable[[random.Random, str, Sequence[str]], str]
_WAYS: Final[tuple[_Way, ...]] = (
    _signs, _signs, _spaces, _shuffled, _named, _named, _listed, _repeated, _marked, _marked,
    _recoded, _cased, _composed, _points, _without, _wrapped, _joined, _reversed,
)  # fmt: skip

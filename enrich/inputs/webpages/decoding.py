"""Bytes of a web page to text, in the encodings that browsers know.

Valid UTF-8 is read as UTF-8 whatever the page says. Otherwise its declaration counts, and names
mean what the WHATWG Encoding Standard says they mean: a page in "iso-8859-1" or "ascii" is in
Windows-1252. A page that declares nothing is in Windows-1252 too.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from enrich.inputs.decoding import decode, refuse_binary
from gazetteer.errors import InputError

_HEAD: Final = 4096
"""How far into a page its encoding is looked for, in bytes; browsers look at 1024."""
_COMMENT: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
_DECLARED: Final = (
    re.compile(rb"\A\s*<\?xml[^>]{1,200}?\bencoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE),
    re.compile(rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE),
)
_UNSAFE: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape"})
"""Python's own; no page is written in them, and some take a time that grows squared."""
_MEANT: Final = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs",
    "euc_kr": "cp949", "johab": "cp949", "shift_jis": "cp932", "utf-16": "utf-8",
    "utf-16-le": "utf-8", "utf-16-be": "utf-8",
}  # fmt: skip
"""Encodings by Python's names, and those that a page means by them.

A page whose declaration could be read as ASCII is not in UTF-16.
"""
_LABELS: Final = {
    "dos-874": "cp874", "iso-8859-8-e": "iso8859-8", "iso-8859-8-i": "iso8859-8", "koi": "koi8-r",
    "koi8": "koi8-r", "koi8-ru": "koi8-u", "ksc_5601": "cp949", "ks_c_5601-1989": "cp949",
    "logical": "iso8859-8", "sun_eu_greek": "iso8859-7", "unicode": "utf-8",
    "unicode-1-1-utf-8": "utf-8", "unicode11utf8": "utf-8", "unicode20utf8": "utf-8",
    "visual": "iso8859-8", "windows-949": "cp949", "x-euc-jp": "euc_jp", "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic", "x-mac-roman": "mac-roman", "x-mac-ukrainian": "mac-cyrillic",
    "x-sjis": "cp932", "x-unicode20utf8": "utf-8", "x-x-big5": "big5hkscs",
}  # fmt: skip
"""Labels of the Encoding Standard that Python does not know."""


def decode_page(data: bytes, where: str, charset: str = "") -> str:
    r"""Decode a web page.

    Args:
        data: The page.
        where: What to call it in errors.
        charset: The encoding that its server named, which goes before the one that it declares.

    Raises:
        InputError: It is binary, or not in the encoding that it names.

    Example:
        >>> decode_page(b"<meta charset=iso-8859-1>Besan\xe7on\x92s mayor", "a.html")[-16:]
        'Besançon’s mayor'
    """
    try:
        return decode(data, where)
    except InputError:
        refuse_binary(data, where)
        label = charset or _declared(data)
        if b"\0" in data or (label and _encoding(label) == "utf-8"):
            raise
    encoding = _encoding(label) if label else "cp1252"
    if encoding == "cp1252":
        return _windows_1252(data)
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise InputError(
            f"{where}: the page is not in the encoding it names ({label}); save it as UTF-8"
        ) from error


def _declared(data: bytes) -> str:
    head = _COMMENT.sub(b"", data[:_HEAD])
    found = next(filter(None, (pattern.search(head) for pattern in _DECLARED)), None)
    return found[1].decode("ascii", "replace") if found else ""


def _encoding(label: str) -> str:
    """Return Python's name of the encoding meant by a label, or the label where it knows none."""
    label = label.lower()
    name = _LABELS.get(label) or re.sub(r"^x-(?=cp\d)", "", label)
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return label
    return "ascii" if known.replace("_", "-") in _UNSAFE else _MEANT.get(known, known)


def _windows_1252(data: bytes) -> str:
    # Browsers read its five empty places as control characters, where Python fails.
    places = {n: bytes((n,)).decode("cp1252", "ignore") or n for n in range(0x80, 0xA0)}
    return data.decode("latin-1").translate(places)

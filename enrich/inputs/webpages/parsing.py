"""The source of a web page to a tree, whatever state it is in."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml.html import HTMLParser, document_fromstring

Node = Any
"""An element of lxml, which comes without types."""

# What no XML may hold, as itself or as a reference: the parser takes it, its writer fails on it.
_NO_XML: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]"
    r"|&#(?:0*(?:[0-8]|1[1245-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]))(?:;|(?![0-9a-fA-F]))"
)
_ATTRIBUTE: Final = (
    r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+"
)
# The parser compares each attribute of a tag with all before it: the time grows squared.
_TOO_MANY: Final = re.compile(
    r"(?P<whole><script\b(?:.*?</script|.*\Z)|<!--(?:.*?-->|.*\Z))"
    rf"|(?P<some><[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{256}}+)(?:{_ATTRIBUTE})++",
    re.DOTALL | re.IGNORECASE,
)
_XML_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]{0,300}>", re.IGNORECASE)
_XHTML: Final = re.compile(r"<html[^>]{1,500}xmlns|<!DOCTYPE[^>]{1,200}XHTML", re.IGNORECASE)
_EMPTY: Final = re.compile(
    r"<(a|b|div|em|i|iframe|noscript|p|script|span|strong|style|td|textarea|title)\b"
    r"([^<>]{0,2000})/>",
    re.IGNORECASE,
)


def parse_page(html: str) -> Node:
    """Parse HTML or XHTML, a whole page or a piece of one.

    Comments and processing instructions are left out. Of the attributes of a tag, the first 256
    are kept.
    """
    html = _TOO_MANY.sub(lambda found: found["whole"] or found["some"], _NO_XML.sub(" ", html))
    is_xml = _XML_DECLARATION.match(html) or _XHTML.search(html[:4096])
    html = _XML_DECLARATION.sub("", html)
    if is_xml:  # <script src="a.js"/> ends there, while in HTML it runs on to the next </script>
        html = _EMPTY.sub(r"<\1\2></\1>", html)
    if "<html" not in html.lower():
        html = f"<!DOCTYPE html><html>{html or '<body></body>'}"
    parser = HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    return document_fromstring(html.encode(), parser=parser)

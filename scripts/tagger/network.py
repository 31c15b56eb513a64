"""The network: MiniLM's first layers, told how words are written and what names are known.

The encoder is the published all-MiniLM-L6-v2 (a BERT of 384 dimensions; Wang et al. 2020,
arXiv:2002.10957), of which the first layers are kept. Word shape and gazetteer knowledge are added
to its input, and read again beside its output, over a window of three word pieces.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor, nn

from enrich.mentions.taggers.decoding import OUTPUTS
from enrich.mentions.taggers.encoding import Shape
from enrich.mentions.taggers.features import FEATURES

__all__ = ["Network", "Size", "load_encoder"]

DROPOUT = 0.1


@dataclass(frozen=True, slots=True)
class Size:
    """Dimensions of the network; all but ``layers`` are those of the published encoder."""

    layers: int = 6
    hidden: int = 384
    heads: int = 12
    inner: int = 1536
    vocabulary: int = 30522
    positions: int = 512
    shape: int = 16
    head: int = 192


class Layer(nn.Module):
    """One transformer layer of BERT (post-norm)."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads = size.heads
        self.attend = nn.Linear(size.hidden, 3 * size.hidden)
        self.attended = nn.Linear(size.hidden, size.hidden)
        self.norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.inner = nn.Linear(size.hidden, size.inner)
        self.outer = nn.Linear(size.inner, size.hidden)
        self.last_norm = nn.LayerNorm(size.hidden, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Args: x of shape (chunks, pieces, hidden), mask of shape (chunks, 1, 1, pieces)."""
        chunks, pieces, hidden = x.shape
        parts = self.attend(x).view(chunks, pieces, 3, self.heads, hidden // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4).unbind(0)
        weights = (q @ k.transpose(-1, -2)) / math.sqrt(hidden // self.heads) + mask
        weights = F.dropout(weights.softmax(-1), DROPOUT, self.training)
        seen = (weights @ v).transpose(1, 2).reshape(chunks, pieces, hidden)
        x = self.norm(x + F.dropout(self.attended(seen), DROPOUT, self.training))
        inner = self.outer(F.gelu(self.inner(x)))
        return self.last_norm(x + F.dropout(inner, DROPOUT, self.training))


class Network(nn.Module):
    """Pieces, shapes and features in; scores of all outputs for each piece out."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.words = nn.Embedding(size.vocabulary, size.hidden)
        self.positions = nn.Embedding(size.positions, size.hidden)
        self.norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.shape_in = nn.Embedding(len(Shape), size.hidden)
        self.features_in = nn.Linear(len(FEATURES), size.hidden, bias=False)
        self.layers = nn.ModuleList(Layer(size) for _ in range(size.layers))
        self.shape_out = nn.Embedding(len(Shape), size.shape)
        beside = 3 * (size.shape + len(FEATURES))
        self.head = nn.Linear(size.hidden + beside, size.head)
        self.out = nn.Linear(size.head, OUTPUTS)
        for table in (self.shape_in.weight, self.features_in.weight):
            nn.init.normal_(table, std=0.02)
        nn.init.normal_(self.shape_out.weight, std=0.3)

    def forward(self, pieces: Tensor, shapes: Tensor, features: Tensor) -> Tensor:
        """Score every output.

        Args:
            pieces: Word piece ids, 0 where padded; (chunks, pieces).
            shapes: ``Shape`` of the word of each piece; (chunks, pieces).
            features: Of the word of each piece; (chunks, pieces, len(FEATURES)).

        Returns:
            Unnormalised log-probabilities, (chunks, pieces, OUTPUTS).
        """
        mask = (pieces == 0).to(features.dtype)[:, None, None, :] * -1e4
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.norm(self.words(pieces) + self.positions(places)[None])
        x = x + self.shape_in(shapes) + self.features_in(features)
        x = F.dropout(x, DROPOUT, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        beside = torch.cat([self.shape_out(shapes), features], -1)
        before = F.pad(beside, (0, 0, 1, 0))[:, :-1]
        after = F.pad(beside, (0, 0, 0, 1))[:, 1:]
        x = torch.cat([x, before, beside, after], -1)
        x = F.dropout(F.gelu(self.head(x)), 2 * DROPOUT, self.training)
        return self.out(x)


def load_encoder(network: Network, weights: Path) -> None:
    """Take over the published encoder's weights.

    Args:
        network: Its first layers are filled.
        weights: ``model.safetensors`` of all-MiniLM-L6-v2.
    """
    from safetensors.torch import load_file

    given = load_file(weights)
    names = {
        "attended": "attention.output.dense",
        "norm": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "last_norm": "output.LayerNorm",
    }
    with torch.no_grad():
        network.words.weight.copy_(given["embeddings.word_embeddings.weight"])
        # Every piece is of the first segment, so its vector goes into the positions.
        segment = given["embeddings.token_type_embeddings.weight"][0]
        network.positions.weight.copy_(given["embeddings.position_embeddings.weight"] + segment)
        for part in ("weight", "bias"):
            getattr(network.norm, part).copy_(given[f"embeddings.LayerNorm.{part}"])
            for index, layer in enumerate(network.layers):
                prefix = f"encoder.layer.{index}."
                for ours, theirs in names.items():
                    getattr(getattr(layer, ours), part).copy_(given[f"{prefix}{theirs}.{part}"])
                heads = [f"{prefix}attention.self.{n}.{part}" for n in ("query", "key", "value")]
                getattr(layer.attend, part).copy_(torch.cat([given[n] for n in heads]))
    network.words.weight.requires_grad_(requires_grad=False)

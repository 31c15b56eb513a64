"""The training loop: batches of like length, a slow copy of the weights, a few passes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor

from enrich.mentions.taggers.decoding import FLAT, FLAT_SLICE, ROLE_SLICE, ROLES, TOPONYM_SLICE
from enrich.mentions.taggers.features import FEATURES
from tagger.network import Network
from tagger.targets import OPEN, Example

__all__ = ["batches", "collate", "train"]

ENCODER_RATE, HEAD_RATE = 1.5e-4, 1.5e-3
WARM_UP = 0.06
SLOW = 0.995  # decay of the slow copy of the weights, which is what is kept
BATCH_PIECES = 1536
ROLE_WEIGHT = 0.6


def batches(
    examples: Sequence[Example], chance: random.Random, pieces: int = BATCH_PIECES
) -> list[list[Example]]:
    """Group examples of like length, in random order.

    Args:
        examples: All of an epoch.
        chance: Shuffles.
        pieces: Padded pieces of a batch at most.
    """
    ranked = sorted(examples, key=lambda e: len(e.pieces) + chance.random() * 8)
    groups: list[list[Example]] = [[]]
    for example in ranked:
        if (len(groups[-1]) + 1) * len(example.pieces) > pieces and groups[-1]:
            groups.append([])
        groups[-1].append(example)
    chance.shuffle(groups)
    return groups


def collate(group: Sequence[Example]) -> dict[str, Tensor]:
    """Pad examples to one length."""
    size, count = max(len(e.pieces) for e in group), len(group)
    arrays = {
        "pieces": np.zeros((count, size), dtype=np.int64),
        "shapes": np.zeros((count, size), dtype=np.int64),
        "features": np.zeros((count, size, len(FEATURES)), dtype=np.float32),
        "flat": np.zeros((count, size, len(FLAT)), dtype=np.float32),
        "toponym": np.full((count, size), OPEN, dtype=np.int64),
        "roles": np.zeros((count, size, len(ROLES)), dtype=np.float32),
    }
    for row, example in enumerate(group):
        for name, array in arrays.items():
            values = getattr(example, name)
            array[row, : len(values)] = values
    tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    tensors["weight"] = torch.tensor([e.weight for e in group])
    return tensors


def loss_of(scores: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """Negative log-likelihood of what is allowed, summed over the heads, per word.

    Where several labels are allowed, their probabilities add up: of an unmarked word in a corpus
    of places only "no place" is known.
    """
    weight = batch["weight"][:, None].expand(scores.shape[:2])
    flat = _partial(scores[..., FLAT_SLICE], batch["flat"], weight)
    roles = _partial(scores[..., ROLE_SLICE], batch["roles"], weight)
    known = batch["toponym"] != OPEN
    toponym = F.cross_entropy(
        scores[..., TOPONYM_SLICE][known], batch["toponym"][known], reduction="none"
    )
    count = batch["flat"].any(-1).sum().clamp(min=1)
    total = flat + (toponym * weight[known]).sum() + ROLE_WEIGHT * roles
    return total / count


def _partial(scores: Tensor, allowed: Tensor, weight: Tensor) -> Tensor:
    rows = allowed.any(-1)
    if not rows.any():
        return scores.sum() * 0.0
    log = scores[rows].log_softmax(-1)
    log = log.masked_fill(allowed[rows] == 0, -1e9)
    return -(log.logsumexp(-1) * weight[rows]).sum()


def train(
    network: Network,
    epochs: Sequence[Callable[[random.Random], list[Example]]],
    seed: int,
    *,
    rate: float = 1.0,
) -> None:
    """Train a network in place; its slow copy is left in it.

    Args:
        network: What is trained.
        epochs: For each pass, what makes its examples.
        seed: Of shuffling, augmentation and dropout.
        rate: Factor of the learning rates.
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)
    groups = [batches(make(chance), chance) for make in epochs]
    steps = sum(map(len, groups))
    optimiser, schedule = _optimiser(network, steps, rate)
    slow = {k: v.detach().clone() for k, v in network.state_dict().items()}
    started, shown = time.perf_counter(), 0.0
    network.train()
    for step, batch in enumerate(_in_order(groups), 1):
        loss = loss_of(network(batch["pieces"], batch["shapes"], batch["features"]), batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        with torch.no_grad():
            decay = min(SLOW, step / (step + 10))
            for name, value in network.state_dict().items():
                if name != "words.weight":
                    slow[name].lerp_(value, 1 - decay)
        shown += loss.item()
        if step % 100 == 0 or step == steps:
            spent = time.perf_counter() - started
            print(
                f"step {step}/{steps} loss {shown / ((step - 1) % 100 + 1):.4f} {spent:.0f} s",
                flush=True,
            )
            shown = 0.0
    network.load_state_dict(slow)
    network.eval()


def _in_order(groups: Sequence[list[list[Example]]]) -> Iterator[dict[str, Tensor]]:
    for epoch in groups:
        for group in epoch:
            yield collate(group)


def _optimiser(
    network: Network, steps: int, rate: float
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    fresh = ("head.", "out.", "shape_in.", "shape_out.", "features_in.")
    heads = [p for n, p in network.named_parameters() if n.startswith(fresh)]
    encoder = [
        p for n, p in network.named_parameters() if not n.startswith(fresh) and p.requires_grad
    ]
    optimiser = torch.optim.AdamW(
        [
            {"params": encoder, "lr": ENCODER_RATE * rate},
            {"params": heads, "lr": HEAD_RATE * rate},
        ],
        weight_decay=0.01,
    )
    warm = max(1, int(WARM_UP * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / max(1, steps - warm)))
    )
    return optimiser, schedule

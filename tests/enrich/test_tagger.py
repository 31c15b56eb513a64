"""The tagger's parts: words and chunks, what is known of names, labels and spans."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrich.mentions.taggers import RoleTagger
from enrich.mentions.taggers.decoding import (
    FLAT,
    ROLES,
    best_labels,
    best_path,
    log_softmax,
    spans_of,
    transitions,
)
from enrich.mentions.taggers.encoding import (
    MAX_PIECES,
    Shape,
    chunk_arrays,
    chunk_words,
    make_tokeniser,
    may_hold_names,
    split_words,
)
from enrich.mentions.taggers.features import FEATURES, name_features
from enrich.mentions.taggers.model import NameTagger
from enrich.mentions.tokens import tokenise
from gazetteer.model import Kind

TINY = ["[PAD]", "[UNK]", "a", "b", "c", "##a", "##b", "##c", ".", ",", "-"]


@pytest.fixture(scope="module")
def tagger(gazetteer):
    return NameTagger(gazetteer)


@pytest.fixture(scope="module")
def tokeniser():
    return make_tokeniser(TINY)


def words_of(text, tokeniser):
    return split_words(text, tokenise(text), tokeniser)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("aAbB cÇ.,-\n\u0301\u202e𝒳é東ß’")))
def test_words_lie_in_the_text_in_order(text):
    words = words_of(text, make_tokeniser(TINY))
    spans = list(zip(words.starts.tolist(), words.ends.tolist(), strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(not text[start:end].isspace() for start, end in spans)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text("abc", min_size=1, max_size=30), max_size=60).map(" ".join),
    st.sampled_from([12, 30, MAX_PIECES]),
)
def test_chunks_cover_every_word_once_and_keep_within_bounds(text, longest):
    text = text.replace("c a", "c. A")
    tokens = tokenise(text)
    words = split_words(text, tokens, make_tokeniser(TINY))
    chunks = list(chunk_words(words, tokens, longest))
    kept = [i for c in chunks for i in range(c.keep_first, c.keep_last)]
    assert kept == list(range(len(words)))
    for chunk in chunks:
        assert chunk.first <= chunk.keep_first <= chunk.keep_last <= chunk.last
        assert chunk.size <= longest or chunk.last == chunk.first + 1


def test_a_chunk_ends_where_a_sentence_does(tokeniser):
    text = "a b c a b. " + "A b c. " * 5
    tokens = tokenise(text)
    words = split_words(text, tokens, tokeniser)
    chunks = list(chunk_words(words, tokens, 12))
    assert all(text[words.ends[c.last - 1] - 1] == "." for c in chunks)


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("He said that it was too late.", False),
        ("The a b c.", False),
        ("He said that Abc was late.", True),
        ("Qorvex was late.", True),
        ("joe met abc.", True),
        ("IT WAS LATE", True),
    ],
)
def test_which_sentences_are_read(text, needed, tokeniser):
    words = words_of(text, tokeniser)
    assert may_hold_names(words, 0, len(words)) is needed


def test_sentences_that_are_not_needed_are_in_no_chunk(tokeniser):
    text = "Abc a. The a. Abc b."
    tokens = tokenise(text)
    words = split_words(text, tokens, tokeniser)
    needed = partial(may_hold_names, words)
    chunks = list(chunk_words(words, tokens, is_needed=needed))
    assert [text[words.starts[c.first] : words.ends[c.last - 1]] for c in chunks] == [
        "Abc a.",
        "Abc b.",
    ]


def test_a_single_endless_word_is_one_chunk(tokeniser):
    text = "ab" * 5000
    tokens = tokenise(text)
    words = split_words(text, tokens, tokeniser)
    assert [(c.first, c.last) for c in chunk_words(words, tokens)] == [(0, 1)]


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("A bc. Abc", [Shape.LETTER, Shape.LOWER, Shape.MARK, Shape.OPENING_TITLE]),
        ("the Abc", [Shape.LOWER, Shape.TITLE]),
        ("to ABC iPod 12", [Shape.LOWER, Shape.UPPER, Shape.MIXED, Shape.DIGITS]),
        ("ABC WINS THE CUP", [Shape.CASE_UNKNOWN] * 4),
        ("abc wins the cup", [Shape.CASE_UNKNOWN] * 4),
    ],
)
def test_shapes(text, shapes, tokeniser):
    assert words_of(text, tokeniser).shapes.tolist() == shapes


def test_the_arrays_of_a_chunk_repeat_what_is_known_of_a_word_for_its_pieces(tokeniser):
    text = "abc b"
    tokens = tokenise(text)
    words = split_words(text, tokens, tokeniser)
    features = np.eye(2, len(FEATURES), dtype=np.float32)
    (chunk,) = chunk_words(words, tokens)
    pieces, shapes, known = chunk_arrays(words, features, chunk)
    assert len(pieces) == len(shapes) == len(known) == chunk.size == 6
    assert known[:, 0].tolist() == [0, 1, 1, 1, 0, 0]
    assert known[:, 1].tolist() == [0, 0, 0, 0, 1, 0]


def known(text, word, gazetteer, tokeniser):
    tokens = tokenise(text)
    words = split_words(text, tokens, tokeniser)
    row = name_features(words, tokens, gazetteer)[words.starts.tolist().index(text.index(word))]
    return {FEATURES[i] for i in np.flatnonzero(row)}


def test_what_is_known_of_names(gazetteer, tokeniser):
    def of(text, word):
        return known(text, word, gazetteer, tokeniser)

    assert "place inside the area named behind it" in of("In Bangor, Maine, he fell.", "Bangor")
    assert "place, well known: first word" in of("He saw Armenia.", "Armenia")
    assert "place, well known: further word" in of("He saw New Zealand.", "Zealand")
    assert "adjective or demonym of a place" in of("An Armenian envoy.", "Armenian")
    assert "person of several words: further word" in of("He met Sergey Lavrov.", "Lavrov")
    assert "given name" in of("He met Maria.", "Maria")
    assert of("He met Qorvex.", "Qorvex") == set()


def test_a_full_stop_is_no_part_of_a_name_before_it(gazetteer, tokeniser):
    assert known("He went to India.", ".", gazetteer, tokeniser) == set()


def test_a_lower_cased_text_is_looked_up_all_the_same(gazetteer, tokeniser):
    text = "troops left new zealand for armenia yesterday"
    assert "place, well known: first word" in known(text, "new", gazetteer, tokeniser)


def naive_best_path(scores, labels):
    moves = transitions(labels)
    paths = [
        path
        for path in product(range(len(labels)), repeat=len(scores))
        if labels[path[0]][0] != "I" and all(moves[a, b] == 0 for a, b in pairwise(path))
    ]
    return max(sum(scores[i, label] for i, label in enumerate(path)) for path in paths)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_the_best_path_is_as_good_as_the_best_of_all(seed, lengths):
    labels = ["O", "B-X", "I-X", "B-Y", "I-Y"]
    chance = np.random.default_rng(seed)
    scores = log_softmax(
        chance.normal(size=(len(lengths), max(lengths), len(labels))).astype(np.float32)
    )
    paths = best_path(scores, np.array(lengths), labels)
    for row, length in enumerate(lengths):
        path = paths[row, :length]
        own = scores[row, np.arange(length), path].sum()
        assert own == pytest.approx(naive_best_path(scores[row, :length], labels), abs=1e-4)
        assert labels[path[0]][0] != "I"


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 10**6),
    st.lists(st.integers(1, 40), min_size=1, max_size=6),
    st.sampled_from([0.001, 1.0, 30.0]),
)
def test_labels_of_runs_are_those_of_the_best_path(seed, lengths, sharpness):
    chance = np.random.default_rng(seed)
    borders = np.cumsum([1, *(length + 1 for length in lengths)])  # words between runs, too
    raw = chance.normal(size=(borders[-1], len(FLAT))) * sharpness
    raw[:, 0] += chance.choice([0.0, sharpness], size=len(raw))
    scores = log_softmax(raw.astype(np.float32))
    runs = [(start, start + length) for start, length in zip(borders, lengths, strict=False)]
    labels = best_labels(scores, runs, FLAT)
    for first, last in runs:
        searched = best_path(scores[None, first:last], np.array([last - first]), FLAT)[0]
        assert labels[first:last].tolist() == searched.tolist()
        labels[first:last] = 0
    assert not labels.any()


def test_spans_of_labels():
    path = [FLAT.index(label) for label in "B-PER I-PER B-PER O B-ORG".split()]
    assert spans_of(path, FLAT) == [(0, 2, "PER"), (2, 3, "PER"), (4, 5, "ORG")]


def named(tagger, text, kind=None):
    return [text[s.start : s.end] for s in tagger(text) if kind in (None, s.kind)]


def test_names_of_a_sentence(tagger):
    text = "Russian Foreign Minister Sergei Lavrov met António Guterres in Yerevan."
    assert named(tagger, text, Kind.PERSON) == ["Sergei Lavrov", "António Guterres"]
    assert named(tagger, text, Kind.PLACE) == ["Russian", "Yerevan"]


def test_a_place_inside_an_organisation_is_found_too(tagger):
    text = "She studied at Aleppo University."
    assert named(tagger, text, Kind.ORGANISATION) == ["Aleppo University"]
    assert named(tagger, text, Kind.PLACE) == ["Aleppo"]


@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_case_may_be_lost(tagger, change):
    text = change("The president of Armenia flew to Moscow for talks with Vladimir Putin.")
    places = [name.lower() for name in named(tagger, text, Kind.PLACE)]
    assert places == ["armenia", "moscow"]
    assert [name.lower() for name in named(tagger, text, Kind.PERSON)] == ["vladimir putin"]


@pytest.mark.parametrize("filler", ["😀 ", "e\u0301 ", "𝒳 ", "\u200f", "\x00 "])
def test_offsets_count_code_points(tagger, filler):
    text = f"{filler * 3}Talks were held in Yerevan and in Tbilisi on Friday."
    assert named(tagger, text, Kind.PLACE) == ["Yerevan", "Tbilisi"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "\x00", "a"])
def test_texts_without_names(tagger, text):
    assert tagger(text) == ()


def test_what_lies_far_into_an_endless_sentence_is_found(tagger):
    text = "and then, " * 400 + "they went to Yerevan, " + "and so on, " * 400
    assert named(tagger, text, Kind.PLACE) == ["Yerevan"]


def test_a_long_text_is_read_in_passages(tagger, monkeypatch):
    text = "She was born in Yerevan and studied in Moscow. Ankara accused Moscow of lying.\n\n" * 40
    whole = tagger(text)
    offsets = [(s.start, s.end) for s in whole]
    roles = tagger.roles_of(text, offsets)
    monkeypatch.setattr("enrich.mentions.taggers.network._PASSAGE", 500)
    assert [(s.start, s.end) for s in tagger(text)] == offsets
    assert [text[start:end] for start, end in offsets] == [
        "Yerevan",
        "Moscow",
        "Ankara",
        "Moscow",
    ] * 40
    in_passages = tagger.roles_of(text, offsets)
    assert [max(r, key=lambda p: p[1])[0] for r in in_passages] == [
        max(r, key=lambda p: p[1])[0] for r in roles
    ]


def test_roles_are_told_with_probabilities(tagger):
    assert isinstance(tagger, RoleTagger)
    text = "Talks were held in Yerevan. Yerevan refused to sign the treaty."
    spans = [s for s in tagger(text) if s.kind is Kind.PLACE]
    for span in spans:
        assert [role for role, _ in span.roles] == list(ROLES)
        assert sum(p for _, p in span.roles) == pytest.approx(1)
    best = [max(span.roles, key=lambda pair: pair[1])[0] for span in spans]
    assert best == ["literal", "metonymic"]
    offsets = [(s.start, s.end) for s in spans]
    assert tagger.roles_of(text, offsets) == tuple(s.roles for s in spans)


def test_threads_may_share_a_tagger(gazetteer):
    texts = [f"Talks were held in {town} on Friday." for town in ("Yerevan", "Baku", "Tbilisi")] * 8
    shared = NameTagger(gazetteer)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(shared, texts))
    assert results == [shared(text) for text in texts]


def test_the_packaged_model_is_the_one_that_its_id_names(tagger):
    assert tagger.id == "enrich-tagger-2"
    assert tagger._session.get_modelmeta().graph_description == "enrich-tagger 2 final"

"""Taggers of other libraries: tiny models made here, and what is said when something is missing."""

import re
import socket
import sys
import unicodedata
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrich import Linker
from enrich.mentions import MentionFinder
from enrich.mentions.taggers import TaggedSpan, Tagger
from enrich.mentions.taggers.gliner import GlinerTagger
from enrich.mentions.taggers.passages import iter_passages
from enrich.mentions.taggers.pieces import Piece, names_of, words_of
from enrich.mentions.taggers.protocol import RoleTagger
from enrich.mentions.taggers.registry import GuardedTagger, load_tagger
from enrich.mentions.taggers.schemes import Meaning, span_of
from enrich.model import Document, Role
from gazetteer.errors import InputError, TaggerError
from gazetteer.model import Kind

# A flag, a family joined by ZWJ, an accent of its own and letters beyond the basic plane.
HARD = "🇦🇲 👩‍👩‍👧 cafe\u0301 𝐀𝐁 "
SENTENCE = "Lavrov of the UN left Yerevan, said Armenian reporters. "


def named(tagger, text):
    return [(text[s.start : s.end], str(s.kind), s.adjectival) for s in tagger(text)]


EXPECTED = [
    ("Lavrov", "person", False),
    ("UN", "organisation", False),
    ("Yerevan", "place", False),
    ("Armenian", "place", True),
]


@pytest.fixture
def offline(monkeypatch):
    """Whoever asks the network fails the test."""

    def connect(*_):
        pytest.fail("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", connect)


def message_of(spec):
    with pytest.raises(TaggerError) as caught:
        load_tagger(spec)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.fixture(scope="module")
def nlp():
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed: pip install spacy")
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns(
        [
            {"label": "PERSON", "pattern": "Lavrov"},
            {"label": "ORG", "pattern": "the UN"},
            {"label": "GPE", "pattern": "Yerevan"},
            {"label": "GPE", "pattern": "Yerevan's"},
            {"label": "NORP", "pattern": "Armenian"},
            {"label": "DATE", "pattern": "Tuesday"},
            {"label": "VOLCANO", "pattern": "Ararat"},
        ]
    )
    return pipeline


@pytest.fixture(scope="module")
def spacy_tagger(nlp):
    from enrich.mentions.taggers.spacy import SpacyTagger

    return SpacyTagger(nlp)


def test_spacy_labels_become_kinds(spacy_tagger):
    assert isinstance(spacy_tagger, Tagger)
    assert spacy_tagger.id == "spacy:en_pipeline-0.0.0"
    assert spacy_tagger.languages == {"en"}
    assert named(spacy_tagger, SENTENCE) == EXPECTED
    assert all(span.probability == 1.0 for span in spacy_tagger(SENTENCE))


def test_spacy_labels_that_say_nothing_are_ignored_unless_explained(nlp, spacy_tagger):
    from enrich.mentions.taggers.spacy import SpacyTagger

    text = "On Tuesday, Ararat smoked."
    assert named(spacy_tagger, text) == []
    explained = SpacyTagger(nlp, labels={"VOLCANO": Meaning(Kind.PLACE)})
    assert named(explained, text) == [("Ararat", "place", False)]


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "👩‍👩‍👧", "́"])
def test_spacy_finds_nothing_in_nothing(spacy_tagger, text):
    assert spacy_tagger(text) == []


def test_spacy_offsets_count_code_points(spacy_tagger):
    text = HARD + SENTENCE + HARD + SENTENCE
    assert named(spacy_tagger, text) == EXPECTED * 2


def test_spacy_reads_long_texts_in_passages(spacy_tagger):
    text = SENTENCE * 600
    assert len(text) > 30_000
    assert named(spacy_tagger, text) == EXPECTED * 600


def test_a_spacy_pipeline_is_loaded_by_its_folder(nlp, tmp_path):
    nlp.to_disk(tmp_path / "mine")
    assert named(load_tagger(f"spacy:{tmp_path / 'mine'}"), SENTENCE) == EXPECTED


def test_a_missing_spacy_pipeline_names_the_command(nlp, tmp_path, offline):
    del nlp, offline
    assert "python -m spacy download xx_missing_sm" in message_of("spacy:xx_missing_sm")
    assert "no spaCy pipeline" in message_of(f"spacy:{tmp_path}")
    assert "missing" in message_of("spacy:")


def test_a_spacy_pipeline_that_cannot_find_anything_is_refused(nlp, tmp_path):
    nlp.__class__().to_disk(tmp_path / "empty")
    assert "no components" in message_of(f"spacy:{tmp_path / 'empty'}")


LABELS = ["O", "B-PER", "B-ORG", "B-LOC", "I-LOC", "B-NORP", "B-MISC", "S-PER"]
VOCABULARY = {
    "[PAD]": 0, "[UNK]": 0, "[CLS]": 0, "[SEP]": 0, "Lav": 1, "##rov": 0, "UN": 2,
    "Yere": 3, "##van": 0, "New": 3, "York": 4, "Armenian": 5, "Tuesday": 6, "Blinken": 7,
    "of": 0, "the": 0, "left": 0, "said": 0, "reporters": 0, ",": 0, ".": 0, "##́": 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def bert(tmp_path_factory):
    """A folder with a BERT that has no layers: a word's label is looked up in its embedding."""
    why = "transformers or torch is not installed: pip install 'enrich-geo[huggingface]'"
    torch = pytest.importorskip("torch", reason=why)
    transformers = pytest.importorskip("transformers", reason=why)
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    numbers = {word: number for number, word in enumerate(VOCABULARY)}
    words = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))  # noqa: S106
    words.normalizer = normalizers.BertNormalizer(lowercase=False, strip_accents=False)
    words.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    words.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        special_tokens=[("[CLS]", numbers["[CLS]"]), ("[SEP]", numbers["[SEP]"])],
    )
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]",  # noqa: S106
        sep_token="[SEP]", model_max_length=64,  # noqa: S106
    )  # fmt: skip
    config = transformers.BertConfig(
        vocab_size=len(VOCABULARY), hidden_size=len(LABELS), num_hidden_layers=0,
        num_attention_heads=1, intermediate_size=4, max_position_embeddings=66,
        id2label=dict(enumerate(LABELS)), label2id={x: i for i, x in enumerate(LABELS)},
    )  # fmt: skip
    model = transformers.BertForTokenClassification(config)
    with torch.no_grad():
        for parameter in model.bert.embeddings.parameters():
            parameter.zero_()
        model.bert.embeddings.LayerNorm.weight.fill_(1.0)
        for word, label in enumerate(VOCABULARY.values()):
            model.bert.embeddings.word_embeddings.weight[word, label] = 1.0
        model.classifier.weight.copy_(3 * torch.eye(len(LABELS)))
        model.classifier.bias.zero_()
    folder = tmp_path_factory.mktemp("models") / "tiny-bert"
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def bert_tagger(bert):
    return load_tagger(f"huggingface:{bert}?languages=en")


def test_hugging_face_labels_become_kinds(bert_tagger):
    assert bert_tagger.id == "huggingface:tiny-bert"
    assert bert_tagger.languages == {"en"}
    assert named(bert_tagger, SENTENCE) == EXPECTED
    assert all(0.5 < span.probability < 1.0 for span in bert_tagger(SENTENCE))


def test_hugging_face_names_of_several_words_and_schemes(bert_tagger):
    text = "Tuesday Blinken Blinken left New York New York."
    assert [name for name, *_ in named(bert_tagger, text)] == [
        "Blinken", "Blinken", "New York", "New York",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "👩‍👩‍👧", "\u0301", "\x00"])
def test_hugging_face_finds_nothing_in_nothing(bert_tagger, text):
    assert bert_tagger(text) == []


def test_hugging_face_offsets_count_code_points(bert_tagger):
    text = HARD + SENTENCE + HARD + SENTENCE
    assert named(bert_tagger, text) == EXPECTED * 2


def test_hugging_face_reads_long_texts_in_windows(bert_tagger):
    assert named(bert_tagger, SENTENCE * 600) == EXPECTED * 600
    lines = "New York, " * 3000  # no sentence ends here
    assert named(bert_tagger, lines) == [("New York", "place", False)] * 3000


def test_hugging_face_shows_no_progress_and_asks_no_network(bert, offline, capfd):
    del offline
    load_tagger(f"huggingface:{bert}")
    assert capfd.readouterr() == ("", "")


def test_a_missing_hugging_face_model_names_the_command(bert, offline, tmp_path, monkeypatch):
    del bert, offline
    message = message_of("huggingface:nobody/nothing-here")
    assert "hf download nobody/nothing-here" in message
    assert "huggingface:nobody/nothing-here?download=yes" in message
    assert "no such folder" in message_of("huggingface:./missing")
    assert "cannot be loaded" in message_of(f"huggingface:{tmp_path}")
    monkeypatch.chdir(tmp_path)
    assert "no such folder" in message_of("huggingface:~/missing")


def test_a_model_of_another_sort_is_refused(bert, tmp_path):
    import shutil

    folder = shutil.copytree(bert, tmp_path / "sentiment")
    config = folder / "config.json"
    renamed = re.sub(r'"(B|I|S)-(\w+)"', r'"mood \2"', config.read_text(encoding="utf-8"))
    config.write_text(renamed, encoding="utf-8")
    assert "no label of sentiment is understood" not in message_of("huggingface:./missing")
    assert "no label of sentiment is understood" in message_of(f"huggingface:{folder}")


def read(text, *labelled):
    """The names in a text whose pieces are given in order, each with its label."""
    pieces, at = [], 0
    for piece, label in labelled:
        at = text.index(piece, at)
        pieces.append(Piece(at, at + len(piece), label, 0.5))
        at += len(piece)
    return [(text[n.start : n.end], n.label) for n in names_of(words_of(text, pieces))]


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        ("B-LOC I-LOC O", ["New York"]),
        ("I-LOC I-LOC O", ["New York"]),
        ("B-LOC B-LOC O", ["New", "York"]),
        ("LOC LOC O", ["New York"]),
        ("S-LOC S-LOC O", ["New", "York"]),
        ("B-LOC E-LOC S-LOC", ["New York", "city"]),
        ("B-LOC L-LOC I-LOC", ["New York", "city"]),
        ("B-LOC I-ORG O", ["New", "York"]),
        ("B-LOC M-LOC E-LOC", ["New York city"]),
        ("O O O", []),
    ],
)
def test_schemes_of_labels(labels, names):
    words = zip(("New", "York", "city"), labels.split(), strict=True)
    assert [name for name, _ in read("New York city", *words)] == names


def test_a_word_has_the_label_of_its_first_piece():
    assert read("Lavrov’s", ("Lav", "B-PER"), ("rov", "B-LOC"), ("’", "O"), ("s", "O")) == [
        ("Lavrov", "PER")
    ]
    decomposed = unicodedata.normalize("NFD", "Şırnak")
    pieces = (decomposed[:1], "B-LOC"), (decomposed[1:3], "O"), (decomposed[3:], "I-PER")
    assert read(decomposed, *pieces) == [(decomposed, "LOC")]


def test_punctuation_and_scripts_without_spaces_do_not_glue_words():
    assert read("in Paris,", ("in", "O"), (" Paris", "B-LOC"), (",", "O")) == [(" Paris", "LOC")]
    assert read("在北京的", ("在", "O"), ("北", "B-LOC"), ("京", "I-LOC"), ("的", "O")) == [
        ("北京", "LOC")
    ]


@pytest.mark.parametrize(
    ("given_text", "left"),
    [
        ("the United States", "United States"),
        ("The Hague", "The Hague"),
        ("Yerevan's", "Yerevan"),
        ("Yerevan’s ", "Yerevan"),
        ("the Armenians'", "Armenians"),
        (" Goris\n", "Goris"),
        ("Theodore", "Theodore"),
        ("theatre", "theatre"),
        ("'s", None),
        ("the ", None),
    ],
)
def test_what_a_scheme_adds_to_a_name_is_taken_off(given_text, left):
    text = "xx" + given_text + "yy"
    found = span_of(text, 2, 2 + len(given_text), Meaning(Kind.PLACE))
    assert (found and text[found.start : found.end]) == left


class StandIn:
    """Predicts as GLiNER does: the first ``max_len`` words are read, the rest is dropped."""

    WORD = re.compile(r"\w+(?:[-_]\w+)*|\S")
    KNOWN = {  # noqa: RUF012
        "Lavrov": "person", "UN": "organization", "Yerevan": "location", "Armenian": "nationality",
        "reporters": "profession",
    }  # fmt: skip

    def __init__(self, max_len=20):
        self.config = SimpleNamespace(max_len=max_len)
        self.data_processor = SimpleNamespace(words_splitter=self.split)

    def split(self, text):
        return ((m.group(), *m.span()) for m in self.WORD.finditer(text))

    def predict_entities(self, text, labels, flat_ner=True, threshold=0.5):  # noqa: FBT002
        assert flat_ner
        assert threshold == 0.4
        words = list(self.split(text))[: self.config.max_len]
        return [
            {"start": start, "end": end, "text": word, "label": self.KNOWN[word], "score": 0.9}
            for word, start, end in words
            if self.KNOWN.get(word) in {*labels, "profession"}
        ]


@pytest.fixture
def gliner_tagger():
    return GlinerTagger(StandIn(), name="stand-in", threshold=0.4)


def test_gliner_labels_become_kinds(gliner_tagger):
    assert gliner_tagger.id == "gliner:stand-in"
    assert gliner_tagger.languages is None
    assert named(gliner_tagger, SENTENCE) == EXPECTED
    assert {span.probability for span in gliner_tagger(SENTENCE)} == {0.9}


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "👩‍👩‍👧"])
def test_gliner_finds_nothing_in_nothing(gliner_tagger, text):
    assert gliner_tagger(text) == []


def test_gliner_reads_long_texts_in_windows(gliner_tagger):
    text = HARD + SENTENCE * 300
    assert named(gliner_tagger, text) == EXPECTED * 300
    assert named(gliner_tagger, "Yerevan " * 999) == [("Yerevan", "place", False)] * 999
    assert len(gliner_tagger("UN," * 999)) == 999


def test_gliner_asks_for_the_labels_of_the_caller():
    labels = {"nationality": Meaning(Kind.PLACE, adjectival=True)}
    tagger = GlinerTagger(StandIn(), name="stand-in", labels=labels, threshold=0.4)
    assert named(tagger, SENTENCE) == [("Armenian", "place", True)]
    with pytest.raises(TaggerError, match="labels"):
        GlinerTagger(StandIn(), name="stand-in", labels={})
    with pytest.raises(TaggerError, match="threshold"):
        GlinerTagger(StandIn(), name="stand-in", threshold=4)


def test_gliner_is_loaded_from_this_machine_unless_told_otherwise(monkeypatch, tmp_path):
    asked = []

    def from_pretrained(model, **how):
        asked.append((model, how["local_files_only"]))
        if model == "nobody/nothing":
            raise FileNotFoundError("no such snapshot\nhttps://...")
        return StandIn()

    library = SimpleNamespace(GLiNER=SimpleNamespace(from_pretrained=from_pretrained))
    monkeypatch.setitem(sys.modules, "gliner", library)
    assert load_tagger("gliner:owner/model?languages=en,hy").languages == {"en", "hy"}
    assert load_tagger("gliner:owner/model?download=yes&threshold=0.4")(SENTENCE)
    load_tagger(f"gliner:{tmp_path}")
    assert asked == [("owner/model", True), ("owner/model", False), (str(tmp_path), True)]
    assert "gliner:nobody/nothing?download=yes" in message_of("gliner:nobody/nothing")
    assert "say yes or no" in message_of("gliner:owner/model?download=maybe")
    assert "threshold=much" in message_of("gliner:owner/model?threshold=much")
    assert "unknown option 'labels'" in message_of("gliner:owner/model?labels=x")


@given(st.text(st.sampled_from("ab.,\n é\u0301👩\u200d ՝北。")), st.integers(2, 12))
def test_passages_are_the_text_and_no_longer_than_wanted(text, longest):
    passages = list(iter_passages(text, longest))
    assert "".join(passage for _, passage in passages) == text
    assert all(0 < len(passage) <= longest for _, passage in passages)
    assert all(text.startswith(passage, offset) for offset, passage in passages)


def test_passages_end_where_no_name_is_parted():
    text = "He met the mayor of St. Petersburg in New York. Then " * 40
    cuts = [passage for _, passage in iter_passages(text, 200)][:-1]
    assert cuts
    assert {passage[-6:] for passage in cuts} == {"York. "}
    assert next(iter_passages("abcdef\n\nx. ghij k", 10))[1] == "abcdef\n\n"
    assert next(iter_passages("aaaae\u0301\u0301aaa", 6))[1] == "aaaa"


@pytest.fixture
def third_party(tmp_path, monkeypatch):
    """A package of somebody else, installed, that registers taggers."""
    (tmp_path / "their_taggers.py").write_text(
        """
from enrich.mentions.taggers import TaggedSpan
from gazetteer.model import Kind


class Capitals:
    id = "capitals-1"
    languages = None

    def __init__(self, names):
        self.names = names.split(",")

    def __call__(self, text):
        found = [(text.find(name), name) for name in self.names]
        return [TaggedSpan(at, at + len(name), Kind.PLACE) for at, name in found if at >= 0]


def breaks(model):
    raise ValueError("no weights\\nnor anything else")


def no_tagger(model):
    return {"model": model}
""",
        encoding="utf-8",
    )
    information = tmp_path / "their_taggers-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: their-taggers\nVersion: 1.0\n"
        "Requires-Dist: surely-not-installed>=2; extra == 'breaks'\n",
        encoding="utf-8",
    )
    (information / "entry_points.txt").write_text(
        "[enrich.taggers]\ncapitals = their_taggers:Capitals\nbreaks = their_taggers:breaks\n"
        "odd = their_taggers:no_tagger\nlost = their_taggers:gone\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    sys.modules.pop("their_taggers", None)


def test_a_third_party_needs_nothing_but_an_entry_point(third_party, gazetteer):
    del third_party
    tagger = load_tagger("capitals:Yerevan,Tbilisi")
    assert isinstance(tagger, Tagger)
    assert named(tagger, "Tbilisi, then Yerevan") == [
        ("Tbilisi", "place", False), ("Yerevan", "place", False),
    ]  # fmt: skip
    result = Linker(gazetteer, tagger="capitals:Yerevan")("They flew to Yerevan.")
    assert result.run["models"]["mentions"] == "capitals-1"
    assert [link.entity.name for link in result.links] == ["Yerevan"]


def test_faults_of_a_third_party_are_told_in_one_line(third_party):
    del third_party
    assert "ValueError: no weights" in message_of("breaks:x")
    assert "a dict, which is not a tagger: it lacks id" in message_of("odd:x")
    assert "AttributeError" in message_of("lost:x")


def test_unknown_specs_list_the_choices(third_party):
    del third_party
    message = message_of("nonesuch:x")
    for name in ("nonesuch", "breaks", "capitals", "gliner", "huggingface", "spacy"):
        assert name in message
    assert "there is no tagger ''" in message_of("")


def test_a_name_that_two_packages_register_is_refused(third_party):
    information = third_party / "more_taggers-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Name: more-taggers\nVersion: 1\n", encoding="utf-8")
    (information / "entry_points.txt").write_text(
        "[enrich.taggers]\ncapitals = more_taggers:load\n", encoding="utf-8"
    )
    assert "more-taggers, their-taggers; keep one" in message_of("capitals:x")


@pytest.mark.parametrize(
    ("module", "spec", "extra"),
    [
        ("spacy", "spacy:en_core_web_sm", "spacy"),
        ("torch", "huggingface:owner/model", "huggingface"),
        ("gliner", "gliner:owner/model", "gliner"),
    ],
)
def test_a_missing_library_names_the_extra(monkeypatch, module, spec, extra):
    monkeypatch.setitem(sys.modules, module, None)
    message = message_of(spec)
    assert f"pip install 'enrich-geo[{extra}]'" in message
    assert spec in message


def test_what_is_no_tagger_is_refused():
    with pytest.raises(TaggerError, match="a int, which is not a tagger"):
        load_tagger(5)
    with pytest.raises(TaggerError, match="lacks id, languages"):
        load_tagger(str.split)
    with pytest.raises(TaggerError, match="make one of it"):
        load_tagger(StandInTagger)


class StandInTagger:
    id = "stand-in"
    languages = None

    def __init__(self, answer):
        self.answer = answer

    def __call__(self, text):
        return self.answer(text)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda _: [TaggedSpan(0, 99, Kind.PLACE)], r"span \(0, 99\) lies outside"),
        (lambda _: [TaggedSpan(3, 3, Kind.PLACE)], r"span \(3, 3\) lies outside"),
        (lambda _: [(0, 3)], r"tuple \(0, 3\) is not a TaggedSpan"),
        (lambda _: None, "failed on a text of 7 code points: TypeError"),
        (lambda text: text[99], "failed on a text of 7 code points: IndexError"),
    ],
)
def test_a_tagger_that_errs_is_told_of(answer, told):
    tagger = load_tagger(StandInTagger(answer))
    assert isinstance(tagger, GuardedTagger)
    with pytest.raises(TaggerError, match=told):
        tagger("Yerevan")


def test_a_tagger_that_tells_roles_still_does():
    class WithRoles(StandInTagger):
        def roles_of(self, text, spans):
            return self.answer(text)[: len(spans)]

    literal = ((Role.LITERAL, 1.0),)
    tagger = load_tagger(WithRoles(lambda _: [literal]))
    assert isinstance(tagger, RoleTagger)
    assert tagger.roles_of("Yerevan", [(0, 7)]) == [literal]
    with pytest.raises(TaggerError, match="roles for 1 of 2 places"):
        tagger.roles_of("Yerevan", [(0, 7), (0, 7)])
    assert not isinstance(load_tagger(StandInTagger(list)), RoleTagger)


def test_spans_come_in_order():
    spans = [
        TaggedSpan(4, 5, Kind.PLACE),
        TaggedSpan(0, 2, Kind.PLACE),
        TaggedSpan(0, 3, Kind.ORGANISATION),
    ]
    found = load_tagger(StandInTagger(lambda _: spans))("a b c d")
    assert [(span.start, span.end) for span in found] == [(0, 3), (0, 2), (4, 5)]


def test_a_linker_takes_a_tagger_or_a_spec_or_another_stage(gazetteer):
    tagger = StandInTagger(lambda text: [TaggedSpan(0, len(text), Kind.PLACE)])
    assert Linker(gazetteer, tagger=tagger)("Yerevan").run["models"]["mentions"] == "stand-in"
    with pytest.raises(TaggerError):
        Linker(gazetteer, tagger="nonesuch:x")
    with pytest.raises(InputError, match="give one of them"):
        Linker(gazetteer, tagger=tagger, find_mentions=lambda _: ())


def test_the_command_takes_a_spec(run, third_party):
    del third_party
    result = run("--tagger", "capitals:Yerevan", "-", "--format", "jsonl", given="To Yerevan.")
    assert result.exit_code == 0, result.stderr
    assert '"Yerevan"' in result.stdout
    failed = run("--tagger", "nonesuch:x", "-", given="To Yerevan.")
    assert failed.exit_code == 2
    assert "there is no tagger 'nonesuch'; there are: " in failed.stderr.splitlines()[-1]


def test_the_doctor_lists_the_taggers(run, third_party):
    del third_party
    lines = [line for line in run("doctor").stdout.splitlines() if "  tagger " in line]
    by_name = {re.split(" [(]|: ", line.partition("tagger ")[2])[0]: line for line in lines}
    assert list(by_name) == [
        "breaks", "capitals", "gliner", "huggingface", "lost", "odd", "spacy",
    ]  # fmt: skip
    assert "not installed: pip install 'their-taggers[breaks]'" in by_name["breaks"]
    assert by_name["capitals"].endswith("their-taggers 1.0")
    assert all(line.startswith("ok ") for line in lines)


def test_the_examples_of_the_documentation_run(root, capsys):
    pytest.importorskip("spacy", reason="spaCy is not installed: pip install spacy")
    text = (root / "docs" / "taggers.md").read_text(encoding="utf-8")
    blocks = re.findall(
        r"^```python\n(.*?)^```\n+(?:```text\n(.*?)^```)?", text, re.MULTILINE | re.DOTALL
    )
    shown = [(code, output) for code, output in blocks if output]
    assert len(shown) == 2
    for code, output in blocks:
        program = compile(code, "docs/taggers.md", "exec")
        if output:  # the others need a model
            exec(program, {"__name__": "example"})  # noqa: S102
            assert capsys.readouterr().out == output


def test_a_place_that_a_tagger_found_inside_a_name_is_not_found_twice(gazetteer):
    text = "She left the University of Texas."

    class Nesting:
        id = "nesting"
        languages = None

        def __call__(self, text):
            start = text.index("University")
            return [
                TaggedSpan(start, len(text) - 1, Kind.ORGANISATION),
                TaggedSpan(text.index("Texas"), len(text) - 1, Kind.PLACE),
            ]

    mentions = MentionFinder(gazetteer, Nesting())(Document(text))
    assert [m.text for m in mentions] == ["University of Texas", "Texas"]

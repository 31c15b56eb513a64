"""Texts in other languages: which language, which places, at which offsets."""

import tomllib
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrich.languages import Language, detect_language, scan_note
from enrich.mentions import MentionFinder
from enrich.mentions.scan.grammar import grammar_of
from enrich.mentions.scan.scanning import scan_given, scan_mentions, scan_quoted
from enrich.mentions.scan.words import cut_letters, key_of, split_words
from enrich.mentions.taggers.model import NameTagger
from enrich.model import Document, Mention, Role
from gazetteer.model import Kind

ARTICLES = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "languages.toml").read_text(encoding="utf-8")
)
# Decomposed, "й" is и with a breve and "é" e with an acute: fold takes the marks off.
FORMS = ("NFC", "NFD")


def expand(words):
    return {f"geonames:{w}" if w.isdigit() else f"enrich:{w}" for w in words.split()}


@pytest.fixture(scope="module")
def scan(gazetteer):
    def find(text, language=None):
        return scan_mentions(Document(text), gazetteer, detect_language(text, language))

    return find


def places(mentions):
    return [m.text for m in mentions if m.kind is Kind.PLACE]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("code", ARTICLES)
def test_articles_give_their_places(linker, code, form):
    article = ARTICLES[code]
    text = unicodedata.normalize(form, article["text"])
    result = linker(text)
    assert {entity.id for entity in result.places} == expand(article["places"])
    named = {link.mention.text for link in result.links}
    assert not named & set(unicodedata.normalize(form, article["words"]).split())
    for link in result.links:
        assert text[link.mention.start : link.mention.end] == link.mention.text


@pytest.mark.parametrize("code", ARTICLES)
@pytest.mark.parametrize("form", FORMS)
def test_language_is_detected(code, form):
    assert detect_language(unicodedata.normalize(form, ARTICLES[code]["text"])).code == code


@pytest.mark.parametrize(
    "text",
    [
        "", "123", "Berlin", "Paris, Texas", "Los Angeles, La Paz, El Paso, Las Vegas, San Diego",
        "CSTO", "Nagorno-Karabakh", "Lavrov, Pashinyan, Erdoğan, Sánchez", "Die Hard is over.",
        'He said, "Je ne sais pas", and left the room with the others.',
        "The talks (переговоры) took place in Yerevan (Ереван).",
    ],
)  # fmt: skip
def test_in_doubt_latin_text_is_english(text):
    assert detect_language(text).code == "en"


@pytest.mark.parametrize(
    ("text", "code", "script"),
    [
        ("Переговоры", "ru", "Cyrl"),
        ("Його відповідь", "uk", "Cyrl"),
        ("گفت رئیس جمهور ایران", "fa", "Arab"),
        ("საქართველოს პრემიერი", "ka", "Geor"),
        ("Ο πρωθυπουργός", "el", "Grek"),
        ("президентът на България", "bg", "Cyrl"),
        ("首相は東京で会談した", "ja", "Kana"),
        ("Il governo ha detto che la situazione non è più sotto controllo.", "it", "Latn"),
        ("በአዲስ አበባ", None, "Ethi"),
    ],
)
def test_other_languages_and_scripts(text, code, script):
    language = detect_language(text)
    assert (language.code, language.script) == (code, script)


@pytest.mark.parametrize("declared", ["hy", "hye", "arm", "hy-AM", "HY"])
def test_a_declared_language_wins(declared):
    language = detect_language("Yerevan", declared)
    assert (language.code, language.confidence) == ("hy", 1.0)


@pytest.mark.parametrize("declared", ["", " ", "Armenian language", "?"])
def test_what_is_no_code_is_passed_over(declared):
    assert detect_language("Переговоры были трудными", declared).code == "ru"


@pytest.mark.parametrize(
    ("language", "text", "lookup"),
    [
        ("ru", "Встреча в Ереване.", {"Ереване": "Ереван"}),
        ("ru", "Границы России и Украины.", {"России": "Россия", "Украины": "Украина"}),
        ("ru", "Он вернулся из Москвы.", {"Москвы": "Москва"}),
        ("ru", "Слова Путина.", {"Путина": "Путин"}),
        ("ru", "Ситуация в секторе Газа.", {"секторе Газа": "Сектор Газа"}),
        ("ru", "Гость из Южной Кореи.", {"Южной Кореи": "Южная Корея"}),
        ("uk", "Зустріч у Києві.", {"Києві": "Київ"}),
        ("uk", "Мешканці Чернігова.", {"Чернігова": "Чернігів"}),
        ("hy", "Հանդիպում Երևանում։", {"Երևանում": "Երևան"}),
        ("hy", "Նա մեկնեց Բաքվից։", {"Բաքվից": "Բաքու"}),
        ("hy", "Ո՞վ է Հայաստանի՛ նախագահը։", {"Հայաստանի": "Հայաստան"}),
        ("ar", "وصل إلى بيروت وبغداد.", {"بيروت": "بيروت", "بغداد": "بغداد"}),
        ("de", "Deutschlands Regierung.", {"Deutschlands": "Deutschland"}),
    ],
)
def test_inflected_names_carry_their_base_form(scan, language, text, lookup):
    found = {m.text: m.name for m in scan(text, language)}
    assert {t: key_of(n) for t, n in found.items()} == {t: key_of(n) for t, n in lookup.items()}


@pytest.mark.parametrize(
    ("language", "text", "adjective", "country"),
    [
        ("ru", "Российские войска отступили.", "Российские", "geonames:2017370"),
        ("uk", "Польського посла викликали.", "Польського", "geonames:798544"),
        ("hy", "Ադրբեջանական զորքերը նահանջել են։", "Ադրբեջանական", "geonames:587116"),
        ("ar", "انسحبت القوات الروسية أمس.", "الروسية", "geonames:2017370"),
        ("fr", "Les forces russes ont reculé.", "russes", "geonames:2017370"),
        ("es", "Las tropas rusas avanzan.", "rusas", "geonames:2017370"),
        ("de", "Die russischen Truppen rücken vor.", "russischen", "geonames:2017370"),
    ],
)
def test_adjectives_modify(linker, language, text, adjective, country):
    links = linker(text, language=language).links
    [link] = [link for link in links if link.mention.kind is Kind.PLACE]
    assert (link.mention.text, link.mention.role) == (adjective, Role.MODIFIER)
    assert link.entity.id == country


def test_peoples_are_demonyms(scan):
    [mention] = scan("Россияне вернулись домой.", "ru")
    assert mention.role is Role.DEMONYM


def test_a_dateline_is_one(linker):
    assert linker(ARTICLES["ru"]["text"]).links[0].mention.role is Role.DATELINE


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Beim Essen in der Halle sprach niemand über Regen, Orte oder den Wald."),
        ("fr", "Le port, la paix et la ville; en face, une belle église."),
        ("es", "La victoria fue de la paz; el centro y la torre están cerca."),
        ("ru", "Мир и победа. Новый год. Первый центр города."),
        ("ar", "قال الرئيس إن السلام والنصر في المدينة الجديدة."),
        ("ru", "Игорь Караулов и Владимир Иванов пришли вместе."),
        ("de", "Der FC Augsburg hat verloren."),
    ],
)
def test_common_words_and_parts_of_names_are_no_places(scan, language, text):
    assert places(scan(text, language)) == []


def test_arabic_vowel_signs_belong_to_the_word(scan):
    text = "وَصَلَ إِلَى بَغْدَادَ وَبَيْرُوتَ."
    assert places(scan(text)) == ["بَغْدَادَ", "بَيْرُوتَ"]


def test_direction_marks_do_not_move_offsets(scan):
    text = "\u202bاجتمعوا في \u200fموسكو\u200f، ثم في \u2067القاهرة\u2069.\u202c"
    mentions = scan(text)
    assert [text[m.start : m.end] for m in mentions] == ["موسكو", "القاهرة"]


def test_the_article_is_part_of_an_arabic_name_and_prepositions_are_not():
    assert split_words("وبالقاهرة").items[0].text[cut_letters("وبالقاهرة", 2) :] == "القاهرة"


def test_two_scripts_in_one_text(linker):
    text = "The minister of Armenia (Հայաստանի վարչապետ) flew to Москву; بيروت was next."
    result = linker(text)
    found = {link.mention.text: link.entity.id for link in result.links if link.entity}
    assert found["Armenia"] == found["Հայաստանի"] == "geonames:174982"
    assert found["Москву"] == "geonames:524901"
    assert found["بيروت"] == "geonames:276781"


def test_what_english_rules_found_is_kept(gazetteer):
    text = "Talks in Yerevan (Ереване)."
    english = Mention(9, 16, "Yerevan", Kind.PLACE, Role.LITERAL, "gazetteer")
    found = scan_quoted(Document(text), gazetteer, (english,))
    assert found[0] is english
    assert [m.text for m in found] == ["Yerevan", "Ереване"]


def test_given_spans_are_looked_up_by_their_base_form(linker):
    text = "Встреча в Ереване и Москве."
    result = linker(text, mentions=[(10, 17), (20, 26, "place")])
    assert [link.entity.name for link in result.links] == ["Yerevan", "Moscow"]
    assert result.run["notes"] == []


def test_given_spans_outside_the_gazetteer_stay(gazetteer):
    document = Document("Слово Абырвалгин тут.", spans=((6, 16, None),))
    [mention] = scan_given(document, gazetteer, Language("ru", "Cyrl", 1.0))
    assert (mention.text, mention.found_by) == ("Абырвалгин", "given")


class RussianTagger:
    """A tagger that says of itself which languages it is made for, and finds nothing."""

    id, languages = "none-1", frozenset({"en", "ru"})

    def __call__(self, _):
        return ()


def test_a_tagger_made_for_the_language_is_not_replaced(gazetteer):
    document = Document("Встреча президента Ваткина с Рындиным.")
    assert not MentionFinder(gazetteer, RussianTagger())(document).note
    assert MentionFinder(gazetteer, NameTagger(gazetteer))(document).note


LETTERS = "аеийоуяАЕМРЯіїєՀայստնիում ابوالقهرة بَ éÉaßS-'’՞\u200f\u202b\n.,"
WORDS = ["Москвы", "Ереване", "Հայաստանի", "والقاهرة", "Nations", "unies", "Kiew", "La", "«", "-"]


@settings(max_examples=60, deadline=None)
@given(
    text=st.one_of(
        st.text(LETTERS, max_size=60),
        st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
        st.text(max_size=40),
    ),
    code=st.sampled_from([*ARTICLES, None, "it"]),
)
def test_offsets_hold_for_any_text(gazetteer, text, code):
    mentions = scan_mentions(Document(text), gazetteer, Language(code, "Zyyy", 1.0))
    assert all(text[m.start : m.end] == m.text and m.text for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_a_language_and_words(text):
    language = detect_language(text)
    assert 0.0 <= language.confidence <= 1.0
    assert language.code or language.script != "Latn"
    tokens = split_words(text, language.code or "")
    assert all(text[t.start : t.end] == t.text for t in tokens.items)
    assert all(a.end <= b.start for a, b in pairwise(tokens.items))


@given(st.text("abcабвգդեابت", min_size=1, max_size=12))
def test_the_word_itself_is_its_first_base_form(word):
    for code in (*ARTICLES, None):
        bases = grammar_of(code).bases(word)
        assert bases[0].key == word
        assert bases[0].steps == 0
        assert all(0 <= base.cut < len(word) for base in bases)


NOTE = "text in {} (scores are calibrated on English texts only)"


def test_a_note_says_how_names_were_found(linker):
    assert linker("Переговоры в Ереване.").run["notes"] == [NOTE.format("Russian")]
    assert linker("Talks in Yerevan.").run["notes"] == []
    [note] = linker("Samtal i Malmö.", language="sv").run["notes"]
    assert note == scan_note(Language("sv", "Latn", 1.0))


def test_the_command_says_so_once_for_each_language(run, tmp_path):
    for number, text in enumerate(["Встреча в Ереване.", "Встреча в Москве.", "Talks in Baku."]):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    ran = run(*sorted(tmp_path.glob("*.txt")), "--geojson")
    assert ran.exit_code == 0
    assert ran.stderr.count("Russian") == 1
    assert NOTE.format("Russian") in ran.stderr


def test_a_language_can_be_given(run, tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Berlin", encoding="utf-8")
    assert NOTE.format("German") in run(file, "--language", "de").stderr
    assert "text in" not in run(file).stderr
    assert run(file, "--language", "german!").exit_code == 2


def test_a_document_of_its_own_language_keeps_it(run, tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "Berlin", "language": "fr"}\n', encoding="utf-8")
    assert NOTE.format("French") in run(file, "--language", "de").stderr

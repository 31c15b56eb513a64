"""The tagger for other languages than English, and how its names are joined with the scan's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrich.languages import MULTILINGUAL, Language
from enrich.mentions.scan.tagged import FOUND_BY, find_tagged
from enrich.mentions.taggers.multilingual import MultilingualTagger
from enrich.mentions.taggers.protocol import RoleTagger, TaggedSpan
from enrich.mentions.taggers.unigram import make_unigram, split_unigram
from enrich.model import Document, Role
from enrich.pipeline import Linker
from gazetteer.model import Kind
from gazetteer.store import Gazetteer

PIECES = [
    ("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("\u2581", -5.0),
    ("\u2581Talk", -3.0), ("s", -2.0), ("\u2581in", -2.0), ("\u2581Goris", -3.0), (",", -1.0),
    ("\u2581(", -2.0), (")", -2.0), ("\u2581北京", -3.0), ("外交", -3.0), ("部", -2.0),
    ("fi", -3.0),
]  # fmt: skip


@pytest.fixture(scope="module")
def tagger() -> MultilingualTagger:
    return MultilingualTagger()


@pytest.fixture(scope="module")
def gazetteer():
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def linker():
    with Linker() as opened:
        yield opened


class Saying:
    """A tagger that says what it is told to."""

    id, languages = "saying", None

    def __init__(self, *spans: TaggedSpan) -> None:
        self.spans = spans

    def __call__(self, _: str) -> tuple[TaggedSpan, ...]:
        return self.spans


def tagged(text: str, *names: tuple[str, Kind, float]) -> Saying:
    return Saying(*(
        TaggedSpan(text.index(name), text.index(name) + len(name), kind, probability)
        for name, kind, probability in names
    ))  # fmt: skip


def words(text: str) -> list[str]:
    split = split_unigram(text, make_unigram(PIECES))
    return [text[a:b] for a, b in zip(split.starts, split.ends, strict=True)]


def test_words_begin_behind_their_space_and_end_before_a_mark() -> None:
    assert words("Talks  in\nGoris, (Talks)") == [
        "Talks", "in", "Goris", ",", "(", "Talks", ")",
    ]  # fmt: skip


def test_each_piece_of_chinese_is_a_word() -> None:
    assert words("北京外交部") == ["北京", "外交", "部"]


def test_a_letter_that_normalisation_spells_out_keeps_its_offset() -> None:
    assert words("\ufb01 Goris") == ["\ufb01", "Goris"]


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\n\n", "\ufeff"])
def test_a_text_without_words_has_no_pieces(text: str) -> None:
    split = split_unigram(text, make_unigram(PIECES))
    assert (len(split), split.pieces.tolist(), split.first.tolist()) == (0, [], [0])


@given(st.text(max_size=60))
def test_words_are_in_order_and_hold_all_pieces(text: str) -> None:
    split = split_unigram(text, make_unigram(PIECES))
    assert np.all(split.starts < split.ends)
    assert np.all(split.ends[:-1] <= split.starts[1:])
    assert split.first[-1] == len(split.pieces)
    assert np.all(np.diff(split.first) > 0)
    for start, end in zip(split.starts, split.ends, strict=True):
        assert text[start:end].strip() == text[start:end]


SENTENCES = {
    "ru": ("Президент Путин прилетел в Казань.", {("Путин", "person"), ("Казань", "place")}),
    "uk": ("Зеленський зустрівся з Макроном у Парижі.", {
        ("Зеленський", "person"), ("Макроном", "person"), ("Парижі", "place")}),
    "hy": ("Փաշինյանը մեկնել է Փարիզ։", {("Փաշինյանը", "person"), ("Փարիզ", "place")}),
    "ka": ("პრემიერმა კობახიძემ ბათუმში განაცხადა.", {
        ("კობახიძემ", "person"), ("ბათუმში", "place")}),
    "az": ("Prezident Əliyev dünən Gəncəyə gəlib.", {("Əliyev", "person"), ("Gəncəyə", "place")}),
    "tr": ("Erdoğan dün akşam Ankara'ya döndü.", {("Erdoğan", "person"), ("Ankara", "place")}),
    "fa": ("مسعود پزشکیان دیروز به تبریز سفر کرد.", {
        ("مسعود پزشکیان", "person"), ("تبریز", "place")}),
    "ar": ("وصل عبد الفتاح السيسي إلى باريس.", {
        ("عبد الفتاح السيسي", "person"), ("باريس", "place")}),
    "he": ("בנימין נתניהו נחת אתמול בוושינגטון.", {
        ("בנימין נתניהו", "person"), ("וושינגטון", "place")}),
    "fr": ("Emmanuel Macron est arrivé à Lyon hier soir.", {
        ("Emmanuel Macron", "person"), ("Lyon", "place")}),
    "es": ("Pedro Sánchez viajó ayer a Sevilla.", {
        ("Pedro Sánchez", "person"), ("Sevilla", "place")}),
    "pt": ("Luís Montenegro viajou ontem para o Porto.", {
        ("Luís Montenegro", "person"), ("Porto", "place")}),
    "it": ("Giorgia Meloni è arrivata ieri a Napoli.", {
        ("Giorgia Meloni", "person"), ("Napoli", "place")}),
    "de": ("Olaf Scholz ist gestern nach Leipzig gereist.", {
        ("Olaf Scholz", "person"), ("Leipzig", "place")}),
    "nl": ("Mark Rutte sprak gisteren in Utrecht met studenten.", {
        ("Mark Rutte", "person"), ("Utrecht", "place")}),
    "pl": ("Donald Tusk przyleciał wczoraj do Gdańska.", {
        ("Donald Tusk", "person"), ("Gdańska", "place")}),
    "zh": ("习近平昨天在上海发表讲话。", {("习近平", "person"), ("上海", "place")}),
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_people_and_places_are_found(linker: Linker, code: str) -> None:
    text, expected = SENTENCES[code]
    links = linker(text, language=code).links
    assert {(link.mention.text, link.mention.kind.value) for link in links} >= expected
    assert all(text[x.mention.start : x.mention.end] == x.mention.text for x in links)


def test_there_is_a_sentence_in_every_language() -> None:
    assert set(SENTENCES) == MULTILINGUAL


def test_probabilities_and_roles(tagger: MultilingualTagger) -> None:
    assert isinstance(tagger, RoleTagger)
    text = "Lawrow reiste nach Moskau."
    spans = tagger(text)
    assert all(0 < span.probability <= 1 for span in spans)
    [roles] = tagger.roles_of(text, [(19, 25)])
    assert {role for role, _ in roles} >= {Role.LITERAL, Role.METONYMIC, Role.MODIFIER}
    assert sum(p for _, p in roles) == pytest.approx(1.0, abs=1e-4)


def test_one_word_of_many_pieces_is_read(tagger: MultilingualTagger) -> None:
    assert tagger("б" * 5000 + " Москва") is not None
    assert tagger("") == ()


RUSSIAN = Language("ru", "Cyrl", 1.0)
ARABIC = Language("ar", "Arab", 1.0)


def test_a_name_has_its_base_form(gazetteer: Gazetteer) -> None:
    text = "Переговоры прошли в Ереване."
    found = find_tagged(
        Document(text), gazetteer, RUSSIAN, tagged(text, ("Ереване", Kind.PLACE, 0.9))
    )
    assert [(m.text, m.lookup, m.found_by) for m in found] == [("Ереване", "Ереван", FOUND_BY)]


def test_a_particle_is_cut_off(gazetteer: Gazetteer) -> None:
    text = "زار روما وباريس أمس."
    names = (("روما", Kind.PLACE, 0.9), ("وباريس", Kind.PLACE, 0.9))
    found = find_tagged(Document(text), gazetteer, ARABIC, tagged(text, *names))
    assert [m.text for m in found] == ["روما", "باريس"]


def test_quotation_marks_are_no_part_of_a_name(gazetteer: Gazetteer) -> None:
    text = "Акции «Газпрома» выросли."
    name = ("«Газпрома»", Kind.ORGANISATION, 0.9)
    found = find_tagged(Document(text), gazetteer, RUSSIAN, tagged(text, name))
    assert [m.text for m in found] == ["Газпрома"]


def test_a_sure_name_is_found_again(gazetteer: Gazetteer) -> None:
    text = "Иванцов молчит. Спросили, где Иванцов, у Иванцовской."
    found = find_tagged(
        Document(text), gazetteer, RUSSIAN, tagged(text, ("Иванцов", Kind.PERSON, 0.95))
    )
    assert [m.start for m in found if m.text == "Иванцов"] == [0, 30]
    once = find_tagged(
        Document(text), gazetteer, RUSSIAN, tagged(text, ("Иванцов", Kind.PERSON, 0.6))
    )
    assert [m.start for m in once if m.text == "Иванцов"] == [0]


def test_an_inflected_surname_is_that_of_the_full_name(gazetteer: Gazetteer) -> None:
    text = "Встреча с Петром Вякиным. Слова Вякина приняты."
    names = (("Петром Вякиным", Kind.PERSON, 0.9), ("Вякина", Kind.PERSON, 0.9))
    found = find_tagged(Document(text), gazetteer, RUSSIAN, tagged(text, *names))
    assert [m.name for m in found] == ["Петром Вякиным", "Вякиным"]


def test_a_town_and_its_country_are_two_names(gazetteer: Gazetteer) -> None:
    text = "زلزله در خانقین عراق احساس شد."
    found = find_tagged(
        Document(text), gazetteer, Language("fa", "Arab", 1.0),
        tagged(text, ("خانقین عراق", Kind.PLACE, 0.9)),
    )  # fmt: skip
    assert [m.text for m in found] == ["خانقین", "عراق"]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Kiew fordert mehr Hilfe.", "Kiew", Kind.PLACE),
        ("Bayern gewann das Spiel.", "Bayern", Kind.ORGANISATION),  # a club goes by the name
    ],
)
def test_a_well_known_place_stays_one_unless_a_body_has_its_name(
    gazetteer: Gazetteer, text: str, name: str, kind: Kind
) -> None:
    said = tagged(text, (name, Kind.ORGANISATION, 0.95))
    found = find_tagged(Document(text), gazetteer, Language("de", "Latn", 1.0), said)
    assert [(m.text, m.kind) for m in found] == [(name, kind)]


def test_of_names_that_begin_alike_the_longer_is_found_again(gazetteer: Gazetteer) -> None:
    text = "Вякин пришёл. Вякин Курский пел. Потом Вякин Курский ушёл."
    said = Saying(
        TaggedSpan(0, 5, Kind.PERSON, 0.9), TaggedSpan(14, 27, Kind.PERSON, 0.9)
    )  # fmt: skip
    found = find_tagged(Document(text), gazetteer, RUSSIAN, said)
    assert [m.text for m in found] == ["Вякин", "Вякин Курский", "Вякин Курский"]


def test_roles_learnt_in_english_are_given_where_they_are_probable(gazetteer: Gazetteer) -> None:
    text = "Париж молчит."
    for probability, role in ((0.9, Role.METONYMIC), (0.4, Role.LITERAL)):
        roles = ((Role.LITERAL, 1 - probability), (Role.METONYMIC, probability))
        said = Saying(TaggedSpan(0, 5, Kind.PLACE, 0.9, roles=roles))
        [mention] = find_tagged(Document(text), gazetteer, RUSSIAN, said)
        assert mention.role is role


def test_a_noun_before_a_name_is_none(gazetteer: Gazetteer) -> None:
    text = "وصل إلى مدينة بعيدة."
    said = tagged(text, ("مدينة", Kind.PLACE, 0.9))
    assert not find_tagged(Document(text), gazetteer, ARABIC, said)


def test_a_famous_place_joins_where_nothing_else_speaks_for_it(gazetteer: Gazetteer) -> None:
    text = "Talks <i>in</i> Yerevan."
    found = find_tagged(Document(text), gazetteer, Language("it", "Latn", 1.0), Saying())
    assert [m.text for m in found] == ["Yerevan"]


def test_a_name_held_in_latin_letters_is_looked_up_in_them(gazetteer: Gazetteer) -> None:
    text = "ჰენრიხ მხითარიანმა გოლი გაიტანა."
    said = tagged(text, ("ჰენრიხ მხითარიანმა", Kind.PERSON, 0.9))
    [mention] = find_tagged(Document(text), gazetteer, Language("ka", "Geor", 1.0), said)
    assert mention.lookup == "Henrikh Mkhitarian"


def test_marks_inside_a_name_stay(gazetteer: Gazetteer) -> None:
    text = "«Брымзя прак» партия победила."
    said = tagged(text, ("«Брымзя прак» партия", Kind.ORGANISATION, 0.9))
    [mention] = find_tagged(Document(text), gazetteer, RUSSIAN, said)
    assert mention.text == "«Брымзя прак» партия"


def test_an_adjective_told_by_its_form_has_no_probable_roles(gazetteer: Gazetteer) -> None:
    text = "Die brymzische Polizei kam."
    roles = ((Role.MODIFIER, 0.9), (Role.LITERAL, 0.1))
    said = Saying(TaggedSpan(4, 14, Kind.PLACE, 0.9, adjectival=True, roles=roles))
    [mention] = find_tagged(Document(text), gazetteer, Language("de", "Latn", 1.0), said)
    assert (mention.role, mention.roles) == (Role.MODIFIER, ())


def test_only_towns_are_what_a_body_is_named_after(linker: Linker) -> None:
    text = "Il professore insegna all'Università di Bologna."
    links = linker(text, language="it").links
    assert [(x.mention.text, x.mention.role) for x in links] == [
        ("Università di Bologna", None), ("Bologna", Role.EMBEDDED),
    ]  # fmt: skip


def test_places_inside_bodies_are_tagged(tagger: MultilingualTagger) -> None:
    text = "He studied at the University of Texas in Austin."
    assert [(text[s.start : s.end], s.kind) for s in tagger(text)] == [
        ("University of Texas", Kind.ORGANISATION), ("Texas", Kind.PLACE), ("Austin", Kind.PLACE),
    ]  # fmt: skip


def test_a_place_inside_an_organisation_is_embedded(gazetteer: Gazetteer) -> None:
    text = "Об этом сообщил Университет Москвы."
    found = find_tagged(
        Document(text), gazetteer, RUSSIAN,
        tagged(text, ("Университет Москвы", Kind.ORGANISATION, 0.9)),
    )  # fmt: skip
    assert [(m.text, m.kind, m.role) for m in found] == [
        ("Университет Москвы", Kind.ORGANISATION, None),
        ("Москвы", Kind.PLACE, Role.EMBEDDED),
    ]


def test_a_doubtful_span_that_nothing_is_known_of_is_no_name(gazetteer: Gazetteer) -> None:
    text = "Брымзя молчит."
    assert not find_tagged(
        Document(text), gazetteer, RUSSIAN, tagged(text, ("Брымзя", Kind.PLACE, 0.2))
    )


def test_what_no_tagger_finds_joins_where_the_scan_is_sure(gazetteer: Gazetteer) -> None:
    text = "Российские войска ушли из Еревана, сообщил Иванцов."
    found = find_tagged(Document(text), gazetteer, RUSSIAN, Saying())
    assert [(m.text, m.role) for m in found] == [
        ("Российские", Role.MODIFIER), ("Еревана", Role.LITERAL),
    ]  # fmt: skip


def test_a_note_says_that_scores_are_not_calibrated(linker: Linker) -> None:
    assert linker("Переговоры в Ереване продолжились.").run["notes"] == [
        "text in Russian (scores are calibrated on English texts only)"
    ]
    scanned = linker("Samtalen i Oslo fortsatte, og det ble ikke enighet.", language="no")
    assert scanned.run["notes"][0].startswith("found with the gazetteer scan only")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nazirlik bildirib ki, görüş sabah keçiriləcək.", "az"),
        ("Bakanlık toplantının yarın yapılacağını açıkladı.", "tr"),
        ("Rząd ogłosił, że spotkanie odbędzie się później.", "pl"),
        ("Erdoğan and Aliyev met in Şuşa, near Ağdam, on Friday.", "en"),
        ("Wałęsa spoke in Łódź about the strike.", "en"),
    ],
)
def test_languages_of_latin_script_are_told_by_letters(text: str, code: str) -> None:
    from enrich.languages import detect_language

    assert detect_language(text).code == code

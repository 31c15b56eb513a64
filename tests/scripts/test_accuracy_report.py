"""The accuracy report counts what it says it counts: checked on texts small enough to count."""

import json
import subprocess
import sys

import pytest
from evaluation import finding, names, published, remaining, report, roles, speed
from evaluation.corpora import Gold, GoldDocument
from evaluation.error_classes import CLASSES, classify
from evaluation.markdown import code, table
from evaluation.mistakes import BORDER, FOUND, MISSED, ROLE, Knowledge, Mistake, find_mistakes
from evaluation.scores import Ratio, Score, score_spans
from evaluation.trial import FINDER, Found, Models, Reading

from enrich.model import Role
from gazetteer.model import Kind

TEXT = "Syrians left the Town of Reno, Nevada, for Bonn and Kars near Oxford Road and Paris."
KNOWN = Knowledge(lambda text: text in ("Syrians", "Irish"), lambda text: text in ("Bonn", "Kars"))


def gold(name, role=None, text=TEXT, *, optional=False):
    start = text.index(name)
    return Gold(start, start + len(name), name, "place", role, optional=optional)


def found(name, kind=Kind.PLACE, role=Role.LITERAL, text=TEXT):
    start = text.index(name)
    return Found(start, start + len(name), kind, role)


def read(golds, names_found, text=TEXT):
    document = GoldDocument("1", text, tuple(golds), span=(0, len(text)))
    return Reading("c", document, "fold-0", {FINDER: tuple(names_found)})


def is_demonym(text):
    return KNOWN.is_demonym(text)


# ------------------------------------------------------------------------------------- toponyms


def test_toponyms_are_counted_with_and_without_demonyms():
    golds = [gold("Syrians", "demonym"), gold("Reno"), gold("Kars"), gold("Bonn", optional=True)]
    ours = [found("Syrians"), found("Town of Reno"), found("Bonn"), found("Paris")]
    ours.append(found("Oxford Road", Kind.ORGANISATION))
    document = read(golds, ours).document
    every, overlap = finding.detection(document, ours, is_demonym, demonyms=True)
    assert every == Score(right=1, predicted=3, gold=3)
    assert overlap == Score(right=2, predicted=3, gold=3)
    exact, _ = finding.detection(document, ours, is_demonym, demonyms=False)
    assert exact == Score(right=0, predicted=2, gold=2)


def test_novel_names_are_those_annotated_nowhere_in_training():
    golds = [gold("Syrians"), gold("Reno"), gold("Kars"), gold("Bonn")]
    document = read(golds, []).document
    seen = frozenset({"reno", "bonn"})
    old, new = finding.novelty(document, [found("Bonn"), found("Kars")], is_demonym, seen)
    assert (old, new) == (Ratio(1, 2), Ratio(1, 1))


def test_spans_that_only_touch_an_ignored_one_count_exactly_but_not_for_overlap():
    exact, overlap = score_spans({(0, 4)}, [(0, 4), (5, 9), (10, 12)], {(5, 7), (10, 12)})
    assert exact == Score(1, 2, 1)
    assert overlap == Score(1, 1, 1)


# ---------------------------------------------------------------------------------------- names


def test_names_are_scored_by_the_conventions_told():
    samples = pytest.importorskip("tagger.samples")
    text = "Irish voters, @bo and Lee of the University of Kars met Ann Ray in Bonn."

    def span(name, *labels):
        start = text.index(name)
        return samples.Span(start, start + len(name), frozenset(labels))

    sample = samples.Sample(
        "c", "c:0", text,
        (
            span("Irish", "DEM"), span("@bo", "O", "PER"), span("Lee", "PER"),
            span("University of Kars", "ORG"), span("Ann Ray", "PER"), span("Bonn", "LOC"),
        ),
    )  # fmt: skip

    def ours(name, kind):
        return found(name, kind, None, text)

    scores = names.score_names(
        sample,
        [
            ours("Irish", Kind.PLACE),  # an adjective
            ours("bo", Kind.PERSON),  # in a span whose label is open
            ours("Lee", Kind.ORGANISATION),  # wrong kind
            ours("University of Kars", Kind.ORGANISATION),
            ours("Kars", Kind.PLACE),  # inside another name
            ours("Ray", Kind.PERSON),  # wrong borders
            ours("Bonn", Kind.PLACE),
        ],
        is_demonym,
    )
    assert scores[Kind.PERSON] == Score(right=0, predicted=1, gold=2)
    assert scores[Kind.PLACE] == Score(right=1, predicted=1, gold=1)
    assert scores[Kind.ORGANISATION] == Score(right=1, predicted=2, gold=1)


def test_recasing_keeps_offsets():
    text = "Straße, İzmir"
    assert len(names.recase(text, str.upper)) == len(names.recase(text, str.lower)) == len(text)


# ---------------------------------------------------------------------------------------- roles


def test_roles_are_counted_by_class_and_side():
    pairs = [
        ("literal", Role.DATELINE),
        ("modifier", Role.METONYMIC),
        ("demonym", Role.LITERAL),
        ("embedded", None),
    ]
    figures = roles.measure_pairs(pairs, "gwn")
    assert figures["literal or not"]["right"] == 3  # the demonym alone is on the wrong side
    assert figures["exact class"]["right"] == 1
    assert figures["classes"]["literal"]["predicted"] == 2
    assert figures["confusion"]["literal"] == {"dateline": 1}
    assert figures["confusion"]["embedded"] == {"unclear": 1}


def test_relocar_has_two_classes():
    pairs = [("lit", Role.MODIFIER), ("met", Role.DEMONYM), ("met", Role.LITERAL)]
    figures = roles.measure_pairs(pairs, "relocar")
    assert figures["literal or not"]["right"] == figures["exact class"]["right"] == 2
    assert figures["classes"]["met"]["gold"] == 2


# ------------------------------------------------------------------------------------- mistakes


def test_every_mistake_is_one_of_borders_a_miss_a_find_or_a_role():
    golds = [gold("Reno"), gold("Bonn", "metonymic"), gold("Kars", "literal"), gold("Oxford")]
    ours = [found("Town of Reno"), found("Bonn"), found("Kars"), found("Paris")]
    ours.append(found("Oxford Road", Kind.ORGANISATION))
    sorts = [(m.sort, m.name) for m in find_mistakes(read(golds, ours), KNOWN)]
    assert sorts == [(BORDER, "Reno"), (MISSED, "Oxford"), (FOUND, "Paris"), (ROLE, "Bonn")]


def test_what_counts_neither_way_is_no_mistake():
    golds = [gold("Bonn", "language", optional=True), gold("Kars", "mixed")]
    assert not list(find_mistakes(read(golds, [found("Bonn"), found("Kars")]), KNOWN))


CASES = [
    ("missed: adjective or people", TEXT, "Syrians", None),
    ("missed: abbreviation", "He lives in the U.S. today.", "U.S.", None),
    ("missed: street, building", TEXT, "Oxford Road", None),
    ("missed: street, building", "It met Highway 200 there.", "Highway 200", None),
    ("missed: water, mountain", "They saw Lake Mary there.", "Lake Mary", None),
    ("missed: county, district", "They saw Wright County there.", "Wright County", None),
    ("missed: part of a place", "They saw Upper Silesia there.", "Upper Silesia", None),
    ("missed: part of another name", "Old Kars Herald writes.", "Kars", None),
    ("missed: name in capitals", "Then KARS fell.", "KARS", None),
    ("missed: lower-case words", "Then the west fell.", "the west", None),
    ("missed: first word of a sentence", "It fell. Kars burned.", "Kars", None),
    ("missed: one word, which the gazetteer holds", TEXT, "Kars", None),
    ("missed: one word, which the gazetteer does not hold", TEXT, "Paris", None),
    ("borders: a place and what it lies in", TEXT, "Reno", "Reno, Nevada"),
    ("borders: “the” taken in", "Then the Bronx fell.", "Bronx", "the Bronx"),
    ("borders: “the” left out", "Then the Bronx fell.", "the Bronx", "Bronx"),
    ("borders: a word of direction (North", "It fell in North Kars.", "North Kars", "Kars"),
    ("borders: “County”, “City”", "It fell in Kars City.", "Kars City", "Kars"),
    ("borders: “School”, “Road”", "It fell in Kars Road.", "Kars", "Kars Road"),
    ("borders: one of several names joined", "It fell in Alt/Neu then.", "Alt/Neu", "Alt"),
    ("borders: one of several names joined", "It fell in R-Kars then.", "Kars", "R-Kars"),
    ("borders: full stop", "It fell in Calif. then.", "Calif.", "Calif"),
    ("borders: other words left out", TEXT, "Town of Reno", "Reno"),
    ("borders: words left out on one side", "It fell in Alt Kars Neu.", "Alt Kars", "Kars Neu"),
    ("found, not annotated: adjective or people", TEXT, None, "Syrians"),
    ("found, not annotated: abbreviation", "He lives in LA today.", None, "LA"),
    ("found, not annotated: beside another", "Then Kars Herald wrote.", None, "Kars"),
    (
        "found, not annotated: last word of a longer name",
        "It was Harley, then. Bill Harley said so.",
        None,
        "Harley",
    ),
    ("found, not annotated: a name which the gazetteer holds", TEXT, None, "Kars"),
    ("found, not annotated: a name which the gazetteer does not", TEXT, None, "Paris"),
]


@pytest.mark.parametrize(("title", "text", "annotated", "ours"), CASES)
def test_mistakes_are_told_by_form(title, text, annotated, ours):
    golds = [gold(annotated, text=text)] if annotated else []
    places = [found(ours, text=text)] if ours else []
    (mistake,) = find_mistakes(read(golds, places, text), KNOWN)
    assert classify(mistake).startswith(title)


def test_what_else_was_found_there_tells_the_class():
    ours = [found("Oxford Road", Kind.ORGANISATION), found("Kars", Kind.PERSON)]
    golds = [gold("Oxford"), gold("Kars")]
    titles = sorted(classify(m) for m in find_mistakes(read(golds, ours), KNOWN))
    assert titles == [
        "missed: part of an organisation's name that was found",
        "missed: taken for a person of the same name",
    ]


def test_a_place_inside_a_name_annotated_as_a_whole():
    ours = [found("Reno", role=Role.EMBEDDED)]
    (mistake,) = find_mistakes(read([gold("Town of Reno")], ours), KNOWN)
    assert classify(mistake) == "borders: annotated as one name, the place inside it found"


def test_a_name_found_or_annotated_elsewhere_in_the_text():
    text = "Kars fell, as Kars had to, before Bonn and Bonn."
    second_bonn = text.rindex("Bonn")
    golds = [
        gold("Kars", text=text),
        Gold(text.rindex("Kars"), text.rindex("Kars") + 4, "Kars", "place"),
        gold("Bonn", text=text),
    ]
    ours = [found("Kars", text=text), found("Bonn", text=text)]
    ours.append(Found(second_bonn, second_bonn + 4, Kind.PLACE))
    titles = {classify(m) for m in find_mistakes(read(golds, ours, text), KNOWN)}
    assert titles == {
        "missed: the same name was found elsewhere in the text",
        "found, not annotated: the same name is annotated elsewhere in the text",
    }


def test_roles_are_classes_of_their_own():
    (mistake,) = find_mistakes(read([gold("Bonn", "metonymic")], [found("Bonn")]), KNOWN)
    assert classify(mistake) == "role: metonymic taken for literal"


def test_titles_of_classes_are_different():
    titles = [known.title for known in CLASSES]
    assert len(set(titles)) == len(titles)


def test_examples_are_short_and_of_different_names():
    text = "A long way off the small town of " + "Llan" * 12 + " lies in the far west of the land."
    mistake = Mistake(MISSED, "c/1", text, gold("Llan" * 12, text=text))
    short = Mistake(MISSED, "c/1", TEXT, gold("Bonn"), found("Bonn and Kars"))
    assert remaining.excerpt(short) == "Reno, Nevada, for [Bonn] and Kars near → Bonn and Kars"
    for example in remaining.choose_examples([mistake, short, short]):
        assert len(example) <= remaining.QUOTE_SIZE
    assert len(remaining.choose_examples([mistake, short, short])) == 2


# ----------------------------------------------------------------------------------------- page


def test_quotations_are_no_markup():
    assert code("[a](b) | `c`") == "`[a](b) \\| 'c'`"
    assert table(["a", "b"], [["x", 1]]).splitlines()[1] == "|---|--:|"


def test_published_figures_say_how_far_they_compare():
    figures = published.measure(None)
    assert all(row["comparable"] and row["setting"] for row in figures["rows"])
    assert published.render(figures).count("\n| ") == len(figures["rows"]) + 1


def test_speed_is_marked_where_it_is_missing():
    assert "<!-- speed: no figures given -->" in speed.render({})
    shown = speed.render({"machine": {"cores": 2, "cpu": "X"}, "words a second": 12345})
    assert "2 cores, X" in shown
    assert "12,345" in shown


ABOUT = {
    "command": "python scripts/report_accuracy.py --models DIR",
    "version": "1",
    "gazetteer": "abc",
    "model": "tagger",
    "ranker": "weights",
    "machine": {"cores": 2, "cpu": "X"},
    "limit": None,
}


def test_the_page_says_what_made_it():
    page = report.render(ABOUT, {"speed": {}})
    assert page.startswith("<!-- Generated by `python scripts/report_accuracy.py --models DIR`")
    assert "gazetteer `abc`" in page
    assert "ranker `weights`" in page
    assert "2 cores, X" in page
    assert "## Speed" in page
    assert "## Roles" not in page  # nothing measured, nothing shown
    assert "first 3 documents" in report.render({**ABOUT, "limit": 3}, {})


def run(root, *arguments):
    command = [sys.executable, root / "scripts" / "report_accuracy.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_models_that_are_missing_are_named_with_what_makes_them(root, shared, tmp_path):
    done = run(root, "--models", tmp_path, "--shared", shared, "--out", tmp_path / "page.md")
    assert done.returncode == 1
    assert "fold-0" in done.stderr
    assert "scripts/train_tagger.py" in done.stderr
    assert not (tmp_path / "page.md").exists()


def test_a_quick_look_at_one_document_fills_every_section(root, shared, tmp_path):
    model = root / "enrich" / "mentions" / "data" / "tagger.onnx"
    if not model.is_file():
        pytest.skip("no packaged model to stand for the others")
    for name in Models.needed():
        (tmp_path / f"{name}.onnx").symlink_to(model)
    page, figures = tmp_path / "page.md", tmp_path / "figures.json"
    measured = run(
        root, "--models", tmp_path, "--shared", shared, "--limit", "1", "--out", page,
        "--json", figures,
    )  # fmt: skip
    assert measured.returncode == 0, measured.stderr
    text = page.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        f"## {section.title}" for section in report.SECTIONS
    ]
    assert set(json.loads(figures.read_text(encoding="utf-8"))) == {"about", "sections"}
    again = run(root, "--from", figures, "--out", tmp_path / "again.md")
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "again.md").read_text(encoding="utf-8") == text

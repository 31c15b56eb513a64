"""The figures of the documentation are those of what is shipped."""

import re
import sys

import pytest
import report_figures
from report_figures import Figure, figures


def test_the_figures_are_up_to_date(root, gazetteer):
    found = list(figures(gazetteer))
    assert len(found) > 5
    for figure in found:
        text = (root / figure.page).read_text(encoding="utf-8")
        assert figure.written(text) == text, "run python scripts/report_figures.py"


def test_a_figure_is_written_where_its_words_are():
    figure = Figure("a.md", "holds # places and # people", ("1,200", "30"))
    text = "It has 9 rivers, holds\n1,100 places and 31 people. It holds 5 places."
    assert (
        figure.written(text)
        == "It has 9 rivers, holds\n1,200 places and 30 people. It holds 5 places."
    )


def test_a_figure_without_its_sentence_is_an_error():
    with pytest.raises(ValueError, match=r"a\.md: has no sentence like"):
        Figure("a.md", "holds # places", ("1",)).written("It holds nothing.")


def test_an_outdated_figure_is_written_or_with_check_told(monkeypatch, tmp_path, capsys):
    page = tmp_path / "a.md"
    page.write_text("It holds 1 place.", encoding="utf-8")
    monkeypatch.setattr(report_figures, "ROOT", tmp_path)
    figure = Figure("a.md", "holds # place", ("2",))
    monkeypatch.setattr(report_figures, "figures", lambda _: [figure])
    monkeypatch.setattr(sys, "argv", ["report_figures.py", "--check"])
    assert report_figures.main() == 1
    assert capsys.readouterr().out == "a.md: holds # place: now 2\n"
    assert page.read_text(encoding="utf-8") == "It holds 1 place."
    monkeypatch.setattr(sys, "argv", ["report_figures.py"])
    assert report_figures.main() == 0
    assert page.read_text(encoding="utf-8") == "It holds 2 place."


def tables(text):
    """Yield the tables of a page: the header and the rows, each a list of cells."""
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        cells = [[c.strip() for c in line.split("|")[1:-1]] for line in block.splitlines()]
        yield cells[0], cells[2:]


def test_the_readme_shows_the_figures_of_the_accuracy_report(root):
    pages = (root / "README.md", root / "docs" / "accuracy.md")
    readme, report = (list(tables(page.read_text(encoding="utf-8"))) for page in pages)
    (shown,) = [rows for header, rows in readme if header[0] == "of 100"]
    finder = [t for t in report if t[0][:4] == ["system", "corpus", "documents", "P"]][1]
    (given,) = [t for t in report if t[0][2:4] == ["corpus", "exact id"]]
    (raw,) = [t for t in report if t[0][:4] == ["golds", "outlet", "corpus", "P"]]

    def column(table, name, *keys):
        header, rows = table
        at, to = len(keys), header.index(name)
        found = {row[at]: row[to] for row in rows if row[:at] == [*keys]}
        order = ("pooled", "LGL", "TR-News", "GeoWebNews")
        return [f"{float(found[corpus].partition(' ')[0]):.0f}" for corpus in order]

    assert [row[1:] for row in shown] == [
        column(finder, "R", "whole finder"),
        column(finder, "P", "whole finder"),
        column(given, "exact id", "places", "no outlet"),
        column(given, "within 161 km", "places", "no outlet"),
        column(given, "exact id", "places", "outlet"),
        column(raw, "P", "places", "no outlet"),
    ]

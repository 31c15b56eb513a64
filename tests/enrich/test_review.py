"""``enrich review``: questions answered through a pipe, each answer kept at once."""

import re

import pytest

from enrich.decisions import Action, read_decisions

TEXT = "A fire broke out in Springfield on Monday. Springfield and Salem are far from Troy."


@pytest.fixture
def review(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")

    def call(*answers, options=()):
        return run("review", "a.txt", *options, given="".join(f"{a}\n" for a in answers))

    return call


@pytest.fixture
def path(tmp_path):
    return tmp_path / "decisions.toml"


def test_the_question_shows_sentence_candidates_and_reason(review):
    done = review("q")
    assert done.exit_code == 0
    assert ">>Springfield<<" in done.stdout
    assert "2 times" in done.stdout
    assert "geonames:" in done.stdout
    assert "   2  " in done.stdout


def test_an_answer_is_kept_and_honoured(review, run, path):
    done = review("2", "q")
    assert done.exit_code == 0
    (decision,) = read_decisions(path).entries
    assert (decision.name, decision.action) == ("Springfield", Action.REPLACE)
    found = run("a.txt", "--format", "csv")
    assert found.stdout.count(decision.entity) >= 2
    assert "Decided in decisions.toml" in found.stdout


def test_what_is_decided_is_not_asked_again(review):
    review("2", "q")
    assert ">>Springfield<<" not in review("q").stdout


def test_accept_reject_scope_note_and_skip(review, path):
    review("a", "d", "r not a place", "s", "q")
    accepted, rejected = read_decisions(path).entries
    assert (accepted.action, accepted.document) == (Action.ACCEPT, None)
    assert (rejected.action, rejected.document, rejected.note) == (
        Action.REJECT, "a", "not a place",
    )  # fmt: skip


def test_a_single_mention(review, path):
    review("m", "2", "q")
    (decision,) = read_decisions(path).entries
    assert (decision.document, decision.occurrence) == ("a", 1)


def test_another_id_or_name(review, path):
    review("i geonames:4951788", "q")
    assert read_decisions(path).entries[0].entity == "geonames:4951788"
    path.unlink()
    done = review("i Zzyzzyx", "i geonames:1", "i Springfield", "q")
    assert "Nothing is" in done.stdout
    assert not path.exists()


def test_undo(review, path):
    path.write_text("# ours\n", encoding="utf-8")
    review("2", "u", "q")
    assert path.read_text(encoding="utf-8") == "# ours\n"


def test_nonsense_is_asked_again(review, path):
    done = review("99", "what", "a", "q")
    assert done.stdout.count("That is no answer.") == 2
    assert len(read_decisions(path).entries) == 1


def test_the_end_of_the_input_ends_it(review, path):
    assert review("2").exit_code == 0
    assert len(read_decisions(path).entries) == 1


def test_limit_and_bar(review):
    assert "1 names to look at" in review("q", options=["--limit", "1"]).stderr
    assert "0 names to look at" in review(options=["--below", "0"]).stderr.replace("\n", " ")


def test_controls_of_a_text_are_not_obeyed(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("\x1b[31mIn \u202eSpringfield it rained.", encoding="utf-8")
    done = run("review", "a.txt", given="q\n")
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_no_file_to_write_to(review):
    assert review("q", options=["--decisions", "none"]).exit_code == 1


def test_names_that_differ_in_case_are_one_decision(run, tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("In Springfield it rained. SPRINGFIELD is wet. In Salem too.")
    done = run("review", "a.txt", "--below", "0.999", given="1\n" * 20)
    assert done.exit_code == 0
    entries = read_decisions(path).entries
    assert len({entry.scope for entry in entries}) == len(entries)
    assert run("a.txt", "--format", "csv").exit_code == 0


def test_a_list_in_one_line_is_refused_and_stays(review, path):
    text = 'decision = [{name = "Paris", action = "reject"}]\n'
    path.write_text(text, encoding="utf-8")
    done = review("2", "q")
    assert done.exit_code == 1
    assert "[[decision]]" in done.stderr
    assert path.read_text(encoding="utf-8") == text


def test_undo_goes_back_to_its_own_question(review, path):
    done = review("2", "s", "u", "q")
    shown = re.findall(r"^(\d+) of \d+:", done.stdout, re.MULTILINE)
    assert shown == ["1", "2", "3", "1"]
    assert not path.exists() or not read_decisions(path).entries


def test_a_name_with_a_rejected_entity_is_asked_about_again(review, path):
    path.write_text(
        '[[decision]]\nname = "Springfield"\naction = "reject"\nentity = "geonames:4409896"\n',
        encoding="utf-8",
    )
    assert ">>Springfield<<" in review("q", options=["--below", "0.99"]).stdout

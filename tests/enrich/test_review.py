"""``enrich review``: questions answered through a pipe, each answer kept at once."""

import re
import signal
import subprocess

import pytest

from enrich.decisions import Action, Decision, read_decisions
from enrich.decisions.writing import text_with

TEXT = "A fire broke out in Springfield on Monday. Springfield and Salem are far from Troy."


@pytest.fixture
def review(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")

    def call(*answers, options=(), scope="e"):
        lines = [*filter(None, [scope]), *answers]
        return run("review", "a.txt", *options, given="".join(f"{a}\n" for a in lines))

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
    assert (decision.document, decision.occurrence) == ("a", None)
    assert decision.around == "A fire broke out in Springfield on Monday."


def test_another_id_or_name(review, path):
    review("i geonames:4951788", "q")
    assert read_decisions(path).entries[0].entity == "geonames:4951788"
    path.unlink()
    done = review("i Zzyzzyx", "i geonames:1", "i Springfield", "q")
    assert "Nothing is known under 'Zzyzzyx'." in done.stdout
    assert "The gazetteer has no geonames:1." in done.stdout
    assert "Answer with the id of one of these." in done.stdout
    assert "is not one of the answers" not in done.stdout
    assert not path.exists()


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("geonames:4951788", "geonames:4951788"),
        ("wikidata:Q135615", "geonames:4409896"),
        ("Q135615", "geonames:4409896"),
    ],
)
def test_an_id_is_an_answer(review, path, answer, kept):
    done = review(f"{answer} says the desk", "q")
    (decision,) = read_decisions(path).entries
    assert decision.note == "says the desk"
    assert f"{kept}, everywhere" in done.stdout


def test_each_answer_is_asked_for_its_scope_until_one_is_given(review, path):
    done = review("2", "d", "a", "x", "", "m", "r", "q", scope="")
    assert done.stdout.count("this text or everywhere?") == 3  # "x" is asked again
    assert "'x' is not one of e, d, m or s." in done.stdout
    first, second, third = read_decisions(path).entries
    assert (first.document, second.document, third.document) == ("a", None, "a")
    assert third.around is not None
    said = re.findall(r"kept: (.*)", done.stdout)
    assert [line.rpartition(", ")[2] for line in said] == [
        "in this text", "everywhere", "for this mention",
    ]  # fmt: skip
    assert first.entity in said[0]
    assert "is not a name of anything" in said[2]


@pytest.mark.parametrize("answers", [("2",), ("2", "s"), ("2", "u", "q")])
def test_an_answer_without_a_scope_decides_nothing(review, path, answers):
    done = review(*answers, scope="")
    assert "kept:" not in done.stdout
    assert not path.exists()


def test_undo(review, path):
    path.write_text("# ours\n", encoding="utf-8")
    review("2", "u", "q")
    assert path.read_text(encoding="utf-8") == "# ours\n"


def test_nonsense_is_asked_again(review, path):
    done = review("99", "what", "a", "q")
    assert done.stdout.count("There is no candidate 99.") == 1
    assert done.stdout.count("'what' is not one of the answers.") == 1
    assert len(read_decisions(path).entries) == 1


def test_the_end_of_the_input_ends_it(review, path):
    assert review("2").exit_code == 0
    assert len(read_decisions(path).entries) == 1


def test_limit_and_bar(review):
    assert "1 name to look at" in review("q", options=["--limit", "1"]).stderr
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
    done = run("review", "a.txt", "--below", "0.999", given="e\n" + "1\n" * 20)
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


def test_a_single_mention_is_found_again_where_it_has_moved_to(review, run, tmp_path):
    review("m", "r", "q")
    (tmp_path / "a.txt").write_text(f"Springfield is wet. {TEXT}", encoding="utf-8")
    done = run("a.txt", "--format", "csv")
    rows = [r for r in done.stdout.splitlines() if ",Springfield," in r]
    assert ["not_an_entity" in row for row in rows] == [False, True, False]
    (tmp_path / "a.txt").write_text("Springfield is wet.", encoding="utf-8")
    assert "fits nothing any more" in run("a.txt", "--format", "csv").stderr


def test_sentences_that_are_alike_are_told_apart_by_their_number(run, tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("In Springfield it rained.\n\n" * 40, encoding="utf-8")
    assert run("review", "a.txt", given="m\nr\nq\n").exit_code == 0
    (decision,) = read_decisions(path).entries
    assert decision.occurrence == 1
    rows = [r for r in run("a.txt", "--format", "csv").stdout.splitlines() if "Springfield" in r]
    assert ["not_an_entity" in row for row in rows] == [True] + [False] * 39


def test_not_this_one_leaves_the_name_to_the_next(review, run, path):
    before = run("a.txt", "--format", "jsonl").stdout
    review("n we mean another", "q")
    (decision,) = read_decisions(path).entries
    assert decision.action is Action.REJECT
    assert decision.entity in before
    assert decision.note == "we mean another"
    after = run("a.txt", "--format", "jsonl").stdout
    assert f'"entity_id": "{decision.entity}"' not in after
    assert "not_an_entity" not in after


def test_what_is_rejected_one_after_the_other_adds_up(review, path):
    review("n", "q")
    review("n", "q", options=["--below", "1"])
    rejected = [d.entity for d in read_decisions(path).entries if d.name == "Springfield"]
    assert len(rejected) == len(set(rejected)) == 2


def test_the_runner_up_is_shown_with_its_probability(review):
    lines = review("q").stdout.splitlines()
    assert all(re.search(r", \d+%$", line) for line in lines if re.match("   [12]  ", line))


def test_the_sentence_is_shown_and_no_other(review):
    lines = review("s", "s", "q").stdout.splitlines()
    shown = [line.strip() for line in lines if ">>" in line]
    assert "A fire broke out in >>Springfield<< on Monday." in shown
    assert "Springfield and >>Salem<< are far from Troy." in shown


def test_an_answer_has_room_for_a_note(review, path):
    review("2 ours", "q")
    assert read_decisions(path).entries[0].note == "ours"


def test_what_somebody_else_changed_is_not_undone(run, tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    from enrich.cli import questions as command

    write = command.Review._write

    def and_edit(self, decision, number):
        write(self, decision, number)
        with path.open("a", encoding="utf-8") as file:
            file.write("# by hand\n")

    monkeypatch.setattr(command.Review, "_write", and_edit)
    done = run("review", "a.txt", given="e\n2\nu\nq\n")
    assert "changed by somebody else since" in done.stdout
    assert path.read_text(encoding="utf-8").endswith("# by hand\n")
    assert len(read_decisions(path).entries) == 1


def test_the_answers_come_from_standard_input_and_nothing_else_does(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("review", "-", given=TEXT)
    assert done.exit_code == 2
    assert "standard input is needed for the answers" in " ".join(done.stderr.split())


def test_a_file_that_cannot_be_written_is_told_before_any_question(review, tmp_path):
    done = review("2", options=["--decisions", tmp_path / "none" / "d.toml"])
    assert done.exit_code == 1
    assert "no such directory" in done.stderr
    assert not done.stdout


def test_a_file_full_of_mistakes_stays_as_it_is(review, path):
    path.write_text("[[decision]]\nname = 1\n", encoding="utf-8")
    done = review("2")
    assert done.exit_code == 1
    assert path.read_text(encoding="utf-8") == "[[decision]]\nname = 1\n"


def test_an_interruption_loses_nothing(command, environment, tmp_path, path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with subprocess.Popen(
        [*command, "review", "a.txt"], cwd=tmp_path, env={**environment, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # A shell that runs the tests in the background has the signal ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:  # fmt: skip
        process.stdin.write(b"e\n2\n")
        process.stdin.flush()
        shown = b""
        while b"2 of" not in shown:  # the first answer was taken
            shown += process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"1 answer;" in told
    assert b"Traceback" not in told
    assert len(read_decisions(path).entries) == 1
    assert [file.name for file in tmp_path.glob(".enrich-*")] == []


def test_a_large_file_can_still_be_added_to(path):
    text = "".join(f'[[decision]]\nname = "Name {n}"\naction = "reject"\n\n' for n in range(3000))
    new = text_with(text, Decision("Name 7", Action.ACCEPT), path)
    assert len(new.splitlines()) == len(text.splitlines())

"""A linker in worker processes: pickled or forked, it gives what it gives in one process."""

import json
import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from enrich import Document, Linker, LinkerOptions
from gazetteer.errors import ArgumentError, OutputError

TEXTS = [
    "Lavrov will meet Blinken in Yerevan.",
    "A fire in Springfield, Illinois, killed two; the governor of Illinois went there.",
    "The prime minister of Armenia left Goris for Paris, Texas.",
    "Nothing is named here.",
]
WAYS = [w for w in multiprocessing.get_all_start_methods() if w in ("fork", "spawn")]


def documents():
    return [Document(text, str(n), published="2023-05-17") for n, text in enumerate(TEXTS)]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_pool_gives_the_same_as_one_process(way):
    options = LinkerOptions(country="US", near="Boston", roles="literal", user_gazetteer="")
    with Linker(options) as linker:
        linker.learn([Document(f"Talks in Plano, Texas, day {n}.", outlet="H") for n in range(3)])
        told = [*documents(), Document("A fire in Paris killed two.", "h", outlet="H")]
        alone = [linker(document) for document in told]
        with ProcessPoolExecutor(2, multiprocessing.get_context(way)) as pool:
            spread = list(pool.map(linker, told))
    assert spread == alone
    assert spread[-1].links[0].entity.admin[0] == "Texas"  # what was learnt travels too


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_decisions_travel(way, tmp_path):
    decided = tmp_path / "decisions.toml"
    decided.write_text('[[decision]]\nname = "Goris"\naction = "reject"\n', encoding="utf-8")
    with Linker(decisions=decided, user_gazetteer="") as linker:
        alone = [linker(document) for document in documents()]
        with ProcessPoolExecutor(1, multiprocessing.get_context(way)) as pool:
            assert list(pool.map(linker, documents())) == alone
    goris = next(link for link in alone[2].links if link.mention.text == "Goris")
    assert goris.is_decided


def test_the_stages_are_opened_once_in_a_process_however_often_the_linker_is_sent(monkeypatch):
    from enrich.flow import stages

    opened = []
    real = stages.Stages.open
    with Linker(user_gazetteer="") as linker:
        monkeypatch.setattr(stages.Stages, "open", lambda o: opened.append(o) or real(o))
        sent = [pickle.loads(pickle.dumps(linker)) for _ in range(5)]  # noqa: S301
        results = [one(TEXTS[0]) for one in sent]
        assert results == [linker(TEXTS[0])] * 5
    assert len(opened) == 1


def test_threads_that_begin_at_once_open_the_stages_of_a_sent_linker_once(monkeypatch):
    from enrich.flow import stages

    opened = []
    real = stages.Stages.open
    with Linker(user_gazetteer="") as linker:
        sent = pickle.loads(pickle.dumps(linker))  # noqa: S301
    monkeypatch.setattr(stages.Stages, "open", lambda o: opened.append(o) or real(o))
    together = threading.Barrier(4)

    def linked(_):
        together.wait(10)
        return sent(TEXTS[0])

    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(linked, range(4)))
    assert results == [results[0]] * 4
    assert len(opened) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_linker_that_was_used_before_a_fork_works_on_both_sides():
    code = """
import json, os, sys
from enrich import Linker
linker = Linker(user_gazetteer="")
before = [link.reason for link in linker(sys.argv[1]).links]
reading, writing = os.pipe()
child = os.fork()
if child == 0:
    told = [link.reason for link in linker(sys.argv[1]).links]
    os.write(writing, json.dumps(told).encode())
    os._exit(0)
os.close(writing)
after = [link.reason for link in linker(sys.argv[1]).links]
with open(reading) as pipe:
    forked = json.load(pipe)
os.waitpid(child, 0)
print(json.dumps([before, after, forked]))
"""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, TEXTS[0]],
        capture_output=True, check=True, text=True, timeout=120,
    )  # fmt: skip
    before, after, forked = json.loads(ran.stdout)
    assert before == after == forked != []


def test_options_are_checked_once_and_frozen():
    options = LinkerOptions(country="am", roles=["dateline", "literal"], seconds_per_document=None)
    assert (options.country, options.seconds_per_document) == ("AM", float("inf"))
    assert replace(options, roles="literal,dateline") == options
    assert pickle.loads(pickle.dumps(options)) == options  # noqa: S301
    with pytest.raises(AttributeError):
        options.country = "GE"
    with pytest.raises(ArgumentError, match="min_score"):
        replace(options, min_score=2)
    with pytest.raises(OutputError, match="role"):
        LinkerOptions(roles="somewhere")
    with Linker(options, country="GE") as linker:
        assert linker.options.country == "GE"
        assert linker("Talks.").run["settings"]["roles"] == "literal,dateline"


def test_the_keywords_of_a_linker_are_its_options():
    from dataclasses import fields

    from enrich.flow.options import LinkerKeywords

    names = [field.name for field in fields(LinkerOptions)]
    assert names == ["gazetteer", *LinkerKeywords.__annotations__]
    with pytest.raises(TypeError):
        Linker(nonsense=True)


def test_a_path_that_is_gone_is_one_line_in_the_worker(tmp_path, gazetteer):
    copy = tmp_path / "own.gaz"
    copy.write_bytes(Path(gazetteer.path).read_bytes())
    with Linker(copy, user_gazetteer="") as linker:
        sent = pickle.dumps(linker)
    copy.unlink()
    with pytest.raises(Exception, match=r"own\.gaz") as told:
        pickle.loads(sent)("Yerevan")  # noqa: S301
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("option", "wrong"),
    [
        ("live", True), ("country", 5), ("min_score", "x"), ("min_score", True), ("roles", 5),
        ("gazetteer", 5), ("find_mentions", 5), ("decisions", 5), ("tagger", 5), ("near", 5),
    ],
)  # fmt: skip
def test_an_option_of_another_type_is_told_by_name(option, wrong):
    with pytest.raises(ArgumentError, match=f"{option} {wrong!r} is no") as told:
        Linker(**{option: wrong}).close()
    assert "\n" not in str(told.value)


def test_what_is_no_list_of_documents_is_told(linker):
    with pytest.raises(ArgumentError, match="give a list"):
        linker.link_many(5)

"""One bad text never stops a batch: each document has its result, and the bad one says why."""

import csv
import datetime as dt
import io
import json
import re
import threading
import time

import pytest

from enrich import Linker
from enrich.deadline import check_time
from enrich.decisions import Action, Decision, Decisions
from enrich.decisions.model import BY_HASH
from enrich.flow.progress import beginning
from enrich.formats import FORMATS, write_to
from enrich.mentions.taggers.protocol import TaggedSpan
from enrich.model import Document, Mention
from enrich.text.hashing import text_hash
from gazetteer.errors import (
    ArgumentError,
    GazetteerError,
    InputError,
    TaggerError,
    TaggingError,
)
from gazetteer.model import Kind

GOOD = Document("Talks in Yerevan failed.", "good")
DEEP: list = []
for _ in range(2000):
    DEEP = [DEEP]

BAD = {
    "no document": {"text": "Talks in Yerevan."},
    "nothing": None,
    "text": Document(7, "bad"),
    "bytes": Document(b"Yerevan", "bad"),
    "surrogate": Document("\ud800", "bad"),
    "id": Document("Yerevan", 5.5),
    "id that cannot be written": Document("Yerevan", "\udfff"),
    "title": Document("Yerevan", "bad", title=None),
    "language": Document("Yerevan", "bad", language=5),
    "outlet": Document("Yerevan", "bad", outlet=["a"]),
    "metadata": Document("Yerevan", "bad", metadata=None),
    "metadata key": Document("Yerevan", "bad", metadata={1: "a"}),
    "NaN": Document("Yerevan", "bad", metadata={"n": float("nan")}),
    "infinity": Document("Yerevan", "bad", metadata={"n": [{"m": float("-inf")}]}),
    "endless number": Document("Yerevan", "bad", metadata={"n": 10**5000}),
    "day": Document("Yerevan", "bad", metadata={"day": dt.date(2023, 5, 17)}),
    "bytes of metadata": Document("Yerevan", "bad", metadata={"b": b"x"}),
    "set": Document("Yerevan", "bad", metadata={"tags": {"a"}}),
    "deep": Document("Yerevan", "bad", metadata={"deep": DEEP}),
    "surrogate of metadata": Document("Yerevan", "bad", metadata={"a": ["\ud800"]}),
    "spans": Document("Yerevan", "bad", spans=5),
    "span of two": Document("Yerevan", "bad", spans=((0, 7),)),
    "span of letters": Document("Yerevan", "bad", spans=("abc",)),
    "span with a string": Document("Yerevan", "bad", spans=((0, 7, "place"),)),
    "span outside": Document("Yerevan", "bad", spans=((0, 9, None),)),
    "span turned around": Document("Yerevan", "bad", spans=((5, 2, None),)),
    "span of truths": Document("Yerevan", "bad", spans=((False, True, None),)),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_document_costs_no_other(linker, bad):
    first, told, last = linker.link_many([GOOD, bad, GOOD])
    assert [link.entity.name for link in (*first.links, *last.links)] == ["Yerevan", "Yerevan"]
    assert first.error == last.error == ""
    assert told.links == ()
    assert told.error
    assert "\n" not in told.error


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
@pytest.mark.parametrize("format_", [name for name, form in FORMATS.items() if not form.to_file])
def test_every_format_can_write_what_is_left_of_it(linker, bad, format_):
    out = io.StringIO()
    write_to(linker.link_many([GOOD, bad]), out, format=format_)
    assert "Yerevan" in out.getvalue()
    out.getvalue().encode()
    if format_ in ("json", "geojson", "annotations"):
        json.loads(out.getvalue())
    if format_ == "csv":
        assert len(list(csv.reader(io.StringIO(out.getvalue())))) == 2


@pytest.mark.parametrize("bad", [bad for bad in BAD.values() if isinstance(bad, Document)])
def test_a_single_bad_document_is_an_error(linker, bad):
    with pytest.raises(InputError):
        linker(bad)


def test_the_result_of_a_bad_document_keeps_what_can_be_written(linker):
    bad = Document("Yerevan", "bad", "A title", language=5, metadata={"n": 1})
    (told,) = linker.link_many([bad])
    assert told.document == Document("Yerevan", "bad", "A title", metadata={"n": 1})
    assert told.run["error"] == told.error


def test_metadata_that_json_can_hold_passes(linker):
    held = {"url": None, "n": [1, 2.5, True], "of": {"a": ("b", {})}, "large": 10**300}
    (result,) = linker.link_many([Document("Talks in Yerevan.", metadata=held)])
    assert (result.error, len(result.links)) == ("", 1)


def test_bad_documents_among_those_of_an_outlet_keep_the_order(linker):
    outlet = [Document(f"Talks in Yerevan, day {n}.", str(n), outlet="The Paper") for n in range(5)]
    outlet[2] = Document(None, "2", outlet="The Paper")
    results = list(linker.link_many(outlet))
    assert [r.document.id for r in results] == ["0", "1", "2", "3", "4"]
    assert [bool(r.error) for r in results] == [False, False, True, False, False]


def test_an_error_of_the_documents_themselves_is_the_callers(linker):
    def documents():
        yield GOOD
        raise RuntimeError("the database is gone")

    results = linker.link_many(documents())
    assert next(results).links
    with pytest.raises(RuntimeError):
        next(results)


# --------------------------------------------------------- what goes wrong where nobody expects it


class Tagger:
    """Finds "Yerevan", and does with some texts what no tagger should."""

    id = "stub"
    languages = None

    def __init__(self, word: str, misdeed) -> None:
        self._word, self._misdeed = word, misdeed

    def __call__(self, text: str) -> tuple[TaggedSpan, ...]:
        if self._word in text:
            self._misdeed()
        at = text.find("Yerevan")
        return (TaggedSpan(at, at + 7, Kind.PLACE, 0.99),) if at >= 0 else ()


def fail(error: Exception):
    def misdeed() -> None:
        raise error

    return misdeed


ERRORS = [ValueError("oh"), RecursionError(), MemoryError(), KeyError(1)]


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_that_nobody_expects_costs_one_document(gazetteer, error):
    def found(document):
        if "trap" in document.text:
            raise error
        return (Mention(9, 16, "Yerevan", Kind.PLACE),)

    linker = Linker(gazetteer, find_mentions=found)
    trap = Document("A trap in Yerevan.", "trap")
    first, told, last = linker.link_many([GOOD, trap, GOOD])
    assert first.links == last.links != ()
    assert type(error).__name__ in told.error
    with pytest.raises(type(error)):
        linker(trap)


@pytest.mark.parametrize("error", ERRORS)
def test_a_tagger_that_fails_on_a_text_costs_one_document(gazetteer, error):
    linker = Linker(gazetteer, tagger=Tagger("trap", fail(error)))
    first, told, last = linker.link_many([GOOD, Document("A trap in Yerevan."), GOOD])
    assert first.links == last.links != ()
    assert told.error.startswith("tagger stub failed")
    with pytest.raises(TaggingError):
        linker("A trap in Yerevan.")


@pytest.mark.parametrize("error", [TaggerError("it is gone"), GazetteerError("it is gone")])
def test_an_error_of_the_run_stops_it(gazetteer, error):
    linker = Linker(gazetteer, tagger=Tagger("trap", fail(error)))
    with pytest.raises(type(error), match="it is gone"):
        list(linker.link_many([Document("A trap.")]))


# ----------------------------------------------------------------------- texts that take long


def slow(gazetteer, seconds: float, **options) -> Linker:
    return Linker(
        gazetteer, tagger=Tagger("trap", lambda: time.sleep(0.5)), seconds_per_document=seconds,
        **options,
    )  # fmt: skip


LONG = Document("Talks in Yerevan. " * 100 + "A trap.", "long")


def test_of_a_document_that_takes_too_long_the_beginning_is_read(gazetteer):
    first, told, last = slow(gazetteer, 0.2).link_many([GOOD, LONG, GOOD])
    assert first.links == last.links != ()
    assert "more than 0.2 seconds" in told.error
    assert [link.entity.name for link in told.links] == ["Yerevan"] * len(told.links) != []
    assert all(link.mention.end <= len(LONG.text) // 4 for link in told.links)
    for format_ in ("json", "geojson", "annotations", "html"):
        out = io.StringIO()
        write_to([first, told], out, format=format_)
        assert "only its first" in out.getvalue()
    assert told.document == LONG
    assert told.run["error"] == told.error


def test_so_is_it_in_other_threads(gazetteer):
    linker = slow(gazetteer, 0.2)
    results = {}

    def link(number: int, document: Document) -> None:
        results[number] = linker(document)

    threads = [threading.Thread(target=link, args=(n, LONG if n % 2 else GOOD)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [bool(results[n].error) for n in range(6)] == [False, True] * 3
    assert all(results[n].links for n in range(6))


def test_given_spans_of_what_was_read_are_linked(gazetteer):
    spans = tuple((m, m + 7, None) for m in range(9, 1800, 18))
    result = slow(gazetteer, 0.2)(Document(LONG.text, spans=spans))
    assert 0 < len(result.links) < len(spans)
    assert result.error


def hopeless(document):
    """Stage 1 that never comes to an end of some texts, however short."""
    for _ in range(1000 if document.text.startswith("Talks") else 0):
        time.sleep(0.01)
        check_time()
    return (Mention(5, 12, "Yerevan", Kind.PLACE),)


def test_a_document_whose_beginning_takes_too_long_is_given_up(gazetteer):
    linker = Linker(gazetteer, find_mentions=hopeless, seconds_per_document=0.1)
    good = Document("From Yerevan.")
    first, told, last = linker.link_many([good, LONG, good])
    assert first.links == last.links != ()
    assert (told.links, told.document) == ((), LONG)
    assert "was given up" in told.error
    with pytest.raises(InputError, match="given up"):
        linker(LONG)


def test_a_beginning_is_decided_in_the_light_of_its_outlet(gazetteer):
    known = [Document(f"Fires in Plano, Texas, day {n}.", outlet="The Herald") for n in range(5)]
    text = "Fires in Paris killed two. " * 40 + "A trap."
    late = Document(text, "late", outlet="The Herald")
    linker = Linker(gazetteer, seconds_per_document=0.2, find_mentions=finding("Paris", "Plano"))
    *_, told = linker.link_many([*known, late])
    assert "only its first" in told.error
    assert {link.entity.admin[0] for link in told.links} == {"Texas"}


def finding(*names):
    """Stage 1 that finds some places, and is slow with traps."""

    def found(document):
        if "trap" in document.text:
            time.sleep(0.5)
            check_time()
        hits = (m for name in names for m in re.finditer(name, document.text))
        mentions = (Mention(*m.span(), m[0], Kind.PLACE) for m in hits)
        return tuple(sorted(mentions, key=lambda m: m.start))

    return found


def test_what_was_decided_for_a_document_holds_for_its_beginning(gazetteer):
    here = BY_HASH + text_hash(LONG.text)
    decisions = Decisions([
        Decision("Yerevan", Action.REJECT, document=here, occurrence=1),
        Decision("Yerevan", Action.REJECT, document=here, occurrence=90),
    ])  # fmt: skip
    linker = slow(gazetteer, 0.2, decisions=decisions)
    (told,) = linker.link_many([LONG])
    assert "only its first" in told.error
    assert [link.is_decided for link in told.links[:2]] == [True, False]
    assert told.run["decisions"]["vanished"] == []  # nobody has looked for the ninetieth
    assert not linker.warnings()


def test_nothing_is_over_without_a_limit(gazetteer):
    result = slow(gazetteer, None)(LONG)
    assert (result.error, len(result.links)) == ("", 100)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), "5", True])
def test_no_time_is_refused(gazetteer, seconds):
    with pytest.raises(ArgumentError, match="seconds_per_document"):
        Linker(gazetteer, seconds_per_document=seconds)


def test_a_beginning_is_cut_where_a_sentence_ends():
    assert beginning(LONG).text.endswith("Yerevan. ")
    assert beginning(Document("x")).text == ""
    assert len(beginning(Document("x" * 1_000_000)).text) == 20_000


def test_the_command_tells_of_it_and_goes_on(run, tmp_path, monkeypatch):
    from enrich.mentions.taggers.model import NameTagger

    tag = NameTagger.__call__

    def slowly(self, text):
        if "trap" in text:
            time.sleep(0.5)
        return tag(self, text)

    (tmp_path / "warm.txt").write_text("Talks in Paris.")
    run(tmp_path / "warm.txt")
    monkeypatch.setattr(NameTagger, "__call__", slowly)
    lines = [{"id": "long", "text": LONG.text}, {"id": "good", "text": GOOD.text}]
    (tmp_path / "a.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    done = run(tmp_path / "a.jsonl", "--seconds-per-document", "0.4", "--format", "json")
    assert done.exit_code == 1
    (line,) = [line for line in done.stderr.splitlines() if "seconds" in line]
    assert line.startswith("enrich: long: took more than 0.4 seconds")
    long, good = json.loads(done.stdout)
    assert long["error"].startswith("took more than")
    assert long["mentions"]
    assert good["error"] is None


def test_strings_are_texts(linker):
    first, second = linker.link_many(["Talks in Yerevan.", GOOD])
    assert [link.entity.name for link in first.links] == ["Yerevan"]
    assert second.error == ""


def test_one_string_is_not_several_documents(linker):
    with pytest.raises(InputError, match="several"):
        linker.link_many("Talks in Yerevan.")

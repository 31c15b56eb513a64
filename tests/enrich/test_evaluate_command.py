"""``enrich evaluate`` as a user runs it, on golds written by hand."""

import json

import pytest

from enrich.evaluation.goldfile import iter_gold

TEXT = "Sergei Lavrov flew from Moscow to Yerevan. Armenia had invited him, not Zzyzxopolis."
IDS = {
    "Sergei Lavrov": {"kind": "person", "wikidata": "Q58217"},
    "Moscow": {"kind": "place", "geonames": 524901},
    "Yerevan": {"geonames": 616052, "lat": 40.18, "lon": 44.51},  # kind to be told by the id
    "Armenia": {"wikidata": "Q399"},
    "Zzyzxopolis": {"kind": "place"},
}


def line(text=TEXT, names=IDS, **fields):
    starts = {name: text.index(name) for name in names}
    mentions = [{"start": s, "end": s + len(name), **names[name]} for name, s in starts.items()]
    return {"text": text, "mentions": mentions, **fields}


@pytest.fixture
def write(tmp_path):
    def write_lines(*lines, name="gold.jsonl"):
        path = tmp_path / name
        told = (x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines)
        path.write_text("".join(f"{t}\n" for t in told), encoding="utf-8")
        return path

    return write_lines


def evaluated(run, path, *options):
    result = run("evaluate", path, "--format", "json", *options)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


# ------------------------------------------------------------------------------------- figures


def test_a_gold_file_becomes_a_report(run, write):
    result = run("evaluate", write(line(id="a")))
    assert result.exit_code == 0
    assert result.stderr == ""
    for part in (
        "1 document, 5 golds", "gold spans: 1 document", "end to end: 1 document",
        "golds: annotated 5, with an id 4, coordinates only 0, neither, not scored 1",
        "detection, exact", "linking, exact id", "area under the curve", "calibration error",
        "all kinds", "places, no demonyms", "people", "at --min-score: 0.25",
    ):  # fmt: skip
        assert part in result.stdout
    assert "organisations  " not in result.stdout  # nobody annotated any
    assert "with outlet" not in result.stdout


def test_json_holds_figures_and_decisions(run, write):
    found = evaluated(run, write(line(id="a")))
    given = found["figures"]["gold spans"]["resolution"]
    assert (given["all kinds"]["exact id"]["right"], given["all kinds"]["exact id"]["of"]) == (4, 4)
    assert given["places"]["exact id"]["of"] == 3  # with those whose kind the id has told
    assert given["places"]["errors"]["mean_km"] == 0
    yerevan = next(d for d in found["decisions"]["gold spans"] if "[Yerevan]" in d["context"])
    assert (yerevan["entity"], yerevan["right"], yerevan["kind"]) == ("geonames:616052", 1, "place")
    assert found["about"]["models"]["mentions"] == "enrich-tagger-2"
    assert found["about"]["settings"] == {
        "min_score": pytest.approx(0.25, abs=0.5),
        "country": None,
    }


def test_offsets_are_code_points_and_urls_tell_the_outlet(run, write):
    names = {"Yerevan": IDS["Yerevan"]}
    text = "𝒜 𝒜 𝒜: Talks in Yerevan."
    lines = [line(text, names, id=i, url="https://example.org/x") for i in "ab"]
    found = evaluated(run, write(*lines))
    assert list(found["figures"]) == [
        "gold spans", "end to end", "gold spans, with outlet", "end to end, with outlet",
    ]  # fmt: skip
    assert found["figures"]["gold spans"]["resolution"]["places"]["exact id"]["right"] == 2


def test_options_reach_the_linker(run, write):
    path = write(line(id="a"))
    found = evaluated(run, path, "--country", "am", "--min-score", "1")
    assert found["about"]["settings"] == {"min_score": 1.0, "country": "AM"}
    assert found["figures"]["gold spans"]["resolution"]["all kinds"]["linked"]["right"] == 0


def test_errors_are_shown_with_what_was_expected(run, write):
    names = {"Moscow": {"kind": "place", "geonames": 5601538}, "Zzyzxopolis": {"kind": "place"}}
    shown = run("evaluate", write(line(names=names, id="a")), "--errors", "1").stdout
    assert "gold spans, wrong entity: 1" in shown
    assert "a: Sergei Lavrov flew from [Moscow] to" in shown
    assert "expected geonames:5601538" in shown
    assert "got geonames:524901 Moscow, RU, PPLC" in shown
    assert "linked, not annotated: 2" in shown  # Yerevan and Armenia; no person is annotated


# -------------------------------------------------------------------------------------- output


def test_the_suffix_of_the_output_picks_the_format(run, write, tmp_path):
    path = write(line(id="a"))
    for name, begins in (("out.json", "{"), ("out.txt", str(path))):
        result = run("evaluate", path, "-o", tmp_path / name)
        assert (result.exit_code, result.stdout) == (0, "")
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_the_gold_file_is_not_written_over(run, write):
    path = write(line(id="a"))
    result = run("evaluate", path, "-o", path)
    assert result.exit_code == 1
    assert "is an input too" in result.stderr


# -------------------------------------------------------------------------------------- faults

FAULTS = [
    ("no json", "is no JSON"),
    ({"mentions": []}, "has no field `text`"),
    ({"text": "x"}, 'has no `mentions`; list what is annotated, or give "mentions": []'),
    ({"text": "Bonn", "mentions": [{"start": 0, "end": 9}]}, "offsets 0..9 do not lie in the text"),
    (
        {"text": "Bonn", "mentions": [{"start": 0, "end": 4, "kind": "x"}]},
        "`kind` is 'x', no kind of",
    ),
    ({"text": "Bonn", "mentions": [{"start": 0, "end": 4, "text": "Born"}]}, "not 'Born'"),
    (
        {"text": "Bonn", "mentions": [{"start": 0, "end": 4, "geonames": "Q5"}]},
        "mention 1: `geonames` is 'Q5', no id of GeoNames such as 616052",
    ),
    (
        {"text": "Bonn", "mentions": [{"start": 0, "end": 4, "wikidata": 586}]},
        "`wikidata` is 586, no id of Wikidata",
    ),
    ({"text": "Bonn", "mentions": [{"start": 0, "end": 4, "lat": 50}]}, "one of `lat` and `lon`"),
    (
        {"text": "Bonn", "mentions": [{"start": 0, "end": 4, "lat": 99, "lon": 7}]},
        "`lat` is 99, no number of degrees up to 90",
    ),
    (
        {"text": "Bonn", "mentions": [{"start": 0, "end": 4}, {"start": 0, "end": 4}]},
        "two mentions have the offsets 0..4 ('Bonn')",
    ),
    (line(id="a"), "the id 'a' was used before, in line 1"),
    ({"text": "Bonn", "url": 5, "mentions": []}, "`url` is no string"),
    ({"text": "Bonn", "published": "May", "mentions": []}, "`published` is 'May'"),
]


@pytest.mark.parametrize(("wrong", "said"), FAULTS)
def test_a_bad_line_is_told_and_loses_nothing_else(write, wrong, said):
    path = write(line(id="a"), wrong, line(id="b"))
    complaints = []
    assert [document.id for document in iter_gold(path, complaints.append)] == ["a", "b"]
    (told,) = map(str, complaints)
    assert told.startswith(f"{path}:2: ")
    assert said in told


def test_bad_lines_are_told_and_the_rest_is_measured(run, write):
    wrong = [wrong for wrong, _ in FAULTS[:3]]
    result = run("evaluate", write(line(id="a"), *wrong, line(id="b")), "--format", "json")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 3
    assert all(told.startswith("enrich: ") for told in result.stderr.splitlines())
    found = json.loads(result.stdout)
    assert list(found["documents"]) == ["a", "b"]
    assert found["figures"]["gold spans"]["golds"]["annotated"] == 10


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "there is no such file"), ("", "the file is empty"), ("[]\n", "no document in it")],
)
def test_a_file_without_golds_is_one_line(run, tmp_path, content, said):
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_text(content)
    result = run("evaluate", path)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert said in result.stderr.splitlines()[-1]


# ------------------------------------------------------------------------------------- against


def test_every_changed_decision_is_listed(run, write, tmp_path):
    path = write(line(id="a"), line(id="b"))
    earlier = tmp_path / "earlier.json"
    assert run("evaluate", path, "-o", earlier).exit_code == 0
    result = run("evaluate", path, "--min-score", "1", "--against", earlier)
    assert result.exit_code == 0
    assert (
        "exact id 100.0 -> 0.0, -100.0 (95 % -100.0 to -100.0), over 2 documents" in result.stdout
    )
    assert "changed: 8; gains 0, losses 8, neither 0 (right to unlinked 8)" in result.stdout
    (shown, *_) = [k for k in result.stdout.splitlines() if "[Yerevan]" in k and "->" in k]
    assert shown.startswith("  - a: Sergei Lavrov flew from Moscow to [Yerevan]. Armenia")
    assert "geonames:616052 Yerevan, AM, PPLC (" in shown
    assert "), right -> no link (low_score" in shown
    assert shown.endswith("unlinked; expected geonames:616052")
    back = evaluated(run, path, "--against", earlier)["against"]["gold spans"]
    assert (back["changes"], back["difference"], back["difference, 95 %"]) == ([], 0, [0, 0])


def test_other_scores_and_reasons_of_the_same_entity_are_counted(run, write, tmp_path):
    path, earlier = write(line(id="a")), tmp_path / "earlier.json"
    run("evaluate", path, "-o", earlier)
    content = json.loads(earlier.read_text())
    first, second, *_ = content["decisions"]["gold spans"]
    first["score"] /= 2
    second["reason"] = "Because."
    earlier.write_text(json.dumps(content))
    result = run("evaluate", path, "--against", earlier)
    assert "the same entity with another score: 1, with another reason: 1" in result.stdout
    del first["reason"], second["reason"]  # as it was kept before reasons were
    earlier.write_text(json.dumps(content))
    result = run("evaluate", path, "--against", earlier)
    assert "with another score: 1, with another reason: 0" in result.stdout


def test_only_the_same_documents_are_compared(run, write, tmp_path):
    earlier = tmp_path / "earlier.json"
    names = {"Moscow": IDS["Moscow"]}
    run("evaluate", write(line(id="a"), line(id="b")), "-o", earlier)
    compared = run("evaluate", write(line(id="a"), line(names=names, id="b")), "--against", earlier)
    assert "over 1 document; left out, since they differ: 1" in compared.stdout
    none = run("evaluate", write(line(id="c")), "--against", earlier)
    assert none.exit_code == 0
    assert "no document is the same as now" in none.stderr


@pytest.mark.parametrize("content", [None, "{}", "no json", '{"format": "enrich evaluation 1"}'])
def test_what_is_no_evaluation_is_one_line(run, write, tmp_path, content):
    earlier = tmp_path / "earlier.json"
    if content is not None:
        earlier.write_text(content)
    result = run("evaluate", write(line(id="a")), "--against", earlier)
    assert result.exit_code == 1
    (told,) = result.stderr.splitlines()
    assert told.startswith(f"enrich: {earlier}: ")
    assert "enrich evaluate GOLD -o earlier.json" in told or "no such file" in told

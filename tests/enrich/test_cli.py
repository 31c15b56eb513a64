"""The command as a user runs it: options, streams, terminals, signals, exit codes."""

import csv
import io
import json
import shlex
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from typer.testing import CliRunner

from enrich.cli.app import app
from enrich.cli.diagnosis import EXTRAS
from enrich.records.record import FIELDS

ARTICLE = "Russian Foreign Minister Sergei Lavrov flew to Yerevan. Armenia is a country.\n"


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE)
    return path


# --------------------------------------------------------------------------------- main usage


def test_an_article_becomes_a_map_layer(process, article, geojson_rules):
    ran = process("article.txt", "--geojson")
    assert ran.returncode == 0
    layer = json.loads(ran.stdout)
    assert geojson_rules.broken_rules(layer) == []
    yerevan = next(f for f in layer["features"] if f["properties"]["name"] == "Yerevan")
    assert yerevan["geometry"]["coordinates"] == pytest.approx([44.51, 40.18], abs=0.1)
    assert yerevan["properties"]["country"] == "AM"
    assert yerevan["properties"]["documents"] == "article"
    (summary,) = ran.stderr.decode().splitlines()
    assert summary.startswith("enrich: ")
    assert "on the map" in summary
    assert article.read_text() == ARTICLE


@pytest.mark.parametrize("words", [["article.txt"], ["run", "article.txt"], ["-"]])
def test_a_pipe_gets_a_record_per_mention(process, article, words):
    ran = process(*words, given=article.read_bytes())
    records = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 0
    assert all(tuple(record) == FIELDS for record in records)
    assert {"Yerevan", "Armenia"} <= {record["text"] for record in records}
    assert b"\x1b" not in ran.stdout + ran.stderr


def test_options_may_stand_before_the_file(run, article):
    assert run("--geojson", article).stdout == run(article, "--geojson").stdout
    assert run("--format", "geojson", article).stdout == run(article, "--geojson").stdout


@pytest.mark.parametrize("name", ["out.geojson", "out.json", "out.jsonl", "out.csv"])
def test_the_suffix_of_the_output_picks_its_format(run, article, tmp_path, name):
    result = run(article, "-o", tmp_path / name)
    assert (result.exit_code, result.stdout) == (0, "")
    by_name = run(article, "--format", name.removeprefix("out."))
    assert (tmp_path / name).read_bytes() == by_name.stdout_bytes


def test_a_dash_as_output_is_standard_output(run, article):
    assert run(article, "-o", "-", "--format", "json").stdout.startswith('{"document"')


def test_metadata_and_given_mentions_come_through(run, tmp_path):
    path = tmp_path / "in.jsonl"
    mentions = [{"start": ARTICLE.index("Yerevan"), "end": ARTICLE.index("Yerevan") + 7}]
    line = {"text": ARTICLE, "id": "x", "url": "https://example.org", "n": 7, "mentions": mentions}
    path.write_text(json.dumps(line))
    found = json.loads(run(path, "--format", "json").stdout)
    assert found["document"]["metadata"] == {"url": "https://example.org", "n": 7}
    assert [m["text"] for m in found["mentions"]] == ["Yerevan"]


def test_date_outlet_country_and_threshold_reach_the_run(run, article):
    options = ("--published", "20230517", "--outlet", "Gazette", "--country", "am")
    found = json.loads(run(article, *options, "--min-score", "0.25", "--format", "json").stdout)
    assert found["document"]["published"] == "2023-05-17"
    assert found["document"]["outlet"] == "Gazette"
    settings = found["run"]["settings"]
    assert (settings["country"], settings["min_score"]) == ("AM", 0.25)


def test_the_layer_of_mentions_has_a_feature_per_mention(run, article, geojson_rules):
    layer = json.loads(run(article, "--geojson", "--layer", "mentions").stdout)
    assert geojson_rules.broken_rules(layer) == []
    properties = [feature["properties"] for feature in layer["features"]]
    assert all(
        tuple(p) == ("id", *FIELDS, "nth_at_point", "nth_of_place", "nth_in_role")
        for p in properties
    )
    assert all(ARTICLE[p["start"] : p["end"]] == p["text"] for p in properties)


def test_many_documents_share_one_map(run, tmp_path, geojson_rules):
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(ARTICLE)
    layer = json.loads(run(*(tmp_path / f"{n}.txt" for n in "abc"), "--geojson").stdout)
    assert geojson_rules.broken_rules(layer) == []
    documents = {f["properties"]["documents"] for f in layer["features"]}
    assert documents == {"a,b,c"}


def test_explain_tells_why_on_standard_error(run, article):
    result = run(article, "--explain")
    assert "'Yerevan' (place" in result.stderr
    assert "score" in result.stderr
    assert result.stdout == run(article).stdout


def test_the_summary_names_what_is_not_on_the_map(run, article):
    assert "not on it: 1 person" in run(article, "--geojson").stderr
    assert "--format json" in run(article, "--geojson").stderr


def test_a_text_without_names_is_no_error(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("nothing to see here, just words.\n")
    result = run(path, "--geojson")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["features"] == []


# ----------------------------------------------------------------------------------- the help


def test_help_shows_the_options_of_run_and_the_commands(run):
    for words in (["-h"], ["--help"]):
        result = run(*words)
        assert result.exit_code == 0
        for part in ("--geojson", "--published", "--explain", "lookup", "doctor", "gazetteer"):
            assert part in result.stdout
        assert max(map(len, result.stdout.splitlines())) <= 80


COMMANDS = [
    [], ["run"], ["lookup"], ["review"], ["evaluate"], ["diff"], ["doctor"], ["cache"],
    ["cache", "info"], ["cache", "clear"], ["gazetteer"], ["gazetteer", "build"],
    ["gazetteer", "info"], ["gazetteer", "sources"], ["gazetteer", "add"],
    ["gazetteer", "remove"], ["gazetteer", "refresh"], ["gazetteer", "pack"],
    ["gazetteer", "fetch"],
]  # fmt: skip


@pytest.mark.parametrize("width", [80, 60])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_help_fits_the_terminal(words, width):
    arguments = [*words, "-h"]
    shown = CliRunner().invoke(app, arguments, prog_name="enrich", terminal_width=width)
    lines = shown.stdout.splitlines()
    assert lines[0].startswith("Usage: enrich")
    # A list of choices is not broken, and stands on a line of its own.
    assert [line for line in lines if len(line) > width and "|" not in line] == []


def test_the_help_has_its_options_in_groups_and_examples(run):
    for words, groups in [
        (["-h"], ["Input", "Output", "Map", "Linking", "Live services", "Options", "Commands"]),
        (["review", "-h"], ["Input", "Linking", "Options"]),
        (["lookup", "-h"], ["Linking", "Live services", "Options"]),
    ]:
        shown = run(*words).stdout
        titles = [line for line in shown.splitlines() if line[:1] != " " and line.endswith(":")]
        assert titles == ["Arguments:", *(f"{group}:" for group in groups), "Examples:"]
        for option in ("--country", "--gazetteer") if "review" in words else ("--gazetteer",):
            assert shown.index("Linking:") < shown.index(f"  {option}") < shown.index("Options:")
        assert "\n  enrich " in shown


def test_examples_of_the_help_are_command_lines_that_are_understood(run):
    """Each names only options that there are: what is missing is a file, not an option."""
    for words in COMMANDS:
        _, _, examples = run(*words, "-h").stdout.partition("\nExamples:\n")
        for line in examples.split("\n\n")[0].splitlines():
            name, *arguments = shlex.split(line, comments=True)
            assert name == "enrich"
            given = [word for word in arguments if word not in {"<", "-"} and "*" not in word]
            assert run(*given, "-h").exit_code == 0, line


def test_the_help_is_the_same_on_a_terminal(process, environment):
    piped = process("-h", env={**environment, "COLUMNS": "80"}).stdout
    told = {**environment, "COLUMNS": "80", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}
    assert process("-h", env=told).stdout == piped


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("enrich a.txt --format geo", ["geojson", "geojsonseq"]),
        ("enrich --pref", ["--prefer"]),
        ("enrich loo", ["lookup"]),
        ("enrich a.txt --prefer ", ["auto", "city", "admin"]),
        ("enrich a.txt --roles literal,da", ["literal,dateline"]),
        ("enrich a.txt --input-format j", ["jsonl", "json"]),
        ("enrich lookup --kind p", ["place", "person"]),
        ("enrich gazetteer build --download w", ["wikidata", "whosonfirst"]),
        ("enrich diff --format json", ["json", "jsonl"]),
    ],
)
def test_shells_complete_options_and_choices(process, environment, line, offered):
    words = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    asked = {**environment, **words, "_ENRICH_COMPLETE": "complete_bash"}
    assert process(env=asked).stdout.decode().split() == offered


def test_completion_is_shown_for_the_shell_in_use(process, environment):
    ran = process("--show-completion", env={**environment, "SHELL": "/bin/bash"})
    if ran.returncode:
        pytest.skip("no shell is found here")
    assert b"_ENRICH_COMPLETE" in ran.stdout


def test_without_arguments_the_help_is_the_usage_error(run):
    result = run()
    assert result.exit_code == 2
    assert "--geojson" in result.output


def test_the_version_is_that_of_the_distribution(run):
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("enrich")


@pytest.mark.parametrize(
    "words",
    [
        ["--format", "xml", "a.txt"],
        ["--geojson", "--format", "csv", "a.txt"],
        ["--layer", "mentions", "--format", "csv", "a.txt"],
        ["--layer", "rivers", "--geojson", "a.txt"],
        ["--published", "yesterday", "a.txt"],
        ["--country", "Armenia", "a.txt"],
        ["--min-score", "1.5", "a.txt"],
        ["--max-bytes", "0", "a.txt"],
        ["--input-format", "pdf", "a.txt"],
        ["--outlet", "a\x1b[0m", "a.txt"],
        ["--nonsense", "a.txt"],
        ["--tagger", "nope:x", "a.txt"],
        ["--geojson"],
        ["lookup"],
        ["lookup", "Yerevan", "--kind", "river"],
        ["gazetteer", "nonsense"],
    ],
)
def test_wrong_usage_is_exit_code_2(run, words):
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.output


# --------------------------------------------------------------------------------- the output


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("missing/out.csv", "no such directory"),
        ("folder.csv", "is a directory"),
        ("article.csv", "is an input too"),
        ("/dev/full", "No space left"),
    ],
)
def test_an_output_that_cannot_be_written_is_one_line(run, article, monkeypatch, output, said):
    monkeypatch.chdir(article.parent)
    Path("folder.csv").mkdir()
    Path("article.csv").write_text("text\nYerevan\n")
    if output.startswith("/dev") and not Path(output).exists():
        pytest.skip(f"there is no {output}")
    options = ["--format", "csv"] if output.startswith("/dev") else []
    result = run("article.txt", "article.csv", "-o", output, *options)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"enrich: {output}")
    assert said in line
    assert sorted(p.name for p in Path().iterdir()) == ["article.csv", "article.txt", "folder.csv"]
    assert Path("article.csv").read_text() == "text\nYerevan\n"


def test_the_output_is_checked_before_the_gazetteer_is_even_opened(run, article):
    result = run(article, "-o", "missing/a.csv", "--gazetteer", "missing.gaz")
    assert "no such directory" in result.stderr


def test_a_damaged_gazetteer_is_one_line(run, article, tmp_path):
    for name, content in (("empty.gaz", b""), ("text.gaz", b"x" * 5000)):
        (tmp_path / name).write_bytes(content)
        result = run(article, "--gazetteer", tmp_path / name)
        assert result.exit_code == 1
        (line,) = result.stderr.splitlines()
        assert line.startswith(f"enrich: {tmp_path / name}")
    result = run(article, "--gazetteer", "missing.gaz")
    assert result.exit_code == 1
    assert "missing.gaz" in result.stderr


def test_output_is_utf8_whatever_the_locale(process, tmp_path, environment):
    (tmp_path / "a.txt").write_text("Lavrov said “Երևան” in Yerevan – twice.", encoding="utf-8")
    plain = {**environment, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    ran = process("a.txt", "--format", "json", env=plain)
    assert "“Երևան”" in json.loads(ran.stdout.decode("utf-8"))["document"]["text"]
    assert ran.returncode == 0


# ----------------------------------------------------------------------------- other commands


def test_lookup_shows_what_the_gazetteer_knows(run):
    result = run("lookup", "Erevan")
    assert result.exit_code == 0
    hits = [json.loads(line) for line in result.stdout.splitlines()]
    assert any(hit["id"] == "geonames:616052" and hit["country"] == "AM" for hit in hits)
    assert json.loads(run("lookup", "Erevan", "--format", "json").stdout) == hits


def test_lookup_shows_the_prominence_that_orders_namesakes(run):
    hits = [
        json.loads(line) for line in run("lookup", "Paris", "--kind", "place").stdout.splitlines()
    ]
    shown = [hit["prominence"] for hit in hits]
    assert len(shown) > 1
    assert shown == sorted(shown, reverse=True)
    assert shown[0] > 0.5
    assert all(0 <= value <= 1 and value == round(value, 4) for value in shown)
    table = run("lookup", "Paris", "--kind", "place", "--format", "table").stdout
    heading, *lines = table.split("\n")
    column = heading.index("prom.")
    told = [line[column : column + 5].strip() for line in lines]
    assert [cell for cell in told if cell and "─" not in cell] == [f"{v:.2f}" for v in shown]


def test_lookup_takes_several_words_and_a_kind(run):
    result = run("lookup", "New", "York", "--kind", "place", "--format", "json")
    assert {hit["kind"] for hit in json.loads(result.stdout)} == {"place"}
    assert "New York" in result.stdout


def test_lookup_suggests_names_near_one_that_nothing_is_known_under(run):
    for form in ("jsonl", "table"):
        result = run("lookup", "Yervan", "--format", form)
        assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing is known under 'Yervan'; similar names: Yerevan (geonames:" in result.stderr


def test_lookup_suggests_the_spelling_that_is_near(run):
    said = run("lookup", "Lwoww").stderr
    assert said.endswith("'Lwoww'; similar names: Lviv ('Lwow', geonames:702550)\n")


def test_lookup_of_nothing_says_so(run):
    result = run("lookup", "Xqzzwv", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, [])
    assert result.stderr == "enrich: nothing is known under 'Xqzzwv'\n"


def test_lookup_says_what_another_kind_has(run):
    result = run("lookup", "Batumi", "--kind", "person")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no person is known under 'Batumi'; without --kind there is Batumi" in result.stderr


@pytest.mark.parametrize("written", ["geonames:616052", "616052", "wikidata:Q1953", "Q1953"])
def test_lookup_takes_an_id(run, written):
    (hit,) = [json.loads(line) for line in run("lookup", written).stdout.splitlines()]
    assert (hit["id"], hit["spellings"], hit["edits"]) == ("geonames:616052", ["Yerevan"], 0)
    assert run("lookup", written, "--kind", "person").exit_code == 1


def test_lookup_of_an_id_that_is_not_held_says_so(run):
    result = run("lookup", "wikidata:Q99999999999")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing is known under 'wikidata:Q99999999999'" in result.stderr


def test_lookup_has_each_entity_once_in_every_format(run):
    hits = json.loads(run("lookup", "New", "York", "--format", "json").stdout)
    lines = [json.loads(line) for line in run("lookup", "New", "York").stdout.splitlines()]
    assert lines == hits
    rows = list(csv.DictReader(io.StringIO(run("lookup", "New York", "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == [hit["id"] for hit in hits]
    assert len({hit["id"] for hit in hits}) == len(hits) > 3
    assert [row["spellings"] for row in rows] == [" | ".join(hit["spellings"]) for hit in hits]
    assert {"New York"} == {hit["matched_name"] for hit in hits if hit["name"] == "New York City"}


def test_gazetteer_info_and_sources(run, gazetteer):
    assert f"build: {gazetteer.build_id}" in run("gazetteer", "info").stdout
    info = json.loads(run("gazetteer", "info", "--format", "json").stdout)
    assert info["build"] == gazetteer.build_id
    assert info["counts"]["place"] > 100_000
    assert "GeoNames" in run("gazetteer", "sources").stdout
    sources = json.loads(run("gazetteer", "sources", "--format", "json").stdout)
    assert all(source["licence"] and source["attribution"] for source in sources)


def test_the_doctor_sees_what_is_in_place_and_what_is_not(run):
    result = run("doctor")
    for part in ("python", "gazetteer", "self-test", "Yerevan"):
        assert part in result.stdout
    broken = [line for line in result.stdout.splitlines() if line.startswith("BROKEN")]
    assert result.exit_code == (1 if broken else 0)
    assert result.stdout.count("to fix it: ") == len(broken)


def test_the_doctor_knows_the_extras_and_that_none_of_them_is_needed(run, monkeypatch):
    from importlib import metadata

    known = metadata.version

    def version(name):
        if name == "pyogrio":
            raise metadata.PackageNotFoundError(name)
        return known(name)

    monkeypatch.setattr(metadata, "version", version)
    result = run("doctor")
    assert result.exit_code == 0
    line = f"extra maps ({EXTRAS['maps']}): optional, not installed: pip install 'enrich-geo[maps]'"
    assert line in result.stdout
    partly = next(line for line in result.stdout.splitlines() if "extra dev (" in line)
    assert "optional, pyogrio not installed: pip install 'enrich-geo[dev]'" in partly


def test_the_doctor_says_what_every_extra_of_the_project_is_for(run, root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(EXTRAS) == set(project["optional-dependencies"])
    shown = run("doctor").stdout
    for extra, purpose in EXTRAS.items():
        assert f" {extra} ({purpose}): " in shown


def test_the_doctor_names_the_cure_of_a_missing_gazetteer(run):
    result = run("doctor", "--gazetteer", "missing.gaz")
    assert result.exit_code == 1
    assert "BROKEN  gazetteer: missing.gaz" in result.stdout
    assert "to fix it: " in result.stdout


def test_the_doctor_outlives_whatever_is_broken(run, monkeypatch):
    from gazetteer.store import Gazetteer

    monkeypatch.setattr(
        Gazetteer, "manifest", property(lambda _: {}, lambda *_: None), raising=False
    )
    result = run("doctor")
    assert result.exit_code == 1
    assert "BROKEN  gazetteer: KeyError: 'counts'" in result.stdout
    assert "to fix it: " in result.stdout


def test_the_doctor_says_what_the_self_test_does_not_link(run, monkeypatch):
    monkeypatch.setattr("enrich.cli.diagnosis.EXPECTED", ("Yerevan", "Atlantis"))
    result = run("doctor")
    assert result.exit_code == 1
    assert "Atlantis not linked" in result.stdout
    assert "Yerevan not linked" not in result.stdout
    assert "pip install --force-reinstall enrich-geo" in result.stdout


def test_the_doctor_names_the_cure_of_a_missing_or_old_package():
    from enrich.cli.diagnosis import _package

    missing = _package(Requirement("no-such-package>=2.1"))
    assert not missing.ok
    assert missing.remedy == 'pip install "no-such-package>=2.1"'
    old = _package(Requirement("typer>=9999.1"))
    assert not old.ok
    assert "older than 9999.1" in old.detail
    assert _package(Requirement("typer>=0.1")).ok


# -------------------------------------------------------------------------------------- start


def test_a_plain_run_loads_nothing_it_does_not_use(process, article):
    watched = [sys.executable, "-X", "importtime", "-m", "enrich"]
    ran = process("article.txt", "--geojson", words=watched)
    loaded = {line.rpartition(b"|")[2].strip() for line in ran.stderr.splitlines() if b"|" in line}
    assert b"enrich.records.record" in loaded
    assert not loaded & {b"rich.console", b"shapely", b"geopy", b"trafilatura", b"gazetteer.build"}
    assert article.exists()


def test_the_command_is_ready_before_anything_slow_loads(process):
    """Until then, an interrupt would show where Python stood."""
    code = "import sys; from enrich.cli import main; print(*sys.modules)"
    loaded = process(words=[sys.executable, "-c", code]).stdout.decode().split()
    assert "enrich.cli" in loaded
    assert not [name for name in loaded if name.startswith(("gazetteer", "typer", "enrich.cli."))]


def test_an_interrupt_while_it_loads_is_no_traceback(process):
    code = """
import sys
class Impatient:
    def find_spec(self, name, *_):
        if name == "enrich.cli.run":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Impatient())
from enrich.cli import main
main()
"""
    ran = process(words=[sys.executable, "-c", code])
    assert ran.stdout + ran.stderr == b""
    assert ran.returncode == 130


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            ["-o", "out.json", "--format", "csv"],
            ["enrich: out.json is written as csv, not as json"],
        ),
        (["-o", "out.csv", "--geojson"], ["enrich: out.csv is written as geojson, not as csv"]),
        (["-o", "out.csv", "--format", "csv"], []),
        (["-o", "out.txt", "--format", "csv"], []),
        (["-o", "out.geojson"], []),
    ],
)
def test_a_suffix_that_says_otherwise_is_told(run, article, monkeypatch, options, told):
    monkeypatch.chdir(article.parent)
    done = run(article, *options)
    assert done.exit_code == 0
    assert [line for line in done.stderr.splitlines() if "is written as" in line] == told


def test_csv_output_is_read_by_the_csv_module(run, article):
    rows = list(csv.DictReader(io.StringIO(run(article, "--format", "csv").stdout, newline="")))
    yerevan = next(row for row in rows if row["text"] == "Yerevan")
    assert float(yerevan["lat"]) == pytest.approx(40.18, abs=0.1)
    assert yerevan["document_id"] == "article"


def test_nothing_is_reported_to_the_makers_of_what_runs_the_tagger(
    process, article, environment, tmp_path
):
    """onnxruntime keeps an id of the machine, and what it would send, in the user's caches."""
    told_to_be_quiet = {"CI", "GITHUB_ACTIONS", "PYTEST_CURRENT_TEST", "ORT_DISABLE_TELEMETRY"}
    homely = {name: value for name, value in environment.items() if name not in told_to_be_quiet}
    home = tmp_path / "home"
    home.mkdir()
    folders = {name: str(home) for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    done = process(article, env={**homely, **folders})
    assert done.returncode == 0
    assert list(home.rglob("*")) == []


@pytest.mark.parametrize("option", ["--gazetteer", "--decisions", "--user-gazetteer"])
def test_an_output_never_replaces_what_is_read(run, article, tmp_path, option):
    read = tmp_path / "read.json"
    read.write_bytes(b"")
    done = run(article, option, read, "-o", read)
    assert done.exit_code == 1
    assert "is an input too" in done.stderr
    assert read.read_bytes() == b""


def test_a_style_never_replaces_its_map(run, article, tmp_path):
    done = run(article, "-o", tmp_path / "a.qml", "--format", "geojson", "--style")
    assert done.exit_code == 2
    assert list(tmp_path.glob("*.qml")) == []


def test_files_of_one_name_are_told_of(run, tmp_path):
    files = []
    for folder in "ab":
        (tmp_path / folder).mkdir()
        files.append(tmp_path / folder / "x.txt")
        files[-1].write_text("In Yerevan.", encoding="utf-8")
    done = run(*files)
    assert done.exit_code == 0
    assert "ids are numbered" in done.stderr
    assert "ids are numbered" not in run(files[0]).stderr


def test_the_page_says_what_its_map_leaves_out(run, article, tmp_path):
    done = run(article, "--roles", "literal", "-o", tmp_path / "a.html")
    assert "not on its map: " in done.stderr


def test_a_decisions_file_that_cannot_be_read_is_not_passed_over(
    run, article, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "decisions.toml").mkdir()
    done = run(article)
    assert done.exit_code == 1
    assert "decisions.toml" in done.stderr

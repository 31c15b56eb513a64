"""Defaults of options from enrich.toml and pyproject.toml: which file, and what of it is taken."""

import json

import pytest
from typer.main import get_command

from enrich.cli.app import app
from enrich.cli.config import _is_asked_for, _options

ARTICLE = "Talks in Yerevan and Tbilisi went on."


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The current folder, with a folder of texts in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(ARTICLE)
    return tmp_path


@pytest.fixture
def config(folder):
    """Writes the file of defaults that lies beside the text."""

    def write(content, name="texts/enrich.toml"):
        (folder / name).write_text(content, encoding="utf-8")

    return write


@pytest.fixture
def settings(run):
    """The manifest of a run over the text."""

    def of(*options):
        done = run("texts/a.txt", "--format", "json", *options)
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)["run"]

    return of


# ------------------------------------------------------------------------------- which file

COUNTRY = 'country = "{}"\n'
PROJECT = '[project]\nname = "x"\n[tool.enrich]\ncountry = "{}"\n'


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"texts/enrich.toml": COUNTRY}, "texts/enrich.toml"),
        ({"enrich.toml": COUNTRY}, "enrich.toml"),
        ({"pyproject.toml": PROJECT}, "pyproject.toml"),
        ({"texts/pyproject.toml": PROJECT, "enrich.toml": COUNTRY}, "texts/pyproject.toml"),
        ({"texts/enrich.toml": COUNTRY, "texts/pyproject.toml": PROJECT}, "texts/enrich.toml"),
        ({"texts/pyproject.toml": "[tool.other]\n", "enrich.toml": COUNTRY}, "enrich.toml"),
        ({"texts/pyproject.toml": "no TOML =", "enrich.toml": COUNTRY}, "enrich.toml"),
    ],
)
def test_the_nearest_file_is_taken_and_no_other(config, settings, files, found):
    for name, content in files.items():
        config(content.format("AM" if name == found else "GE"), name)
    taken = settings()
    assert taken["settings"]["country"] == "AM"
    assert taken["config"] == {"file": found, "options": {"country": "AM"}}


def test_the_folder_of_the_first_text_counts(run, folder, config):
    (folder / "other").mkdir()
    (folder / "other" / "b.txt").write_text(ARTICLE)
    config(COUNTRY.format("AM"))
    config(COUNTRY.format("GE"), "other/enrich.toml")
    done = run("other/b.txt", "texts/a.txt")
    assert "enrich: other/enrich.toml sets country GE; --config none ignores it" in done.stderr
    assert "texts/enrich.toml" not in done.stderr


def test_a_folder_that_is_read_has_its_file_too(run, config):
    config("recursive = true\n")
    assert run("texts").exit_code == 0


def test_a_file_that_is_named_is_the_one(run, config, settings):
    config(COUNTRY.format("GE"))
    config(COUNTRY.format("AM"), "mine.toml")
    assert settings("--config", "mine.toml")["settings"]["country"] == "AM"
    assert "sets" not in run("texts/a.txt", "--config", "mine.toml").stderr
    done = run("texts/a.txt", "--config", "gone.toml")
    assert done.exit_code == 2
    assert "--config gone.toml: no such file" in done.stderr


def test_none_leaves_it(config, settings):
    config('country = "UK"\n')
    taken = settings("--config", "none")
    assert taken["settings"]["country"] is None
    assert "config" not in taken


# ------------------------------------------------------------------------------- what of it


def test_the_command_line_beats_the_file(config, settings):
    config('country = "GE"\nmin-score = 0.6\n')
    taken = settings("--country", "AM")
    assert (taken["settings"]["country"], taken["settings"]["min_score"]) == ("AM", 0.6)
    assert taken["config"]["options"] == {"min-score": 0.6}


def test_values_are_those_of_the_options(config, settings, run):
    config('published = 2024-06-12\nnear = "Tbilisi"\nroles = "literal"\nmax-bytes = 5000\n')
    taken = settings()
    assert taken["input"]["published"] == "2024-06-12"
    assert (taken["settings"]["near"], taken["settings"]["roles"]) == ("geonames:611717", "literal")
    config('column = ["text=body", "id=key"]\n')
    config('{"body": "In Yerevan.", "key": "k"}\n', "texts/b.jsonl")
    assert json.loads(run("texts/b.jsonl", "--format", "json").stdout)["document"]["id"] == "k"


def test_explain_says_what_was_taken_from_a_file_that_was_named(run, config):
    config('country = "AM"\nexcel = true\nformat = "csv"\n', "mine.toml")
    done = run("texts/a.txt", "--config", "mine.toml", "--explain")
    assert "mine.toml sets format csv, excel true, country AM; " in done.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('country = "UK"', "country: 'UK' is not an ISO 3166-1 alpha-2 code; did you mean GB?"),
        ("min-score = 3", "min-score: "),
        ('format = "geo-json"', "format: 'geo-json' is not one of"),
        ('published = "soon"', "published: 'soon' cannot be read"),
        ('near = "a\\u001b[0m"', "near: it holds control characters"),
        ('recursive = "yes"', "recursive: 'yes' is neither true nor false"),
        ("near = [40.18, 44.51]", "near: [40.18, 44.51] is not a value of --near"),
        ("country = true", "country: True is not a value of --country"),
        ("column = []", "column: [] is not a value of --column"),
        ('decisions = "gone.toml"', "decisions: no such file: texts/gone.toml"),
        ('gazetteer = "gone.gaz"', "gazetteer: no such file: texts/gone.gaz"),
        (
            'gazetteer = "https://a.org/w.gaz"',
            "gazetteer: give a file, downloaded with: enrich gazetteer fetch https://a.org/w.gaz",
        ),
        ('decisions = ""', "decisions: no such file: texts"),
        ('user-gazetteer = "/dev/zero"', "user-gazetteer: no such file: /dev/zero"),
        ("country =", "cannot be read"),
    ],
)
def test_an_error_names_file_and_key(run, config, content, told):
    config(content)
    done = run("texts/a.txt")
    assert done.exit_code == 2
    assert f"Error: Invalid value: texts/enrich.toml: {told}" in done.stderr
    assert done.stdout == ""


def test_a_byte_order_mark_before_the_file_is_no_error(config, settings):
    config('\ufeffcountry = "AM"\n')
    assert settings()["config"]["options"] == {"country": "AM"}


def test_unknown_keys_are_told_with_what_was_meant(run, config):
    config('contry = "AM"\nzzz = 1\n[evaluat]\nformat = "json"\n[review]\nlimits = 3\n')
    done = run("texts/a.txt")
    assert done.exit_code == 0
    told = [line for line in done.stderr.splitlines() if "there is no option" in line]
    assert told == [
        "enrich: texts/enrich.toml: there is no option 'contry'; did you mean 'country'?",
        "enrich: texts/enrich.toml: there is no option 'zzz'",
        "enrich: texts/enrich.toml: there is no option 'evaluat'; did you mean 'evaluate'?",
    ]


def test_what_is_left_out_is_said_to_be_none(run, config, monkeypatch):
    monkeypatch.delenv("ENRICH_USER_GAZETTEER", raising=False)
    config('user-gazetteer = "none"\n')
    assert "enrich.toml sets user-gazetteer none; " in run("texts/a.txt").stderr


def test_relative_paths_count_from_the_folder_of_the_file(run, config, folder):
    config('decisions = "mine.toml"\nuser-gazetteer = "none"\n')
    config('[[decision]]\nname = "Yerevan"\naction = "reject"\n', "texts/mine.toml")
    done = run("texts/a.txt", "--format", "json")
    assert done.exit_code == 0, done.stderr
    by_text = {m["text"]: m for m in json.loads(done.stdout)["mentions"]}
    assert by_text["Yerevan"]["nil"] == "not_an_entity"
    assert by_text["Tbilisi"]["entity_id"]
    assert not (folder / "decisions.toml").exists()


def test_where_the_output_goes_settles_its_format(run, config, folder):
    config('format = "csv"\nexcel = true\nlayer = "mentions"\nsimplestyle = true\n')
    assert run("texts/a.txt").stdout_bytes.startswith(b"\xef\xbb\xbfdocument_id,")
    assert json.loads(run("texts/a.txt", "--geojson").stdout)["features"]
    assert run("texts/a.txt", "--format", "jsonl").stdout.startswith('{"document_id"')
    assert run("texts/a.txt", "-o", "out.geojson").exit_code == 0
    layer = json.loads((folder / "out.geojson").read_text())
    assert "marker-color" in layer["features"][0]["properties"]
    assert "format" not in layer["run"]["config"]["options"]


# --------------------------------------------------------- what comes from the command line alone


def test_a_file_beside_texts_neither_sends_nor_writes(run, config, folder, site):
    config(
        f'wikidata = "require"\nwikidata-api = "{site.url}"\ngeocoder = "photon"\n'
        f'geocoder-url = "{site.url}"\noutput = "out.json"\nstyle = true\n'
        'tagger = "huggingface:nobody/nothing?download=yes"\ncache = "c.sqlite"\n'
    )
    before = sorted(folder.rglob("*"))
    done = run("texts/a.txt")
    assert done.exit_code == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if "allowed only on the command line" in line]
    held = "wikidata, wikidata-api, geocoder, geocoder-url, output, style, tagger, cache"
    assert told == [
        f"enrich: texts/enrich.toml: {held}: allowed only on the command line, not in a file"
    ]
    assert sorted(folder.rglob("*")) == before
    assert "Yerevan" in done.stdout


def test_what_may_stand_in_a_file_is_known():
    """A new option that sends, writes or loads a program must not slip in among them."""
    options = _options(get_command(app).commands["run"])
    assert {name for name, option in options.items() if not _is_asked_for(name, option)} == {
        "input-format", "recursive", "column", "records", "date-order", "published", "outlet",
        "language", "max-bytes", "format", "geojson", "excel", "layer", "simplestyle", "roles",
        "country", "near", "prefer", "min-score", "gazetteer", "user-gazetteer", "decisions",
        "seconds-per-document", "explain", "quiet",
    }  # fmt: skip


def test_a_file_cannot_hide_that_it_was_used(run, config):
    config('quiet = true\ncountry = "AM"\n')
    assert "sets country AM, quiet true" in run("texts/a.txt").stderr
    assert run("texts/a.txt", "--quiet").stderr == ""


def test_review_keeps_answers_in_no_new_file_that_it_names(run, config, folder):
    config('decisions = "../new.toml"\n')
    done = run("review", "texts/a.txt", given="q\n")
    assert done.exit_code == 2
    assert "no such file" in done.stderr
    assert not (folder / "new.toml").exists()


# ----------------------------------------------------------------------------- other commands


def test_other_commands_take_what_is_about_texts_and_linking(run, config, folder):
    config('country = "AM"\nformat = "geojson"\nroles = "literal"\n[evaluate]\nformat = "json"\n')
    gold = {"text": ARTICLE, "mentions": [{"start": 9, "end": 16, "geonames": 616052}]}
    (folder / "texts" / "gold.jsonl").write_text(json.dumps(gold) + "\n")
    done = run("evaluate", "texts/gold.jsonl")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["about"]["settings"]["country"] == "AM"
    assert "texts/enrich.toml sets country AM, format json" in done.stderr


def test_lookup_takes_the_gazetteer_of_the_current_folder(run, config):
    config('gazetteer = "mine.gaz"\n', "enrich.toml")
    done = run("lookup", "Yerevan")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "enrich.toml: gazetteer: no such file: mine.gaz" in done.stderr


def test_commands_without_texts_read_no_file(run, config):
    config("no TOML =", "enrich.toml")
    assert run("cache", "info").exit_code == 0
    assert run("-h").exit_code == run("review", "-h").exit_code == 0


def test_an_option_written_as_a_table_and_a_table_as_an_option(run, tmp_path):
    text = tmp_path / "a.txt"
    text.write_text("Talks in Yerevan.", encoding="utf-8")
    (tmp_path / "enrich.toml").write_text("[country]\na = 1\n[[review]]\nlimit = 3\n", "utf-8")
    result = run(text)
    assert "country is an option, and no table" in result.stderr
    assert "review is a table, [review]" in result.stderr
    assert result.exit_code == 0

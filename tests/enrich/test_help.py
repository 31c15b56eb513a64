"""The help of every command: what it says of itself, and examples that run."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from enrich.cli.app import app
from gazetteer.store.file import EMBEDDED

NEWS = "Talks between Ankara and Yerevan were held in Batumi. It rained in Dallas, Texas."
ASKS = "asks a service of the network"
STAYS = "runs until it is stopped"
NOT_RUN = {
    "enrich lookup --wikidata Nikol Pashinyan": ASKS,
    "enrich gazetteer build -o world.gaz --download geonames": ASKS,
    "enrich gazetteer build -o people.gaz wikidata:all.json.gz": "takes a dump of 100 GB",
    "enrich gazetteer build -o mine.gaz table:places.toml": "takes a minute",
    "enrich gazetteer fetch https://example.org/w.gaz.tar.zst": ASKS,
    "enrich gazetteer pack world.gaz": "takes a minute",
    "enrich gazetteer pack world.gaz > world.sha256": "takes a minute",
    "enrich gazetteer fetch w.gaz.tar.zst -o world.gaz": "takes what a minute's work packs",
    "enrich gazetteer add Q58217": ASKS,
    "enrich gazetteer add --from-run out.json": "takes a run that asked Wikidata",
    "enrich gazetteer refresh": ASKS,
    "enrich gazetteer refresh world.gaz --since 2026-06-01": ASKS,
    "enrich serve": STAYS,
    "enrich serve --workers 4 --gazetteer world.gaz": STAYS,
    "ENRICH_TOKEN=... enrich serve --host 0.0.0.0 --port 80": STAYS,
    "enrich mcp": STAYS,
    "enrich mcp --gazetteer world.gaz --country AM": STAYS,
    "enrich mcp --near Yerevan --seconds-per-document 10": STAYS,
}
"""Examples that are not run here, and why: of these, only the options are checked."""
NEEDS = {"corpus": "duckdb", "entities": "duckdb", "map": "h3", "run": "pyogrio"}


def commands(group=None, words=("enrich",)) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield every command and group with the words that call it."""
    group = group or get_command(app)
    for name, command in group.commands.items():
        yield (*words, name), command
        if hasattr(command, "commands"):
            yield from commands(command, (*words, name))


COMMANDS = dict(commands())
EXAMPLES = [
    (words[1], line.partition(" #")[0].strip())
    for words, command in COMMANDS.items()
    for line in (command.epilog or "").splitlines()
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_help_of_every_command_has_a_summary_and_examples(run, words):
    shown = run(*words[1:], "-h").stdout
    assert re.search(r"\n\n  [A-Z][^\n]+\.\n", shown)
    examples = shown.partition("\nExamples:\n")[2].splitlines()
    assert 2 <= len(examples) <= 5
    call = " ".join(words).replace("enrich run", "enrich")
    assert all(call in example for example in examples)


def test_the_help_of_enrich_lists_every_command(run):
    shown = run("-h").stdout
    for words in COMMANDS:
        if len(words) == 2:
            assert re.search(rf"^  {words[1]} ", shown, re.MULTILINE)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, environment):
    """A folder with the files that examples name."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("article.txt", "talks.txt", "news.txt"):
        (folder / name).write_text(NEWS, encoding="utf-8")
    (folder / "talks.html").write_text(f"<p>{NEWS} {NEWS}</p>", encoding="utf-8")
    (folder / "news.csv").write_text(f'id,body\n1,"{NEWS}"\n', encoding="utf-8")
    (folder / "world.gaz").symlink_to(EMBEDDED)
    start = NEWS.index("Batumi")
    span = {"start": start, "end": start + 6, "text": "Batumi", "kind": "place"}
    gold = {"id": "1", "text": NEWS, "mentions": [{**span, "entity": "geonames:615532"}]}
    (folder / "gold.jsonl").write_text(f"{json.dumps(gold)}\n", encoding="utf-8")
    (folder / "ours.jsonl").touch()
    calls = [
        "talks.txt -o old.json",
        "talks.txt -o old.jsonl",
        "evaluate gold.jsonl -o before.json",
    ]
    try:
        import duckdb  # noqa: F401
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        pass
    else:
        parquet.write_table(pa.table({"id": ["1"], "text": [NEWS]}), folder / "news.parquet")
        calls.append("corpus news.parquet -o linked")
    for call in calls:
        done = shell(f"enrich {call}", folder, environment)
        assert done.returncode == 0, done.stderr
    shutil.copy(folder / "old.json", folder / "new.json")
    shutil.copy(folder / "old.jsonl", folder / "new.jsonl")
    archive = folder / "archive"
    archive.mkdir()
    shutil.copy(folder / "news.txt", archive)
    return folder


def shell(line, folder, environment):
    """Run a line of a shell in which ``enrich`` is the one under test."""
    script = f'enrich() {{ "{sys.executable}" -m enrich "$@"; }}\n{line}'
    return subprocess.run(
        ["bash", "-euc", script], cwd=folder, env=environment, check=False, timeout=120, text=True,
        stdin=subprocess.DEVNULL, capture_output=True,
    )  # fmt: skip


@pytest.mark.parametrize(("command", "line"), [pair for pair in EXAMPLES if pair[1] not in NOT_RUN])
def test_the_examples_run(prepared, tmp_path, environment, command, line):
    if command in NEEDS:
        pytest.importorskip(NEEDS[command], reason="needs pip install 'enrich-geo[corpus,maps]'")
    desk = tmp_path / "desk"
    shutil.copytree(prepared, desk, symlinks=True)
    if command == "corpus":
        shutil.rmtree(desk / "linked")
        line = line.replace("crawl.warc.gz", "news.parquet")
    environment = {**environment, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    done = shell(line, desk, environment)
    assert done.returncode == 0, done.stderr
    output = re.search(r"-o (\S+)", line)
    assert output is None or Path(desk, output[1]).exists()


@pytest.mark.parametrize("line", NOT_RUN)
def test_the_options_of_the_other_examples_exist(run, line):
    assert line in {example for _, example in EXAMPLES}
    words = shlex.split(line.partition(" >")[0])
    done = run(*words[words.index("enrich") + 1 :], "--help")
    assert done.exit_code == 0, done.stderr

"""``enrich review``: the least certain links, one question each, decided for good."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enrich.cli.errors import reporting
from enrich.cli.linking import Linking, complete_results
from enrich.cli.options import ConfigFile, Files
from enrich.cli.parameters import grouped, only
from enrich.cli.reading import InputOptions
from gazetteer.errors import InputError

EXAMPLES = """\
enrich review article.txt --limit 10
enrich review *.txt --country AM"""

Limit = Annotated[
    int, typer.Option("--limit", min=1, metavar="N", help="Ask about so many names at most.")
]
Below = Annotated[
    float,
    typer.Option(
        "--below",
        min=0.0,
        max=1.0,
        metavar="X",
        help="Ask only about links less sure than this, and about names that are not linked.",
    ),
]
_TAKEN = only(
    "country", "near", "prefer", "min_score", "gazetteer", "user_gazetteer", "decisions", "tagger",
    "seconds_per_document",
)  # fmt: skip


@grouped
def review(
    files: Files,
    *,
    limit: Limit = 50,
    below: Below = 0.9,
    reading: InputOptions,
    linking: Annotated[Linking, _TAKEN],
    config: ConfigFile = None,
) -> None:
    """Ask about the least certain links, and keep what you decide.

    Each answer is written to decisions.toml at once, and honoured on every later run.
    """
    del config  # it was read before the others
    with reporting() as report:
        from enrich.cli.answers import Review, check_decisions
        from enrich.cli.questions import pick_questions
        from enrich.decisions.file import NAME
        from enrich.pipeline import Linker

        if any(file in ("-", "/dev/stdin") for file in files):
            raise typer.BadParameter("standard input is for the answers: name a file")
        documents = reading.documents(reading.files(files, report), report)
        if linking.decisions == "none":
            raise InputError("--decisions none: there is no file to keep the answers in")
        path = linking.decisions_file(report) or Path(NAME)
        check_decisions(path)
        options = linking.linker_options(path if path.exists() else None)
        with Linker(options) as linker:
            results = list(complete_results(linker.link_many(documents), report))
            questions = pick_questions(results, limit=limit, below=below)
            Review(linker.gazetteer, path).ask(questions)

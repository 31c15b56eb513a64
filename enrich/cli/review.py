"""``enrich review``: the least certain links, one question each, decided for good."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enrich.cli.linking import Linking, complete_results
from enrich.cli.options import CONFIG, Files
from enrich.cli.parameters import grouped, only, option
from enrich.cli.reading import InputOptions
from enrich.cli.streams import reporting
from gazetteer.errors import InputError

EXAMPLES = """\
enrich review article.txt --limit 10
enrich review *.txt --country AM"""

_TAKEN = only(
    "country", "near", "prefer", "min_score", "gazetteer", "user_gazetteer", "decisions", "tagger",
    "seconds_per_document",
)  # fmt: skip


@grouped
def review(
    files: Files,
    *,
    limit: int = option("--limit N", "Most names to ask about.", default=50, min=1),
    below: float = option(
        "--below X",
        "Ask about links with a lower score than this, and about names that are not linked.",
        default=0.9,
        min=0.0,
        max=1.0,
    ),
    reading: InputOptions,
    linking: Annotated[Linking, _TAKEN],
    _config: str | None = CONFIG,
) -> None:
    """Ask about the least certain links and save your decisions.

    Each answer is written to decisions.toml at once and applies to every later run.
    """
    with reporting() as report:
        from enrich.cli.questions import Review, check_decisions, pick_questions
        from enrich.decisions.file import NAME
        from enrich.pipeline import Linker

        if any(file in ("-", "/dev/stdin") for file in files):
            raise typer.BadParameter("standard input is needed for the answers: name a file")
        documents = reading.documents(reading.files(files, report), report)
        if linking.decisions == "none":
            raise InputError("--decisions none: there is no file to save the answers to")
        path = linking.decisions_file(report) or Path(NAME)
        check_decisions(path)
        options = linking.linker_options(path if path.exists() else None)
        with Linker(options) as linker:
            results = list(complete_results(linker.link_many(documents), report))
            questions = pick_questions(results, limit=limit, below=below)
            Review(linker.gazetteer, path).ask(questions)

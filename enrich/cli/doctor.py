"""``enrich doctor``: what is in place, and the command that fixes what is not."""

from pathlib import Path

import typer

from enrich.cli.options import GAZETTEER
from enrich.cli.streams import is_terminal, reporting
from enrich.text.escape import one_line

EXAMPLES = """\
enrich doctor
enrich doctor --gazetteer world.gaz"""


def doctor(*, gazetteer: Path | None = GAZETTEER) -> None:
    """Check that everything is in place.

    Shows versions, every extra and what it is for, the gazetteer and a self-test, and for what is
    broken or missing the command that fixes or installs it.
    """
    with reporting():
        from enrich.cli.diagnosis import checks

        broken = 0
        is_terminal()  # says so now if standard output is closed
        for check in checks(gazetteer):
            broken += not check.ok
            state = "ok    " if check.ok else "BROKEN"
            typer.echo(f"{state}  {check.name}: {one_line(check.detail)}")
            if check.remedy:
                typer.echo(f"        to fix it: {check.remedy}")
    if broken:
        raise typer.Exit(1)

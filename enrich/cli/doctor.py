"""``enrich doctor``: what is in place, and the command that mends what is not."""

from pathlib import Path

import typer

from enrich.cli.options import GAZETTEER
from enrich.cli.streams import is_terminal, reporting
from enrich.text.escape import one_line


def doctor(*, gazetteer: Path | None = GAZETTEER) -> None:
    """Check that all is in place.

    Shows versions, the gazetteer, a self-test, and the command that mends what is broken.
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
                typer.echo(f"        to mend it: {check.remedy}")
    if broken:
        raise typer.Exit(1)

"""``enrich serve``: a service over HTTP, with processes that link."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from enrich.cli.linking import Linking
from enrich.cli.live import LiveChoices
from enrich.cli.parameters import flag, grouped, only, option
from enrich.cli.streams import reporting
from enrich.cli.values import plain, positive
from gazetteer.errors import OutputError

if TYPE_CHECKING:
    from enrich.server.settings import Settings

EXAMPLES = """\
enrich serve
enrich serve --workers 4 --gazetteer world.gaz
ENRICH_TOKEN=... enrich serve --host 0.0.0.0 --port 80"""

_LINKING = (
    "country", "near", "prefer", "min_score", "gazetteer", "user_gazetteer", "decisions", "tagger",
    "roles",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Serving:
    """Where a service listens, and what it does at most."""

    panel: ClassVar[str] = "Service"

    host: str = option(
        "--host ADDRESS", "Address to listen on; 0.0.0.0 for all.", plain, default="127.0.0.1"
    )
    port: int = option("--port N", "Port to listen on; 0: any.", default=8000, min=0, max=65535)
    workers: int = option(
        "--workers N", "Processes that link; one per core by default.", default=0, min=0
    )
    seconds: float = option("--seconds S", "Most seconds for a request.", positive, default=30.0)
    queue: int = option("--queue N", "Most requests that may wait.", default=64, min=1)
    max_body: int = option(
        "--max-body BYTES",
        "Largest request or line of a batch.",
        default=2_000_000,
        min=1,
    )
    max_text: int = option("--max-text N", "Longest text, in characters.", default=200_000, min=1)
    max_documents: int = option(
        "--max-documents N", "Most documents per request.", default=50, min=1
    )
    allow_origin: list[str] | None = option(
        "--allow-origin ORIGIN",
        "Web pages allowed to send requests: https://example.org, or * for any. May be repeated.",
    )
    allow_host: list[str] | None = option(
        "--allow-host NAME", "Another host name of the service. May be repeated."
    )
    public_url: str | None = option(
        "--public-url URL",
        "Address that clients use behind a proxy: https://example.org/enrich.",
    )

    def settings(self, token: str, *, quiet: bool) -> Settings:
        """Return them as the service takes them.

        Raises:
            ArgumentError: They make no sense.
        """
        from enrich.server.settings import Settings

        return Settings(
            host=self.host,
            port=self.port,
            workers=self.workers or os.cpu_count() or 1,
            queue=self.queue,
            seconds=self.seconds,
            max_body=self.max_body,
            max_text=self.max_text,
            max_documents=self.max_documents,
            origins=tuple(self.allow_origin or ()),
            hosts=tuple(self.allow_host or ()),
            public_url=(self.public_url or "").rstrip("/"),
            token=token,
            quiet=quiet,
        )


@grouped
def serve(
    context: typer.Context,
    *,
    serving: Serving,
    linking: Annotated[Linking, only(*_LINKING)],
    live: LiveChoices,
    quiet: bool = flag("--quiet", "Print only errors on standard error."),
) -> None:
    """Serve over HTTP: link texts, look up names, correct links. Needs the extra "server".

    If ENRICH_TOKEN is set, requests must carry it.
    """
    live.refuse_idle(context)
    with reporting(quiet=quiet) as report:
        try:
            from enrich.decisions import read_decisions
            from enrich.server.running import run
            from enrich.server.settings import taken_token
        except ImportError as error:
            raise OutputError(
                f'{error.name} is not installed: pip install "enrich-geo[server]"'
            ) from error
        decisions = linking.decisions_file(report)
        # Once, and not by each process: one that is started later must not know other decisions.
        held = None if decisions is None else read_decisions(decisions)
        options = replace(linking.linker_options(live=live.live_options()), decisions=held)
        settings = serving.settings(taken_token(), quiet=quiet)
        if not (settings.is_local or settings.token):
            report.note(f"{settings.host} answers anyone who can reach it: ENRICH_TOKEN is not set")
        run(options, settings, report.note)

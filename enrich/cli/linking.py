"""The options that a linker is made of, and the results that it gives."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from enrich.cli.options import GAZETTEER, USER_GAZETTEER
from enrich.cli.parameters import LINKING, MAP, option
from enrich.cli.streams import Report
from enrich.cli.values import country_code, plain, positive, tagger_spec
from enrich.deadline import SECONDS
from enrich.roles import CHOICES, role_set, roles_named
from enrich.settings import LEVELS
from gazetteer.errors import InputError

if TYPE_CHECKING:
    from enrich.flow.options import LinkerOptions
    from enrich.model import Result

_DECISIONS = "decisions.toml"


def _roles_begun(incomplete: str) -> list[str]:
    """Return the lists of roles that what was typed may become."""
    before, comma, _ = incomplete.rpartition(",")
    return [f"{before}{comma}{role}" for role in CHOICES]


@dataclass(frozen=True, slots=True)
class Linking:
    """What a linker is made of."""

    panel: ClassVar[str] = LINKING

    country: str | None = option(
        "--country CC", "Country the texts are about, as its two-letter code: US.", country_code
    )
    near: str | None = option(
        "--near LAT,LON|PLACE",
        "Where the readers are: 40.18,44.51, or the name or id of a place. Places nearby become"
        " likelier.",
        plain,
    )
    prefer: str = option(
        "--prefer",
        "Between a city and the area around it of the same name, link what the text suggests"
        " (auto), or always the one or the other.",
        default=LEVELS[0],
        choices=LEVELS,
        show_default=False,
    )
    min_score: float | None = option(
        "--min-score X",
        "Lowest score of a link; 0.25 by default.",
        min=0.0,
        max=1.0,
    )
    gazetteer: Path | None = GAZETTEER
    user_gazetteer: str | None = USER_GAZETTEER
    decisions: str | None = option(
        "--decisions FILE|none",
        "What you decided about names; by default, decisions.toml in the current folder if there"
        " is one.",
        plain,
    )
    tagger: str | None = option(
        "--tagger NAME:MODEL",
        "Find names with another model: spacy:en_core_web_sm, huggingface:PATH, gliner:PATH, or a"
        " tagger of your own.",
        tagger_spec,
    )
    seconds_per_document: float = option(
        "--seconds-per-document S",
        "If a document takes longer than this, read only its beginning.",
        positive,
        default=SECONDS,
    )
    roles: str | None = option(
        "--roles ROLE,ROLE",
        f"On a map, only mentions in these roles: {', '.join(CHOICES)}.",
        lambda value: roles_named(role_set(value)),
        autocompletion=_roles_begun,
        panel=MAP,
    )

    def decisions_file(self, report: Report) -> Path | None:
        """Return the file of decisions: the one named, else the one in the current folder.

        Which is used is said where it was not named.
        """
        if self.decisions is not None:
            return None if self.decisions == "none" else Path(self.decisions)
        found = Path(_DECISIONS)
        if not (found.exists() or found.is_symlink()):
            return None
        report.note(f"decisions are taken from {found}; --decisions none ignores it")
        return found

    def linker_options(self, decisions: Path | None = None, **others: Any) -> "LinkerOptions":
        """Return them as a ``Linker`` takes them, with what comes from elsewhere.

        Raises:
            ArgumentError: They make no sense.
        """
        from enrich.flow.options import LinkerOptions

        return LinkerOptions(
            self.gazetteer,
            user_gazetteer=self.user_gazetteer,
            min_score=self.min_score,
            country=self.country,
            near=self.near,
            prefer=self.prefer,
            roles=self.roles,
            tagger=self.tagger,
            decisions=decisions,
            seconds_per_document=self.seconds_per_document,
            **others,
        )


def complete_results(results: "Iterable[Result]", report: Report) -> "Iterator[Result]":
    """Pass results on, and report each document that was not read, or not to its end."""
    for result in results:
        if result.error:
            report.error(InputError(f"{result.document.id or 'a document'}: {result.error}"))
        yield result

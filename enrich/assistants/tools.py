"""The tools: what each is called, what it is for, and what it does.

They know nothing of the protocol. What they need is imported and opened by the first call: an
assistant starts all servers it has, and asks few of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from enrich.assistants import MOST_CHARACTERS
from enrich.assistants.arguments import (
    LONGEST_NAME,
    Arguments,
    ExplainLink,
    LinkText,
    Lookup,
    PlacesOnMap,
    Text,
)
from enrich.assistants.linkers import Linkers
from enrich.assistants.schemas import schema_of
from enrich.assistants.shapes import (
    ExplainLinkAnswer,
    LinkTextAnswer,
    LookupAnswer,
    PlacesOnMapAnswer,
)
from enrich.text.escape import message
from gazetteer.errors import ArgumentError
from gazetteer.model import Kind

if TYPE_CHECKING:
    from enrich.flow.options import LinkerOptions
    from enrich.model import Document, Result

_SHOWN: Final = 40
_MARKUP: Final = re.compile(r"</(?:p|div|body|html|span|a|td|h[1-6])\s*>", re.IGNORECASE)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as an assistant is told of it.

    Attributes:
        name: What it is called by.
        title: For people.
        description: By which an assistant chooses it, and reads what it answers.
        takes: Its arguments.
        answer: What it answers, as a typed dictionary.
        call: What it does.
    """

    name: str
    title: str
    description: str
    takes: type[Arguments]
    answer: type[Any]
    call: Callable[[Toolbox, Any], Mapping[str, Any]]

    def arguments_schema(self, most_characters: int) -> Json:
        """Return the JSON Schema of what it takes."""
        schema = self.takes.json_schema()
        if "text" in schema["properties"]:
            schema["properties"]["text"]["maxLength"] = most_characters
        return schema

    def answer_schema(self) -> Json:
        """Return the JSON Schema of what it answers."""
        return schema_of(self.answer)


class Toolbox:
    """The tools at work, over one gazetteer. Several threads may call them at once.

    A context manager; ``close`` frees the gazetteer.

    Args:
        options: What the linker is made of.
        most_characters: Longer texts are refused.

    Example:
        >>> from enrich import LinkerOptions
        >>> with Toolbox(LinkerOptions()) as box:
        ...     answer = box.call("link_text", {"text": "Talks in Yerevan.", "kinds": ["place"]})
        >>> answer["entities"][0]["name"], answer["entities"][0]["precision"]
        ('Yerevan', 'settlement')
    """

    def __init__(self, options: LinkerOptions, most_characters: int = MOST_CHARACTERS) -> None:
        self._linkers = Linkers(options)
        self.most_characters = most_characters

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what was opened."""
        self._linkers.close()

    def call(self, name: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what a tool answers.

        Args:
            name: Of the tool.
            given: Its arguments, as they came.

        Raises:
            EnrichError: What is wrong with them, or why nothing can be answered, in one line.
        """
        tool = TOOLS.get(name)
        if tool is None:
            shown = repr(message(name)[:_SHOWN])
            raise ArgumentError(f"{shown} is not a tool; there are {', '.join(TOOLS)}")
        return tool.call(self, tool.takes.of(name, given))

    def link_text(self, asked: LinkText) -> LinkTextAnswer:
        """Return what a text names."""
        from enrich.assistants.answers import linked

        result = self._linked(asked)
        notes = _notes(result)
        return linked(result, asked.kinds, asked.limit, notes, detailed=asked.detailed)

    def places_on_map(self, asked: PlacesOnMap) -> PlacesOnMapAnswer:
        """Return the places of a text as GeoJSON."""
        from enrich.assistants.mapping import mapped

        result = self._linked(asked)
        roles = ",".join(asked.roles) or None
        return mapped(result, roles, asked.limit, self._attribution(), _notes(result))

    def explain_link(self, asked: ExplainLink) -> ExplainLinkAnswer:
        """Return why a name of a text is linked as it is."""
        from enrich.assistants.explaining import explained

        _check_name(asked.name)
        progress = self._linkers.about(asked.country).progress(self._document(asked))
        answer = explained(progress, asked.name, asked.occurrence)
        if progress.error:
            answer["notes"] = [_incomplete(progress.error)]
        return answer

    def lookup(self, asked: Lookup) -> LookupAnswer:
        """Return what the gazetteer has under a name."""
        from enrich.assistants.answers import looked_up

        _check_name(asked.name)
        kind = Kind(asked.kind) if asked.kind else None
        linker = self._linkers.about(asked.country)  # which refuses a country that is none
        country = asked.country.strip().upper()
        return looked_up(linker.gazetteer, asked.name, kind, country, asked.limit)

    def _linked(self, asked: Text) -> Result:
        document = self._document(asked)
        return self._linkers.about(asked.country)(document)

    def _document(self, asked: Text) -> Document:
        from enrich.model import Document

        size = len(asked.text)
        if size > self.most_characters:
            raise ArgumentError(
                f"'text' has {size:,} characters, and {self.most_characters:,} are read at most:"
                " give it in parts"
            )
        if not asked.text.strip():
            raise ArgumentError("'text' is empty: give the text itself")
        return Document(asked.text, published=_date(asked.date))

    def _attribution(self) -> str:
        sources = self._linkers.about("").gazetteer.manifest["sources"]
        told = (str(source.get("attribution") or source["name"]) for source in sources)
        return "; ".join(dict.fromkeys(told))


def _check_name(name: str) -> None:
    if not name.strip():
        raise ArgumentError("'name' is empty: give a name such as Goris")
    if len(name) > LONGEST_NAME:
        raise ArgumentError(
            f"'name' has {len(name):,} characters, and {LONGEST_NAME} are looked up at most:"
            " give one name, not a text"
        )


def _date(given: str) -> str | None:
    """Return a date in ISO 8601, None where none is given."""
    from enrich.text.dates import AmbiguousDate, read_date

    if not given.strip():
        return None
    try:
        return read_date(given)
    except AmbiguousDate as error:
        raise ArgumentError(f"'date': {message(str(error))}; give it as 2024-06-12") from error
    except ValueError as error:
        shown = repr(message(given)[:_SHOWN])
        raise ArgumentError(f"'date' {shown} is not a date; give it as 2024-06-12") from error


def _notes(result: Result) -> list[str]:
    """Return what the reader should know of how a text was read."""
    notes = [str(note) for note in result.run.get("notes", ())]
    if result.error:
        notes.insert(0, _incomplete(result.error))
    if _MARKUP.search(result.document.text):
        notes.append("The text has HTML tags, which were read as words: give the plain text.")
    return notes


def _incomplete(error: str) -> str:
    """Return why only the beginning was read, without options of the command line."""
    said = error.partition(";")[0]
    return f"Incomplete: the text {said}. Give the rest in parts."


_READ: Final = (
    "In English news, four links in five are right; `score` is the probability of each: below 0.5,"
    " say that it is uncertain. It works offline, from a gazetteer that holds well-known people and"
    " organisations, and settlements of 500 inhabitants and more: what it does not link may exist"
    " all the same."
)
TOOLS: Final[Mapping[str, Tool]] = {
    tool.name: tool
    for tool in (
        Tool(
            "link_text",
            "Link the names of a text",
            "Find the places, people and organisations that a text names, and link each to a"
            " GeoNames or Wikidata id, places with coordinates, decided by the whole text (which"
            " Paris, which Georgia). Use it to say who or what is meant, to annotate, or to see"
            " where a text is set. An entity comes once, with its mentions; `role` says in which"
            " sense a place is named: literal (the place itself), dateline (where it was filed),"
            " metonymic (its government or team), modifier (Russian troops), demonym (the"
            " Armenians), embedded (University of Texas). Only literal mentions say that something"
            " is there. `precision` says what the point stands for. `unlinked` are names without an"
            " entity: no_candidates (the gazetteer holds none), low_score, not_an_entity (a storm,"
            f" a ship, a prize). {_READ}",
            LinkText,
            LinkTextAnswer,
            Toolbox.link_text,
        ),
        Tool(
            "lookup",
            "Look a name up",
            "List what the gazetteer has under one name, the best known first: ids, coordinates,"
            " namesakes; names one or two letters away where nothing has it. Use it for a name"
            " without a text, or to see other candidates. It does not choose: link_text does, from"
            " the context.",
            Lookup,
            LookupAnswer,
            Toolbox.lookup,
        ),
        Tool(
            "explain_link",
            "Explain a link",
            "Say why one name of a text is linked as it is, or is not: the reason in words, the"
            " signals that weighed most, every candidate with its share. Use it when a link of"
            " link_text is doubted. Give the same text, date and country as there.",
            ExplainLink,
            ExplainLinkAnswer,
            Toolbox.explain_link,
        ),
        Tool(
            "places_on_map",
            "Places as GeoJSON",
            "Return the places that a text names as a GeoJSON FeatureCollection (WGS 84, longitude"
            " first), ready for a map or a GIS file, with quotes and the attribution that the data"
            ' ask for. Give roles ["literal"] to map only where things are or happen. A point with'
            " precision area-centroid or country-centroid stands for an area: draw no pin there.",
            PlacesOnMap,
            PlacesOnMapAnswer,
            Toolbox.places_on_map,
        ),
    )
}
"""The tools by name, in the order in which they are listed."""

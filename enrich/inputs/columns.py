"""The columns of a table of documents: from the fields of a line or row to a Document.

Our own names come first: ``text``, ``id``, ``title``, ``published``, ``language``, ``outlet`` and
``url``. Where one is missing, the names that the usual tools give it are tried, in any case and
with any punctuation: "Publish Date" is ``publish_date``. ``Columns.chosen`` overrules both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Final

from enrich.inputs.decoding import check_text
from enrich.labels import KINDS_AND_LABELS, kind_of
from enrich.model import Document
from enrich.text.dates import AmbiguousDate, read_date
from gazetteer.errors import InputError
from gazetteer.language_tags import is_language_tag
from gazetteer.model import Kind

_ALIASES: Final = {
    "text": "body content article article_text main_text article_body story full_text story_text"
    " body_text text_content raw_text clean_text plain_text document self_text tweet message",
    "id": "_id doc_id document_id article_id story_id tweet_id post_id id_str guid uuid",
    "title": "headline head heading article_title",
    "published": "date date_publish published_at published_date pub_date publication_date"
    " publish_date web_publication_date date_published created_at created created_utc posted_at"
    " datetime timestamp",
    "language": "lang language_code",
    "outlet": "source publisher source_domain source_name site site_name domain publication"
    " newspaper",
    "url": "link article_url web_url canonical_url source_url permalink",
}
COLUMN_FIELDS: Final = tuple(_ALIASES)
"""What a column can stand for."""

Span = tuple[int, int, Kind | None]
OnError = Callable[[InputError], None]
OnNote = Callable[[str], None]


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


@cache
def _known_as(known: str) -> tuple[str, ...]:
    """Return the names of a field, folded, ours first."""
    return (_folded(known), *map(_folded, _ALIASES[known].split()))


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table stands for what.

    Attributes:
        chosen: The column of each field that somebody named: {"text": "body"}; a dotted path
            names a member of an object in JSON: {"text": "fields.bodyText"}.
        day_first: Whether 03/04/2023 is in April; None where nobody said so.

    Example:
        >>> Columns().found({"Body": "Talks in Yerevan.", "created_at": "2023-05-17"})
        {'text': 'Body', 'published': 'created_at'}
    """

    chosen: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None

    def found(self, fields: Mapping[str, Any]) -> dict[str, str]:
        """Return the column of each field that has one, among those of a line or row.

        A column of our own name is taken whatever it holds, one of another name only if it holds
        what such a field can. A member of an object is found by its path.
        """
        fields = self.lifted(fields)
        folded: dict[str, str] = {}
        for name in fields:
            folded.setdefault(_folded(name), name)
        columns = {known: self._column(known, fields, folded) for known in COLUMN_FIELDS}
        return {known: name for known, name in columns.items() if name is not None}

    def lifted(self, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return fields with the members that were chosen by a dotted path as columns of their own.

        They are no longer in their objects. A column that is called like the path goes first.

        Example:
            >>> Columns({"text": "a.b"}).lifted({"a": {"b": "Talks in Goris.", "c": 1}})
            {'a': {'c': 1}, 'a.b': 'Talks in Goris.'}
        """
        for path in self.chosen.values():
            if "." in path and path not in fields:
                with suppress(KeyError):
                    rest, member = _taken_out(fields, path.split("."))
                    fields = {**rest, path: member}
        return fields

    def _column(
        self, known: str, fields: Mapping[str, Any], folded: Mapping[str, str]
    ) -> str | None:
        if known in self.chosen:
            name = self.chosen[known]
            return name if name in fields else folded.get(_folded(name))
        if known in fields:
            return known
        names = (folded[alias] for alias in _known_as(known) if alias in folded)
        return next((name for name in names if _can_be(known, fields[name])), None)

    def of_header(self, names: Iterable[str]) -> dict[str, str]:
        """Return the same for the header of a table, whose cells are all texts."""
        return self.found(dict.fromkeys(names, "en"))

    def missing(self, names: Iterable[str]) -> str | None:
        """Return what is wrong with the columns that were chosen, or None where all are there."""
        there = list(names)
        found = self.of_header(there)
        lost = [f"{known}={name}" for known, name in self.chosen.items() if known not in found]
        if not lost:
            return None
        listed = ", ".join(there) or "none"
        return f"--column {lost[0]}: there is no such column; the columns are: {listed}"


def _taken_out(fields: Mapping[str, Any], way: Sequence[str]) -> tuple[dict[str, Any], Any]:
    """Return fields without the member that a way leads to, and that member, or KeyError."""
    first, *more = way
    held = fields[first]
    if not more:
        return {name: value for name, value in fields.items() if name != first}, held
    if not isinstance(held, dict):
        raise KeyError(first)
    rest, member = _taken_out(held, more)
    return {**fields, first: rest}, member


def _can_be(known: str, value: Any) -> bool:
    if known == "outlet":
        return bool(_name_of(value))
    if known == "id":
        return isinstance(_plain_id(value), str | int) and not isinstance(value, bool)
    if known == "published":
        return isinstance(value, str | int | float) and not isinstance(value, bool)
    if known == "language":
        return isinstance(value, str) and is_language_tag(value)
    return isinstance(value, str) and bool(value.strip())


def _name_of(value: Any) -> str | None:
    """Return the name of an outlet, also out of an object as NewsAPI has it; never markup."""
    name = value.get("name") if isinstance(value, dict) else value
    return name if isinstance(name, str) and name and not name.startswith("<") else None


def _plain_id(value: Any) -> Any:
    """Return an id, also out of the object that MongoDB exports."""
    return value["$oid"] if isinstance(value, dict) and list(value) == ["$oid"] else value


def document_of(
    fields: Mapping[str, Any],
    where: str,
    *,
    on_note: OnNote,
    spans: bool = False,
    columns: Columns | None = None,
) -> Document:
    """Return the document that a line or row describes; its id is "" where it gives none.

    Columns without a meaning of their own become metadata. ``spans`` tells whether ``mentions``
    holds given mentions, as in a .jsonl line.

    Raises:
        InputError: A field is missing, of the wrong type, or holds what cannot be written.
    """
    columns = columns or Columns()
    found = columns.found(fields)
    held = {known: fields[name] for known, name in found.items()}
    text = _text(fields, found, where)
    given = _spans(fields.get("mentions"), text, where) if spans else None
    outlet = held.get("outlet")
    used = {*found.values(), *(("mentions",) if spans else ())}
    if isinstance(outlet, dict):
        used.discard(found["outlet"])
    metadata = {key: value for key, value in fields.items() if key not in used}
    if "url" in held:
        metadata["url"] = held["url"]
    return Document(
        text,
        id=_identifier(held.get("id"), where),
        title=_string(held, "title", where, on_note) or "",
        published=published_of(held.get("published"), where, on_note, columns.day_first),
        language=_string(held, "language", where, on_note),
        outlet=_name_of(outlet) or _string(held, "outlet", where, on_note),
        metadata=metadata,
        spans=given,
    )


def published_of(
    value: Any,
    where: str,
    on_note: OnNote,
    day_first: bool | None = None,  # noqa: FBT001
) -> str | None:
    """Return a publication date in ISO 8601; one that cannot be read is lost, and is told."""
    try:
        return read_date(value, day_first=day_first)
    except AmbiguousDate as error:
        on_note(
            f"{where}: `published` is {value!r:.80}, which can be read day first or month first:"
            " only the year is used (--date-order settles it)"
        )
        return error.year
    except ValueError:
        said = f"`published` is {value!r:.80}, which cannot be read as a date and is left out"
        on_note(f"{where}: {said}; write it as 2023-05-17")
        return None


def _text(fields: Mapping[str, Any], found: Mapping[str, str], where: str) -> str:
    name = found.get("text", "text")
    text = fields.get(name)
    if not isinstance(text, str):
        missing = f"`{name}` is no string" if name in fields else f"has no field `{name}`"
        listed = ", ".join(fields) or "none"
        raise InputError(
            f"{where}: {missing}; its fields are: {listed}; --column text=NAME names the one that"
            " holds the article"
        )
    check_text(text, where)
    return text


def _identifier(value: Any, where: str) -> str | int:
    value = _plain_id(value)
    if isinstance(value, float) and value.is_integer():  # a column with gaps, as pandas has it
        value = int(value)
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError(f"{where}: `id` is neither a string nor a whole number")
    check_text(str(value), where, "`id`")
    return value


def _string(fields: Mapping[str, Any], name: str, where: str, on_note: OnNote) -> str | None:
    """A field of text; one of another type costs no more than itself."""
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        on_note(f"{where}: `{name}` is not a string and is left out")
        return None
    return value or None


def _spans(value: Any, text: str, where: str) -> tuple[Span, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise InputError(f"{where}: `mentions` is no list of objects with `start` and `end`")
    return tuple(_span(item, text, f"{where}: mention {n}") for n, item in enumerate(value, 1))


def _span(item: Any, text: str, where: str) -> Span:
    if not isinstance(item, dict):
        raise InputError(f"{where} is no object with `start` and `end`")
    start, end = item.get("start"), item.get("end")
    if type(start) is not int or type(end) is not int:  # True is an int too
        raise InputError(f"{where}: `start` and `end` must be whole numbers")
    if not 0 <= start < end <= len(text):
        raise InputError(
            f"{where}: offsets {start}..{end} do not lie in the text, which has {len(text)}"
            " characters; they count Unicode code points from 0, the end excluded"
        )
    said = item.get("text")
    if isinstance(said, str) and said != text[start:end]:
        raise InputError(
            f"{where}: the text at {start}..{end} is {text[start:end]!r}, not {said!r};"
            " offsets count Unicode code points, neither bytes nor UTF-16 units"
        )
    name = "kind" if item.get("kind") is not None else "label"
    label = item.get(name)
    kind = kind_of(label)
    if label is not None and kind is None:
        raise InputError(
            f"{where}: `{name}` is {label!r}, no kind of what is linked; give {KINDS_AND_LABELS},"
            " or leave the mention out"
        )
    return start, end, kind

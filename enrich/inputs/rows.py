"""Tables of articles: JSON, JSON Lines, CSV and TSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final

from enrich.inputs.decoding import decode
from enrich.inputs.recoding import as_utf8
from enrich.inputs.sniffing import head_of, is_json_lines
from enrich.inputs.source import Found, Source
from enrich.inputs.tables import iter_csv, iter_jsonl, object_of, parse_json
from gazetteer.errors import InputError

_DEEPEST: Final = 4
_WEAK: Final = frozenset({"message"})  # of an API's answer, more often than of an article


def read_jsonl(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Read a document a line."""
    recoded = as_utf8(stream, source, guess=False)
    lines = iter_jsonl(recoded, source.name, source.max_bytes, source.on_error)
    yield from source.documents(lines, spans=True)


def read_csv(source: Source, stream: BinaryIO, delimiters: str = ",;\t") -> Iterator[Found]:
    """Read a document a row."""
    rows = iter_csv(
        as_utf8(stream, source, guess=True),
        source.name,
        source.max_bytes,
        source.on_error,
        columns=source.columns,
        delimiters=delimiters,
    )
    yield from source.documents(rows, spans=False)


def read_tsv(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Read a document a row, its cells between tabs."""
    yield from read_csv(source, stream, delimiters="\t")


def read_json(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Read an article, or a list of them; what is JSON Lines in truth is read as such."""
    if source.records is None and is_json_lines(head_of(stream)):
        yield from read_jsonl(source, stream)
        return
    text = decode(source.data(stream), source.name)
    if not text.strip():
        raise InputError(f"{source.name}: the file is empty")
    value = parse_json(text, source.name, "; for an object per line, give --input-format jsonl")
    articles = _named(value, source) if source.records else _articles(value, source)
    if isinstance(articles, dict):
        article = object_of(articles, source.name)
        for _, document in source.documents([(1, article)], spans=True, called="{name}"):
            yield "", document
    else:
        called = "{name}: article {number}"
        yield from source.documents(_whole(articles, source, called), spans=True, called=called)


def _whole(
    articles: list[Any], source: Source, called: str
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the objects of a list, reporting what is none."""
    if not articles:
        raise InputError(f"{source.name}: the list has no articles")
    for number, article in enumerate(articles, 1):
        where = called.format(name=source.name, number=number)
        try:
            yield number, object_of(article, where)
        except InputError as error:
            source.on_error(error)


def _named(value: Any, source: Source) -> Any:
    """Return the list or object that --records names."""
    way = source.records or ""
    for step in way.split("."):
        if not isinstance(value, dict) or step not in value:
            there = ", ".join(value) if isinstance(value, dict) else "no further names"
            raise InputError(
                f"{source.name}: --records {way}: there is no {step!r}; there are: {there}"
            )
        value = value[step]
    if isinstance(value, dict | list):
        return value
    raise InputError(f"{source.name}: --records {way} is neither an array nor an object")


def _articles(value: Any, source: Source) -> Any:
    """Return the list of articles that a file is or holds, or the one article that it is."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        raise InputError(
            f'{source.name}: is neither an array nor an object such as {{"text": "..."}}'
        )
    text = source.columns.found(value).get("text")
    if text == "text" or (text is not None and text.lower() not in _WEAK):
        return value
    lists = {way: found for way, found in _lists(value, "") if _is_of_articles(found, source)}
    on_top = [way for way in lists if "." not in way]
    if len(on_top) == 1:
        return lists[on_top[0]]
    if not lists:
        return value  # which then is told what it lacks
    raise InputError(
        f"{source.name}: articles may be in {', '.join(lists)}; name the list: --records"
        f" {next(iter(lists))}"
    )


def _lists(value: Mapping[str, Any], way: str) -> Iterator[tuple[str, list[Any]]]:
    for name, member in value.items():
        if isinstance(member, list):
            yield f"{way}{name}", member
        elif isinstance(member, dict) and way.count(".") < _DEEPEST:
            yield from _lists(member, f"{way}{name}.")


def _is_of_articles(found: list[Any], source: Source) -> bool:
    return any(isinstance(item, dict) and "text" in source.columns.found(item) for item in found)

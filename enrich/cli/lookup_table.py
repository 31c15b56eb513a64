"""What the gazetteer holds, written out for ``enrich lookup`` and ``enrich gazetteer``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from enrich.records.record import dumps, entity_record
from gazetteer.store import Gazetteer, Hit


def write_hits(hits: Iterable[Hit], out: TextIO, *, form: str) -> None:
    """Write the entities found under a name.

    Args:
        hits: Best first.
        out: Where to.
        form: "table", "json" (an array) or "jsonl" (an entity a line).
    """
    if form == "table":
        _write_table(hits, out)
    elif form == "jsonl":
        out.writelines(f"{dumps(_hit(hit))}\n" for hit in hits)
    else:
        lines = ",\n".join(dumps(_hit(hit)) for hit in hits)
        out.write(f"[\n{lines}\n]\n" if lines else "[]\n")


def _hit(hit: Hit) -> dict[str, Any]:
    found = {"matched_name": hit.name.text, "name_type": str(hit.name.type), "edits": hit.edits}
    return {**entity_record(hit.entity), **found}


def _write_table(hits: Iterable[Hit], out: TextIO) -> None:
    from rich.console import Console

    from enrich.writers.table import entity_table

    rows = [(hit.entity, _matched(hit)) for hit in hits]
    if rows:
        console = Console(file=out, highlight=False, markup=False, emoji=False)
        console.print(entity_table(rows))


def _matched(hit: Hit) -> str:
    """Return how the name matched, "" where it is simply the name shown."""
    name = "" if hit.name.text == hit.entity.name else f"{hit.name.text}, {hit.name.type}"
    edits = f"{hit.edits} edit" if hit.edits == 1 else f"{hit.edits} edits"
    return ", ".join(part for part in (name, edits if hit.edits else "") if part)


def write_info(gazetteer: Gazetteer, out: TextIO, *, as_json: bool) -> None:
    """Write what a gazetteer is: path, size in bytes, and its whole manifest.

    As text, the counts by kind and country, what was merged and passed over, and the sources.
    """
    about = {
        "path": str(gazetteer.path),
        "bytes": gazetteer.path.stat().st_size,
        **gazetteer.manifest,
    }
    if as_json:
        out.write(f"{dumps(about)}\n")
        return
    out.writelines(
        f"{key}: {about[key]}\n" for key in ("path", "bytes", "build", "built_at", "schema")
    )
    _write_counts(about["counts"], out)
    out.write(f"merged: {about['merged']:,}\n")
    for key, title in (
        ("conflicts", "conflicts left"),
        ("problems", "passed over"),
        ("countries", "countries"),
    ):
        if about.get(key):
            out.write(f"{title}:\n")
            _write_counts(about[key], out, indent="    ")
    out.write("sources:\n")
    for source in about["sources"]:
        out.writelines(f"    {line}\n" for line in _source_lines(source))


def _write_counts(counts: Mapping[str, int], out: TextIO, *, indent: str = "") -> None:
    out.writelines(f"{indent}{key}: {number:,}\n" for key, number in counts.items())


def _source_lines(source: Mapping[str, Any]) -> Iterator[str]:
    date = f" ({source['date']})" if source.get("date") else ""
    rows = f", {source['rows']:,} rows" if source.get("rows") is not None else ""
    yield f"{source['name']}{date}, {source['licence']}{rows}"
    for key in ("attribution", "url", "path"):
        if source.get(key):
            yield f"    {source[key]}"


def write_sources(gazetteer: Gazetteer, out: TextIO, *, as_json: bool) -> None:
    """Write where the facts come from, with licence and attribution."""
    sources = gazetteer.manifest["sources"]
    if as_json:
        out.write(f"{dumps(sources)}\n")
        return
    for source in sources:
        out.writelines(f"{line}\n" for line in _source_lines(source))

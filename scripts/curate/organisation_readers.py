"""Read the references of organisations, each in its own form, into one."""

from __future__ import annotations

import bz2
import csv
import gzip
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from curate.fame import read_reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curate.organisation_names import CountryWords

__all__ = ["CURATED", "Held", "iter_references"]

CURATED = Path(__file__).resolve().parents[2] / "gazetteer" / "curated"

MISSING_ISO3 = {"XKX": "XK", "PSG": "PS", "DDR": "DE"}
"""Codes of the party table that the GeoNames country list does not have."""

FILMS = "nitrate-filmtv-2023"
"""The collection of film and television companies."""

CHECK = "check"
"""Source of what may only confirm an id."""


@dataclass(frozen=True, slots=True)
class Held:
    """One organisation as one reference holds it.

    Attributes:
        source: Value of the table's ``source`` column; "check" for what may only confirm an id.
        wikidata: "Q..." id.
        names: Every name the reference has.
        extra: Names worth carrying over, as (text, type, language).
        country: ISO 3166-1 alpha-2, or "" where the reference has none.
        kind: What the reference calls it: "education/funder", "operators/office/government".
        geonames: GeoNames id of its seat, or None.
        label: Which of the names is the main one, or "" where the reference does not say.
        title: Title of its article in the English Wikipedia, with spaces, or "".
    """

    source: str
    wikidata: str
    names: tuple[str, ...]
    extra: tuple[tuple[str, str, str], ...] = ()
    country: str = ""
    kind: str = ""
    geonames: int | None = None
    label: str = ""
    title: str = ""


def iter_references(shared: Path, words: CountryWords) -> Iterator[Held]:
    """Read all references, the fullest first.

    Args:
        shared: Folder of the reference data.
        words: The names of countries.
    """
    reference = shared / "sources" / "reference"
    yield from _iter_ror(reference / "ror_organisations.jsonl.gz")
    yield from _iter_parties(reference / "parties_wikidata.csv.gz", _read_iso3(shared))
    yield from _iter_brands(reference / "brands_operators.tsv.gz")
    yield from _iter_wikidata(shared / "wikidata" / "sample-all.json.bz2")
    yield from _iter_organisations(reference / "organisations_wikidata.tsv.gz", words)
    yield from _iter_trivia(reference / "wikitrivia_items.tsv.gz")
    yield from _iter_clubs(reference / "reep_football_clubs.tsv.gz", words)
    yield from _iter_wordnet(reference / "namenet_names.tsv.gz")
    yield from _iter_languages(reference / "names_in_languages.tsv.gz")
    yield from _iter_titles(reference)
    yield from _iter_supranational(reference / "supranational_bodies_check_only.tsv")
    yield from _iter_african(reference / "african_armed_groups_parties_check_only.tsv.gz")


def _iter_ror(path: Path) -> Iterator[Held]:
    """Read the Research Organization Registry; further labels are worth carrying over."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record.get("wd"):
                yield Held(
                    "ror",
                    record["wd"],
                    tuple(name for name, _, _ in record["names"]),
                    tuple(_iter_labels(record["names"])),
                    record.get("cc") or "",
                    "/".join(record["types"]).lower(),
                    record.get("geonames"),
                    record["label"],
                )


def _iter_labels(names: list[Any]) -> Iterator[tuple[str, str, str]]:
    """Choose the labels of two words and more in languages of the Latin script."""
    for text, language, types in names:
        latin = all("LATIN" in unicodedata.name(c, "") for c in text if c.isalpha())
        if "label" in types and language and latin and " " in text and "(" not in text:
            yield text, "variant", language


def _read_iso3(shared: Path) -> dict[str, str]:
    """Read the two-letter code of every three-letter country code."""
    path = shared / "sources" / "geonames" / "countryInfo.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if not line.startswith("#"))
    return {row[1]: row[0] for row in cells} | MISSING_ISO3


def _iter_parties(path: Path, iso3: dict[str, str]) -> Iterator[Held]:
    """Read Party Facts; native names of two words are worth carrying over, if clean."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            native = row["name_native"]
            names = (row["name"], row["name_short"], native)
            clean = " " in native and not re.search(r"[][(){}&/,;]", native)
            yield Held(
                "partyfacts",
                row["wikidata_id"],
                tuple(name for name in names if name),
                ((native, "variant", ""),) if clean else (),
                iso3.get(row["country"], ""),
                "party",
                label=row["name"],
            )


def _iter_brands(path: Path) -> Iterator[Held]:
    """Read the name-suggestion index, which has no countries."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            name, kind = row["name"], row["category"]
            source = "name-suggestion-index"
            yield Held(source, row["wikidata"], (name,), kind=kind, label=name)


def _iter_wikidata(path: Path) -> Iterator[Held]:
    """Read the sample of the Wikidata dump: an array, one item a line."""
    with (CURATED / "countries.csv").open(encoding="utf-8", newline="") as lines:
        codes = {row["wikidata"]: row["iso2"] for row in csv.DictReader(lines)}
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = line.strip().rstrip(",")
            if text in ("[", "]", ""):
                continue
            item = json.loads(text)
            if "en" in item["labels"]:
                aliases = (item.get("aliases") or {}).get("en", ())
                names = [item["labels"]["en"], *aliases]
                countries = {codes.get(qid, "") for qid in _values(item, "P17")}
                yield Held(
                    "wikidata",
                    item["id"],
                    tuple(name["value"] for name in names),
                    country=next(iter(countries)) if len(countries) == 1 else "",
                    kind="/".join(("item", *_values(item, "P31"))),
                    label=names[0]["value"],
                    title=(item.get("sitelinks") or {}).get("enwiki", {}).get("title", ""),
                )


def _values(item: dict[str, Any], prop: str) -> list[str]:
    """Return the items that an item has as values of a property."""
    snaks = (claim["mainsnak"] for claim in (item.get("claims") or {}).get(prop, ()))
    values = (snak["datavalue"]["value"] for snak in snaks if snak["snaktype"] == "value")
    return [value["id"] for value in values]


def _iter_organisations(path: Path, words: CountryWords) -> Iterator[Held]:
    """Read the organisations of public exports of Wikidata."""
    for row in read_reference(path):
        title = row["enwiki_title"].replace("_", " ")
        names = (row["label"], *filter(None, row["aliases"].split("|")), _without_brackets(title))
        # Whoever once paid for a film has an item beside its own, made for the film's sake.
        kind = "producer" if row["source"] == FILMS and not title else row["category"]
        yield Held(
            "wikidata",
            row["qid"],
            tuple(dict.fromkeys(filter(None, names))),
            country=words.code_of(row["country"]),
            kind=kind,
            label=row["label"],
            title=title,
        )


def _iter_trivia(path: Path) -> Iterator[Held]:
    """Read the items of a quiz; works and wars among them tell what a name means too."""
    for row in read_reference(path):
        title = unquote(row["enwiki"]).replace("_", " ")
        kind = f"quiz/{row['topics'].replace('|', '/')}"
        label = row["label"]
        yield Held("wikidata", row["qid"], (label,), kind=kind, label=label, title=title)


def _iter_clubs(path: Path, words: CountryWords) -> Iterator[Held]:
    """Read the football clubs."""
    for row in read_reference(path):
        name, country = row["label"], words.code_of(row["country"])
        yield Held("wikidata", row["qid"], (name,), country=country, kind="sport", label=name)


def _iter_wordnet(path: Path) -> Iterator[Held]:
    """Read what WordNet names, but for people."""
    for row in read_reference(path):
        if row["kind"] != "person":
            names = tuple(row["names"].split("|"))
            label = names[0] if len(names) == 1 else ""
            yield Held("wikidata", row["qid"], names, kind=f"wordnet/{row['kind']}", label=label)


def _iter_languages(path: Path) -> Iterator[Held]:
    """Read names in many languages; which of several is the main one is not said."""
    for row in read_reference(path):
        if row["kind"] == "organisation":
            names = tuple(row["names"].split("|"))
            label = names[0] if row["lang"] == "en" and len(names) == 1 else ""
            yield Held("wikidata", row["qid"], names, kind="organisation", label=label)


def _iter_titles(reference: Path) -> Iterator[Held]:
    """Read the titles of articles of the English Wikipedia, but for those on people."""
    people = {row["qid"] for row in read_reference(reference / "people_wikidata.tsv.gz")}
    for row in read_reference(reference / "titles_qid_crosswalk.tsv.gz"):
        if row["kind"] != "person" and row["qid"] not in people:
            title = row["enwiki_title"].replace("_", " ")
            bare = _without_brackets(title)
            yield Held("wikidata", row["qid"], (bare,), kind=row["kind"], label=bare, title=title)


def _without_brackets(title: str) -> str:
    """Return a title without what tells it from others: "Boeing" of "Boeing (company)"."""
    return re.sub(r" \([^)]*\)$", "", title)


def _iter_supranational(path: Path) -> Iterator[Held]:
    """Read the supranational bodies; their licence allows checking an id, nothing more."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            names = tuple(name for name in (row["name"], row["abbreviation"]) if name)
            yield Held(CHECK, row["wikidata"], names)


def _iter_african(path: Path) -> Iterator[Held]:
    """Read the African armed groups and parties; without a licence, they serve to check an id."""
    for row in read_reference(path):
        names = tuple(filter(None, row["aliases"].split("|")))
        yield Held(CHECK, row["qid"], names, kind="armed-group")

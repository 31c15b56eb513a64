"""Make the QGIS styles that maps come with: run by the Python that QGIS belongs to.

    /usr/bin/python3 scripts/compile_styles.py [FOLDER]

A style says what a point stands for. A place is drawn as a dot that grows with its mentions:
filled where it is named literally, hollow where it only stands for a government or a team, or
lends its name. An area or a country is drawn as its outline, tinted where it is meant itself,
dashed and empty where it only stands for its government or its people. What has no outline is a
small blue circle, with a ring around it where the area is small enough for one to be no lie: as
large as the circle that covers it, drawn on the globe, so that it is true in every projection and
at every latitude. What lies on one point is drawn in a spiral around it; rings and coordinates stay
where they are. Labels give way to one another, the most mentioned places first.

On the map of a corpus a place grows with the documents that name it, and hexagons, countries and
divisions are darker the more documents name a place in them, in classes that are the same for
every corpus, so that two maps can be compared.

The same version of QGIS makes the same bytes each time.
"""

import os
import sys
from pathlib import Path
from typing import Any

from styling import labels, symbols

FOLDER = Path(__file__).resolve().parent.parent / "enrich" / "styles"
PLACE = (
    "id name kind country admin1 feature geonames wikidata mentions literal_mentions roles score"
    " quotes precision radius_km documents at_point nth_at_point"
)
LAYERS = {
    "places": ("Point", f"{PLACE} outlined"),
    "mentions": (
        "Point",
        (
            "id entity_id document_id start end text kind role name score reason feature precision"
            " radius_km nth_at_point nth_of_place nth_in_role"
        ),
    ),
    "areas": ("MultiPolygon", PLACE),
    "footprint": ("Polygon", "title"),
    "corpus_places": (
        "Point",
        (
            "id name country admin1 feature geonames wikidata documents literal_documents mentions"
            " outlets first last score precision radius_km spellings"
        ),
    ),
    "corpus_areas": (
        "MultiPolygon",
        "id name documents literal_documents mentions places first last most_named",
    ),
}
NUMBERS = set(
    "mentions literal_mentions radius_km score at_point nth_at_point nth_of_place"
    " nth_in_role outlined documents literal_documents outlets places".split()
)


def main(folder: Path) -> int:
    """Write the styles into a folder; return the exit status."""
    # Otherwise Qt writes attributes in another order each time, and wants a screen.
    os.environ |= {"QT_HASH_SEED": "0", "QT_QPA_PLATFORM": "offscreen"}
    try:
        from qgis.core import QgsApplication, QgsVectorLayer
    except ImportError:
        print("QGIS is not installed for this Python (Debian: python3-qgis)")
        return 1
    application = QgsApplication([], False)  # noqa: FBT003 - no window
    application.initQgis()
    folder.mkdir(exist_ok=True)
    for name, (geometry, fields) in LAYERS.items():
        columns = "&".join(
            f"field={f}:{'double' if f in NUMBERS else 'string'}" for f in fields.split()
        )
        layer = QgsVectorLayer(f"{geometry}?crs=EPSG:4326&{columns}", name, "memory")
        _style(layer, name)
        _save(layer, folder / f"{name}.qml")
        del layer
    application.exitQgis()
    return 0


def _style(layer: Any, name: str) -> None:
    if name == "places":
        symbols.draw_points(layer, places=True)
        labels.label_places(layer)
        labels.make_form(layer, "quotes")
    elif name == "mentions":
        symbols.draw_points(layer, places=False)
        labels.label_mentions(layer)
        labels.make_form(layer, "reason")
    elif name == "areas":
        symbols.draw_areas(layer)
        labels.label_areas(layer)
        labels.make_form(layer, "quotes")
    elif name == "footprint":
        symbols.draw_footprint(layer)
    elif name == "corpus_places":
        symbols.draw_corpus_places(layer)
        labels.label_corpus_places(layer)
        labels.make_form(layer, "spellings")
    else:
        symbols.draw_corpus_areas(layer)
        labels.make_form(layer, "most_named")


def _save(layer: Any, path: Path) -> None:
    from qgis.core import QgsMapLayer

    parts = QgsMapLayer.StyleCategories(
        QgsMapLayer.Symbology | QgsMapLayer.Labeling | QgsMapLayer.MapTips | QgsMapLayer.Forms
        | QgsMapLayer.Fields | QgsMapLayer.Rendering
    )  # fmt: skip
    said, ok = layer.saveNamedStyle(str(path), parts)
    if not ok:
        raise SystemExit(said)
    print(path.name, path.stat().st_size, "bytes")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))

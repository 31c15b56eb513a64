"""Runs the plugin in real QGIS; for the Python that QGIS belongs to.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 tests/qgis_plugin.py PLUGINS COMMAND FOLDER

PLUGINS is the folder that the plugin was unpacked into, COMMAND the command enrich, FOLDER where
files may be written. What came out is printed as JSON. Exit code 77: QGIS is not there.
"""

import json
import sys
from pathlib import Path


def main() -> int:
    plugins, command, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    try:
        from qgis.core import QgsApplication
    except ImportError:
        return 77
    sys.path[:0] = [plugins, "/usr/share/qgis/python/plugins"]
    application = QgsApplication([], False)  # noqa: FBT003 - no window
    application.initQgis()
    try:
        told = run(command, folder)
    finally:
        application.exitQgis()
    print(json.dumps(told))  # noqa: T201 - what the test reads
    return 0


def run(command: str, folder: Path) -> dict:
    import enrich_places
    from qgis.core import (
        QgsApplication,
        QgsFeature,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProject,
        QgsVectorLayer,
    )

    plugin = enrich_places.classFactory(None)
    plugin.initProcessing()
    registry = QgsApplication.processingRegistry()
    table = QgsVectorLayer(
        "None?field=body:string&field=key:integer&field=day:date", "articles", "memory"
    )
    rows = [
        ("Talks in Goris and Armenia; Georgian officials came.", 7, "2024-06-12"),
        ("Snow in Kapan'; DROP TABLE places; --", 8, None),
        (None, 9, None),
    ]
    for row in rows:
        feature = QgsFeature(table.fields())
        feature.setAttributes(list(row))
        table.dataProvider().addFeature(feature)

    def call(**parameters):
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
        context.setProject(QgsProject.instance())
        algorithm = registry.createAlgorithmById("enrich:placesoftexts")
        parameters = {"COMMAND": command, **parameters}
        try:
            results, good = algorithm.run(parameters, context, feedback)
        except Exception as error:  # noqa: BLE001 - what QGIS raises is told
            return {"error": str(error)}
        if not good:
            return {"error": feedback.textLog()}
        layers = {}
        for uri, details in context.layersToLoadOnCompletion().items():
            layer = QgsVectorLayer(uri, details.name, "ogr")
            layers[details.name] = {
                "valid": layer.isValid(),
                "renderer": layer.renderer().type(),
                "labels": layer.labelsEnabled(),
                "names": sorted(str(f["name"]) for f in layer.getFeatures()),
                "documents": sorted({str(f["documents"]) for f in layer.getFeatures()})
                if "documents" in layer.fields().names()
                else [],
            }
        return {"results": results, "layers": layers, "log": feedback.textLog()}

    of_table = {"INPUT": table, "TEXT": "body", "ID": "key", "DATE": "day"}
    (folder / "a b.txt").write_text("Snow in Meghri.", encoding="utf-8")
    told = {
        "algorithms": [a.id() for a in registry.providerById("enrich").algorithms()],
        "table": call(**of_table, OUTPUT=str(folder / "table.gpkg")),
        "literal": call(**of_table, ROLES=1, OUTPUT=str(folder / "literal.gpkg")),
        "file": call(FILE=str(folder / "a b.txt"), OUTPUT=str(folder / "file.gpkg")),
        "neither": call(OUTPUT=str(folder / "x.gpkg")),
        "no field": call(INPUT=table, OUTPUT=str(folder / "x.gpkg")),
        "no command": call(
            **of_table, COMMAND=str(folder / "nothing"), OUTPUT=str(folder / "x.gpkg")
        ),
        "bad country": call(**of_table, COUNTRY="Nowhere", OUTPUT=str(folder / "x.gpkg")),
        "written": sorted(p.name for p in folder.iterdir()),
    }
    documents = QgsVectorLayer(f"{folder / 'table.gpkg'}|layername=documents", "documents", "ogr")
    told["dates"] = [str(row["published"] or "") for row in documents.getFeatures()]
    del documents
    QgsProject.instance().removeAllMapLayers()
    del table
    plugin.unload()
    return told


if __name__ == "__main__":
    raise SystemExit(main())

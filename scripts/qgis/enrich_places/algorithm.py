"""The algorithm "Places of texts": the texts of a table or a file in, styled layers out."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from qgis.core import (
    NULL,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from .command import CommandError, find_command, run_command

ROLES = ("all", "literal", "literal,dateline")
_LAYERS = ("areas", "places", "mentions")
"""Those that are added to the project, the lowest first."""
HELP = """Finds the places that texts name, and adds them as styled layers: dots for towns and \
spots, areas as what they are, hollow where only a government or a team goes by the name.

The texts are a field of a layer or table, or a file (.txt, .html, .csv, .jsonl, \
...). Each place has its GeoNames and Wikidata ids, the quotes that name it, the role it plays, \
how exact its point is, and the probability that it is the right one.

The work is done offline by the command enrich, which must be installed \
(pip install "enrich-geo[maps]"); this plugin installs nothing. A date helps to tell who held an \
office. People, organisations and what could not be linked are tables of the same GeoPackage.

Place data: © GeoNames, CC-BY 4.0."""


class PlacesOfTexts(QgsProcessingAlgorithm):
    """Places of texts."""

    INPUT, TEXT, ID, DATE = "INPUT", "TEXT", "ID", "DATE"
    FILE, ROLE, COUNTRY, SCORE = "FILE", "ROLES", "COUNTRY", "MIN_SCORE"
    GAZETTEER, COMMAND, OUTPUT = "GAZETTEER", "COMMAND", "OUTPUT"

    def name(self) -> str:
        """Return the name that scripts call it by."""
        return "placesoftexts"

    def displayName(self) -> str:  # noqa: N802 - the name that QGIS calls
        """Return the name that the toolbox shows."""
        return "Places of texts"

    def shortHelpString(self) -> str:  # noqa: N802 - likewise
        """Return what the dialog says beside the parameters."""
        return HELP

    def createInstance(self) -> PlacesOfTexts:  # noqa: N802 - likewise
        """Return a new one, as QGIS runs each in an object of its own."""
        return PlacesOfTexts()

    def initAlgorithm(self, _configuration: Any = None) -> None:  # noqa: N802 - likewise
        """Declare the parameters."""
        vector = [QgsProcessing.TypeVector]
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.INPUT, "Layer or table with the texts", vector, optional=True
            )
        )
        for name, label in (
            (self.TEXT, "Field with the text"),
            (self.ID, "Field with an id"),
            (self.DATE, "Field with the date of publication"),
        ):
            self.addParameter(
                QgsProcessingParameterField(
                    name, label, parentLayerParameterName=self.INPUT, optional=True
                )
            )
        self.addParameter(
            QgsProcessingParameterFile(self.FILE, "Or a file with the texts", optional=True)
        )
        self.addParameter(
            QgsProcessingParameterEnum(
                self.ROLE,
                "Put on the map",
                [
                    "every place that is named",
                    "only what is named as a place (no governments, teams, ...)",
                    "the same, and where a text was filed",
                ],
                defaultValue=0,
            )
        )
        for parameter in (
            QgsProcessingParameterString(
                self.COUNTRY, "Country that the texts are about (as in US)", optional=True
            ),
            QgsProcessingParameterNumber(
                self.SCORE,
                "Least probability of a link",
                QgsProcessingParameterNumber.Double,
                defaultValue=0.25,
                minValue=0.0,
                maxValue=1.0,
            ),
            QgsProcessingParameterFile(
                self.GAZETTEER, "Another gazetteer (.gaz)", extension="gaz", optional=True
            ),
            QgsProcessingParameterString(
                self.COMMAND, "The command enrich, if it is not on the path", optional=True
            ),
        ):
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
            self.addParameter(parameter)
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.OUTPUT, "Places", fileFilter="GeoPackage (*.gpkg)"
            )
        )

    def processAlgorithm(  # noqa: N802 - likewise
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Any
    ) -> dict[str, Any]:
        """Run the command, and add what it wrote to the project.

        Raises:
            QgsProcessingException: There is no text, or the command failed; the text says why.
        """
        output = self.parameterAsFileOutput(parameters, self.OUTPUT, context)
        try:
            command = find_command(self.parameterAsString(parameters, self.COMMAND, context))
            with tempfile.TemporaryDirectory(prefix="enrich-") as folder:
                texts = self._texts(parameters, context, feedback, Path(folder))
                arguments = [*self._options(parameters, context), "--output", output, "--", texts]
                run_command(command, arguments, feedback.pushInfo, feedback.isCanceled)
        except CommandError as error:
            raise QgsProcessingException(str(error)) from error
        counts = _counts(output)
        self._add_layers(output, counts, context)
        return {self.OUTPUT: output, **{name.upper(): n for name, n in counts.items()}}

    def _texts(self, parameters: dict[str, Any], context: Any, feedback: Any, folder: Path) -> str:
        """Return the path of the texts: the file, or one made of the rows."""
        source = self.parameterAsSource(parameters, self.INPUT, context)
        file = self.parameterAsFile(parameters, self.FILE, context)
        if (source is None) == (not file):
            raise QgsProcessingException("Choose either a layer or table with texts, or a file.")
        if source is None:
            return file
        field = self.parameterAsString(parameters, self.TEXT, context)
        if not field:
            raise QgsProcessingException("Choose the field that holds the texts.")
        columns = {"text": field}
        for key, parameter in (("id", self.ID), ("published", self.DATE)):
            if named := self.parameterAsString(parameters, parameter, context):
                columns[key] = named
        path = folder / "texts.jsonl"
        rows = empty = 0
        with path.open("w", encoding="utf-8") as out:
            for row in _rows(source, columns, feedback):
                if not row["text"].strip():
                    empty += 1
                    continue
                rows += 1
                out.write(f"{json.dumps(row)}\n")
        if empty:
            rows_are = "1 row has" if empty == 1 else f"{empty} rows have"
            feedback.pushInfo(f"{rows_are} no text; left out")
        if not rows:
            raise QgsProcessingException(f"No row has a text in the field {field}.")
        return str(path)

    def _options(self, parameters: dict[str, Any], context: Any) -> list[str]:
        options = ["--format", "gpkg"]
        options += ["--min-score", str(self.parameterAsDouble(parameters, self.SCORE, context))]
        roles = ROLES[self.parameterAsEnum(parameters, self.ROLE, context)]
        options += ["--roles", roles] if roles != "all" else []
        for option, parameter in (("--country", self.COUNTRY), ("--gazetteer", self.GAZETTEER)):
            told = self.parameterAsString(parameters, parameter, context).strip()
            options += [option, told] if told else []
        return options

    def _add_layers(self, output: str, counts: dict[str, int], context: Any) -> None:
        for name in _LAYERS:
            if counts.get(name):
                details = QgsProcessingContext.LayerDetails(name, context.project(), name)
                context.addLayerToLoadOnCompletion(f"{output}|layername={name}", details)


def _rows(source: Any, columns: dict[str, str], feedback: Any) -> Iterator[dict[str, Any]]:
    """Yield a document for each row, with the number of the row as id where no field is one."""
    for feature in source.getFeatures():
        if feedback.isCanceled():
            raise QgsProcessingException("Stopped.")
        row = {key: _plain(feature[field]) for key, field in columns.items()}
        if row.get("id") in (None, ""):
            row["id"] = feature.id()
        if row.get("published") in (None, ""):
            row.pop("published", None)
        yield {**row, "text": str(row["text"] or "")}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: dates in ISO 8601, nothing for NULL."""
    if value is None or value == NULL:
        return None
    if hasattr(value, "toPyDateTime"):
        return value.toPyDateTime().isoformat()
    if hasattr(value, "toPyDate"):
        return value.toPyDate().isoformat()
    return value if isinstance(value, (int, str)) else str(value)


def _counts(path: str) -> dict[str, int]:
    """Return how many features each of our layers has, of those that a GeoPackage holds."""
    uri = f"{Path(path).absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as database:
        listed = "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'"
        held = {name for (name,) in database.execute(listed)}
        return {
            name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in _LAYERS
            if name in held
        }

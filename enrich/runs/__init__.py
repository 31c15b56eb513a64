"""Two outputs compared: what a new version, gazetteer or setting changes for the same documents.

``read_output`` reads what ``--format json`` or ``jsonl`` wrote, ``compare`` lists what differs, and
``iter_report`` says it in lines for a person.
"""

from enrich.runs.differences import Change, ChangeKind, Comparison, Limits, compare
from enrich.runs.reading import Output, Seen, SeenDocument, read_output
from enrich.runs.report import iter_report

__all__ = [
    "Change",
    "ChangeKind",
    "Comparison",
    "Limits",
    "Output",
    "Seen",
    "SeenDocument",
    "compare",
    "iter_report",
    "read_output",
]

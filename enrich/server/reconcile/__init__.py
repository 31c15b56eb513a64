"""A W3C reconciliation service over the gazetteer and the ranker, apart from HTTP.

    request -> queries -> cells -> candidates -> ranking -> candidates with scores -> reply
     service   queries    facts     finding      ranking           scoring          answers

The versions 0.2 and 1.0-draft of the protocol are spoken. A column of a table is read as one list:
its cells are ranked in the light of each other, by the ranker that links texts.
"""

from enrich.server.reconcile.model import Condition, Query, ReconcileError
from enrich.server.reconcile.service import Reconciler, ReconcileReply, ReconcileRequest

__all__ = [
    "Condition",
    "Query",
    "ReconcileError",
    "ReconcileReply",
    "ReconcileRequest",
    "Reconciler",
]

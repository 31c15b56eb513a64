"""The trained weights: how much each signal counts, and what a score is worth."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from enrich.rank.signals import OF_OUTLET, SIGNALS, UnknownSignal
from gazetteer.errors import InputError
from gazetteer.model import Kind

SHIPPED = Path(__file__).with_name("weights.json")
_PARTS = ("alone", "in context", "with outlet", "calibration")


@dataclass(frozen=True)
class Weights:
    """Weights in log-odds per unit of each signal.

    Attributes:
        id: What names these weights in a run's record.
        alone: By kind and signal: before the other names of the text are looked at.
        in_context: By kind and signal: the decision.
        with_outlet: By kind and signal: the decision where other articles of the outlet are known.
        calibration: By kind: the logistic that turns what is known of the best candidate into
            the probability that it is right; "constant" is its intercept.
    """

    id: str
    alone: Mapping[Kind, Mapping[str, float]]
    in_context: Mapping[Kind, Mapping[str, float]]
    with_outlet: Mapping[Kind, Mapping[str, float]]
    calibration: Mapping[Kind, Mapping[str, float]]

    @cached_property
    def near(self) -> Mapping[Kind, Mapping[str, float]]:
        """By kind and signal: the decision where all that is known of an outlet is where it is.

        What its surroundings count is as learnt from outlets, all else as where none is known.
        """
        return {
            kind: {
                **self.in_context[kind],
                **{s: w for s, w in self.with_outlet[kind].items() if s in OF_OUTLET},
            }
            for kind in Kind
        }

    def probability(self, kind: Kind, known: Mapping[str, float]) -> float:
        """Return the probability that the best candidate is right.

        Of two people whom the text fits equally, neither is likelier than their shares say: the
        corpora that the second stage was fitted on have too few namesakes to show it.
        """
        weights = self.calibration[kind]
        total = weights["constant"]
        for measure, value in known.items():
            total += weights.get(measure, 0.0) * value
        if kind is Kind.PERSON and "log-odds" in known:
            total = min(total, known["log-odds"])
        return 1.0 / (1.0 + math.exp(-min(max(total, -30.0), 30.0)))


def load_weights(path: str | os.PathLike[str] | None = None) -> Weights:
    """Return weights of a file of ``scripts/train_ranker.py``; the shipped ones for None.

    Args:
        path: A JSON file.

    Raises:
        InputError: It cannot be read, or holds no weights.
    """
    return _load(SHIPPED if path is None else Path(path))


@cache
def _load(file: Path) -> Weights:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
        return _weights(read)
    except OSError as error:
        raise InputError(f"weights {file} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise InputError(
            f"{file} holds no weights of the ranker ({error}); scripts/train_ranker.py writes them"
        ) from error


def _weights(read: Mapping[str, Any]) -> Weights:
    parts = [
        {kind: {str(s): float(w) for s, w in read[kind][part].items()} for kind in Kind}
        for part in _PARTS
    ]
    for kind in Kind:
        _ = parts[-1][kind]["constant"]
        for part in parts[:-1]:
            if unknown := part[kind].keys() - SIGNALS.keys():
                raise UnknownSignal(min(unknown))
    return Weights(str(read["id"]), *parts)

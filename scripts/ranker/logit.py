"""Two convex models in plain numpy: the conditional logit and the logistic regression."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Choice", "fit_choices", "fit_logistic"]

Array = NDArray[np.float64]
_STEPS = 40
_SMALL = 1e-7
_FIXED = 1e9


@dataclass(frozen=True, slots=True)
class Choice:
    """One name with its candidates.

    Attributes:
        options: The signals of each candidate.
        chosen: How many mentions mean each of them.
    """

    options: Sequence[Mapping[str, float]]
    chosen: Sequence[float]


def fit_choices(
    choices: Sequence[Choice],
    signals: Sequence[str],
    ridge: float,
    prior: Mapping[str, float],
    *,
    fixed: Container[str] = (),
) -> dict[str, float]:
    """Fit a conditional logit (McFadden 1974) by Newton's method.

    Args:
        choices: With a chosen candidate each.
        signals: What is weighed.
        ridge: Strength of the pull of each weight to its prior, in mentions.
        prior: Weights before any example is seen; 0 for the others. A signal that the examples
            hardly show keeps its prior.
        fixed: Signals that keep their prior whatever the examples show.

    Returns:
        The weight of each signal, in log-odds per unit.

    Example:
        >>> one = Choice([{"big": 1.0}, {"big": 0.0}], [3, 1])
        >>> round(fit_choices([one], ["big"], 1e-6, {})["big"], 3)   # log 3
        1.099
    """
    start = np.array([prior.get(s, 0.0) for s in signals])
    if not choices:
        return dict(zip(signals, start.tolist(), strict=True))
    pull = np.array([_FIXED if s in fixed else ridge for s in signals])
    fitted = _Logit(choices, signals, start, pull).fit()
    return dict(zip(signals, fitted.tolist(), strict=True))


class _Logit:
    """The choices as arrays: the candidates of all of them below one another.

    Args:
        choices: At least one.
        signals: The columns.
        start: The prior of each, shape (signals,).
        pull: Strength of the pull to it, likewise.
    """

    def __init__(
        self, choices: Sequence[Choice], signals: Sequence[str], start: Array, pull: Array
    ) -> None:
        self._x = _matrix([option for choice in choices for option in choice.options], signals)
        self._sizes = np.array([len(choice.options) for choice in choices])
        self._first = np.concatenate([[0], np.cumsum(self._sizes)[:-1]])
        self._chosen = np.concatenate([np.asarray(c.chosen, dtype=float) for c in choices])
        self._weight = np.add.reduceat(self._chosen, self._first)
        self._start, self._pull = start, pull

    def fit(self) -> Array:
        """Return the weights at the least loss, to which Newton's steps lead from any start."""
        w = self._start.copy()
        value, share = self._loss(w)
        for _ in range(_STEPS):
            step = self._step(w, share)
            before, scale = value, 1.0
            while True:  # halve the step until it does not lead uphill
                value, share = self._loss(w - scale * step)
                if value <= before or scale < _SMALL:
                    break
                scale /= 2
            w = w - scale * step
            if before - value < _SMALL * max(abs(before), 1.0):
                break
        return w

    def _loss(self, w: Array) -> tuple[float, Array]:
        """Return the penalised loss and the share of each candidate in its choice."""
        score = self._x @ w
        score -= np.repeat(np.maximum.reduceat(score, self._first), self._sizes)
        total = np.add.reduceat(np.exp(score), self._first)
        log_share = score - np.repeat(np.log(total), self._sizes)
        off = w - self._start
        value = -float(self._chosen @ log_share) + 0.5 * float((self._pull * off) @ off)
        return value, np.exp(log_share)

    def _step(self, w: Array, share: Array) -> Array:
        """Return Newton's step: the gradient over the Hessian."""
        expected = np.repeat(self._weight, self._sizes) * share
        gradient = self._x.T @ (expected - self._chosen) + self._pull * (w - self._start)
        mean = np.add.reduceat(share[:, None] * self._x, self._first)
        hessian = (self._x * expected[:, None]).T @ self._x - (
            mean * self._weight[:, None]
        ).T @ mean
        solved: Array = np.linalg.solve(hessian + np.diag(self._pull), gradient)
        return solved


def fit_logistic(
    rows: Sequence[Mapping[str, float]],
    right: Sequence[bool],
    measures: Sequence[str],
    prior: Mapping[str, float],
    fixed: Container[str] = (),
) -> dict[str, float]:
    """Fit a logistic regression with an intercept, "constant", by Newton's method.

    Args:
        rows: The measures of each decision.
        right: Whether it is right.
        measures: What is weighed.
        prior: Weights before any example is seen; 0 for the others. Each weight, the intercept
            aside, is pulled to its prior with a strength of 1.
        fixed: Measures that keep their prior whatever the decisions show.

    Example:
        >>> fitted = fit_logistic([{}] * 4, [True, True, True, False], [], {})
        >>> round(fitted["constant"], 3)   # log 3
        1.099
    """
    names = ["constant", *measures]
    x = _matrix([{"constant": 1.0, **row} for row in rows], names)
    y = np.asarray(right, dtype=float)
    start = np.array([prior.get(name, 0.0) for name in names])
    pull = np.array([_FIXED if name in fixed else 1.0 for name in names])
    pull[0] = _SMALL
    w = start.copy()
    for _ in range(_STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + pull * (w - start)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(pull)
        step = np.linalg.solve(hessian, gradient)
        largest = float(np.abs(step).max())
        w -= step * min(1.0, 5.0 / max(largest, _SMALL))
        if largest < _SMALL:
            break
    return dict(zip(names, w.tolist(), strict=True))


def _matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Array:
    column = {name: at for at, name in enumerate(names)}
    matrix: Any = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for name, value in row.items():
            if name in column:
                matrix[at, column[name]] = value
    return matrix

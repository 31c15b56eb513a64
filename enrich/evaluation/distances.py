"""How far off places are: errors in kilometres and the measures over them."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LARGEST_KM: Final = 20_039.0
"""Half the circumference of the Earth: the error of a place that was not linked."""

Coordinates = tuple[float, float]
"""Latitude and longitude in WGS 84 degrees."""


@dataclass(frozen=True, slots=True)
class Errors:
    """What became of the errors of many places.

    Attributes:
        of: How many places.
        mean_km: Their mean error in kilometres.
        median_km: Their median error in kilometres.
        auc: ``error_auc`` of them: 0 best, 1 worst.
    """

    of: int
    mean_km: float
    median_km: float
    auc: float


def geodesic_km(a: Coordinates, b: Coordinates) -> float:
    """Return the length of the shortest line between two points on the WGS 84 ellipsoid.

    Example:
        >>> round(geodesic_km((40.18, 44.51), (40.79, 43.85)))
        88
    """
    from geopy.distance import geodesic

    return min(float(geodesic(a, b).km), LARGEST_KM)


def error_auc(errors_km: Sequence[float]) -> float:
    """Return the normalised area under the curve of logarithmic errors, 0 to 1, lower is better.

    The errors are sorted, the natural logarithm of each (plus 1 km, so that no error is 0) is a
    point of the curve, the area under it is taken by the trapezium rule and divided by what it
    would be if every error were the largest one: the measure of Gritta, Pilehvar and Collier, "A
    pragmatic guide to geoparsing evaluation", Language Resources and Evaluation 54 (2020), which
    took it from Jurgens et al. (2015). They divide by ln 20,039; here it is ln 20,040, so that
    the worst case is exactly 1, a difference in the sixth digit.

    Args:
        errors_km: In kilometres, at most ``LARGEST_KM``.

    Raises:
        ValueError: There is none.

    Example:
        >>> error_auc([0.0, 0.0]), error_auc([LARGEST_KM] * 3), round(error_auc([0.0, 20_039]), 9)
        (0.0, 1.0, 0.5)
    """
    if not errors_km:
        raise ValueError("the area under no errors is undefined")
    largest = math.log1p(LARGEST_KM)
    curve = sorted(math.log1p(error) / largest for error in errors_km)
    if len(curve) == 1:
        return curve[0]
    inner = math.fsum(curve) - (curve[0] + curve[-1]) / 2
    return inner / (len(curve) - 1)


def summarise_errors(errors_km: Sequence[float]) -> Errors | None:
    """Return the measures over errors, None of none.

    Example:
        >>> summarise_errors([0.0, 0.0, 30.0]).mean_km
        10.0
    """
    if not errors_km:
        return None
    return Errors(
        len(errors_km),
        statistics.fmean(errors_km),
        statistics.median(errors_km),
        error_auc(errors_km),
    )

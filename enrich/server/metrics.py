"""What Prometheus is told: requests by route, the queue, the processes. Nothing of any text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from enrich.server.pool import Pool
from enrich.settings import installed_version

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST"})


class Metrics:
    """Counts requests, and tells how a pool is when it is asked.

    Args:
        pool: Whose queue and processes are told.
    """

    def __init__(self, pool: Pool) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "enrich_requests", "Requests answered.", ("route", "method", "status"),
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "enrich_request_seconds", "From the headers to the end of the answer.", ("route",),
            buckets=_BUCKETS, registry=self._registry,
        )  # fmt: skip
        self._documents = Counter("enrich_documents", "Documents linked.", registry=self._registry)
        self._registry.register(_OfPool(pool))

    def count_request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request; what no client can choose freely is a label."""
        known = method if method in _METHODS else "other"
        self._requests.labels(route, known, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def count_documents(self, number: int) -> None:
        """Count documents that were linked."""
        self._documents.inc(number)

    def text(self) -> bytes:
        """Return all of it as Prometheus reads it."""
        return generate_latest(self._registry)


class _OfPool(Collector):
    """How a pool is at the moment."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def collect(self) -> Iterator[Metric]:
        pool = self._pool
        for name, about, value in (
            ("enrich_queue", "Requests that wait for a process.", pool.waiting),
            ("enrich_workers", "Processes that there are to be.", pool.number),
            ("enrich_workers_ready", "Processes that can answer.", pool.ready),
        ):
            yield GaugeMetricFamily(name, about, value=value)
        about = "Processes that died, were late, or were never ready."
        ended = CounterMetricFamily("enrich_workers_ended", about, labels=["why"])
        for why in ("died", "late", "unready"):
            ended.add_metric([why], pool.ended[why])
        yield ended
        told = GaugeMetricFamily("enrich_info", "What runs.", labels=["version", "gazetteer"])
        told.add_metric([installed_version(), pool.build], 1)
        yield told

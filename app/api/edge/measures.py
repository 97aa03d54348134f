"""What is counted of every request, for ``/metrics``."""

from collections.abc import Iterator, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Measures(Collector):
    """The counters of one process; answers at hand are counted without labels."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._at_hand = 0
        self._requests = Counter(
            "dalil_http_requests",
            "Requests by route and status.",
            ["route", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "dalil_http_request_seconds",
            "Time to answer a request that was not kept in memory.",
            ["route"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.journal_seq = Gauge("dalil_journal_seq", "Last journal entry.", registry=self.registry)
        self.index_seq = Gauge(
            "dalil_index_seq", "Last journal entry in the search index.", registry=self.registry
        )
        self.registry.register(self)

    def count_at_hand(self) -> None:
        """Count an answer that was kept in memory or stored in the database."""
        self._at_hand += 1

    def observe(
        self, scope: Mapping[str, Any], *, status: int, seconds: float
    ) -> None:  # Any: ASGI
        """Count an answer that a route gave."""
        route = getattr(scope.get("route"), "path", "unknown")
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def collect(self) -> Iterator[Metric]:
        """Report the answers that needed no route."""
        yield CounterMetricFamily(
            "dalil_http_at_hand_answers",
            "Answers kept in memory or stored in the database.",
            value=self._at_hand,
        )

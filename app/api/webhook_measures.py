"""What is counted of deliveries to webhooks, for ``/metrics``."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from app.webhooks.progress import Tried

_BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class WebhookMeasures:
    """The deliveries of this process, and how many subscriptions stand how."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._deliveries = Counter(
            "dalil_webhook_deliveries",
            "Messages that this process has tried to deliver, by what came of it.",
            ["outcome"],
            registry=registry,
        )
        self._seconds = Histogram(
            "dalil_webhook_delivery_seconds",
            "Time until a receiver answered, or was given up.",
            buckets=_BUCKETS,
            registry=registry,
        )
        self._webhooks = Gauge(
            "dalil_webhooks", "Webhooks by how they stand.", ["state"], registry=registry
        )
        for outcome in ("delivered", "failed"):
            self._deliveries.labels(outcome)  # a rate needs a beginning

    def observe(self, tried: Tried) -> None:
        """Count one try."""
        self._deliveries.labels("delivered" if tried.is_delivered else "failed").inc()
        self._seconds.observe(tried.duration_ms / 1000)

    def show(self, states: Mapping[str, int]) -> None:
        """Tell how many webhooks stand how."""
        for state, count in states.items():
            self._webhooks.labels(state).set(count)

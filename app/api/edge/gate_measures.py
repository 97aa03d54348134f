"""What the gate counts, for ``/metrics``."""

from prometheus_client import CollectorRegistry, Counter


class GateMeasures:
    """Refusals at the gate, and failures of the store that processes share."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.refused = Counter(
            "dalil_requests_refused",
            "Requests refused for their number, by policy.",
            ["policy"],
            registry=registry,
        )
        self.bad_credentials = Counter(
            "dalil_bad_credentials",
            "Keys and tokens that were not valid.",
            registry=registry,
        )
        self.store_failures = Counter(
            "dalil_quota_store_failures",
            "Times that the shared store of quotas did not answer and all were let in.",
            registry=registry,
        )

"""Windows that several processes share, in PostgreSQL.

A process leases a sixteenth of what is left and lets that many in by itself, so
most requests ask nobody. No more is ever leased than the quota, so no more is
ever let in; what another process has leased and not used is missing at the end.
"""

import time
from threading import Semaphore

from sqlalchemy import URL, create_engine, text

from app.core.quota.rules import Lease, Policy

_PURGE_SECONDS = 300
_MOST_AT_ONCE = 4
# The clock is the database's, so that the machines' clocks may differ and jump.
_LEASE = text("""
WITH clock AS (SELECT extract(epoch FROM clock_timestamp())::float8 AS at)
INSERT INTO quota_window AS kept (who, ends_at, used, granted)
SELECT :who, clock.at + :seconds, :first, :first FROM clock
ON CONFLICT (who) DO UPDATE SET
  ends_at = CASE WHEN kept.ends_at <= EXCLUDED.ends_at - :seconds
                 THEN EXCLUDED.ends_at ELSE kept.ends_at END,
  used = CASE WHEN kept.ends_at <= EXCLUDED.ends_at - :seconds
              THEN EXCLUDED.used
              ELSE kept.used + LEAST(:quota - kept.used,
                                     GREATEST(1, (:quota - kept.used) / 16)) END,
  granted = CASE WHEN kept.ends_at <= EXCLUDED.ends_at - :seconds
                 THEN EXCLUDED.granted
                 ELSE LEAST(:quota - kept.used,
                            GREATEST(1, (:quota - kept.used) / 16)) END
RETURNING used, granted,
  GREATEST(0, ends_at - extract(epoch FROM clock_timestamp())::float8) AS seconds
""")
_PURGE = text(
    "DELETE FROM quota_window WHERE ends_at < extract(epoch FROM clock_timestamp())::float8"
)


class SharedWindows:
    """Leases requests from the windows in PostgreSQL; gives up after a quarter of a second."""

    def __init__(self, url: URL) -> None:
        self._engine = create_engine(
            url,
            pool_size=2,
            max_overflow=_MOST_AT_ONCE - 2,
            pool_timeout=0.25,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,  # who asks may be an address
            connect_args={"connect_timeout": 2, "options": "-c statement_timeout=250"},
        )
        self._free = Semaphore(_MOST_AT_ONCE)
        self._purges_at = time.monotonic() + _PURGE_SECONDS

    def lease(self, who: str, policy: Policy) -> Lease:
        """Lease requests for one who asks; few of a small quota, and one by one at its end.

        Raises:
            SQLAlchemyError: the database does not answer in time.

        """
        asked = {
            "who": f"{policy.name}:{who}"[:100],
            "quota": policy.quota,
            "seconds": float(policy.seconds),
            "first": max(1, policy.quota // 16),
        }
        with self._free, self._engine.connect() as connection:
            row = connection.execute(_LEASE, asked).one()
            if time.monotonic() >= self._purges_at:
                self._purges_at = time.monotonic() + _PURGE_SECONDS
                connection.execute(_PURGE)
        return Lease(row.granted, policy.quota - row.used, row.seconds)

    def close(self) -> None:
        """Close every connection, after those who are using one."""
        for _ in range(_MOST_AT_ONCE):
            self._free.acquire(timeout=3)
        self._engine.dispose()

"""Log lines: one JSON object each, on standard error, whatever they speak of."""

import json
import logging
import sys
from typing import Any

import structlog

from app.core.clock import now, to_text
from app.core.text import escaped


def configure(level: str) -> None:
    """Write log lines of at least this level; nothing in them ends a line or steers a terminal."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # the one there is then
    )


def of_server(level: str) -> dict[str, Any]:  # Any: a configuration of ``logging.config``
    """Describe to the server program how it writes its own lines: like ours."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": f"{__name__}.JsonFormatter"}},
        "handlers": {
            "json": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "stream": "ext://sys.stderr",
            }
        },
        "loggers": {"uvicorn": {"handlers": ["json"], "level": level, "propagate": False}},
    }


class JsonFormatter(logging.Formatter):
    """Writes what a library logs as a line like ours."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record as one line."""
        said = {
            "logger": record.name,
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "timestamp": to_text(now()),
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return _as_json(said)


def _as_json(said: object, **options: Any) -> str:  # Any: as structlog has it
    """Write JSON in which what is unsafe to show is escaped, and the rest reads as it is."""
    return escaped(json.dumps(said, ensure_ascii=False, **options))

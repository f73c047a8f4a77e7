"""Structured logs: one JSON object a line in production, readable lines in development."""

import logging.config
from typing import Any

import structlog

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def configure(options: dict[str, Any]) -> None:
    """Set up logging: `level` as Python names it, `json` for machines or for people."""
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if options["json"]
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            renderer,
        ],
        "foreign_pre_chain": _SHARED,
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"lines": formatter},
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "lines"}
            },
            "root": {"handlers": ["stderr"], "level": options["level"]},
            "loggers": {
                # Fonts are subset glyph by glyph, with a line each.
                "fontTools": {"level": "WARNING"},
                "weasyprint": {"level": "ERROR"},
                # Every page saved, and every index updated, with a line each.
                "wagtail": {"level": "WARNING"},
            },
        }
    )
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )

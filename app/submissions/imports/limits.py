"""Bounds of an import; those of reading its file stand in ``core.reading.limits``."""

MOST_FILE_BYTES = 64 * 1024 * 1024
MOST_FINDINGS_OF_ROW = 100
MOST_WAITING_OF_ENTITY = 5
BATCH_ROWS = 250
KEPT_DAYS = 30

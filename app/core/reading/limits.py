"""Bounds of a file that is read: what is larger is refused before it can do harm."""

MOST_ROWS = 50_000
MOST_ROW_NUMBER = 1_048_576
"""What a sheet of Excel has; rows that are missing or empty do not count as rows."""
MOST_COLUMNS = 1_000
MOST_SHEETS = 100
MOST_FILES_IN_ARCHIVE = 2_000
MOST_CELL_CHARACTERS = 32_767
"""What a cell of Excel holds."""
MOST_LINE_BYTES = 1024 * 1024
MOST_UNPACKED_BYTES = 600 * 1024 * 1024
MOST_RATIO = 300
"""How many times larger than packed a part of a workbook may be, from a megabyte on."""
MOST_SHARED_BYTES = 160 * 1024 * 1024
"""Shared texts of a workbook, all of which are held in memory while it is read."""
MOST_ROWS_BYTES = 1024 * 1024 * 1024
HEADER_WITHIN_ROWS = 20
"""How many rows that hold anything may be the header."""
HEADER_WITHIN_NUMBER = 1_000
"""The last number of a row that may be the header."""
READING_MEMORY_BYTES = 512 * 1024 * 1024
READING_CPU_SECONDS = 90
PROBING_CPU_SECONDS = 5
GRAPH_CPU_SECONDS = 20
GRAPH_KINDS = frozenset(("turtle", "rdfxml", "jsonld"))
MOST_STATEMENTS = 1_000_000
MOST_GRAPH_CHARACTERS = 256 * 1024 * 1024
"""Of all statements of a graph, written out in full."""
MOST_PROBED_BYTES = 10 * 1024 * 1024
"""Shared texts of a workbook that are read before it is accepted; else they are read later."""

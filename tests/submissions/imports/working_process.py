"""A process that works on imports until nothing is left, or until it is killed."""

import sys
from pathlib import Path

from app.core.db import Database
from app.submissions.imports import limits
from app.submissions.imports.duties import ImportDuties
from app.submissions.neighbourhood import Neighbourhood

if __name__ == "__main__":
    url, folder, batch = sys.argv[1:]
    limits.BATCH_ROWS = int(batch)
    database = Database(url)
    ImportDuties(database, Path(folder), Neighbourhood(database)).work()
    database.close()

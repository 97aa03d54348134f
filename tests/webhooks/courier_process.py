"""A process that delivers to loopback until it is killed."""

import sys
import threading
from functools import partial
from pathlib import Path

from app.core.claiming import holding
from app.core.db import Database
from app.webhooks.delivering import Courier
from app.webhooks.sealing import Seal
from app.webhooks.sending import Sender

if __name__ == "__main__":
    url, folder, pepper = sys.argv[1:]
    database, seal = Database(url), Seal(pepper.encode())
    Courier(
        database,
        holding=partial(holding, database, Path(folder), "webhooks"),
        find_seal=lambda: seal,
        sender=Sender(allows_loopback=True, seconds=3),
    ).start()
    threading.Event().wait()

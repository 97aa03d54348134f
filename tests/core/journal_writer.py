"""A process that registers entities one by one and says so after each commit; tests kill it."""

import sys

from app.core.db import Database
from app.entities.commands import put_entity
from app.entities.schemas import EntityIn


def write(url: str, name: str, number: int) -> None:
    """Register entities ``name-0``, ``name-1`` and so on, each in a transaction of its own."""
    database = Database(url)
    for place in range(number):
        entity = EntityIn.model_validate(
            {"id": f"{name}-{place}", "title": {"en": f"Entity {name} {place}"}, "type": "agency"}
        )
        with database.write() as session:
            put_entity(session, entity, actor=name)
        sys.stdout.write(f"{entity.id}\n")
        sys.stdout.flush()
    database.close()


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2], int(sys.argv[3]))

"""Writing vectors; nothing here is journaled, because all of it can be computed again."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.search.semantic.models import ServiceText, TextVector
from app.search.semantic.queries import find_known


def keep_texts(
    session: Session,
    digests: Mapping[str, frozenset[str]],
    vectors: Mapping[str, bytes],
    at: datetime,
) -> None:
    """Write down which texts services have now, none for those that are gone, with new vectors."""
    known = find_known(session, vectors)
    if new := [{"digest": d, "vector": v} for d, v in vectors.items() if d not in known]:
        session.execute(insert(TextVector), new)
    session.execute(delete(ServiceText).where(ServiceText.service_id.in_(digests)))
    rows = [
        {"service_id": service, "digest": digest, "built_at": at}
        for service, texts in digests.items()
        for digest in sorted(texts)
    ]
    if rows:
        session.execute(insert(ServiceText), rows)


def drop_unused(session: Session) -> int:
    """Delete the vectors of texts that no service has any longer; return how many."""
    unused = TextVector.digest.not_in(select(ServiceText.digest))
    found = session.scalars(select(TextVector.digest).where(unused)).all()
    if found:
        session.execute(delete(TextVector).where(unused))
    return len(found)

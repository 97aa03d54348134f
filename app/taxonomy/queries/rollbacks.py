"""Which releases of a scheme, or of the lexicon, were taken back, and by which."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.taxonomy.lexicon.models import LexiconVersion
from app.taxonomy.models import DraftOperation, SchemeVersion
from app.taxonomy.queries.drafts import LEXICON
from app.taxonomy.queries.fates import ROLLBACK


def list_rollbacks(session: Session, scheme_id: str) -> Mapping[str, str]:
    """Name by each version that was taken back the one that did it."""
    if scheme_id == LEXICON:
        numbers = select(LexiconVersion.number, DraftOperation.source).join(
            LexiconVersion, LexiconVersion.id == DraftOperation.lexicon_version_id
        )
    else:
        numbers = select(SchemeVersion.number, DraftOperation.source).join(
            SchemeVersion, SchemeVersion.id == DraftOperation.version_id
        )
    rows = session.execute(
        numbers.where(
            DraftOperation.scheme_id == scheme_id,
            DraftOperation.source.startswith(f"{ROLLBACK} "),
        ).distinct()
    )
    return {row.source.removeprefix(f"{ROLLBACK} "): row.number for row in rows}


def find_rollback(session: Session, scheme_id: str, version: str) -> str | None:
    """Name the version that took another one back, unless it was taken back in its turn."""
    return _in_force(list_rollbacks(session, scheme_id), version)


def _in_force(rollbacks: Mapping[str, str], version: str) -> str | None:
    back = rollbacks.get(version)
    return back if back and _in_force(rollbacks, back) is None else None

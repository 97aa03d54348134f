"""What lies between two versions: the operations that were enacted, or those that would be."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.taxonomy.models import DraftOperation, SchemeVersion
from app.taxonomy.operations import Refused, apply_all
from app.taxonomy.operations.comparing import operations_between
from app.taxonomy.operations.effects import LEVELS, Because, Level
from app.taxonomy.operations.levels import level_of
from app.taxonomy.operations.stored import from_json
from app.taxonomy.operations.values import Operation
from app.taxonomy.queries.drafts import get_start
from app.taxonomy.queries.fates import key_of, state_in
from app.taxonomy.queries.kept import Kept
from app.taxonomy.queries.versions import version_row
from app.taxonomy.state import SchemeState


@dataclass(frozen=True)
class Logged:
    """An operation, the version it is in and what it came from.

    Operations of a draft are in no version yet, computed ones came from nothing.
    """

    operation: Operation
    version: str | None
    origin: str | None = None


@dataclass(frozen=True)
class Difference:
    """What leads from version ``old`` to ``new``.

    ``level`` is that of the highest release between; equal versions have none.
    ``is_computed`` tells operations that were found by comparing from those of the log.
    """

    scheme: str
    old: str
    new: str
    operations: tuple[Logged, ...]
    level: Level | None
    because: tuple[Because, ...]
    is_computed: bool
    states: tuple[SchemeState, SchemeState]


_DIFFERENCES: Kept[Difference] = Kept(16)


def get_difference(
    session: Session, scheme_id: str, *, old: str, new: str = "latest"
) -> Difference:
    """Read what lies between two versions, whichever is older.

    The operations are those of the log. They are computed where there is no log: backwards,
    from a candidate or to one, and where a version was loaded from a file.

    Raises:
        SchemeNotFound: there is no such scheme.
        VersionNotFound: the scheme has no such version.

    """
    one, other = version_row(session, scheme_id, old), version_row(session, scheme_id, new)
    return difference_between(session, one, other)


def difference_between(session: Session, old: SchemeVersion, new: SchemeVersion) -> Difference:
    """Read what lies between two versions."""
    return _DIFFERENCES.get(key_of(session, old, new), lambda: _found(session, old, new))


def computed_between(session: Session, old: SchemeVersion, new: SchemeVersion) -> Difference:
    """Find by comparing what lies between two versions, whatever the log says."""
    return _DIFFERENCES.get(
        ("computed", key_of(session, old, new)), lambda: _computed(session, old, new)
    )


def _found(session: Session, old: SchemeVersion, new: SchemeVersion) -> Difference:
    between = _releases(session, old, new)
    log = _log(session, between)
    has_log = all(one.id in log and one.level for one in between)
    if old.candidate or old.id > new.id or not has_log:
        return computed_between(session, old, new)
    return Difference(
        new.scheme_id,
        old.number,
        new.number,
        tuple(one for version in between for one in log[version.id]),
        *_highest(between),
        is_computed=False,
        states=(state_in(session, old), state_in(session, new)),
    )


def _releases(session: Session, old: SchemeVersion, new: SchemeVersion) -> list[SchemeVersion]:
    """List the releases after one version, up to another one, which may be a candidate."""
    rows = session.scalars(
        select(SchemeVersion)
        .where(
            SchemeVersion.scheme_id == new.scheme_id,
            SchemeVersion.id > old.id,
            SchemeVersion.id <= new.id,
        )
        .order_by(SchemeVersion.id)
    )
    return [one for one in rows if not one.candidate or one.id == new.id]


def _log(session: Session, versions: Sequence[SchemeVersion]) -> dict[int, list[Logged]]:
    numbers = {one.id: one.number for one in versions}
    rows = session.scalars(
        select(DraftOperation)
        .where(DraftOperation.version_id.in_(numbers))
        .order_by(DraftOperation.place)
    )
    found: dict[int, list[Logged]] = {}
    for row in rows:
        if row.version_id is not None:
            one = Logged(from_json(row.operation), numbers[row.version_id], row.source)
            found.setdefault(row.version_id, []).append(one)
    return found


def _highest(versions: Sequence[SchemeVersion]) -> tuple[Level | None, tuple[Because, ...]]:
    """Choose the highest level of some releases, and what makes each of these so high."""
    found = [(level, one) for one in versions for level in LEVELS if level == one.level]
    if not found:
        return None, ()
    highest = max((level for level, _ in found), key=LEVELS.index)
    rows = [row for level, one in found if level == highest for row in one.because]
    return highest, tuple(Because(**row) for row in rows)


def _computed(session: Session, old: SchemeVersion, new: SchemeVersion) -> Difference:
    draft, goal = get_start(session, old), state_in(session, new)
    try:
        operations = operations_between(draft, goal)
        level, because = level_of(apply_all(draft, operations), operations)
    except Refused:
        # A file may hold a state to which no sound operations lead: then nothing is said.
        return _without_operations(session, old, new)
    return Difference(
        new.scheme_id,
        old.number,
        new.number,
        tuple(Logged(one, new.number) for one in operations),
        level if operations else None,
        because,
        is_computed=True,
        states=(draft.state, goal),
    )


def _without_operations(session: Session, old: SchemeVersion, new: SchemeVersion) -> Difference:
    states = state_in(session, old), state_in(session, new)
    names = new.scheme_id, old.number, new.number
    return Difference(*names, (), None, (), is_computed=True, states=states)

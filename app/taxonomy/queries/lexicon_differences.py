"""What lies between two versions of the lexicon, and how a group of terms went through them."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.taxonomy.difference_schemas import DifferenceOut, TermGroupTurn
from app.taxonomy.lexicon.errors import TermGroupNotFound
from app.taxonomy.lexicon.models import LexiconVersion
from app.taxonomy.lexicon.queries import get_lexicon_state, lexicon_row
from app.taxonomy.lexicon.state import LexiconState
from app.taxonomy.models import DraftOperation
from app.taxonomy.operations.effects import Level
from app.taxonomy.operations.stored import from_json
from app.taxonomy.operations.wordlists import TermOperation, group_changes
from app.taxonomy.queries.differences import Logged
from app.taxonomy.queries.drafts import LEXICON
from app.taxonomy.queries.kept import Kept
from app.taxonomy.queries.telling import tell_operations
from app.taxonomy.showing import Name, added_concepts, namer, titles_of


@dataclass(frozen=True)
class _Difference:
    operations: tuple[Logged, ...]
    is_computed: bool
    states: tuple[LexiconState, LexiconState]


_DIFFERENCES: Kept[_Difference] = Kept(16)


def compare_lexicons(session: Session, *, old: str, new: str = "latest") -> DifferenceOut:
    """Tell what lies between two versions of the lexicon, whichever is older.

    The operations are those of the log. They are computed where there is no log: backwards,
    and where a version was loaded from a file. The level is what the numbers say.

    Raises:
        LexiconVersionNotFound: there is no such version.

    """
    one, other = lexicon_row(session, old), lexicon_row(session, new)
    found = _between(session, one, other)
    return DifferenceOut(
        scheme=LEXICON,
        old=one.number,
        new=other.number,
        level=_level(one, other) if found.operations else None,
        because=[],
        is_computed=found.is_computed,
        operations=tell_operations(found.operations, _names(found)),
    )


def get_group_history(session: Session, group_id: str) -> list[TermGroupTurn]:
    """Read every version that has changed a group of terms, the newest first.

    Raises:
        TermGroupNotFound: no version has such a group.

    """
    rows = session.scalars(select(LexiconVersion).order_by(LexiconVersion.id)).all()
    turns = [_turn(session, group_id, *pair) for pair in pairwise(rows)]
    found = [one for one in reversed(turns) if one.operations]
    if rows and group_id in get_lexicon_state(session, rows[0].number).groups:
        found.append(TermGroupTurn(version=rows[0].number, operations=[]))
    if not found:
        raise TermGroupNotFound(f"The lexicon has no group '{group_id}'.")
    return found


def _turn(session: Session, group: str, old: LexiconVersion, new: LexiconVersion) -> TermGroupTurn:
    found = _between(session, old, new)
    about = [one for one in found.operations if getattr(one.operation, "group", None) == group]
    told = tell_operations(about, _names(found))
    return TermGroupTurn(version=new.number, operations=told)


def _between(session: Session, old: LexiconVersion, new: LexiconVersion) -> _Difference:
    names = ((one.number, one.sha256, one.released_at) for one in (old, new))
    key: Hashable = (str(session.get_bind().engine.url), *names)
    return _DIFFERENCES.get(key, lambda: _found(session, old, new))


def _found(session: Session, old: LexiconVersion, new: LexiconVersion) -> _Difference:
    states = get_lexicon_state(session, old.number), get_lexicon_state(session, new.number)
    log = _log(session, old, new)
    if old.id <= new.id and all(log.values()):
        logged = tuple(one for found in log.values() for one in found)
        return _Difference(logged, is_computed=False, states=states)
    computed = (Logged(one, new.number) for one in _changes(*states))
    return _Difference(tuple(computed), is_computed=True, states=states)


def _log(
    session: Session, old: LexiconVersion, new: LexiconVersion
) -> Mapping[int, Sequence[Logged]]:
    """Read what was enacted by each version after one, up to another."""
    after = (LexiconVersion.id > old.id, LexiconVersion.id <= new.id)
    versions = session.scalars(select(LexiconVersion).where(*after).order_by(LexiconVersion.id))
    numbers = {one.id: one.number for one in versions}
    rows = session.scalars(
        select(DraftOperation)
        .where(DraftOperation.scheme_id == LEXICON, DraftOperation.lexicon_version_id.in_(numbers))
        .order_by(DraftOperation.place)
    )
    found: dict[int, list[Logged]] = {key: [] for key in numbers}
    for row in rows:
        if row.lexicon_version_id is not None:
            number = numbers[row.lexicon_version_id]
            one = Logged(from_json(row.operation), number, row.source)
            found[row.lexicon_version_id].append(one)
    return found


def _changes(old: LexiconState, new: LexiconState) -> Iterable[TermOperation]:
    gone = dict.fromkeys(old.groups.keys() - new.groups.keys())
    return group_changes(old.groups, {**new.groups, **gone})


def _names(found: _Difference) -> Name:
    """Name groups as the earlier state has them, else as the later one, else as was said."""
    added = added_concepts(one.operation for one in found.operations)
    return namer({}, *(titles_of(one) for one in found.states), added)


def _level(one: LexiconVersion, other: LexiconVersion) -> Level | None:
    """Say which part of the numbers differs first: the highest level of the releases between."""
    if one.major != other.major:
        return "major"
    if one.minor != other.minor:
        return "minor"
    return "patch" if one.patch != other.patch else None

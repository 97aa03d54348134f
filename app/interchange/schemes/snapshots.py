"""Reading JSON: the canonical snapshot of a version, or the project's own file of a scheme."""

from pathlib import Path
from typing import Annotated, Any, Literal

import orjson
from pydantic import Field, StringConstraints, ValidationError

from app.core.schemas import Paragraph, Schema
from app.interchange.schemes import faults
from app.interchange.schemes.errors import UnreadableScheme, refused
from app.interchange.schemes.statements import MOST_BYTES
from app.interchange.schemes.values import About, ReadScheme
from app.taxonomy.reading_files import state_of
from app.taxonomy.schemas import SchemeFile
from app.taxonomy.state import read_snapshot

_Tag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}(-[a-z0-9]{1,8})*$")]
_Name = Annotated[str, StringConstraints(min_length=1, max_length=300)]
_Texts = dict[_Tag, Paragraph]
_Lists = dict[_Tag, list[Paragraph]]
_Relation = Literal["exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"]


class _Concept(Schema):
    """A concept of a snapshot, as ``taxonomy.state`` writes it."""

    id: _Name
    notation: _Name
    status: Literal["active", "deprecated"]
    is_assignable: bool = Field(strict=True)
    pref_label: _Texts
    alt_label: _Lists
    hidden_label: _Lists
    definition: _Texts
    scope_note: _Texts
    broader: list[_Name]
    narrower: list[_Name]
    related: list[_Name]
    mappings: list[tuple[_Relation, _Name]]
    replaced_by: list[_Name]
    consider: list[_Name]


class _Snapshot(Schema):
    """A snapshot: its SHA-256 is that of the version."""

    scheme: _Name
    top_concepts: list[_Name]
    concepts: list[_Concept]


def read_json(path: Path) -> ReadScheme:
    """Read a version from JSON of either kind.

    Raises:
        UnreadableScheme: it is neither, or too large.

    """
    if path.stat().st_size > MOST_BYTES:
        raise refused([faults.TOO_LARGE.at("")])
    content = path.read_bytes()
    try:
        said = orjson.loads(content)
        if isinstance(said, dict) and isinstance(said.get("scheme"), str):
            return _snapshot(_Snapshot.model_validate(said))
        return _file(SchemeFile.model_validate_json(content))
    except orjson.JSONDecodeError as fault:
        raise _not_parsed(str(fault)) from None
    except ValidationError as fault:
        first = fault.errors()[0]
        place = "/".join(map(str, first["loc"]))
        raise _not_parsed(f"{place}: {first['msg']}") from None


def _snapshot(stored: _Snapshot) -> ReadScheme:
    plain: dict[str, Any] = stored.model_dump(by_alias=True)  # Any: JSON
    state = read_snapshot(orjson.dumps(plain).decode())
    if len(state.concepts) < len(stored.concepts):
        raise refused([faults.TWICE.at("", found="id")])
    return ReadScheme(About(state.scheme), state)


def _file(file: SchemeFile) -> ReadScheme:
    described = file.scheme.description
    about = About(
        file.scheme.id,
        file.version.title.model_dump(exclude_none=True),
        described.model_dump(exclude_none=True) if described else {},
        file.version.number,
        file.version.issued,
        is_polyhierarchical=file.scheme.is_polyhierarchical,
        unique_labels=file.scheme.unique_labels,
    )
    return ReadScheme(about, state_of(file))


def _not_parsed(reason: str) -> UnreadableScheme:
    return refused([faults.NOT_PARSED.at("", reason=reason)])

"""Operations as JSON, for keeping and hashing; concepts are ids. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from app.core.canonical import sha256_of
from app.taxonomy.lexicon.state import Term
from app.taxonomy.operations.values import KINDS, Operation, Rule


def to_json(operation: Operation) -> dict[str, Any]:  # Any: JSON
    """Write an operation; equal operations give equal JSON."""
    return {"op": operation.op, **_written(operation)}


def from_json(stored: Mapping[str, Any]) -> Operation:  # Any: JSON
    """Read an operation that ``to_json`` wrote."""
    kind = KINDS[stored["op"]]
    values = {name: _read(name, value) for name, value in stored.items() if name != "op"}
    return kind(**values)


def all_to_json(operations: Iterable[Operation]) -> list[dict[str, Any]]:  # Any: JSON
    """Write the operations of a request."""
    return [to_json(operation) for operation in operations]


def all_from_json(stored: Iterable[Mapping[str, Any]]) -> list[Operation]:  # Any: JSON
    """Read the operations of a request."""
    return [from_json(one) for one in stored]


def digest_of(operations: Sequence[Operation]) -> str:
    """Return the SHA-256 to which positions and decisions are bound."""
    return sha256_of(all_to_json(operations))


def _written(value: Any) -> Any:  # Any: a field of an operation
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _written(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _written(one) for key, one in value.items()}
    return value


def _read(name: str, value: Any) -> Any:  # Any: JSON, a field of an operation
    if name == "rules":
        return tuple(Rule(**{key: _frozen(one) for key, one in rule.items()}) for rule in value)
    if name == "term":
        return Term(**value)
    if name == "terms":
        return tuple(Term(**term) for term in value)
    return _frozen(value)


def _frozen(value: Any) -> Any:  # Any: JSON, a field of an operation
    if isinstance(value, list):
        return tuple(_frozen(one) for one in value)
    if isinstance(value, dict):
        return {key: _frozen(one) for key, one in value.items()}
    return value

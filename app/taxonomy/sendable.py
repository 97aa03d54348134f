"""Operations in the shapes in which people send them; what ``binding`` reads back as they are.

New concepts have no id before their request is accepted: they are named by a ``ref``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from pydantic.alias_generators import to_camel

from app.taxonomy.operations.values import AddConcept, Operation, PromoteLabel, Rule

Json = Any  # A JSON value.
_SAID_BY_THE_DRAFT = {
    "split": ("was_assignable",),
    "deprecate": ("old_consider",),
    "restore": ("old_successors",),
}
"""What is filled in from the draft when an operation is sent."""
_ONE = frozenset(("concept", "parent", "source", "target", "default", "replaced_by", "a", "b"))
_MANY = frozenset(
    (
        "parents", "sources", "targets", "consider", "new_consider", "old_consider",
        "new_replaced_by", "old_replaced_by",
    )
)  # fmt: skip
_ADDRESSES = frozenset(("add_mapping", "remove_mapping"))
_ORDERS = {"reorder": ("old", "new"), "add_parent": ("old",), "remove_parent": ("old",)}
_PLACES = {"source": "from", "target": "to"}
_TEXTS = frozenset(("definition", "scope_note", "reason"))


def sendable(operations: Sequence[Operation]) -> tuple[list[Json], dict[str, str]]:
    """Write operations as they are sent; also the ids that the ``ref`` names stand for."""
    refs: dict[str, str] = {}
    for operation in operations:
        newcomer = _newcomer(operation)
        if newcomer:
            refs[newcomer] = f"new-{len(refs) + 1}"
    written = [_written(operation, refs) for operation in operations]
    return written, {ref: concept for concept, ref in refs.items()}


def _newcomer(operation: Operation) -> str:
    if isinstance(operation, AddConcept):
        return operation.concept
    return operation.new if isinstance(operation, PromoteLabel) else ""


def _written(operation: Operation, refs: Mapping[str, str]) -> Json:
    left_out = _SAID_BY_THE_DRAFT.get(operation.op, ())
    found: dict[str, Json] = {"op": operation.op}
    newcomer = _newcomer(operation)
    if newcomer:
        found["ref"] = refs[newcomer]
    for field in fields(operation):
        value = getattr(operation, field.name)
        if field.name in left_out or (newcomer and value == newcomer):
            continue
        if field.name in _TEXTS and not value:
            continue
        found[_key(operation.op, field.name)] = _value(operation.op, field.name, value, refs)
    return found


def _key(op: str, name: str) -> str:
    if op == "move" and name in _PLACES:
        return _PLACES[name]
    return to_camel(name)


def _value(op: str, name: str, value: Any, refs: Mapping[str, str]) -> Json:  # Any: a field
    named = _naming(refs)
    is_one = name == "concept" or (name in _ONE and op not in _ADDRESSES)
    if value is None or is_one:
        return value and named(value)
    if name in _MANY or name in _ORDERS.get(op, ()):
        return [named(one) for one in value]
    if name == "children":
        return [{"concept": named(one), "to": to and named(to)} for one, to in value]
    return [_rule(one, named) for one in value] if name == "rules" else _plain(value)


def _naming(refs: Mapping[str, str]) -> Callable[[str], Json]:
    return lambda key: {"ref": refs[key]} if key in refs else {"id": key}


def _rule(rule: Rule, named: Callable[[str], Json]) -> Json:
    when = {"entity": rule.entity or None, "keyword": rule.keyword or None}
    if rule.facet:
        when |= {"scheme": rule.facet[0], "notation": rule.facet[1]}
    return {"target": named(rule.target), "when": {k: v for k, v in when.items() if v}}


def _plain(value: Any) -> Json:  # Any: a field
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return value

"""Operations as they are read: concepts by name, and the whole in words. Pure.

The shape is the one in which operations are sent. A concept is shown with its id, notation
and label; one that the change request adds, with its ``ref`` in place of an id.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from typing import Any, Literal, TypeAlias

from pydantic.alias_generators import to_camel

from app.taxonomy.lexicon.state import LexiconState, Term
from app.taxonomy.operations.values import AddConcept, AddTermGroup, Operation, PromoteLabel, Rule
from app.taxonomy.operations.voices import NameOf, by_id
from app.taxonomy.operations.wording import in_words

Json: TypeAlias = dict[str, Any]  # Any: JSON
Name: TypeAlias = Callable[[str], Json]
"""Names a concept by its id."""
Kind = Literal["plain", "name", "names", "routes", "rules", "ref", "spelling", "terms"]

_KINDS: Mapping[str, Kind] = {
    "concept": "name",
    "parent": "name",
    "parents": "names",
    "source": "name",
    "sources": "names",
    "target": "name",
    "targets": "names",
    "default": "name",
    "replaced_by": "name",
    "consider": "names",
    "children": "routes",
    "rules": "rules",
    "a": "name",
    "b": "name",
    "old_replaced_by": "names",
    "new_replaced_by": "names",
    "old_consider": "names",
    "new_consider": "names",
    "group": "name",
    "term": "spelling",
    "terms": "terms",
}
_EXCEPTIONS: Mapping[tuple[str, str], Kind] = {
    ("add_concept", "concept"): "ref",
    ("promote_label", "new"): "ref",
    ("add_term_group", "group"): "ref",
    ("reorder", "old"): "names",
    ("reorder", "new"): "names",
    ("add_parent", "old"): "names",
    ("remove_parent", "old"): "names",
    ("add_mapping", "target"): "plain",
    ("remove_mapping", "target"): "plain",
}
_KEYS: Mapping[tuple[str, str], str] = {
    ("move", "source"): "from",
    ("move", "target"): "to",
    ("add_concept", "concept"): "ref",
    ("promote_label", "new"): "ref",
    ("add_term_group", "group"): "ref",
    ("remove_term", "term"): "text",
}
_UNSAID = frozenset(
    {("split", "was_assignable"), ("deprecate", "old_consider"), ("restore", "old_successors")}
)
"""Fields that nobody sends: they are read from the draft when operations are bound."""
_NULLABLE = frozenset(("old", "new", "from", "to", "parent"))
"""Fields in which nothing says something: no text, or the top of the scheme."""


def show(
    operation: Operation, name: Name, refs: Mapping[str, str], *, entity_of: NameOf = by_id
) -> Json:
    """Show an operation; ``refs`` are the names of the concepts that are added, by their ids.

    ``entity_of`` names the entities that rules are about.
    """
    shown: Json = {"op": operation.op}
    for field in fields(operation):
        place = (operation.op, field.name)
        if place in _UNSAID:
            continue
        key = _KEYS.get(place, to_camel(field.name))
        kind = _EXCEPTIONS.get(place, _KINDS.get(field.name, "plain"))
        value = _shown(kind, getattr(operation, field.name), name, refs)
        if _says_something(key, value):
            shown[key] = value
    words = in_words(operation, lambda concept: _label(name(concept)), entity_of=entity_of)
    return {**shown, "words": words}


def namer(refs: Mapping[str, str], *known: Mapping[str, Json]) -> Name:
    """Name concepts as the first of ``known`` has them; those that are added, by their ``ref``."""

    def name(concept: str) -> Json:
        found = next((one[concept] for one in known if concept in one), {})
        return {"ref": refs[concept], **found} if concept in refs else {"id": concept, **found}

    return name


def names_of(concepts: Mapping[str, Any]) -> Mapping[str, Json]:  # Any: ConceptState
    """Read notation and label of concepts when they are asked for."""
    return _Names(concepts)


def titles_of(lexicon: LexiconState) -> Mapping[str, Json]:
    """Name the groups of the lexicon by their titles."""
    return {key: {"prefLabel": dict(group.title)} for key, group in lexicon.groups.items()}


class _Names(Mapping[str, Json]):
    """Notations and labels by id, read from a draft that may hold 100,000 concepts."""

    def __init__(self, concepts: Mapping[str, Any]) -> None:  # Any: ConceptState
        self._concepts = concepts

    def __contains__(self, concept: object) -> bool:
        return concept in self._concepts

    def __getitem__(self, concept: str) -> Json:
        state = self._concepts[concept]
        return {"notation": state.notation, "prefLabel": dict(state.pref_label)}

    def __iter__(self) -> Iterator[str]:
        return iter(self._concepts)

    def __len__(self) -> int:
        return len(self._concepts)


def _shown(kind: Kind, value: Any, name: Name, refs: Mapping[str, str]) -> Any:  # Any: a field
    if value is None or kind == "plain":
        return _plain(value)
    one_by_one: Mapping[str, Callable[[Any], Any]] = {
        "routes": lambda route: {"concept": name(route[0]), "to": _place(route[1], name)},
        "rules": lambda rule: _rule(rule, name),
        "terms": _term,
        "names": name,
    }
    if kind in one_by_one:
        return [one_by_one[kind](one) for one in value]
    whole: Mapping[str, Callable[[Any], Any]] = {
        "ref": refs.get,
        "spelling": lambda term: term.text,
        "name": name,
    }
    return whole[kind](value)


def _place(concept: str | None, name: Name) -> Json | None:
    return name(concept) if concept else None


def _plain(value: Any) -> Any:  # Any: a field
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _term(term: Term) -> Json:
    return {key: value for key, value in asdict(term).items() if key != "status"}


def _rule(rule: Rule, name: Name) -> Json:
    if rule.facet:
        when = {"scheme": rule.facet[0], "notation": rule.facet[1]}
    else:
        when = {"entity": rule.entity} if rule.entity else {"keyword": rule.keyword}
    return {"when": when, "target": name(rule.target)}


def _says_something(key: str, value: Any) -> bool:  # Any: a field
    return key in _NULLABLE or (value is not None and value != {})


def _label(named: Json) -> dict[str, str]:
    """Call a concept by its code and its label, as far as it has them."""
    label: dict[str, str] = named.get("prefLabel") or {}
    code: str = named.get("notation") or ""
    known = code or named.get("ref") or named.get("id", "")
    if not label:
        return {"ar": known, "en": known}
    return {
        language: f"{code} {text}" if code not in ("", text) else text
        for language, text in label.items()
    }


def added_concepts(operations: Iterable[Operation]) -> dict[str, Json]:
    """Name the concepts that operations add by what these say of them, by their ids."""
    found: dict[str, Json] = {}
    for one in operations:
        if isinstance(one, AddTermGroup):
            found[one.group] = {"prefLabel": dict(one.title)}
        elif isinstance(one, AddConcept | PromoteLabel):
            added = one.concept if isinstance(one, AddConcept) else one.new
            found[added] = {"notation": one.notation, "prefLabel": dict(one.pref_label)}
    return found

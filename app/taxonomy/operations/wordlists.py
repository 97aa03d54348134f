"""Performing the operations on the lexicon, and finding those between two states. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.taxonomy.lexicon.integrity import group_faults
from app.taxonomy.lexicon.state import Term, TermGroup
from app.taxonomy.operations import guards
from app.taxonomy.operations.editing import Editor
from app.taxonomy.operations.effects import Effect
from app.taxonomy.operations.refusing import Refusal, refused
from app.taxonomy.operations.terms import (
    AddTerm,
    AddTermGroup,
    DropTermGroup,
    RemoveTerm,
    SetTermDirection,
)

Effects = tuple[Effect, ...]
TermOperation = AddTermGroup | DropTermGroup | AddTerm | RemoveTerm | SetTermDirection


def add_term_group(operation: AddTermGroup, editor: Editor) -> Effects:
    """Add a group with its terms."""
    if editor.groups.find(operation.group) is not None:
        raise refused("OP-ID", "group", ar="المعرّف مستعمل.", en="The id is in use.")
    editor.bear(operation.group)
    title = dict(operation.title)
    editor.groups.plant(TermGroup(operation.group, title, operation.domain, operation.terms))
    return _words(operation.group, *(term.text for term in operation.terms))


def drop_term_group(operation: DropTermGroup, editor: Editor) -> Effects:
    """Take a group back that no version has."""
    group = editor.groups.get(operation.group)
    if not editor.is_born_here(group.id):
        raise refused(
            "OP-RELEASED",
            "group",
            ar="صدرت المجموعة في إصدار سابق: تُلغى ألفاظها ولا تُحذف.",
            en="The group was released: its terms can be removed, the group stays.",
        )
    editor.unbear(group.id)
    editor.groups.drop(group.id)
    return ()


def add_term(operation: AddTerm, editor: Editor) -> Effects:
    """Add a term, or bring one back."""
    group = editor.groups.get(operation.group)
    found = group.find(operation.text)
    if found is not None and found.is_active:
        raise refused(
            "OP-THERE",
            "text",
            ar=f"اللفظ '{found.text}' في المجموعة.",
            en=f"The group holds '{found.text}' already.",
        )
    editor.groups.add(
        group,
        Term(
            text=operation.text,
            lang=operation.lang,
            register=operation.register,
            direction=operation.direction,
            weight=float(operation.weight),
        ),
    )
    return _words(group.id, operation.text)


def remove_term(operation: RemoveTerm, editor: Editor) -> Effects:
    """Retire a term, or take it back."""
    group = editor.groups.get(operation.group)
    term = editor.groups.term(group, operation.term.text)
    guards.expects("term", operation.term, term)
    editor.groups.remove(group, term)
    return _words(group.id, term.text)


def set_term_direction(operation: SetTermDirection, editor: Editor) -> Effects:
    """Let the others of its group find a term, or no longer."""
    group = editor.groups.get(operation.group)
    term = editor.groups.term(group, operation.text)
    guards.expects("direction", operation.old, term.direction)
    guards.is_another(operation.old, operation.new)
    editor.groups.change(group, replace(term, direction=operation.new))
    return _words(group.id, term.text)


def unsound_groups(editor: Editor) -> Iterator[tuple[str, Iterator[Refusal]]]:
    """List what is wrong with each group that was changed; looked for as it is read."""
    for key in sorted(editor.groups.before):
        yield key, _group_refusals(editor, key)


def _group_refusals(editor: Editor, key: str) -> Iterator[Refusal]:
    group = editor.groups.find(key)
    for fault in group_faults(group) if group else ():
        said = fault.message
        yield Refusal(fault.rule, "terms", ar=said["ar"], en=said["en"])


def group_changes(
    now: Mapping[str, TermGroup], wanted: Mapping[str, TermGroup | None]
) -> Iterator[TermOperation]:
    """List what makes the groups of one state those of another."""
    for key in sorted(wanted):
        goal, there = wanted[key], now.get(key)
        if goal is None:
            if there is not None:
                yield DropTermGroup(key)
        elif there is None:
            yield AddTermGroup(key, dict(goal.title), goal.domain, goal.terms)
        else:
            yield from _term_changes(there, goal)


def _term_changes(now: TermGroup, wanted: TermGroup) -> Iterator[TermOperation]:
    """What comes is there before what goes: a group never has to do without terms."""
    goals = {term.key: term for term in wanted.terms}
    there = {term.key: term for term in now.terms}
    for key, goal in goals.items():
        if key not in there:
            yield _addition(wanted.id, goal)
    for key, term in there.items():
        found = goals.get(key)
        if found is None or found != term:
            yield from _to_term(now.id, term, found)


def _to_term(group: str, now: Term, wanted: Term | None) -> Iterator[TermOperation]:
    if wanted and now.is_active and now == replace(wanted, direction=now.direction):
        yield SetTermDirection(group, now.text, now.direction, wanted.direction)
        return
    is_alike = wanted is not None and now == replace(wanted, status=now.status)
    if now.is_active:
        yield RemoveTerm(group, now)
    if wanted is not None and (wanted.is_active or not is_alike):
        yield _addition(group, wanted)
        if not wanted.is_active:
            yield RemoveTerm(group, replace(wanted, status="active"))


def _addition(group: str, term: Term) -> AddTerm:
    return AddTerm(group, term.text, term.lang, term.register, term.direction, term.weight)


def _words(group: str, *texts: str) -> Effects:
    return (Effect("labels", group, words=texts),)

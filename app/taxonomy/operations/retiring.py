"""Operations that retire concepts or bring them back: nothing that points to them is lost. Pure."""

from collections.abc import Iterable

from app.taxonomy.operations import guards
from app.taxonomy.operations.editing import Editor
from app.taxonomy.operations.effects import Effect
from app.taxonomy.operations.refusing import mismatch, refused
from app.taxonomy.operations.values import Deprecate, Merge, Restore, Route, Split
from app.taxonomy.state import ConceptState, TextLists

Effects = tuple[Effect, ...]
Word = tuple[str, str]


def merge(operation: Merge, editor: Editor) -> Effects:
    """Retire the sources for the target, which takes in their children and labels."""
    target = guards.active(editor, operation.target, "target")
    sources = [guards.active(editor, one, "sources") for one in operation.sources]
    _are_different((*operation.sources, operation.target), "sources")
    for source in sources:
        guards.was_not_split(source)
    above = editor.ancestors(target.id)
    for source in sources:
        if source.id in above:
            raise refused(
                "OP-CYCLE",
                "target",
                ar="الهدف يقع تحت أحد المصادر.",
                en=f"The target stands below {source.notation}, which would be merged into it.",
            )
    carried, shared = inherited_labels(sources, target)
    guards.expects("carried", operation.carried, carried)
    guards.expects("shared", operation.shared, shared)
    for source in sources:
        for child in editor.children(source.id):
            _reroute(editor, child, source.id, target.id)
        _retire(editor, source.id, replaced_by=(target.id,), consider=())
    _take_labels(editor, sources, target.id)
    return tuple(Effect("replace", source.id, (target.id,), target.id) for source in sources)


def inherited_labels(
    sources: Iterable[ConceptState], target: ConceptState
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """List the labels that the target gains, and those that would be said twice."""
    seen = {word for word, _ in _words(target)}
    carried: set[Word] = set()
    shared: set[Word] = set()
    for source in sources:
        words = {word for word, _ in _words(source)}
        shared |= words & (seen | carried)
        carried |= words - seen
    return tuple(sorted(carried)), tuple(sorted(shared))


def split(operation: Split, editor: Editor) -> Effects:
    """Retire the source, or keep it for grouping; its services go to the targets."""
    source = guards.active(editor, operation.source, "source")
    guards.was_not_split(source)
    guards.are_active(editor, operation.targets, "targets")
    _are_different((*operation.targets, source.id), "targets")
    if len(operation.targets) < 2:
        raise refused("OP-TARGETS", "targets", ar="هدفان على الأقل.", en="Two targets at least.")
    for chosen in (operation.default, *(rule.target for rule in operation.rules)):
        if chosen not in operation.targets:
            raise refused(
                "OP-TARGETS",
                "default",
                ar="الافتراضي والقواعد تشير إلى الأهداف فقط.",
                en="The default and the rules name targets only.",
            )
    if operation.keep_source:
        guards.expects("wasAssignable", operation.was_assignable, source.is_assignable)
        choice = tuple(sorted(operation.targets))
        editor.change(source.id, is_assignable=False, consider=choice)
    else:
        _route(editor, source.id, operation.children)
        _retire(editor, source.id, replaced_by=(), consider=operation.targets)
    return (
        Effect(
            "choose",
            source.id,
            operation.targets,
            operation.default,
            operation.rules,
            operation.deadline_days,
        ),
    )


def deprecate(operation: Deprecate, editor: Editor) -> Effects:
    """Retire a concept for one successor, for several to choose from, or for none."""
    state = guards.active(editor, operation.concept)
    guards.expects("oldConsider", operation.old_consider, state.consider)
    successors = (operation.replaced_by,) if operation.replaced_by else ()
    _are_different((*successors, *operation.consider, state.id), "consider")
    guards.are_active(editor, successors, "replacedBy")
    guards.are_active(editor, operation.consider, "consider")
    _route(editor, state.id, operation.children)
    _retire(editor, state.id, replaced_by=successors, consider=operation.consider)
    return (_effect_of_retiring(state, successors or operation.consider),)


def _effect_of_retiring(state: ConceptState, successors: tuple[str, ...]) -> Effect:
    if len(successors) == 1:
        return Effect("replace", state.id, successors, successors[0])
    if successors:
        return Effect("choose", state.id, successors, successors[0])
    parents = state.broader[:1]
    return Effect("to_parent", state.id, parents, parents[0] if parents else None)


def restore(operation: Restore, editor: Editor) -> Effects:
    """Bring a retired concept back below active parents."""
    state = editor.get(operation.concept)
    if state.status == "active":
        raise refused("OP-ACTIVE", "concept", ar="المفهوم سارٍ.", en="The concept is active.")
    successors = (state.replaced_by, state.consider)
    guards.expects("oldSuccessors", operation.old_successors, successors)
    guards.counts_as_parents(editor, operation.parents)
    for parent in operation.parents:
        guards.active(editor, parent, "parents")
    editor.turn(state.id)
    editor.hang(state.id, operation.parents)
    editor.change(state.id, status="active", replaced_by=(), consider=())
    return (Effect("offer_back", state.id, (*state.replaced_by, *state.consider)),)


def _route(editor: Editor, concept: str, routes: tuple[Route, ...] | None) -> None:
    """Give every child of a concept that retires to another parent."""
    children = editor.children(concept)
    routed = dict(routes or ())
    if sorted(routed) != sorted(children):
        raise mismatch("children", sorted(routed), sorted(children))
    for child in children:
        guards.can_hang(editor, editor.get(child), routed[child])
        _reroute(editor, child, concept, routed[child])


def _reroute(editor: Editor, child: str, old: str, new: str | None) -> None:
    parents = editor.get(child).broader
    guards.can_rise(parents, new)
    editor.hang(child, guards.in_place_of(parents, old, new))


def _retire(
    editor: Editor, concept: str, *, replaced_by: tuple[str, ...], consider: tuple[str, ...]
) -> None:
    editor.turn(concept)
    editor.unhang(concept)
    editor.change(
        concept, status="deprecated", replaced_by=replaced_by, consider=tuple(sorted(consider))
    )
    for pointer in editor.pointers(concept):
        state = editor.get(pointer)
        exact = _without(state.replaced_by, concept)
        choice = _without(state.consider, concept)
        if concept in state.replaced_by and len(replaced_by) == 1:
            exact = (*exact, *replaced_by)
        else:
            choice = (*choice, *(one for one in (*replaced_by, *consider) if one not in choice))
        own = state.id
        exact = _without(exact, own)
        choice = tuple(one for one in choice if one != own and one not in exact)
        editor.change(own, replaced_by=tuple(sorted(exact)), consider=tuple(sorted(choice)))


def _take_labels(editor: Editor, sources: list[ConceptState], target: str) -> None:
    """Give the target every label of the sources that it does not have in some kind."""
    state = editor.get(target)
    has = {word for word, _ in _words(state)}
    gained: dict[str, dict[str, set[str]]] = {"alt_label": {}, "hidden_label": {}}
    for source in sources:
        for (language, text), kind in _words(source):
            if (language, text) not in has:
                has.add((language, text))
                gained[kind].setdefault(language, set()).add(text)
    alternative = _joined(state.alt_label, gained["alt_label"])
    hidden = _joined(state.hidden_label, gained["hidden_label"])
    editor.change(target, alt_label=alternative, hidden_label=hidden)


def _words(state: ConceptState) -> Iterable[tuple[Word, str]]:
    """List the labels of a concept, and what each becomes in another one."""
    for language, text in state.pref_label.items():
        yield (language, text), "alt_label"
    for field in ("alt_label", "hidden_label"):
        labels: TextLists = getattr(state, field)
        for language, texts in labels.items():
            for text in texts:
                yield (language, text), field


def _joined(labels: TextLists, gained: dict[str, set[str]]) -> TextLists:
    languages = {**labels, **gained}
    return {
        language: tuple(sorted({*labels.get(language, ()), *gained.get(language, ())}))
        for language in languages
    }


def _are_different(concepts: tuple[str, ...], where: str) -> None:
    if len(set(concepts)) < len(concepts):
        raise refused("OP-TWICE", where, ar="مفهوم مذكور مرتين.", en="A concept is named twice.")


def _without(concepts: tuple[str, ...], concept: str) -> tuple[str, ...]:
    return tuple(one for one in concepts if one != concept)

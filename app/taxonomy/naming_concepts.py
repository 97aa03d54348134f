"""Which concepts people mean who name them by id, by notation, or by a name of their own."""

from collections.abc import Callable, Iterable

from app.taxonomy.concept_names import ConceptName, RouteIn, RuleIn
from app.taxonomy.lexicon.schemas import GroupName
from app.taxonomy.operations import guards, values
from app.taxonomy.operations.editing import Editor
from app.taxonomy.operations.refusing import refused


class Namer:
    """Reads names against a draft as it is being changed."""

    def __init__(self, editor: Editor, refs: dict[str, str], new_id: Callable[[], str]) -> None:
        self.refs = refs
        self._editor = editor
        self._new_id = new_id
        self._named: set[str] = set()

    def _newcomer(self, ref: str | None, new_id: Callable[[], str] | None = None) -> str:
        """Give a newcomer its id: the one it had when the request was written before."""
        new_id = new_id or self._new_id
        if ref is None:
            return new_id()
        if ref in self._named:
            raise refused("OP-REF", "ref", ar=f"'{ref}' مكرر.", en=f"'{ref}' is used twice.")
        self._named.add(ref)
        return self.refs.setdefault(ref, new_id())

    def _group(self, name: GroupName) -> str:
        """Name a group of the lexicon."""
        if name.id is None and name.ref in self._named:
            return self.refs[str(name.ref)]
        return self._editor.groups.get(name.id or str(name.ref)).id

    def _id(self, name: ConceptName, where: str = "concept") -> str:
        if name.id is not None:
            return self._editor.get(name.id, where).id
        if name.ref is not None and name.ref in self._named:
            return self.refs[name.ref]
        holder = self._editor.holder(name.notation) if name.notation else None
        if holder is None:
            said = name.notation or name.ref
            raise refused(
                "OP-UNKNOWN",
                where,
                ar=f"لا يوجد مفهوم باسم '{said}'.",
                en=f"There is no concept '{said}'.",
            )
        return holder

    def _living(self, name: ConceptName) -> str:
        """Name a concept that people may edit: what is retired is restored before."""
        return guards.active(self._editor, self._id(name)).id

    def _ids(self, names: Iterable[ConceptName], where: str) -> tuple[str, ...]:
        return tuple(self._id(name, where) for name in names)

    def _place(self, name: ConceptName | None, where: str) -> str | None:
        return None if name is None else self._id(name, where)

    def _rule(self, rule: RuleIn) -> values.Rule:
        when = rule.when
        facet = (when.scheme, when.notation) if when.scheme and when.notation else None
        target = self._id(rule.target, "rules")
        return values.Rule(target, when.entity or "", when.keyword or "", facet)

    def _routes(
        self,
        sent: list[RouteIn] | None,
        concept: str,
        heir: str | None,
        heirs: dict[str, str],
    ) -> tuple[values.Route, ...]:
        """Route the children of a concept that retires: to its heir, unless said otherwise.

        An heir that is itself a child, or everything when there is no heir, goes to where
        the concept stood.
        """
        children = self._editor.children(concept)
        above = self._editor.get(concept).broader[:1]
        up = above[0] if above else None
        routes = {one: up if one == heir or one in heirs else (heir or up) for one in children}
        for route in sent or ():
            child = self._id(route.concept, "children")
            if child not in routes:
                raise refused(
                    "OP-CHILDREN",
                    "children",
                    ar="ليس من أبناء المفهوم السارين.",
                    en="It is not an active child of the concept.",
                )
            routes[child] = self._place(route.to, "children")
        return tuple(routes.items())

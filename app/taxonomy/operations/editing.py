"""Changing a draft: every look and every change goes through an editor, which notes them. Pure.

The notes are a request's *footprint*, which makes comparing many open requests fast.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from app.taxonomy.operations.draft import TOP, Bearing, Draft, bearings, bears_alike, successors
from app.taxonomy.operations.footprints import Footprint
from app.taxonomy.operations.grouping import GroupEditor
from app.taxonomy.operations.indexes import natural, with_bearer, without_bearer
from app.taxonomy.operations.refusing import refused
from app.taxonomy.state import ConceptState


class Editor:
    """A draft on its way from one state to the next."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.rules = draft.rules
        self.print = Footprint()
        self.groups = GroupEditor(draft, self.print)
        self.before: dict[str, ConceptState | None] = {}
        self.restructured: set[str] = set()
        self._turned: set[str] = set()
        self._concepts = draft.concepts
        self._top = draft.top
        self._loose = draft.loose
        self._holders = draft.holders
        self._bearers = draft.bearers
        self._pointers = draft.pointers
        self._born = draft.born

    @property
    def draft(self) -> Draft:
        """The draft as it is now."""
        return replace(
            self._draft,
            concepts=self._concepts,
            top=self._top,
            loose=self._loose,
            holders=self._holders,
            bearers=self._bearers,
            pointers=self._pointers,
            born=self._born,
            groups=self.groups.groups,
            added_terms=self.groups.added,
        )

    def note_anew(self) -> Footprint:
        """Begin a footprint of its own for what follows; gives it."""
        self.print = self.groups.print = Footprint()
        return self.print

    # --- looking -----------------------------------------------------------------

    def find(self, concept: str) -> ConceptState | None:
        """Look at all of a concept that may not be there."""
        self.print.look_at_all(concept)
        return self._concepts.get(concept)

    def peek(self, concept: str) -> ConceptState | None:
        """Take a concept without a note: whoever asks notes what it looks at."""
        return self._concepts.get(concept)

    def get(self, concept: str, where: str = "concept") -> ConceptState:
        """Look at all of a concept.

        Raises:
            Refused: there is no such concept.

        """
        self.print.look_at_all(concept)
        return self._known(concept, where)

    def look(self, concept: str, *fields: str, where: str = "concept") -> ConceptState:
        """Look at some fields of a concept; nothing else of it may decide anything.

        Raises:
            Refused: there is no such concept.

        """
        self.print.look(concept, fields)
        return self._known(concept, where)

    def _known(self, concept: str, where: str) -> ConceptState:
        found = self._concepts.get(concept)
        if found is None:
            raise refused(
                "OP-UNKNOWN",
                where,
                ar=f"لا يوجد مفهوم بالمعرّف '{concept}'.",
                en=f"There is no concept '{concept}'.",
            )
        return found

    def children(self, parent: str | None) -> tuple[str, ...]:
        """Look at what stands below a parent, or at the top, in order."""
        self.print.seen.add(("children", parent or TOP))
        return self._children(parent)

    def ancestors(self, concept: str) -> set[str]:
        """Climb from a concept to the top; the concept itself is not counted."""
        found: set[str] = set()
        waiting = list(self._broader(concept))
        while waiting:
            parent = waiting.pop()
            if parent not in found:
                found.add(parent)
                waiting.extend(self._broader(parent))
        return found

    def descendants(self, concept: str) -> Iterable[ConceptState]:
        """Walk what stands below a concept, each once, the concept itself first."""
        seen = {concept}
        waiting = [concept]
        while waiting:
            state = self.get(waiting.pop())
            yield state
            fresh = [child for child in state.narrower if child not in seen]
            seen.update(fresh)
            waiting.extend(fresh)

    def holder(self, notation: str) -> str | None:
        """Say which concept a notation belongs to for ever."""
        self.print.reads.add(("notation", notation))
        return self._holders.get(notation)

    def bearers(self, bearing: Bearing) -> tuple[str, ...]:
        """Say which active concepts bear a preferred label."""
        self.print.reads.add(("label", *bearing))
        return self._bearers.get(bearing, ())

    def pointers(self, concept: str) -> tuple[str, ...]:
        """Say which concepts name this one as their successor."""
        self.print.reads.add(("pointers", concept))
        return self._pointers.get(concept, ())

    def is_born_here(self, concept: str) -> bool:
        """Say whether a concept was added since the last version."""
        return concept in self._born

    # --- changing ----------------------------------------------------------------

    def put(self, state: ConceptState) -> None:
        """Write a concept anew; what stands above and below it is not touched."""
        old = self._concepts.get(state.id)
        self.before.setdefault(state.id, old)
        self.print.change(state.id, old, state)
        self._index(state.id, old, state)
        self._concepts = self._concepts.insert(state.id, state)

    def change(self, concept: str, **fields: Any) -> None:  # Any: fields of a concept
        """Write some fields of a concept anew."""
        self.put(replace(self._concepts[concept], **fields))

    def plant(self, state: ConceptState) -> None:
        """Add a concept that was not there, below its parents."""
        if self.groups.is_lexicon:
            raise refused(
                "OP-SCHEME", "op", ar="ليس في المعجم مفاهيم.", en="The lexicon has no concepts."
            )
        self.bear(state.id)
        self.put(state)
        self.claim(state.notation, state.id)
        self.restructured.add(state.id)
        for parent in self._seats(state.id):
            self._put_in(parent, state.id)

    def drop(self, concept: str) -> None:
        """Take back a concept that was added since the last version."""
        old = self._concepts[concept]
        self.before.setdefault(concept, old)
        self.print.change(concept, old, None)
        self.print.writes.add(("notation", old.notation))
        for parent in self._seats(concept):
            self._take_out(parent, concept)
        self._index(concept, old, None)
        self._concepts = self._concepts.remove(concept)
        self.unbear(concept)
        self._holders = self._holders.remove(old.notation)

    def bear(self, newcomer: str) -> None:
        """Note that a concept or a group is new since the last version."""
        self._born = self._born.insert(newcomer)

    def unbear(self, newcomer: str) -> None:
        """Forget a concept or a group that was new."""
        self._born = self._born.remove(newcomer)

    def claim(self, notation: str, concept: str) -> None:
        """Give a notation to a concept for ever."""
        self.print.writes.add(("notation", notation))
        self._holders = self._holders.insert(notation, concept)

    def turn(self, concept: str) -> None:
        """Note that a concept is retired or brought back: one request does that once."""
        if concept in self._turned:
            raise refused(
                "OP-TWICE",
                "concept",
                ar="لا يُلغى المفهوم ويُعاد في طلب واحد.",
                en="One request does not both retire a concept and bring it back.",
            )
        self._turned.add(concept)

    def hang(self, concept: str, parents: tuple[str, ...]) -> None:
        """Put a concept below other parents; without any, at the top."""
        old, new = self._seats(concept), parents or (TOP,)
        self.restructured.add(concept)
        for parent in old:
            if parent not in new:
                self._take_out(parent, concept)
        self.change(concept, broader=parents)
        for parent in new:
            if parent not in old:
                self._put_in(parent, concept)

    def unhang(self, concept: str) -> None:
        """Take a concept out of the tree."""
        for parent in self._seats(concept):
            self._take_out(parent, concept)
        self.change(concept, broader=())

    def order(self, parent: str | None, children: tuple[str, ...]) -> None:
        """Put all children of a parent into an order."""
        self._set_children(parent or TOP, children, frozenset())

    def resort(self, concept: str) -> None:
        """Find the place of a concept anew among those in no particular order."""
        for parent in self._seats(concept):
            loose = self._loose.get(parent, frozenset())
            if concept in loose:
                self.print.seen.add(("children", parent))
                placed = tuple(one for one in self._children(parent) if one not in loose)
                self._set_children(parent, placed + self._sorted(loose), loose)

    # --- indexes -----------------------------------------------------------------

    def _seats(self, concept: str) -> tuple[str, ...]:
        """List below what a concept stands; one that is retired stands nowhere."""
        self.print.look(concept, ("broader", "status"))
        state = self._concepts[concept]
        return (state.broader or (TOP,)) if state.status == "active" else ()

    def _broader(self, concept: str) -> tuple[str, ...]:
        self.print.look(concept, ("broader",))
        found = self._concepts.get(concept)
        return found.broader if found else ()

    def _children(self, parent: str | None) -> tuple[str, ...]:
        return self._concepts[parent].narrower if parent else self._top

    def _put_in(self, parent: str, child: str) -> None:
        self.print.reads.add(("order", parent))
        loose = self._loose.get(parent, frozenset())
        placed = tuple(one for one in self._children(parent) if one not in loose)
        loose |= {child}
        self._set_children(parent, placed + self._sorted(loose), loose)

    def _take_out(self, parent: str, child: str) -> None:
        self.print.reads.add(("order", parent))
        rest = tuple(one for one in self._children(parent) if one != child)
        self._set_children(parent, rest, self._loose.get(parent, frozenset()) - {child})

    def _set_children(self, parent: str, children: tuple[str, ...], loose: frozenset[str]) -> None:
        self._loose = self._loose.insert(parent, loose)
        if parent:
            self.change(parent, narrower=children)
        else:
            self.print.change_children(TOP, self._top, children)
            self._top = children

    def _sorted(self, concepts: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(concepts, key=self._by_notation))

    def _by_notation(self, concept: str) -> tuple[list[tuple[bool, int, str]], str]:
        return natural(self.look(concept, "notation").notation), concept

    def _index(self, concept: str, old: ConceptState | None, new: ConceptState | None) -> None:
        bears_the_same = old and new and bears_alike(old, new)
        had = set(bearings(old, self.rules)) if old and not bears_the_same else set()
        has = set(bearings(new, self.rules)) if new and not bears_the_same else set()
        for bearing in had - has:
            self.print.writes.add(("label", *bearing))
            self._bearers = without_bearer(self._bearers, bearing, concept)
        for bearing in has - had:
            self.print.writes.add(("label", *bearing))
            self._bearers = with_bearer(self._bearers, bearing, concept)
        named = set(successors(old)) if old else set()
        names = set(successors(new)) if new else set()
        for other in named - names:
            self.print.writes.add(("pointers", other))
            self._pointers = without_bearer(self._pointers, other, concept)
        for other in names - named:
            self.print.writes.add(("pointers", other))
            self._pointers = with_bearer(self._pointers, other, concept)

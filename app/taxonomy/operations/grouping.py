"""Changing the groups of a lexicon's draft: what ``Editor`` is for concepts. Pure.

Terms that were there before, or came with their group, keep their places; those added since
stand behind them in the order of their spelling, so that it does not matter who came first.
"""

from __future__ import annotations  # rpds names its types for checkers only

from dataclasses import replace
from typing import TYPE_CHECKING

from app.taxonomy.lexicon.state import Term, TermGroup
from app.taxonomy.operations.refusing import refused

if TYPE_CHECKING:
    from rpds import HashTrieMap

    from app.taxonomy.operations.draft import Draft
    from app.taxonomy.operations.footprints import Footprint


class GroupEditor:
    """The groups of a draft on their way from one state to the next."""

    def __init__(self, draft: Draft, footprint: Footprint) -> None:
        self.before: dict[str, TermGroup | None] = {}
        self.print = footprint
        self.groups = draft.groups
        self.added = draft.added_terms

    @property
    def is_lexicon(self) -> bool:
        """Whether it is the lexicon that is being changed."""
        return self.groups is not None

    def find(self, group: str) -> TermGroup | None:
        """Look at a group that may not be there."""
        self.print.reads.add(("group", group))
        return self._all.get(group)

    def get(self, group: str) -> TermGroup:
        """Look at a group.

        Raises:
            Refused: there is no such group.

        """
        found = self.find(group)
        if found is None:
            raise refused(
                "OP-UNKNOWN",
                "group",
                ar=f"لا توجد مجموعة بالمعرّف '{group}'.",
                en=f"There is no group '{group}'.",
            )
        return found

    def term(self, group: TermGroup, text: str) -> Term:
        """Look at a term that search uses.

        Raises:
            Refused: there is none of this spelling.

        """
        found = group.find(text)
        if found is None or not found.is_active:
            raise refused(
                "OP-UNKNOWN",
                "text",
                ar=f"ليس في المجموعة لفظ '{text}'.",
                en=f"The group has no term '{text}'.",
            )
        return found

    def plant(self, group: TermGroup) -> None:
        """Add a group that was not there."""
        self._put(group)

    def drop(self, group: str) -> None:
        """Take back a group that was added since the last version."""
        self._note(group)
        self.groups = self._all.remove(group)

    def add(self, group: TermGroup, term: Term) -> None:
        """Add a term behind those that were there, or bring a retired one back to its place."""
        if group.find(term.text) is not None:
            self._put(group.with_term(term))
            return
        added = self.added.get(group.id, frozenset())
        given = [one for one in group.terms if one.key not in added]
        loose = [one for one in group.terms if one.key in added]
        loose = sorted([*loose, term], key=lambda one: one.key)
        self.added = self.added.insert(group.id, added | {term.key})
        self._put(replace(group, terms=(*given, *loose)))

    def remove(self, group: TermGroup, term: Term) -> None:
        """Retire a term, or take back one that was added since the last version."""
        added = self.added.get(group.id, frozenset())
        if term.key not in added:
            self._put(group.with_term(replace(term, status="retired")))
            return
        self.added = self.added.insert(group.id, added - {term.key})
        self._put(replace(group, terms=tuple(one for one in group.terms if one != term)))

    def change(self, group: TermGroup, term: Term) -> None:
        """Write a term of a group anew."""
        self._put(group.with_term(term))

    @property
    def _all(self) -> HashTrieMap[str, TermGroup]:
        if self.groups is None:
            raise refused(
                "OP-SCHEME",
                "op",
                ar="هذه العملية للمعجم وحده.",
                en="This operation is for the lexicon alone.",
            )
        return self.groups

    def _put(self, group: TermGroup) -> None:
        self._note(group.id)
        self.groups = self._all.insert(group.id, group)

    def _note(self, group: str) -> None:
        self.before.setdefault(group, self._all.get(group))
        self.print.writes.add(("group", group))

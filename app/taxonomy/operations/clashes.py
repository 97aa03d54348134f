"""What two requests both want to change, in words for those who must agree. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from app.taxonomy.operations import values
from app.taxonomy.operations.draft import Draft
from app.taxonomy.operations.refusing import Refusal
from app.taxonomy.operations.values import Operation
from app.taxonomy.operations.voices import Label, Voice, by_id

Spot: TypeAlias = tuple[str, str, str]
"""A concept, what of it an operation sets, and the language; without one it is empty."""
_WHAT: dict[str, Label] = {
    "prefLabel": {"ar": "اسم", "en": "the label"},
    "definition": {"ar": "تعريف", "en": "the definition"},
    "scopeNote": {"ar": "ملاحظة نطاق", "en": "the scope note"},
    "notation": {"ar": "رمز", "en": "the code"},
    "place": {"ar": "موضع", "en": "the place"},
    "assignable": {"ar": "قابلية إسناد", "en": "whether services may go to"},
    "successors": {"ar": "خلف", "en": "the successors"},
}
_WHOLE: dict[type[Operation], str] = {
    values.SetNotation: "notation",
    values.Move: "place",
    values.AddParent: "place",
    values.RemoveParent: "place",
    values.SetAssignable: "assignable",
    values.SetSuccessors: "successors",
}


def in_both(
    reasons: Sequence[Refusal], one: Sequence[Operation], other: Sequence[Operation], draft: Draft
) -> tuple[Refusal, ...]:
    """Say what both requests change, in place of the value that one of them does not find.

    Reasons of another kind stay, and so does a mismatch in what only one of them sets.
    """
    mine, theirs = _spots(one), _spots(other)
    spots = [spot for spot in mine if spot in theirs and spot[0] in draft.concepts]
    told = [_told(concept, what, spots, draft) for concept, what, _ in spots]
    texts = list(dict.fromkeys(told))
    found: list[Refusal] = []
    for reason in reasons:
        clear = [replace(reason, ar=ar, en=en) for ar, en in texts] if reason.is_mismatch else []
        found += clear or [reason]
    return tuple(found)


def _told(concept: str, what: str, spots: Iterable[Spot], draft: Draft) -> tuple[str, str]:
    languages = [spot[2] for spot in spots if spot[:2] == (concept, what) and spot[2]]
    return (
        _Speaker("ar", draft).say(concept, what, languages),
        _Speaker("en", draft).say(concept, what, languages),
    )


class _Speaker(Voice):
    """Says what both requests change, in one language."""

    def __init__(self, language: str, draft: Draft) -> None:
        def name_of(concept: str) -> Label:
            state = draft.concepts[concept]
            named = {key: f"{state.notation} {text}" for key, text in state.pref_label.items()}
            return named or by_id(state.notation)

        super().__init__(language, name_of)

    def say(self, concept: str, what: str, languages: Sequence[str]) -> str:
        comma = self._pick("، ", ", ")
        tongues = comma.join(self._tongue(one) for one in languages)
        within = f" ({tongues})" if tongues else ""
        thing = self._word(_WHAT[what])
        if what == "assignable":
            return self._pick(
                f"كلا الطلبين يغيّر {thing} الخدمات إلى {self._name(concept)}.",
                f"Both change {thing} {self._name(concept)}.",
            )
        return self._pick(
            f"كلا الطلبين يغيّر {thing} {self._name(concept)}{within}.",
            f"Both change {thing} of {self._name(concept)}{within}.",
        )


def _spots(operations: Iterable[Operation]) -> list[Spot]:
    found = (_spot(one) for one in operations)
    return list(dict.fromkeys(one for one in found if one))


def _spot(one: Operation) -> Spot | None:
    if isinstance(one, values.SetPrefLabel):
        return one.concept, "prefLabel", one.lang
    if isinstance(one, values.SetNote):
        return one.concept, one.kind, one.lang
    what = next((what for kind, what in _WHOLE.items() if isinstance(one, kind)), None)
    concept = getattr(one, "concept", "")
    return (concept, what, "") if what else None

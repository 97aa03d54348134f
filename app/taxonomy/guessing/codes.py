"""Codes that a snapshot cannot have: each belongs to one concept for ever. Pure."""

from collections.abc import Iterator, Mapping

from app.taxonomy.operations.draft import Draft
from app.taxonomy.operations.refusing import Refusal, Refused
from app.taxonomy.state import ConceptState, Texts


def demand_free_codes(draft: Draft, active: Mapping[str, ConceptState]) -> None:
    """Demand that every code is its concept's own, or was nobody's, and has the form.

    Raises:
        Refused: all codes that are taken or misshapen, one by one.

    """
    refusals = list(_taken(draft, active))
    if refusals:
        raise Refused(*refusals)


def _taken(draft: Draft, active: Mapping[str, ConceptState]) -> Iterator[Refusal]:
    seen: dict[str, str] = {}
    for key, concept in active.items():
        code = concept.notation
        holder = draft.holders.get(code) or seen.setdefault(code, key)
        known = draft.concepts.get(key)
        if known and known.notation == code:
            continue
        if not draft.rules.accepts(code):
            yield Refusal(
                "OP-PATTERN",
                "notation",
                ar=f"الرمز '{code}' لا يطابق نمط المخطط.",
                en=f"The notation '{code}' does not have the scheme's form.",
                found=code,
            )
        elif holder != key:
            yield _reused(concept, draft.concepts.get(holder) or active.get(holder))


def _reused(concept: ConceptState, holder: ConceptState | None) -> Refusal:
    names = holder.pref_label if holder else {}
    code = concept.notation
    return Refusal(
        "OP-NOTATION",
        "notation",
        ar=f"الرمز '{code}' للمفهوم «{_name(names, 'ar')}» إلى الأبد: "
        f"أعط «{_name(concept.pref_label, 'ar')}» رمزاً آخر.",
        en=f"The code '{code}' is that of “{_name(names, 'en')}” for ever: "
        f"give “{_name(concept.pref_label, 'en')}” another one.",
        found=code,
    )


def _name(names: Texts, language: str) -> str:
    return names.get(language) or next(iter(names.values()), "?")

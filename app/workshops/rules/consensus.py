"""The five rules of consensus: each says what stands in the way of a decision. Pure.

They ask for acceptance. Rejecting needs an objection or a reason, deferring needs nothing:
neither changes the scheme. ADR 0061 says why each rule asks what it asks.
"""

from collections.abc import Callable, Iterator, Mapping

from app.workshops.lifecycle import ACCEPTED
from app.workshops.rules.values import FOR, Case, Reason, RuleName, Voice

Reasons = Iterator[Reason]


def unmet(rule: RuleName, case: Case) -> tuple[Reason, ...]:
    """List what the positions do not bear out; nothing means that the decision may be taken."""
    if case.outcome in ACCEPTED:
        return tuple(RULES[rule](case))
    return ()


def missing(rule: RuleName, case: Case) -> tuple[Reason, ...]:
    """List what whoever decides has still to say."""
    return tuple(_left_unsaid(rule, case))


def _lazy(case: Case) -> Reasons:
    """Notice was given, its time is over, and nobody objects."""
    if not case.has_waited:
        yield Reason(
            "CONS-NOTICE",
            ar="لم تنته مهلة الإشعار التي حددتها الدعوة إلى التوافق.",
            en="The time that the consensus call gave notice of is not over.",
        )
    yield from _sustained(case.objections)


def _consent(case: Case) -> Reasons:
    """Half of the affected entities have spoken, and no objection is sustained."""
    yield from _quorum(case)
    yield from _sustained(tuple(one for one in case.objections if not _is_met(one, case)))


def _rough(case: Case) -> Reasons:
    """Somebody has spoken, and every objection has a disposition; a block stands."""
    if not case.counted:
        yield Reason(
            "CONS-SILENCE",
            ar="لم تُبدِ أي جهة موقفاً من هذه العمليات، والصمت ليس تأييداً.",
            en="No entity has taken a position on these operations, and silence is not support.",
        )
    yield from _sustained(tuple(one for one in case.objections if one.stance == "block"))
    for one in case.objections:
        if one.stance == "object" and one.position not in case.dispositions:
            yield Reason(
                "CONS-DISPOSITION",
                ar=f"لم يُذكر ما آل إليه اعتراض '{one.entity}'.",
                en=f"Nothing says what became of the objection of '{one.entity}'.",
                pointer="/dispositions",
                entities=(one.entity,),
            )


def _supermajority(case: Case) -> Reasons:
    """Two thirds of those who have taken a side overrule the others; only to overrule."""
    yield from _quorum(case)
    against, supporting = len(case.objections), _supporting(case)
    if not against:
        yield Reason(
            "CONS-OVERRULE",
            ar="لا اعتراض يُتجاوز؛ الأغلبية المشددة لتجاوز اعتراض فقط.",
            en="There is no objection to overrule, and a supermajority is for nothing else.",
            pointer="/rule",
        )
    elif 3 * supporting < 2 * (supporting + against):
        yield Reason(
            "CONS-MAJORITY",
            ar=f"أيّد {supporting} من {supporting + against}، والمطلوب الثلثان.",
            en=f"{supporting} of {supporting + against} are in favour; two thirds are needed.",
        )


def _decree(_case: Case) -> Reasons:
    """Whoever has the right decides, and says why; see ``missing``."""
    return iter(())


RULES: Mapping[RuleName, Callable[[Case], Reasons]] = {
    "lazy": _lazy,
    "consent": _consent,
    "rough": _rough,
    "supermajority": _supermajority,
    "decree": _decree,
}
NAMES: tuple[RuleName, ...] = tuple(RULES)


def _left_unsaid(rule: RuleName, case: Case) -> Reasons:
    if case.outcome == "accepted_with_conditions" and not case.conditions:
        yield Reason(
            "CONS-CONDITIONS",
            ar="القبول بشروط يذكر الشروط.",
            en="What is accepted with conditions names them.",
            pointer="/conditions",
        )
    if rule == "decree" and not case.reason:
        yield _reason("القرار الآمر يذكر سببه.", "A decree says why.")
    elif case.outcome == "rejected" and not case.objections and not case.reason:
        yield _reason(
            "الرفض بلا اعتراض من أي جهة يذكر سببه.",
            "What is rejected though no entity objects is rejected for a reason that is told.",
        )
    if rule == "supermajority" and case.outcome in ACCEPTED and not case.minority_statement:
        yield Reason(
            "CONS-MINORITY",
            ar="تجاوز اعتراض يُرفق به بيان الأقلية.",
            en="Who is overruled is heard: a statement of the minority goes with the decision.",
            pointer="/minorityStatement",
        )


def _reason(ar: str, en: str) -> Reason:
    return Reason("CONS-REASON", ar=ar, en=en, pointer="/reason")


def _quorum(case: Case) -> Reasons:
    if 2 * len(case.spoken) < len(case.affected):
        silent = tuple(sorted(case.silent))
        yield Reason(
            "CONS-QUORUM",
            ar=(
                f"تكلمت {len(case.spoken)} من {len(case.affected)} جهة متأثرة، "
                "والمطلوب نصفها على الأقل."
            ),
            en=(
                f"{len(case.spoken)} of {len(case.affected)} affected entities have spoken; "
                "at least half must."
            ),
            entities=silent,
        )


def _sustained(objections: tuple[Voice, ...]) -> Reasons:
    for one in objections:
        is_block = one.stance == "block"
        yield Reason(
            "CONS-BLOCK" if is_block else "CONS-OBJECTION",
            ar=f"{'تعطيل' if is_block else 'اعتراض'} '{one.entity}' قائم.",
            en=f"The {'block' if is_block else 'objection'} of '{one.entity}' is sustained.",
            entities=(one.entity,),
        )


def _is_met(voice: Voice, case: Case) -> bool:
    """Say that what an entity objected to was changed; a block ends with its entity's word."""
    disposition = case.dispositions.get(voice.position)
    is_accommodated = disposition is not None and disposition.kind == "accommodated"
    return voice.stance == "object" and is_accommodated


def _supporting(case: Case) -> int:
    return sum(voice.stance in FOR for voice in case.counted)

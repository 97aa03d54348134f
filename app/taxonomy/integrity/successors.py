"""Successors of deprecated concepts: one step leads to a concept that is used. Pure."""

from collections.abc import Iterator

from app.core.rule_texts import Text
from app.taxonomy.integrity.base import Hit, Rule
from app.taxonomy.integrity.examples import deprecated
from app.taxonomy.integrity.subject import Subject
from app.taxonomy.state import ConceptState


def _successors(subject: Subject) -> Iterator[tuple[ConceptState, ConceptState]]:
    for one in subject.focus:
        for other in subject.known(dict.fromkeys(one.replaced_by)):
            yield one, other


def _inactive(subject: Subject) -> Iterator[Hit]:
    for one, other in _successors(subject):
        if other.status != "active":
            yield Hit(one, {"other": other})


def _of_active(subject: Subject) -> Iterator[Hit]:
    for one in subject.active:
        if one.replaced_by:
            other = one.replaced_by[0]
            yield Hit(one, {"other": subject.concepts.get(other, other)})


def _not_assignable(subject: Subject) -> Iterator[Hit]:
    for one, other in _successors(subject):
        if one.is_assignable and other.status == "active" and not other.is_assignable:
            yield Hit(one, {"other": other})


RULES = (
    Rule(
        id="TAX-REPLACED",
        severity="error",
        family="structure",
        title=Text("A successor is an active concept.", "البديل مفهوم مستخدم."),
        message=Text(
            "{concept} is replaced by {other}, which is deprecated itself.",
            "حل {other} محل {concept} وهو نفسه متوقف الاستخدام.",
        ),
        hint=Text(
            "Name the concept that is used today as the successor.",
            "اذكر المفهوم المستخدم اليوم بديلاً.",
        ),
        why=Text(
            "Old codes are carried over in one step; chains and circles end nowhere.",
            "تُنقل الرموز القديمة في خطوة واحدة، أما السلاسل والدوائر فلا تنتهي.",
        ),
        good={"concepts": {"licences": deprecated("vehicles")}},
        bad={
            "concepts": {
                "licences": deprecated("vehicles"),
                "vehicles": deprecated("clinics"),
            }
        },
        check=_inactive,
    ),
    Rule(
        id="TAX-STANDING",
        severity="error",
        family="structure",
        title=Text("Only a deprecated concept has successors.", "لا بديل إلا لمفهوم متوقف."),
        message=Text(
            "{concept} is active and is replaced by {other}.",
            "{concept} مستخدم ومذكور أن {other} حل محله.",
        ),
        hint=Text(
            "Deprecate the concept, or take the successor out.",
            "أوقف استخدام المفهوم أو احذف البديل.",
        ),
        why=Text(
            "Its services would be moved away and stay at once.",
            "لو بقي كذلك لنُقلت خدماته وبقيت معاً.",
        ),
        good={"concepts": {"licences": deprecated("vehicles")}},
        bad={"concepts": {"licences": {"replacedBy": ["vehicles"]}}},
        check=_of_active,
    ),
    Rule(
        id="TAX-TARGET",
        severity="error",
        family="release",
        title=Text(
            "A concept that services may have is merged into one that they may have.",
            "يُدمج ما يُسند إلى الخدمات فيما يُسند إليها.",
        ),
        message=Text(
            "{concept} is replaced by {other}, which no service may be classified by.",
            "حل {other} محل {concept} ولا يجوز إسناده إلى الخدمات.",
        ),
        hint=Text(
            "Choose a successor that services may have, or allow it for this one.",
            "اختر بديلاً يُسند إلى الخدمات، أو أجز إسناد هذا.",
        ),
        why=Text(
            "The services of the old concept are classified by its successor.",
            "خدمات المفهوم القديم تُصنف ببديله.",
        ),
        good={
            "concepts": {
                "licences": {**deprecated("vehicles"), "isAssignable": False},
                "vehicles": {"isAssignable": False},
            }
        },
        bad={
            "concepts": {
                "licences": deprecated("vehicles"),
                "vehicles": {"isAssignable": False},
            }
        },
        check=_not_assignable,
    ),
)

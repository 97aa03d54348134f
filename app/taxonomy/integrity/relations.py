"""Relations beside the hierarchy: SKOS S27, and relations that say nothing. Pure."""

from collections.abc import Iterator

from app.core.rule_texts import Text
from app.taxonomy.integrity.base import Hit, Rule
from app.taxonomy.integrity.examples import changed
from app.taxonomy.integrity.subject import Subject
from app.taxonomy.state import ConceptState


def _to_itself(subject: Subject) -> Iterator[Hit]:
    for one in subject.focus:
        if one.id in one.related:
            yield Hit(one)


def _pairs(subject: Subject) -> Iterator[tuple[ConceptState, ConceptState]]:
    for one in subject.focus:
        for other in subject.known(dict.fromkeys(one.related)):
            if other.id != one.id:
                yield one, other


def _in_hierarchy(subject: Subject) -> Iterator[Hit]:
    pairs = list(_pairs(subject))
    asked = {(one.id, other.id) for one, other in pairs}
    found = subject.hierarchy.above(sorted(asked | {(above, below) for below, above in asked}))
    for one, other in pairs:
        if (one.id, other.id) in found or (other.id, one.id) in found:
            yield Hit(one, {"other": other})


def _siblings(subject: Subject) -> Iterator[Hit]:
    for one, other in _pairs(subject):
        is_shared = any(subject.is_broader(parent, other) for parent in one.broader)
        if is_shared and one.status == other.status == "active":
            yield Hit(one, {"other": other})


def _with_deprecated(subject: Subject) -> Iterator[Hit]:
    for one, other in _pairs(subject):
        if one.status == "active" and other.status == "deprecated":
            yield Hit(one, {"other": other})


RULES = (
    Rule(
        id="TAX-SELF",
        severity="error",
        family="structure",
        title=Text("A concept is not related to itself.", "لا يرتبط المفهوم بنفسه."),
        message=Text("{concept} is related to itself.", "{concept} مرتبط بنفسه."),
        hint=Text("Take the relation out.", "احذف الارتباط."),
        why=Text("Such a relation says nothing.", "ارتباط كهذا لا يقول شيئاً."),
        good=changed("licences", related=["clinics"]),
        bad=changed("licences", related=["licences"]),
        check=_to_itself,
    ),
    Rule(
        id="TAX-S27",
        severity="error",
        family="structure",
        title=Text(
            "A concept is not related to one above or below it.",
            "لا يرتبط المفهوم بما هو أعلى منه أو أدنى.",
        ),
        message=Text(
            "{concept} is related to {other}, and one of the two stands above the other.",
            "{concept} مرتبط بـ{other} وأحدهما أعلى من الآخر.",
        ),
        hint=Text(
            "Take the relation out: the hierarchy says it already.",
            "احذف الارتباط، فالتدرّج يقوله.",
        ),
        why=Text(
            "Integrity condition S27 of the SKOS Reference.",
            "شرط السلامة S27 في مرجع SKOS.",
        ),
        good=changed("licences", related=["health"]),
        bad=changed("licences", related=["traffic"]),
        check=_in_hierarchy,
    ),
    Rule(
        id="TAX-SIBLINGS",
        severity="warning",
        family="structure",
        title=Text("Siblings are not related as well.", "لا يُربط الأشقاء زيادةً على أبيهم."),
        message=Text(
            "{concept} is related to {other}, with which it has a parent in common.",
            "{concept} مرتبط بـ{other} ولهما أب واحد.",
        ),
        hint=Text(
            "Take the relation out unless it says more than the common parent.",
            "احذف الارتباط ما لم يقل أكثر من الأب المشترك.",
        ),
        why=Text(
            "Siblings are shown side by side already.",
            "الأشقاء يُعرضون متجاورين من دونه.",
        ),
        good=changed("licences", related=["clinics"]),
        bad=changed("licences", related=["vehicles"]),
        check=_siblings,
    ),
    Rule(
        id="TAX-RETIRED",
        severity="warning",
        family="structure",
        title=Text(
            "An active concept is not related to a deprecated one.",
            "لا يرتبط مفهوم مستخدم بمفهوم متوقف الاستخدام.",
        ),
        message=Text(
            "{concept} is related to {other}, which is deprecated.",
            "{concept} مرتبط بـ{other} المتوقف استخدامه.",
        ),
        hint=Text(
            "Relate it to the successor, or take the relation out.",
            "اربطه بالبديل أو احذف الارتباط.",
        ),
        why=Text(
            "The relation leads readers to a concept that is not used any more.",
            "يقود الارتباط القارئ إلى مفهوم لم يعد يُستخدم.",
        ),
        good={
            "concepts": {
                "clinics": {"related": ["licences"], "status": "deprecated"},
                "licences": {"related": ["medicines"]},
            }
        },
        bad={
            "concepts": {
                "clinics": {"status": "deprecated"},
                "licences": {"related": ["clinics"]},
            }
        },
        check=_with_deprecated,
    ),
)

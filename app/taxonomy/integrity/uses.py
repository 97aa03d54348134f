"""How services use the concepts; silent where the caller gives no tags. Pure."""

from collections import defaultdict
from collections.abc import Iterator

from app.core.rule_texts import Text
from app.taxonomy.integrity.base import Hit, Rule
from app.taxonomy.integrity.examples import deprecated
from app.taxonomy.integrity.subject import Subject

_MOST_NAMED = 3
"""Services that a finding names; the others are counted."""


def _crowded(subject: Subject) -> Iterator[Hit]:
    tags, most = subject.given.tags, subject.given.limits.most_tags
    for one in subject.active if tags else ():
        count = tags.counts.get(one.id, 0) if tags else 0
        if count > most:
            yield Hit(one, {"count": count, "most": most})


def _unused(subject: Subject) -> Iterator[Hit]:
    """Find leaves without services that an earlier version had already."""
    tags, known = subject.given.tags, subject.given.past.ids
    for one in subject.active if tags is not None else ():
        is_leaf = one.is_assignable and not one.narrower
        if is_leaf and one.id in known and tags is not None and not tags.counts.get(one.id):
            yield Hit(one)


def _with_ancestor(subject: Subject) -> Iterator[Hit]:
    services = _services_by_pair(subject)
    found = subject.hierarchy.above(services)
    for below, above in services:
        if (below, above) in found and below != above:
            names = services[below, above]
            yield Hit(
                subject.concepts[below],
                {
                    "other": subject.concepts[above],
                    "count": len(names),
                    "services": ", ".join(sorted(names)[:_MOST_NAMED]),
                },
            )


def _services_by_pair(subject: Subject) -> dict[tuple[str, str], list[str]]:
    services: dict[tuple[str, str], list[str]] = defaultdict(list)
    tags = subject.given.tags
    for service, keys in tags.by_service.items() if tags else ():
        known = [key for key in dict.fromkeys(keys) if key in subject.concepts]
        for below in known:
            for above in known:
                if below != above:
                    services[below, above].append(service)
    return services


def _on_closed(subject: Subject) -> Iterator[Hit]:
    tags = subject.given.tags
    if tags is None or not tags.is_grace_over:
        return
    for one in subject.focus:
        count = tags.counts.get(one.id, 0)
        if count and (one.status == "deprecated" or not one.is_assignable):
            yield Hit(one, {"count": count})


RULES = (
    Rule(
        id="TAX-CROWDED",
        severity="warning",
        family="use",
        title=Text("A concept has not too many services.", "لا تزيد خدمات المفهوم على حدها."),
        message=Text(
            "{concept} has {count} services of its own; {most} are enough.",
            "لـ{concept} مباشرة خدمات عددها {count}، ويكفي {most}.",
        ),
        hint=Text("Split it into concepts that tell them apart.", "قسّمه إلى مفاهيم تميز بينها."),
        why=Text(
            "A concept with hundreds of services classifies nothing.",
            "المفهوم الذي تحته مئات الخدمات لا يصنف شيئاً.",
        ),
        good={"concepts": {}, "tags": {"renewal": ["licences"]}},
        bad={"concepts": {}, "counts": {"clinics": 301}},
        check=_crowded,
    ),
    Rule(
        id="TAX-UNUSED",
        severity="warning",
        family="use",
        title=Text("A leaf has services after one version.", "للمفهوم الأدنى خدمات بعد إصدار."),
        message=Text(
            "No service is classified by {concept}, which an earlier version had already.",
            "لا خدمة مصنفة بـ{concept} وقد كان في إصدار سابق.",
        ),
        hint=Text(
            "Find out whether services are missing, or deprecate the concept.",
            "تحقق من غياب خدمات عنه، أو أوقف استخدامه.",
        ),
        why=Text("Empty entries disappoint who opens them.", "المدخل الفارغ يخيّب من يفتحه."),
        good={"concepts": {}, "tags": {"visit": ["clinics"]}, "ids": ["clinics"]},
        bad={"concepts": {}, "tags": {"renewal": ["licences"]}, "ids": ["clinics"]},
        check=_unused,
    ),
    Rule(
        id="TAX-BOTH",
        severity="warning",
        family="use",
        title=Text(
            "A service does not have a concept and one above it.",
            "لا تُصنف الخدمة بمفهوم وبما هو أعلى منه.",
        ),
        message=Text(
            "Services ({count}) have {concept} and {other} above it, such as: {services}.",
            "خدمات عددها {count} لها {concept} و{other} الذي فوقه، مثل: {services}.",
        ),
        hint=Text("Keep the narrower concept.", "أبقِ المفهوم الأدنى."),
        why=Text(
            "The narrower one says it already: who filters by the broader one finds the service.",
            "الأدنى يغني، فمن يرشح بالأعلى يجد الخدمة.",
        ),
        good={"concepts": {}, "tags": {"renewal": ["licences", "clinics"]}},
        bad={"concepts": {}, "tags": {"renewal": ["licences", "traffic"]}},
        check=_with_ancestor,
    ),
    Rule(
        id="TAX-TAGGED",
        severity="error",
        family="use",
        title=Text(
            "No service has a concept that is closed to services.",
            "لا تُصنف خدمة بمفهوم لا يُسند إلى الخدمات.",
        ),
        message=Text(
            "{concept} is deprecated or not for services, and services have it ({count}).",
            "{concept} متوقف أو لا يُسند إلى الخدمات، ومع ذلك تُصنف به خدمات ({count}).",
        ),
        hint=Text(
            "Classify these services by a successor or a narrower concept.",
            "صنف هذه الخدمات ببديله أو بمفهوم أدنى.",
        ),
        why=Text(
            "After the date of grace no service may be left behind.",
            "بعد مهلة الانتقال لا تُترك خدمة.",
        ),
        good={
            "concepts": {"licences": deprecated("vehicles")},
            "tags": {"renewal": ["licences"]},
            "isGraceOver": False,
        },
        bad={
            "concepts": {"licences": deprecated("vehicles")},
            "tags": {"renewal": ["licences"]},
        },
        check=_on_closed,
    ),
)

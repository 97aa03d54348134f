"""How deep a scheme is and how many children its concepts have. Pure."""

from collections.abc import Iterator

from app.core.rule_texts import Text
from app.taxonomy.integrity.base import Hit, Rule
from app.taxonomy.integrity.examples import concept
from app.taxonomy.integrity.subject import Subject


def _too_deep(subject: Subject) -> Iterator[Hit]:
    most = subject.given.limits.deepest
    for one in subject.active:
        depth = subject.hierarchy.depth(one.id)
        if depth > most:
            yield Hit(one, {"count": depth, "most": most})


def _too_many(subject: Subject) -> Iterator[Hit]:
    most = subject.given.limits.most_children
    for one in subject.active:
        if len(one.narrower) > most and (count := len(subject.children(one))) > most:
            yield Hit(one, {"count": count, "most": most})


def _too_few(subject: Subject) -> Iterator[Hit]:
    fewest = subject.given.limits.fewest_children
    for one in subject.active:
        children = subject.children(one) if one.narrower else []
        if 0 < len(children) < fewest:
            yield Hit(one, {"other": children[0], "count": len(children), "fewest": fewest})


_KINDS = [
    concept(f"01.{place}", f"النوع {place}", f"Kind {place}", "traffic") for place in range(3, 14)
]

RULES = (
    Rule(
        id="TAX-DEPTH",
        severity="warning",
        family="structure",
        title=Text("A scheme is not too deep.", "لا يزيد عمق المخطط على حده."),
        message=Text(
            "{concept} stands on level {count}; {most} levels are enough.",
            "{concept} في المستوى {count}، ويكفي من المستويات {most}.",
        ),
        hint=Text(
            "Leave out a level, or let a facet tell the difference.",
            "احذف مستوى، أو اجعل الفرق في تصنيف جانبي.",
        ),
        why=Text("Every level costs a click and loses readers.", "كل مستوى نقرة يضيع عندها قراء."),
        good={"concepts": {"trucks": concept("01.2.1", "الشاحنات", "Trucks", "vehicles")}},
        bad={
            "concepts": {
                "trucks": concept("01.2.1", "الشاحنات", "Trucks", "vehicles"),
                "heavy": concept("01.2.1.1", "الشاحنات الثقيلة", "Heavy trucks", "trucks"),
                "cranes": concept("01.2.1.1.1", "الرافعات", "Cranes", "heavy"),
                "tower": concept("01.2.1.1.1.1", "رافعات الأبراج", "Tower cranes", "cranes"),
            }
        },
        check=_too_deep,
    ),
    Rule(
        id="TAX-CHILDREN",
        severity="warning",
        family="structure",
        title=Text("A concept has not too many children.", "لا يزيد عدد الأبناء على حده."),
        message=Text(
            "{concept} has {count} concepts directly below it; {most} are enough.",
            "تحت {concept} مباشرة مفاهيم عددها {count}، ويكفي {most}.",
        ),
        hint=Text("Group the children by what they share.", "اجمع الأبناء في مجموعات."),
        why=Text(
            "Longer lists are skimmed, and what stands last is not found.",
            "القائمة الطويلة تُقرأ على عجل فلا يُعثر على آخرها.",
        ),
        good={"concepts": {f"kind-{place}": one for place, one in enumerate(_KINDS[:10])}},
        bad={"concepts": {f"kind-{place}": one for place, one in enumerate(_KINDS)}},
        check=_too_many,
    ),
    Rule(
        id="TAX-SINGLE",
        severity="warning",
        family="structure",
        title=Text("A branch divides into several.", "يتفرع الفرع إلى أكثر من واحد."),
        message=Text(
            "{concept} has too few concepts directly below it ({count}): {other}.",
            "ما تحت {concept} مباشرة قليل ({count}): {other}.",
        ),
        hint=Text(
            "Merge the child into its parent, or add its siblings.",
            "ادمج الابن في أبيه أو أضف أشقاءه.",
        ),
        why=Text("A choice of one is no choice.", "الاختيار من واحد ليس اختياراً."),
        good={
            "concepts": {
                "cars": concept("01.2.1", "السيارات", "Cars", "vehicles"),
                "trucks": concept("01.2.2", "الشاحنات", "Trucks", "vehicles"),
            }
        },
        bad={"concepts": {"cars": concept("01.2.1", "السيارات", "Cars", "vehicles")}},
        check=_too_few,
    ),
)

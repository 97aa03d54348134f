"""Links that lead nowhere or disagree. Pure."""

from collections import Counter
from collections.abc import Iterator

from app.core.rule_texts import Text
from app.taxonomy.integrity.base import Hit, Rule
from app.taxonomy.integrity.examples import changed
from app.taxonomy.integrity.subject import Subject
from app.taxonomy.state import ConceptState

_TOP = Text("The list of top concepts", "قائمة المفاهيم العليا")


def _dangling(subject: Subject) -> Iterator[Hit]:
    for concept in subject.focus:
        for other in dict.fromkeys(_named(concept)):
            if other not in subject.concepts:
                yield Hit(concept, {"other": other})
    for key in dict.fromkeys(subject.state.top):
        if key not in subject.concepts:
            yield Hit(key, {"concept": _TOP, "other": key})


def _named(concept: ConceptState) -> Iterator[str]:
    yield from concept.broader
    yield from concept.narrower
    yield from concept.related
    yield from concept.replaced_by
    yield from concept.consider


def _one_sided(subject: Subject) -> Iterator[Hit]:
    for concept in subject.focus:
        for child in subject.known(dict.fromkeys(concept.narrower)):
            if not subject.is_broader(concept.id, child):
                yield Hit(concept, {"other": child})
    for concept in subject.focus:
        for parent in subject.known(dict.fromkeys(concept.broader)):
            if not subject.is_narrower(concept.id, parent):
                yield Hit(concept, {"other": parent})


def _twice(subject: Subject) -> Iterator[Hit]:
    for concept in subject.focus:
        for keys in (concept.narrower, concept.related, concept.replaced_by, concept.consider):
            for other in _repeated(keys):
                yield Hit(concept, {"other": subject.concepts.get(other, other)})
    for key in _repeated(subject.state.top):
        yield Hit(subject.concepts.get(key, key), {"other": subject.concepts.get(key, key)})


def _repeated(keys: tuple[str, ...]) -> list[str]:
    if len(keys) == len(set(keys)):
        return []
    return [key for key, times in Counter(keys).items() if times > 1]


RULES = (
    Rule(
        id="TAX-DANGLING",
        severity="error",
        family="structure",
        title=Text("Every concept that is named is there.", "كل مفهوم مذكور موجود."),
        message=Text(
            "{concept} names the concept '{other}', which is not in this version.",
            "في {concept} ذكر للمفهوم «{other}» وهو غير موجود في هذا الإصدار.",
        ),
        hint=Text("Mend the id, or add the concept.", "صحح المعرّف أو أضف المفهوم."),
        why=Text(
            "Who follows a link to nothing gets lost.",
            "الإشارة إلى ما لا وجود له تقطع الطريق على من يتبعها.",
        ),
        good=changed("licences", related=["vehicles"]),
        bad=changed("licences", related=["boats"]),
        check=_dangling,
    ),
    Rule(
        id="TAX-LINK",
        severity="error",
        family="structure",
        title=Text(
            "A link between broader and narrower stands on both sides.",
            "الصلة بين الأعلى والأدنى مذكورة من الطرفين.",
        ),
        message=Text(
            "The link between {concept} and {other} stands on the side of the first only.",
            "الصلة بين {concept} و{other} مذكورة من طرف الأول وحده.",
        ),
        hint=Text("State it in both concepts, or in neither.", "اذكرها في المفهومين أو احذفها."),
        why=Text(
            "If the sides disagree, the tree depends on where reading begins.",
            "لو اختلف الطرفان لاختلفت الشجرة باختلاف جهة قراءتها.",
        ),
        good=changed("traffic", narrower=["vehicles", "licences"]),
        bad=changed("traffic", narrower=["vehicles"]),
        check=_one_sided,
    ),
    Rule(
        id="TAX-TWICE",
        severity="error",
        family="structure",
        title=Text("A concept names another once.", "يُذكر المفهوم مرة واحدة في كل قائمة."),
        message=Text(
            "{other} stands twice in a list of {concept} or among the top concepts.",
            "يتكرر {other} في إحدى قوائم {concept} أو بين المفاهيم العليا.",
        ),
        hint=Text("Leave one of the two out.", "احذف أحد الموضعين."),
        why=Text(
            "What stands twice is shown and counted twice.",
            "ما ذُكر مرتين يُعرض ويُعد مرتين.",
        ),
        good=changed("licences", related=["vehicles", "clinics"]),
        bad=changed("licences", related=["vehicles", "vehicles"]),
        check=_twice,
    ),
)

"""The hierarchy: every concept stands in one piece of tree that begins at the top. Pure."""

from collections.abc import Iterator

from app.core.rule_texts import Text
from app.taxonomy.integrity.base import Hit, Rule
from app.taxonomy.integrity.examples import changed, concept, deprecated
from app.taxonomy.integrity.subject import Subject


def _circles(subject: Subject) -> Iterator[Hit]:
    for one in subject.focus:
        circle = subject.hierarchy.circle(one.id) if one.broader else ()
        if circle:
            others = (subject.concepts[key] for key in circle if key != one.id)
            yield Hit(one, {"other": next(others, one)})


def _orphans(subject: Subject) -> Iterator[Hit]:
    for one in subject.focus:
        is_standing = one.id in subject.top or any(subject.known(one.broader))
        if one.status == "active" and not is_standing:
            yield Hit(one)


def _tops_with_parents(subject: Subject) -> Iterator[Hit]:
    for one in subject.focus:
        if one.broader and one.id in subject.top:
            other = one.broader[0]
            yield Hit(one, {"other": subject.concepts.get(other, other)})


def _several_parents(subject: Subject) -> Iterator[Hit]:
    for one in subject.focus:
        is_single = len(one.broader) < 2
        if is_single or (subject.given.terms.is_polyhierarchical and _are_distinct(one.broader)):
            continue
        yield Hit(one, {"count": len(one.broader)})


def _are_distinct(keys: tuple[str, ...]) -> bool:
    return len(keys) == len(set(keys))


def _under_deprecated(subject: Subject) -> Iterator[Hit]:
    for one in subject.active:
        for parent in subject.known(one.broader):
            if parent.status == "deprecated":
                yield Hit(one, {"other": parent})


def _redundant(subject: Subject) -> Iterator[Hit]:
    """Find parents that another parent has above it already; circles are told of elsewhere."""
    several = [one.id for one in subject.active if len(one.broader) > 1]
    found = subject.hierarchy.redundant_parents(several)
    for below, parent in sorted(found):
        if not subject.hierarchy.circle(below):
            yield Hit(subject.concepts[below], {"other": subject.concepts[parent]})


def _alone(subject: Subject) -> Iterator[Hit]:
    if not any(one.narrower for one in subject.active):
        return
    related = {key for one in subject.active for key in one.related}
    for one in subject.active:
        if not (one.broader or one.narrower or one.related or one.id in related):
            yield Hit(one)


RULES = (
    Rule(
        id="TAX-CYCLE",
        severity="error",
        family="structure",
        title=Text("No concept stands above itself.", "لا يكون المفهوم أعلى من نفسه."),
        message=Text(
            "{concept} stands above itself: the hierarchy goes round through {other}.",
            "{concept} أعلى من نفسه، فالتدرج يدور عبر {other}.",
        ),
        hint=Text(
            "Take out the link that points upwards again; an id may have been used twice.",
            "احذف الصلة التي تعود إلى الأعلى، فقد يكون معرّف استُعمل مرتين.",
        ),
        why=Text(
            "A concept that goes round in a circle is shown in no tree.",
            "المفهوم الذي يدور على نفسه لا يظهر في أي شجرة.",
        ),
        good=changed("clinics", broader=["health"]),
        bad={"concepts": {"health": {"broader": ["clinics"]}}},
        check=_circles,
    ),
    Rule(
        id="TAX-ORPHAN",
        severity="error",
        family="structure",
        title=Text(
            "An active concept has a parent, or is a top concept.",
            "للمفهوم الساري أب أو هو من المفاهيم العليا.",
        ),
        message=Text(
            "{concept} has no parent and is no top concept.",
            "ليس لـ{concept} أب وليس من المفاهيم العليا.",
        ),
        hint=Text(
            "Put it below another concept, or make it a top concept.",
            "ضعه تحت مفهوم آخر، أو اجعله في أعلى المخطط.",
        ),
        why=Text(
            "What is not reached from the top is found by nobody who browses.",
            "ما لا يُوصل إليه من الأعلى لا يجده من يتصفح.",
        ),
        good={"concepts": {"boats": concept("03", "القوارب", "Boats")}},
        bad={
            "concepts": {"boats": concept("03", "القوارب", "Boats")},
            "topConcepts": ["traffic", "health"],
        },
        check=_orphans,
    ),
    Rule(
        id="TAX-TOP",
        severity="error",
        family="structure",
        title=Text("Nothing stands above a top concept.", "لا شيء فوق المفاهيم العليا."),
        message=Text(
            "{concept} is a top concept and stands below {other}.",
            "{concept} من المفاهيم العليا وهو تحت {other}.",
        ),
        hint=Text("Take one of the two out.", "احذف أحد القولين."),
        why=Text("Nothing is above the top.", "أعلى المخطط لا شيء فوقه."),
        good={"topConcepts": ["health", "traffic"]},
        bad={"topConcepts": ["traffic", "health", "clinics"]},
        check=_tops_with_parents,
    ),
    Rule(
        id="TAX-PARENTS",
        severity="error",
        family="structure",
        title=Text(
            "A concept has as many parents as its scheme allows.",
            "عدد آباء المفهوم كما يجيز المخطط.",
        ),
        message=Text(
            "{concept} names {count} parents: one is allowed here, or one is named twice.",
            "يذكر {concept} آباء عددهم {count}، والمخطط يجيز واحداً أو تكرر أحدهم.",
        ),
        hint=Text("Keep the parent that is closest in meaning.", "أبقِ الأب الأقرب معنى."),
        why=Text(
            "So every service is counted once in a branch.",
            "هكذا تُعدّ كل خدمة مرة واحدة في كل فرع.",
        ),
        good=changed("medicines", broader=["health"]),
        bad={
            "concepts": {"medicines": {"broader": ["health", "traffic"]}},
            "isPolyhierarchical": False,
        },
        check=_several_parents,
    ),
    Rule(
        id="TAX-UNDER",
        severity="error",
        family="structure",
        title=Text(
            "An active concept never stands below a deprecated one.",
            "لا يقع مفهوم مستخدم تحت مفهوم متوقف الاستخدام.",
        ),
        message=Text(
            "{concept} is active and stands below {other}, which is deprecated.",
            "{concept} مستخدم وهو تحت {other} المتوقف استخدامه.",
        ),
        hint=Text("Move it to an active parent first.", "انقله أولاً إلى أب مستخدم."),
        why=Text(
            "Deprecated concepts are not shown, and what is below them vanishes with them.",
            "المفاهيم المتوقفة لا تُعرض، فيختفي معها ما تحتها.",
        ),
        good={
            "concepts": {
                "traffic": deprecated(),
                "licences": deprecated(),
                "vehicles": deprecated(),
            }
        },
        bad={"concepts": {"traffic": deprecated(), "licences": deprecated()}},
        check=_under_deprecated,
    ),
    Rule(
        id="TAX-REDUNDANT",
        severity="warning",
        family="structure",
        title=Text(
            "A parent does not also stand above another parent.",
            "لا يكون أحد الآباء أعلى من أب آخر.",
        ),
        message=Text(
            "{concept} names {other} as a parent, which stands above another of its parents.",
            "يذكر {concept} الأب {other} وهو أعلى من أب آخر له.",
        ),
        hint=Text("Keep the nearer parent only.", "أبقِ الأب الأقرب وحده."),
        why=Text(
            "The hierarchy says it already, and the tree shows the concept twice.",
            "التدرج يقول ذلك، والشجرة تعرض المفهوم مرتين.",
        ),
        good=changed("clinics", broader=["health", "traffic"]),
        bad={
            "concepts": {
                "trucks": concept("01.2.1", "الشاحنات", "Trucks", "vehicles", "traffic"),
            }
        },
        check=_redundant,
    ),
    Rule(
        id="TAX-ALONE",
        severity="warning",
        family="structure",
        title=Text("A concept is connected with others.", "للمفهوم صلة بغيره."),
        message=Text(
            "Nothing stands above, below or beside {concept}.",
            "لا شيء فوق {concept} ولا تحته ولا بجانبه.",
        ),
        hint=Text(
            "Put it below a concept, or add what stands below it.",
            "ضعه تحت مفهوم، أو أضف ما يندرج تحته.",
        ),
        why=Text(
            "In a scheme with levels a lone concept was mostly forgotten.",
            "في مخطط ذي مستويات يكون المفهوم المنفرد منسياً في الغالب.",
        ),
        good={
            "concepts": {
                "boats": {**concept("03", "القوارب", "Boats"), "related": ["vehicles"]},
            }
        },
        bad={"concepts": {"boats": concept("03", "القوارب", "Boats")}},
        check=_alone,
    ),
)

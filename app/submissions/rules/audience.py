"""AUD: whom a service is for must agree with the events it belongs to. Pure."""

from collections.abc import Iterator

from app.core.rule_texts import Text
from app.submissions.rules.base import Context, Entry, Example, Hit, Rule

_PEOPLE = frozenset({"citizen", "resident", "gcc-national", "visitor"})
_BETWEEN_ENTITIES = "government-to-government"


def _schemes(entry: Entry, context: Context) -> set[str]:
    events = (context.known.event(code) for code in entry.list_of("isGroupedBy"))
    return {event.scheme for event in events if event}


def _business_in_life(entry: Entry, context: Context) -> Iterator[Hit]:
    is_for_business = set(entry.list_of("audience")) == {"business"}
    if is_for_business and _schemes(entry, context) == {"life-event"}:
        yield Hit("/isGroupedBy")


def _people_in_business(entry: Entry, context: Context) -> Iterator[Hit]:
    audience = set(entry.list_of("audience"))
    if audience and audience <= _PEOPLE and _schemes(entry, context) == {"business-event"}:
        yield Hit("/isGroupedBy")


def _entities_missing(entry: Entry, _context: Context) -> Iterator[Hit]:
    audience = entry.list_of("audience")
    is_between = _BETWEEN_ENTITIES in entry.list_of("isGroupedBy")
    if is_between and audience and "government" not in audience:
        yield Hit("/audience")


def _visitor_only(entry: Entry, _context: Context) -> Iterator[Hit]:
    audience = set(entry.list_of("audience"))
    if "visitor" in audience and "civic-participation" in entry.list_of("isGroupedBy"):
        yield Hit("/audience")


def _example(audience: list[str], *events: str) -> Example:
    return Example({"audience": audience, "isGroupedBy": list(events)})


RULES = (
    Rule(
        id="AUD-01",
        severity="warning",
        message=Text(
            "A service for business is grouped by life events only.",
            "خدمة لقطاع الأعمال مرتبطة بأحداث الحياة فقط.",
        ),
        hint=Text(
            "Add a business event, or name the people it is for.",
            "أضف حدث أعمال أو حدد الأفراد المستفيدين.",
        ),
        why=Text(
            "Companies look under business events and would not find it.",
            "الشركات تبحث في أحداث الأعمال فلا تجدها.",
        ),
        good=_example(["business"], "hiring-staff"),
        bad=_example(["business"], "finding-a-job"),
        check=_business_in_life,
    ),
    Rule(
        id="AUD-02",
        severity="warning",
        message=Text(
            "A service for people is grouped by business events only.",
            "خدمة للأفراد مرتبطة بأحداث الأعمال فقط.",
        ),
        hint=Text(
            "Add a life event, or add business to the audience.",
            "أضف حدث حياة أو أضف قطاع الأعمال إلى المستفيدين.",
        ),
        why=Text(
            "People look under life events and would not find it.",
            "الأفراد يبحثون في أحداث الحياة فلا يجدونها.",
        ),
        good=_example(["citizen"], "finding-a-job"),
        bad=_example(["citizen"], "hiring-staff"),
        check=_people_in_business,
    ),
    Rule(
        id="AUD-03",
        severity="warning",
        message=Text(
            "A service between government entities does not name them as audience.",
            "خدمة بين الجهات الحكومية لا تذكرها ضمن المستفيدين.",
        ),
        hint=Text("Add government to the audience.", "أضف الجهات الحكومية إلى المستفيدين."),
        why=Text(
            "Otherwise the public is offered what only entities can use.",
            "وإلا عُرض على الجمهور ما لا تستعمله إلا الجهات.",
        ),
        good=_example(["government"], "government-to-government"),
        bad=_example(["citizen"], "government-to-government"),
        check=_entities_missing,
    ),
    Rule(
        id="AUD-04",
        severity="suggestion",
        message=Text(
            "Visitors are named for a service of civic participation.",
            "ذُكر الزوار ضمن خدمة للمشاركة المجتمعية.",
        ),
        hint=Text("Check the audience.", "راجع المستفيدين."),
        why=Text(
            "Elections and petitions are seldom open to visitors; all boxes were probably ticked.",
            "الانتخابات والعرائض قلّما تتاح للزوار، والأرجح أن كل الخيارات حُددت.",
        ),
        good=_example(["citizen"], "civic-participation"),
        bad=_example(["citizen", "visitor"], "civic-participation"),
        check=_visitor_only,
    ),
)

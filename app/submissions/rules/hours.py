"""HOURS: opening hours that can be true; times are Kuwait's. Pure."""

from collections import defaultdict
from collections.abc import Iterator

from app.core.rule_texts import Text
from app.submissions.rules.base import Context, Entry, Example, Hit, Part, Rule

_WEEKEND = frozenset({"FR", "SA"})
_MOST_HOURS = 16


def _lists(entry: Entry) -> Iterator[tuple[str, list[Part]]]:
    yield "/openingHours", entry.list_of("openingHours")
    for name in ("hasChannel", "contactPoint"):
        for place, one in enumerate(entry.list_of(name)):
            yield f"/{name}/{place}/openingHours", list(one.get("openingHours") or ())


def _all(entry: Entry) -> Iterator[tuple[str, Part]]:
    for pointer, hours in _lists(entry):
        for place, one in enumerate(hours):
            yield f"{pointer}/{place}", one


def _never_open(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, one in _all(entry):
        if one["closes"] <= one["opens"]:
            yield Hit(f"{pointer}/closes")


def _overlapping(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, hours in _lists(entry):
        taken: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for place, one in enumerate(hours):
            days = dict.fromkeys(one["days"])
            if any(_meet(one, other) for day in days for other in taken[day]):
                yield Hit(f"{pointer}/{place}")
            for day in days:
                taken[day].append((one["opens"], one["closes"]))


def _meet(one: Part, other: tuple[str, str]) -> bool:
    # Local times of ISO 8601 sort like the times they name.
    return bool(one["opens"] < other[1] and other[0] < one["closes"])


def _on_weekend(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, one in _all(entry):
        days = [day for day in one["days"] if day in _WEEKEND]
        if days and not one.get("description"):
            yield Hit(f"{pointer}/days", {"days": ", ".join(dict.fromkeys(days))})


def _repeated_day(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, one in _all(entry):
        if len(set(one["days"])) < len(one["days"]):
            yield Hit(f"{pointer}/days")


def _very_long(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, one in _all(entry):
        hours = int(one["closes"][:2]) - int(one["opens"][:2])
        is_whole_day = one["opens"] <= "00:00:59" and one["closes"] >= "23:59"
        if hours > _MOST_HOURS and not is_whole_day:
            yield Hit(pointer, {"hours": hours})


def _hours(*hours: Part) -> Example:
    return Example({"openingHours": list(hours)})


_MORNING = {"days": ["SU", "MO"], "opens": "08:00:00", "closes": "13:00:00"}
_GOOD = _hours(_MORNING, {**_MORNING, "opens": "15:00:00", "closes": "18:00:00"})

RULES = (
    Rule(
        id="HOURS-01",
        severity="error",
        message=Text("It closes before it opens.", "وقت الإغلاق قبل وقت الفتح."),
        hint=Text(
            "Give hours over midnight as two: until 23:59 and from 00:00.",
            "قسّم الدوام الممتد بعد منتصف الليل إلى فترتين: حتى 23:59 ومن 00:00.",
        ),
        why=Text(
            "Such hours are open never or all night, depending on the reader.",
            "مثل هذا الدوام يفهمه قارئ مغلقاً دائماً وآخر مفتوحاً طوال الليل.",
        ),
        good=_GOOD,
        bad=_hours({**_MORNING, "closes": "01:00:00"}),
        check=_never_open,
    ),
    Rule(
        id="HOURS-02",
        severity="warning",
        message=Text("These hours overlap with others.", "هذه الفترة تتداخل مع غيرها."),
        hint=Text("Join them or correct one.", "ادمج الفترتين أو صحح إحداهما."),
        why=Text(
            "Overlapping hours are often an old line that was forgotten.",
            "تداخل الفترات كثيراً ما يكون سطراً قديماً نُسي.",
        ),
        good=_GOOD,
        bad=_hours(_MORNING, {**_MORNING, "opens": "12:00:00", "closes": "14:00:00"}),
        check=_overlapping,
    ),
    Rule(
        id="HOURS-03",
        severity="suggestion",
        message=Text("It opens at the weekend ({days}).", "يفتح في عطلة نهاية الأسبوع ({days})."),
        hint=Text(
            "If it is right, describe these hours; the weekend is Friday and Saturday.",
            "إن كان صحيحاً فأضف وصفاً للفترة، فالعطلة يوما الجمعة والسبت.",
        ),
        why=Text(
            "Most entities rest on Friday and Saturday; a visit in vain is expensive.",
            "أغلب الجهات تعطل الجمعة والسبت، والمراجعة بلا جدوى مكلفة.",
        ),
        good=_GOOD,
        bad=_hours({**_MORNING, "days": ["TH", "FR"]}),
        check=_on_weekend,
    ),
    Rule(
        id="HOURS-04",
        severity="warning",
        message=Text("A day is named twice.", "اليوم نفسه مذكور مرتين."),
        hint=Text("Name each day once.", "اذكر كل يوم مرة واحدة."),
        why=Text(
            "One of the two was probably meant to be another day.",
            "الأغلب أن المقصود بأحدهما يوم آخر.",
        ),
        good=_GOOD,
        bad=_hours({**_MORNING, "days": ["SU", "SU"]}),
        check=_repeated_day,
    ),
    Rule(
        id="HOURS-05",
        severity="suggestion",
        message=Text("It is open {hours} hours on end.", "مفتوح {hours} ساعة متواصلة."),
        hint=Text(
            "Check morning and evening; a whole day is 00:00 to 23:59.",
            "راجع الصباح والمساء، واليوم الكامل من 00:00 إلى 23:59.",
        ),
        why=Text(
            "Twelve hours too many come from reading a clock of twelve hours.",
            "زيادة اثنتي عشرة ساعة تأتي من الخلط بين نظامي الساعة.",
        ),
        good=_GOOD,
        bad=_hours({**_MORNING, "opens": "01:00:00", "closes": "19:30:00"}),
        check=_very_long,
    ),
)

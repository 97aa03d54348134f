"""COST: what a service costs, said once, clearly and in money that exists. Pure."""

from collections.abc import Iterator

from app.core.canonical import canonical_json
from app.core.rule_texts import Text
from app.submissions.rules.amounts import FEE, FIRST, GOOD, costs_of, with_costs
from app.submissions.rules.base import Context, Entry, Example, Hit, Rule


def _free_and_costly(entry: Entry, _context: Context) -> Iterator[Hit]:
    is_costly = any(cost["amountFils"] > 0 for _, cost in costs_of(entry))
    if entry.content.get("isFree") is True and is_costly:
        yield Hit("/isFree")


def _no_information(entry: Entry, _context: Context) -> Iterator[Hit]:
    if entry.content.get("isFree") is None and not entry.list_of("hasCost"):
        yield Hit("/hasCost")


def _repeated(entry: Entry, _context: Context) -> Iterator[Hit]:
    seen: set[bytes] = set()
    for pointer, cost in costs_of(entry):
        said = canonical_json({key: value for key, value in cost.items() if value is not None})
        if said in seen:
            yield Hit(pointer)
        seen.add(said)


def _reversed(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, cost in costs_of(entry):
        # Dates of ISO 8601 sort like the days they name.
        if cost.get("validFrom") and cost.get("validTo") and cost["validTo"] < cost["validFrom"]:
            yield Hit(f"{pointer}/validTo")


def _all_expired(entry: Entry, context: Context) -> Iterator[Hit]:
    ends = [cost.get("validTo") for _, cost in costs_of(entry)]
    today = context.today.isoformat()
    if ends and all(end and end < today for end in ends):
        yield Hit("/hasCost")


def _unexplained(entry: Entry, _context: Context) -> Iterator[Hit]:
    costs = list(costs_of(entry))
    for pointer, cost in costs if len(costs) > 1 else ():
        if not (cost.get("description") or cost.get("condition") or cost.get("channel")):
            yield Hit(f"{pointer}/description")


def _strange_channel(entry: Entry, _context: Context) -> Iterator[Hit]:
    channels = entry.list_of("hasChannel")
    known = {one.get(key) for one in channels for key in ("type", "channel")}
    for pointer, cost in costs_of(entry):
        if cost.get("channel") and cost["channel"] not in known:
            yield Hit(f"{pointer}/channel", {"code": cost["channel"]})


def _not_free_not_costly(entry: Entry, _context: Context) -> Iterator[Hit]:
    is_costly = any(cost["amountFils"] > 0 for _, cost in costs_of(entry))
    if entry.content.get("isFree") is False and not is_costly:
        yield Hit("/isFree")


def _zero(entry: Entry, _context: Context) -> Iterator[Hit]:
    costs = list(costs_of(entry))
    is_zero = bool(costs) and all(cost["amountFils"] == 0 for _, cost in costs)
    if entry.content.get("isFree") is None and is_zero:
        yield Hit("/isFree")


_SECOND = {**FEE, "amountFils": 5000, "description": {"ar": "بدل فاقد", "en": "replacement"}}

RULES = (
    Rule(
        id="COST-01",
        severity="error",
        message=Text(
            "The service is said to be free and to cost something.",
            "الخدمة موصوفة بأنها مجانية ولها رسوم في الوقت نفسه.",
        ),
        hint=Text(
            "Remove the fees, or say that the service is not free of charge.",
            "احذف الرسوم، أو اذكر أن الخدمة ليست مجانية.",
        ),
        why=Text(
            "Filters for free services would show one that is not.",
            "ستظهر الخدمة في قائمة الخدمات المجانية وليست منها.",
        ),
        good=GOOD,
        bad=Example({"hasCost": [FEE], "isFree": True}),
        check=_free_and_costly,
    ),
    Rule(
        id="COST-02",
        severity="warning",
        message=Text("Nothing is said about costs.", "لا توجد معلومات عن الرسوم."),
        hint=Text(
            "List the fees, or say that the service is free of charge.",
            "اذكر الرسوم، أو اذكر أن الخدمة مجانية.",
        ),
        why=Text(
            "What it costs is among the first questions people ask.",
            "الرسوم من أول ما يسأل عنه الناس.",
        ),
        good=Example({"hasCost": [], "isFree": True}),
        bad=Example({"hasCost": [], "isFree": None}),
        check=_no_information,
    ),
    Rule(
        id="COST-04",
        severity="warning",
        message=Text("The same cost is given twice.", "الرسم نفسه مذكور مرتين."),
        hint=Text("Remove one, or say how they differ.", "احذف أحدهما أو بيّن الفرق بينهما."),
        why=Text(
            "Readers add up what they see and expect to pay double.",
            "القارئ يجمع ما يراه فيظن أن الرسم مضاعف.",
        ),
        good=with_costs(FIRST, _SECOND),
        bad=with_costs(FIRST, FIRST),
        check=_repeated,
    ),
    Rule(
        id="COST-05",
        severity="error",
        message=Text("The cost ends before it begins.", "الرسم ينتهي قبل أن يبدأ."),
        hint=Text("Exchange the two dates of the fee.", "بدّل بين تاريخي بداية الرسم ونهايته."),
        why=Text(
            "A cost that is valid on no day is never charged.",
            "الرسم الذي لا يسري في أي يوم لا يُستوفى.",
        ),
        good=with_costs({**FEE, "validFrom": "2026-01-01", "validTo": "2030-12-31"}),
        bad=with_costs({**FEE, "validFrom": "2031-01-01", "validTo": "2030-12-31"}),
        check=_reversed,
    ),
    Rule(
        id="COST-06",
        severity="warning",
        message=Text("All costs have expired.", "انتهت صلاحية كل الرسوم."),
        hint=Text(
            "Add what is charged today, or say that the service is free of charge.",
            "أضف الرسم الساري اليوم، أو اذكر أن الخدمة مجانية.",
        ),
        why=Text(
            "Readers see old fees and nothing that applies now.",
            "يرى القارئ رسوماً قديمة ولا يرى السارية.",
        ),
        good=with_costs({**FEE, "validTo": "2099-12-31"}),
        bad=with_costs({**FEE, "validTo": "2001-12-31"}),
        check=_all_expired,
    ),
    Rule(
        id="COST-09",
        severity="warning",
        message=Text(
            "There are several costs, and this one does not say what it is for.",
            "الرسوم متعددة وهذا الرسم لا يوضح سببه.",
        ),
        hint=Text(
            "Describe it, or give its condition or channel.", "أضف وصفاً له أو شرطه أو قناته."
        ),
        why=Text(
            "Readers cannot tell which of several amounts they will pay.",
            "لا يعرف القارئ أي المبالغ سيدفع.",
        ),
        good=with_costs(FIRST, _SECOND),
        bad=with_costs(FIRST, {**FEE, "amountFils": 5000}),
        check=_unexplained,
    ),
    Rule(
        id="COST-10",
        severity="error",
        message=Text(
            "The cost is for '{code}', which is no channel of this service.",
            "الرسم خاص بـ'{code}' وليست من قنوات هذه الخدمة.",
        ),
        hint=Text(
            "Name the type of one of the service's channels, or the id of a shared one.",
            "اذكر نوع إحدى قنوات الخدمة، أو رمز قناة مشتركة منها.",
        ),
        why=Text(
            "A cost of a channel that is not offered is charged to nobody.",
            "رسم القناة غير المتاحة لا يدفعه أحد.",
        ),
        good=with_costs({**FEE, "channel": "portal"}),
        bad=with_costs({**FEE, "channel": "kiosk"}),
        check=_strange_channel,
    ),
    Rule(
        id="COST-11",
        severity="warning",
        message=Text(
            "The service is said not to be free, but no amount is given.",
            "الخدمة موصوفة بأنها غير مجانية ولم يُذكر مبلغ.",
        ),
        hint=Text("Add the amount.", "أضف المبلغ."),
        why=Text(
            "Readers learn that they must pay and not how much.",
            "يعرف القارئ أن عليه الدفع ولا يعرف المبلغ.",
        ),
        good=GOOD,
        bad=Example({"hasCost": [], "isFree": False}),
        check=_not_free_not_costly,
    ),
    Rule(
        id="COST-12",
        severity="suggestion",
        message=Text(
            "All amounts are zero; say that the service is free.",
            "كل المبالغ صفر، فاذكر أن الخدمة مجانية.",
        ),
        hint=Text("Say that the service is free of charge.", "اذكر أن الخدمة مجانية."),
        why=Text(
            "Only isFree puts the service among the free ones.",
            "لا تُعد الخدمة مجانية إلا بالقيمة isFree.",
        ),
        good=Example({"hasCost": [{**FEE, "amountFils": 0}], "isFree": True}),
        bad=Example({"hasCost": [{**FEE, "amountFils": 0}], "isFree": None}),
        check=_zero,
    ),
)

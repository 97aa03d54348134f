"""COST: amounts in money that exists, and what each is charged for. Pure."""

from collections.abc import Iterator

from app.core.rule_texts import Text
from app.submissions.rules.base import Context, Entry, Example, Hit, Part, Rule

_MOST_FILS = 10_000_000
_LEAST_FILS = 100
_SMALLEST_COIN = 5
_UNITS_TO_EXPLAIN = frozenset({"percent", "per-item"})


def costs_of(entry: Entry) -> Iterator[tuple[str, Part]]:
    """Yield the costs of an entry with their pointers."""
    for place, cost in enumerate(entry.list_of("hasCost")):
        yield f"/hasCost/{place}", cost


def _in_dinars(fils: int) -> str:
    return f"{fils / 1000:,.3f}"


def _foreign_currency(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, cost in costs_of(entry):
        if cost.get("currency", "KWD") != "KWD":
            yield Hit(f"{pointer}/currency")


def _very_high(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, cost in costs_of(entry):
        if cost["amountFils"] > _MOST_FILS:
            yield Hit(f"{pointer}/amountFils", {"dinars": _in_dinars(cost["amountFils"])})


def _no_coin(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, cost in costs_of(entry):
        if cost.get("unit") != "percent" and cost["amountFils"] % _SMALLEST_COIN:
            yield Hit(f"{pointer}/amountFils", {"fils": cost["amountFils"]})


def _very_low(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, cost in costs_of(entry):
        if cost.get("unit") != "percent" and 0 < cost["amountFils"] < _LEAST_FILS:
            yield Hit(f"{pointer}/amountFils", {"fils": cost["amountFils"]})


def _unclear_unit(entry: Entry, _context: Context) -> Iterator[Hit]:
    for pointer, cost in costs_of(entry):
        if cost.get("unit") in _UNITS_TO_EXPLAIN and not cost.get("description"):
            yield Hit(f"{pointer}/unit", {"unit": cost["unit"]})


def with_costs(*costs: Part) -> Example:
    """Make an example of a service with these costs."""
    return Example({"hasCost": list(costs), "isFree": False})


FEE = {"amountFils": 10000, "currency": "KWD", "unit": "per-request"}
GOOD = with_costs(FEE)
FIRST = {**FEE, "description": {"ar": "إصدار", "en": "issue"}}

RULES = (
    Rule(
        id="COST-03",
        severity="error",
        message=Text("Costs are given in Kuwaiti dinars only.", "الرسوم بالدينار الكويتي فقط."),
        hint=Text(
            "Use the currency KWD and the amount in fils.", "استعمل العملة KWD والمبلغ بالفلس."
        ),
        why=Text(
            "The amount is counted in fils; another currency would make it a thousand times wrong.",
            "المبلغ محسوب بالفلس، وأي عملة أخرى تجعله خاطئاً أضعافاً.",
        ),
        good=GOOD,
        bad=with_costs({**FEE, "currency": "USD"}),
        check=_foreign_currency,
    ),
    Rule(
        id="COST-07",
        severity="warning",
        message=Text("{dinars} dinars is unusually much.", "{dinars} ديناراً مبلغ مرتفع جداً."),
        hint=Text(
            "Amounts are in fils: 10 dinars are 10000.",
            "المبالغ بالفلس: عشرة دنانير تُكتب 10000.",
        ),
        why=Text(
            "Few services cost over 10,000 dinars; most such amounts carry three zeros too many.",
            "قلّما يتجاوز الرسم 10,000 دينار، والغالب أن في المبلغ ثلاثة أصفار زائدة.",
        ),
        good=GOOD,
        bad=with_costs({**FEE, "amountFils": 20_000_000}),
        check=_very_high,
    ),
    Rule(
        id="COST-08",
        severity="warning",
        message=Text("{fils} fils cannot be paid in coins.", "لا توجد قطع نقدية لدفع {fils} فلس."),
        hint=Text("The smallest coin is 5 fils.", "أصغر قطعة نقدية هي 5 فلوس."),
        why=Text(
            "An amount that is no multiple of 5 fils is usually a slip.",
            "المبلغ الذي ليس من مضاعفات 5 فلوس خطأ كتابي في الغالب.",
        ),
        good=GOOD,
        bad=with_costs({**FEE, "amountFils": 10003}),
        check=_no_coin,
    ),
    Rule(
        id="COST-13",
        severity="warning",
        message=Text("{fils} fils is unusually little.", "{fils} فلس مبلغ ضئيل جداً."),
        hint=Text(
            "Amounts are in fils: 20 dinars are 20000.",
            "المبالغ بالفلس: عشرون ديناراً تُكتب 20000.",
        ),
        why=Text(
            "An amount below 100 fils was probably meant in dinars.",
            "المبلغ الأقل من 100 فلس كُتب على الأرجح بالدينار.",
        ),
        good=GOOD,
        bad=with_costs({**FEE, "amountFils": 20}),
        check=_very_low,
    ),
    Rule(
        id="COST-14",
        severity="warning",
        message=Text(
            "The unit '{unit}' does not say of what.", "الوحدة '{unit}' لا توضح نسبتها إلى ماذا."
        ),
        hint=Text(
            "Describe it: per page, per vehicle, per cent of the value.",
            "أضف وصفاً: لكل صفحة أو لكل مركبة أو نسبة من القيمة.",
        ),
        why=Text(
            "A price per item needs an item, and a percentage something to be taken of.",
            "السعر لكل وحدة يحتاج إلى وحدة، والنسبة تحتاج إلى أصل تُحسب منه.",
        ),
        good=with_costs({**FIRST, "unit": "per-item"}),
        bad=with_costs({**FEE, "unit": "percent"}),
        check=_unclear_unit,
    ),
)

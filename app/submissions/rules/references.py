"""REF: everything an entry refers to exists and may be referred to. Pure.

The check itself belongs to the catalogue, which never saves a reference that leads nowhere.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from app.catalogue.rules.checking import unknown_references
from app.core.rule_texts import Text
from app.submissions.rules.base import Check, Content, Context, Entry, Example, Hit, Rule

_LISTS = (
    "isClassifiedBy",
    "audience",
    "isGroupedBy",
    "hasChannel",
    "produces",
    "hasInputType",
    "hasLegalResource",
    "relatedService",
    "requires",
)


def _finds(wanted: str) -> Check:
    def check(entry: Entry, context: Context) -> Iterator[Hit]:
        for finding in unknown_references(_completed(entry.content), context.known):
            if finding.rule == wanted:
                yield Hit(finding.pointer, {"code": _code_at(entry.content, finding.pointer)})

    return check


def _completed(content: Content) -> dict[str, Any]:  # Any: ServiceContent as JSON
    """Fill in the optional parts that the catalogue's check reads."""
    filled: dict[str, Any] = {name: content.get(name) or [] for name in _LISTS}  # Any: JSON
    blank = {"scheme": "services", "notation": None, "conceptId": None}
    filled["isClassifiedBy"] = [{**blank, **one} for one in filled["isClassifiedBy"]]
    filled["hasChannel"] = [{"channel": None, **one} for one in filled["hasChannel"]]
    filled["digitalStage"] = content.get("digitalStage")
    return filled


def _code_at(content: Content, pointer: str) -> str:
    found: Any = content  # Any: walked down from JSON
    for part in pointer[1:].split("/"):
        found = found[int(part)] if isinstance(found, list) else found[part]
    if isinstance(found, Mapping):
        found = found.get("conceptId") or found.get("notation") or ""
    return str(found)


RULES = (
    Rule(
        id="REF-01",
        severity="error",
        message=Text("'{code}' is not known.", "الرمز '{code}' غير معروف."),
        hint=Text(
            "Choose a code from the register; a new record is added there first.",
            "اختر رمزاً من السجل، ويُضاف الجديد إليه أولاً.",
        ),
        why=Text(
            "A reference that leads nowhere shows readers an empty place.",
            "الإشارة التي لا تقود إلى شيء تُظهر للقارئ موضعاً فارغاً.",
        ),
        good=Example({"audience": ["citizen"]}),
        bad=Example({"audience": ["martian"]}),
        check=_finds("REF-01"),
    ),
    Rule(
        id="REF-02",
        severity="error",
        message=Text(
            "Services cannot be classified by '{code}'.", "لا يجوز تصنيف خدمة بالرمز '{code}'."
        ),
        hint=Text(
            "Choose an active category that may be assigned, usually one below it.",
            "اختر فئة نشطة قابلة للإسناد، وهي غالباً أدنى منها.",
        ),
        why=Text(
            "Deprecated categories vanish, and some only group others.",
            "الفئات الملغاة تزول، وبعض الفئات للتجميع فقط.",
        ),
        good=Example({"isClassifiedBy": [{"scheme": "services", "notation": "02.1.2"}]}),
        bad=Example({"isClassifiedBy": [{"scheme": "services", "notation": "00"}]}),
        check=_finds("REF-02"),
    ),
)

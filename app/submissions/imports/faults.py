"""What can be wrong with a row of a table before the rules judge what it says. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.errors import Finding

Texts = tuple[str, str]
_LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Fault:
    """One kind of fault; texts are Arabic, then English, and ``{name}`` is filled in."""

    rule: str
    message: Texts
    hint: Texts
    severity: str = "error"

    def at(self, pointer: str, **values: object) -> Finding:
        """Make the finding for one place."""
        shown = {key: _quoted(str(value)) for key, value in values.items()}
        return Finding(
            pointer=pointer,
            rule=self.rule,
            message=_filled(self.message, shown),
            hint=_filled(self.hint, shown),
            severity=self.severity,
        )


def _filled(texts: Texts, values: Mapping[str, str]) -> dict[str, str]:
    return {"ar": texts[0].format_map(values), "en": texts[1].format_map(values)}


def _quoted(text: str) -> str:
    """Cut a cell short for a message, and take out what cannot be shown."""
    shown = "".join(one if one.isprintable() else " " for one in text[:_LONGEST_QUOTE])
    return shown + "…" if len(text) > _LONGEST_QUOTE else shown


REPEATED_ID = Fault(
    "IMPORT-01",
    (
        "الرمز '{found}' مكرر، وأول مرة في {first}.",
        "The id '{found}' is there twice, first in {first}.",
    ),
    ("أبقِ صفاً واحداً لكل خدمة.", "Keep one row for each service."),
)
UNKNOWN_VALUE = Fault(
    "IMPORT-02",
    ("القيمة '{found}' ليست من القائمة.", "'{found}' is not in the list."),
    (
        "{near_ar}اختر من ورقة الرموز في القالب.",
        "{near_en}Choose from the template's sheet of codes.",
    ),
)
WRONG_KIND = Fault(
    "IMPORT-03",
    ("لا تُقرأ '{found}' على أنها {kind_ar}.", "'{found}' cannot be read as {kind_en}."),
    ("اكتبها مثل: {example}", "Write it like this: {example}"),
)
FORMULA = Fault(
    "IMPORT-04",
    ("في الخلية معادلة، وقد حُفظت نصاً.", "The cell holds a formula, which was kept as text."),
    ("انسخ الخلية ثم الصقها قيماً.", "Copy the cell and paste it as values."),
    severity="warning",
)
ERROR_CELL = Fault(
    "IMPORT-05",
    (
        "في الخلية خطأ من برنامج الجداول: {found}.",
        "The cell shows an error of the spreadsheet: {found}.",
    ),
    ("صحح المعادلة أو اكتب القيمة.", "Mend the formula, or write the value."),
)
MERGED = Fault(
    "IMPORT-06",
    ("الخلية جزء من خلايا مدمجة.", "The cell is part of merged cells."),
    ("ألغِ الدمج واكتب القيمة في كل صف.", "Unmerge them and write the value in every row."),
)
DATE_FOR_CODE = Fault(
    "IMPORT-07",
    (
        "حوّل برنامج الجداول الرمز إلى تاريخ ({found}).",
        "The spreadsheet made a date of the code ({found}).",
    ),
    ("نسّق العمود نصاً ثم أعد كتابة الرمز.", "Format the column as text, then type the code again."),
)
NO_OBJECT = Fault(
    "IMPORT-08",
    ("السطر ليس كائن JSON.", "The line is not a JSON object."),
    ("اكتب كل خدمة كائناً في سطر واحد.", "Write each service as an object on one line."),
)
FOREIGN_ID = Fault(
    "IMPORT-09",
    ("الرمز '{found}' لخدمة أخرى.", "The id '{found}' belongs to another service."),
    ("استعمل رمزاً لم يُستعمل من قبل.", "Use an id that was not used before."),
)
NO_ID = Fault(
    "IMPORT-10",
    ("الصف بلا رمز للخدمة.", "The row has no id of the service."),
    (
        "اكتب الرمز الذي تعرّف به الجهة الخدمة.",
        "Write the id under which the entity keeps the service.",
    ),
)
OTHER_ENTITY = Fault(
    "IMPORT-11",
    ("الصف لجهة أخرى: '{found}'.", "The row is another entity's: '{found}'."),
    ("أرسل خدمات كل جهة في ملف.", "Send each entity's services in a file of its own."),
)
UNKNOWN_COLUMN = Fault(
    "IMPORT-12",
    ("العمود '{found}' غير معروف ولم يُقرأ.", "The column '{found}' is not known and was not read."),
    ("قارن العناوين بالقالب.", "Compare the headers with the template."),
    severity="warning",
)
OTHER_SHEET = Fault(
    "IMPORT-13",
    ("الورقة '{found}' لم تُقرأ.", "The sheet '{found}' was not read."),
    (
        "تُقرأ أول ورقة ظاهرة فيها عناوين معروفة.",
        "The first visible sheet with known headers is read.",
    ),
    severity="suggestion",
)
FAULTS = (
    REPEATED_ID, UNKNOWN_VALUE, WRONG_KIND, FORMULA, ERROR_CELL, MERGED, DATE_FOR_CODE, NO_OBJECT,
    FOREIGN_ID, NO_ID, OTHER_ENTITY, UNKNOWN_COLUMN, OTHER_SHEET,
)  # fmt: skip

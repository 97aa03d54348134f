"""The instruction sheet of the template, and the sheet of the codes."""

from collections.abc import Collection, Mapping, Sequence

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from app.core.workbooks import Book
from app.submissions.imports.columns import LEAVES, Column
from app.submissions.imports.sheet_names import CODES
from app.submissions.imports.vocabulary import Vocabulary

_HOW: Mapping[str, tuple[str, str]] = {
    "id": ("الرمز الذي تعرّف به الجهة الخدمة، ولا يتغير.", "Your own id of it; it never changes."),
    "text": ("نص.", "Text."),
    "words": ("كلمات يفصل بينها | أو سطر جديد.", "Words, separated by | or a new line."),
    "code": ("رمز من ورقة الرموز، أو اسمه.", "A code from the sheet of codes, or its name."),
    "codes": ("رموز يفصل بينها |.", "Codes, separated by |."),
    "concepts": ("رمز التصنيف، أو عدة رموز يفصل بينها |.", "A code, or several, separated by |."),
    "records": ("رموز يفصل بينها |.", "Codes, separated by |."),
    "flag": ("نعم أو لا.", "Yes or no."),
    "number": ("عدد صحيح. المبالغ بالفلس.", "A whole number. Amounts are in fils."),
    "duration": ("مثل: 3 أيام أو P3D.", "Such as: 3 days, or P3D."),
    "day": ("تاريخ مثل 31/03/2026.", "A date such as 31/03/2026."),
    "time": ("وقت مثل 08:00.", "A time such as 08:00."),
    "weekdays": ("أيام مثل الأحد|الاثنين أو SU|MO.", "Days such as SU|MO."),
}  # fmt: skip
_NOTES = (
    (
        "اكتب كل خدمة في صف بدءاً من الصف الثالث. لا تدمج الخلايا ولا تحذف صفَّي العناوين.",
        "Write each service on a row, from the third on. Merge no cells; keep both header rows.",
    ),
    (
        "العمود الذي تحذفه لا يتغير محتواه في الدليل، والخلية الفارغة تمحو ما كان.",
        "What a removed column says stays as it is in the catalogue; an empty cell removes it.",
    ),
    (
        "الأعمدة المرقمة يمكن زيادتها: القناة 4، الخطوة 6 وهكذا.",
        "Numbered columns can go on: Channel 4, Step 6 and so on.",
    ),
    (
        "الخدمات تُراجع قبل نشرها. يمكن التجربة أولاً دون حفظ.",
        "Entries are reviewed before they are published. A dry run saves nothing.",
    ),
)
_HEADERS = (
    ("العمود", "Column in Arabic"),
    ("بالإنجليزية", "Column in English"),
    ("اسمه في الملفات", "Name in files"),
    ("إلزامي لخدمة جديدة", "Needed for a new service"),
    ("طريقة الكتابة", "How to write it"),
    ("", "In English"),
)
_FIRST_CODE = 2


def write(
    book: Book, sheet: Worksheet, columns: Sequence[Column], required: Collection[str]
) -> None:
    """Explain every column in both languages."""
    sheet.set_column(0, 5, 34, book.styles["wrapped"])
    book.write(sheet, 0, 0, "دليل تعبئة القالب — How to fill in the template", "title")
    row = 1
    for ar, en in _NOTES:
        book.write(sheet, row, 0, ar, "wrapped")
        book.write(sheet, row, 3, en, "wrapped")
        row += 1
    for place, (ar, en) in enumerate(_HEADERS):
        book.write(sheet, row, place, f"{ar}\n{en}".strip(), "header")
    for column in columns:
        row += 1
        how = _HOW[
            "code" if column.leaf.kind == "number" and column.leaf.scheme else column.leaf.kind
        ]
        needed = "نعم" if column.name in required else ""
        said = (column.label("ar"), column.label("en"), column.name, needed, *how)
        for place, text in enumerate(said):
            book.write(sheet, row, place, text, "wrapped")


def write_codes(book: Book, sheet: Worksheet, vocabulary: Vocabulary) -> dict[str, str]:
    """List the codes with their names; returns where each list stands, for drop-downs.

    The sheet is written row by row, so the lists stand beside each other.
    """
    lists = {name: codes for name, codes in vocabulary.lists.items() if codes.labels}
    sheet.set_column(0, len(lists), 40, book.styles["wrapped"])
    for place, name in enumerate(lists):
        book.write(sheet, 0, place, _codes_title(name), "header")
    longest = max((len(codes.labels) for codes in lists.values()), default=0)
    shown = [
        [
            f"{code} – {labels.get('ar') or labels.get('en')}"
            for code, labels in codes.labels.items()
        ]
        for codes in lists.values()
    ]
    for row in range(longest):
        for place, texts in enumerate(shown):
            if row < len(texts):
                book.write(sheet, row + _FIRST_CODE, place, texts[row], "wrapped")
    return {
        name: _range(place, len(codes.labels)) for place, (name, codes) in enumerate(lists.items())
    }


def _codes_title(name: str) -> str:
    """Name a list of codes by the first column that takes them."""
    leaf = next((one for one in LEAVES if one.scheme == name), None)
    if leaf is None:
        return name
    ar, en = (text.replace(" #", "") for text in (leaf.ar, leaf.en))
    return f"رموز «{ar}»\nCodes for “{en}”"


def _range(place: int, length: int) -> str:
    letters = xl_col_to_name(place)
    return f"='{CODES}'!${letters}${_FIRST_CODE + 1}:${letters}${_FIRST_CODE + length}"

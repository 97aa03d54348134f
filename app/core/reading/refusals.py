"""Why a file is not read; the codes are those that the reading process gives. Pure."""

from collections.abc import Mapping

RULE = "IMPORT-20"
HINT = ("احفظ الجدول من جديد بصيغة XLSX أو CSV UTF-8.", "Save the table anew as XLSX or CSV UTF-8.")
NO_ROOM = "no-room"
"""The disk has no room for the rows, which is no fault of the file."""
REFUSALS: Mapping[str, tuple[str, str]] = {
    "empty": ("الملف فارغ.", "The file is empty."),
    "not-a-workbook": (
        "الملف ليس مصنف XLSX سليماً.",
        "The file is not a sound XLSX workbook.",
    ),
    "old-or-encrypted": (
        "الملف بصيغة قديمة أو محمي بكلمة مرور. احفظه بصيغة XLSX دون كلمة مرور.",
        "The file is of an old format or has a password. Save it as XLSX without one.",
    ),
    "macros": (
        "في المصنف وحدات ماكرو. احفظه بصيغة XLSX العادية.",
        "The workbook holds macros. Save it as a plain XLSX.",
    ),
    "bomb": (
        "محتوى المصنف أكبر من المسموح بعد فك ضغطه.",
        "The workbook is larger than allowed when it is unpacked.",
    ),
    "entities": (
        "في المصنف تعريفات XML غير مسموح بها.",
        "The workbook holds XML declarations that are not allowed.",
    ),
    "too-many-sheets": ("في المصنف أوراق كثيرة جداً.", "The workbook has too many sheets."),
    "too-many-rows": (
        "في الجدول صفوف أكثر من المسموح، والحد 50,000.",
        "The table has too many rows; the bound is 50,000.",
    ),
    "too-many-columns": (
        "في الجدول أعمدة أكثر من المسموح، والحد 1,000.",
        "The table has too many columns; the bound is 1,000.",
    ),
    "no-headers": (
        "لا توجد عناوين معروفة في الصفوف الأولى. استعمل القالب أو أرسل ملف مطابقة.",
        "There are no known headers in the first rows. Use the template, or send a mapping file.",
    ),
    "no-sheet": ("لا توجد ورقة بهذا الاسم.", "There is no sheet of that name."),
    "wrong-encoding": (
        "ترميز النص ليس UTF-8. احفظ الملف بصيغة CSV UTF-8 أو أرسل المعامل encoding.",
        "The text is not UTF-8. Save the file as CSV UTF-8, or send the parameter encoding.",
    ),
    "binary": ("الملف ليس نصاً.", "The file is not text."),
    "broken-csv": (
        "الملف ليس CSV سليماً: علامة تنصيص لم تُغلق أو خلية طويلة جداً.",
        "The file is not sound CSV: a quotation mark is not closed, or a cell is too long.",
    ),
    "broken-json": (
        "الملف ليس JSON سليماً أو فيه سطر طويل جداً.",
        "The file is not sound JSON, or a line is too long.",
    ),
    "not-a-graph": (
        "الملف ليس سليماً بهذه الصيغة من صيغ RDF.",
        "The file is not sound in this notation of RDF.",
    ),
    "remote-context": (
        "سياق JSON-LD في عنوان خارج الملف.",
        "The JSON-LD context is elsewhere, and nothing is fetched.",
    ),
    "too-many-statements": (
        "في الملف جمل أكثر من المسموح.",
        "The file says more than allowed; the bound is a million statements.",
    ),
    "too-slow": (
        "قراءة الملف تستغرق وقتاً أطول من المسموح.",
        "Reading the file takes longer than allowed.",
    ),
    "too-much-memory": (
        "قراءة الملف تحتاج ذاكرة أكثر من المسموح. قسّمه أو أرسله بصيغة CSV.",
        "Reading the file needs more memory than allowed. Split it, or send it as CSV.",
    ),
    "unreadable": ("تعذرت قراءة الملف.", "The file cannot be read."),
}


class Refused(Exception):
    """The file is not read; ``code`` is one of ``REFUSALS``, ``said`` what the parser says."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(code)
        self.code, self.said = code, said

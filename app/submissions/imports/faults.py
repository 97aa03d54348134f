"""What can be wrong with a file or a row before the rules judge what it says. Pure."""

from app.core.faults import Fault
from app.core.reading import refusals

REPEATED_ID = Fault(
    "IMPORT-01",
    (
        "الرمز '{found}' مكرر، وأول مرة في {first}.",
        "The id '{found}' is there twice, first in {first}.",
    ),
    ("أبقِ صفاً واحداً لكل خدمة.", "Keep one row for each service."),
    ("لا يُعرف أي الصفين هو المقصود.", "Nobody knows which of the two rows is meant."),
)
UNKNOWN_VALUE = Fault(
    "IMPORT-02",
    ("القيمة '{found}' ليست من القائمة.", "'{found}' is not in the list."),
    (
        "{near_ar}اختر من ورقة الرموز في القالب.",
        "{near_en}Choose from the template's sheet of codes.",
    ),
    (
        "القوائم مغلقة ليصفّي الجميع بالكلمات نفسها.",
        "Lists are closed so that everybody filters by the same words.",
    ),
)
WRONG_KIND = Fault(
    "IMPORT-03",
    ("لا تُقرأ '{found}' على أنها {kind_ar}.", "'{found}' cannot be read as {kind_en}."),
    ("اكتبها مثل: {example}", "Write it like this: {example}"),
    (
        "القيمة التي تُخمَّن قد تُخمَّن خطأ.",
        "A value that has to be guessed may be guessed wrongly.",
    ),
)
FORMULA = Fault(
    "IMPORT-04",
    ("في الخلية معادلة، وقد حُفظت نصاً.", "The cell holds a formula, which was kept as text."),
    ("انسخ الخلية ثم الصقها قيماً.", "Copy the cell and paste it as values."),
    (
        "نتيجة المعادلة تعتمد على خلايا قد لا تُرسل معها.",
        "What a formula gives depends on cells that may not have been sent with it.",
    ),
    severity="warning",
)
ERROR_CELL = Fault(
    "IMPORT-05",
    ("في الخلية خطأ من برنامج الجداول: {found}.", "The spreadsheet shows an error here: {found}."),
    ("صحح المعادلة أو اكتب القيمة.", "Mend the formula, or write the value."),
    ("علامة الخطأ ليست قيمة.", "The mark of an error is not a value."),
)
MERGED = Fault(
    "IMPORT-06",
    ("الخلية جزء من خلايا مدمجة.", "The cell is part of merged cells."),
    ("ألغِ الدمج واكتب القيمة في كل صف.", "Unmerge them and write the value in every row."),
    (
        "الخلايا المدمجة لها قيمة واحدة ولا يُعرف لأي الصفوف هي.",
        "Merged cells hold one value, and nobody knows for which of the rows.",
    ),
)
DATE_FOR_CODE = Fault(
    "IMPORT-07",
    ("حوّل برنامج الجداول الرمز إلى تاريخ ({found}).", "The code has become a date ({found})."),
    (
        "نسّق العمود نصاً ثم أعد كتابة الرمز.",
        "Format the column as text, then type the code again.",
    ),
    (
        "برامج الجداول تجعل من رمز مثل 1-2 تاريخاً فيضيع الرمز.",
        "Spreadsheets make a date of a code such as 1-2, and the code is lost.",
    ),
)
NO_OBJECT = Fault(
    "IMPORT-08",
    ("السطر ليس كائن JSON.", "The line is not a JSON object."),
    ("اكتب كل خدمة كائناً في سطر واحد.", "Write each service as an object on one line."),
    ("كل سطر خدمة كاملة.", "Each line is a whole service."),
)
FOREIGN_ID = Fault(
    "IMPORT-09",
    ("الرمز '{found}' لخدمة أخرى.", "The id '{found}' belongs to another service."),
    ("استعمل رمزاً لم يُستعمل من قبل.", "Use an id that was not used before."),
    ("الرمز لا ينتقل من خدمة إلى أخرى.", "An id never passes from one service to another."),
)
NO_ID = Fault(
    "IMPORT-10",
    ("الصف بلا رمز للخدمة.", "The row has no id of the service."),
    ("اكتب الرمز الذي تعرّف به الجهة الخدمة.", "Write the id under which the entity keeps it."),
    (
        "بالرمز وحده يُعرف أن الصف خدمة قائمة أو جديدة.",
        "Only the id tells whether the row is a service that exists or a new one.",
    ),
)
OTHER_ENTITY = Fault(
    "IMPORT-11",
    ("الصف لجهة أخرى: '{found}'.", "The row is another entity's: '{found}'."),
    ("أرسل خدمات كل جهة في ملف.", "Send each entity's services in a file of its own."),
    ("لا تكتب جهة خدمات جهة أخرى.", "No entity writes the services of another."),
)
UNKNOWN_COLUMN = Fault(
    "IMPORT-12",
    (
        "العمود '{found}' غير معروف ولم يُقرأ.",
        "The column '{found}' is not known and was not read.",
    ),
    ("قارن العناوين بالقالب.", "Compare the headers with the template."),
    (
        "العمود المكتوب خطأ لو أُهمل بصمت لما افتقده أحد.",
        "A misspelt column that was silently dropped would be missed by nobody.",
    ),
    severity="warning",
)
OTHER_SHEET = Fault(
    "IMPORT-13",
    ("الورقة '{found}' لم تُقرأ.", "The sheet '{found}' was not read."),
    (
        "تُقرأ أول ورقة ظاهرة فيها عناوين معروفة.",
        "The first visible sheet with known headers is read.",
    ),
    ("الملف الواحد جدول واحد.", "One file is one table."),
    severity="suggestion",
)
TWICE = Fault(
    "IMPORT-14",
    ("العمود '{found}' مكرر.", "The column '{found}' is there twice."),
    ("احذف أحدهما.", "Remove one of them."),
    ("لا يُعرف أي العمودين هو المقصود.", "Nobody knows which of the columns is meant."),
)
NO_ID_COLUMN = Fault(
    "IMPORT-15",
    ("لا يوجد عمود لرمز الخدمة.", "There is no column of the service's id."),
    (
        "أضف عموداً باسم sourceId أو رمز الخدمة لدى الجهة.",
        "Add a column 'sourceId' or 'Service id'.",
    ),
    (
        "بالرمز وحده يُعرف أن الصف خدمة قائمة أو جديدة.",
        "Only the id tells whether a row is a service that exists or a new one.",
    ),
)
NO_COLUMNS = Fault(
    "IMPORT-16",
    ("لا توجد عناوين معروفة في الجدول.", "The table has no headers that are known."),
    ("استعمل القالب أو أرسل ملف مطابقة.", "Use the template, or send a mapping file."),
    ("العناوين تقول ما في كل عمود.", "Headers say what each column holds."),
)
NO_FIELD = Fault(
    "IMPORT-17",
    (
        "لا يوجد حقل بهذا الاسم في ملف المطابقة.",
        "The mapping file fills a field that does not exist.",
    ),
    (
        "أسماء الحقول في ورقة تعليمات القالب.",
        "The template's instructions list the names of fields.",
    ),
    ("ما يُكتب في حقل مجهول يضيع.", "What is written to an unknown field is lost."),
)
NOT_DONE = Fault(
    "IMPORT-18",
    ("لم يكتمل الاستيراد: {found}", "The import was not completed: {found}"),
    ("أرسل الملف من جديد.", "Send the file again."),
    (
        "تغيّر في الدليل ما تشير إليه الصفوف بين فحصها وحفظها.",
        "What rows refer to changed in the catalogue between their check and their saving.",
    ),
)
INTERNAL = Fault(
    "IMPORT-19",
    (
        "حدث خطأ في الخادم أثناء الاستيراد، وقد سُجل.",
        "The server failed at the import; it is logged.",
    ),
    (
        "أعد المحاولة، وأبلغ المشغّل برمز الاستيراد.",
        "Try again, and tell the operator the import's id.",
    ),
    ("الخطأ في الخادم لا في الملف.", "The fault is the server's, not the file's."),
)
UNREADABLE = Fault(
    refusals.RULE,
    ("تعذرت قراءة الملف، والرسالة تقول لماذا.", "The file is not read; the message says why."),
    refusals.HINT,
    (
        "تُقرأ الملفات ضمن حدود للذاكرة والوقت، وما قد يضر لا يُفتح.",
        "Files are read within bounds of memory and time; what may do harm is not opened.",
    ),
)
FAULTS = (
    REPEATED_ID, UNKNOWN_VALUE, WRONG_KIND, FORMULA, ERROR_CELL, MERGED, DATE_FOR_CODE, NO_OBJECT,
    FOREIGN_ID, NO_ID, OTHER_ENTITY, UNKNOWN_COLUMN, OTHER_SHEET, TWICE, NO_ID_COLUMN, NO_COLUMNS,
    NO_FIELD, NOT_DONE, INTERNAL, UNREADABLE,
)  # fmt: skip

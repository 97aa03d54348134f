"""What can be wrong with the file of a scheme, before the scheme itself is judged. Pure."""

from app.core.faults import Fault

NOT_PARSED = Fault(
    "FILE-SYNTAX",
    ("الملف ليس سليماً بهذه الصيغة: {reason}", "The file is not sound in this format: {reason}"),
    ("احفظه من جديد بالأداة التي كتبته.", "Write it anew with the tool that has made it."),
    (
        "ما لا يُقرأ كله لا يُستورد منه شيء.",
        "What cannot be read as a whole is not taken in at all.",
    ),
)
TOO_LARGE = Fault(
    "FILE-SIZE",
    ("الملف أكبر من المسموح.", "The file is larger than allowed."),
    ("قسّم المخطط إلى مخططات أصغر.", "Divide the scheme into smaller ones."),
    (
        "الحد 32 ميغابايت ومليون جملة، وأكبر التصنيفات المعروفة أصغر من ذلك.",
        "The bounds are 32 MB and a million statements; the largest known schemes are smaller.",
    ),
)
DECLARATIONS = Fault(
    "FILE-DOCTYPE",
    ("في الملف تعريفات XML غير مسموح بها.", "The file declares a document type or entities."),
    ("احذف سطر DOCTYPE.", "Take out the DOCTYPE."),
    (
        "قد يتضخم نصف كيلوبايت من التعريفات إلى مئات الميغابايت.",
        "Half a kilobyte of declarations can grow to hundreds of megabytes.",
    ),
)
REMOTE_CONTEXT = Fault(
    "FILE-CONTEXT",
    (
        "سياق JSON-LD في عنوان خارج الملف، ولا يُجلب شيء من الشبكة.",
        "The JSON-LD context is elsewhere, and nothing is fetched.",
    ),
    ("ضع السياق نفسه داخل الملف.", "Put the context itself into the file."),
    (
        "ملف يأمر الخادم بالجلب يستطيع أن يوجهه إلى أي مكان.",
        "A file that makes a server fetch could send it anywhere.",
    ),
)
NO_CONCEPTS = Fault(
    "FILE-EMPTY",
    ("لا مفاهيم في الملف.", "The file holds no concepts."),
    (
        "المفاهيم من نوع skos:Concept، أو صفوف تحت عناوين معروفة.",
        "Concepts are of the type skos:Concept, or rows below known headers.",
    ),
    ("مخطط بلا مفاهيم لا يصنف شيئاً.", "A scheme without concepts classifies nothing."),
)
SEVERAL_SCHEMES = Fault(
    "FILE-SCHEMES",
    (
        "في الملف أكثر من مخطط: {found}",
        "The file holds more than one scheme: {found}",
    ),
    ("حدد المطلوب منها.", "Say which one is meant."),
    ("تُقرأ المخططات واحداً واحداً.", "Schemes are read one by one."),
)
BAD_TEXT = Fault(
    "FILE-TEXT",
    ("نص لا يمكن حفظه: {reason}", "A text cannot be kept: it {reason}"),
    (
        "احذف محارف التحكم ومحارف الاتجاه وفواصل الأسطر.",
        "Take out control characters, marks of direction and line breaks.",
    ),
    (
        "محارف لا تُرى قد تعكس ما يقرؤه الناس.",
        "Characters that nobody sees can reverse what people read.",
    ),
)
TWO_LABELS = Fault(
    "FILE-LABELS",
    (
        "للمفهوم '{concept}' أكثر من تسمية مفضلة باللغة '{language}'.",
        "The concept '{concept}' has several preferred labels in '{language}'.",
    ),
    ("أبقِ واحدة واجعل غيرها بديلة.", "Keep one, and make the others alternative."),
    ("شرط السلامة S14 في مرجع SKOS.", "Integrity condition S14 of the SKOS Reference."),
)
TWICE = Fault(
    "FILE-TWICE",
    ("'{found}' مذكور مرتين.", "'{found}' stands twice."),
    ("أبقِ واحداً.", "Keep one of them."),
    ("لا يُعرف أيهما المقصود.", "Nobody knows which of them is meant."),
)
UNKNOWN_LINK = Fault(
    "FILE-LINK",
    (
        "'{found}' ليس رمزاً لمفهوم واحد في الملف.",
        "'{found}' is not the notation of one concept in the file.",
    ),
    ("اكتب رمز مفهوم موجود في الجدول.", "Write the notation of a concept of the table."),
    ("الصلة بما لا وجود له تضيع.", "A link to nothing is lost."),
)
WRONG_VALUE = Fault(
    "FILE-VALUE",
    ("لا يُفهم '{found}' في عمود '{column}'.", "'{found}' is not understood in '{column}'."),
    (
        "اكتب نصاً أو رمزاً أو نعم/لا، ولا تدمج الخلايا.",
        "Write a text, a code, or yes/no; merge no cells.",
    ),
    ("الخلية الغامضة تُقرأ خطأً.", "A cell in doubt would be read wrongly."),
)
FAULTS = (
    NOT_PARSED, TOO_LARGE, DECLARATIONS, REMOTE_CONTEXT, NO_CONCEPTS, SEVERAL_SCHEMES, BAD_TEXT,
    TWO_LABELS, TWICE, UNKNOWN_LINK, WRONG_VALUE,
)  # fmt: skip

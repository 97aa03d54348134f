"""SHAPE: what a body must look like before its content can be judged, as data. Pure."""

from collections.abc import Iterable

from app.core.rule_texts import Text
from app.submissions.rules.base import Content, Context, Entry, Example, Hit, Rule


def _never(_entry: Entry, _context: Context) -> Iterable[Hit]:
    """Find nothing: such content is refused before it is judged."""
    return ()


def _shape(
    number: int,
    message: Text,
    hint: Text,
    why: Text,
    *,
    good: Content,
    bad: Content,
) -> Rule:
    return Rule(
        id=f"SHAPE-{number:02}",
        severity="error",
        message=message,
        hint=hint,
        why=why,
        good=Example(good),
        bad=Example(bad),
        check=_never,
    )


MISSING = _shape(
    1,
    Text("This field is required.", "هذا الحقل مطلوب."),
    Text("Add it.", "أضفه."),
    Text(
        "Title, description and classification make a service.",
        "العنوان والوصف والتصنيف أساس كل خدمة.",
    ),
    good={"holdsRequirement": [{"title": {"ar": "العمر 18 سنة", "en": "Aged 18"}}]},
    bad={"holdsRequirement": [{}]},
)
UNKNOWN = _shape(
    2,
    Text("There is no such field.", "لا يوجد حقل بهذا الاسم."),
    Text(
        "Compare the name with the documentation; names are in camelCase.",
        "قارن الاسم بالتوثيق، فالأسماء تُكتب بصيغة camelCase.",
    ),
    Text(
        "A misspelt field that was silently dropped would be missed by nobody until too late.",
        "الحقل المكتوب خطأ لو أُهمل بصمت لما افتقده أحد إلا متأخراً.",
    ),
    good={"digitalStage": 3},
    bad={"digitalStages": 3},
)
TYPE = _shape(
    3,
    Text("The value is of the wrong kind.", "القيمة من نوع غير صحيح."),
    Text(
        "Send numbers without quotes and texts within them.",
        "أرسل الأرقام بلا علامتي تنصيص والنصوص بينهما.",
    ),
    Text(
        "A value that has to be guessed may be guessed wrongly.",
        "القيمة التي تُخمَّن قد تُخمَّن خطأ.",
    ),
    good={"digitalStage": 3},
    bad={"digitalStage": "three"},
)
CHOICE = _shape(
    4,
    Text("The value is none of {choices}.", "القيمة ليست من {choices}."),
    Text("Choose one of them.", "اختر واحدة منها."),
    Text(
        "These lists are closed so that everybody filters by the same words.",
        "هذه القوائم مغلقة ليصفّي الجميع بالكلمات نفسها.",
    ),
    good={"hasChannel": [{"type": "counter", "purpose": "apply"}]},
    bad={"hasChannel": [{"type": "counter", "purpose": "visit"}]},
)
PATTERN = _shape(
    5,
    Text("The value is not written as it must be.", "القيمة غير مكتوبة بالصيغة المطلوبة."),
    Text(
        "Codes hold Latin letters, digits, dots, dashes and underscores; addresses begin with "
        "https://; currencies and countries have three capitals.",
        "الرموز من أحرف لاتينية وأرقام ونقاط وشرطات، والعناوين تبدأ بـhttps://، والعملات "
        "والدول ثلاثة أحرف كبيرة.",
    ),
    Text(
        "Codes and addresses are read by machines, which do not guess.",
        "الرموز والعناوين تقرؤها الآلات وهي لا تخمّن.",
    ),
    good={"hasChannel": [{"type": "portal", "url": "https://www.moi.gov.kw/renew"}]},
    bad={"hasChannel": [{"type": "portal", "url": "www.moi.gov.kw/renew"}]},
)
LENGTH = _shape(
    6,
    Text(
        "There is too much or too little here; the bound is {bound}.",
        "المحتوى أكثر أو أقل من المسموح، والحد {bound}.",
    ),
    Text("Shorten it, or fill it in.", "اختصره أو أكمله."),
    Text(
        "Bounds keep pages readable and the catalogue quick.",
        "الحدود تُبقي الصفحات مقروءة والدليل سريعاً.",
    ),
    good={"openingHours": [{"days": ["SU"], "opens": "08:00", "closes": "13:00"}]},
    bad={"openingHours": [{"days": [], "opens": "08:00", "closes": "13:00"}]},
)
RANGE = _shape(
    7,
    Text("The number is out of range; the bound is {bound}.", "العدد خارج المجال، والحد {bound}."),
    Text("Give a number within the bound.", "اكتب رقماً ضمن الحد."),
    Text(
        "A negative fee or an amount beyond measure is a slip; a page without end helps nobody.",
        "الرسم السالب أو المبلغ المفرط خطأ كتابي، والصفحة التي لا تنتهي لا تنفع أحداً.",
    ),
    good={"hasCost": [{"amountFils": 5000}]},
    bad={"hasCost": [{"amountFils": -5000}]},
)
TEXT = _shape(
    8,
    Text("The text holds control characters or broken ones.", "في النص رموز تحكم أو أحرف مكسورة."),
    Text("Type the text again.", "أعد كتابة النص."),
    Text(
        "Such characters cannot be shown and hide things in logs and on screens.",
        "هذه الرموز لا تُعرض وقد تخفي أشياء في السجلات والشاشات.",
    ),
    good={"holdsRequirement": [{"title": {"ar": "العمر 18 سنة", "en": "Aged 18"}}]},
    bad={"holdsRequirement": [{"title": {"ar": "العمر 18 سنة", "en": "Aged\u000718"}}]},
)
LANGUAGE = _shape(
    9,
    Text("The text is in no language.", "النص بلا أي لغة."),
    Text(
        "Give 'ar', 'en' or both, or leave the field out.",
        "اكتب 'ar' أو 'en' أو كليهما أو احذف الحقل.",
    ),
    Text(
        "An empty text takes its place on the page and says nothing.",
        "النص الفارغ يأخذ مكانه في الصفحة ولا يقول شيئاً.",
    ),
    good={"processingNote": {"ar": "ثلاثة أيام", "en": "Three days"}},
    bad={"processingNote": {}},
)
DURATION = _shape(
    10,
    Text("This is not a duration.", "هذه ليست مدة زمنية."),
    Text(
        "Write it by ISO 8601: P3D is three days, PT2H two hours.",
        "اكتبها بصيغة ISO 8601: تعني P3D ثلاثة أيام وPT2H ساعتين.",
    ),
    Text(
        "Durations in words cannot be compared or measured.",
        "المدد المكتوبة بالكلمات لا تُقارن ولا تُقاس.",
    ),
    good={"processingTime": "P3D"},
    bad={"processingTime": "3 days"},
)
OTHER = _shape(
    11,
    Text("The value is not acceptable.", "القيمة غير مقبولة."),
    Text(
        "Write dates as 2026-03-01 and times as 08:00; see the OpenAPI document for the rest.",
        "اكتب التاريخ بصيغة 2026-03-01 والوقت بصيغة 08:00، ولغيرهما انظر وثيقة OpenAPI.",
    ),
    Text(
        "A day that no calendar has, or a value that no other rule of this family describes.",
        "يوم لا وجود له في التقويم، أو قيمة لا تصفها قاعدة أخرى من هذه المجموعة.",
    ),
    good={"hasCost": [{"amountFils": 5000, "validFrom": "2026-03-01"}]},
    bad={"hasCost": [{"amountFils": 5000, "validFrom": "2026-13-01"}]},
)

LINES = _shape(
    12,
    Text("The text is more than one line.", "النص أكثر من سطر واحد."),
    Text("Write it in one line, without tabs.", "اكتبه في سطر واحد وبلا علامات جدولة."),
    Text(
        "Numbers, names and keywords are shown in one line; a second one is often a second value.",
        "الأرقام والأسماء والكلمات المفتاحية تُعرض في سطر، والسطر الثاني غالباً قيمة ثانية.",
    ),
    good={"contactPoint": [{"telephone": "+965 2222 1111"}]},
    bad={"contactPoint": [{"telephone": "+965 2222 1111\n+965 2222 1112"}]},
)

RULES = (
    MISSING,
    UNKNOWN,
    TYPE,
    CHOICE,
    PATTERN,
    LENGTH,
    RANGE,
    TEXT,
    LANGUAGE,
    DURATION,
    OTHER,
    LINES,
)

"""The rules of integrity of a scheme, as their pages tell them. Pure.

They are checked in ``integrity`` and in ``commands``; S13 and S27 are the numbers of the
SKOS Reference (W3C, 2009).
"""

from app.core.reference import RuleEntry, Texts

_FAMILY: Texts = {"ar": "سلامة التصنيف", "en": "Integrity of the taxonomy"}


def _rule(name: str, message: Texts, hint: Texts, why: Texts) -> RuleEntry:
    return RuleEntry(f"TAX-{name}", "error", _FAMILY, message, hint, why)


RULES: tuple[RuleEntry, ...] = (
    _rule(
        "CYCLE",
        {
            "ar": "لا يُوصل إلى المفهوم من أي مفهوم أعلى.",
            "en": "The concept is not reached from a top concept.",
        },
        {
            "ar": "ضعه تحت مفهوم آخر، أو اجعله في أعلى المخطط.",
            "en": "Put it below another concept, or make it a top concept.",
        },
        {
            "ar": "المفهوم الذي يدور على نفسه أو لا أب له لا يظهر في أي شجرة.",
            "en": "A concept that goes round in a circle, or hangs nowhere, is shown in no tree.",
        },
    ),
    _rule(
        "DANGLING",
        {
            "ar": "يذكر المفهوم مفهوماً غير موجود في هذا الإصدار.",
            "en": "The concept names a concept that is not in this version.",
        },
        {"ar": "صحح المعرّف أو أضف المفهوم.", "en": "Mend the id, or add the concept."},
        {
            "ar": "الإشارة إلى ما لا وجود له تقطع الطريق على من يتبعها.",
            "en": "Who follows a link to nothing gets lost.",
        },
    ),
    _rule(
        "ID",
        {
            "ar": "معرّف المفهوم مكرر أو يخص مخططاً آخر.",
            "en": "The id of the concept stands twice, or belongs to another scheme.",
        },
        {"ar": "أعط المفهوم معرّفاً جديداً.", "en": "Give the concept a new id."},
        {
            "ar": "المعرّف يدل على مفهوم واحد إلى الأبد.",
            "en": "An id stands for one concept for ever.",
        },
    ),
    _rule(
        "LABEL",
        {
            "ar": "لا تسمية مفضلة للمفهوم في إحدى اللغتين.",
            "en": "The concept has no preferred label in one of the languages.",
        },
        {"ar": "سمِّه بالعربية والإنجليزية.", "en": "Name it in Arabic and in English."},
        {
            "ar": "من يتصفح بلغته يجب أن يجد كل مفهوم باسمه.",
            "en": "Who browses in one language must find every concept by its name.",
        },
    ),
    _rule(
        "LINK",
        {
            "ar": "الصلة بين الأعلى والأدنى مذكورة من طرف واحد.",
            "en": "The link between broader and narrower stands on one side only.",
        },
        {
            "ar": "اذكرها في المفهومين، أو احذفها منهما.",
            "en": "State it in both concepts, or in neither.",
        },
        {
            "ar": "لو اختلف الطرفان لاختلفت الشجرة باختلاف جهة قراءتها.",
            "en": "If the sides disagree, the tree depends on where reading begins.",
        },
    ),
    _rule(
        "LOST",
        {
            "ar": "غاب عن الإصدار مفهوم كان في إصدار سابق.",
            "en": "A concept of an earlier version is missing.",
        },
        {
            "ar": "أبقه واجعل حالته متوقف الاستخدام مع ذكر بديله.",
            "en": "Keep it, mark it as deprecated, and name its successor.",
        },
        {
            "ar": "المفاهيم تتقاعد ولا تُحذف، فالخدمات والروابط القديمة تشير إليها.",
            "en": "Concepts are retired, never deleted: old services and links lead to them.",
        },
    ),
    _rule(
        "NOTATION",
        {"ar": "لمفهومين رمز واحد.", "en": "Two concepts share a notation."},
        {"ar": "أعط أحدهما رمزاً آخر.", "en": "Give one of them another notation."},
        {
            "ar": "الرمز يدل على مفهوم واحد في كل إصدار.",
            "en": "In a version a notation stands for one concept.",
        },
    ),
    _rule(
        "PARENTS",
        {
            "ar": "للمفهوم أكثر من أب في مخطط يجيز واحداً، أو ذُكر أبوه مرتين.",
            "en": "The concept has several parents where one is allowed, or names one twice.",
        },
        {"ar": "أبقِ الأب الأقرب معنى.", "en": "Keep the parent that is closest in meaning."},
        {
            "ar": "هكذا تُعدّ كل خدمة مرة واحدة في كل فرع.",
            "en": "So every service is counted once in a branch.",
        },
    ),
    _rule(
        "PATTERN",
        {
            "ar": "الرمز لا يطابق نمط المخطط.",
            "en": "The notation does not match the pattern of the scheme.",
        },
        {
            "ar": "اكتبه كما يحدد notationPattern في المخطط.",
            "en": "Write it as the scheme's notationPattern says.",
        },
        {
            "ar": "من الرموز الموحدة يُعرف المستوى ويُرتّب.",
            "en": "Uniform notations can be sorted and tell their level.",
        },
    ),
    _rule(
        "REUSED",
        {
            "ar": "الرمز يخص مفهوماً آخر، أو كان يخصه.",
            "en": "The notation belongs to another concept, or once did.",
        },
        {"ar": "اختر رمزاً لم يُستخدم قط.", "en": "Choose a notation that was never used."},
        {
            "ar": "الرمز المتقاعد يبقى دالاً على مفهومه، ولو أُعطي لغيره لأخطأت الروابط القديمة.",
            "en": "A retired notation leads to its concept for ever; given away, it would mislead.",
        },
    ),
    _rule(
        "S13",
        {
            "ar": "تتكرر تسمية للمفهوم مفضلةً وبديلةً أو خفية.",
            "en": "A label of the concept is preferred and alternative or hidden at once.",
        },
        {"ar": "أبقها في موضع واحد.", "en": "Keep it in one place."},
        {
            "ar": "شرط السلامة S13 في مرجع SKOS.",
            "en": "Integrity condition S13 of the SKOS Reference.",
        },
    ),
    _rule(
        "S27",
        {
            "ar": "المفهوم مرتبط بمفهوم هو أعلى منه.",
            "en": "The concept is related to one that is broader than it.",
        },
        {
            "ar": "احذف الارتباط، فالتدرّج يقوله.",
            "en": "Take the relation out: the hierarchy says it already.",
        },
        {
            "ar": "شرط السلامة S27 في مرجع SKOS.",
            "en": "Integrity condition S27 of the SKOS Reference.",
        },
    ),
    _rule(
        "SELF",
        {"ar": "المفهوم مرتبط بنفسه.", "en": "The concept is related to itself."},
        {"ar": "احذف الارتباط.", "en": "Take the relation out."},
        {"ar": "ارتباط كهذا لا يقول شيئاً.", "en": "Such a relation says nothing."},
    ),
    _rule(
        "TOP",
        {
            "ar": "المفهوم في أعلى المخطط وله مفهوم أعلى منه.",
            "en": "The concept is a top concept and has a broader one.",
        },
        {"ar": "احذف أحد القولين.", "en": "Take one of the two out."},
        {"ar": "أعلى المخطط لا شيء فوقه.", "en": "Nothing is above the top."},
    ),
)

"""Why an operation is refused, as the pages of the rules tell it. Pure."""

from app.core.reference import RuleEntry, Texts

_FAMILY: Texts = {"ar": "عمليات التصنيف", "en": "Operations on a taxonomy"}
_WHY_EXPECTED: Texts = {
    "ar": "كل عملية تحمل القيمة التي تتوقعها، فلا يُكتب فوق عمل جهة أخرى دون علمها.",
    "en": "Every operation carries the value it expects, so nobody's work is overwritten unseen.",
}
_WHY_FOR_EVER: Texts = {
    "ar": "الرموز والمعرّفات محفوظة في أنظمة أخرى، فتدل على شيء واحد إلى الأبد.",
    "en": "Codes and ids are kept in other systems: they stand for one thing for ever.",
}
_WHY_TREE: Texts = {
    "ar": "لكل مفهوم سارٍ طريق واحد صحيح من القمة إليه.",
    "en": "Every active concept is reached from the top, and never from below itself.",
}
_WHY_LOST: Texts = {
    "ar": "لا تُسقط أي خدمة ولا أي اسم بصمت.",
    "en": "No service and no label is ever dropped in silence.",
}
_TABLE: tuple[tuple[str, str, str, str, str, Texts], ...] = (
    (
        "OLD",
        "القيمة الحالية ليست القيمة المتوقعة.",
        "The present value is not the expected one.",
        "اقرأ المسودة من جديد ثم أعد صياغة العملية.",
        "Read the draft again and rebase the change request.",
        _WHY_EXPECTED,
    ),
    (
        "DIFFER",
        "الترتيبان ممكنان ونتيجتاهما مختلفتان.",
        "Both orders work and give different results.",
        "اجمعوا الطلبين في طلب واحد.",
        "Make one request of the two.",
        _WHY_EXPECTED,
    ),
    (
        "UNKNOWN",
        "لا يوجد مفهوم بهذا الاسم.",
        "There is no concept of that name.",
        "استعمل المعرّف أو الرمز أو اسماً أُعطي في الطلب نفسه.",
        "Use an id, a notation, or a ref that the same request gives.",
        _WHY_TREE,
    ),
    (
        "RETIRED",
        "المفهوم ملغى.",
        "The concept is deprecated.",
        "أعده أولاً بعملية restore.",
        "Bring it back first, with the operation restore.",
        _WHY_TREE,
    ),
    (
        "ACTIVE",
        "المفهوم ما زال سارياً.",
        "The concept is still active.",
        "هذه العملية للمفاهيم الملغاة وحدها.",
        "This operation is for deprecated concepts.",
        _WHY_TREE,
    ),
    (
        "ID",
        "المعرّف مستعمل من قبل.",
        "The id is in use.",
        "اترك المعرّف ليُعطى تلقائياً.",
        "Leave the id out: it is given by the catalogue.",
        _WHY_FOR_EVER,
    ),
    (
        "REF",
        "الاسم المؤقت مكرر في الطلب.",
        "The ref stands twice in the request.",
        "أعط كل مفهوم جديد اسماً مؤقتاً خاصاً به.",
        "Give every new concept a ref of its own.",
        _WHY_FOR_EVER,
    ),
    (
        "NOTATION",
        "الرمز استُعمل من قبل لمفهوم آخر.",
        "The notation was used before for another concept.",
        "اختر رمزاً لم يُستعمل في أي إصدار.",
        "Choose a notation that no version has used.",
        _WHY_FOR_EVER,
    ),
    (
        "PATTERN",
        "الرمز لا يطابق نمط المخطط.",
        "The notation does not have the form that the scheme asks for.",
        "انظر notationPattern في وصف المخطط.",
        "See notationPattern in the description of the scheme.",
        _WHY_FOR_EVER,
    ),
    (
        "CYCLE",
        "تتكوّن حلقة.",
        "A cycle would result.",
        "اختر أباً لا يقع تحت المفهوم نفسه.",
        "Choose a parent that does not stand below the concept itself.",
        _WHY_TREE,
    ),
    (
        "PARENTS",
        "عدد الآباء غير مسموح به في المخطط.",
        "The scheme does not allow these parents.",
        "انقل المفهوم بدلاً من إضافة أب آخر.",
        "Move the concept instead of adding a parent.",
        _WHY_TREE,
    ),
    (
        "LAST",
        "لا يُزال الأب الأخير.",
        "The last parent cannot be removed.",
        "انقل المفهوم بعملية move.",
        "Use the operation move.",
        _WHY_TREE,
    ),
    (
        "CHILDREN",
        "ليس من أبناء المفهوم السارين.",
        "It is not an active child of the concept.",
        "اذكر في children أبناء المفهوم السارين وحدهم.",
        "Name only active children of the concept in children.",
        _WHY_TREE,
    ),
    (
        "SCHEME",
        "العملية ليست لهذا المخطط: للمعجم ألفاظ وللمخططات مفاهيم.",
        "The operation is not for this scheme: the lexicon has terms, schemes have concepts.",
        "سمِّ في scheme ما تريد تغييره: المعجم lexicon أو مخططاً.",
        "Name in scheme what is to change: lexicon, or one of the schemes.",
        _WHY_EXPECTED,
    ),
    (
        "ORDER",
        "الترتيب الجديد لا يضم الأبناء أنفسهم.",
        "The new order does not hold exactly the same children.",
        "اذكر كل ابن مرة واحدة.",
        "Name every child once.",
        _WHY_EXPECTED,
    ),
    (
        "THERE",
        "القيمة موجودة من قبل.",
        "The value is there already.",
        "احذف العملية من الطلب.",
        "Leave the operation out of the request.",
        _WHY_EXPECTED,
    ),
    (
        "NOTHING",
        "العملية لا تغيّر شيئاً.",
        "The operation would change nothing.",
        "احذف العملية من الطلب.",
        "Leave the operation out of the request.",
        _WHY_EXPECTED,
    ),
    (
        "SELF",
        "المفهوم مذكور مع نفسه.",
        "A concept is named together with itself.",
        "اختر مفهوماً آخر.",
        "Choose another concept.",
        _WHY_TREE,
    ),
    (
        "TWICE",
        "مفهوم مذكور مرتين.",
        "A concept is named twice where it can stand once.",
        "اذكر كل مفهوم مرة واحدة.",
        "Name every concept once.",
        _WHY_EXPECTED,
    ),
    (
        "TARGETS",
        "أهداف التجزئة غير كافية أو غير صحيحة.",
        "The targets of the split are too few, or the default is none of them.",
        "اذكر هدفين على الأقل، واختر الافتراضي والقواعد منها.",
        "Name two targets at least; the default and the rules name targets.",
        _WHY_LOST,
    ),
    (
        "SPLIT",
        "جُزّئ المفهوم من قبل.",
        "The concept was split before.",
        "ألغِ المفهوم بعملية deprecate.",
        "Retire the concept with the operation deprecate.",
        _WHY_LOST,
    ),
    (
        "RELEASED",
        "المفهوم صدر في إصدار سابق.",
        "The concept was released.",
        "ألغِه بعملية deprecate.",
        "Retire it with the operation deprecate.",
        _WHY_FOR_EVER,
    ),
    (
        "INUSE",
        "مفاهيم أخرى تعتمد على هذا المفهوم.",
        "Other concepts depend on this one.",
        "انقل ما تحته وفك ارتباطاته أولاً.",
        "Move what stands below it, and unrelate it, first.",
        _WHY_LOST,
    ),
)
RULES: tuple[RuleEntry, ...] = tuple(
    RuleEntry(
        f"OP-{name}",
        "error",
        _FAMILY,
        {"ar": ar, "en": en},
        {"ar": ar_hint, "en": en_hint},
        why,
    )
    for name, ar, en, ar_hint, en_hint, why in _TABLE
)

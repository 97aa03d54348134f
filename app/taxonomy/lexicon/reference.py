"""The rules of the lexicon, as their pages tell them; they are checked in ``integrity``. Pure."""

from typing import Literal

from app.core.reference import RuleEntry, Texts

_FAMILY: Texts = {"ar": "معجم الألفاظ", "en": "The lexicon"}


def _rule(
    name: str,
    message: Texts,
    hint: Texts,
    why: Texts,
    *,
    severity: Literal["error", "warning"] = "error",
) -> RuleEntry:
    return RuleEntry(f"LEX-{name}", severity, _FAMILY, message, hint, why)


RULES: tuple[RuleEntry, ...] = (
    _rule(
        "ID",
        {"ar": "معرّف المجموعة مكرر.", "en": "The id of a group stands twice."},
        {"ar": "أعط المجموعة معرّفاً جديداً.", "en": "Give the group a new id."},
        {
            "ar": "المعرّف يدل على مجموعة واحدة إلى الأبد.",
            "en": "An id stands for one group for ever.",
        },
    ),
    _rule(
        "LANG",
        {
            "ar": "لغة اللفظ لا توافق حروفه.",
            "en": "The language of a term is not that of its letters.",
        },
        {
            "ar": "اكتب ar لما كُتب بحروف عربية و en لما كُتب بحروف لاتينية.",
            "en": "Write ar for Arabic letters and en for Latin ones.",
        },
        {
            "ar": "بها يُعرض اللفظ من جهته الصحيحة.",
            "en": "A reader sees the term from the right side.",
        },
    ),
    _rule(
        "LOST",
        {
            "ar": "غابت عن الإصدار مجموعة كانت في الإصدار السابق.",
            "en": "A group of the version before is missing.",
        },
        {"ar": "أبقها وأحِل ألفاظها إلى التقاعد.", "en": "Keep it and retire its terms."},
        {
            "ar": "ما نُشر يبقى معروفاً لمن يشير إليه.",
            "en": "What was published stays known to those who refer to it.",
        },
    ),
    _rule(
        "ONEWAY",
        {
            "ar": "كل ألفاظ المجموعة أحادية الاتجاه فلا تقود إلى شيء.",
            "en": "All terms of the group are one-way, so they lead to nothing.",
        },
        {
            "ar": "اجعل أعمّ لفظ فيها ثنائي الاتجاه.",
            "en": "Let the broadest term work both ways.",
        },
        {
            "ar": "اللفظ الأحادي يبحث عن ألفاظ المجموعة الثنائية.",
            "en": "A one-way term searches for the terms that work both ways.",
        },
    ),
    _rule(
        "SHARED",
        {"ar": "اللفظ وارد في أكثر من مجموعة.", "en": "A term stands in several groups."},
        {
            "ar": "تحقق من أن له أكثر من معنى، وإلا فادمج المجموعتين.",
            "en": "Check that it has several meanings; else join the groups.",
        },
        {
            "ar": "البحث يأخذ بجميع معانيه فيتسع الجواب.",
            "en": "Search takes it in all its meanings, which widens the answer.",
        },
        severity="warning",
    ),
    _rule(
        "TERMS",
        {"ar": "المجموعة أقل من لفظين.", "en": "The group has fewer than two terms."},
        {"ar": "أضف لفظاً آخر بالمعنى نفسه.", "en": "Add another term for the same thing."},
        {
            "ar": "لا يقود اللفظ الواحد إلى غيره.",
            "en": "A single term leads to no other.",
        },
    ),
    _rule(
        "TITLE",
        {
            "ar": "ليس للمجموعة عنوان بإحدى اللغتين.",
            "en": "The group has no title in one of the languages.",
        },
        {"ar": "سمِّها بالعربية والإنجليزية.", "en": "Name it in Arabic and in English."},
        {
            "ar": "من العنوان يُعرف ما تعنيه المجموعة دون قراءة ألفاظها.",
            "en": "The title tells what is meant before the terms are read.",
        },
    ),
    _rule(
        "TWICE",
        {
            "ar": "اللفظ مكرر في المجموعة برسم آخر أو بالرسم نفسه.",
            "en": "The group holds a term twice, perhaps in another spelling.",
        },
        {
            "ar": "احذف أحدهما، فالبحث لا يفرق بين الهمزات ولا بين الهاء والتاء المربوطة.",
            "en": "Take one out: search sees no difference of hamzas, case or vowels.",
        },
        {
            "ar": "التكرار يوحي بفرق لا وجود له.",
            "en": "A repetition suggests a difference that is not there.",
        },
    ),
    _rule(
        "WEIGHT",
        {
            "ar": "وزن اللفظ ليس بين الصفر والواحد.",
            "en": "The weight of a term is not above 0 and at most 1.",
        },
        {
            "ar": "اكتب 1 للمرادف التام وأقل منه لما يقاربه.",
            "en": "Write 1 for a true synonym and less for a near one.",
        },
        {
            "ar": "الوزن نصيب من درجة التطابق.",
            "en": "The weight is a share of what a match earns.",
        },
    ),
    _rule(
        "WORDS",
        {
            "ar": "ليس في اللفظ كلمة تُقرأ، أو كلماته كثيرة.",
            "en": "A term has no readable word, or too many words.",
        },
        {"ar": "اكتب ست كلمات على الأكثر.", "en": "Write six words at most."},
        {
            "ar": "لا يُطابَق اللفظ إلا كاملاً.",
            "en": "A term is only matched as a whole.",
        },
    ),
)

"""The rules of consensus and of change requests, as their pages tell them."""

from app.core.reference import RuleEntry, Texts

_FAMILY: Texts = {"ar": "التوافق", "en": "Consensus"}


def _rule(name: str, message: Texts, hint: Texts, why: Texts) -> RuleEntry:
    return RuleEntry(f"CONS-{name}", "error", _FAMILY, message, hint, why)


RULES: tuple[RuleEntry, ...] = (
    _rule(
        "BLOCK",
        {"ar": "تعطيل الجهة ‹entity› قائم.", "en": "The block of ‹entity› is sustained."},
        {
            "ar": "عدّلوا العمليات حتى تسحب الجهة تعطيلها، أو استعملوا supermajority أو decree.",
            "en": "Amend until the entity takes it back, or use `supermajority` or `decree`.",
        },
        {
            "ar": "التعطيل لجهة لها خدمات تمسها العمليات، ولا يسقط إلا بكلمتها أو بتجاوز معلن.",
            "en": "Only an entity whose services are touched blocks; its own word ends a block.",
        },
    ),
    _rule(
        "LEXICON",
        {
            "ar": "أثر البحث يُحسب لطلبات تعديل المعجم.",
            "en": "The effect on search is computed for change requests about the lexicon.",
        },
        {
            "ar": "اقرأ impact لطلبات تعديل التصنيف.",
            "en": "Read `impact` of change requests about the classification.",
        },
        {
            "ar": "المعجم لا يمس أي خدمة، والتصنيف لا يغيّر ألفاظ البحث إلا بعد صدوره.",
            "en": "The lexicon touches no service; a scheme's labels reach search by its release.",
        },
    ),
    _rule(
        "CHOICE",
        {
            "ar": "عملية لا تنطبق بعد الآن ولم يُذكر ما يُفعل بها.",
            "en": "An operation applies no longer, and nothing says what is to be done with it.",
        },
        {
            "ar": "أرسل choices وفيها theirs لهذه العملية، أو operations مكتوبة من جديد.",
            "en": "Send `choices` with `theirs` for it, or `operations` written anew.",
        },
        {
            "ar": "لا تُترك عملية اتفق الناس عليها دون أن يقرر أحد ذلك.",
            "en": "No operation that people agreed on is left out unless somebody says so.",
        },
    ),
    _rule(
        "CONDITIONS",
        {"ar": "القبول بشروط لا يذكر الشروط.", "en": "The conditions are not named."},
        {"ar": "اكتب conditions.", "en": "Write `conditions`."},
        {
            "ar": "الشرط الذي لا يُكتب لا يستطيع أحد أن يفي به.",
            "en": "Nobody can meet a condition that is not written down.",
        },
    ),
    _rule(
        "DISPOSITION",
        {
            "ar": "لم يُذكر ما آل إليه اعتراض الجهة ‹entity›.",
            "en": "Nothing says what became of the objection of ‹entity›.",
        },
        {
            "ar": "أضف إلى dispositions موقفها ومآله وسببه.",
            "en": "Add its position to `dispositions`, with what became of it and why.",
        },
        {
            "ar": "التوافق التقريبي لا يتجاهل اعتراضاً، بل يجيب عنه.",
            "en": "Rough consensus passes over no objection; it answers each.",
        },
    ),
    _rule(
        "MINORITY",
        {"ar": "لا يوجد بيان للأقلية.", "en": "There is no statement of the minority."},
        {"ar": "اكتب minorityStatement.", "en": "Write `minorityStatement`."},
        {
            "ar": "من يُتجاوز اعتراضه يُسمع رأيه في الوثيقة نفسها.",
            "en": "Who is overruled is heard in the same document.",
        },
    ),
    _rule(
        "NOTHING",
        {
            "ar": "لا يبقى من العمليات شيء بعد إعادة البناء.",
            "en": "Nothing is left of the operations after the rebase.",
        },
        {"ar": "اسحب طلب التعديل.", "en": "Withdraw the change request."},
        {
            "ar": "ما تم كله في طلبات أخرى لا يُقرَّر مرة ثانية.",
            "en": "What others have done already is not decided a second time.",
        },
    ),
    _rule(
        "NOTICE",
        {
            "ar": "مهلة الإشعار لم تنته، أو تنتهي في الماضي.",
            "en": "The time of the notice is not over, or lies in the past.",
        },
        {
            "ar": "انتظر حتى calledUntil، أو استعمل قاعدة أخرى.",
            "en": "Wait until `calledUntil`, or use another rule.",
        },
        {
            "ar": "لا يعني الصمت شيئاً قبل أن يتاح للجميع وقت للكلام.",
            "en": "Silence means nothing before everybody had the time to speak.",
        },
    ),
    _rule(
        "OBJECTION",
        {"ar": "اعتراض الجهة ‹entity› قائم.", "en": "The objection of ‹entity› is sustained."},
        {
            "ar": "عدّلوا العمليات واسألوها من جديد، أو استعملوا rough مع مآل لكل اعتراض.",
            "en": "Amend and ask again, or use `rough` with a disposition for each objection.",
        },
        {
            "ar": "الرضا غياب اعتراض معلّل، لا كثرة المؤيدين.",
            "en": "Consent is that nobody has a reasoned objection, not that many are in favour.",
        },
    ),
    _rule(
        "OVERRULE",
        {"ar": "لا يوجد اعتراض يُتجاوز.", "en": "There is no objection to overrule."},
        {"ar": "استعمل consent.", "en": "Use `consent`."},
        {
            "ar": "الأغلبية المشددة استثناء لتجاوز اعتراض، لا طريقة للتصويت.",
            "en": "A supermajority is the exception that overrules, not a way to vote.",
        },
    ),
    _rule(
        "POSITION",
        {
            "ar": "الموقف المذكور ليس اعتراضاً قائماً على هذه العمليات، أو ذُكر مرتين.",
            "en": "The position is no present objection to the operations, or stands twice.",
        },
        {
            "ar": "اقرأ positions وخذ المعرّفات من المواقف الأخيرة غير القديمة.",
            "en": "Read `positions`; take the ids of those that are last and not stale.",
        },
        {
            "ar": "المآل يخص اعتراضاً بعينه على عمليات بعينها.",
            "en": "A disposition is about one objection to these very operations.",
        },
    ),
    _rule(
        "QUORUM",
        {
            "ar": "تكلم أقل من نصف الجهات المتأثرة.",
            "en": "Fewer than half of the affected entities have spoken.",
        },
        {
            "ar": "اسأل الجهات المذكورة في silent، ولو قالت abstain.",
            "en": "Ask the entities under `silent`; even `abstain` is a word.",
        },
        {
            "ar": "الصمت يُذكر صمتاً ولا يُحسب تأييداً.",
            "en": "Silence is reported as silence and never counted as support.",
        },
    ),
    _rule(
        "REASON",
        {"ar": "السبب مطلوب ولم يُذكر.", "en": "A reason is needed and not given."},
        {"ar": "اكتب reason بالعربية أو الإنجليزية.", "en": "Write `reason`, in either language."},
        {
            "ar": "من يُعترض عليه أو يُقرَّر في أمره يحق له أن يعرف السبب.",
            "en": "Whoever is objected to, or decided on, must be able to know why.",
        },
    ),
    _rule(
        "SILENCE",
        {
            "ar": "لم تُبدِ أي جهة موقفاً من هذه العمليات.",
            "en": "No entity has taken a position on these operations.",
        },
        {"ar": "اسأل الجهات أولاً.", "en": "Ask the entities first."},
        {
            "ar": "لا توافق تقريبياً حيث لم يتكلم أحد.",
            "en": "There is no rough consensus where nobody has spoken.",
        },
    ),
    _rule(
        "STAKE",
        {
            "ar": "الجهة التي تعطّل ليس لها خدمة تمسها العمليات.",
            "en": "The entity that blocks has no service that the operations touch.",
        },
        {"ar": "استعمل object مع سبب.", "en": "Use `object`, with a reason."},
        {
            "ar": "التعطيل أقوى المواقف، وهو لمن يتحمل أثر التغيير.",
            "en": "A block is the strongest stance; it is for those who bear the change.",
        },
    ),
    _rule(
        "SUCCESSOR",
        {
            "ar": "الطلب المذكور لا يحل محل هذا الطلب.",
            "en": "The change request that is named cannot take the place of this one.",
        },
        {
            "ar": "اذكر طلباً آخر للمخطط نفسه لم يُسحب.",
            "en": "Name another one of the same scheme that was not withdrawn.",
        },
        {
            "ar": "من يتابع الطلب القديم يجب أن يصل إلى الجديد.",
            "en": "Whoever follows the old one must arrive at the new one.",
        },
    ),
    _rule(
        "MAJORITY",
        {"ar": "لم يبلغ المؤيدون الثلثين.", "en": "Fewer than two thirds are in favour."},
        {
            "ar": "عدّلوا العمليات حتى تُقبل، أو أجّلوا القرار.",
            "en": "Amend until it is acceptable, or defer it.",
        },
        {
            "ar": "يُحسب من قال نعم أو لا؛ الصمت والامتناع لا يُحسبان تأييداً.",
            "en": "Those who took a side are counted; silence and abstention support nothing.",
        },
    ),
    _rule(
        "WORKSHOP",
        {
            "ar": "لا توجد ورشة كهذه، أو لست مدعواً إليها.",
            "en": "There is no such workshop, or you are not invited to it.",
        },
        {"ar": "اختر معرّفاً من GET /v1/workshops.", "en": "Choose an id of GET /v1/workshops."},
        {
            "ar": "يُناقش الطلب في ورشة يراها أصحابه.",
            "en": "A change request is discussed where those who propose it can see it.",
        },
    ),
)

"""MAND: what every entry must say, and what its readers miss when it does not. Pure."""

from collections.abc import Iterator

from app.core.rule_texts import Text
from app.submissions.rules.base import Check, Context, Entry, Example, Hit, Rule


def _lacks_arabic(name: str) -> Check:
    def check(entry: Entry, _context: Context) -> Iterator[Hit]:
        if not entry.text(name, "ar"):
            yield Hit(f"/{name}/ar")

    return check


def _lacks(*names: str) -> Check:
    """Fire when none of the fields says anything, at the first of them."""

    def check(entry: Entry, _context: Context) -> Iterator[Hit]:
        if all(entry.content.get(name) in (None, [], "") for name in names):
            yield Hit(f"/{names[0]}")

    return check


def _no_keyword(entry: Entry, _context: Context) -> Iterator[Hit]:
    if not (entry.content.get("keyword") or {}).get("ar"):
        yield Hit("/keyword/ar")


def _no_contact(entry: Entry, _context: Context) -> Iterator[Hit]:
    has_phone = any(one.get("phone") for one in entry.list_of("hasChannel"))
    if not has_phone and not entry.list_of("contactPoint"):
        yield Hit("/contactPoint")


RULES = (
    Rule(
        id="MAND-01",
        severity="error",
        message=Text("The title in Arabic is missing.", "العنوان العربي مفقود."),
        hint=Text(
            "Write what a person gets, in Arabic.", "اكتب بالعربية ما الذي يحصل عليه المستفيد."
        ),
        why=Text(
            "Arabic is the official language. A service without an Arabic title is not found.",
            "العربية هي اللغة الرسمية، والخدمة التي لا عنوان عربياً لها لا يُعثر عليها.",
        ),
        good=Example({"title": {"ar": "تجديد رخصة القيادة", "en": "Driving licence renewal"}}),
        bad=Example({"title": {"en": "Driving licence renewal"}}),
        check=_lacks_arabic("title"),
    ),
    Rule(
        id="MAND-02",
        severity="error",
        message=Text("The description in Arabic is missing.", "الوصف العربي مفقود."),
        hint=Text(
            "Say in one or two sentences what the service does and for whom.",
            "اذكر في جملة أو جملتين ما تقدمه الخدمة ولمن.",
        ),
        why=Text(
            "The description is what people read before they decide to go on; CPSV-AP requires it.",
            "الوصف أول ما يقرؤه الناس قبل المتابعة، ومواصفة CPSV-AP توجبه.",
        ),
        good=Example(
            {
                "description": {
                    "ar": "تجديد رخصة القيادة المنتهية لمدة خمس سنوات.",
                    "en": "Renews an expired driving licence for five years.",
                }
            }
        ),
        bad=Example({"description": {"en": "Renews an expired driving licence for five years."}}),
        check=_lacks_arabic("description"),
    ),
    Rule(
        id="MAND-03",
        severity="warning",
        message=Text("Nobody is named as audience.", "لم يُحدد المستفيدون."),
        hint=Text(
            "Name whom the service is for: citizen, resident, business and so on.",
            "حدد لمن الخدمة: مواطن أو مقيم أو قطاع أعمال وغيرهم.",
        ),
        why=Text(
            "People filter by who they are; a service without an audience drops out of every list.",
            "يبحث الناس بحسب صفتهم، والخدمة التي لا مستفيد لها تغيب عن كل القوائم.",
        ),
        good=Example({"audience": ["citizen"]}),
        bad=Example({"audience": []}),
        check=_lacks("audience"),
    ),
    Rule(
        id="MAND-04",
        severity="warning",
        message=Text("No channel is given.", "لم تُذكر أي قناة لتقديم الخدمة."),
        hint=Text(
            "Add at least one: a portal, an app, a counter, a phone number.",
            "أضف قناة واحدة على الأقل: موقع أو تطبيق أو مركز خدمة أو هاتف.",
        ),
        why=Text(
            "Without a channel nobody learns where to apply.",
            "من دون قناة لا يعرف أحد أين يتقدم بطلبه.",
        ),
        good=Example({"hasChannel": [{"type": "counter"}]}),
        bad=Example({"hasChannel": []}),
        check=_lacks("hasChannel"),
    ),
    Rule(
        id="MAND-05",
        severity="suggestion",
        message=Text("Neither documents nor requirements are given.", "لم تُذكر مستندات ولا شروط."),
        hint=Text(
            "List what an applicant must bring and fulfil.", "اذكر ما يلزم إحضاره وما يجب استيفاؤه."
        ),
        why=Text(
            "A missing document is the most frequent cause of a second visit.",
            "نقص المستندات أكثر أسباب المراجعة الثانية.",
        ),
        good=Example({"hasInputType": [{"evidenceType": "cid"}]}),
        bad=Example({"hasInputType": [], "holdsRequirement": []}),
        check=_lacks("hasInputType", "holdsRequirement"),
    ),
    Rule(
        id="MAND-06",
        severity="suggestion",
        message=Text("The processing time is not given.", "لم تُذكر مدة الإنجاز."),
        hint=Text(
            "Give it as a duration of ISO 8601: P3D is three days.",
            "اكتبها بصيغة ISO 8601، فمثلاً P3D تعني ثلاثة أيام.",
        ),
        why=Text(
            "People plan by it, and a promise that is not written cannot be kept or measured.",
            "يخطط الناس على أساسها، والوعد غير المكتوب لا يُوفى به ولا يُقاس.",
        ),
        good=Example({"processingTime": "P3D"}),
        bad=Example({"processingTime": None, "processingNote": None}),
        check=_lacks("processingTime", "processingNote"),
    ),
    Rule(
        id="MAND-07",
        severity="suggestion",
        message=Text("What the service produces is not given.", "لم يُذكر ما ينتج عن الخدمة."),
        hint=Text(
            "Name the result: a licence, a certificate, an appointment and so on.",
            "حدد الناتج: رخصة أو شهادة أو موعد وغير ذلك.",
        ),
        why=Text(
            "The result is what people look for and what other services ask for as input.",
            "الناتج هو ما يبحث عنه الناس وما تطلبه الخدمات الأخرى.",
        ),
        good=Example({"produces": [{"type": "licence"}]}),
        bad=Example({"produces": []}),
        check=_lacks("produces"),
    ),
    Rule(
        id="MAND-08",
        severity="suggestion",
        message=Text("There is nowhere to ask.", "لا توجد وسيلة للاستفسار."),
        hint=Text(
            "Add a contact point with a phone number or an e-mail address.",
            "أضف جهة اتصال برقم هاتف أو بريد إلكتروني.",
        ),
        why=Text(
            "When something goes wrong, people need someone to turn to.",
            "عند حدوث خلل يحتاج الناس إلى من يرجعون إليه.",
        ),
        good=Example({"contactPoint": [{"telephone": "+965 2222 1111"}]}),
        bad=Example({"contactPoint": []}),
        check=_no_contact,
    ),
    Rule(
        id="MAND-09",
        severity="suggestion",
        message=Text("No legal basis is given.", "لم يُذكر السند القانوني."),
        hint=Text(
            "Name the law or decision from the register of legal resources.",
            "أضف القانون أو القرار من سجل المراجع القانونية.",
        ),
        why=Text(
            "Fees and conditions rest on a law; naming it lets anyone check them.",
            "الرسوم والشروط تستند إلى قانون، وذكره يتيح التحقق منها.",
        ),
        good=Example({"hasLegalResource": ["md-425-2025"]}),
        bad=Example({"hasLegalResource": []}),
        check=_lacks("hasLegalResource"),
    ),
    Rule(
        id="MAND-10",
        severity="suggestion",
        message=Text("The digital stage is not given.", "لم تُحدد مرحلة الرقمنة."),
        hint=Text(
            "Choose the stage that is reached today, not the one that is planned.",
            "اختر المرحلة المتحققة اليوم لا المخطط لها.",
        ),
        why=Text(
            "Progress of the digital programme is counted from it.",
            "تقدم برنامج التحول الرقمي يُحسب منها.",
        ),
        good=Example({"digitalStage": 3}),
        bad=Example({"digitalStage": None}),
        check=_lacks("digitalStage"),
    ),
    Rule(
        id="MAND-11",
        severity="suggestion",
        message=Text("There are no Arabic keywords.", "لا توجد كلمات مفتاحية عربية."),
        hint=Text(
            "Add the words that people use, in the dialect too.",
            "أضف الكلمات التي يستعملها الناس، ومنها العامية.",
        ),
        why=Text(
            "Search finds a service by the words of its readers, which titles often lack.",
            "البحث يصل إلى الخدمة بكلمات الناس التي كثيراً ما تخلو منها العناوين.",
        ),
        good=Example({"keyword": {"ar": ["ليسن"], "en": []}}),
        bad=Example({"keyword": {"ar": [], "en": ["driving permit"]}}),
        check=_no_keyword,
    ),
    Rule(
        id="MAND-12",
        severity="suggestion",
        message=Text(
            "No life event or business event is named.", "لم يُحدد حدث حياة ولا حدث أعمال."
        ),
        hint=Text(
            "Name the situation in which people need the service.",
            "حدد الموقف الذي يحتاج فيه الناس إلى الخدمة.",
        ),
        why=Text(
            "Events bring together services of many entities that are needed at one time.",
            "الأحداث تجمع خدمات جهات كثيرة يُحتاج إليها في وقت واحد.",
        ),
        good=Example({"isGroupedBy": ["learning-to-drive"]}),
        bad=Example({"isGroupedBy": []}),
        check=_lacks("isGroupedBy"),
    ),
)

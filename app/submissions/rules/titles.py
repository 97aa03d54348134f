"""TITLE and DESC: titles and descriptions that people find and understand. Pure."""

from collections.abc import Iterator

from app.core.folding import fold
from app.core.rule_texts import Text
from app.submissions.rules.base import Context, Entry, Example, Hit, Rule
from app.submissions.rules.letters import words_of
from app.submissions.rules.walking import Said

_LONGEST_TITLE = 90
_SHORTEST_TITLE = 6
_SHORTEST_DESCRIPTION = 20
_LONGEST_DESCRIPTION = 1_200
_EMPTY_STARTS = tuple(
    fold(word)
    for word in (
        "خدمة ",
        "الخدمة ",
        "service of ",
        "service for ",
        "the service ",
        "e-service ",
    )
)


def _titles(entry: Entry) -> list[Said]:
    return [said for said in entry.texts if said.kind == "title"]


def _descriptions(entry: Entry) -> list[Said]:
    return [said for said in entry.texts if said.kind == "description"]


def _too_long(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in _titles(entry):
        if len(said.text) > _LONGEST_TITLE:
            yield Hit(said.pointer, {"length": len(said.text), "most": _LONGEST_TITLE})


def _too_short(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in _titles(entry):
        if len(said.text.strip()) < _SHORTEST_TITLE or len(said.text.split()) < 2:
            yield Hit(said.pointer)


def _full_stop(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in _titles(entry):
        if said.text.rstrip().endswith((".", "،", "؛", ",", ";", ":", "۔")):
            yield Hit(said.pointer)


def _starts_with_entity(entry: Entry, context: Context) -> Iterator[Hit]:
    names = [
        fold(name).strip() for name in context.known.entities.get(entry.entity, {}).values() if name
    ]
    for said in _titles(entry):
        if any(name and fold(said.text).strip().startswith(name) for name in names):
            yield Hit(said.pointer)


def _empty_start(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in _titles(entry):
        if fold(said.text).lstrip().startswith(_EMPTY_STARTS):
            yield Hit(said.pointer)


def _small_start(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in _titles(entry):
        first = said.text.lstrip().split(" ")[0]
        if said.language == "en" and first.isalpha() and first.islower():
            yield Hit(said.pointer)


def _several_lines(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in _titles(entry):
        if "\n" in said.text.strip():
            yield Hit(said.pointer)


def _short_description(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in _descriptions(entry):
        if len(said.text.strip()) < _SHORTEST_DESCRIPTION:
            yield Hit(said.pointer)


def _long_description(entry: Entry, _context: Context) -> Iterator[Hit]:
    for said in _descriptions(entry):
        if len(said.text) > _LONGEST_DESCRIPTION:
            yield Hit(said.pointer, {"length": len(said.text), "most": _LONGEST_DESCRIPTION})


def _repeats_title(entry: Entry, _context: Context) -> Iterator[Hit]:
    for language in ("ar", "en"):
        title = words_of(fold(entry.text("title", language)))
        if title and title == words_of(fold(entry.text("description", language))):
            yield Hit(f"/description/{language}")


def _title(ar: str, en: str = "Driving licence renewal") -> Example:
    return Example({"title": {"ar": ar, "en": en}})


def _description(ar: str, en: str) -> Example:
    return Example({"description": {"ar": ar, "en": en}})


_GOOD = _title("تجديد رخصة القيادة")
_GOOD_TEXT = _description(
    "تجديد رخصة القيادة المنتهية لمدة خمس سنوات.",
    "Renews an expired driving licence for five years.",
)

RULES = (
    Rule(
        id="TITLE-01",
        severity="warning",
        message=Text(
            "The title has {length} characters; {most} are enough.",
            "طول العنوان {length} حرفاً، ويكفي {most}.",
        ),
        hint=Text(
            "Name the service; conditions belong to the description.",
            "اكتب اسم الخدمة، أما الشروط فمكانها الوصف.",
        ),
        why=Text(
            "Lists, cards and search results cut long titles where it hurts.",
            "القوائم ونتائج البحث تقطع العناوين الطويلة في غير موضع القطع.",
        ),
        good=_GOOD,
        bad=_title(
            "تجديد رخصة القيادة الخاصة والعامة للمواطنين والمقيمين ومواطني دول مجلس التعاون "
            "المنتهية صلاحيتها أو القريبة من الانتهاء"
        ),
        check=_too_long,
    ),
    Rule(
        id="TITLE-02",
        severity="warning",
        message=Text("The title says too little.", "العنوان لا يكفي لمعرفة الخدمة."),
        hint=Text(
            "Name the act and its object: renewal of a licence.",
            "اذكر الفعل وموضوعه: تجديد رخصة.",
        ),
        why=Text(
            "A single word stands for dozens of services.",
            "الكلمة الواحدة تصدق على عشرات الخدمات.",
        ),
        good=_GOOD,
        bad=_title("رخصة"),
        check=_too_short,
    ),
    Rule(
        id="TITLE-03",
        severity="suggestion",
        message=Text("The title ends in a punctuation mark.", "العنوان ينتهي بعلامة ترقيم."),
        hint=Text("Leave the last sign out.", "احذف العلامة الأخيرة."),
        why=Text(
            "A title is a name, not a sentence.",
            "العنوان اسم لا جملة.",
        ),
        good=_GOOD,
        bad=_title("تجديد رخصة القيادة."),
        check=_full_stop,
    ),
    Rule(
        id="TITLE-04",
        severity="warning",
        message=Text("The title begins with the name of the entity.", "العنوان يبدأ باسم الجهة."),
        hint=Text(
            "Leave the entity out; it is shown beside the title.",
            "احذف اسم الجهة، فهو يظهر بجانب العنوان.",
        ),
        why=Text(
            "In a list of one entity all titles would begin alike.",
            "في قائمة خدمات الجهة تبدأ العناوين كلها بالكلمات نفسها.",
        ),
        good=_GOOD,
        bad=_title("وزارة الداخلية - تجديد رخصة القيادة"),
        check=_starts_with_entity,
    ),
    Rule(
        id="TITLE-05",
        severity="suggestion",
        message=Text("The title begins with the word 'service'.", "العنوان يبدأ بكلمة «خدمة»."),
        hint=Text("Begin with what the service does.", "ابدأ بما تقدمه الخدمة."),
        why=Text(
            "Everything in this catalogue is a service; the word tells nothing.",
            "كل ما في الدليل خدمة، فالكلمة لا تضيف شيئاً.",
        ),
        good=_GOOD,
        bad=_title("خدمة تجديد رخصة القيادة"),
        check=_empty_start,
    ),
    Rule(
        id="TITLE-06",
        severity="suggestion",
        message=Text(
            "The English title begins with a small letter.", "العنوان الإنجليزي يبدأ بحرف صغير."
        ),
        hint=Text("Begin with a capital.", "ابدأ بحرف كبير."),
        why=Text(
            "Titles are written alike so that lists look like one work.",
            "تُكتب العناوين بطريقة واحدة لتبدو القوائم عملاً واحداً.",
        ),
        good=_GOOD,
        bad=_title("تجديد رخصة القيادة", "driving licence renewal"),
        check=_small_start,
    ),
    Rule(
        id="TITLE-07",
        severity="warning",
        message=Text("The title is more than one line.", "العنوان أكثر من سطر واحد."),
        hint=Text("Move the rest to the description.", "انقل الباقي إلى الوصف."),
        why=Text(
            "What stands in a second line is usually a remark that was meant for colleagues.",
            "ما في السطر الثاني غالباً ملاحظة موجهة إلى الزملاء.",
        ),
        good=_GOOD,
        bad=_title("تجديد رخصة القيادة\nللمواطنين"),
        check=_several_lines,
    ),
    Rule(
        id="DESC-01",
        severity="warning",
        message=Text("The description says too little.", "الوصف قصير جداً."),
        hint=Text("Say what the service does and for whom.", "اذكر ما تقدمه الخدمة ولمن."),
        why=Text(
            "Two words cannot tell a reader whether this is the right service.",
            "كلمتان لا تكفيان ليعرف القارئ أنها الخدمة المقصودة.",
        ),
        good=_GOOD_TEXT,
        bad=_description("تجديد الرخصة", "Renews an expired driving licence for five years."),
        check=_short_description,
    ),
    Rule(
        id="DESC-02",
        severity="suggestion",
        message=Text(
            "The description has {length} characters; {most} are enough.",
            "طول الوصف {length} حرفاً، ويكفي {most}.",
        ),
        hint=Text(
            "Move steps, documents and conditions to their own fields.",
            "انقل الخطوات والمستندات والشروط إلى حقولها.",
        ),
        why=Text(
            "A wall of text is not read; what has its own field can be searched and compared.",
            "النص الطويل لا يُقرأ، وما كان في حقله يمكن البحث فيه ومقارنته.",
        ),
        good=_GOOD_TEXT,
        bad=_description(
            "تجديد رخصة القيادة المنتهية. " * 45,
            "Renews an expired driving licence for five years.",
        ),
        check=_long_description,
    ),
    Rule(
        id="DESC-03",
        severity="warning",
        message=Text("The description only repeats the title.", "الوصف يكرر العنوان فقط."),
        hint=Text(
            "Say what the title does not: for whom, what they get, how long it is valid.",
            "اذكر ما لا يقوله العنوان: لمن، وما الناتج، وما مدة صلاحيته.",
        ),
        why=Text(
            "A repeated title fills the field and tells nothing.",
            "تكرار العنوان يملأ الحقل ولا يفيد القارئ.",
        ),
        good=_GOOD_TEXT,
        bad=Example(
            {
                "title": {"ar": "تجديد رخصة القيادة الخاصة", "en": "Driving licence renewal"},
                "description": {
                    "ar": "تجديد رخصة القيادة الخاصة.",
                    "en": "Renews an expired driving licence for five years.",
                },
            }
        ),
        check=_repeats_title,
    ),
)

"""LIST and WORD: nothing is listed twice, and keywords add something. Pure."""

from collections.abc import Iterator

from app.core.folding import fold
from app.core.languages import LANGUAGES, Language
from app.core.rule_texts import Text
from app.submissions.rules.base import Context, Entry, Example, Hit, Rule
from app.submissions.rules.letters import clipped

_CODE_LISTS = ("audience", "isGroupedBy", "hasLegalResource", "relatedService", "requires")
_MOST_KEYWORDS = 20
_LONGEST_KEYWORD = 50


def _repeated_codes(entry: Entry, _context: Context) -> Iterator[Hit]:
    for name in _CODE_LISTS:
        yield from _repeats(f"/{name}", entry.list_of(name), "")
    yield from _repeats("/produces", [one["type"] for one in entry.list_of("produces")], "/type")


def _repeated_documents(entry: Entry, _context: Context) -> Iterator[Hit]:
    codes = [one["evidenceType"] for one in entry.list_of("hasInputType")]
    yield from _repeats("/hasInputType", codes, "/evidenceType")


def _repeats(pointer: str, codes: list[str], below: str) -> Iterator[Hit]:
    seen: set[str] = set()
    for place, code in enumerate(codes):
        if code in seen:
            yield Hit(f"{pointer}/{place}{below}", {"code": clipped(code)})
        seen.add(code)


def _repeated_statements(entry: Entry, _context: Context) -> Iterator[Hit]:
    for name in ("holdsRequirement", "follows"):
        seen: set[str] = set()
        for place, one in enumerate(entry.list_of(name)):
            title = one.get("title") or {}
            said = fold(title.get("ar") or title.get("en") or "").strip()
            if said and said in seen:
                yield Hit(f"/{name}/{place}/title")
            seen.add(said)


def _itself(entry: Entry, _context: Context) -> Iterator[Hit]:
    for name in ("relatedService", "requires"):
        for place, code in enumerate(entry.list_of(name)):
            if code == entry.id:
                yield Hit(f"/{name}/{place}")


def _both(entry: Entry, _context: Context) -> Iterator[Hit]:
    required = set(entry.list_of("requires"))
    for place, code in enumerate(entry.list_of("relatedService")):
        if code in required and code != entry.id:
            yield Hit(f"/relatedService/{place}", {"code": clipped(code)})


def _keywords(entry: Entry) -> Iterator[tuple[Language, str, str]]:
    keyword = entry.content.get("keyword") or {}
    for language in LANGUAGES:
        for place, word in enumerate(keyword.get(language) or ()):
            yield language, f"/keyword/{language}/{place}", word


def _keyword_is_title(entry: Entry, _context: Context) -> Iterator[Hit]:
    titles = {one: fold(entry.text("title", one)).strip() for one in LANGUAGES}
    for language, pointer, word in _keywords(entry):
        if fold(word).strip() == titles[language]:
            yield Hit(pointer, {"word": clipped(word)})


def _keyword_twice(entry: Entry, _context: Context) -> Iterator[Hit]:
    seen: set[tuple[str, str]] = set()
    for language, pointer, word in _keywords(entry):
        key = (language, fold(word).strip())
        if key in seen:
            yield Hit(pointer, {"word": clipped(word)})
        seen.add(key)


def _many_keywords(entry: Entry, _context: Context) -> Iterator[Hit]:
    keyword = entry.content.get("keyword") or {}
    for language in LANGUAGES:
        number = len(keyword.get(language) or ())
        if number > _MOST_KEYWORDS:
            yield Hit(f"/keyword/{language}", {"number": number, "most": _MOST_KEYWORDS})


def _long_keyword(entry: Entry, _context: Context) -> Iterator[Hit]:
    for _, pointer, word in _keywords(entry):
        if len(word) > _LONGEST_KEYWORD or "," in word or "،" in word or ";" in word:
            yield Hit(pointer, {"word": clipped(word)})


def _words(*arabic: str) -> Example:
    return Example({"keyword": {"ar": list(arabic), "en": []}})


_AGE = {"title": {"ar": "العمر 18 سنة", "en": "Aged 18"}}
_SIGHT = {"title": {"ar": "اجتياز فحص النظر", "en": "Eye test passed"}}

RULES = (
    Rule(
        id="LIST-01",
        severity="warning",
        message=Text("The document '{code}' is asked for twice.", "المستند '{code}' مطلوب مرتين."),
        hint=Text(
            "Ask once; describe it if two copies are needed.",
            "اطلبه مرة واحدة، وأضف وصفاً إن لزمت نسختان.",
        ),
        why=Text(
            "Readers bring two, or wonder which other document was meant.",
            "يحضر القارئ نسختين أو يتساءل عن المستند المقصود.",
        ),
        good=Example({"hasInputType": [{"evidenceType": "cid"}, {"evidenceType": "pp"}]}),
        bad=Example({"hasInputType": [{"evidenceType": "cid"}, {"evidenceType": "cid"}]}),
        check=_repeated_documents,
    ),
    Rule(
        id="LIST-02",
        severity="warning",
        message=Text("The same statement stands twice.", "العبارة نفسها مكررة."),
        hint=Text("Remove one of them.", "احذف إحداهما."),
        why=Text(
            "Long lists of conditions are read badly enough without repeats.",
            "قوائم الشروط الطويلة صعبة القراءة حتى من دون تكرار.",
        ),
        good=Example({"holdsRequirement": [_AGE, _SIGHT]}),
        bad=Example({"holdsRequirement": [_AGE, _AGE]}),
        check=_repeated_statements,
    ),
    Rule(
        id="LIST-03",
        severity="error",
        message=Text("The service refers to itself.", "الخدمة تشير إلى نفسها."),
        hint=Text("Remove the reference.", "احذف الإشارة."),
        why=Text(
            "A service that requires itself can never be started.",
            "الخدمة التي تشترط نفسها لا يمكن البدء بها.",
        ),
        good=Example({"relatedService": ["moi-dl-new"]}),
        bad=Example({"requires": ["moi-dl-renew"]}),
        check=_itself,
    ),
    Rule(
        id="LIST-04",
        severity="warning",
        message=Text("'{code}' is listed twice.", "'{code}' مكرر في القائمة."),
        hint=Text("Remove one of them.", "احذف أحدهما."),
        why=Text(
            "One of the two was probably meant to be another.",
            "الأغلب أن المقصود بأحدهما غيره.",
        ),
        good=Example({"audience": ["citizen", "resident"]}),
        bad=Example({"audience": ["citizen", "citizen"]}),
        check=_repeated_codes,
    ),
    Rule(
        id="LIST-05",
        severity="suggestion",
        message=Text(
            "'{code}' is both required and related.", "'{code}' مذكورة بوصفها شرطاً وذات صلة معاً."
        ),
        hint=Text("Keep it among the required ones.", "أبقها ضمن الخدمات المشترطة."),
        why=Text(
            "What is required is shown as related anyway.",
            "الخدمة المشترطة تظهر ذات صلة على كل حال.",
        ),
        good=Example({"requires": ["moi-dl-new"]}),
        bad=Example({"requires": ["moi-dl-new"], "relatedService": ["moi-dl-new"]}),
        check=_both,
    ),
    Rule(
        id="WORD-01",
        severity="suggestion",
        message=Text("The keyword '{word}' is the title.", "الكلمة المفتاحية '{word}' هي العنوان."),
        hint=Text(
            "Add words that people use and the title does not.",
            "أضف كلمات يستعملها الناس ولا ترد في العنوان.",
        ),
        why=Text(
            "The title is searched already.",
            "العنوان مشمول بالبحث أصلاً.",
        ),
        good=_words("ليسن"),
        bad=_words("تجديد رخصه القياده"),
        check=_keyword_is_title,
    ),
    Rule(
        id="WORD-02",
        severity="warning",
        message=Text("The keyword '{word}' stands twice.", "الكلمة المفتاحية '{word}' مكررة."),
        hint=Text(
            "One spelling is enough: search knows the others.",
            "يكفي رسم واحد، فالبحث يعرف بقية الرسوم.",
        ),
        why=Text(
            "إقامة and اقامه are one word to the search.",
            "«إقامة» و«اقامه» كلمة واحدة عند البحث.",
        ),
        good=_words("ليسن", "رخصة سياقة"),
        bad=_words("إقامة", "اقامه"),
        check=_keyword_twice,
    ),
    Rule(
        id="WORD-03",
        severity="suggestion",
        message=Text(
            "There are {number} keywords; {most} are enough.",
            "عدد الكلمات المفتاحية {number}، ويكفي {most}.",
        ),
        hint=Text("Keep the words people really type.", "أبقِ الكلمات التي يكتبها الناس فعلاً."),
        why=Text(
            "Too many keywords make a service answer questions it is no answer to.",
            "كثرة الكلمات تُظهر الخدمة جواباً عن أسئلة لا تجيب عنها.",
        ),
        good=_words("ليسن"),
        bad=_words(*(f"ليسن {chr(0x0627 + n)}" for n in range(21))),
        check=_many_keywords,
    ),
    Rule(
        id="WORD-04",
        severity="warning",
        message=Text(
            "The keyword '{word}' holds a whole list or sentence.",
            "الكلمة المفتاحية '{word}' قائمة أو جملة كاملة.",
        ),
        hint=Text("Put each keyword in an item of its own.", "ضع كل كلمة في عنصر مستقل."),
        why=Text(
            "A list in one cell is searched as one phrase and is never found.",
            "القائمة في خانة واحدة يُبحث فيها عبارة واحدة فلا يُعثر عليها.",
        ),
        good=_words("ليسن", "رخصة سياقة"),
        bad=_words("ليسن، رخصة سياقة، اجازة سوق"),
        check=_long_keyword,
    ),
)

"""CLASS: where a service stands in the classification. Pure.

That a concept exists, is active and may be assigned is judged by REF-01 and REF-02.
"""

from collections.abc import Iterable, Iterator

from app.catalogue.rules.lookups import ConceptShown
from app.core.errors import Candidate
from app.core.rule_texts import Text
from app.submissions.rules.base import Context, Entry, Example, Hit, Rule

_MAIN_SCHEME = "services"
AMBIGUOUS = "CLASS-06"
_MOST = 3


def _concepts(entry: Entry, context: Context) -> list[tuple[str, ConceptShown]]:
    found = []
    for place, one in enumerate(entry.list_of("isClassifiedBy")):
        known = context.known
        concept = known.standing(known.concept_id(one.get("scheme", _MAIN_SCHEME), one))
        if concept:
            found.append((f"/isClassifiedBy/{place}", concept))
    return found


def _with_ancestor(entry: Entry, context: Context) -> Iterator[Hit]:
    concepts = _concepts(entry, context)
    for pointer, concept in concepts:
        below = next(
            (o for _, o in concepts if o.id != concept.id and concept.id in o.path_ids), None
        )
        if below:
            yield Hit(pointer, {"code": concept.notation, "below": below.notation})


def _too_many(entry: Entry, _context: Context) -> Iterator[Hit]:
    schemes = [one.get("scheme", _MAIN_SCHEME) for one in entry.list_of("isClassifiedBy")]
    if schemes.count(_MAIN_SCHEME) > _MOST:
        yield Hit("/isClassifiedBy", {"number": schemes.count(_MAIN_SCHEME), "most": _MOST})


def _repeated(entry: Entry, context: Context) -> Iterator[Hit]:
    seen: set[str] = set()
    for pointer, concept in _concepts(entry, context):
        if concept.id in seen:
            yield Hit(pointer, {"code": concept.notation})
        seen.add(concept.id)


def _old_version(entry: Entry, context: Context) -> Iterator[Hit]:
    named = entry.list_of("isClassifiedBy")
    for pointer, concept in _concepts(entry, context):
        version = named[int(pointer.rpartition("/")[2])].get("taxonomyVersion")
        if version and version != concept.version:
            values = {"version": version, "latest": concept.version, "code": concept.notation}
            yield Hit(f"{pointer}/taxonomyVersion", values)


def _no_category(entry: Entry, _context: Context) -> Iterator[Hit]:
    schemes = [one.get("scheme", _MAIN_SCHEME) for one in entry.list_of("isClassifiedBy")]
    if _MAIN_SCHEME not in schemes:
        yield Hit("/isClassifiedBy")


def _several(entry: Entry, context: Context) -> Iterator[Hit]:
    for place, one in enumerate(entry.list_of("isClassifiedBy")):
        choices = context.known.choices(one.get("scheme", _MAIN_SCHEME), one)
        if choices:
            said = one.get("notation") or one.get("conceptId")
            found = tuple(Candidate(choice.notation, dict(choice.label), 1.0) for choice in choices)
            codes = Text(_listed(choices, "en", ", "), _listed(choices, "ar", "، "))
            yield Hit(f"/isClassifiedBy/{place}", {"code": said, "codes": codes}, found)


def _listed(choices: Iterable[ConceptShown], language: str, comma: str) -> str:
    """List codes with their labels in the language of the sentence that they stand in."""
    return comma.join(f"{one.notation} {one.label[language]}" for one in choices)


def _codes(*notations: str, **more: str) -> Example:
    named = [{"scheme": "services", "notation": one, **more} for one in notations]
    return Example({"isClassifiedBy": named})


_GOOD = _codes("02.1.2")

RULES = (
    Rule(
        id="CLASS-01",
        severity="warning",
        message=Text(
            "'{code}' already stands above '{below}'.", "الرمز '{code}' أصل للرمز '{below}' أصلاً."
        ),
        hint=Text("Keep the more precise one.", "أبقِ الأدق منهما."),
        why=Text(
            "Who looks in the upper category finds what stands below it anyway.",
            "من يبحث في الفئة الأعلى يجد ما تحتها على كل حال.",
        ),
        good=_GOOD,
        bad=_codes("02.1", "02.1.2"),
        check=_with_ancestor,
    ),
    Rule(
        id="CLASS-02",
        severity="warning",
        message=Text(
            "There are {number} categories; {most} are enough.",
            "عدد الفئات {number}، ويكفي {most}.",
        ),
        hint=Text(
            "Keep those in which people would look first.",
            "أبقِ الفئات التي يبحث فيها الناس أولاً.",
        ),
        why=Text(
            "A service in every category makes each of them longer and none of them better.",
            "الخدمة المدرجة في كل فئة تطيل القوائم ولا تحسّنها.",
        ),
        good=_GOOD,
        bad=_codes("02.1.1", "02.1.2", "02.2", "03.1"),
        check=_too_many,
    ),
    Rule(
        id="CLASS-03",
        severity="warning",
        message=Text("'{code}' is given twice.", "الرمز '{code}' مكرر."),
        hint=Text("Remove one of them.", "احذف أحدهما."),
        why=Text(
            "One of the two was probably meant to be another category.",
            "الأغلب أن المقصود بأحدهما فئة أخرى.",
        ),
        good=_GOOD,
        bad=_codes("02.1.2", "02.1.2"),
        check=_repeated,
    ),
    Rule(
        id="CLASS-04",
        severity="suggestion",
        message=Text(
            "'{code}' is given in version {version}; the latest is {latest}.",
            "الرمز '{code}' من الإصدار {version}، وأحدث إصدار {latest}.",
        ),
        hint=Text("Check that the category still means the same.", "تأكد أن معنى الفئة لم يتغير."),
        why=Text(
            "Between versions categories are split and moved.",
            "بين الإصدارات تُقسم الفئات وتُنقل.",
        ),
        good=_GOOD,
        bad=_codes("02.1.2", taxonomyVersion="0.9.0"),
        check=_old_version,
    ),
    Rule(
        id="CLASS-05",
        severity="error",
        message=Text(
            "No category of the service classification is given.",
            "لا توجد فئة من تصنيف الخدمات.",
        ),
        hint=Text(
            "Add a notation of the scheme 'services'.", "أضف رمزاً من مخطط التصنيف 'services'."
        ),
        why=Text(
            "A service outside the classification is in no list of services.",
            "الخدمة خارج التصنيف لا تظهر في أي قائمة للخدمات.",
        ),
        good=_GOOD,
        bad=Example({"isClassifiedBy": [{"scheme": "audience", "notation": "citizen"}]}),
        check=_no_category,
    ),
    Rule(
        id=AMBIGUOUS,
        severity="error",
        message=Text(
            "'{code}' became several codes: {codes}.", "صار الرمز '{code}' عدة رموز: {codes}."
        ),
        hint=Text(
            "Choose the one that fits; 'candidates' lists them.",
            "اختر المناسب منها، وهي مذكورة في 'candidates'.",
        ),
        why=Text(
            "Only who runs a service knows which part of a divided category it belongs to.",
            "لا يعرف القسم المناسب من الفئة المقسّمة إلا من يدير الخدمة.",
        ),
        good=_GOOD,
        bad=_codes("02.9"),
        check=_several,
    ),
)

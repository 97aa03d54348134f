"""Ids and notations: each stands for one concept for ever. Pure."""

import re
from collections import Counter
from collections.abc import Iterator

from app.core.rule_texts import Text
from app.taxonomy.integrity.base import Hit, Rule
from app.taxonomy.integrity.examples import changed, concept, deprecated
from app.taxonomy.integrity.subject import Subject


def _ids(subject: Subject) -> Iterator[Hit]:
    for key, times in Counter(subject.given.listed).items():
        if times > 1:
            yield Hit(subject.concepts.get(key, key))
    foreign = subject.given.past.foreign
    for one in subject.focus:
        if one.id in foreign or subject.state.concepts[one.id].id != one.id:
            yield Hit(one)


def _shared_notations(subject: Subject) -> Iterator[Hit]:
    uses = Counter(one.notation for one in subject.concepts.values())
    for one in subject.focus:
        if uses[one.notation] > 1:
            yield Hit(one, {"code": one.notation, "count": uses[one.notation]})


def _reused_notations(subject: Subject) -> Iterator[Hit]:
    codes = subject.given.past.codes
    for one in subject.focus:
        holder = codes.get(one.notation, one.id)
        if holder != one.id:
            yield Hit(one, {"code": one.notation, "other": subject.concepts.get(holder, holder)})


def _lost(subject: Subject) -> Iterator[Hit]:
    known = subject.given.past.ids
    for key in known if subject.is_whole else subject.keys:
        if key not in subject.concepts and key in known:
            yield Hit(key)


def _foreign_patterns(subject: Subject) -> Iterator[Hit]:
    pattern = re.compile(subject.given.terms.notation_pattern)
    for one in subject.active:
        if not pattern.fullmatch(one.notation):
            yield Hit(one, {"code": one.notation})


def _foreign_levels(subject: Subject) -> Iterator[Hit]:
    patterns = [re.compile(one) for one in subject.given.terms.level_patterns]
    for one in subject.active if patterns else ():
        depth = subject.hierarchy.depth(one.id)
        if depth > len(patterns) or not patterns[depth - 1].fullmatch(one.notation):
            yield Hit(one, {"code": one.notation, "level": depth})


_LEVELS = [r"\d\d", r"\d\d\.\d"]

RULES = (
    Rule(
        id="TAX-ID",
        severity="error",
        family="codes",
        title=Text(
            "An id stands for one concept for ever.", "المعرّف يدل على مفهوم واحد إلى الأبد."
        ),
        message=Text(
            "The id of {concept} stands twice, or belongs to another scheme.",
            "معرّف {concept} مكرر أو يخص مخططاً آخر.",
        ),
        hint=Text("Give the concept a new id.", "أعط المفهوم معرّفاً جديداً."),
        why=Text(
            "Services and other systems keep ids; an imported list that repeats one is refused.",
            "الخدمات والأنظمة الأخرى تحفظ المعرّفات، والقائمة المستوردة التي تكرر أحدها تُرفض.",
        ),
        good={"concepts": {}, "listed": ["traffic", "health"]},
        bad={"concepts": {}, "listed": ["traffic", "health", "traffic"]},
        check=_ids,
    ),
    Rule(
        id="TAX-NOTATION",
        severity="error",
        family="codes",
        title=Text("A notation stands for one concept.", "الرمز يدل على مفهوم واحد."),
        message=Text(
            "{concept} shares the notation '{code}' with others ({count} in all).",
            "يشترك {concept} وغيره في الرمز «{code}» (العدد {count}).",
        ),
        hint=Text("Give one of them another notation.", "أعط أحدهما رمزاً آخر."),
        why=Text(
            "In a version a notation stands for one concept.",
            "الرمز يدل على مفهوم واحد في كل إصدار.",
        ),
        good=changed("clinics", notation="02.3"),
        bad=changed("clinics", notation="02.2"),
        check=_shared_notations,
    ),
    Rule(
        id="TAX-REUSED",
        severity="error",
        family="codes",
        title=Text("A notation is never given away.", "لا يُعطى رمز لمفهوم آخر أبداً."),
        message=Text(
            "The notation '{code}' of {concept} belongs to {other} for ever.",
            "الرمز «{code}» الذي أُعطي لـ{concept} يخص {other} إلى الأبد.",
        ),
        hint=Text("Choose a notation that was never used.", "اختر رمزاً لم يُستخدم قط."),
        why=Text(
            "A retired notation leads to its concept for ever; given away, it would mislead.",
            "الرمز المتقاعد يبقى دالاً على مفهومه، ولو أُعطي لغيره لأخطأت الروابط القديمة.",
        ),
        good={"concepts": {}, "codes": {"02.1": "clinics"}},
        bad={"concepts": {}, "codes": {"02.1": "pharmacies"}},
        check=_reused_notations,
    ),
    Rule(
        id="TAX-LOST",
        severity="error",
        family="codes",
        title=Text(
            "No concept of an earlier version is missing.", "لا يغيب مفهوم كان في إصدار سابق."
        ),
        message=Text(
            "The concept '{concept}' of an earlier version is missing.",
            "غاب عن الإصدار المفهوم «{concept}» وقد كان في إصدار سابق.",
        ),
        hint=Text(
            "Keep it, mark it as deprecated, and name its successor.",
            "أبقه واجعل حالته متوقف الاستخدام مع ذكر بديله.",
        ),
        why=Text(
            "Concepts are retired, never deleted: old services and links lead to them.",
            "المفاهيم تتقاعد ولا تُحذف، فالخدمات والروابط القديمة تشير إليها.",
        ),
        good={"concepts": {"clinics": deprecated("medicines")}, "ids": ["clinics"]},
        bad={"concepts": {}, "ids": ["clinics", "pharmacies"]},
        check=_lost,
    ),
    Rule(
        id="TAX-PATTERN",
        severity="error",
        family="codes",
        title=Text("A notation matches the pattern of the scheme.", "الرمز يطابق نمط المخطط."),
        message=Text(
            "The notation '{code}' of {concept} does not match the pattern of the scheme.",
            "الرمز «{code}» لـ{concept} لا يطابق نمط المخطط.",
        ),
        hint=Text(
            "Write it as the scheme's notationPattern says.",
            "اكتبه كما يحدد notationPattern في المخطط.",
        ),
        why=Text(
            "Uniform notations can be sorted and tell their level.",
            "من الرموز الموحدة يُعرف المستوى ويُرتّب.",
        ),
        good={
            "concepts": {"clinics": {"notation": "02.3"}},
            "notationPattern": r"\d\d(\.\d)?",
        },
        bad={
            "concepts": {"clinics": {"notation": "02-3"}},
            "notationPattern": r"\d\d(\.\d)?",
        },
        check=_foreign_patterns,
    ),
    Rule(
        id="TAX-LEVEL",
        severity="error",
        family="codes",
        title=Text("A notation is one of its level.", "الرمز يناسب مستواه."),
        message=Text(
            "The notation '{code}' of {concept} is none of level {level}.",
            "الرمز «{code}» لـ{concept} ليس من رموز المستوى {level}.",
        ),
        hint=Text(
            "Give it a notation of its level, or move it.",
            "أعطه رمزاً من رموز مستواه، أو انقله.",
        ),
        why=Text(
            "Where notations tell the level, a wrong one misleads whoever sorts by it.",
            "حيث يدل الرمز على المستوى يضلل الرمز الخطأ من يرتب به.",
        ),
        good={
            "concepts": {"dentists": concept("02.3", "أطباء الأسنان", "Dentists", "health")},
            "levelPatterns": _LEVELS,
        },
        bad={
            "concepts": {"dentists": concept("03", "أطباء الأسنان", "Dentists", "health")},
            "levelPatterns": _LEVELS,
        },
        check=_foreign_levels,
    ),
)

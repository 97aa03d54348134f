"""DUP: services that are probably the same as others; shown with the candidates. Pure."""

from collections.abc import Callable, Iterator

from app.core.errors import Candidate
from app.core.rule_texts import Text
from app.submissions.rules.base import Check, Context, Entry, Example, Hit, Rule
from app.submissions.rules.neighbours import NEAR, Neighbour, likeness

_MOST_SHOWN = 5


def _others(entry: Entry, context: Context, *, own: bool) -> list[Neighbour]:
    return [
        one
        for one in context.neighbours
        if one.id != entry.id and (one.entity == entry.entity) == own
    ]


def _hit(pointer: str, found: list[tuple[float, Neighbour]]) -> Iterator[Hit]:
    """Yield one hit that names the most alike and carries all as candidates."""
    ranked = sorted(found, key=lambda pair: (-pair[0], pair[1].id))[:_MOST_SHOWN]
    if ranked:
        candidates = tuple(
            Candidate(one.id, dict(one.title), round(score, 3)) for score, one in ranked
        )
        best = ranked[0][1]
        shown = best.title.get("ar") or best.title.get("en") or ""
        percent = round(100 * ranked[0][0])
        yield Hit(pointer, {"id": best.id, "title": shown, "percent": percent}, candidates)


def _scored(score: Callable[[Neighbour, Neighbour], float], pointer: str, *, own: bool) -> Check:
    def check(entry: Entry, context: Context) -> Iterator[Hit]:
        mine = entry.as_neighbour
        scores = [(score(mine, one), one) for one in _others(entry, context, own=own)]
        yield from _hit(pointer, [pair for pair in scores if pair[0] > 0])

    return check


def _same_title(one: Neighbour, other: Neighbour) -> float:
    return 1.0 if one.key and one.key == other.key else 0.0


def _same_english(one: Neighbour, other: Neighbour) -> float:
    is_same = bool(one.english_key) and one.english_key == other.english_key
    return max(likeness(one, other), NEAR) if is_same and one.key != other.key else 0.0


def _near(one: Neighbour, other: Neighbour) -> float:
    if _same_title(one, other) or _same_english(one, other):
        return 0.0  # said by another rule
    return likeness(one, other)


_OTHER = {
    "title": {"ar": "تجديد رخصة القيادة", "en": "Renewal of a driving licence"},
    "description": {"ar": "تجديد رخصة القيادة المنتهية لمدة خمس سنوات."},
}
_SAME = {"title": {"ar": "تجديد رخصه قياده", "en": "Driving licence renewal"}}
_ALIKE = {"title": {"ar": "طلب تجديد رخصة القيادة الخاصة", "en": "Private licence renewal"}}
_ALIKE_OTHER = {**_OTHER, "title": {"ar": "تجديد رخص القيادة الخاصه المنتهية", "en": "Renewal"}}
_APART = {"title": {"ar": "حجز موعد فحص النظر", "en": "Eye test appointment"}}

RULES = (
    Rule(
        id="DUP-01",
        severity="error",
        message=Text(
            "The entity already has a service of this title: '{title}' ({id}).",
            "للجهة خدمة بهذا العنوان: '{title}' ({id}).",
        ),
        hint=Text(
            "Send it under the id of that service, or say in the title how they differ.",
            "أرسلها برمز تلك الخدمة، أو بيّن الفرق في العنوان.",
        ),
        why=Text(
            "Two services of one name cannot be told apart; titles that differ only in spelling, "
            "the article or punctuation count as equal.",
            "لا يمكن التمييز بين خدمتين باسم واحد، والعناوين التي لا تختلف إلا في الرسم أو "
            "أداة التعريف أو الترقيم تُعد متساوية.",
        ),
        good=Example(_APART, other=_OTHER),
        bad=Example(_SAME, other=_OTHER),
        check=_scored(_same_title, "/title/ar", own=True),
    ),
    Rule(
        id="DUP-02",
        severity="warning",
        message=Text(
            "Another entity has a service of this title: '{title}' ({id}).",
            "لجهة أخرى خدمة بهذا العنوان: '{title}' ({id}).",
        ),
        hint=Text(
            "Agree on who offers it, or say in the title how they differ.",
            "اتفق مع الجهة على من يقدمها، أو بيّن الفرق في العنوان.",
        ),
        why=Text(
            "People do not know which entity is responsible; two equal titles send half of them "
            "to the wrong one.",
            "لا يعرف الناس الجهة المختصة، وتساوي العنوانين يرسل نصفهم إلى غيرها.",
        ),
        good=Example(_APART, other=_OTHER, other_entity="paci"),
        bad=Example(_SAME, other=_OTHER, other_entity="paci"),
        check=_scored(_same_title, "/title/ar", own=False),
    ),
    Rule(
        id="DUP-03",
        severity="warning",
        message=Text(
            "The entity has a very similar service ({percent} %): '{title}' ({id}).",
            "للجهة خدمة شديدة الشبه ({percent} %): '{title}' ({id}).",
        ),
        hint=Text(
            "Compare the two; join them, or make the titles tell them apart.",
            "قارن بينهما ثم ادمجهما أو ميّز بين العنوانين.",
        ),
        why=Text(
            "Near duplicates age differently and end up contradicting each other.",
            "الخدمات المتشابهة تُحدَّث في أوقات مختلفة حتى تتناقض.",
        ),
        good=Example(_APART, other=_OTHER),
        bad=Example(_ALIKE, other=_ALIKE_OTHER),
        check=_scored(_near, "/title/ar", own=True),
    ),
    Rule(
        id="DUP-04",
        severity="suggestion",
        message=Text(
            "Another entity has a very similar service ({percent} %): '{title}' ({id}).",
            "لجهة أخرى خدمة شديدة الشبه ({percent} %): '{title}' ({id}).",
        ),
        hint=Text(
            "If it is the same service, agree on one entry.",
            "إن كانت الخدمة نفسها فاتفق مع الجهة على مدخل واحد.",
        ),
        why=Text(
            "One service described by two entities is kept up to date by neither.",
            "الخدمة التي تصفها جهتان لا تحدّثها أي منهما.",
        ),
        good=Example(_APART, other=_OTHER, other_entity="paci"),
        bad=Example(_ALIKE, other=_ALIKE_OTHER, other_entity="paci"),
        check=_scored(_near, "/title/ar", own=False),
    ),
    Rule(
        id="DUP-05",
        severity="warning",
        message=Text(
            "The entity has a service of the same English title: '{title}' ({id}).",
            "للجهة خدمة بالعنوان الإنجليزي نفسه: '{title}' ({id}).",
        ),
        hint=Text(
            "Translate the difference between the Arabic titles too.",
            "ترجم الفرق بين العنوانين العربيين أيضاً.",
        ),
        why=Text(
            "Readers of English see two services of one name.",
            "قارئ الإنجليزية يرى خدمتين باسم واحد.",
        ),
        good=Example(_APART, other=_OTHER),
        bad=Example(
            {"title": {"ar": "تجديد رخصة مدرب", "en": "Renewal of a driving licence"}}, other=_OTHER
        ),
        check=_scored(_same_english, "/title/en", own=True),
    ),
)

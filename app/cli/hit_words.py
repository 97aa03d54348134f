"""What ``dalil search`` says beside the hits, in Arabic or in English.

Kinds, streams, fields and sources are named as the API and its documentation name them.
"""

from dataclasses import dataclass

from app.core.languages import Language


@dataclass(frozen=True, slots=True)
class HitWords:
    """Headings, the words between names, and sentences with numbers to be filled in."""

    plan: str
    plan_columns: tuple[str, ...]
    lexicon: str
    dropped: str
    keyboard: str
    minor: str
    comma: str
    hits: str
    hit_columns: tuple[str, ...]
    score: str
    earning_columns: tuple[str, ...]
    points: str
    earned: str
    counted: str
    share: str


_ARABIC = HitWords(
    plan="الخطة",
    plan_columns=("الكلمة", "قُرئت", "تقابلها"),
    lexicon="المعجم {groups}",
    dropped="متروكة",
    keyboard="لوحة المفاتيح",
    minor="{kind}، ثانوية",
    comma="، ",
    hits="النتائج",
    hit_columns=("المعرّف", "العنوان", "الجهة"),
    score="الدرجة",
    earning_columns=("المصدر", "الكلمة", "الحقل"),
    points="النقاط",
    earned="النقاط {points:,}، الكلمات {words}، الدرجة {score:.4f}",
    counted="عدد النتائج {total:,}، المعروض منها {shown}.",
    share="الدرجة نصيب النتيجة من أعلى مجموع ممكن للنقاط، وهو {points:,}.",
)
_ENGLISH = HitWords(
    plan="Plan",
    plan_columns=("Word", "Read as", "Stands for"),
    lexicon="lexicon {groups}",
    dropped="dropped",
    keyboard="keyboard",
    minor="{kind}, minor",
    comma=", ",
    hits="Hits",
    hit_columns=("Id", "Title", "Entity"),
    score="Score",
    earning_columns=("From", "Word", "Field"),
    points="Points",
    earned="points {points:,}, words {words}, score {score:.4f}",
    counted="Hits: {total:,}; shown: {shown}.",
    share="A score is a share of the most points there could be, {points:,}.",
)
HIT_WORDS: dict[Language, HitWords] = {"ar": _ARABIC, "en": _ENGLISH}

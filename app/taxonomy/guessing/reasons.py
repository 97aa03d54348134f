"""Why a guess was made, and how sure it is. Pure."""

from dataclasses import dataclass
from typing import Final

CERTAIN: Final = 100
_WORDS: dict[str, tuple[int, str, str]] = {
    "id": (100, "المعرّف نفسه.", "The same id."),
    "code_and_name": (100, "الرمز والاسم أنفسهما.", "The same code and name."),
    "name": (95, "الاسم نفسه بكل اللغات.", "The same name in every language."),
    "name_and_place": (
        90,
        "الاسم نفسه تحت المفهوم الأعلى نفسه.",
        "The same name below the same concept.",
    ),
    "one_name": (85, "الاسم نفسه بإحدى اللغات.", "The same name in one language."),
    "code_and_likeness": (85, "الرمز نفسه والاسم قريب.", "The same code and a similar name."),
    "kept_name": (
        80,
        "الاسم القديم صار من أسمائه الأخرى.",
        "The old name is among its other names.",
    ),
    "promoted_name": (70, "اسم بديل صار الاسم المفضل.", "Another name became the preferred one."),
    "children": (65, "معظم ما تحته هو نفسه.", "Most of what stands below it is the same."),
    "likeness": (
        60,
        "اسم قريب تحت المفهوم الأعلى نفسه.",
        "A similar name below the same concept.",
    ),
    "likeness_elsewhere": (50, "اسم قريب في موضع آخر.", "A similar name in another place."),
    "code": (
        35,
        "الرمز نفسه باسم مختلف تماماً: إن كان مفهوماً آخر فأعطه رمزاً جديداً.",
        "The same code with quite another name: if it is another idea, give it a new code.",
    ),
    "new": (90, "لا يشبه مفهوماً كان موجوداً.", "It resembles no concept that was there."),
    "said": (100, "الملف يقول ذلك.", "The file says so."),
    "merged": (90, "اسمه صار من أسماء الهدف.", "Its name is now among the names of the target."),
    "merged_words": (70, "أسماؤه الأخرى انتقلت إلى الهدف.", "Its other names went to the target."),
    "split_words": (75, "أسماؤه توزعت على عدة مفاهيم.", "Its names went to several concepts."),
    "split_children": (
        65,
        "ما تحته توزع على عدة مفاهيم.",
        "What stood below it went to several concepts.",
    ),
    "split_likeness": (
        50,
        "حلّت محله مفاهيم جديدة تحمل كلمات من اسمه.",
        "New concepts with words of its name stand in its place.",
    ),
    "moved_children": (
        55,
        "ما تحته انتقل إلى مفهوم واحد.",
        "What stood below it went to one concept.",
    ),
    "like_neighbour": (40, "اسم مجاور قريب من اسمه.", "A neighbour has a similar name."),
    "no_trace": (60, "لم يبق له أثر في الملف.", "Nothing of it is left in the file."),
    "order": (100, "الترتيب في الملف.", "The order in the file."),
}


@dataclass(frozen=True)
class Reason:
    """Why something is guessed: its public name, how sure it is, and the words for it.

    ``confidence_percent`` is 100 where nothing had to be guessed.
    """

    code: str
    confidence_percent: int
    ar: str
    en: str


def reason(code: str) -> Reason:
    """Give the reason of this name."""
    return Reason(code, *_WORDS[code])

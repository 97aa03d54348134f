"""Definitions and scope notes. Pure."""

import re
from collections.abc import Iterator

from app.core.rule_texts import Text
from app.taxonomy.integrity.base import Hit, Rule
from app.taxonomy.integrity.examples import changed
from app.taxonomy.integrity.naming import LanguageCode
from app.taxonomy.integrity.subject import Subject, same_word
from app.taxonomy.state import ConceptState

_EXCLUDES = re.compile(
    r"\b(?:excludes?|excluding|except(?: for)?|does not include|not included|without)\b:?"
    r"|\b(?:و?لا [يت]شمل|و?[يت]ستثنى(?: منها?)?|باستثناء|ما عدا|عدا)(?!\w):?",
    re.IGNORECASE,
)
_INCLUDES = re.compile(
    r"\b(?:includes?|including|such as)\b:?|\b(?:و?[يت]شمل|و?[يت]تضمن|مثل)(?!\w):?",
    re.IGNORECASE,
)
_SIGNS = ("exclud", "except", "not includ", "without", "شمل", "ستثن", "استثناء", "عدا")
"""What every word of excluding holds: notes without any are passed over quickly."""
_SENTENCE = re.compile(r"[.;؛\n]+")
_ITEM = re.compile(r"[,،:()]|(?<=\s)(?:and|or|أو)(?=\s)|(?<=\s)و(?=ال)")
_LONGEST_NOTE = 5_000


def _undefined(subject: Subject) -> Iterator[Hit]:
    for one in subject.active:
        lacks = [code for code in subject.given.terms.languages if not _has_text(one, code)]
        if lacks:
            yield Hit(one, {"language": LanguageCode(lacks[0])})


def _has_text(one: ConceptState, language: str) -> bool:
    return bool(one.definition.get(language, "").strip())


def _contradicting(subject: Subject) -> Iterator[Hit]:
    for one in subject.active:
        for notes in (one.definition, one.scope_note):
            for language, note in notes.items():
                text = _contradiction(subject, one, language, note[:_LONGEST_NOTE])
                if text:
                    yield Hit(one, {"text": text, "language": LanguageCode(language)})


def _contradiction(subject: Subject, one: ConceptState, language: str, note: str) -> str | None:
    """Find something that a note excludes and includes, or that stands below the concept."""
    lowered = note.lower()
    if not any(sign in lowered for sign in _SIGNS) or not _EXCLUDES.search(note):
        return None
    included, excluded = _lists(note)
    below = {
        same_word(child.pref_label[language])
        for child in subject.children(one)
        if language in child.pref_label
    }
    return next((text for text in excluded if text in included or text in below), None)


def _lists(note: str) -> tuple[set[str], list[str]]:
    """Read what a note includes and excludes: the items after each of these words."""
    included: set[str] = set()
    excluded: list[str] = []
    for sentence in _SENTENCE.split(note):
        without = _EXCLUDES.split(sentence)
        excluded.extend(_items(" , ".join(without[1:])))
        included.update(_items(" , ".join(_INCLUDES.split(without[0])[1:])))
    return included, excluded


def _items(text: str) -> list[str]:
    return [word for word in map(same_word, _ITEM.split(text)) if word]


_SAYS = "Includes clinics, dentists and nurses."

RULES = (
    Rule(
        id="TAX-DEFINITION",
        severity="warning",
        family="release",
        title=Text(
            "A concept is defined in every required language.", "المفهوم معرّف بكل لغة مطلوبة."
        ),
        message=Text(
            "{concept} has no definition in {language}.",
            "ليس لـ{concept} تعريف باللغة {language}.",
        ),
        hint=Text("Say in a sentence what belongs to it.", "بيّن في جملة ما يندرج فيه."),
        why=Text(
            "Without a definition each entity reads the label in its own way.",
            "من دون تعريف تفهم كل جهة التسمية على طريقتها.",
        ),
        good=changed("clinics", definition={"ar": "رعاية بلا تنويم.", "en": "Care without a bed."}),
        bad=changed("clinics", definition={"ar": "رعاية بلا تنويم."}),
        check=_undefined,
    ),
    Rule(
        id="TAX-INCLUDES",
        severity="warning",
        family="release",
        title=Text(
            "A note does not exclude what the concept includes.",
            "لا تستثني الملاحظة ما يشمله المفهوم.",
        ),
        message=Text(
            "A note of {concept} excludes '{text}', which the concept includes.",
            "تستثني ملاحظة {concept} «{text}» وهو مما يشمله.",
        ),
        hint=Text(
            "Keep one of the two; what stands below a concept belongs to it.",
            "أبقِ أحد القولين، فما تحت المفهوم منه.",
        ),
        why=Text(
            "Two entities would classify the same service differently.",
            "تصنف جهتان الخدمة الواحدة تصنيفين.",
        ),
        good=changed("health", scopeNote={"en": f"{_SAYS} Excludes: spas, gyms."}),
        bad=changed("health", scopeNote={"en": f"{_SAYS} Excludes: spas, dentists."}),
        check=_contradicting,
    ),
)

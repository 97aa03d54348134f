"""Which labels a concept has: SKOS S13 and S14, and both languages. Pure."""

import re
from collections import Counter
from collections.abc import Iterator

from app.core.rule_texts import Text
from app.taxonomy.integrity.base import Hit, Rule
from app.taxonomy.integrity.examples import changed
from app.taxonomy.integrity.naming import LanguageCode
from app.taxonomy.integrity.subject import Subject

PLACEHOLDERS = frozenset(
    {"", "*", "-", "--", "—", "_", ".", "..", "...", "…", "?", "؟", "xx", "xxx"}
    | {"tbd", "tba", "tbc", "todo", "n/a", "null", "nil", "untitled", "undefined"}
    | {"يحدد لاحقا", "يحدد لاحقاً", "سيحدد لاحقا", "سيحدد لاحقاً"}
)
"""Texts that stand for a label that is still to be written, in small letters.

Words such as "none" and "غير محدد" are not among them: they may name a concept.
"""
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""The language tags of BCP 47 (RFC 5646) that begin with an ISO 639 code."""
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})


def is_placeholder(text: str) -> bool:
    """Whether a text only keeps the place of a label."""
    return text.strip().lower() in PLACEHOLDERS


def _missing(subject: Subject) -> Iterator[Hit]:
    for one in subject.focus:
        for language in subject.given.terms.languages:
            if is_placeholder(one.pref_label.get(language, "")):
                yield Hit(one, {"language": LanguageCode(language)})


def _two_preferred(subject: Subject) -> Iterator[Hit]:
    for one in subject.focus:
        if len(one.pref_label) < 2:
            continue
        for tag, times in Counter(code.lower() for code in one.pref_label).items():
            if times > 1:
                yield Hit(one, {"language": LanguageCode(tag)})


def _repeated(subject: Subject) -> Iterator[Hit]:
    for one in subject.focus:
        for language in dict.fromkeys((*one.alt_label, *one.hidden_label)):
            labels = [*one.alt_label.get(language, ()), *one.hidden_label.get(language, ())]
            if language in one.pref_label:
                labels.append(one.pref_label[language])
            if len(labels) == len(set(labels)):
                continue
            for text, times in Counter(labels).items():
                if times > 1:
                    yield Hit(one, {"text": text, "language": LanguageCode(language)})


def _no_language(subject: Subject) -> Iterator[Hit]:
    for one in subject.active:
        for tag in dict.fromkeys((*one.pref_label, *one.alt_label, *one.hidden_label)):
            if not _LANGUAGE_TAG.fullmatch(tag) or tag.lower() in _NO_LANGUAGE:
                yield Hit(one, {"tag": tag})


def _synonyms_of_one(subject: Subject) -> Iterator[Hit]:
    languages = subject.given.terms.languages
    for one in subject.active:
        has = [code for code in languages if one.alt_label.get(code)]
        lacks = [code for code in languages if not one.alt_label.get(code)]
        if has and lacks:
            yield Hit(one, {"language": LanguageCode(lacks[0]), "there": LanguageCode(has[0])})


RULES = (
    Rule(
        id="TAX-LABEL",
        severity="error",
        family="labels",
        title=Text(
            "A concept has a preferred label in every required language.",
            "للمفهوم تسمية مفضلة بكل لغة مطلوبة.",
        ),
        message=Text(
            "{concept} has no preferred label in {language}, or a placeholder.",
            "ليس لـ{concept} تسمية مفضلة باللغة {language}، أو هي نص مؤقت.",
        ),
        hint=Text("Name it in {language}.", "سمِّه باللغة {language}."),
        why=Text(
            "Who browses in one language must find every concept by its name.",
            "من يتصفح بلغته يجب أن يجد كل مفهوم باسمه.",
        ),
        good=changed("clinics", prefLabel={"ar": "العيادات", "en": "Clinics"}),
        bad=changed("clinics", prefLabel={"ar": "العيادات", "en": "TBD"}),
        check=_missing,
    ),
    Rule(
        id="TAX-S14",
        severity="error",
        family="labels",
        title=Text(
            "A concept has one preferred label in a language.",
            "للمفهوم تسمية مفضلة واحدة في كل لغة.",
        ),
        message=Text(
            "{concept} has two preferred labels in {language}.",
            "لـ{concept} تسميتان مفضلتان باللغة {language}.",
        ),
        hint=Text(
            "Keep one and make the other an alternative label.",
            "أبقِ واحدة واجعل الأخرى بديلة.",
        ),
        why=Text(
            "Integrity condition S14 of the SKOS Reference; tags in capitals are the same tags.",
            "شرط السلامة S14 في مرجع SKOS، ووسم اللغة بالأحرف الكبيرة هو نفسه.",
        ),
        good=changed("clinics", prefLabel={"ar": "العيادات", "en": "Clinics", "fr": "Cliniques"}),
        bad=changed("clinics", prefLabel={"ar": "العيادات", "en": "Clinics", "EN": "Practices"}),
        check=_two_preferred,
    ),
    Rule(
        id="TAX-S13",
        severity="error",
        family="labels",
        title=Text(
            "A label stands once among the labels of a concept.",
            "لا تتكرر التسمية بين تسميات المفهوم.",
        ),
        message=Text(
            "'{text}' stands twice among the labels of {concept} in {language}.",
            "تتكرر «{text}» بين تسميات {concept} باللغة {language}.",
        ),
        hint=Text("Keep it in one place.", "أبقها في موضع واحد."),
        why=Text(
            "Integrity condition S13 of the SKOS Reference: preferred, alternative and hidden "
            "labels are disjoint.",
            "شرط السلامة S13 في مرجع SKOS: التسميات المفضلة والبديلة والخفية لا تتقاطع.",
        ),
        good=changed("clinics", altLabel={"ar": ["المستوصفات"], "en": ["Health centres"]}),
        bad=changed("clinics", altLabel={"ar": ["المستوصفات"], "en": ["Clinics"]}),
        check=_repeated,
    ),
    Rule(
        id="TAX-LANGUAGE",
        severity="warning",
        family="labels",
        title=Text("Every label says its language.", "لكل تسمية وسم لغتها."),
        message=Text(
            "{concept} has a label without a language: the tag is '{tag}'.",
            "لـ{concept} تسمية لا تُعرف لغتها، فوسمها «{tag}».",
        ),
        hint=Text(
            "Give the tag of the language, such as ar or en.", "اكتب وسم اللغة، مثل ar أو en."
        ),
        why=Text(
            "A label in no language is shown to nobody.",
            "التسمية التي لا لغة لها لا تُعرض لأحد.",
        ),
        good=changed("clinics", hiddenLabel={"en": ["polyclinic"]}),
        bad=changed("clinics", hiddenLabel={"und": ["polyclinic"]}),
        check=_no_language,
    ),
    Rule(
        id="TAX-SYNONYM",
        severity="warning",
        family="labels",
        title=Text("Synonyms stand in every required language.", "المرادفات بكل لغة مطلوبة."),
        message=Text(
            "{concept} has synonyms in {there} and none in {language}.",
            "لـ{concept} مرادفات باللغة {there} ولا مرادف باللغة {language}.",
        ),
        hint=Text(
            "Add the words that people use in {language}.",
            "أضف الكلمات التي يستعملها الناس باللغة {language}.",
        ),
        why=Text(
            "Searching must find as much in one language as in the other.",
            "البحث يجب أن يجد بلغة ما يجده بالأخرى.",
        ),
        good=changed("clinics", altLabel={"ar": ["المستوصفات"], "en": ["Health centres"]}),
        bad=changed("clinics", altLabel={"ar": ["المستوصفات"]}),
        check=_synonyms_of_one,
    ),
)

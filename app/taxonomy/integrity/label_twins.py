"""Labels that several concepts share, after Arabic spellings are folded into one. Pure."""

from collections import defaultdict
from collections.abc import Iterator

from app.core.rule_texts import Text
from app.taxonomy.integrity.base import Hit, Rule
from app.taxonomy.integrity.examples import changed, concept
from app.taxonomy.integrity.naming import LanguageCode
from app.taxonomy.integrity.subject import Subject, same_word

_TOP = ""
"""The branch that all top concepts share: they are siblings."""
_ENOUGH = 2
"""Concepts that are remembered of many: one of them is another than the one in question."""


def _in_branch(subject: Subject) -> Iterator[Hit]:
    for language, members in subject.shared_labels():
        for one, near, _ in _pairs(subject, members):
            if near is not None:
                yield _hit(subject, one, near, language)


def _across(subject: Subject) -> Iterator[Hit]:
    for language, members in subject.shared_labels():
        for one, near, other in _pairs(subject, members):
            if near is None:
                yield _hit(subject, one, other, language)


def _remember(known: list[str], key: str) -> None:
    if len(known) < _ENOUGH and key not in known:
        known.append(key)


def _pairs(subject: Subject, members: list[str]) -> Iterator[tuple[str, str | None, str]]:
    """For each of several concepts: another in one of its branches, and any other."""
    by_branch: dict[str, list[str]] = defaultdict(list)
    for one in members:
        for branch in _branches(subject, one):
            _remember(by_branch[branch], one)
    for one in members:
        beside = (key for branch in _branches(subject, one) for key in by_branch[branch])
        near = next((key for key in beside if key != one), None)
        yield one, near, next(key for key in members[:_ENOUGH] if key != one)


def _branches(subject: Subject, key: str) -> tuple[str, ...]:
    """Name where a label stands once: the branches of a concept, or only its parents."""
    broader = subject.concepts[key].broader
    if subject.given.terms.unique_labels == "siblings":
        return broader or (_TOP,)
    branches = subject.hierarchy.branches(key)
    return branches if broader else (*branches, _TOP)


def _hit(subject: Subject, one: str, other: str, language: str) -> Hit:
    named = {"other": subject.concepts[other], "language": LanguageCode(language)}
    return Hit(subject.concepts[one], named)


def _synonym_of_another(subject: Subject) -> Iterator[Hit]:
    owners: dict[tuple[str, str], list[str]] = {}
    for one in subject.active:
        for language, texts in one.alt_label.items():
            for text in texts:
                key = (language, same_word(text))
                if key in subject.labels:
                    _remember(owners.setdefault(key, []), one.id)
    for key, found in owners.items():
        for holder in dict.fromkeys(subject.labels[key]):
            other = next((one for one in found if one != holder), None)
            if other is not None:
                text = subject.concepts[holder].pref_label.get(key[0], "")
                yield Hit(
                    subject.concepts[holder], {"other": subject.concepts[other], "text": text}
                )


RULES = (
    Rule(
        id="TAX-SAME",
        severity="error",
        family="labels",
        title=Text("A label stands once in a branch.", "لا تتكرر التسمية في الفرع الواحد."),
        message=Text(
            "{concept} and {other} have the same label in {language} and stand in one branch.",
            "لـ{concept} و{other} تسمية واحدة باللغة {language} وهما في فرع واحد.",
        ),
        hint=Text(
            "Merge the two, or say in the labels what tells them apart. Below different parents "
            "they may stay where the scheme says uniqueLabels: siblings.",
            "ادمج المفهومين، أو بيّن في التسميتين ما يفرق بينهما. ويجوز تكرارهما تحت أبوين "
            "مختلفين حيث ينص المخطط على uniqueLabels: siblings.",
        ),
        why=Text(
            "Nobody can choose between equal names; spellings such as أ and ا are one.",
            "لا يمكن الاختيار بين اسمين متساويين، والكتابتان أ وا واحدة.",
        ),
        good={
            "uniqueLabels": "siblings",
            "concepts": {
                "fees": concept("01.1.1", "الرسوم", "Fees", "licences"),
                "charges": concept("01.2.1", "الرسوم", "Fees", "vehicles"),
            },
        },
        bad=changed("vehicles", prefLabel={"ar": "رُخَص القياده", "en": "Vehicles"}),
        check=_in_branch,
    ),
    Rule(
        id="TAX-ACROSS",
        severity="warning",
        family="labels",
        title=Text("A label stands in one branch.", "لا تتكرر التسمية في فرعين."),
        message=Text(
            "{concept} and {other} have the same label in {language} in two branches.",
            "لـ{concept} و{other} تسمية واحدة باللغة {language} في فرعين.",
        ),
        hint=Text(
            "Say in the labels what tells the two apart.",
            "بيّن في التسميتين ما يفرق بينهما.",
        ),
        why=Text(
            "In results and filters labels stand without their branch.",
            "في النتائج والمرشحات تظهر التسمية بلا فرعها.",
        ),
        good=changed("clinics", prefLabel={"ar": "العيادات", "en": "Clinics"}),
        bad=changed("clinics", prefLabel={"ar": "العيادات", "en": "vehicles"}),
        check=_across,
    ),
    Rule(
        id="TAX-ALT",
        severity="warning",
        family="labels",
        title=Text(
            "A preferred label is not the synonym of another concept.",
            "ليست التسمية المفضلة مرادفاً لمفهوم آخر.",
        ),
        message=Text(
            "The label '{text}' of {concept} is a synonym of {other}.",
            "التسمية «{text}» لـ{concept} مرادف لـ{other}.",
        ),
        hint=Text("Take the synonym out of the other concept.", "احذف المرادف من المفهوم الآخر."),
        why=Text(
            "Searching for the word finds both and cannot tell which was meant.",
            "البحث بالكلمة يجد الاثنين ولا يعرف المقصود.",
        ),
        good=changed("clinics", altLabel={"ar": ["المستوصفات"], "en": ["Practices"]}),
        bad=changed("clinics", altLabel={"ar": ["المستوصفات"], "en": ["Medicines"]}),
        check=_synonym_of_another,
    ),
)

"""Mappings to other schemes: SKOS S46, and mappings that do not leave the scheme. Pure.

A mapping is a pair of its SKOS property and the id or address of its target.
"""

from collections.abc import Iterator

from app.core.rule_texts import Text
from app.taxonomy.integrity.base import Hit, Rule
from app.taxonomy.integrity.examples import changed
from app.taxonomy.integrity.subject import Subject

_EXACT = "exactMatch"
_OTHERS = frozenset({"broadMatch", "narrowMatch", "relatedMatch"})
_OPAQUE = "c_"
"""How ids of the catalogue begin; only these are looked for at the end of an address."""


def _to_own_scheme(subject: Subject) -> Iterator[Hit]:
    for one in subject.focus:
        for _, target in dict.fromkeys(one.mappings):
            other = subject.concepts.get(target) or subject.concepts.get(_tail(target))
            if other is not None:
                yield Hit(one, {"other": other})


def _tail(address: str) -> str:
    last = address.replace("#", "/").rsplit("/", 1)[-1]
    return last if last.startswith(_OPAQUE) else ""


def _contradicting(subject: Subject) -> Iterator[Hit]:
    for one in subject.focus:
        exact = {target for kind, target in one.mappings if kind == _EXACT}
        for kind, target in dict.fromkeys(one.mappings):
            if kind in _OTHERS and target in exact:
                yield Hit(one, {"text": target, "kind": kind})


_COFOG = "https://example.org/cofog/07.2"

RULES = (
    Rule(
        id="TAX-MAPPING",
        severity="error",
        family="structure",
        title=Text("A mapping leads to another scheme.", "المطابقة تقود إلى مخطط آخر."),
        message=Text(
            "{concept} is mapped to {other}, which is in the same scheme.",
            "يطابق {concept} المفهوم {other} وهو في المخطط نفسه.",
        ),
        hint=Text(
            "Say it by a relation, or by merging the two.",
            "عبّر عنه بارتباط، أو ادمج المفهومين.",
        ),
        why=Text(
            "Inside a scheme the hierarchy and relations say how concepts stand to each other.",
            "داخل المخطط يبيّن التدرج والارتباط علاقة المفاهيم.",
        ),
        good=changed("clinics", mappings=[["closeMatch", _COFOG]]),
        bad=changed("clinics", mappings=[["closeMatch", "health"]]),
        check=_to_own_scheme,
    ),
    Rule(
        id="TAX-S46",
        severity="error",
        family="structure",
        title=Text(
            "An exact match is not a broader or related one as well.",
            "المطابق تماماً ليس أعم ولا مرتبطاً في الوقت نفسه.",
        ),
        message=Text(
            "{concept} is mapped to '{text}' by exactMatch and by {kind}.",
            "يطابق {concept} «{text}» بـexactMatch وبـ{kind} معاً.",
        ),
        hint=Text("Keep one of the two mappings.", "أبقِ إحدى المطابقتين."),
        why=Text(
            "Integrity condition S46 of the SKOS Reference.",
            "شرط السلامة S46 في مرجع SKOS.",
        ),
        good=changed("clinics", mappings=[["exactMatch", _COFOG]]),
        bad=changed("clinics", mappings=[["broadMatch", _COFOG], ["exactMatch", _COFOG]]),
        check=_contradicting,
    ),
)

"""The columns of a table of services, by what they are called in Arabic and English. Pure.

A column is named by the path of what it fills: ``title.ar``, ``audience``,
``hasChannel.2.url``. Items of a list that has parts of its own are numbered from 1.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from app.core.reading.headers import header_key, key_of

Kind = Literal[
    "id", "text", "words", "code", "codes", "concepts", "records", "flag", "number", "duration",
    "day", "time", "weekdays",
]  # fmt: skip
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Leaf:
    """A part of an entry that one column holds.

    ``scheme`` is where codes come from: a scheme of the taxonomy, or a registry.
    In ``path`` the place of a number is ``0``.
    """

    path: Path
    kind: Kind
    ar: str
    en: str
    scheme: str = ""

    @property
    def field(self) -> str:
        """The field of the entry that it belongs to."""
        return str(self.path[0])


@dataclass(frozen=True)
class Column:
    """A leaf at a place: its path has real numbers, from 1."""

    leaf: Leaf
    path: Path

    @property
    def name(self) -> str:
        """The name that programs use, such as ``hasChannel.2.url``."""
        return ".".join(map(str, self.path))

    def label(self, language: Literal["ar", "en"]) -> str:
        """What people read above the column, such as ``Channel 2: address``."""
        text = self.leaf.ar if language == "ar" else self.leaf.en
        for number in (part for part in self.path if isinstance(part, int)):
            text = text.replace("#", str(number), 1)
        return text


def _text(path: str, ar: str, en: str) -> tuple[Leaf, Leaf]:
    """Make the two columns of a text, one for each language."""
    return (
        Leaf(_path(f"{path}.ar"), "text", f"{ar} بالعربية", f"{en} in Arabic"),
        Leaf(_path(f"{path}.en"), "text", f"{ar} بالإنجليزية", f"{en} in English"),
    )


def _leaf(path: str, kind: Kind, ar: str, en: str, scheme: str = "") -> Leaf:
    return Leaf(_path(path), kind, ar, en, scheme)


def _hours(path: str, ar: str, en: str) -> tuple[Leaf, ...]:
    return (
        _leaf(f"{path}.#.days", "weekdays", f"{ar} دوام #: الأيام", f"{en}hours #: days"),
        _leaf(f"{path}.#.opens", "time", f"{ar} دوام #: من", f"{en}hours #: from"),
        _leaf(f"{path}.#.closes", "time", f"{ar} دوام #: إلى", f"{en}hours #: to"),
        *_text(f"{path}.#.description", f"{ar} دوام #: الوصف", f"{en}hours #: description"),
    )


def _path(text: str) -> Path:
    return tuple(0 if part == "#" else part for part in text.split("."))


LEAVES: tuple[Leaf, ...] = (
    _leaf("sourceId", "id", "رمز الخدمة لدى الجهة", "Service id"),
    *_text("title", "العنوان", "Title"),
    *_text("description", "الوصف", "Description"),
    _leaf("isClassifiedBy", "concepts", "التصنيف", "Category", "services"),
    _leaf("audience", "codes", "المستفيدون", "Audience", "audience"),
    _leaf("isGroupedBy", "codes", "الأحداث", "Events", "event"),
    _leaf("keyword.ar", "words", "كلمات مفتاحية بالعربية", "Keywords in Arabic"),
    _leaf("keyword.en", "words", "كلمات مفتاحية بالإنجليزية", "Keywords in English"),
    _leaf("hasChannel.#.type", "code", "القناة #: النوع", "Channel #: type", "channel"),
    _leaf("hasChannel.#.purpose", "code", "القناة #: الغرض", "Channel #: purpose", "purpose"),
    _leaf("hasChannel.#.channel", "code", "القناة #: الرمز", "Channel #: shared", "channels"),
    _leaf("hasChannel.#.url", "text", "القناة #: الرابط", "Channel #: address"),
    _leaf("hasChannel.#.phone", "text", "القناة #: الهاتف", "Channel #: phone"),
    *_text("hasChannel.#.title", "القناة #: الاسم", "Channel #: title"),
    *_text("hasChannel.#.description", "القناة #: الوصف", "Channel #: description"),
    _leaf("hasChannel.#.processingTime", "duration", "القناة #: المدة", "Channel #: duration"),
    *_hours("hasChannel.#.openingHours", "القناة #:", "Channel #: "),
    _leaf("isFree", "flag", "مجانية", "Free of charge"),
    _leaf("hasCost.#.amountFils", "number", "الرسم #: المبلغ بالفلس", "Fee #: amount in fils"),
    _leaf("hasCost.#.unit", "code", "الرسم #: لكل", "Fee #: per", "unit"),
    _leaf("hasCost.#.currency", "text", "الرسم #: العملة", "Fee #: currency"),
    *_text("hasCost.#.description", "الرسم #: الوصف", "Fee #: description"),
    *_text("hasCost.#.condition", "الرسم #: الشرط", "Fee #: condition"),
    _leaf("hasCost.#.validFrom", "day", "الرسم #: من تاريخ", "Fee #: valid from"),
    _leaf("hasCost.#.validTo", "day", "الرسم #: إلى تاريخ", "Fee #: valid to"),
    _leaf("hasCost.#.channel", "code", "الرسم #: القناة", "Fee #: channel", "channel"),
    _leaf("hasInputType", "records", "المستندات", "Documents", "evidence-types"),
    _leaf("hasInputType.#.evidenceType", "code", "المستند #", "Document #", "evidence-types"),
    _leaf("hasInputType.#.isOptional", "flag", "المستند #: اختياري", "Document #: optional"),
    *_text("hasInputType.#.description", "المستند #: الوصف", "Document #: description"),
    *_text("holdsRequirement.#.title", "الشرط #", "Requirement #"),
    *_text("holdsRequirement.#.description", "الشرط #: الوصف", "Requirement #: description"),
    *_text("follows.#.title", "الخطوة #", "Step #"),
    *_text("follows.#.description", "الخطوة #: الوصف", "Step #: description"),
    _leaf("processingTime", "duration", "مدة الإنجاز", "Processing time"),
    *_text("processingNote", "ملاحظة المدة", "Note on processing time"),
    _leaf("produces", "records", "الناتج", "Result", "output-type"),
    _leaf("produces.#.type", "code", "الناتج #", "Result #", "output-type"),
    *_text("produces.#.title", "الناتج #: الاسم", "Result #: title"),
    _leaf("hasLegalResource", "codes", "السند القانوني", "Legal basis", "legal-resources"),
    *_text("contactPoint.#.title", "جهة الاتصال #: الاسم", "Contact #: title"),
    _leaf("contactPoint.#.email", "text", "جهة الاتصال #: البريد", "Contact #: e-mail"),
    _leaf("contactPoint.#.telephone", "text", "جهة الاتصال #: الهاتف", "Contact #: phone"),
    _leaf("contactPoint.#.contactPage", "text", "جهة الاتصال #: الصفحة", "Contact #: page"),
    *_hours("contactPoint.#.openingHours", "جهة الاتصال #:", "Contact #: "),
    *_hours("openingHours", "", "Opening "),
    _leaf("relatedService", "codes", "خدمات ذات صلة", "Related services"),
    _leaf("requires", "codes", "خدمات سابقة", "Required services"),
    _leaf("digitalStage", "number", "مرحلة الرقمنة", "Digital stage", "digital-stage"),
    _leaf("spatial", "text", "الدولة", "Country"),
    _leaf("language", "codes", "لغات الخدمة", "Languages", "language"),
)

ALIASES: Mapping[str, str] = {
    "id": "sourceId",
    "code": "sourceId",
    "رمز الخدمة": "sourceId",
    "رقم الخدمة": "sourceId",
    "الرمز": "sourceId",
    "اسم الخدمة": "title.ar",
    "العنوان": "title.ar",
    "اسم الخدمة بالعربية": "title.ar",
    "اسم الخدمة بالإنجليزية": "title.en",
    "name": "title.en",
    "title": "title.en",
    "service name": "title.en",
    "name ar": "title.ar",
    "name en": "title.en",
    "الوصف": "description.ar",
    "description": "description.en",
    "category": "isClassifiedBy",
    "classification": "isClassifiedBy",
    "notation": "isClassifiedBy",
    "الفئة المستفيدة": "audience",
    "keywords": "keyword.en",
    "الكلمات المفتاحية": "keyword.ar",
    "required documents": "hasInputType",
    "المستندات المطلوبة": "hasInputType",
    "url": "hasChannel.1.url",
    "الرابط": "hasChannel.1.url",
    "fee": "hasCost.1.amountFils",
}
"""Further names that tables of ministries use, beside the labels and the paths."""
OUTCOME = ("نتيجة الاستيراد", "Import outcome")
FINDINGS = ("ملاحظات الاستيراد", "Import findings")
"""Columns that a report adds; a report that is sent back is read without them."""
MOST_ITEMS = 99
_DIGITS = re.compile(r"\d+")
_MOST_DIGITS = 4


def find_column(header: str) -> Column | None:
    """Find the column that a header names in either language, or in both of them."""
    found = _find(header)
    if found is None and re.search(r"[/|\n]", header):
        parts = {one for part in re.split(r"[/|\n]", header) if (one := _find(part))}
        return parts.pop() if len(parts) == 1 else None
    return found


def is_ignored(header: str) -> bool:
    """Tell whether a column is one that a report has added."""
    parts = [key_of(part) for part in re.split(r"[/|\n]", header)]
    return bool(parts) and all(part in _ignored_keys() for part in parts)


def column_at(name: str) -> Column | None:
    """Find the column of an exact path, such as ``hasChannel.2.url``."""
    path = tuple(_place(part) if part.isdecimal() else part for part in name.split(".")[:12])
    leaf = _by_path().get(tuple(0 if isinstance(part, int) else part for part in path))
    is_numbered = all(1 <= part <= MOST_ITEMS for part in path if isinstance(part, int))
    return Column(leaf, path) if leaf and is_numbered else None


def numbered(leaf: Leaf, *numbers: int) -> Column:
    """Put a leaf at a place."""
    left = iter(numbers)
    return Column(leaf, tuple(next(left, 1) if part == 0 else part for part in leaf.path))


def known_headers() -> frozenset[str]:
    """List all headers as ``header_key`` writes them."""
    return frozenset(_by_key()) | _ignored_keys()


def _find(header: str) -> Column | None:
    key = key_of(header)
    leaf = _by_key().get(header_key(header))
    if leaf is None:
        return None
    numbers = [_place(one) for one in _DIGITS.findall(key)]
    return numbered(leaf, *numbers) if all(1 <= one <= MOST_ITEMS for one in numbers) else None


def _place(digits: str) -> int:
    """Read the number of an item, 0 when it is longer than any."""
    return int(digits) if len(digits) <= _MOST_DIGITS else 0


@cache
def _by_path() -> Mapping[Path, Leaf]:
    return {leaf.path: leaf for leaf in LEAVES}


@cache
def _by_key() -> Mapping[str, Leaf]:
    found: dict[str, Leaf] = {}
    for key, leaf in _keys():
        found.setdefault(key, leaf)
    return found


def _keys() -> Iterator[tuple[str, Leaf]]:
    for leaf in LEAVES:
        name = ".".join("#" if part == 0 else str(part) for part in leaf.path)
        for text in (name, leaf.ar, leaf.en):
            yield _keeping_places(text), leaf
    for text, name in ALIASES.items():
        yield key_of(text), _by_path()[_path(_DIGITS.sub("#", name))]
    for leaf in LEAVES:  # one item needs no number: "Channel type" is that of the first
        for text in (leaf.ar, leaf.en):
            yield key_of(text), leaf


def _keeping_places(text: str) -> str:
    return "#".join(key_of(part) for part in text.split("#"))


@cache
def _ignored_keys() -> frozenset[str]:
    return frozenset(key_of(one) for one in (*OUTCOME, *FINDINGS))


def letters_of(place: int) -> str:
    """Name a column as spreadsheets do: 0 is ``A``, 26 is ``AA``."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
